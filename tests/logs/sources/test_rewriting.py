"""What is made of bytes that are no lines, however they arrive."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from collections.abc import Callable
from itertools import pairwise

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.logs.sources.rewriting import Rewriter

LINES = [json.dumps({"n": n, "message": f'é "{n}" \\ ]}}[{{'}, ensure_ascii=False) for n in range(9)]
TEXT = "".join(f"{line}\n" for line in LINES)
NUMBERED = list(enumerate(LINES, 1))
OTLP = {
    "resourceLogs": [
        {
            "resource": {"attributes": [1]},
            "scopeLogs": [{"scope": {"name": "s"}, "logRecords": [{"body": "a"}, {"body": "b"}]}],
        }
    ]
}
EXPANDED = [
    f'{{"body":"{body}","resource":{{"attributes":[1]}},"scope":{{"name":"s"}}}}' for body in ("a", "b")
]


def rewritten(data: bytes, *cuts: int) -> tuple[bytes, list[int] | None, str]:
    """Everything that comes of data fed in parts, the lines it stood in, and the problem."""
    rewriter = Rewriter()
    out, numbers = b"", None
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    for begin, end in pairwise(places):
        for piece in rewriter.feed(data[begin:end]):
            out += piece.data
            if piece.lines is not None:
                numbers = [*(numbers or []), *piece.lines.tolist()]
    for piece in rewriter.flush():
        out += piece.data
        if piece.lines is not None:
            numbers = [*(numbers or []), *piece.lines.tolist()]
    return out, numbers, rewriter.problem


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstandard.ZstdCompressor(write_checksum=True).compress,
}
FEW = settings(max_examples=30, deadline=None)
CUTS = st.lists(st.integers(0, 10_000), max_size=6)


@pytest.mark.parametrize("name", PACKERS)
@FEW
@given(cuts=CUTS, members=st.integers(1, 3))
def test_compressed_bytes_are_unpacked_however_they_arrive(name: str, cuts: list[int], members: int) -> None:
    """Several members in a row are one file, as for the tools that write them."""
    packed = PACKERS[name](TEXT.encode()) * members

    assert rewritten(packed, *cuts) == (TEXT.encode() * members, None, "")


@pytest.mark.parametrize("name", PACKERS)
def test_a_tail_that_is_cut_off_is_told(name: str) -> None:
    """What came before it is there."""
    packed = PACKERS[name](TEXT.encode()) + PACKERS[name](b"second\n")

    out, _, problem = rewritten(packed[:-6])

    assert TEXT.encode() in out
    assert problem == f"ends in the middle of its {name} data: shown up to there"


@pytest.mark.parametrize("name", PACKERS)
def test_damage_is_told(name: str) -> None:
    """In the middle of the second member; the first one is there."""
    second = PACKERS[name](TEXT.encode() * 50)
    broken = second[: len(second) // 2] + b"\xff" * 20 + second[len(second) // 2 + 20 :]

    out, _, problem = rewritten(PACKERS[name](TEXT.encode()) + broken)

    assert out.startswith(TEXT.encode())
    assert problem.startswith(f"is damaged ({name}, ")


def test_something_else_after_compressed_data_is_told() -> None:
    """Zeros are padding; anything else is not read as text."""
    packed = gzip.compress(b"a\n")

    assert rewritten(packed + b"\0" * 512) == (b"a\n", None, "")
    assert rewritten(packed + b"more") == (
        b"a\n",
        None,
        "goes on after its gzip data with something else: not shown",
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@FEW
@given(cuts=CUTS)
def test_utf_16_becomes_utf_8(encoding: str, cuts: list[int]) -> None:
    """With a mark and without, in both orders of bytes."""
    assert rewritten(TEXT.encode(encoding), *cuts) == (TEXT.encode(), None, "")


def test_half_a_character_of_utf_16_is_shown() -> None:
    """As the sign for what is no character."""
    assert rewritten("ab\n".encode("utf-16") + b"\x00\xd8")[0] == "ab\n\ufffd".encode()


@pytest.mark.parametrize(
    "text",
    [
        "[2026-03-04] started\n",
        "[{worker-1}] started\n",
        "[]",
        "x",
        "",
        '{"records": 7}\n',
        '["a", "b"]\n',
        "\xff\xfe odd\n",
        "BZ\n",
    ],
)
@FEW
@given(cuts=CUTS)
def test_what_only_looks_similar_stays_as_it_is(text: str, cuts: list[int]) -> None:
    """Text in brackets, lists of something else, marks by accident."""
    data = text.encode("latin-1")

    assert rewritten(data, *cuts) == (data, None, "") or text == "[]"


def _array(indent: int | None) -> str:
    return json.dumps([json.loads(line) for line in LINES], indent=indent, ensure_ascii=False)


@FEW
@given(cuts=CUTS, end=st.sampled_from(["", "\n"]), mark=st.sampled_from(["", "\ufeff"]))
def test_the_elements_of_an_array_become_lines(cuts: list[int], end: str, mark: str) -> None:
    """A compact array; all of it stands in line 1."""
    out, numbers, problem = rewritten((mark + _array(None) + end).encode(), *cuts)

    assert (out.decode(), numbers, problem) == (TEXT, [1] * 9, "")


@FEW
@given(cuts=CUTS)
def test_the_elements_of_a_pretty_array_keep_their_lines(cuts: list[int]) -> None:
    """An element of four lines is one line, and known by its first."""
    out, numbers, problem = rewritten(_array(2).encode(), *cuts)

    assert [json.loads(line) for line in out.splitlines()] == [json.loads(line) for line in LINES]
    assert (numbers, problem) == ([2 + 4 * n for n in range(9)], "")


@FEW
@given(
    st.lists(
        st.dictionaries(
            st.text(max_size=3), st.none() | st.text(max_size=9) | st.floats(allow_nan=False), max_size=3
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([None, 0, 3]),
    CUTS,
)
def test_any_array_of_objects_is_read(values: list[object], indent: int | None, cuts: list[int]) -> None:
    """Python's own reader is the judge."""
    out, numbers, problem = rewritten(
        json.dumps(values, indent=indent, ensure_ascii=False).encode("utf-8", "surrogatepass"), *cuts
    )
    if out == b"[{}]":  # too short to be known
        return

    assert [json.loads(line) for line in out.decode("utf-8", "surrogatepass").split("\n")[:-1]] == values
    assert (len(numbers or ()), problem) == (len(values), "")


