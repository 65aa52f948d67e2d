"""The dialect `node-config` against node-config 5.0.1 under Node."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from inspector.config.layers import LayerStatus
from inspector.config.report import Report, Request, build_report
from tests.conformance.node_oracle import PACKAGES, NodeOracle, OracleError, Other, same
from tests.conformance.node_workspaces import workspaces

Files = Mapping[str, str]
Environ = Mapping[str, str]

_MAP = "custom-environment-variables.json"
_READ = (LayerStatus.LOADED, LayerStatus.EMPTY, LayerStatus.BROKEN)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all generated cases: node-config keeps the one in which it was first loaded."""
    return tmp_path_factory.mktemp("workspace")


def _write(folder: Path, files: Files) -> None:
    """The files of a case, and nothing of an earlier one. Names without a folder stand in config."""
    for old in folder.iterdir():
        if old.is_symlink() or old.name == "packages":
            continue
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    (folder / "config").mkdir()
    for name, text in files.items():
        file = folder / (name if "/" in name else f"config/{name}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def _defined(tree: Any) -> Any:
    """A tree without keys that are undefined."""
    if isinstance(tree, dict):
        return {key: _defined(value) for key, value in tree.items() if value is not Other.UNDEFINED}
    return tree


def _agree(
    oracle: NodeOracle, folder: Path, files: Files, environ: Environ, command: str = "config"
) -> tuple[Any, Report]:
    """Run both on the same files and variables and compare: sources, and tree or exception."""
    _write(folder, files)
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(PACKAGES)
    environ = {"HOST": "web1", **environ}
    report = build_report(Request(folder, dialect="node-config", environ=tuple(environ.items())))
    try:
        real = oracle.ask_record(command, folder=str(folder), environ=environ)
    except OracleError as error:
        _stops_alike(error, report, folder)
        return error, report
    assert report.stops == ()
    sources = [layer.path for layer in report.layers if layer.path is not None and layer.status in _READ]
    assert sources == [name for name in real["sources"] if name != "$NODE_CONFIG"]
    tree = _defined(real["tree"])
    assert same(report.values, tree), (report.values, tree)
    return tree, report


def _stops_alike(error: OracleError, report: Report, folder: Path) -> None:
    """Exception, the start of its message, and a finding that tells of it."""
    assert report.stops, error
    first = report.stops[0]
    said = error.message.replace(f"{folder}/", "")
    assert (first.exception, said[: len(first.message)]) == (error.name, first.message)
    assert any(finding.exception or str(first) in finding.message for finding in report.findings)


def _codes(report: Report) -> set[str]:
    return {finding.code for finding in report.findings}


_ORDER = (
    "default default-i a a-i b b-i h-a h-a-i h.x-a h.x-a-i h h-i h-b h-b-i h.x h.x-i h.x-b h.x-b-i "
    "local-a local-a-i local local-i local-b local-b-i"
).split()
_ENDINGS = "json jsonc json5 toml yaml yml".split()
_WRITTEN = {"toml": 'k = "{0}"\n"{0}" = 1\n', "yaml": "k: '{0}'\n'{0}': 1\n", "yml": "k: '{0}'\n'{0}': 1\n"}


def test_files_of_deployments_hosts_and_instance_come_in_its_order(
    node_oracle: NodeOracle, tmp_path: Path
) -> None:
    """Every name that two deployments, a long host and an instance allow; `local` keeps its last rank."""
    files = {f"{stem}.json": f'{{"k": "{stem}", "{stem}": 1}}' for stem in _ORDER}
    files |= {"c.json": "{}", "web1.json": "{}", "a-j.json": "{}"}
    environ = {"NODE_ENV": "a,b", "HOST": "h.x", "NODE_APP_INSTANCE": "i"}

    tree, report = _agree(node_oracle, tmp_path, files, environ)

    assert tree["k"] == "local-b-i"
    assert [layer.path for layer in report.layers if layer.path] == [f"config/{stem}.json" for stem in _ORDER]


def test_endings_of_one_name_come_in_its_order(node_oracle: NodeOracle, tmp_path: Path) -> None:
    """JSON below TOML below YAML, and each ending is read by its own parser."""
    files = {
        f"default.{ending}": _WRITTEN.get(ending, '{{"k": "{0}", "{0}": 1}}').format(ending)
        for ending in _ENDINGS
    }

    tree, report = _agree(node_oracle, tmp_path, files, {})

    assert tree == {"k": "yml", **dict.fromkeys(_ENDINGS, 1)}
    assert [layer.path for layer in report.layers if layer.path] == [
        f"config/default.{ending}" for ending in _ENDINGS
    ]


@pytest.mark.parametrize(
    ("environ", "value"),
    [
        ({}, "development"),
        ({"NODE_ENV": ""}, "development"),
        ({"NODE_ENV": "production"}, "production"),
        ({"NODE_ENV": "production", "NODE_CONFIG_ENV": "staging"}, "staging"),
        ({"NODE_ENV": "production", "NODE_CONFIG_ENV": ""}, "production"),
        ({"NODE_ENV": "Production"}, "default"),
        ({"NODE_ENV": "staging,production"}, "production"),
        ({"NODE_ENV": "production,staging"}, "staging"),
        ({"NODE_ENV": "production, staging"}, "production"),
        ({"HOST": "h"}, "h"),
        ({"HOST": "h.example.org"}, "h"),
        ({"HOST": "", "HOSTNAME": "h"}, "h"),
        ({"HOST": "other", "HOSTNAME": "h"}, "development"),
        ({"NODE_ENV": "default"}, "default"),
        ({"NODE_ENV": "local"}, "default"),
        ({"NODE_APP_INSTANCE": "3"}, "development-3"),
    ],
)
def test_variables_select_files(
    environ: Environ, value: str, node_oracle: NodeOracle, tmp_path: Path
) -> None:
    """Deployment, host and instance, case-sensitive; empty variables count as unset."""
    names = ("default", "development", "production", "staging", "h", "development-3")
    files = {f"{name}.json": f'{{"from": "{name}"}}' for name in names}

    tree, _ = _agree(node_oracle, tmp_path, files, environ)

    assert tree == {"from": value}


@pytest.mark.parametrize(
    ("setting", "tree"),
    [
        ("one:two", {"a": 2, "b": 1, "local": 1}),
        ("two:one", {"a": 1, "b": 1, "local": 1}),
        ("./one:./two", {"a": 2, "b": 1, "local": 1}),
        ("two:", {"a": 2}),
        ("one:missing", {"a": 1, "b": 1, "local": 1}),
        ("", {"usual": 1}),
        ("{}/two", {"a": 2}),
    ],
)
def test_several_folders_are_ranked_by_name_first(
    setting: str, tree: object, node_oracle: NodeOracle, tmp_path: Path
) -> None:
    """A local file of the first folder is above a default file of the second."""
    files = {
        "one/default.json": '{"a": 1, "b": 1, "local": 0}',
        "one/local.json": '{"local": 1}',
        "two/default.json": '{"a": 2}',
        "default.json": '{"usual": 1}',
    }

    got, _ = _agree(node_oracle, tmp_path, files, {"NODE_CONFIG_DIR": setting.format(tmp_path)})

    assert got == tree


@pytest.mark.parametrize(
    ("low", "high", "tree"),
    [
        ('{"a": {"b": 1, "c": 2}}', '{"a": {"b": 3}}', {"a": {"b": 3, "c": 2}}),
        ('{"a": [1, 2, {"x": 1}]}', '{"a": [3]}', {"a": [3]}),
        ('{"a": {"b": 1}}', '{"a": null}', {"a": None}),
        ('{"a": null}', '{"a": {"b": 1}}', {"a": {"b": 1}}),
        ('{"a": {"b": 1}}', '{"a": 5}', {"a": 5}),
        ('{"a": {"b": 1}}', '{"a": [1]}', {"a": [1]}),
        ('{"a": [1]}', '{"a": {"0": 2}}', {"a": {"0": 2}}),
        ('{"a": {"b": 1}}', '{"a": {}}', {"a": {"b": 1}}),
        ('{"a": 1}', "[5, {}]", {"a": 1, "0": 5, "1": {}}),
        ('{"a": 1}', "7", {"a": 1}),
        ('{"a": 1}', "null", {"a": 1}),
        ('{"a": 1, "a": 2}', "{}", {"a": 2}),
        ('{"toString": 1, "constructor": {"x": 1}}', '{"constructor": {"y": 1}}', None),
        ('{"get": 0, "has": 1, "util": {"a": 1}, "x": {"get": false, "has": "", "util": 5}}', "{}", None),
        ('{"x": {"get": {"a": 1}, "util": null}}', '{"x": {"has": []}}', None),
        ('{"a": 1}', '{"__proto__": {"polluted": 1}}', {"a": 1}),
    ],
)
def test_files_are_merged(low: str, high: str, tree: object, node_oracle: NodeOracle, tmp_path: Path) -> None:
    """Objects deeply, arrays and null and single values replace; get, has and util are node-config's."""
    got, _ = _agree(node_oracle, tmp_path, {"default.json": low, "local.json": high}, {})

    if tree is not None:
        assert got == tree


@pytest.mark.parametrize("levels", [19, 20, 21, 22])
def test_nothing_is_merged_below_21_keys(levels: int, node_oracle: NodeOracle, tmp_path: Path) -> None:
    """The recursion ends there, and the lower value stays."""
    nested = '{{"k": ' * levels + "{}" + "}}" * levels
    files = {
        "default.json": nested.replace("{{", "{").replace("}}", "}").replace("{}", '{"a": 1}'),
        "local.json": nested.replace("{{", "{").replace("}}", "}").replace("{}", '{"a": 2, "b": 3}'),
    }

    tree, _ = _agree(node_oracle, tmp_path, files, {})

    for _level in range(levels):
        tree = tree["k"]
    assert tree == ({"a": 2, "b": 3} if levels <= 20 else {"a": 1})


@pytest.mark.parametrize(
    ("leaf", "environ", "tree"),
    [
        ('"V"', {"V": "2"}, {"k": "2"}),
        ('"V"', {"V": "false"}, {"k": "false"}),
        ('"V"', {"V": ""}, {"k": 1}),
        ('"V"', {}, {"k": 1}),
        ('"v"', {"V": "2"}, {"k": 1}),
        ('{"a": {"b": "V"}, "c": "W"}', {"V": "2"}, {"k": {"a": {"b": "2"}}}),
        ('{"a": {"b": "V"}}', {}, {"k": 1}),
        ('{"__name": "V", "__format": "json"}', {"V": "{x: 1, /* c */}"}, {"k": {"x": 1}}),
        ('{"__name": "V", "__format": "json"}', {"V": "[1, 'a']"}, {"k": [1, "a"]}),
        ('{"__name": "V", "__format": "json"}', {"V": "null"}, {"k": 1}),
        ('{"__name": "V", "__format": "json"}', {"V": '{"a": null}'}, {"k": {"a": None}}),
        ('{"__name": "V", "__format": "json"}', {"V": "{"}, None),
        ('{"__name": "V", "__format": "json"}', {}, {"k": 1}),
        ('{"__name": "V", "__format": "json"}', {"json": "j"}, {"k": {"__format": "j"}}),
        ('{"__name": "V"}', {"V": "2"}, {"k": {"__name": "2"}}),
        ('{"__name": "V", "__format": "boolean"}', {"V": "true"}, {"k": True}),
        ('{"__name": "V", "__format": "boolean"}', {"V": "TRUE"}, {"k": False}),
        ('{"__name": "V", "__format": "number"}', {"V": " 0x10 "}, {"k": 16}),
        ('{"__name": "V", "__format": "number"}', {"V": "1e3"}, {"k": 1000}),
        ('{"__name": "V", "__format": "number"}', {"V": "80a"}, {}),
        ('{"__name": "V", "__format": "yaml"}', {"V": "a: [yes, 010]"}, {"k": {"a": ["yes", 10]}}),
        ('{"__name": "V", "__format": "toml"}', {"V": "a = 1.0"}, {"k": {"a": 1}}),
        ('{"__name": "V", "__format": "ini"}', {"V": "a"}, {}),
        ('{"__name": "V", "__format": "js"}', {"V": "a"}, None),
        ('{"a": {"__name": "V", "__format": "number"}}', {"V": "x"}, {"k": {}}),
        ('{"a": 5}', {}, None),
        ("null", {}, None),
        ("[1]", {}, None),
        ("true", {}, None),
    ],
)
def test_variables_of_the_map(
    leaf: str, environ: Environ, tree: object, node_oracle: NodeOracle, tmp_path: Path
) -> None:
    """Texts stay texts; formats read them; an illegal leaf or text stops the application."""
    files = {"default.json": '{"k": 1}', _MAP: f'{{"k": {leaf}}}'}

    got, _ = _agree(node_oracle, tmp_path, files, environ)

    assert isinstance(got, OracleError) if tree is None else got == tree


def test_variables_of_several_maps(node_oracle: NodeOracle, tmp_path: Path) -> None:
    """The map with the higher ending wins."""
    files = {_MAP: '{"a": "A", "b": "A"}', "custom-environment-variables.yaml": "a: B\n"}

    tree, _ = _agree(node_oracle, tmp_path, {"default.json": "{}", **files}, {"A": "1", "B": "2"})

    assert tree == {"a": "2", "b": "1"}


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('{"a": {"b": 2}}', {"a": {"b": 2, "c": 1}}),
        ('{"a": null}', {"a": None}),
        ("{a: 2}", {"a": {"b": 1, "c": 1}}),
        ('{"a": NaN}', {"a": {"b": 1, "c": 1}}),
        ("", {"a": {"b": 1, "c": 1}}),
        ("5", {"a": {"b": 1, "c": 1}}),
        ("null", {"a": {"b": 1, "c": 1}}),
        ("[7]", {"a": {"b": 1, "c": 1}, "0": 7}),
        ('{"n": [1.0, -0, 1e21, 12345678901234567890, 0.1]}', None),
    ],
)
def test_node_config_variable(text: str, tree: object, node_oracle: NodeOracle, tmp_path: Path) -> None:
    """Strict JSON above all files; malformed it is passed over."""
    files = {"default.json": '{"a": {"b": 0, "c": 1}}', "local.json": '{"a": {"b": 1}}'}

    got, report = _agree(node_oracle, tmp_path, files, {"NODE_CONFIG": text})

    if tree is not None:
        assert got == tree
    told = ("{a: 2}", '{"a": NaN}', "5", "null", "[7]")
    assert ("variable-not-json" in _codes(report)) == (text in told)


