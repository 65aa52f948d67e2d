"""The rules of `layered` that data cannot say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.config.dialects import DIALECTS, dialect_named
from inspector.config.dialects.layered import LAYERED, key_path, read_text, variable_for


@given(name=st.text("ABCabc_1", max_size=8))
def test_a_name_that_sets_a_key_points_at_it(name: str) -> None:
    """variable_for is the way back of key_path, wherever there is one."""
    path = key_path(name)
    back = variable_for(path)

    assert back is not None
    assert key_path(back) == path


@pytest.mark.parametrize(
    "path", [("batch_size",), ("a", "Upper"), ("a_b", "c"), ("ß", "Ä"), ("on-call",), ("a.b", "c"), ("é",)]
)
def test_keys_without_a_name(path: tuple[str, ...]) -> None:
    """Names hold no separator, no small letters, and nothing that a shell refuses."""
    assert variable_for(path) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("1_0", 10),
        ("1.50", 1.5),
        ("1e3", 1000.0),
        ("", ""),
        ("true", "true"),
        ("0x1", "0x1"),
        (" 7", 7),
    ],
)
def test_reading(text: str, value: object) -> None:
    """An int, else a float, else text."""
    assert read_text(text) == value
    assert type(read_text(text)) is type(value)


def test_registry() -> None:
    """Dialects are found by their names."""
    assert dialect_named("layered") is LAYERED
    assert dialect_named("other") is None
    assert len({dialect.name for dialect in DIALECTS}) == len(DIALECTS)
