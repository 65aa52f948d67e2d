"""The index's columns say what decode() says, whatever the line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.logs.formats import FORMATS, Detection, Format, Shape, decode, detect
from inspector.logs.index.blocks import split
from inspector.logs.index.chunk import Chunk, insert
from inspector.logs.index.database import Database
from inspector.logs.index.habits import Habits
from inspector.logs.index.progress import Progress
from inspector.logs.index.segment import SegmentIndex

# The names are those of the lecture's formatter.
_HEAD = (
    '{"timestamp": "2026-03-04T09:15:02.123Z", "level": "INFO", "logger": "a", "message": "m", '
    '"function": "f", "line": 1, "request_id": "q"}'
)
PYTHON = detect([_HEAD.encode()] * 3)

LINES = (
    '{"timestamp": "2026-03-04T09:15:02.123456789+02:00", "level": "warning", "message": "ns"}',
    '{"timestamp": "2026-03-04 09:15:02,123", "level": "ERROR", "message": "comma"}',
    '{"timestamp": "2026-03-04T09:15:02+0130", "level": " Error ", "message": "offset"}',
    '{"timestamp": "2026-03-04T09:15:02-08", "message": "short offset"}',
    '{"timestamp": "2026/03/04 09:15:02", "message": "slashes"}',
    '{"timestamp": "2026-03-04", "message": "date only"}',
    '{"timestamp": "2026-03-04T09:15:60Z", "message": "leap second"}',
    '{"timestamp": "2026-03-04T24:00:00Z", "message": "hour 24"}',
    '{"timestamp": "2026-13-04T09:15:02Z", "message": "month 13"}',
    '{"timestamp": "2026-03-04T09:15:02 Europe/Berlin", "message": "zone name"}',
    '{"timestamp": "2026-03-04T09:15:02UTC", "message": "utc"}',
    '{"timestamp": "0001-01-01T00:00:00Z", "message": "year 1"}',
    '{"timestamp": "9999-12-31T23:59:59Z", "message": "year 9999"}',
    '{"timestamp": "infinity", "message": "infinity"}',
    '{"timestamp": 1772615702, "message": "seconds"}',
    '{"timestamp": 1772615702123, "message": "milliseconds"}',
    '{"timestamp": 1772615702123456, "message": "microseconds"}',
    '{"timestamp": 1772615702123456789, "message": "nanoseconds"}',
    '{"timestamp": 1772615702.25, "message": "fraction"}',
    '{"timestamp": "1772615702", "message": "text"}',
    '{"timestamp": 12, "message": "uptime"}',
    '{"timestamp": -1772615702, "message": "negative"}',
    '{"timestamp": true, "message": "truth"}',
    '{"timestamp": null, "time": "2026-03-04T09:15:02Z", "message": "null then time"}',
    '{"timestamp": {"s": 1}, "message": "nested time"}',
    '{"level": 40, "message": "python number"}',
    '{"level": "40", "message": "number as text"}',
    '{"level": "NOTSET", "message": "no level"}',
    '{"level": ["INFO"], "message": "list"}',
    '{"level": "\\u001b[31mERROR\\u001b[0m", "message": "\\u001b[1mbold\\u001b[0m"}',
    '{"message": {"a": [1, 2.50, null]}, "logger": ["x", 1]}',
    '{"message": "[worker] up", "logger": "{x}"}',
    '{"message": "{}"}',
    '{"message": 5, "logger": 1.50, "request_id": 77}',
    '{"message": 1e16, "logger": true}',
    '{"message": 123456789012345678901234567890}',
    '{"message": ""}',
    "{}",
    '{"message": null}',
    '{"request_id": "-", "message": "placeholder"}',
    '{"request_id": "NULL", "message": "placeholder"}',
    '{"request_id": "00000000-0000-0000-0000-000000000000", "message": "zeros"}',
    '{"request_id": "00000000-0000-0000-0000-00000000000a", "message": "nearly zeros"}',
    '{"request_id": "-a", "message": "dash first"}',
    '{"request_id": " r1 ", "message": "blanks"}',
    '{"request_id": "\\u00a0r1", "message": "no-break space"}',
    '{"request_id": true, "message": "truth"}',
    '{"request_id": "true", "message": "the word"}',
    '{"request_id": {"id": 1}, "message": "object"}',
    '{"request_id": ["a"], "message": "list"}',
    '{"request_id": 0, "message": "zero"}',
    '{"exception": ["a\\n", "b"], "message": "list of lines"}',
    '{"exception": "Traceback\\n  x", "message": "stack"}',
    '{"exception": {"type": "E"}, "message": "object"}',
    '{"exception": "", "message": "no stack"}',
    '{"message": "a", "message": "b"}',
    '{"message": NaN, "level": "INFO"}',
    '{"message": "comma after the last", "n": [1,], }',
    '{"message": "comma after none", "n": [,]}',
    '{"message": "two commas",,}',
    '{"message": "comma in a text,}", "n": nan,}',
    '{"message": inf, "logger": -Infinity, "request_id": nan, "exception": -nan}',
    '{"message": "nearly", "n": nano}',
    '{"message": [nan, -inf,],}',
    '{"message": "lone \\ud800 surrogate"}',
    '{"message": "nul \\u0000 inside"}',
    '{"message": "broken',
    '{"message": "two"} {"message": "objects"}',
    '["not", "an object"]',
    "plain words",
    "words with \x1b[31mcolour\x1b[0m",
    "nul \x00 byte",
    '\ufeff{"message": "mark"}',
    '{"n": ' + "[" * 30 + "]" * 30 + ', "message": "deep"}',
    '{"message": "größer 日本"}\r',
    "plain with return\r",
)


class Bench:
    """An index that can be filled again and again."""

    def __init__(self, folder: Path) -> None:
        self._database = Database()
        self._segment = SegmentIndex(self._database, 0, folder / "bench.index")

    def rows(
        self, data: bytes, detection: Detection, *, informed: bool
    ) -> tuple[list[tuple[object, ...]], list[bytes]]:
        """What the index holds of these bytes, and the bytes of each record.

        `informed` is to know beforehand how the first record is written.
        """
        self._segment.restart(Progress())
        records = split(data, len(data), detection, open_traceback=False)
        chunk = Chunk(data, records, offset=0, line=1, sequence=0)
        habits = Habits()
        habits.repeats_keys = True
        if informed:
            habits.learn([decode(chunk.record(0), detection)])
        with self._database.reading() as cursor:
            cursor.execute("BEGIN")
            figures = insert(cursor, self._segment.table, chunk, detection, habits)
            rows = cursor.execute(
                f"""SELECT CASE WHEN timed THEN order_ns END, level, structured, request, logger,
                           message, detail
                    FROM {self._segment.table}"""
            ).fetchall()
            cursor.execute("ROLLBACK")
        assert sum(figures.levels) == len(rows)
        return rows, [chunk.record(index) for index in range(len(records))]

    def close(self) -> None:
        self._segment.close()
        self._database.close()


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """One index for all tests of this module."""
    bench = Bench(tmp_path_factory.mktemp("bench"))
    yield bench
    bench.close()


def assert_agreement(bench: Bench, data: bytes, detection: Detection) -> None:
    """Every column of every row is what the decoder makes of the record's bytes."""
    rows, records = bench.rows(data, detection, informed=False)
    informed, _ = bench.rows(data, detection, informed=True)
    expected = []
    for record in records:
        made = decode(record, detection)
        expected.append(
            (
                made.time_ns,
                int(made.level),
                made.structured,
                made.request_id,
                made.logger,
                made.message,
                made.detail,
            )
        )

    assert expected == rows
    assert expected == informed