def test_the_map_is_above_node_config(node_oracle: NodeOracle, tmp_path: Path) -> None:
    """A mapped variable beats NODE_CONFIG."""
    files = {"default.json": '{"a": 1}', _MAP: '{"a": "A"}'}

    tree, report = _agree(node_oracle, tmp_path, files, {"NODE_CONFIG": '{"a": 2}', "A": "3"})

    assert tree == {"a": "3"}
    setting = report.setting("a")
    assert setting is not None
    assert [candidate.value for candidate in setting.candidates] == [1, 2, "3"]


@pytest.mark.parametrize(
    ("environ", "codes"),
    [
        ({"NODE_ENV": "production"}, {"environment-file-missing"}),
        ({"NODE_ENV": "staging,production"}, {"environment-file-missing"}),
        ({"NODE_ENV": "default"}, {"environment-ambiguous"}),
        ({"NODE_ENV": "local"}, {"environment-ambiguous", "environment-file-missing"}),
        ({"NODE_APP_INSTANCE": "7"}, {"instance-without-file"}),
        ({"NODE_ENV": "staging"}, set()),
        ({"NODE_ENV": "stag.ng"}, {"environment-file-missing"}),
        ({"NODE_ENV": "stag.ng,staging"}, set()),
        ({"NODE_ENV": "development"}, set()),
        ({"NODE_ENV": "c++"}, {"strict-mode-stops"}),
    ],
)
@pytest.mark.parametrize("strict", ["", "1", "true", "yes"])
def test_strict_mode(
    strict: str, environ: Environ, codes: set[str], node_oracle: NodeOracle, tmp_path: Path
) -> None:
    """A deployment or instance without a file is told, and stops the application in strict mode."""
    files = {"default.json": '{"a": 1}', "staging.json": "{}", _MAP: "{}"}
    environ = {**environ, "NODE_CONFIG_STRICT_MODE": strict}

    got, report = _agree(node_oracle, tmp_path, files, environ)

    told = _codes(report) & {
        "environment-file-missing",
        "environment-ambiguous",
        "instance-without-file",
        "strict-mode-stops",
    }
    stops = strict in ("1", "true") and bool(codes)
    assert told - {"strict-mode-stops"} == codes - {"strict-mode-stops"}
    assert isinstance(got, OracleError) == (stops or "strict-mode-stops" in codes)
    assert ("strict-mode-stops" in told) == isinstance(got, OracleError)


