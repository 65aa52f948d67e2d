"""Nothing is lost and nothing comes twice, whatever a program does to its log."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.logs.follow import FileSpec, FolderSpec, LogSet, SourceSpec
from inspector.logs.index.ingest import Ingest
from inspector.logs.query import Query
from tests.logs.follow.faults import ALONE, IN_A_SET
from tests.logs.follow.witness import witness


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("kind", ["file", "set", "folder"])
def test_a_mistreated_log_is_followed_to_the_line(kind: str, seed: int, tmp_path: Path) -> None:
    """A process of its own writes, rotates, truncates, deletes, replaces and packs at random; see
    tests/benchmarks for a minute of it."""
    log = tmp_path / "a.log"
    log.touch()
    sources: dict[str, SourceSpec] = {
        "file": FileSpec(log),
        "set": FileSpec(log, rotated=True),
        "folder": FolderSpec(tmp_path),
    }
    is_set = kind != "file"

    found = witness(log, sources[kind], seed, faults=12, seconds=1.5, is_set=is_set)

    assert (found.lost, found.doubled) == ((), ())
    assert found.lines >= 3
    assert set(found.faults) <= set(IN_A_SET if is_set else ALONE)


def test_files_of_a_set_that_are_no_longer_held_open_give_their_inodes_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new file that gets the inode of one that was let go of and deleted is taken in."""
    monkeypatch.setattr("inspector.logs.follow.source._OPEN_SEGMENTS", 4)
    log = tmp_path / "a.log"
    log.touch()

    found = witness(log, FileSpec(log, rotated=True), 400, faults=60, seconds=6.0, is_set=True)

    assert (found.lost, found.doubled) == ((), ())


@pytest.mark.parametrize("again", [1, 30])
def test_a_file_rewritten_while_it_is_indexed_begins_anew(
    again: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading and committing: what was read is not shown, and what is there now is, wholly."""
    log = tmp_path / "a.log"
    log.write_text("old line\n" * 10)
    insert = Ingest._insert

    def rewrite(self: Ingest, *arguments: object, **more: object) -> object:
        inserted = insert(self, *arguments, **more)  # type: ignore[arg-type]
        monkeypatch.setattr(Ingest, "_insert", insert)
        with log.open("r+b") as file:
            file.truncate()
            file.write(b"new line\n" * again)
        return inserted

    monkeypatch.setattr(Ingest, "_insert", rewrite)
    logs = LogSet([log], None)
    try:
        logs.refresh()
        logs.refresh()
        records = logs.records(logs.rows(Query()).ids.tolist())
        assert [record.message for record in records] == ["new line"] * again
    finally:
        logs.close()


def test_half_a_line_of_a_file_that_is_rotated_away_is_shown(tmp_path: Path) -> None:
    """When nobody looks at the file any more it counts as it is."""
    log = tmp_path / "a.log"
    logs = LogSet([log], None)
    try:
        for number in range(8):
            log.write_text(f"line {number}\nhalf {number}")
            logs.refresh()
            log.rename(tmp_path / f"old.{number}")
        log.write_text("last\n")
        logs.refresh()
        logs.refresh()
        messages = [record.message for record in logs.records(logs.rows(Query()).ids.tolist())]
        assert [f"half {number}" in messages for number in range(5)] == [True] * 5
        assert len(messages) == len(set(messages))
    finally:
        logs.close()
