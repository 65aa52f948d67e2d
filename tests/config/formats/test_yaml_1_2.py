"""What the same word means to YAML 1.2."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from inspector.config.formats import reading_in_yaml_1_2
from inspector.config.values import Value
from tests.config.formats.trees import same


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("FALSE", False),
        ("010", 10),
        ("0o10", 8),
        ("1:30", "1:30"),
        ("1e5", 100000.0),
        ("1e-5", 1e-05),
        ("0x1F", 31),
        ("~", None),
        ("", None),
        ("null", None),
        ("-", "-"),
        ("-_", "-_"),
        (".", "."),
        ("1.2.3", "1.2.3"),
        ("2020-01-01", datetime.date(2020, 1, 1)),
    ],
)
def test_words_of_yaml_1_2(raw: str, value: Value) -> None:
    """Words that the two versions of YAML read in different ways."""
    assert same(reading_in_yaml_1_2(raw), value)


@given(st.from_regex(r"[-+.0-9a-zA-Z~_:]{1,8}", fullmatch=True))
def test_any_word_is_read_as_ruamel_reads_it(raw: str) -> None:
    """The shortcut for plain words changes no value."""
    try:
        expected = YAML(typ="safe", pure=True).load(f"k: {raw}")["k"]
    except Exception:  # noqa: BLE001 - near-numbers raise in ruamel and are text here
        expected = raw
    assert same(reading_in_yaml_1_2(raw), expected)
