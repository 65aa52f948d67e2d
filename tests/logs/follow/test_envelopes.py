"""Logs in envelopes and in logfmt, opened, followed and queried."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inspector.logs.follow import LogSet
from inspector.logs.query import Query
from inspector.logs.records import Level, Record


def docker(text: str, second: int = 0, stream: str = "stdout") -> str:
    """A line of docker's json-file driver."""
    return json.dumps({"log": text, "stream": stream, "time": f"2024-03-04T05:06:{second:02}Z"}) + "\n"


@contextmanager
def opened(log: Path) -> Iterator[LogSet]:
    """A set of one log, read to its end."""
    logs = LogSet([log], None)
    try:
        logs.refresh()
        yield logs
    finally:
        logs.close()


def records(logs: LogSet, query: Query | None = None) -> tuple[Record, ...]:
    """What fulfils a query, everything without one."""
    return logs.records(logs.rows(query or Query()).ids.tolist())


INNER = ('{"level":"info","msg":"a","n":1}\n', '{"level":"error","msg":"b","n":2}\n', "no object\n")


def test_places_are_those_of_the_file(tmp_path: Path) -> None:
    """Offsets, lengths and lines count what stands in the file, tracebacks and parts included."""
    log = tmp_path / "app.log"
    lines = [
        docker(INNER[0]),
        docker('{"level":"error",'),
        docker('"msg":"b"}\n', 1),
        docker("Traceback (most recent call last):\n", 2),
        docker("ValueError: x\n", 3),
        docker(INNER[2], 4, "stderr"),
    ]
    log.write_text("".join(lines))
    with opened(log) as logs:
        found = records(logs)
        assert [(record.line, record.message, record.level) for record in found] == [
            (1, "a", Level.INFO),
            (2, "b", Level.ERROR),
            (6, "no object", Level.UNKNOWN),
        ]
        sizes = [len(line) for line in lines]
        assert [(record.offset, record.length) for record in found] == [
            (0, sizes[0]),
            (sizes[0], sum(sizes[1:5])),
            (sum(sizes[:5]), sizes[5]),
        ]
        assert found[1].detail == "Traceback (most recent call last):\nValueError: x"
        assert found[2].fields["stream"] == "stderr"
        assert [record.message for record in logs.preview()] == ["a", "b", "no object"]
        assert (logs.state().records, logs.state().lines) == (3, 6)


def test_a_line_that_comes_in_parts_grows(tmp_path: Path) -> None:
    """Looked at in between, it is one record all the same."""
    log = tmp_path / "app.log"
    log.write_text(docker(INNER[0]) + docker('{"level":"warn","msg":"in '))
    with opened(log) as logs:
        assert len(records(logs)) == 2
        for part in ("three ", 'parts"}\n', INNER[1]):
            with log.open("a") as file:
                file.write(docker(part))
            logs.refresh()
        assert [(record.message, record.level) for record in records(logs)] == [
            ("a", Level.INFO),
            ("in three parts", Level.WARNING),
            ("b", Level.ERROR),
        ]
        assert (logs.state().records, logs.state().lines) == (3, 5)


def test_fields_inside_and_outside_can_be_asked_for(tmp_path: Path) -> None:
    """Those of the record, and those of its envelope."""
    log = tmp_path / "app.log"
    log.write_text("".join(docker(line, 0, stream) for line in INNER for stream in ("stdout", "stderr")))
    with opened(log) as logs:
        assert [record.message for record in records(logs, Query(where="n = 2"))] == ["b", "b"]
        assert len(records(logs, Query(where="stream = 'stderr'"))) == 3
        assert len(records(logs, Query(where="n = 1 and stream = 'stderr'"))) == 1
        fields = {field.name: field.records for field in logs.stats().fields}
        assert fields == {"stream": 6, "time": 6, "level": 4, "msg": 4, "n": 4}


def test_pairs_can_be_asked_for(tmp_path: Path) -> None:
    """The values of logfmt are texts; a number is compared as one."""
    log = tmp_path / "app.log"
    log.write_text('level=info msg=a took=5 path=/x\nlevel=warn msg="b c" took=70 path=/y\nnoise\n')
    with opened(log) as logs:
        assert [record.message for record in records(logs, Query(where="took > 9"))] == ["b c"]
        assert [record.message for record in records(logs, Query(where="path = '/x'"))] == ["a"]
        assert {field.name for field in logs.stats().fields} == {"level", "msg", "took", "path"}


def test_what_is_not_right_is_counted(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 and lines of unknown level, once each, however often the file is looked at."""
    log = tmp_path / "app.log"
    log.write_bytes(b'{"level":"info","msg":"a"}\n{"level":"info","msg":"\xff"}\n')
    with opened(log) as logs:
        with log.open("ab") as file:
            file.write(b"  more \xff\nplain\n")
        logs.refresh()
        stats = logs.stats()
        assert (stats.records, stats.unparsed, stats.without_level, stats.invalid, stats.huge) == (
            3,
            1,
            1,
            1,
            0,
        )
