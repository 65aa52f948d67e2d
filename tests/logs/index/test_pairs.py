"""Lines of logfmt as objects, a whole chunk at once."""

from __future__ import annotations

import json
import re

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.logs.formats.logfmt import LOGFMT, parse_pairs
from inspector.logs.index import pairs
from inspector.logs.index.arrow import Batch
from inspector.logs.index.pairs import as_objects

_FITS = re.compile(LOGFMT.pattern or "", re.ASCII | re.DOTALL)


def objects(lines: list[str]) -> list[str | None]:
    """The object of each line, None where it is not plain."""
    data = "\n".join(lines).encode()
    starts = np.cumsum([0, *(len(line.encode()) + 1 for line in lines[:-1])])
    made = as_objects(data, starts)
    with duckdb.connect() as connection:
        connection.register("batch", Batch({"object": made.texts, "plain": made.plain}))
        rows = connection.execute("SELECT CASE WHEN plain = 1 THEN object END FROM batch").fetchall()
    return [row[0] for row in rows]


def test_pairs_become_members() -> None:
    """Values in quotes and bare ones, empty ones, and signs that mean something elsewhere."""
    (made,) = objects(['a=1 b="x = y, {z}" c= d="" e=f=g msg="größer"'])

    assert made is not None
    assert json.loads(made) == {"a": "1", "b": "x = y, {z}", "c": "", "d": "", "e": "f=g", "msg": "größer"}


@pytest.mark.parametrize(
    "line",
    ["a=1  b=2", " a=1 b=2", "a=1 b=2 ", "a=1 b=x\\y", 'a=1 b="\\""', "a=1 b=2\r", "a=1\tb=2", "a=\x01 b=2"],
)
def test_lines_that_are_not_plain_are_left_alone(line: str) -> None:
    """Their neighbours are read as if they were not there."""
    before, made, after = objects(["a=1 b=2", line, 'a="3 4" b=5'])

    assert made is None
    assert before is not None
    assert json.loads(before) == {"a": "1", "b": "2"}
    assert after is not None
    assert json.loads(after) == {"a": "3 4", "b": "5"}


def test_it_is_the_same_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of a few bytes, one line or none at all."""
    lines = ['a=1 b="2 3"', "", "a=1  b=2", 'c="é" d=', "x", "e=f g=h"] * 3
    whole = objects(lines)

    monkeypatch.setattr(pairs, "_PIECE_BYTES", 8)

    assert objects(lines) == whole
    assert objects([""]) == ['{""}\n']


_PIECES = st.sampled_from(["a=", "bb=", "x", "=", '"', " ", '"y z"', "é", "\\", "{", "1,2", "\x02"])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(_PIECES, max_size=9).map("".join), min_size=1, max_size=12))
def test_plain_lines_that_fit_mean_what_the_decoder_reads(lines: list[str]) -> None:
    """Whatever stands in the lines around them."""
    usual = 'a=1 b="2 3"'
    for line, made in zip([*lines, usual], objects([*lines, usual]), strict=True):
        if made is not None and _FITS.match(line):
            members = json.loads(made, object_pairs_hook=lambda found: found)
            assert dict(reversed(members)) == parse_pairs(line)
    assert objects([*lines, usual])[-1] is not None