@pytest.mark.parametrize("line", LINES)
def test_each_line_is_indexed_as_it_is_decoded(bench: Bench, line: str) -> None:
    """Rare spellings of every column agree with the decoder."""
    assert_agreement(bench, f"{_HEAD}\n{line}\n{_HEAD}\n".encode("utf-8", "surrogatepass"), PYTHON)


def test_all_lines_together_are_indexed_as_they_are_decoded(bench: Bench) -> None:
    """What one line needs does not change its neighbours, continuation lines included."""
    lines = "\n".join((*LINES, "Traceback (most recent call last):", "  File x", "ValueError: y", _HEAD))
    assert_agreement(bench, lines.encode("utf-8", "surrogatepass"), PYTHON)


@pytest.mark.parametrize("spec", FORMATS, ids=[spec.name for spec in FORMATS])
def test_samples_of_every_format_are_indexed_as_they_are_decoded(bench: Bench, spec: Format) -> None:
    """The samples that test the decoder test the SQL too, with the request ID that each names."""
    for sample in spec.samples:
        data = f"{sample.line}\n".encode() * 3
        assert_agreement(
            bench, data, Detection(spec, "", spec.request_keys[0] if spec.request_keys else None)
        )
        assert_agreement(bench, data, detect(data.splitlines()))


