"""Files that no one should write, and everyone meets."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

from inspector.logs.export import masked_record, record_document
from inspector.logs.follow import LogSet, SourceStatus
from inspector.logs.formats.values import TOO_DEEP
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


def test_a_line_of_a_hundred_megabytes_is_one_record(tmp_path: Path) -> None:
    """Nothing of it is kept in memory but its beginning."""
    log = tmp_path / "huge.log"
    with log.open("wb") as file:
        file.write(OBJECT + b'\n{"message": "')
        for _ in range(100):
            file.write(b"x" * (1 << 20))
        file.write(b'"}\n' + OBJECT + b"\n")
    records, logs = read(log)
    try:
        _, huge, after = records
        assert (huge.length, huge.structured, after.message) == ((100 << 20) + 16, False, "m")
        assert len(logs.rows(Query(where="message like '%xxx%'")).ids) == 1
        assert [field.name for field in logs.stats().fields] == ["level", "message", "timestamp"]
    finally:
        logs.close()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (random.Random(1).randbytes(2 << 20), "a.log looks like a binary file"),
        (b"\0" * (2 << 20), "a.log looks like a binary file"),
        (b"PK\x03\x04" + OBJECT, "a.log is a zip archive: unpack it to read it"),
        (b"\x1b[31mred\x1b[0m\ttab\r\n" * 9, ""),
        ("日本語\n".encode() * 9, ""),
    ],
)
def test_what_is_no_text_is_said(data: bytes, problem: str, tmp_path: Path) -> None:
    """It is shown and counted all the same."""
    log = tmp_path / "a.log"
    log.write_bytes(data)
    os.utime(log, (0, 0))
    records, logs = read(log)
    try:
        state = logs.state()
        assert (state.sources[0].problem, state.sources[0].status) == (problem, SourceStatus.FOLLOWING)
        assert state.lines == data.count(b"\n") + (not data.endswith(b"\n"))
        assert len(records) == state.records > 0
        for record in records:
            masked_record(record)
    finally:
        logs.close()


def test_what_is_no_file_is_a_problem(tmp_path: Path) -> None:
    """An endless device is not read; a pipe that nobody writes to is one to come, and not waited for."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    logs = LogSet([pipe, Path("/dev/zero")], None)
    try:
        waiting, refused = logs.refresh().sources
        assert (waiting.problem, waiting.records) == ("", 0)
        assert refused.problem.partition(" ")[2] == "cannot be read: not a regular file"
        assert refused.status is SourceStatus.UNREADABLE
        assert logs.preview() == ()
    finally:
        logs.close()


@pytest.mark.parametrize("depth", [30, 200, 900, 5_000])
@pytest.mark.parametrize("brackets", [('{"a": ', "1", "}"), ("[", "", "]")])
@pytest.mark.parametrize("name", ["x", "message", "password"])
def test_what_is_nested_deep_can_be_shown(
    depth: int, brackets: tuple[str, str, str], name: str, tmp_path: Path
) -> None:
    """As far as it can be, and what is left out is told; secrets stay hidden."""
    opening, middle, closing = brackets
    log = tmp_path / "deep.log"
    log.write_text(f'{{"level": "INFO", "{name}": {opening * depth}{middle}{closing * depth}}}\n')
    (record,), logs = read(log)
    logs.close()

    document = json.dumps(record_document(record))
    json.dumps(record_document(record, reveal=True))

    shown = masked_record(record)
    if name == "x" and depth < 1_000:
        assert (TOO_DEEP in json.dumps(shown.fields, ensure_ascii=False)) == (depth > 64)
    if name == "password" and middle and depth < 1_000:
        assert '"a": 1' not in document


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_plain_text_is_read_whatever_its_line_ends(end: str, start: str, tmp_path: Path) -> None:
    """The lecture's formatter, a traceback below, a last line without an end."""
    lines = [
        "2026-03-04 09:15:02,123 - api - INFO - started\0 twice",
        "2026-03-04 09:15:03,456 - api - ERROR - failed",
        "Traceback (most recent call last):",
        '  File "x.py", line 1, in <module>',
        "ValueError: no",
        "2026-03-04 09:15:04,789 - db.pool - WARNING - slow",
    ]
    log = tmp_path / "text.log"
    log.write_bytes((start + (end or "\n").join(lines) + end).encode())
    os.utime(log, (0, 0))
    records, logs = read(log)
    try:
        assert [(record.level, record.logger, record.message, record.line) for record in records] == [
            (Level.INFO, "api", "started\0 twice", 1),
            (Level.ERROR, "api", "failed", 2),
            (Level.WARNING, "db.pool", "slow", 6),
        ]
        assert records[1].detail == "\n".join(lines[2:5])
        stats = logs.stats()
        assert (stats.records, stats.lines, stats.unparsed, stats.fields) == (3, 6, 0, ())
        assert stats.formats == ("Python text",)
        assert len(logs.rows(Query(text="valueerror")).ids) == 1
    finally:
        logs.close()
