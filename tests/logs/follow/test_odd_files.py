"""Files that no one should write, and everyone meets."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.logs.follow import LogSet, SourceStatus
from inspector.logs.index.blocks import HUGE_LINE_BYTES
from inspector.logs.query import Query
from inspector.logs.records import Level, Record

OBJECT = b'{"timestamp": "2026-03-04T09:15:02Z", "level": "INFO", "message": "m"}'


def read(log: Path) -> tuple[tuple[Record, ...], LogSet]:
    """All records of a file; the caller closes the set."""
    logs = LogSet([log], None)
    logs.refresh()
    return logs.records(logs.rows(Query()).ids.tolist()), logs


@pytest.mark.parametrize(
    ("data", "messages"),
    [
        (b"", []),
        (b"\n", [""]),
        (b"\xef\xbb\xbf" + OBJECT + b"\n", ["m"]),
        (OBJECT + b"\r\n" + OBJECT + b"\r\n", ["m", "m"]),
        (b"nul \x00 here\n" + OBJECT + b"\n", ["nul \x00 here", "m"]),
        (b"\xff\xfe bad\n" + OBJECT + b"\n", ["�� bad", "m"]),
        (b'{"message": "a", "message": "b", "level": NaN}\n', ["b"]),
        (b'{"message": "deep", "x": ' + b"[" * 30 + b"]" * 30 + b"}\n", ["deep"]),
        (b'{"message": "big", "x": 123456789012345678901234567890}\n', ["big"]),
        (b"  indented\n\tmore\n", ["  indented"]),
    ],
)
def test_odd_files_are_shown(data: bytes, messages: list[str], tmp_path: Path) -> None:
    """In the table and in the preview alike."""
    log = tmp_path / "odd.log"
    log.write_bytes(data)
    records, logs = read(log)
    try:
        assert messages == [record.message for record in records]
        assert messages == [record.message for record in logs.preview()]
        assert logs.state().sources[0].status is SourceStatus.FOLLOWING
        assert logs.state().lines == data.count(b"\n")
    finally:
        logs.close()


def test_a_huge_line_is_one_plain_record(tmp_path: Path) -> None:
    """Its first part is kept, and its neighbours are what they are."""
    log = tmp_path / "huge.log"
    with log.open("wb") as file:
        file.write(
            OBJECT + b"\n" + b'{"message": "' + b"x" * (HUGE_LINE_BYTES * 2) + b'"}\n' + OBJECT + b"\n"
        )
    records, logs = read(log)
    try:
        before, huge, after = records
        assert (before.message, after.message, after.line) == ("m", "m", 3)
        assert (huge.level, huge.structured, huge.length) == (Level.UNKNOWN, False, HUGE_LINE_BYTES * 2 + 16)
        assert huge.message.startswith('{"message": "xxx')
        assert len(huge.message) < 100_000
    finally:
        logs.close()


def test_many_chunks_stand_in_order(tmp_path: Path) -> None:
    """Two workers insert; a traceback across the border of two chunks stays one record."""
    log = tmp_path / "many.log"
    pad = b"p" * 900
    with log.open("wb") as file:
        for number in range(16_000):
            file.write(b'{"message": "%d", "pad": "%s"}\n' % (number, pad))
            if number % 50 == 0:
                file.write(b"Traceback (most recent call last):\n  File x\nValueError: no\n")
    logs = LogSet([log], None)
    try:
        state = logs.refresh()
        rows = logs.rows(Query())
        assert (state.records, state.lines) == (16_000, 16_000 + 3 * 320)
        assert rows.ids.tolist() == list(range(16_000))
        assert len(logs.rows(Query(text="valueerror")).ids) == 320
        sample = logs.records(rows.ids[::999].tolist())
        assert [record.message for record in sample] == [str(number) for number in range(0, 16_000, 999)]
    finally:
        logs.close()
