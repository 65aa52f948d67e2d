"""References between variables: what each library makes of them, and that none of them runs for ever."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.config.dialects.dotenv_files.bounds import MAX_CHARS, MAX_STEPS, Budget, EndlessError
from inspector.config.dialects.dotenv_files.expand_next import interpolated, unescaped
from inspector.config.dialects.dotenv_files.expand_vite import Expander

_SET = {"SET": "set", "EMPTY": "", "DOLLAR": "pa$SET"}
_PARSED = {"A": "1", "B": "$A", "SET": "file", "SELF": "$SELF", "X": "$Y", "Y": "$X"}


def _next(value: str) -> str:
    return interpolated(value, _SET, _PARSED, Budget())


def _vite(value: str) -> str:
    return Expander(_SET, _PARSED).expanded(value)


@pytest.mark.parametrize(
    ("value", "by_next", "by_vite"),
    [
        ("plain", "plain", "plain"),
        ("$A${A}", "", "11"),
        ("$A/${A}", "1/1", "1/1"),
        ("$A-${A}", "1-1", "1"),
        ("$B", "1", "1"),
        ("$SET", "set", "set"),
        ("$EMPTY$NONE", "", ""),
        ("${EMPTY:-d}${NONE:-d}", "dd", "dd"),
        ("${A:-d}", "d", "1"),
        ("${SET:-d}", "set", "set"),
        ("${NONE-d}", "-d}", "d"),
        ("${NONE:-$A}", "1", "1"),
        ("${NONE:-${A}}", "1", "1"),
        ("${NONE:-x${A}}", "x1", "x${A}"),
        ("\\$A", "\\$A", "$A"),
        ("\\$A $A", "\\1 1", "$A 1"),
        ("$A 5$", "$A 5$", "1 5$"),
        ("$(A)", "$(A)", "$(A)"),
        ("$DOLLAR", "paset", "paset"),
        ("${A", "1", "1"),
        ("$A}", "1", "1"),
    ],
)
def test_forms(value: str, by_next: str, by_vite: str) -> None:
    """The two expansions differ in defaults, escapes and a dollar that is no reference."""
    assert _next(value) == by_next
    assert _vite(value) == by_vite


def test_what_string_replace_reads_in_a_text() -> None:
    """`$$`, `$&` and their kin in a value that is put in."""
    for text, expected in (("$$x", "a$xc"), ("$&", "a$Vc"), ("$`", "aac"), ("$'", "acc"), ("$1", "a$1c")):
        value = "a${V}c"
        replaced = value.replace("${V}", {"$$x": "$x", "$&": "${V}", "$`": "a", "$'": "c", "$1": "$1"}[text])
        try:
            seen = interpolated(value, {"V": text}, {}, Budget())
        except EndlessError:  # `$&` puts the reference back
            assert text == "$&"
            continue
        assert seen == interpolated(replaced, {}, {}, Budget()), expected


@pytest.mark.parametrize("expand", [_next, _vite])
@pytest.mark.parametrize("value", ["$X", "a-${Y}-b"])
def test_circles_are_told(expand: object, value: str) -> None:
    """A reference that comes back to itself."""
    assert callable(expand)
    with pytest.raises(EndlessError) as raised:
        expand(value)
    assert raised.value.circle


def test_a_variable_that_is_only_itself() -> None:
    """Vite leaves it as it is, Next goes round."""
    assert _vite("$SELF") == "$SELF"
    with pytest.raises(EndlessError):
        _next("$SELF")


def test_values_that_double_end_in_time() -> None:
    """Forty lines of which each is twice the one above."""
    parsed = {f"V{n}": f"$V{n - 1}$V{n - 1}" for n in range(1, 40)} | {"V0": "xx"}
    with pytest.raises(EndlessError) as raised:
        Expander({}, parsed).expanded("$V39")
    assert not raised.value.circle
    with pytest.raises(EndlessError) as raised:
        interpolated("$V39", parsed, parsed, Budget())
    assert not raised.value.circle


def test_long_chains_and_slow_growth_end_in_time() -> None:
    """More steps than any value has references."""
    parsed = {f"V{n}": f"$V{n + 1}" for n in range(MAX_STEPS + 10)}
    with pytest.raises(EndlessError):
        Expander({}, parsed).expanded("$V0")
    with pytest.raises(EndlessError):
        interpolated("$V0", parsed, parsed, Budget())
    with pytest.raises(EndlessError):
        interpolated("$A", {"A": "$A-"}, {}, Budget())


def test_a_budget_counts_all_values() -> None:
    """Many long values are too much together."""
    budget = Budget(10)
    budget.take("12345")
    budget.take("12345")
    with pytest.raises(EndlessError):
        budget.take("1")
    with pytest.raises(EndlessError):
        Budget().take("x" * (MAX_CHARS + 1))


def test_unescaped() -> None:
    """Only a backslash before a dollar goes."""
    assert unescaped(r"\$A \\$B \n") == r"$A \$B \n"


_ONE = re.compile(
    r"(\\)?(\$)(?!\()(\{?)([A-Za-z0-9_.]+)"
    r"(?::?-((?:\$\{(?:\$\{(?:\$\{[^}]*\}|[^}])*\}|[^}])*\}|[^}])+))?(\}?)"
)
"""The expression of dotenv-expand 11 as it is; its time grows with the third power."""


@settings(max_examples=500)
@given(
    st.lists(st.sampled_from(["${", "}", "N", "$", "{", ":-", "-", "x", "\\", "(", "."]), max_size=14).map(
        "".join
    )
)
def test_vite_references_end_where_its_expression_ends(value: str) -> None:
    """The same matches, and the same defaults: no variable is set, so that defaults are what is left."""

    def replaced(found: re.Match[str]) -> str:
        if found[1]:
            return found[0][1:]
        default = found[5] or ""
        return _ONE.sub(replaced, default) if default.startswith("$") else default

    assert Expander({}, {}).expanded(value) == _ONE.sub(replaced, value)


def test_many_open_braces_take_no_time() -> None:
    """Where the expression itself would take hours."""
    value = "${N:-" + "${" * 20_000

    assert Expander({}, {}).expanded(value) == "${" * 20_000