@pytest.mark.parametrize(
    "name", ["(", "a)", "*", "a|b", "[", "a[b", "a{2}", "a{", "?", "a+?", "(?i)", "a\\", "$"]
)
def test_a_deployment_is_a_pattern(name: str, node_oracle: NodeOracle, tmp_path: Path) -> None:
    """node-config makes a regular expression of it, and stops where that is none."""
    _agree(node_oracle, tmp_path, {"default.json": '{"a": 1}'}, {"NODE_ENV": name})


def test_strict_mode_suppressed(node_oracle: NodeOracle, tmp_path: Path) -> None:
    """SUPPRESS_STRICTNESS_CHECK switches the checks off."""
    environ = {"NODE_ENV": "c++", "NODE_CONFIG_STRICT_MODE": "1", "SUPPRESS_STRICTNESS_CHECK": "x"}

    tree, report = _agree(node_oracle, tmp_path, {"default.json": '{"a": 1}'}, environ)

    assert tree == {"a": 1}
    assert "environment-file-missing" not in _codes(report)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("default.json", "{"),
        ("default.json", ""),
        ("default.yaml", ""),
        ("default.yaml", "# nothing\n"),
        ("default.yaml", "a: 1\na: 2\n"),
        ("default.yaml", "a: [\n"),
        ("default.yaml", "a: 1\n---\nb: 1\n"),
        ("default.toml", "a = \n"),
        ("default.toml", "a = 1\na = 2\n"),
        ("default.toml", "a = 9007199254740993\n"),
        ("default.json/inner.json", "{}"),
    ],
)
def test_a_file_that_cannot_be_read_stops_the_application(
    name: str, text: str, node_oracle: NodeOracle, tmp_path: Path
) -> None:
    """One of the files is broken, empty where that is no document, or a folder."""
    files = {f"config/{name}": text, "local.json": '{"b": 1}'}

    got, report = _agree(node_oracle, tmp_path, files, {})

    assert isinstance(got, OracleError)
    assert report.setting("b") is not None


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a: yes\nb: NO\nc: 010\nd: 1:30\ne: 2020-01-01\n", None),
        ("a: 1.0\nb: 1e3\nc: 0x1F\nd: 0o17\ne: .inf\nf: -0\ng: 12345678901234567890\n", None),
        ("1: a\ntrue: b\n~: c\n1.50: d\n", None),
        ("- a\n- b: 1\n", {"0": "a", "1": {"b": 1}}),
        ("<<: {a: 1}\n", {"<<": {"a": 1}}),
    ],
)
def test_yaml_values(text: str, tree: object, node_oracle: NodeOracle, tmp_path: Path) -> None:
    """js-yaml 5 reads YAML 1.2, with keys that are texts and numbers that are doubles."""
    got, _ = _agree(node_oracle, tmp_path, {"default.yaml": text}, {})

    if tree is not None:
        assert got == tree


