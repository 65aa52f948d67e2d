"""Logs that have to be unpacked or rewritten, as a set shows them."""

from __future__ import annotations

import gzip
import json
import lzma
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector.base.cancel import Cancelled, CancelToken
from inspector.logs.follow import LogSet, LogState, SourceStatus, segments
from inspector.logs.query import Query
from inspector.logs.records import Level

Opener = Callable[..., LogSet]
COUNT = 30
OBJECTS = [
    {"timestamp": f"2026-03-04T09:15:{n:02}Z", "level": "ERROR" if n == 3 else "INFO", "message": f"m{n}"}
    for n in range(COUNT)
]
LINES = "".join(json.dumps(value) + "\n" for value in OBJECTS).encode()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Opens log sets with a cache and closes them after the test."""
    sets: list[LogSet] = []

    def open_set(*paths: Path) -> LogSet:
        sets.append(LogSet(paths, tmp_path / "cache"))
        return sets[-1]

    yield open_set
    for logs in sets:
        logs.close()


def shown(logs: LogSet) -> list[str]:
    """The messages of all records."""
    return [record.message for record in logs.records(logs.rows(Query()).ids.tolist())]


def write(log: Path, data: bytes) -> None:
    """Long ago: nothing is waited for."""
    log.write_bytes(data)
    os.utime(log, (1_000_000_000, 1_000_000_000))


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (gzip.compress(LINES), range(1, 31)),
        (lzma.compress(LINES), range(1, 31)),
        (LINES.decode().encode("utf-16"), range(1, 31)),
        (json.dumps(OBJECTS).encode(), [1] * COUNT),
        (json.dumps(OBJECTS, indent=2).encode(), range(2, 2 + 5 * COUNT, 5)),
        (gzip.compress(json.dumps({"Records": OBJECTS}).encode()), [1] * COUNT),
    ],
    ids=["gzip", "xz", "utf-16", "array", "pretty", "records"],
)
def test_it_is_shown_as_if_it_were_lines(
    data: bytes, lines: list[int] | range, tmp_path: Path, opened: Opener
) -> None:
    """Records with their lines in the file, filters, figures, preview; again from what was kept."""
    log = tmp_path / "a.log"
    write(log, data)
    for _ in range(2):
        logs = opened(log)
        state = logs.refresh()
        records = logs.records(logs.rows(Query()).ids.tolist())

        assert [(record.message, record.line) for record in records] == [
            (f"m{n}", line) for n, line in enumerate(lines)
        ]
        assert (state.records, state.levels[Level.ERROR], state.unparsed) == (COUNT, 1, 0)
        assert (state.sources[0].status, state.sources[0].problem) == (SourceStatus.FOLLOWING, "")
        assert state.indexed_bytes == state.size_bytes
        assert len(logs.rows(Query(where="message = 'm7'")).ids) == 1
        assert len(logs.rows(Query(where=f"log_line = {lines[-1]}")).ids) == sum(
            n == lines[-1] for n in lines
        )
        preview = logs.preview(3)
        assert [(record.message, record.line) for record in preview] == [
            (f"m{n}", lines[n]) for n in range(COUNT - 3, COUNT)
        ]
        logs.close()
    assert len(list((tmp_path / "cache").glob("*.index"))) == 1


def test_reopening_unpacks_nothing(tmp_path: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """Index and spool are found again."""
    log = tmp_path / "a.log.gz"
    write(log, gzip.compress(LINES))
    first = opened(log)
    first.refresh()
    first.close()
    monkeypatch.setattr("inspector.logs.sources.rewriting.Rewriter.feed", None)

    again = opened(log)

    assert (again.refresh().records, len(shown(again))) == (COUNT, COUNT)


def test_what_is_there_is_shown_while_the_rest_is_unpacked(
    tmp_path: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Step by step, and cancelling ends it between two of them; the next refresh goes on."""
    monkeypatch.setattr(segments, "_STEP_BYTES", 1 << 20)
    log = tmp_path / "a.log.gz"
    write(log, gzip.compress(LINES * 8000, 1))
    logs = opened(log)
    token = CancelToken()
    states: list[LogState] = []

    def told(state: LogState) -> None:
        states.append(state)
        if len(states) == 3:
            token.cancel()

    with pytest.raises(Cancelled):
        logs.refresh(token, told)

    assert 0 < states[0].records < states[-1].records < COUNT * 8000
    assert states[-1].indexed_bytes < states[-1].size_bytes
    assert len(logs.rows(Query()).ids) == states[-1].records
    assert logs.refresh().records == COUNT * 8000


def test_a_cut_tail_is_a_problem_and_the_rest_is_shown(tmp_path: Path, opened: Opener) -> None:
    """By itself, and beside other files."""
    log, other = tmp_path / "a.gz", tmp_path / "b.log"
    write(log, gzip.compress(LINES) + gzip.compress(os.urandom(999))[:500])
    write(other, LINES)

    state = opened(log, other).refresh()

    assert state.records > 2 * COUNT
    assert [source.problem for source in state.sources] == [
        "a.gz ends in the middle of its gzip data: shown up to there",
        "",
    ]


def test_a_damaged_beginning_is_a_problem(tmp_path: Path, opened: Opener) -> None:
    """There is nothing to show."""
    log = tmp_path / "a.gz"
    write(log, b"\x1f\x8b\x08\x00" + b"\xff" * 99)

    source = opened(log).refresh().sources[0]

    assert source.problem.startswith("a.gz is damaged (gzip, within its first 103 bytes)")


def test_a_file_that_grows_is_followed(tmp_path: Path, opened: Opener) -> None:
    """UTF-16 with half a character, then the rest; then it is truncated and written anew."""
    log = tmp_path / "a.log"
    data = LINES.decode().encode("utf-16")
    log.write_bytes(data[:101])
    logs = opened(log)
    logs.refresh()
    with log.open("ab") as file:
        file.write(data[101:])
    logs.refresh()
    assert shown(logs) == [value["message"] for value in OBJECTS]

    log.write_bytes('{"message": "new"}\n'.encode("utf-16"))
    state = logs.refresh()

    assert shown(logs) == [*(value["message"] for value in OBJECTS), "new"]
    assert (state.sources[0].truncations, state.sources[0].rotations) == (1, 0)
    assert not any(record.gone for record in logs.records(logs.rows(Query()).ids.tolist()))


def test_a_live_file_is_rotated(tmp_path: Path, opened: Opener) -> None:
    """An array before, lines after."""
    log = tmp_path / "a.log"
    log.write_text('[\n{"message": "one"},')
    logs = opened(log)
    logs.refresh()
    log.rename(tmp_path / "old")
    with (tmp_path / "old").open("a") as old:
        old.write('\n{"message": "two"}\n]\n')
    log.write_text('{"message": "three"}\n')

    state = logs.refresh()

    assert shown(logs) == ["one", "two", "three"]
    assert (state.sources[0].truncations, state.sources[0].rotations) == (0, 1)


@pytest.mark.parametrize("start", ["[", "[\n", "\x1f", "\ufeff", '{"Rec'])
def test_too_little_to_decide_by_waits(start: str, tmp_path: Path, opened: Opener) -> None:
    """It becomes what it becomes; here, text."""
    log = tmp_path / "a.log"
    log.write_text(start, "utf-8")
    logs = opened(log)
    assert logs.refresh().records == 0

    with log.open("a") as file:
        file.write("plain text\n")
    logs.refresh()

    assert "".join(shown(logs)).replace("\n", "") == start.strip("\ufeff\n") + "plain text"