def test_a_line_break_within_a_string_becomes_an_escape() -> None:
    """It is no JSON, and is written all the same."""
    out, _, problem = rewritten(b'[\n{"a": "x\n\ty",\n "b": 1},\n{"a": 2}\n]\n')

    assert (out, problem) == (b'{"a": "x\\n\ty","b": 1}\n{"a": 2}\n', "")


@FEW
@given(cuts=CUTS)
def test_an_element_that_is_no_json_is_text(cuts: list[int]) -> None:
    """Those around it are read, invalid UTF-8 passes through, and the place is told."""
    data = b'[\n{"a": 1},\n{bad: \xff},\n{"a": 2}\n]\n'

    out, numbers, problem = rewritten(data, *cuts)

    assert (out, numbers) == (b'{"a": 1}\n{bad: \xff},\n{"a": 2}\n', [2, 3, 4])
    assert problem == "is no valid JSON in line 3: what does not fit is shown as text"


def test_an_array_that_is_cut_off_shows_its_rest() -> None:
    """Half an element is text."""
    assert rewritten(b'[{"a": 1}, {"a": "cut')[:2] == (b'{"a": 1}\n{"a": "cut\n', [1, 1])


@FEW
@given(cuts=CUTS)
def test_records_within_an_object_become_lines(cuts: list[int]) -> None:
    """As CloudTrail writes them: one object, several in a row, with members after the list."""
    data = '{"Records":[' + ",".join(LINES[:3]) + '],"next":{"a":[1]}}\n{"Records":[' + LINES[3] + "]}\n"

    out, numbers, problem = rewritten(data.encode(), *cuts)

    assert (out.decode().splitlines(), numbers, problem) == (LINES[:4], [1, 1, 1, 2], "")


@FEW
@given(cuts=CUTS, indent=st.sampled_from([None, 2]))
def test_the_records_of_an_otlp_export_become_lines(cuts: list[int], indent: int | None) -> None:
    """Each with its resource and scope; other lines stay what they are."""
    data = json.dumps(OTLP, indent=indent) + "\nstarted with 3\n" + json.dumps(OTLP)

    out, numbers, problem = rewritten(data.encode(), *cuts)
    second = json.dumps(OTLP, indent=indent).count("\n") + 2

    assert out.decode().splitlines() == [*EXPANDED, "started with 3", *EXPANDED]
    assert (numbers, problem) == ([1, 1, second, second + 1, second + 1], "")


def test_what_is_packed_in_several_ways_is_unpacked() -> None:
    """An array in UTF-16 in a gzip file."""
    assert rewritten(gzip.compress(_array(None).encode("utf-16")))[0].decode() == TEXT


def test_what_is_packed_too_often_stays_packed() -> None:
    """A bomb made of bombs ends somewhere."""
    data = b"x\n" * 99
    for _ in range(5):
        data = gzip.compress(data, mtime=0)

    assert rewritten(data)[0].startswith(b"\x1f\x8b")