@pytest.mark.parametrize("text", ["", "# nothing\n", "a: yes\nb: 010\n<<: {c: 1}\n", "a: 1\na: 2\n"])
def test_the_package_yaml_comes_before_js_yaml(text: str, node_oracle: NodeOracle, tmp_path: Path) -> None:
    """It takes an empty file for none, and reads the rest alike."""
    packages = tmp_path / "packages"
    packages.mkdir()
    (packages / "yaml").symlink_to(PACKAGES / "yaml-package")
    (tmp_path / "node_modules").symlink_to(packages)
    files = {"default.json": '{"x": 1}', "default.yaml": text}

    _agree(node_oracle, tmp_path, files, {})


def test_an_alias_stays_one_object(node_oracle: NodeOracle, tmp_path: Path) -> None:
    """Below one new key the aliases are one object that higher layers change; above it they are copies."""
    files = {
        "default.yaml": "a: {x: &b {k: 1}, y: *b, l: [*b]}\nz: *b\n",
        "local.json": '{"a": {"x": {"k": 2}}, "z": {"k": 3}}',
    }

    tree, _ = _agree(node_oracle, tmp_path, files, {})

    assert tree == {"a": {"x": {"k": 2}, "y": {"k": 2}, "l": [{"k": 2}]}, "z": {"k": 3}}


