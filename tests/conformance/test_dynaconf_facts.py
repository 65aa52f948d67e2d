"""Facts about dynaconf, on the real library and on Inspector."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.dynaconf_application import Application, agree
from tests.conformance.layered_loader import plain

_FACTS = tomllib.loads(Path(__file__).with_name("dynaconf_facts.toml").read_text("utf-8"))["fact"]
_TOML = "settings_files=['settings.toml']"


@pytest.fixture(scope="module")
def application() -> Iterator[Application]:
    """One process for all cases of this module."""
    running = Application()
    yield running
    running.close()


@pytest.mark.parametrize("fact", _FACTS, ids=lambda fact: f"{fact['rule']} {fact['about']}")
def test_facts(application: Application, tmp_path: Path, fact: Mapping[str, Any]) -> None:
    """What was found out about dynaconf holds for the installed one, and for us."""
    files, environ = fact.get("files", {}), fact.get("environ", {})
    real, report = agree(application, tmp_path, files, environ, fact.get("call", ""))

    assert "tree" in real
    assert dict(report.values) == json.loads(fact["expected"])


@pytest.mark.parametrize(
    ("files", "environ", "call", "exception"),
    [
        ({"settings.yaml": "a: 1\na: 2"}, {}, "settings_files=['settings.yaml']", "DuplicateKeyError"),
        ({"settings.toml": "a = 1\na = 2"}, {}, _TOML, "TOMLDecodeError"),
        ({"settings.toml": "[default"}, {}, _TOML, "TOMLDecodeError"),
        ({"settings.py": "A = 1\nB = (\n"}, {}, "settings_files=['settings.py']", "SyntaxError"),
        ({"settings.json": "{"}, {}, "settings_files=['settings.json']", "JSONDecodeError"),
        ({"settings.yaml": "[1, 2]"}, {}, "settings_files=['settings.yaml']", "AttributeError"),
        (
            {"settings.yaml": "1: {a: 1}"},
            {},
            "settings_files=['settings.yaml'], environments=True",
            "AttributeError",
        ),
        ({"settings.toml": "default = 1"}, {}, f"{_TOML}, environments=True", "AttributeError"),
        (
            {"settings.yaml": "a: {404: x, '5': y}"},
            {"DYNACONF_A__5": "z"},
            "settings_files=['settings.yaml']",
            "AttributeError",
        ),
        ({"settings.toml": "a = '@int x'"}, {}, _TOML, "DynaconfParseError"),
        ({}, {"DYNACONF_A": "@json nope"}, "", "DynaconfParseError"),
        ({}, {"DYNACONF_A": "9" * 5000}, "", "ValueError"),
        ({}, {"DYNACONF_A": "[" * 3000}, "", "RecursionError"),
        ({}, {"DYNACONF_A": "@insert 0 'open"}, "", "DynaconfFormatError"),
        ({"settings.toml": "a = '@format {this.b}'"}, {}, _TOML, "DynaconfFormatError"),
        ({"settings.toml": "a = '@format {env[NOPE]}'"}, {}, _TOML, "DynaconfFormatError"),
        ({"settings.toml": "a = '@get NOPE'"}, {}, _TOML, "DynaconfParseError"),
        (
            {"settings.toml": "a = '@format {this.b}'\nb = '@format {this.a}'"},
            {},
            _TOML,
            "DynaconfFormatError",
        ),
        ({}, {}, "validators=[Validator('A', must_exist=True)]", "ValidationError"),
        (
            {"settings.toml": "a = 1"},
            {},
            f"{_TOML}, validators=[Validator('A', must_exist=False)]",
            "ValidationError",
        ),
        ({"settings.toml": "a = 1"}, {}, f"{_TOML}, validators=[Validator('A', gte=2)]", "ValidationError"),
        (
            {"settings.toml": "a = 1"},
            {},
            f"{_TOML}, validators=[Validator('A', is_type_of=str)]",
            "ValidationError",
        ),
        (
            {"settings.toml": "a = 1"},
            {},
            f"{_TOML}, validators=[Validator('A.b', default=2)]",
            "ValidationError",
        ),
    ],
)
def test_what_stops_the_application(
    application: Application,
    tmp_path: Path,
    files: Mapping[str, str],
    environ: Mapping[str, str],
    call: str,
    exception: str,
) -> None:
    """The exception is the application's, and a finding names it."""
    real, report = agree(application, tmp_path, files, environ, call)

    assert real["exception"] == exception
    assert any(exception in finding.message or finding.exception == exception for finding in report.findings)


