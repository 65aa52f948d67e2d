"""Logs that are looked for in folders and by patterns."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector.logs.follow import FileSpec, FolderSpec, GlobSpec, LogSet, SourceSpec, SourceStatus, search
from inspector.logs.query import Query

Opener = Callable[..., LogSet]
LINE = b'{"message": "one"}\n'


@pytest.fixture
def opened() -> Iterator[Opener]:
    """Opens log sets and closes them after the test."""
    sets: list[LogSet] = []

    def open_set(*sources: SourceSpec | Path) -> LogSet:
        sets.append(LogSet(sources, None))
        return sets[-1]

    yield open_set
    for logs in sets:
        logs.close()


def names(logs: LogSet) -> list[str]:
    """What the sources are called."""
    return sorted(Path(source.path).name for source in logs.state().sources)


def test_a_folder_stands_for_its_logs(tmp_path: Path, opened: Opener) -> None:
    """Rotated ones are part of theirs; binary files, other names and broken links are left out."""
    for name in ("a.log", "a.log.1", "b.jsonl", "c-2026-11-24.log", "d.ndjson.2", "notes.txt", "x.json"):
        (tmp_path / name).write_bytes(LINE)
    (tmp_path / "e.log.gz").write_bytes(gzip.compress(LINE))
    (tmp_path / "binary.log").write_bytes(bytes(range(32)) * 99)
    (tmp_path / "empty.log").touch()
    (tmp_path / "folder.log").mkdir()
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "f.log").write_bytes(LINE)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "g.log").write_bytes(LINE)
    (tmp_path / "link.log").symlink_to(tmp_path / "nowhere")
    os.utime(tmp_path / "e.log.gz", (0, 0))

    logs = opened(FolderSpec(tmp_path))
    state = logs.refresh()

    assert names(logs) == ["a.log", "b.jsonl", "c.log", "d.ndjson", "e.log.gz", "empty.log", "f.log"]
    assert (state.records, [source.problem for source in state.sources if source.problem]) == (7, [])


def test_json_files_of_a_folder_are_logs_when_they_hold_records(tmp_path: Path, opened: Opener) -> None:
    """One a line, with times; data and configuration are none. One that becomes a log is picked up."""
    record = b'{"@timestamp": "2026-03-04T09:00:01Z", "message": "m"}\n'
    (tmp_path / "billing.json").write_bytes(record * 3)
    (tmp_path / "app.out").write_bytes(b"JVM starts\n" + record * 3)
    (tmp_path / "later.json").write_bytes(b"")
    (tmp_path / "package.json").write_bytes(b'{\n  "name": "shop"\n}\n')
    (tmp_path / "training.json").write_bytes(b'{"text": "a", "label": 1}\n' * 3)
    (tmp_path / "notes.txt").write_bytes(b"no log\n" * 3)
    logs = opened(FolderSpec(tmp_path))
    logs.refresh()
    assert names(logs) == ["app.out", "billing.json"]

    (tmp_path / "later.json").write_bytes(record * 2)

    assert logs.refresh().records == 9
    assert names(logs) == ["app.out", "billing.json", "later.json"]


def test_new_files_are_picked_up(tmp_path: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folder, and in the one of logs when it is made; others are not read again."""
    monkeypatch.setattr(search, "_GLOB_SECONDS", 0.0)
    (tmp_path / "a.log").write_bytes(LINE)
    folder, pattern = opened(tmp_path), opened(GlobSpec(f"{tmp_path}/**/*.log"))
    for logs in (folder, pattern):
        assert logs.refresh().records == 1
    before = folder.rows(Query())
    (tmp_path / "b.log").write_bytes(LINE)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "c.log").write_bytes(LINE)

    for logs in (folder, pattern):
        assert logs.refresh().records == 3
        assert names(logs) == ["a.log", "b.log", "c.log"]
    assert len(folder.rows(Query(), before.mark).ids) == 2
    assert folder.state().epoch == 0


def test_a_binary_file_that_becomes_text_is_picked_up(tmp_path: Path, opened: Opener) -> None:
    """It is looked at again when it changes."""
    (tmp_path / "a.log").write_bytes(b"\0" * 999)
    logs = opened(tmp_path)
    assert logs.refresh().records == 0

    (tmp_path / "a.log").write_bytes(LINE)

    assert logs.refresh().records == 1


def test_our_own_files_are_no_logs(tmp_path: Path, opened: Opener) -> None:
    """Even if a pattern names all files of the cache."""
    log = tmp_path / "a.gz"
    log.write_bytes(gzip.compress(LINE))
    os.utime(log, (0, 0))
    cached = LogSet([log], tmp_path)
    cached.refresh()
    cached.close()
    assert len(list(tmp_path.iterdir())) == 4

    logs = opened(GlobSpec(f"{tmp_path}/*"))
    logs.refresh()

    assert names(logs) == ["a.gz"]


@pytest.mark.parametrize(
    ("make", "status", "said"),
    [
        (lambda folder: FolderSpec(folder), SourceStatus.WAITING, "holds no log: looked for *.log, "),
        (lambda folder: FolderSpec(folder / "none"), SourceStatus.UNREADABLE, "cannot be read: no such file"),
        (lambda folder: GlobSpec(f"{folder}/*.log"), SourceStatus.WAITING, "fits no file yet."),
    ],
)
def test_that_nothing_is_found_is_told(
    make: Callable[[Path], SourceSpec],
    status: SourceStatus,
    said: str,
    tmp_path: Path,
    opened: Opener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As long as it is so."""
    monkeypatch.setattr(search, "_GLOB_SECONDS", 0.0)
    logs = opened(make(tmp_path))
    (source,) = logs.refresh().sources
    assert source.status is status
    assert said in source.problem

    (tmp_path / "none").mkdir()
    (tmp_path / "a.log").write_bytes(LINE)
    (tmp_path / "none" / "a.log").write_bytes(LINE)
    (source,) = logs.refresh().sources

    assert (source.problem, source.records) == ("", 1)


def test_sources_of_all_kinds_are_one_log(tmp_path: Path, opened: Opener) -> None:
    """A file, a folder and a pattern."""
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.log").write_bytes(LINE)

    logs = opened(FileSpec(tmp_path / "one" / "one.log"), tmp_path / "two", GlobSpec(f"{tmp_path}/three/*"))

    assert (logs.refresh().records, names(logs)) == (3, ["one.log", "three.log", "two.log"])
    assert len(logs.preview()) == 3
