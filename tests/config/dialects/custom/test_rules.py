"""Declared rules at work, and what is told about them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

import pytest
from dotenv import load_dotenv

from inspector.config.layers import LayerKind
from inspector.config.report import Report, Request, build_report
from inspector.config.resolve import Candidate, Setting, Status
from tests.config.workspace import found, report_of

_LAYERS = """
[[layers]]
path = "low.yaml"
kind = "base"
[[layers]]
path = "high.yaml"
kind = "environment"
"""


def _report(
    folder: Path,
    declared: str,
    low: str = "",
    high: str = "",
    environ: Mapping[str, str] | None = None,
    *,
    more: Mapping[str, str] | None = None,
    what_if: Mapping[str, str] | None = None,
) -> Report:
    """Two files and variables, with some rules declared."""
    top, _, tables = declared.partition("[")
    text = f'dialect = "custom"\nprefix = "APP_"\n{top}\n{_LAYERS}\n{"[" if tables else ""}{tables}\n'
    files = {"inspector.toml": text, "low.yaml": low or "{}", "high.yaml": high or "{}", **(more or {})}
    report = report_of(folder, files, environ, environment=None, what_if=what_if)
    assert found(report, "declaration-invalid") == []
    return report


def _setting(report: Report, key: str) -> Setting:
    setting = report.setting(key)
    assert setting is not None, [setting.key for setting in report.settings]
    return setting


def _candidates(report: Report, key: str) -> list[tuple[str, object, Status, str]]:
    return [(c.layer, c.value, c.status, c.reason) for c in _setting(report, key).candidates]


def test_a_list_that_is_joined_shows_its_parts(tmp_path: Path) -> None:
    """Both layers count."""
    report = _report(tmp_path, '[merge]\nlists = "append"', "tags: [a]", "tags: [b]", {"APP_TAGS": "c"})

    assert _candidates(_report(tmp_path, '[merge]\nlists = "append"', "t: [a]", "t: [b]"), "t") == [
        ("base:low.yaml", ["a"], Status.EFFECTIVE, "its items stay: high.yaml adds to them"),
        ("environment:high.yaml", ["b"], Status.EFFECTIVE, "the highest layer that sets it"),
    ]
    assert _setting(report, "tags").value == "c"


def test_a_mapping_that_is_replaced_leaves_its_settings_among_the_losers(tmp_path: Path) -> None:
    """The old host lost with the mapping, and the old port is gone."""
    report = _report(tmp_path, '[merge]\nmappings = "replace"', "db: {host: a, port: 1}", "db: {host: b}")

    assert _candidates(report, "db.host")[0] == (
        "base:low.yaml",
        "a",
        Status.OVERRIDDEN,
        "replaced as a whole: high.yaml sets db to a mapping of its own",
    )
    assert [setting.key for setting in report.settings] == ["db.host"]


def test_a_conflict_stops_the_application(tmp_path: Path) -> None:
    """The finding has both places, the lower value is shown, and the rest too."""
    report = _report(tmp_path, '[merge]\nconflicts = "error"', "db: {host: a}\nx: 1", "db: off\nx: 2")

    (finding,) = found(report, "merge-conflict")
    assert finding.message == (
        "db is a single value in high.yaml and a mapping in low.yaml: the application refuses that and stops."
    )
    assert [(place.path, place.line) for place in finding.places] == [("high.yaml", 1), ("low.yaml", 1)]
    assert [str(stop) for stop in report.stops] == [
        "MergeConflict: db is a single value in high.yaml and a mapping in low.yaml"
    ]
    assert {setting.key: setting.value for setting in report.settings} == {"db.host": "a", "x": 2}
    assert found(report, "file-crashes-start") == []


def test_a_variable_in_conflict(tmp_path: Path) -> None:
    """It is named, has no effect, and says why."""
    report = _report(tmp_path, '[merge]\nconflicts = "error"', "model: resnet", "", {"APP_MODEL__NAME": "x"})

    assert [stop.variable for stop in report.stops] == ["APP_MODEL__NAME"]
    assert found(report, "variable-crashes-start") == []
    (landed,) = report.landed
    assert (landed.applied, landed.path, landed.reason) == (
        False,
        ("model", "name"),
        "model is a mapping in APP_MODEL__NAME in process environment and a single value in low.yaml",
    )
    assert _candidates(report, "model")[-1][2:] == (
        Status.OVERRIDDEN,
        "refused, because it has another shape than the value below it",
    )


def test_a_conflict_inside_a_list(tmp_path: Path) -> None:
    """The item is named by its number."""
    rules = '[merge]\nconflicts = "error"\nlists = "by-index"'

    (finding,) = found(_report(tmp_path, rules, "l: [1, {a: 1}]", "l: [2, x]"), "merge-conflict")

    assert finding.message.startswith("l.1 has another shape in high.yaml than in low.yaml:")


def test_deleted_keys_are_told(tmp_path: Path) -> None:
    """With the null and with what it took away."""
    report = _report(tmp_path, '[merge]\nnulls = "deletes"', "db: {host: a, port: 1}\nx: 1", "db:\nx:\n")

    (finding,) = found(report, "key-deleted")
    assert finding.message == "high.yaml takes db, x away: null deletes a key here."
    assert [(place.path, place.line) for place in finding.places] == [
        ("high.yaml", 1),
        ("low.yaml", 1),
        ("high.yaml", 2),
        ("low.yaml", 2),
    ]
    assert report.settings == ()


def test_an_ignored_null_stays_visible(tmp_path: Path) -> None:
    """As a candidate that did not count."""
    report = _report(tmp_path, '[merge]\nnulls = "ignored"', "a: 1", "a:")

    assert _setting(report, "a").value == 1
    assert _candidates(report, "a")[-1] == (
        "environment:high.yaml",
        None,
        Status.INACTIVE,
        "null is ignored, the value below it stays",
    )


def test_names_that_read_like_two_keys(tmp_path: Path) -> None:
    """The first is set, and the finding names both."""
    report = _report(
        tmp_path,
        'separator = "_"\n[variables]\nmatch = "known-keys"',
        "a: {b_c: 1}\na_b: {c: 2}",
        "",
        {"APP_A_B_C": "9"},
    )

    (finding,) = found(report, "variable-ambiguous")
    assert finding.message == "APP_A_B_C reads like a.b_c and like a_b.c; it sets a.b_c."
    assert report.spec.rules.unreachable(report.spec, ("a_b", "c")) == (
        "The name that reads like this key means a.b_c."
    )


def test_variables_that_do_not_count(tmp_path: Path) -> None:
    """Unknown and empty ones, where they are ignored, say so."""
    report = _report(
        tmp_path,
        '[variables]\nunknown = "ignored"\nempty = "ignored"',
        "a: 1\nb: 2",
        "",
        {"APP_A": "", "APP_NEW": "5", "APP_B": "3", "OTHER": "x"},
    )

    assert {setting.key: setting.value for setting in report.settings} == {"a": 1, "b": "3"}
    assert [(at.variable.name, at.applied, at.unknown, at.reason) for at in report.landed] == [
        ("APP_A", False, False, "it is empty, and empty variables are ignored"),
        ("APP_NEW", False, True, "it means no known key"),
        ("APP_B", True, False, ""),
    ]
    rules, spec = report.spec.rules, report.spec
    assert [rules.claims(spec, name) for name in ("APP_A", "APP_NEW", "OTHER")] == [True, False, False]
    assert rules.names_for(spec, ("new",)) == ()
    assert rules.unreachable(spec, ("new",)).startswith("No file and no schema knows the key")
    assert rules.text_for(spec, ("a",), "") is None


def test_a_higher_prefix_wins_whatever_the_order(tmp_path: Path) -> None:
    """And says so."""
    folder_rules = 'prefix = ["OLD_", "APP_"]'
    files = {"inspector.toml": f'dialect = "custom"\n{folder_rules}\n{_LAYERS}', "low.yaml": "a: 1"}

    report = report_of(tmp_path, files, {"APP_A": "new", "OLD_A": "old"}, environment=None)

    assert _candidates(report, "a")[1:] == [
        ("variable", "old", Status.OVERRIDDEN, "overridden by APP_A in process environment"),
        ("variable", "new", Status.EFFECTIVE, "the prefix APP_ ranks above OLD_"),
    ]


def test_a_chosen_prefix_stands_alone(tmp_path: Path) -> None:
    """What somebody asks for replaces what is declared."""
    (tmp_path / "inspector.toml").write_text(f'dialect = "custom"\nprefix = ["A_", "B_"]\n{_LAYERS}')
    (tmp_path / "low.yaml").write_text("x: 1")
    environ = (("A_X", "a"), ("B_X", "b"), ("C_X", "c"))

    report = build_report(Request(tmp_path, prefix="C_", environ=environ))

    assert [setting.value for setting in report.settings] == ["c"]


def test_no_prefix_reads_no_variable(tmp_path: Path) -> None:
    """Unless it is declared as the empty one."""
    for prefix, value in (("", 1), ('prefix = ""\n', "5")):
        (tmp_path / "inspector.toml").write_text(f'dialect = "custom"\n{prefix}{_LAYERS}')
        (tmp_path / "low.yaml").write_text("x: 1")
        report = build_report(Request(tmp_path, environ=(("X", "5"),)))
        assert _setting(report, "x").value == value


def test_dotenv_files_that_override(tmp_path: Path) -> None:
    """They beat the process, and what is typed beats them."""
    declared = '[dotenv]\nfiles = [".env"]\noverride = true'
    more = {".env": "APP_A=file\nAPP_B=file\n"}
    report = _report(tmp_path, declared, "a: 1", "", {"APP_A": "os"}, more=more, what_if={"APP_B": "typed"})

    assert (_setting(report, "a").value, _setting(report, "b").value) == ("file", "typed")
    assert [(c.kind, c.value, c.reason) for c in _setting(report, "a").candidates[1:]] == [
        (LayerKind.DOTENV, "file", ".env overrides process environment"),
        (LayerKind.VARIABLE, "os", ".env overrides it"),
    ]
    assert _losers(report, "b") == [(LayerKind.DOTENV, "what-if sets APP_B in its place")]


def _losers(report: Report, key: str) -> list[tuple[LayerKind, str]]:
    source: Candidate = _setting(report, key).source
    return [(c.kind, c.reason) for c in _setting(report, key).candidates if c is not source]


@pytest.mark.parametrize("wins", ["first", "last"])
@pytest.mark.parametrize("override", [False, True])
def test_the_environment_is_that_of_python_dotenv(wins: str, override: bool, tmp_path: Path) -> None:
    """Files loaded by the library itself, in the order that makes the declared one win."""
    files = {
        "one.env": "APP_A=1\nAPP_B=${APP_A}\nAPP_D=${APP_C}\n",
        "two.env": "APP_A=2\nAPP_C=${APP_A}x\nAPP_E\n",
    }
    environ = {"APP_C": "os", "APP_E": ""}
    declared = (
        f'[dotenv]\nfiles = ["one.env", "two.env"]\nwins = "{wins}"\noverride = {str(override).lower()}'
    )

    report = _report(tmp_path, declared, "", "", environ, more=files)

    order = ["one.env", "two.env"] if (wins == "last") == override else ["two.env", "one.env"]
    with patch.dict(os.environ, environ, clear=True):
        for file in order:
            load_dotenv(tmp_path / file, override=override)
        expected = {name.removeprefix("APP_").lower(): text for name, text in os.environ.items()}
    assert report.values == expected


def test_references_to_variables(tmp_path: Path) -> None:
    """The written text, what was filled in, and the value it is read as."""
    declared = 'interpolation = "variables"\n[variables]\nvalues = "yaml"'
    low = 'port: ${PORT:-8080}\nurl: "http://${HOST}:${PORT:-80}"\nlist: [1, "${HOST}"]\nbroken: ${NOWHERE}\n'
    report = _report(tmp_path, declared, low, "", {"HOST": "example.org"})

    assert report.values == {
        "port": 8080,
        "url": "http://example.org:80",
        "list": [1, "example.org"],
        "broken": "${NOWHERE}",
    }
    port = _setting(report, "port").source
    assert (port.raw, port.interpolated, port.value) == ("${PORT:-8080}", "8080", 8080)
    (finding,) = found(report, "reference-unfilled")
    assert finding.message == (
        "${NOWHERE} cannot be filled in: no variable NOWHERE is set. The text is shown as it is written."
    )
    assert (finding.places[0].path, finding.places[0].line) == ("low.yaml", 4)


def test_references_to_keys(tmp_path: Path) -> None:
    """Types are kept by a reference alone, rings and mappings are findings at their keys."""
    low = (
        "a: 5\nb: ${a}\nc: <${b}>\nd: [x, '${c}']\nring: ${back}\nback: x${ring}\nm: {x: 1}\nbad: ${m}\n"
        "self: ${self}\nbelow: ${bad}\ndefault: ${none:-d}\nplain: $${a}\n"
    )
    report = _report(tmp_path, 'interpolation = "keys"', low, "", {"APP_V": "<${a}>"})

    assert report.values == {
        "a": 5,
        "b": 5,
        "c": "<5>",
        "d": ["x", "<5>"],
        "ring": "${back}",
        "back": "x${ring}",
        "m": {"x": 1},
        "bad": "${m}",
        "self": "${self}",
        "below": "${bad}",
        "default": "d",
        "plain": "${a}",
        "v": "<5>",
    }
    said = {
        finding.key: finding.message.partition(": ")[2] for finding in found(report, "reference-unfilled")
    }
    assert {key: text.removesuffix(" The text is shown as it is written.") for key, text in said.items()} == {
        "back": "back refers to itself through ring.",
        "ring": "back cannot be filled in either.",
        "bad": "m is a mapping.",
        "self": "self refers to itself.",
        "below": "bad cannot be filled in either.",
    }
    assert _setting(report, "v").source.interpolated == "<5>"


@pytest.mark.parametrize("interpolation", ["keys", "variables"])
def test_a_filled_in_secret_is_a_secret(interpolation: str, tmp_path: Path) -> None:
    """Whatever its key is called, also in lists and through other keys."""
    name = "db.password" if interpolation == "keys" else "DB_PASSWORD"
    low = (
        f'db: {{password: hunter2}}\ndsn: "user=app pw=${{{name}}}"\nargs: ["-p", "${{{name}}}"]\nplain: 1\n'
    )
    if interpolation == "keys":
        low += "again: ${dsn}\n"
    report = _report(tmp_path, f'interpolation = "{interpolation}"', low, "", {"DB_PASSWORD": "hunter2"})

    assert _setting(report, "dsn").value == "user=app pw=hunter2"
    secrets = {setting.key for setting in report.settings if setting.secret}
    assert secrets == {"db.password", "dsn", "args"} | ({"again"} if interpolation == "keys" else set())


def test_references_are_filled_in_bounded_time_and_memory(tmp_path: Path) -> None:
    """A chain of thousands, and texts that double at each step."""
    chain = "".join(f"k{n}: ${{k{n + 1}}}\n" for n in range(3000)) + "k3000: end\n"
    tenfold = {n: f"${{b{n + 1}}}" * 10 for n in range(30)}
    bombs = "".join(f"b{n}: '{text}'\n" for n, text in tenfold.items()) + "b30: 0123456789\n"
    report = _report(tmp_path, 'interpolation = "keys"', chain, bombs)

    assert _setting(report, "k0").value == "end"
    assert _setting(report, "b29").value == "0123456789" * 10
    assert found(report, "reference-unfilled")
    assert sum(len(str(value)) for value in report.values.values()) < 20_000_000


def test_broken_and_empty_files_give_nothing(tmp_path: Path) -> None:
    """A broken one stops the application; what stands above the error is shown."""
    report = _report(tmp_path, "", "a: 1\nb: [\n", "- a list\n")

    assert [setting.key for setting in report.settings] == ["a"]
    assert [stop.exception for stop in report.stops] == ["ParserError"]
    assert {finding.code for finding in report.findings} >= {"broken-file"}


def test_the_text_that_sets_a_value(tmp_path: Path) -> None:
    """None where the rules would merge it with what stands below."""
    declared = '[variables]\nvalues = "json"\n[merge]\nlists = "append"\nnulls = "ignored"'
    spec = _report(tmp_path, declared, "a: 1").spec
    texts = [spec.rules.text_for(spec, ("a",), value) for value in (5, "5", [1], None, {"x": 1}, {})]

    assert texts == ["5", '"5"', None, None, None, "{}"]