@pytest.mark.parametrize(
    "value",
    [
        "text",
        "42",
        "",
        " x ",
        "true",
        'a "b" \\',
        "a@b",
        42,
        1.5,
        True,
        None,
        [1, "a", True],
        1e100,
        "2020-01-01",
    ],
)
def test_names_and_texts_set_a_key_to_a_value(
    application: Application, tmp_path: Path, value: object
) -> None:
    """What Inspector says to export gives the key the value in the application."""
    files = {"settings.toml": "a = 0\n[db]\nPool_size = 0\n[db.sub]\nx = 0\n"}
    _, report = agree(application, tmp_path, files, {}, f"{_TOML}, envvar_prefix='MY'")
    rules, spec = report.spec.rules, report.spec
    for path in (("A",), ("DB", "Pool_size"), ("DB", "sub", "x"), ("NEW", "Key")):
        text = rules.text_for(spec, path, value)
        assert text is not None
        for name in rules.names_for(spec, path):
            _, again = agree(application, tmp_path, files, {name.name: text}, f"{_TOML}, envvar_prefix='MY'")
            tree: Any = again.values
            for part in path:
                tree = tree[part] if part in tree else tree[part.upper()]
            assert plain(tree) == plain(value), name


@pytest.mark.parametrize("options", ["", ", merge_enabled=True, db={'host': 'code', 'port': 1}"])
@pytest.mark.parametrize(
    "text",
    [
        '{"db": {"port": {"host": ["@get db.port @int 7"]}}}',
        '{"db": {"port": {"host": "@get db.port @upper"}}}',
        '{"db": {"port": ["@get db.port"]}}',
        '{"db": {"port": {"host": "@int @get db.port"}}}',
    ],
)
def test_a_reference_to_the_mapping_around_it(
    application: Application, tmp_path: Path, text: str, options: str
) -> None:
    """A cast prints the mapping, and so comes back to the reference."""
    real, report = agree(
        application, tmp_path, {"settings.json": text}, {}, f"settings_files=['settings.json']{options}"
    )

    assert real["exception"] == "DynaconfFormatError"
    (finding,) = [finding for finding in report.findings if finding.code == "value-fails-when-read"]
    assert real["message"].rstrip(".") in finding.message


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ('{"db": {"port": []}, "db__sub": ["@get db.port @int 7"]}', ""),
        ('{"a": {"x": 1}, "db": {"port": "@get a @float 7"}, "db__sub": 1}', ""),
        ('{"a": [1], "db": {"port": "@get a @json 7"}, "db__sub": 1}', ""),
        ('{"a": {"b": 1, "dynaconf_merge": false}, "c": "@format {this.a}"}', ""),
        ('{"a": {"x": {"b": 1, "dynaconf_merge": false}}, "c": ["@format {this.a}"]}', ""),
        ('{"a": {"x": [{"b": 1, "dynaconf_merge": true}]}, "c": "@format {this.a}"}', ""),
        ('{"a": {"dynaconf_merge_unique": true, "dynaconf_merge": false}, "c": "@format {this.A}"}', ""),
        ('{"db": "@empty"}', ", validators=[Validator('DB.host', default=7)]"),
        ('{"db": "@empty"}', ", validators=[Validator('DB.host', must_exist=True)]"),
        ('{"db": null}', ", validators=[Validator('DB.host', default=7)]"),
        ('{"db": "5", "x": "@get db.host 5"}', ""),
        ('{"db": "5", "x": "@get db.host 6"}', ""),
        ('{"db": null, "x": "@get db.host 6"}', ""),
    ],
)
def test_what_generated_workspaces_found(
    application: Application, tmp_path: Path, text: str, call: str
) -> None:
    """The names of containers in messages, marks where they stand, and values that equal a default."""
    agree(application, tmp_path, {"settings.json": text}, {}, f"settings_files=['settings.json']{call}")


def test_a_value_that_was_worked_out_before_it_was_known(application: Application, tmp_path: Path) -> None:
    """dynaconf printed an object of its own into it, and keeps that text when the object is gone."""
    files = {"settings.json": '{"db__host": 1, "a": {"tags": {"k": "@del"}}}'}
    environ = {"DYNACONF_DB__TAGS": "@format {this.a}", "DYNACONF_a": "@note no"}
    real, report = agree(application, tmp_path, files, environ, "settings_files=['settings.json']")

    assert "Del() on" in json.dumps(real)
    assert [finding.key for finding in report.findings if finding.code == "value-computed"] == ["DB.TAGS"]
