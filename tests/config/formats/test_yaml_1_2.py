"""What the same word means to YAML 1.2."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from inspector.config.formats import reading_in_yaml_1_2
from inspector.config.formats.yaml import parse_1_2
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


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("%YAML 1.0\n---\na: 1\n", 1),
        ("# c\n%TAG ! tag:x\n%YAML 1.10\n---\na: 1\n", 3),
        ("a: 1\n...\n%YAML 1.3\n---\nb: 1\n", 3),
    ],
)
def test_a_version_that_ruamel_refuses_is_told_at_its_line(text: str, line: int) -> None:
    """ruamel.yaml ends with AssertionError at other versions than 1.1 and 1.2; the keys are still shown."""
    document = parse_1_2(text, "c.yaml")
    (finding,) = document.findings
    assert (finding.code, finding.exception) == ("broken-file", "AssertionError")
    assert [place.line for place in finding.places] == [line]
    assert document.root is not None
    assert document.root.value == {"a": 1}
