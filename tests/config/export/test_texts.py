"""Effective values as YAML, TOML and variables read back as the same values."""

from __future__ import annotations

import io
import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from dotenv import dotenv_values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from inspector.base.secrets import MASK
from inspector.config.dialects.layered import LAYERED, read_text
from inspector.config.export import effective_text
from inspector.config.report import Report
from inspector.config.resolve.candidates import same
from tests.config.workspace import report_of

_TRICKY = st.sampled_from(
    [
        *("#", " # x", "# x", "a #b", "'", '"', '"""', "'''"),
        *("\\", "\\n", "l1\nl2", "l1\nl2\n", "a\n\n", "\n", " a\nb", "\t"),
        *("\r", "\r\n", "\0", "\x1b[31m", "\x85", "\u2028x"),
        *("\u2029", "\ufeff", "\u202e", "\x9b", "---", "--- a"),
        *("...", "... a", "- a", "? a", ": a", "a: b", "a:"),
        *("%x", "no", "1e5", "1_0", "0o7", "2020-01-02", "null"),
        *("~", "", " ", " a ", "${X}", "$X"),
        *("key=value", "x" * 5000, "=", "<<", "\U0001f600", "# @ (base: 1)"),
    ]
)  # fmt: skip
_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | _TRICKY
_SCALARS = st.one_of(
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False),
    _TEXTS,
    st.dates(),
    st.datetimes(),
)
_VALUES = st.recursive(
    st.one_of(st.none(), _SCALARS),
    lambda below: st.one_of(st.lists(below, max_size=3), st.dictionaries(_TEXTS, below, max_size=3)),
    max_leaves=10,
)
_KEYS = st.text("abc_", min_size=1, max_size=3) | _TEXTS
_TREES = st.dictionaries(_KEYS, _VALUES, max_size=4)


def _without_null(value: Any) -> Any:
    """The tree as TOML can hold it: without null, and without lists that have null in them."""
    if not isinstance(value, dict):
        return value
    return {str(key): _without_null(item) for key, item in value.items() if not _has_null(item)}


def _has_null(value: Any) -> bool:
    if isinstance(value, dict):
        return False
    if isinstance(value, list):
        return any(_has_null(item) or (isinstance(item, dict) and _deep_null(item)) for item in value)
    return value is None


def _deep_null(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_deep_null, value.values()))
    if isinstance(value, list):
        return any(map(_deep_null, value))
    return value is None


def _check(report: Report) -> None:
    """All three texts read back, and no comment leaves its line."""
    effective = dict(report.values)
    texts = {name: effective_text(report, name, reveal=True) for name in ("yaml", "toml", "dotenv")}

    assert same(yaml.safe_load(texts["yaml"]), effective)
    assert same(YAML(typ="safe", pure=True).load(texts["yaml"]), effective)
    assert same(tomllib.loads(texts["toml"]), _without_null(effective))
    by_name = {LAYERED.variable_for(s.path): s.value for s in report.settings}
    for name, value in dotenv_values(stream=io.StringIO(texts["dotenv"])).items():
        assert value is not None
        assert same(read_text(value), by_name[name])
    for text in texts.values():
        assert all(char.isprintable() or char in "\n\t" for char in text)
    assert texts["dotenv"].count("# ") >= len(report.settings)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=_TREES, above=_TREES, variables=st.lists(_TEXTS, max_size=3))
def test_texts_read_back(
    tree: dict[str, Any], above: dict[str, Any], variables: list[str], tmp_path: Path
) -> None:
    """Any tree of values comes back, as far as the format can hold it, whatever it overrides."""
    files = {
        "config.yaml": yaml.safe_dump(tree, allow_unicode=True),
        "config.production.yaml": yaml.safe_dump(above, allow_unicode=True),
    }
    environ = dict(zip(("ML_A", "ML_B", "ML_C_A"), variables, strict=False))

    _check(report_of(tmp_path, files, environ))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=_TEXTS, below=_TEXTS)
def test_one_text_over_another(text: str, below: str, tmp_path: Path) -> None:
    """A value and a comment of any characters stand side by side."""
    files = {
        "config.yaml": yaml.safe_dump({"a": below, "l": [below, {below: below}]}, allow_unicode=True),
        "config.production.yaml": yaml.safe_dump({"a": text, "l": [text]}, allow_unicode=True),
    }

    _check(report_of(tmp_path, files))


