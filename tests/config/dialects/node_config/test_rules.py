"""Reports of workspaces that follow node-config."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from inspector.config.dialects import PartRole
from inspector.config.dialects.node_config import NODE_CONFIG
from inspector.config.layers import LayerKind, LayerStatus
from inspector.config.report import Report, Request, build_report
from inspector.config.resolve import Status
from tests.config.workspace import found, report_of

_MAP = "config/custom-environment-variables.json"


def _report(
    folder: Path,
    files: Mapping[str, str],
    environ: Mapping[str, str] | None = None,
    *,
    what_if: Mapping[str, str] | None = None,
    host: str = "",
) -> Report:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    variables = tuple((environ or {"HOST": "h"}).items())
    typed = tuple((what_if or {}).items())
    return build_report(Request(folder, None, "node-config", environ=variables, what_if=typed, host=host))


def _reason(report: Report, key: str) -> str:
    setting = report.setting(key)
    assert setting is not None
    return setting.source.reason


def _map_of(folder: Path, text: str) -> Report:
    return _report(folder, {"config/default.json": '{"a": 1}', _MAP: text})


def test_layers_say_what_they_are(tmp_path: Path) -> None:
    """Files by deployment are an environment's, and a map holds no values."""
    files = {f"config/{name}.json": '{"a": 1}' for name in ("default", "production", "local", "h")}

    report = _report(
        tmp_path, {**files, _MAP: '{"a": "A", "b": "B"}'}, {"NODE_ENV": "production", "HOST": "h"}
    )

    layers = [layer for layer in report.layers if layer.path is not None]
    assert [(layer.path, layer.kind, layer.by_environment) for layer in layers] == [
        ("config/default.json", LayerKind.BASE, False),
        ("config/production.json", LayerKind.ENVIRONMENT, True),
        ("config/h.json", LayerKind.BASE, False),
        ("config/local.json", LayerKind.BASE, False),
        (_MAP, LayerKind.BASE, False),
    ]
    assert (layers[-1].names_variables, layers[-1].merged, layers[-1].size) == (True, False, 2)


def test_a_deployment_without_a_file_is_missing(tmp_path: Path) -> None:
    """The layer is there, and the finding knows which one was meant."""
    files = {"config/default.json": '{"a": 1}', "config/production.json": "{}"}

    report = _report(tmp_path, files, {"NODE_ENV": "prod", "HOST": "h"})

    missing = [layer for layer in report.layers if layer.status is LayerStatus.MISSING]
    assert [layer.path for layer in missing] == ["config/prod.json"]
    (finding,) = found(report, "environment-file-missing")
    assert "Did you mean production?" in finding.message


def test_variables_say_where_they_are_named(tmp_path: Path) -> None:
    """The winner names the map, and NODE_CONFIG only that it is above files."""
    files = {"config/default.json": '{"a": 1, "b": 1}', _MAP: '{"a": "A"}'}

    report = _report(tmp_path, files, {"A": "2", "NODE_CONFIG": '{"a": 3, "b": 3}', "HOST": "h"})

    assert _reason(report, "a") == f"stands above all files and NODE_CONFIG; {_MAP}:1:7 names the variable"
    assert _reason(report, "b") == "stands above all files"
    setting = report.setting("a")
    assert setting is not None
    assert [(c.place.variable, c.value, c.status) for c in setting.candidates] == [
        (None, 1, Status.OVERRIDDEN),
        ("NODE_CONFIG", 3, Status.OVERRIDDEN),
        ("A", "2", Status.EFFECTIVE),
    ]


def test_a_part_of_a_json_variable_says_where_it_is_named(tmp_path: Path) -> None:
    """Keys below the mapped one come from the same variable."""
    files = {"config/default.json": "{}", _MAP: '{"db": {"__name": "DB", "__format": "json"}}'}

    report = _report(tmp_path, files, {"DB": '{"pool": {"size": 5}}', "HOST": "h"})

    setting = report.setting("db.pool.size")
    assert setting is not None
    assert (setting.value, setting.source.raw, setting.source.place.variable) == (5, "5", "DB")
    assert "names the variable" in setting.source.reason