@pytest.mark.parametrize("spec", FORMATS, ids=[spec.name for spec in FORMATS])
def test_foreign_lines_are_indexed_as_they_are_decoded(bench: Bench, spec: Format) -> None:
    """A format meets the lines of all others."""
    lines = [sample.line for other in FORMATS for sample in other.samples]
    assert_agreement(bench, "\n".join((*lines, *LINES)).encode("utf-8", "surrogatepass"), Detection(spec, ""))


STAMPS = (
    "2026-03-04T09:15:02.123Z",
    "2026-03-04T09:15:02Z",
    "2026-03-04 09:15:02,123",
    "2024-02-29T23:59:59.123456789+05:30",
    "2026-03-04T09:15:02-0800",
    "2026-02-29T09:15:02.123Z",
    "2026-03-04T24:00:00.000Z",
    "2026-03-04T09:60:02.123Z",
    "2026-03-04T09:15:60.123Z",
    "2026-13-04T09:15:02.123Z",
    "2026-03-00T09:15:02.123Z",
    "2026-03-04T09:15:02.1:3Z",
    " 026-03-04T09:15:02.123Z",
    "2026-03-04T 9:15:02.123Z",
    "2026-03-04T09:15:02.12 Z",
    "0026-03-04T09:15:02.123Z",
    "9026-03-04T09:15:02.123Z",
    "2026-03-04T09:15:02.123+24:00",
    "2026-03-04T09:15:02.123Zz",
)


@pytest.mark.parametrize(
    "template",
    [
        '{"timestamp": "%s", "level": "INFO", "message": "m"}',
        '{"timestamp":"%s"}',
        '{ "timestamp" : "%s", "time": "2020-01-01T00:00:00Z"}',
        '{"time": "%s", "timestamp": "2020-01-01T00:00:00Z", "message": "the other key counts"}',
    ],
)
@pytest.mark.parametrize("first", STAMPS)
def test_times_at_the_beginning_are_indexed_as_they_are_decoded(
    bench: Bench, first: str, template: str
) -> None:
    """What holds for the first line is believed of no other."""
    lines = "\n".join(template % stamp for stamp in (first, *STAMPS, first))
    assert_agreement(bench, lines.encode(), PYTHON)
    assert_agreement(bench, "\n".join([template % first] * 3).encode(), PYTHON)


@pytest.mark.parametrize(
    "value",
    [
        "r\\n",
        "r\\t",
        "r\\u0020",
        "\\u00a0r",
        "r\\u2003",
        "r ",
        "\\\\n",
        '\\"',
        "\\u001b[1mr",
        "nan",
        "Infinity",
        "none",
        "N/A",
        "a\\nb",
    ],
)
def test_odd_texts_among_simple_lines_are_indexed_as_they_are_decoded(bench: Bench, value: str) -> None:
    """Escapes and words that mean something else, in every place of an otherwise simple log."""
    keys = ("request_id", "logger", "message", "exception", "level")
    lines = [f'{{"timestamp": "2026-03-04T09:15:02.123Z", "{key}": "{value}"}}' for key in keys]
    assert_agreement(bench, "\n".join((_HEAD, *lines)).encode(), PYTHON)


def test_bytes_that_are_no_text_are_replaced(bench: Bench) -> None:
    """The record beside them is not touched, and lengths stay those of the file."""
    data = b'{"message": "\xff\xfe"}\n{"message": "fine \xc3\xa4"}\nplain \xe2\x82\n'
    assert_agreement(bench, data, PYTHON)


_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False).filter(bool),
    st.text(max_size=12),
    st.sampled_from(
        ["INFO", "warn", "Error", "-", "0", "000", "[x", "{", "2026-03-04 09:15:02,5", "\x1b[1m"]
    ),
    st.datetimes().map(str),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from("ab"), st.text(max_size=3), max_size=2),
)
_KEYS = st.sampled_from(
    ["timestamp", "time", "level", "logger", "name", "message", "exception", "request_id", "x"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(_KEYS, _VALUES, max_size=6), min_size=1, max_size=20), st.booleans())
def test_any_object_is_indexed_as_it_is_decoded(
    bench: Bench, records: list[dict[str, object]], ascii_only: bool
) -> None:
    """Objects with values of every kind under the keys that matter."""
    data = "\n".join(json.dumps(record, ensure_ascii=ascii_only) for record in records)
    assert_agreement(bench, data.encode("utf-8", "surrogatepass"), PYTHON)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=30), min_size=1, max_size=10).map(b"\n".join).filter(bool))
def test_any_bytes_are_indexed_as_they_are_decoded(bench: Bench, data: bytes) -> None:
    """No input makes the two differ, and none fails."""
    for spec in FORMATS:
        if spec.shape is Shape.TEXT or spec.name == "json":
            assert_agreement(bench, data, Detection(spec, ""))
