"""Written environments of every shape are told apart, and read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
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
        (b"A=1\nservices: x\n", "x", (("A", "1\nservices: x"),)),
        (b"A=1\0B=two\nlines\0", "x", (("A", "1"), ("B", "two\nlines"))),
        (b"A=first\0A=second\0", "x", (("A", "first"),)),
        (b"A=\xff\0", "x", (("A", "\udcff"),)),
        (b"A=\xff\n", "x", (("A", "\udcff"),)),
        (b'["A=1", "B=x=y"]', "x", (("A", "1"), ("B", "x=y"))),
        (
            b'{"A": "1", "B": "", "C": 2.50, "D": true}',
            "x",
            (("A", "1"), ("B", ""), ("C", "2.50"), ("D", "true")),
        ),
        (b"# c\nA='x y' # c\nN\n", "x", (("A", "x y"),)),
        (b"export A=1\n", "x", (("A", "1"),)),
        (b"export A='1'\nexport B=\n", "x", (("A", "1"), ("B", ""))),
        (b'export A="$HOME/x" # c\n', "x", (("A", "$HOME/x"),)),
        (b'declare -x A="1"\n', ".env", (("A", "1"),)),
        (b"A = 1\n", "x", (("A", "1"),)),
        (b"A='x' # c\n", "prod.env", (("A", "x"),)),
        (b"A='x' # c\n", ".env.production", (("A", "x"),)),
        (b"A='x' # c\n", "environ.txt", (("A", "'x' # c"),)),
        (b"A: 1\nB: text\n", "x", (("A", "1"), ("B", "text"))),
        (b"- A=1\n- B=2\n", "x", (("A", "1"), ("B", "2"))),
        (b"# c\n---\n\nenvironment:\n  A: 1\n", "x", (("A", "1"),)),
        (b"[Service]\nEnvironment=A=1\n", "x", (("A", "1"),)),
        (b"Environment=A=1\n", "x", (("A", "1"),)),
    ],
)
def test_shapes(data: bytes, name: str, expected: tuple[tuple[str, str], ...]) -> None:
    """Each shape is recognised by what it starts with, or by its name."""
    written = parse_dump(data, name)

    assert written.variables == expected
    assert written.notes == ()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"hello\nA=1\n", "its first line"),
        (b"A=1\0hello\0", "entry 2 is not NAME=value"),
        (b"=1\0", "entry 1 is not NAME=value"),
        (b'["A"]', "entry 1 is not NAME=value"),
        (b"[1, []]", "the JSON list must hold texts"),
        (b'{"A": [1]}', "the JSON mapping must have texts"),
        (b'{"A": null}', "the JSON mapping must have texts"),
        (b"[\n1,", "starts like JSON and is none at line 2"),
        (b"[" * 100_000, "starts like JSON and is none"),
        (b"# c\nbad line\n", "line 2 is not NAME=value"),
        (b"declare -x A=1\nls\n", "line 2 is not export NAME=value"),
        (b"A: [1\n", "looks like YAML and is none at line 2"),
        (b"A: " + b"[" * 200 + b"]" * 200, "nests deeper than 100 levels"),
        (b"A: [1]\n", "A in its environment is no single value"),
        (b"A: \xff\n", "looks like YAML and is no UTF-8 text"),
        (b"A: 1\n---\nB: 2\n", "the YAML list must hold texts"),
    ],
)
def test_what_is_none_says_why(data: bytes, said: str) -> None:
    """Anything else is refused with the entry or line at fault."""
    with pytest.raises(ValueError, match=said):
        parse_dump(data, "x")


@pytest.mark.parametrize("data", [b"A=1\n", b"A=1\0", b"", b"[Service]\nEnvironment=A=1\n", b'["A=1"]'])
def test_a_part_of_what_has_none_is_refused(data: bytes) -> None:
    """A container is asked for where there is one environment only."""
    with pytest.raises(ValueError, match="so that #web names none"):
        parse_dump(data, "x", "web")


def test_more_lines_than_any_environment_has_are_refused() -> None:
    """The reader of such lines is slow, so that their number is bounded."""
    with pytest.raises(ValueError, match="it has more than 50,000 lines"):
        parse_dump(b"#\n" * 50_001, "x")


@given(st.dictionaries(_NAMES, _VALUES, min_size=1))
def test_null_separated_dumps_are_exact(variables: dict[str, str]) -> None:
    """Whatever env -0 prints is read back, line breaks and all."""
    data = "".join(f"{name}={value}\0" for name, value in variables.items()).encode()

    assert parse_dump(data, "x").variables == tuple(variables.items())


_PIECES = st.lists(
    st.sampled_from(
        (
            "A=1|\n|\0|export |declare -x |B=|'|\"|$'|\\|\udcff|[|]|{|}|: |- |&a |*a|<<: |# c| |\t|,|null|"
            "1e400|(|)|=|?|---\n|!!x |services:|  web:\n|    environment:\n|kind: Pod\n|apiVersion: v1\n|"
            "spec:| containers:| env:|name: x|data:|kind: Secret\n|"
            '[Service]\n|Environment=|%n|\\x|"Config":|"Env":'
        ).split("|")
    ),
    max_size=16,
).map(lambda pieces: "".join(pieces).encode(errors="surrogateescape"))


@settings(max_examples=500, deadline=None)
@given(
    st.one_of(_PIECES, st.binary(max_size=40)), st.sampled_from(["x", ".env"]), st.sampled_from(["", "web"])
)
def test_any_bytes_are_variables_or_a_refusal(data: bytes, name: str, part: str) -> None:
    """Nothing but ValueError comes out, and what is read can be an environment."""
    try:
        written = parse_dump(data, name, part)
    except ValueError:
        return
    for variable, value in written.variables:
        assert isinstance(variable, str)
        assert isinstance(value, str)
        assert "\0" not in value
    assert len(dict(written.variables)) == len(written.variables)