def test_what_a_format_cannot_hold_is_said(tmp_path: Path) -> None:
    """Null in TOML; keys and values that no variable can give."""
    files = {
        "config.yaml": "a: {x: null, y: [1, null]}\nb_c: 1\nd: true\ne: '5'\nf: '${X}'\ng: \"l1\\nl2\"\n"
    }

    report = report_of(tmp_path, files, environment=None)

    assert effective_text(report, "toml").splitlines()[-3:] == [
        "[a]",
        "# a.x is null, which TOML cannot hold  # config.yaml:1",
        "# a.y is a list with null in it, which TOML cannot hold  # config.yaml:1",
    ]
    assert effective_text(report, "dotenv").splitlines() == [
        "# a.x: no variable can give this value of type null  # config.yaml:1",
        "# a.y: no variable can give this value of type list 2  # config.yaml:1",
        "# b_c: no variable can set this key  # config.yaml:2",
        "# d: no variable can give this value of type bool  # config.yaml:3",
        "# e: no variable can give this value of type str  # config.yaml:4",
        "# f: a line of variables cannot hold this text  # config.yaml:5",
        "# config.yaml:6",
        "ML_G='l1",
        "l2'",
    ]


@pytest.mark.parametrize("format_name", ["yaml", "toml", "dotenv"])
def test_secrets_are_masked(format_name: str, tmp_path: Path) -> None:
    """Also inside of lists."""
    files = {"config.yaml": "db: {password: s3cret-1}\nhosts: [{token: s3cret-2}, 'amqp://me:s3cret-3@q']\n"}
    report = report_of(tmp_path, files, environment=None)

    text = effective_text(report, format_name)

    assert "s3cret" not in text
    assert MASK in text
    assert "s3cret-1" in effective_text(report, format_name, reveal=True)


@pytest.mark.parametrize("format_name", ["yaml", "toml", "dotenv"])
def test_no_program_reads_the_mask_for_the_value(format_name: str, tmp_path: Path) -> None:
    """A line with a hidden value is a comment below one that says how to write it; the rest reads back."""
    files = {"config.yaml": "port: 1\ntoken: ''\ndb: {password: s3cret-1}\nhosts: [{token: s3cret-2}]\n"}
    report = report_of(tmp_path, files, environment=None)

    text = effective_text(report, format_name)
    lines = [line.strip() for line in text.splitlines()]

    masked = [number for number, line in enumerate(lines) if MASK in line]
    assert masked
    assert all(lines[number].startswith("#") for number in masked)
    assert lines.count("# The next value is hidden: --reveal-secrets writes it.") == 2
    read: object
    if format_name == "yaml":
        read = yaml.safe_load(text)
        assert read == {"port": 1, "token": "", "db": {}}
    elif format_name == "toml":
        read = tomllib.loads(text)
        assert read == {"port": 1, "token": "", "db": {}}
    else:
        assert dict(dotenv_values(stream=io.StringIO(text))) == {"ML_PORT": "1", "ML_TOKEN": ""}


def test_yaml_of_hidden_values_alone_is_an_empty_mapping(tmp_path: Path) -> None:
    """Comments alone would be null."""
    report = report_of(tmp_path, {"config.yaml": "password: s3cret-1\n"}, environment=None)

    assert yaml.safe_load(effective_text(report, "yaml")) == {}


def test_unknown_format(tmp_path: Path) -> None:
    """Another format is the caller's mistake."""
    with pytest.raises(ValueError, match="ini is no format for values"):
        effective_text(report_of(tmp_path, {"config.yaml": "a: 1\n"}), "ini")


_IN_FILES = {
    "dotenv": {"A": "'x#y'", "B": "'pay $ME'", "C": "$5", "E": '"it\'s"'},
    "dotenv-npm": {"A": "'x#y'", "B": "'pay $ME'", "C": "$5", "D": "${X}", "E": '"it\'s"'},
    "dotenv-flow": {"A": "'x#y'", "B": "'pay $ME'", "C": "\\$5", "D": "${X}-$(x)", "E": '"it\'s"'},
    "dotenv-next": {"A": "'x#y'", "B": "pay \\$ME", "C": "\\$5", "D": "\\${X}$", "E": '"it\'s"'},
    "dotenv-vite": {"A": "'x#y'", "B": "pay \\$ME", "C": "\\$5", "D": "\\${X}$(x)", "E": '"it\'s"'},
    "dotenv-rails": {"A": "'x#y'", "B": "'pay $ME'", "C": "\\$5", "D": "'${X}$(x)'", "E": '"it\'s"'},
}


