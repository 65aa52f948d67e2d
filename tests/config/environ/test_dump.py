"""Written environments of every shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.config.environ.dump import parse_dump

_NAMES = st.from_regex(r"[A-Z_][A-Z0-9_]{0,5}", fullmatch=True)
_VALUES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"", "x", ()),
        (b" \n", "x", ()),
        (b"A=1\nB=x=y\n", "x", (("A", "1"), ("B", "x=y"))),
        (b"A=1\r\nB=2\r\n", "x", (("A", "1"), ("B", "2"))),
        (b"A=1\nf() {\n  x\n}\nB='kept' # too\n", "x", (("A", "1\nf() {\n  x\n}"), ("B", "'kept' # too"))),
        (b"A=\nB=2\nA=3\n", "x", (("A", "3"), ("B", "2"))),
        (b"A=1\0B=two\nlines\0", "x", (("A", "1"), ("B", "two\nlines"))),
        (b"A=\xff\0", "x", (("A", "\udcff"),)),
        (b'["A=1", "B=x=y"]', "x", (("A", "1"), ("B", "x=y"))),
        (b'{"A": "1", "B": ""}', "x", (("A", "1"), ("B", ""))),
        (b"# c\nA='x y' # c\nN\n", "x", (("A", "x y"),)),
        (b"export A=1\n", "x", (("A", "1"),)),
        (b"A = 1\n", "x", (("A", "1"),)),
        (b"A='x' # c\n", "prod.env", (("A", "x"),)),
        (b"A='x' # c\n", ".env.production", (("A", "x"),)),
        (b"A='x' # c\n", "environ.txt", (("A", "'x' # c"),)),
    ],
)
def test_shapes(data: bytes, name: str, expected: tuple[tuple[str, str], ...]) -> None:
    """Each shape is recognised by what it starts with, or by its name."""
    assert parse_dump(data, name) == expected


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"hello\nA=1\n", "its first line"),
        (b"A=1\0hello\0", "entry 2 is not NAME=value"),
        (b"=1\0", "entry 1 is not NAME=value"),
        (b'["A"]', "entry 1 is not NAME=value"),
        (b"[1]", "the JSON list must hold texts"),
        (b'{"A": 1}', "the JSON mapping must have texts"),
        (b"[\n1,", "starts like JSON and is none at line 2"),
        (b"[" * 100_000, "starts like JSON and is none"),
        (b"# c\nbad line\n", "line 2 is not NAME=value"),
    ],
)
def test_what_is_none_says_why(data: bytes, said: str) -> None:
    """Anything else is refused with the entry or line at fault."""
    with pytest.raises(ValueError, match=said):
        parse_dump(data, "x")


@given(st.dictionaries(_NAMES, _VALUES, min_size=1))
def test_null_separated_dumps_are_exact(variables: dict[str, str]) -> None:
    """Whatever env -0 prints is read back, line breaks and all."""
    data = "".join(f"{name}={value}\0" for name, value in variables.items()).encode()
    assert parse_dump(data, "x") == tuple(variables.items())
