"""Folders that follow node-config."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.config.dialects.node_config import NodeConfigRules
from inspector.config.dialects.node_config.layering import YamlReader
from inspector.config.discover import discover
from inspector.config.discover.detection import Detection
from inspector.config.discover.node_config import detect
from tests.config.workspace import report_of


def _write(folder: Path, *names: str, package: object = None) -> None:
    (folder / "config").mkdir(exist_ok=True)
    for name in names:
        (folder / "config" / name).write_text("{}", "utf-8")
    if package is not None:
        (folder / "package.json").write_text(json.dumps(package), "utf-8")


def _detected(folder: Path) -> Detection:
    detection = detect(folder)
    assert detection is not None
    return detection


def _rules(folder: Path) -> NodeConfigRules:
    rules = _detected(folder).dialect.rules
    assert isinstance(rules, NodeConfigRules)
    return rules


def test_an_empty_folder_is_none_of_it(tmp_path: Path) -> None:
    """Neither files nor the dependency."""
    assert detect(tmp_path) is None


@pytest.mark.parametrize(
    ("names", "package", "confidence"),
    [
        (["default.json", "production.json"], {"dependencies": {"config": "5"}}, 0.95),
        (["default.js"], {"devDependencies": {"config": "5"}}, 0.95),
        (["production.json"], {"dependencies": {"config": "5"}}, 0.9),
        ([], {"dependencies": {"config": "5"}}, 0.35),
        (["default.json", "custom-environment-variables.json"], None, 0.85),
        (["default.json", "production.json"], {"dependencies": {}}, 0.6),
        (["default.yaml"], None, 0.4),
        (["production.json", "routes.js"], None, 0.0),
    ],
)
def test_confidence(names: list[str], package: object, confidence: float, tmp_path: Path) -> None:
    """The dependency tells most, then the map, then default files."""
    _write(tmp_path, *names, package=package)

    assert _detected(tmp_path).confidence == confidence


def test_reasons(tmp_path: Path) -> None:
    """What was seen, in words."""
    _write(
        tmp_path, "local.json", "production.json", "default.json", package={"dependencies": {"config": "5"}}
    )
    (tmp_path / "config/custom-environment-variables.json").write_text('{"a": "A", "b": {"c": "C"}}', "utf-8")

    assert _detected(tmp_path).reasons == (
        "config is a dependency in package.json",
        "config/default.json + config/production.json + config/local.json"
        " + config/custom-environment-variables.json",
        "custom-environment-variables names 2 variables",
    )


def test_keys_of_the_map_are_known(tmp_path: Path) -> None:
    """Also those that no file has, with the mappings above them."""
    _write(tmp_path, "default.json")
    text = '{"db": {"password": "DB_PASSWORD"}}'
    (tmp_path / "config" / "custom-environment-variables.json").write_text(text, "utf-8")

    assert set(_detected(tmp_path).keys) == {("db",), ("db", "password")}


def test_the_workspace_is_found(tmp_path: Path) -> None:
    """Discovery prefers it to a folder without files of another dialect."""
    _write(tmp_path, "default.json", "production.json")

    found = discover(tmp_path)

    assert (found.dialect.name, found.found) == ("node-config", True)
    assert found.environments == ("development", "production")


def test_deployments_hosts_and_instances_by_their_names(tmp_path: Path) -> None:
    """A name with a joint belongs to what stands before it, if that has a file."""
    _write(
        tmp_path,
        *"default.json default-2.json production.json production-2.json pre-prod.json".split(),
        *"local-staging.json web1.json web1-production.json custom-environment-variables.json".split(),
        *"default.md .hidden.json".split(),
    )

    rules = _rules(tmp_path)

    assert set(rules.deployments) == {"production", "staging", "pre-prod"}
    assert rules.hosts == ("web1",)


def test_a_script_may_name_the_folder(tmp_path: Path) -> None:
    """NODE_CONFIG_DIR in package.json."""
    package = {"dependencies": {"config": "5"}, "scripts": {"start": "NODE_CONFIG_DIR=./settings node ."}}
    _write(tmp_path, package=package)
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / "default.json").write_text("{}", "utf-8")

    detection = _detected(tmp_path)

    assert detection.files == ("settings/default.json",)
    assert _rules(tmp_path).folder == "settings"
    assert "a script in package.json sets NODE_CONFIG_DIR to settings" in detection.reasons


def test_the_folder_itself_may_be_opened(tmp_path: Path) -> None:
    """A path to one of the files leads there."""
    _write(tmp_path, "default.json", "production.json")

    detection = _detected(tmp_path / "config")

    assert detection.files == ("default.json", "production.json")


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"dependencies": 5, "scripts": [1]}', '{"scripts": {"a": 1}}']
)
def test_a_strange_package_says_nothing(text: str, tmp_path: Path) -> None:
    """Only files count then."""
    _write(tmp_path, "default.json", "production.json")
    (tmp_path / "package.json").write_text(text, "utf-8")

    assert _detected(tmp_path).confidence == 0.6


@pytest.mark.parametrize(
    ("installed", "declared", "reader"),
    [
        ({}, {}, YamlReader.JS_YAML_5),
        ({}, {"config": "5"}, YamlReader.UNNAMED),
        ({}, {"config": "^3.3.9", "js-yaml": "5", "yaml": "2"}, YamlReader.JS_YAML_5),
        ({}, {"yaml": "2"}, YamlReader.OTHER),
        ({}, {"js-yaml": "^4.1.0"}, YamlReader.OTHER),
        ({}, {"js-yaml": "latest"}, YamlReader.JS_YAML_5),
        ({"config": "5.0.1"}, {"js-yaml": "4"}, YamlReader.NONE),
        ({"js-yaml": "5.5.0"}, {}, YamlReader.JS_YAML_5),
        ({"js-yaml": "3.14.1"}, {}, YamlReader.OTHER),
        ({"js-yaml": "5.5.0", "yaml": "2.0.0"}, {}, YamlReader.OTHER),
    ],
)
def test_the_reader_of_yaml(
    installed: dict[str, str], declared: dict[str, str], reader: YamlReader, tmp_path: Path
) -> None:
    """What is installed counts, then what is declared; none only where packages are installed."""
    _write(tmp_path, "default.json", package={"dependencies": declared})
    for name, version in installed.items():
        (tmp_path / "node_modules" / name).mkdir(parents=True)
        manifest = json.dumps({"version": version})
        (tmp_path / "node_modules" / name / "package.json").write_text(manifest, "utf-8")

    assert _rules(tmp_path).yaml is reader


def test_the_reader_of_yaml_in_a_lock_file(tmp_path: Path) -> None:
    """What another package brings stands there, too."""
    _write(tmp_path, "default.yaml", package={"dependencies": {"config": "5"}})
    lock = {"packages": {"node_modules/js-yaml": {"version": "4.1.0"}}}
    (tmp_path / "package-lock.json").write_text(json.dumps(lock), "utf-8")

    assert _rules(tmp_path).yaml is YamlReader.OTHER


@pytest.mark.parametrize(
    ("declared", "files", "major", "said"),
    [
        ("^3.3.9", {}, 3, "(^3.3.9, declared)"),
        ("3.x", {}, 3, "(3.x, declared)"),
        ("npm:config@~4.1.0", {}, 4, "(npm:config@~4.1.0, declared)"),
        (">=3", {}, 5, ""),
        ("latest", {}, 5, ""),
        ("^5.0.1", {}, 5, ""),
        (
            "*",
            {"package-lock.json": '{"packages": {"node_modules/config": {"version": "3.3.12"}}}'},
            3,
            "(3.3.12, locked)",
        ),
        (
            "^5",
            {"package-lock.json": '{"dependencies": {"config": {"version": "2.0.0"}}}'},
            2,
            "(2.0.0, locked)",
        ),
        ("*", {"yarn.lock": 'config@*, config@^3.3.9:\n  version "3.3.12"\n'}, 3, "(3.3.12, locked)"),
        (
            "*",
            {"pnpm-lock.yaml": "packages:\n\n  config@3.3.12:\n    resolution: {}\n"},
            3,
            "(3.3.12, locked)",
        ),
        ("*", {"pnpm-lock.yaml": "packages:\n\n  other-config@3.3.12:\n    resolution: {}\n"}, 5, ""),
        ("^5", {"node_modules/config/package.json": '{"version": "3.3.12"}'}, 3, "(3.3.12, installed)"),
        ("^3", {"package-lock.json": "[]", "yarn.lock": "config@\n"}, 3, "(^3, declared)"),
    ],
)
def test_the_version_of_node_config(
    declared: str, files: dict[str, str], major: int, said: str, tmp_path: Path
) -> None:
    """Installed, locked, or declared; another one than ours is told where package.json names it."""
    _write(tmp_path, "default.json", package={"dependencies": {"config": declared}})
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    detection = _detected(tmp_path)

    assert _rules(tmp_path).major == major
    assert [finding.code for finding in detection.findings] == (["library-version-other"] if said else [])
    for finding in detection.findings:
        assert said in finding.message
        assert (finding.places[0].path, finding.places[0].line) == ("package.json", 1)


def test_a_yaml_file_that_no_dependency_reads(tmp_path: Path) -> None:
    """Told without node_modules, too; another package may bring a reader, so that the values stay."""
    report = report_of(
        tmp_path,
        {"package.json": '{"dependencies": {"config": "^5.0.0"}}', "config/default.yaml": "a: 1\n"},
        environment=None,
    )
    (finding,) = [finding for finding in report.findings if finding.code == "reader-missing"]

    assert "package.json names neither" in finding.message
    assert [place.path for place in finding.places] == ["config/default.yaml", "package.json"]
    assert [(setting.key, setting.value) for setting in report.settings] == [("a", 1)]
