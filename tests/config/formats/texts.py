"""Texts for the readers: whole documents with tricky scalars, and broken ones made of them."""

from __future__ import annotations

from hypothesis import strategies as st

# What YAML 1.1, YAML 1.2 and JavaScript read in different ways.
TRICKY_SCALARS = (
    *(
        "NO",
        "on",
        "yes",
        "y",
        "n",
        "true",
        "True",
        "TRUE",
        "tRue",
        "false",
        "~",
        "null",
        "Null",
        "",
        "=",
        "<<",
    ),
    *("010", "08", "0o10", "0o8", "-0o7", "0x1F", "0xg", "+0x10", "0b11", "1:30", "190:20:30", "12:30:45.5"),
    *(
        "1_000",
        "1__0",
        "_1",
        "1_",
        "-_",
        "1e5",
        "1.0e+5",
        "1e-5",
        "12e03",
        "1e400",
        "-1e400",
        "+.5e3",
        "5e-324",
    ),
    *(
        "1.",
        "1.50",
        ".5",
        "+.5",
        ".",
        "..",
        "-0",
        "-0.0",
        "00",
        "+1",
        "0e0",
        "1e21",
        "1e20",
        "1e-7",
        "0.000001",
    ),
    *("12345678901234567890", "9" * 400, "0x" + "f" * 300, ".inf", "-.INF", ".nan", ".NaN"),
    *("2020-01-01", "2020-13-45", "2020-01-01 10:20:30", "a b", "a:b", "a#b", "-a", "'q'", '"q\\t\\u00e9"'),
    *(
        "!!str 1",
        "!!str",
        "!!int '1'",
        "!!int 0b11",
        "!!float 1",
        "!!bool true",
        "!!bool x",
        "!!null ''",
        "!t x",
    ),
)
_KEYS = st.sampled_from(
    [
        "a",
        "b",
        "long key",
        "x-y",
        "é",
        "😀",
        "'q'",
        '"d"',
        "1",
        "2",
        "10",
        "010",
        "1.5",
        "true",
        "null",
        "~",
        "NO",
    ]
)
_IN_FLOW = st.sampled_from([scalar for scalar in TRICKY_SCALARS if scalar not in ("", "!!str")])
_SCALARS = st.sampled_from(TRICKY_SCALARS)
_ENDS = st.sampled_from(["", "", "", "  ", " # c"])


@st.composite
def _block(draw: st.DrawFn, depth: int, indent: str, *, unique: bool, anchors: list[str]) -> str:
    keys = draw(st.lists(_KEYS, min_size=1, max_size=4, unique=unique))
    return "".join(f"{indent}{key}:{draw(_written(depth, indent, anchors))}" for key in keys)


@st.composite
def _written(draw: st.DrawFn, depth: int, indent: str, anchors: list[str]) -> str:
    """What stands behind the colon of a key, to the end of its last line."""
    kind = draw(
        st.sampled_from(
            ["scalar"] * 5 + ["block"] * 2 * (depth < 2) + ["list", "flow", "map", "text", "anchor"]
        )
    )
    if kind == "block":
        return "\n" + draw(_block(depth + 1, indent + "  ", unique=True, anchors=anchors))
    if kind == "list":
        items = draw(st.lists(_SCALARS, min_size=1, max_size=3))
        return "\n" + "".join(f"{indent}- {item}{draw(_ENDS)}\n" for item in items)
    if kind == "flow":
        return f" [{', '.join(draw(st.lists(_IN_FLOW, max_size=3)))}]\n"
    if kind == "map":
        keys = draw(st.lists(_KEYS, max_size=3, unique=True))
        return " {" + ", ".join(f"{key}: {draw(_IN_FLOW)}" for key in keys) + "}\n"
    if kind == "text":
        lines = draw(
            st.lists(st.sampled_from(["x", "two words", "", "  deeper", "# no comment"]), max_size=3)
        )
        head = draw(st.sampled_from(["|", ">", "|-", ">+"]))
        return f" {head}\n" + "".join(f"{indent}  {line}\n" for line in ["first", *lines])
    if kind == "anchor":
        if len(anchors) > draw(st.integers(0, 2)):
            return f" *{draw(st.sampled_from(anchors))}\n"
        anchors.append(f"n{len(anchors)}")
        return f" &{anchors[-1]} {draw(_IN_FLOW.filter(lambda scalar: scalar[0] != '!'))}\n"
    return f" {draw(_SCALARS)}{draw(_ENDS)}\n"


@st.composite
def yaml_documents(draw: st.DrawFn, *, unique: bool = True) -> str:
    """YAML with block and flow collections, block texts, anchors and tricky scalars.

    With `unique` no key is written twice, as long as keys are compared as they are written.
    """
    ends = draw(st.sampled_from(["\n", "\n", "\n", "\r\n"]))
    text = draw(_block(0, "", unique=unique, anchors=[]))
    return text.replace("\n", ends)


@st.composite
def mutated(draw: st.DrawFn, texts: st.SearchStrategy[str], pieces: str) -> str:
    """A text with one to three characters deleted, inserted or swapped; `pieces` are those to insert."""
    text = draw(texts)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        kind = draw(st.sampled_from(["delete", "insert", "swap"]))
        if kind == "delete":
            text = text[:at] + text[at + 1 :]
        elif kind == "insert":
            text = text[:at] + draw(st.sampled_from(pieces)) + text[at:]
        else:
            other = draw(st.integers(0, len(text)))
            first, second = sorted((at, other))
            left, right = text[first : first + 1], text[second : second + 1]
            if first < second:
                text = text[:first] + right + text[first + 1 : second] + left + text[second + 1 :]
    return text