@pytest.mark.parametrize("ending", ["js", "cjs", "mjs", "ts", "coffee", "hjson", "cson", "properties", "xml"])
def test_values_below_what_is_not_read_are_in_doubt(ending: str, tmp_path: Path) -> None:
    """The layer is shown without values; winners below it say so, winners above it do not."""
    files = {
        "config/default.json": '{"low": 1, "high": 1}',
        f"config/development.{ending}": "throw new Error('never run')",
        "config/local.json": '{"high": 2}',
    }

    report = _report(tmp_path, files)

    layer = next(layer for layer in report.layers if layer.path == f"config/development.{ending}")
    assert (layer.status, layer.document) == (LayerStatus.INACTIVE, None)
    assert layer.note.endswith("its values are unknown.")
    doubt = f"config/development.{ending} above it has values that are unknown"
    assert _reason(report, "low") == f"the highest layer that can be read; {doubt}"
    assert _reason(report, "high") == "the highest layer that sets it"
    (finding,) = found(report, "values-unknown")
    assert "what lower files set may be replaced" in finding.message
    assert report.stops == ()


def test_a_program_as_map_puts_all_in_doubt(tmp_path: Path) -> None:
    """NODE_CONFIG is below it, too."""
    files = {"config/default.json": '{"a": 1}', "config/custom-environment-variables.js": "{}"}

    report = _report(tmp_path, files, {"NODE_CONFIG": '{"b": 2}', "HOST": "h"})

    for key in ("a", "b"):
        assert _reason(report, key).endswith(
            "custom-environment-variables.js above it has values that are unknown"
        )


def test_a_file_that_is_no_utf_8_is_in_doubt_and_stops_nothing(tmp_path: Path) -> None:
    """Node reads such bytes as replacement characters."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "local.json").write_bytes(b'{"a": "\xe9"}')

    report = _report(tmp_path, {"config/default.json": '{"a": 1}'})

    assert report.stops == ()
    assert _reason(report, "a").endswith("config/local.json above it has values that are unknown")


def test_a_link_that_leads_nowhere_stops_nothing(tmp_path: Path) -> None:
    """node-config passes over a file that is gone."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "local.json").symlink_to(tmp_path / "gone.json")

    assert _report(tmp_path, {"config/default.json": '{"a": 1}'}).stops == ()


def test_numbers_that_lose_digits(tmp_path: Path) -> None:
    """Also inside of lists; numbers that a double holds are not told."""
    text = (
        '{"a": 12345678901234567890, "l": [9007199254740993, 9007199254740994], "n": 10000000000000000000000}'
    )

    report = _report(tmp_path, {"config/default.json": text})

    assert [finding.key for finding in found(report, "number-loses-digits")] == ["a", "l.0"]


def test_node_config_that_is_no_json(tmp_path: Path) -> None:
    """It counts for nothing, and its text is not told."""
    environ = {"NODE_CONFIG": "{password: 'hunter2222'}", "HOST": "h"}

    report = _report(tmp_path, {"config/default.json": '{"a": 1}'}, environ)

    (finding,) = found(report, "variable-not-json")
    assert "NODE_CONFIG is no JSON" in finding.message
    assert "hunter2222" not in finding.message + finding.hint
    assert report.stops == ()


def test_a_bad_number_takes_the_key_away(tmp_path: Path) -> None:
    """The value of the file is gone as well, and the text is not told."""
    files = {
        "config/default.json": '{"port": 80}',
        _MAP: '{"port": {"__name": "PORT", "__format": "number"}}',
    }

    report = _report(tmp_path, files, {"PORT": "80a", "HOST": "h"})

    assert report.setting("port") is None
    (finding,) = found(report, "variable-gives-undefined")
    assert finding.key == "port"
    assert "80a" not in finding.message + finding.hint


def test_a_format_that_is_not_read_leaves_the_value_unknown(tmp_path: Path) -> None:
    """The setting keeps what it had, and the finding says so."""
    files = {"config/default.json": '{"a": 1}', _MAP: '{"a": {"__name": "A", "__format": "hjson"}}'}

    report = _report(tmp_path, files, {"A": "x", "HOST": "h"})

    assert [finding.key for finding in found(report, "values-unknown")] == ["a"]


