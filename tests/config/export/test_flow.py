"""Lists and mappings on one line."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from inspector.config.export import shown_value
from inspector.config.values import Value

_TEXTS = st.text(st.characters(codec="utf-8"), max_size=12) | st.text(
    st.sampled_from("ab1 :,#-?[]{}&*!|>'\"%@`=~.+eE_0nNoO/\\\n\t"), max_size=8
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXTS,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(_TEXTS, below, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (
            ["https://tickets.example.com", "https://admin.example.com"],
            "[https://tickets.example.com, https://admin.example.com]",
        ),
        (["a b", "a-b", "-b", "a#b", "*.example.com"], "[a b, a-b, -b, a#b, '*.example.com']"),
        (["a, b", "a: b", "it's", "'", "- a", ""], "['a, b', 'a: b', it's, '''', '- a', '']"),
        (["1", "no", "null", "2020-01-02", "1e5"], "['1', 'no', 'null', '2020-01-02', '1e5']"),
        ([1, True, None, 0.5], "[1, true, null, 0.5]"),
        ({"host": "db:5432", "a: b": ["x"]}, "{host: db:5432, 'a: b': [x]}"),
        (["two\nlines", "a\tb", 'say "x"\n', "\x07\ue000\U000e0001"],
         '["two\\nlines", "a\\tb", "say \\"x\\"\\n", "\\x07\\ue000\\U000e0001"]'),
        (["grüß", "日本"], "[grüß, 日本]"),
        (1 == 1, "true"),
    ],
)  # fmt: skip
def test_quotes_stand_only_where_they_are_needed(value: Value, shown: str) -> None:
    """Text is quoted where YAML would read something else."""
    assert shown_value(value, secret=False) == shown


@given(st.lists(_VALUES, max_size=4) | st.dictionaries(_TEXTS, _VALUES, max_size=4))
@example(["<<", "=", "-", "?", ":", "---", "a:", "a #b", "#", "%a", "0o7", "1:30", "~"])
@example({"<<": 1, "=": 2, "?": 3})
def test_what_is_shown_reads_back(value: Value) -> None:
    """PyYAML reads the shown line as the same value."""
    assert yaml.safe_load(shown_value(value, secret=False, reveal=True)) == value
