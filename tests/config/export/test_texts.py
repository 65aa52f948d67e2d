"""Effective values as YAML, TOML and variables read back as the same values."""

from __future__ import annotations

import io
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


def test_unknown_format(tmp_path: Path) -> None:
    """Another format is the caller's mistake."""
    with pytest.raises(ValueError, match="ini is no format for values"):
        effective_text(report_of(tmp_path, {"config.yaml": "a: 1\n"}), "ini")


def test_variables_are_written_for_the_reader_of_the_dialect(tmp_path: Path) -> None:
    """npm's dotenv ends a text at #, and dotenv-expand fills in what begins with $."""
    report = report_of(tmp_path, {"config.yaml": "a: x#y\nb: pay $ME\nc: $5\nd: it's\n"}, environment=None)
    for_node = replace(report, spec=replace(report.spec, formats={"dotenv": "dotenv-js"}))

    assert [line.partition("  #")[0] for line in effective_text(report, "dotenv").splitlines()] == [
        "ML_A='x#y'",
        "ML_B='pay $ME'",
        "ML_C='$5'",
        'ML_D="it\'s"',
    ]
    assert [line.partition("  #")[0] for line in effective_text(for_node, "dotenv").splitlines()] == [
        "ML_A='x#y'",
        "# b: a line of variables cannot hold this text",
        "# c: a line of variables cannot hold this text",
        'ML_D="it\'s"',
    ]