def test_what_if_stands_in_place_of_a_mapped_variable(tmp_path: Path) -> None:
    """The variable of the process is remembered as the one that lost."""
    files = {"config/default.json": '{"a": 1}', _MAP: '{"a": "A"}'}

    report = _report(tmp_path, files, {"A": "2", "HOST": "h"}, what_if={"A": "3", "NODE_CONFIG": '{"b": 1}'})

    setting = report.setting("a")
    assert setting is not None
    assert (setting.value, setting.source.layer) == ("3", "what-if")
    assert [(c.layer, c.value) for c in setting.candidates] == [
        ("base:config/default.json", 1),
        ("variable", "2"),
        ("what-if", "3"),
    ]
    again = _report(
        tmp_path, {}, {"NODE_CONFIG": '{"b": 5}', "HOST": "h"}, what_if={"NODE_CONFIG": '{"b": 1}'}
    )
    lost = again.setting("b")
    assert lost is not None
    assert [c.value for c in lost.candidates] == [5, 1]


def test_an_empty_variable_has_no_effect(tmp_path: Path) -> None:
    """It lands, and the reason is told."""
    report = _report(
        tmp_path, {"config/default.json": '{"a": 1}', _MAP: '{"a": "A"}'}, {"A": "", "HOST": "h"}
    )

    (landed,) = report.landed
    assert (landed.applied, landed.reason) == (False, "node-config ignores empty variables")


def test_the_host_is_the_machines_only_for_its_own_variables(tmp_path: Path) -> None:
    """Without HOST and HOSTNAME nobody knows it, unless the variables are this machine's."""
    files = {
        "config/default.json": '{"a": 1}',
        "config/production.json": "{}",
        "config/web.json": '{"a": 2}',
        "config/web-production.json": "{}",
    }
    environ = {"NODE_ENV": "production"}

    unknown = _report(tmp_path, files, environ)
    own = _report(tmp_path, files, environ, host="web.example.org")
    other = _report(tmp_path, files, {**environ, "HOSTNAME": "other"}, host="web")

    values = [setting.value for report in (unknown, own, other) if (setting := report.setting("a"))]
    assert values == [1, 2, 1]
    assert len(found(unknown, "host-unknown")) == 1
    assert not found(own, "host-unknown")


def test_yaml_without_a_reader_is_passed_over(tmp_path: Path) -> None:
    """node-config prints that, and goes on."""
    (tmp_path / "node_modules" / "config").mkdir(parents=True)
    files = {"config/default.json": '{"a": 1}', "config/default.yaml": "a: 2\n"}

    report = _report(tmp_path, files)

    setting = report.setting("a")
    assert setting is not None
    assert setting.value == 1
    assert len(found(report, "reader-missing")) == 1


def test_a_parser_of_the_applications_own_is_told(tmp_path: Path) -> None:
    """It is a program, which is not run."""
    environ = {"NODE_CONFIG_PARSER": "./parser.js", "HOST": "h"}

    report = _report(tmp_path, {"config/default.json": '{"a": 1}'}, environ)

    assert len(found(report, "values-unknown")) == 1


def test_reserved_keys(tmp_path: Path) -> None:
    """What vanishes is no setting; what takes a function's place is told."""
    text = '{"util": {"a": 1}, "get": {"b": 1}, "x": {"has": null, "get": 5}}'

    report = _report(tmp_path, {"config/default.json": text})

    assert {setting.key for setting in report.settings} == {"get.b", "x.get"}
    assert {finding.key for finding in found(report, "reserved-key")} == {"util", "get", "x.get", "x.has"}


def test_names_of_variables_are_no_secrets(tmp_path: Path) -> None:
    """The text of the map shows them."""
    report = _map_of(tmp_path, '{"password": "DB_PASSWORD"}')

    assert report.texts[_MAP].secrets == ()


def test_names_for_a_key(tmp_path: Path) -> None:
    """The mapped variable first, then those that hold the key in JSON, then NODE_CONFIG."""
    text = '{"a": {"b": "AB", "c": {"__name": "C", "__format": "number"}}, '
    text += '"j": {"__name": "J", "__format": "json"}}'
    spec = _map_of(tmp_path, text).spec

    def names(*path: str) -> list[tuple[str, str, str]]:
        return [(name.name, name.note, name.example) for name in spec.rules.names_for(spec, path)]

    assert names("a", "b") == [
        ("AB", "", "…"),
        ("NODE_CONFIG", "JSON, below custom-environment-variables", '{"a": {"b": "…"}}'),
    ]
    assert names("a", "c")[0] == ("C", "read as a number", "…")
    assert names("j", "x")[0] == ("J", "read as json", '{"x": "…"}')
    assert names("other") == [("NODE_CONFIG", "JSON", '{"other": "…"}')]
    assert spec.variable_for(("a", "b")) == "AB"
    assert spec.variable_for(("other",)) is None


