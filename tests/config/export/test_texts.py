"""Effective values as YAML, TOML and variables read back as the same values."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from dotenv import dotenv_values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.base.secrets import MASK
from inspector.config.dialects.layered import LAYERED, read_text
from inspector.config.export import effective_text
from tests.config.workspace import report_of

_SCALARS = st.one_of(
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.dates(),
    st.datetimes(),
)
_VALUES = st.recursive(
    st.one_of(st.none(), _SCALARS),
    lambda below: st.one_of(
        st.lists(below, max_size=3), st.dictionaries(st.text("ab-. ", max_size=3), below, max_size=3)
    ),
    max_leaves=10,
)
_TREES = st.dictionaries(st.text("abc_", min_size=1, max_size=3), _VALUES, max_size=4)


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


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=_TREES)
def test_texts_read_back(tree: dict[str, Any], tmp_path: Path) -> None:
    """Any tree of values comes back, as far as the format can hold it."""
    report = report_of(tmp_path, {"config.yaml": yaml.safe_dump(tree, allow_unicode=True)}, environment=None)
    effective = dict(report.values)

    assert yaml.safe_load(effective_text(report, "yaml", reveal=True)) == effective
    assert tomllib.loads(effective_text(report, "toml", reveal=True)) == _without_null(effective)
    text = effective_text(report, "dotenv", reveal=True)
    read = dotenv_values(stream=io.StringIO(text))
    by_name = {LAYERED.variable_for(s.path): s.value for s in report.settings}
    for name, value in read.items():
        assert value is not None
        assert read_text(value) == by_name[name]
        assert type(read_text(value)) is type(by_name[name])
    assert len(text.splitlines()) >= len(report.settings)


def test_what_a_format_cannot_hold_is_said(tmp_path: Path) -> None:
    """Null in TOML; keys and values that no variable can give."""
    files = {
        "config.yaml": "a: {x: null, y: [1, null]}\nb_c: 1\nd: true\ne: '5'\nf: '${X}'\ng: \"l1\\nl2\"\n"
    }

    report = report_of(tmp_path, files, environment=None)

    assert effective_text(report, "toml").splitlines()[-3:] == [
        "[a]",
        "# a.x is null, which TOML cannot hold",
        "# a.y is a list with null in it, which TOML cannot hold",
    ]
    assert effective_text(report, "dotenv").splitlines() == [
        "# a.x: no variable can give this value of type null",
        "# a.y: no variable can give this value of type list 2",
        "# b_c: no variable can set this key",
        "# d: no variable can give this value of type bool",
        "# e: no variable can give this value of type str",
        "# f: a line of variables cannot hold this text",
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
