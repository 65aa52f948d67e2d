"""Texts of variables to values and back."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.config.dialects.custom import Reading
from inspector.config.dialects.custom.texts import read_as, text_of
from inspector.config.shadow.merge_rules import identity


@pytest.mark.parametrize(
    ("reading", "text", "value"),
    [
        (Reading.TEXT, "5", "5"),
        (Reading.NUMBERS, "1_000", 1000),
        (Reading.NUMBERS, "true", "true"),
        (Reading.YAML, "NO", False),
        (Reading.YAML, "[a, {b: 1}]", ["a", {"b": 1}]),
        (Reading.YAML, "null", None),
        (Reading.YAML, "# nothing", None),
        (Reading.YAML, "a: [", "a: ["),
        (Reading.YAML, "!!python/name:os.system", "!!python/name:os.system"),
        (Reading.YAML, "2020-01-01", datetime.date(2020, 1, 1)),
        (Reading.YAML, "a: 1\na: 2", {"a": 2}),
        (Reading.YAML_1_2, "NO", "NO"),
        (Reading.YAML_1_2, "010", 10),
        (Reading.JSON, '{"a": null}', {"a": None}),
        (Reading.JSON, "yes", "yes"),
        (Reading.JSON, "NaN", float("nan")),
        (Reading.TOML, "1_000", 1000),
        (Reading.TOML, "{a = 1}", {"a": 1}),
        (Reading.TOML, "1\nother = 2", "1\nother = 2"),
        (Reading.TOML, "plain text", "plain text"),
        *((reading, "", "") for reading in Reading),
        *(
            (reading, "\udcff", "\udcff")
            for reading in (Reading.TEXT, Reading.YAML, Reading.JSON, Reading.TOML)
        ),
    ],
)
def test_reading(reading: Reading, text: str, value: Any) -> None:
    """What the text means there, else the text itself."""
    assert identity(read_as(text, reading)) == identity(value)


@pytest.mark.parametrize("reading", Reading)
def test_texts_that_would_fill_the_memory_stay_texts(reading: Reading) -> None:
    """Aliases that repeat each other, and brackets without an end."""
    bomb = (
        "["
        + ", ".join(["&a0 [x]"] + [f"&a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)])
        + "]"
    )

    assert read_as(bomb, reading) == bomb
    assert read_as("[" * 5000, reading) == "[" * 5000


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=3), below, max_size=3),
    max_leaves=5,
)


@given(value=_VALUES, reading=st.sampled_from(Reading))
def test_a_text_that_is_offered_gives_the_value(value: Any, reading: Reading) -> None:
    """What text_of names is read back the same, type and all."""
    text = text_of(value, reading)

    if text is not None:
        assert identity(read_as(text, reading)) == identity(value)
    if isinstance(value, str) and reading is Reading.JSON:
        assert text is not None


@pytest.mark.parametrize(
    ("reading", "value", "text"),
    [
        (Reading.TEXT, "a", "a"),
        (Reading.TEXT, 5, None),
        (Reading.NUMBERS, 5, "5"),
        (Reading.NUMBERS, "5", None),
        (Reading.YAML, "5", '"5"'),
        (Reading.YAML, True, "true"),
        (Reading.YAML, datetime.date(2020, 1, 1), "2020-01-01"),
        (Reading.JSON, ["a"], '["a"]'),
        (Reading.TOML, None, None),
        (Reading.TOML, float("inf"), "inf"),
        (Reading.JSON, {1, 2}, None),
    ],
)
def test_the_text_of_a_value(reading: Reading, value: Any, text: str | None) -> None:
    """The plainest that works, None when there is none."""
    assert text_of(value, reading) == text