def test_the_higher_map_is_named_first(tmp_path: Path) -> None:
    """Both variables are read, and the last map wins."""
    files = {
        "config/default.json": '{"a": 1}',
        _MAP: '{"a": "LOW"}',
        "config/custom-environment-variables.yaml": "a: HIGH\n",
    }
    spec = _report(tmp_path, files).spec

    assert [name.name for name in spec.rules.names_for(spec, ("a",))] == ["HIGH", "LOW", "NODE_CONFIG"]


def test_a_map_elsewhere_is_learned(tmp_path: Path) -> None:
    """NODE_CONFIG_DIR leads to it."""
    files = {"cfg/default.json": '{"a": 1}', "cfg/custom-environment-variables.json": '{"a": "A"}'}

    report = _report(tmp_path, files, {"NODE_CONFIG_DIR": "cfg", "A": "2", "HOST": "h"})

    assert report.spec.variable_for(("a",)) == "A"
    assert report.spec.rules.claims(report.spec, "A")


@pytest.mark.parametrize(
    "path", [("util",), ("a", "__proto__"), tuple("k" * 22)], ids=["util", "proto", "deep"]
)
def test_keys_out_of_reach(path: tuple[str, ...]) -> None:
    """The sentence says why; no name is offered."""
    rules = NODE_CONFIG.rules

    assert rules.unreachable(NODE_CONFIG, path).endswith(".")
    assert rules.names_for(NODE_CONFIG, path) == ()
    assert rules.unreachable(NODE_CONFIG, ("a", "util")) == ""


def test_names_do_not_fall_into_parts() -> None:
    """They are looked up as they are."""
    (part,) = NODE_CONFIG.rules.split(NODE_CONFIG, "DB_HOST")

    assert (part.text, part.role) == ("DB_HOST", PartRole.OTHER)


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        ("", "x", "x"),
        ("", "", None),
        ("", 5, None),
        ("number", 5, "5"),
        ("number", 0.5, "0.5"),
        ("number", True, None),
        ("number", float("inf"), None),
        ("boolean", True, "true"),
        ("boolean", False, "false"),
        ("boolean", "true", None),
        ("json", {"a": [1, None]}, '{"a": [1, null]}'),
        ("json", None, None),
        ("json", float("nan"), None),
        ("toml", {"a": 1}, None),
    ],
)
def test_texts_for_values(form: str, value: object, text: str | None, tmp_path: Path) -> None:
    """The text that the variable must have, None when none gives the value."""
    leaf = f'{{"__name": "V", "__format": "{form}"}}' if form else '"V"'
    spec = _map_of(tmp_path, f'{{"k": {leaf}}}').spec

    assert spec.rules.text_for(spec, ("k",), value) == text
    assert spec.rules.text_for(spec, ("other",), "x") is None


def test_a_mistyped_key_of_the_map_is_told_and_not_missing(tmp_path: Path) -> None:
    """Its variable would set a key that nothing reads."""
    files = {
        "config/default.json": '{"features": {"beta": false}}',
        "config/custom-environment-variables.json": '{"fetures": {"beta": "BETA"}}',
    }

    report = _report(tmp_path, files)

    (told,) = found(report, "key-near-miss")
    assert told.message.endswith("Did you mean features.beta?")
    assert report.missing == ()


def test_strict_mode_proposes_the_name_that_was_meant(tmp_path: Path) -> None:
    """A slip in NODE_ENV stops the application, and the hint says what to set."""
    files = {"config/default.json": "{}", "config/production.json": "{}", "package.json": "{}"}
    environ = {"NODE_ENV": "prodution", "NODE_CONFIG_STRICT_MODE": "1"}
    report = report_of(tmp_path, files, environ, environment=None, dialect="node-config")

    (finding,) = found(report, "strict-mode-stops")
    assert finding.hint.startswith("Set NODE_ENV to production, create the file")
