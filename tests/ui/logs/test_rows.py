"""The row buffer: growth, late rows, places."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inspector.logs.query import Rows, Watermark
from inspector.ui.logs.rows import RowBuffer, next_among


def rows(*pairs: tuple[int, int]) -> Rows:
    """An answer from (id, time) pairs."""
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Rows(table[:, 0].copy(), table[:, 1].copy(), Watermark((len(pairs),)), 0)


def grow(buffer: RowBuffer, answer: Rows) -> None:
    for block in buffer.blocks(answer):
        buffer.insert(block)


def test_one_source_grows_at_its_end_whatever_the_times() -> None:
    """File order holds for a single source."""
    buffer = RowBuffer(rows((0, 50), (1, 60)), by_time=False)

    grow(buffer, rows((2, 10), (3, 70)))

    assert buffer.ids.tolist() == [0, 1, 2, 3]


def test_late_rows_of_a_renamed_file_come_before_its_successor() -> None:
    """One source stands in the order of its row IDs."""
    buffer = RowBuffer(rows((0, 50), (1, 60), (100, 70)), by_time=False)
    answer = rows((2, 90), (3, 80), (101, 10))

    assert [(block.at, block.ids.tolist()) for block in buffer.blocks(answer)] == [(2, [2, 3]), (5, [101])]
    grow(buffer, answer)
    assert buffer.ids.tolist() == [0, 1, 2, 3, 100, 101]


def test_late_rows_of_merged_sources_come_into_their_place() -> None:
    """Blocks are announced with the position that they have when those before them are in."""
    buffer = RowBuffer(rows((0, 10), (1, 30), (2, 50)), by_time=True)
    answer = rows((10, 20), (11, 30), (12, 60))

    blocks = buffer.blocks(answer)

    assert [(block.at, block.ids.tolist()) for block in blocks] == [(1, [10]), (3, [11]), (5, [12])]
    grow(buffer, answer)
    assert buffer.ids.tolist() == [0, 10, 1, 11, 2, 12]


def test_no_rows_are_no_block() -> None:
    """An empty answer changes nothing."""
    assert RowBuffer(rows((0, 1)), by_time=True).blocks(rows()) == ()


def test_the_answer_is_not_written_to() -> None:
    """Answers are read-only; growth copies them first."""
    answer = rows((0, 1), (1, 2))
    answer.ids.flags.writeable = False
    buffer = RowBuffer(answer, by_time=True)

    grow(buffer, rows((2, 0)))

    assert (answer.ids.tolist(), buffer.ids.tolist()) == ([0, 1], [2, 0, 1])


@given(st.lists(st.lists(st.integers(0, 40), max_size=12).map(sorted), min_size=1, max_size=8))
def test_merging_batch_by_batch_equals_sorting_all(batches: list[list[int]]) -> None:
    """However rows arrive, they end up in stable order of time."""
    number, pairs, answers = 0, [], []
    for batch in batches:
        answer = [(number + place, time) for place, time in enumerate(batch)]
        number += len(batch)
        pairs += answer
        answers.append(answer)
    buffer = RowBuffer(rows(*answers[0]), by_time=True)

    for answer in answers[1:]:
        grow(buffer, rows(*answer))

    assert buffer.ids.tolist() == [row for row, _ in sorted(pairs, key=lambda pair: pair[1])]


def test_position_and_nearest() -> None:
    """A row that is not among the rows is replaced by its neighbour in the file."""
    buffer = RowBuffer(rows((5, 0), (9, 0), (20, 0)), by_time=False)

    assert (buffer.position(9), buffer.position(10)) == (1, None)
    assert (buffer.nearest(9), buffer.nearest(11), buffer.nearest(1000)) == (1, 1, 2)


def test_nearest_of_nothing_is_nothing() -> None:
    """An empty answer has no places."""
    buffer = RowBuffer(rows(), by_time=True)

    assert (buffer.nearest(3), buffer.nearest_time(3)) == (None, None)


def test_nearest_time_is_for_merged_sources_only() -> None:
    """The first row at or after a time, the last one for a later time."""
    merged = RowBuffer(rows((1, 10), (2, 20)), by_time=True)
    single = RowBuffer(rows((1, 10), (2, 20)), by_time=False)

    assert [merged.nearest_time(time) for time in (0, 15, 20, 99)] == [0, 1, 1, 1]
    assert single.nearest_time(15) is None


@given(
    st.lists(st.integers(0, 300), unique=True, min_size=1, max_size=60),
    st.lists(st.integers(0, 300), unique=True, max_size=20),
    st.integers(-2, 62),
    st.booleans(),
)
def test_next_among_is_the_first_wanted_in_the_direction(
    ids: list[int], wanted: list[int], start: int, forward: bool
) -> None:
    """Same answer as walking row by row."""
    inside = range(len(ids))
    walk = range(start, len(ids)) if forward else range(start, -1, -1)
    places = (place for place in walk if place in inside and ids[place] in wanted)
    expected = next(places, None) if start in inside else None

    found = next_among(
        np.array(ids, dtype=np.int64), np.array(wanted, dtype=np.int64), start, forward=forward
    )

    assert found == expected


def test_next_among_crosses_chunks() -> None:
    """A hit far away is found in both directions."""
    ids = np.arange(200_000, dtype=np.int64)

    assert next_among(ids, np.array([199_999]), 0, forward=True) == 199_999
    assert next_among(ids, np.array([0]), 199_999, forward=False) == 0


def test_a_buffer_holds_the_last_rows_only() -> None:
    """What is too much is left out at the beginning, and counted."""
    buffer = RowBuffer(rows(*((row, row) for row in range(10))), by_time=True, most=6)

    assert (buffer.ids.tolist(), buffer.left_out) == ([4, 5, 6, 7, 8, 9], 4)
    assert not buffer.has_room(1)
    buffer.drop_first(3)
    assert (buffer.ids.tolist(), buffer.left_out, buffer.has_room(3)) == ([7, 8, 9], 7, True)
    (block,) = buffer.blocks(rows((20, 8)))
    buffer.insert(block)
    assert buffer.ids.tolist() == [7, 8, 20, 9]