@pytest.mark.parametrize(
    ("toml", "high"),
    [
        ("d = 1979-05-27T07:32:00Z\n", "{}"),
        ("d = 1979-05-27T07:32:00.999999-07:00\n", "{}"),
        ("d = 1979-05-27 07:32:00.5\ne = 1979-05-27\nf = 07:32:00.25\n", "{}"),
        ("d = 1979-05-27T07:32:00Z\n", '{"d": {"a": 1}}'),
        ("d = 1979-05-27T07:32:00Z\n", '{"d": 1}'),
        ("a = 1.0\nb = 0x10\nc = inf\nd = -0\ne = -0.0\nf = [1.0, {g = 2.0}]\n", "{}"),
    ],
)
def test_toml_values(toml: str, high: str, node_oracle: NodeOracle, tmp_path: Path) -> None:
    """Moments are dates, which keys of a higher layer do not replace; other dates are texts."""
    _agree(node_oracle, tmp_path, {"default.toml": toml, "local.json": high}, {})


def test_a_date_is_replaced_by_null_and_replaces_a_mapping(node_oracle: NodeOracle, tmp_path: Path) -> None:
    """Only mappings are put into a date."""
    moment = "d = 1979-05-27T07:32:00Z\n"

    _agree(node_oracle, tmp_path, {"default.toml": moment, "local.json": '{"d": null}'}, {})
    _agree(node_oracle, tmp_path, {"default.json": '{"d": {"a": 1}}', "local.toml": moment}, {})


def test_what_no_parser_knows_is_no_layer(node_oracle: NodeOracle, tmp_path: Path) -> None:
    """Other endings and other names are passed by."""
    files = {"default.json": '{"a": 1}', "default.ini": "b=1", "default.bak.json": "{", "other.json": "{"}

    tree, _ = _agree(node_oracle, tmp_path, files, {})

    assert tree == {"a": 1}


@pytest.mark.timeout(400)  # half a minute on a core of its own
@settings(
    max_examples=500,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(workspace=workspaces())
def test_generated_workspaces_give_the_same_tree_or_the_same_stop(
    workspace: tuple[dict[str, str], dict[str, str]], node_oracle: NodeOracle, folder: Path
) -> None:
    """Trees with types and the list of sources, or the exception at start."""
    files, environ = workspace

    _agree(node_oracle, folder, files, environ, "config-again")