@pytest.mark.parametrize("dialect", _IN_FILES)
def test_variables_are_written_for_the_reader_of_the_dialect(dialect: str, tmp_path: Path) -> None:
    """What begins with $ is escaped where the dialect fills in references, so that the file reads back."""
    texts = {f"VITE_{name}": text for name, text in _IN_FILES[dialect].items()}
    files = {".env": "".join(f"{name}={text}\n" for name, text in texts.items())}
    values = report_of(tmp_path, files, environment=None, dialect=dialect).values

    text = effective_text(report_of(tmp_path, files, environment=None, dialect=dialect), "dotenv")

    assert set(values) == set(texts)
    assert "cannot hold" not in text
    assert report_of(tmp_path, {".env": text}, environment=None, dialect=dialect).values == values


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from("$\\{}()'\"`# aA1:-_.\n"), max_size=8))
@pytest.mark.parametrize("dialect", ["dotenv-next", "dotenv-vite", "dotenv-flow", "dotenv-rails"])
def test_any_text_reads_back_or_is_left_out(dialect: str, text: str, tmp_path: Path) -> None:
    """No line means something else to the application than the value that it is for."""
    report = report_of(tmp_path, {".env": "VITE_A=x\n"}, environment=None, dialect=dialect)
    (setting,) = report.settings

    written = effective_text(replace(report, settings=(replace(setting, value=text),)), "dotenv")

    again = report_of(tmp_path, {".env": written}, environment=None, dialect=dialect)
    assert again.values in ({}, {"VITE_A": text})
    assert ("cannot hold" in written) is (again.values == {})


def test_what_only_the_json_of_a_mapping_sets_shares_one_variable(tmp_path: Path) -> None:
    """NODE_CONFIG holds all keys that have no variable of their own, each told above it."""
    files = {
        "config/default.json": '{"db": {"host": "a b", "port": 1, "password": "s3cret"}, "l": [1, null]}',
        "config/custom-environment-variables.json": '{"db": {"port": {"__name": "P", "__format": "number"}}}',
    }
    report = report_of(tmp_path, files, environment=None, dialect="node-config")

    text = effective_text(report, "dotenv", reveal=True)

    assert text.splitlines() == [
        "# config/default.json:1",
        "P=1",
        "# db.host: config/default.json:1",
        "# db.password: config/default.json:1",
        "# l: config/default.json:1",
        """NODE_CONFIG='{"db": {"host": "a b", "password": "s3cret"}, "l": [1, null]}'""",
    ]
    assert "s3cret" not in effective_text(report, "dotenv")
    environ = {name: value or "" for name, value in dotenv_values(stream=io.StringIO(text)).items()}
    assert (
        report_of(tmp_path, files, environ, environment=None, dialect="node-config").values == report.values
    )


def test_what_json_cannot_hold_is_in_no_mapping(tmp_path: Path) -> None:
    """A date would come back as a text."""
    files = {"config/default.toml": "d = 2020-01-02T03:04:05Z\n"}
    report = report_of(tmp_path, files, environment=None, dialect="node-config")

    assert effective_text(report, "dotenv").startswith("# d: no variable can give this value of type ")


def test_a_list_that_no_text_gives_is_left_out_of_variables(tmp_path: Path) -> None:
    """pydantic-settings decodes no JSON for a field with NoDecode."""
    code = (
        "from typing import Annotated\nfrom pydantic_settings import BaseSettings, NoDecode\n"
        "class Settings(BaseSettings):\n"
        "    origins: Annotated[list[str], NoDecode] = ['x']\n    hosts: list[str] = ['y']\n"
    )
    report = report_of(tmp_path, {"settings.py": code}, environment=None, dialect="pydantic-settings")

    text = effective_text(report, "dotenv")

    assert dict(dotenv_values(stream=io.StringIO(text))) == {"HOSTS": '["y"]'}
    assert "# origins: no variable can give this value of type list" in text


@pytest.mark.parametrize("format_name", ["yaml", "toml", "dotenv"])
def test_keys_without_a_value_are_comments(tmp_path: Path, format_name: str) -> None:
    """Those that a layer took away, with what they were; those that are required."""
    schema = {"required": ["url"], "properties": {"url": {"type": "string"}}}
    files = {
        "config.yaml": "db: {host: x, password: hunter2hunter2}\na: text\n",
        "config.production.yaml": "db: off\n",
        "schema.json": json.dumps(schema),
        "inspector.toml": 'dialect = "layered"\nschema = "schema.json"\n',
    }

    text = effective_text(report_of(tmp_path, files), format_name)

    *_, host, password, url = text.splitlines()
    why = "replaced as a whole by db in config.production.yaml:1:5, which is a value of type bool"
    assert host == f"# db.host is not set: {why} (base: x @ config.yaml:1)"
    assert password == f"# db.password is not set: {why} (base: •••••••• @ config.yaml:1)"
    assert url == "# url is required, and no layer sets it  # schema.json:1"
