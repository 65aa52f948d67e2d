"""Indexes kept between runs: the limit of their folder, and two processes on one of them."""

from __future__ import annotations

import gzip
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from inspector.logs.follow import LogSet, SourceStatus
from inspector.logs.index.cache import Cache
from inspector.logs.query import Query
from inspector.logs.sources.file import Identity

READER = Path(__file__).with_name("reader.py")


def index(folder: Path, name: str, size: int, age: int) -> Path:
    """An index file of this size, so many seconds old."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-00000000.index"
    path.write_bytes(b"x" * size)
    os.utime(path, (1_000_000 - age, 1_000_000 - age))
    return path


@pytest.mark.parametrize(
    ("limit", "kept"), [(100, {"new", "middle", "old"}), (99, {"new", "middle"}), (60, {"new"}), (0, set())]
)
def test_the_oldest_indexes_go_first(limit: int, kept: set[str], tmp_path: Path) -> None:
    """Until the rest is within the limit; other files are nobody's business."""
    for name, size, age in (("old", 30, 3), ("new", 40, 1), ("middle", 30, 2)):
        index(tmp_path / "cache", name, size, age)
    other = tmp_path / "cache" / "notes.txt"
    other.write_text("x" * 1000)

    Cache(tmp_path / "cache", limit).evict()

    left = {path.name.partition("-")[0] for path in (tmp_path / "cache").glob("*.index")}
    assert (left, other.exists()) == (kept, True)


def test_indexes_are_found_by_the_identity_of_their_log(tmp_path: Path) -> None:
    """Newest first; a log that has one gets no second place in the cache."""
    cache, scratch = tmp_path / "cache", tmp_path / "scratch"
    identity, stranger = Identity(1, 0xA), Identity(1, 0xAB)
    old, new = index(cache, "1-a", 1, 2), index(cache, "1-ab", 1, 1)

    folder = Cache(cache)

    assert list(folder.kept(identity)) == [old]
    assert list(folder.kept(stranger)) == [new]
    assert [path.parent for path in folder.places(identity, scratch)] == [scratch]
    assert [path.parent for path in folder.places(Identity(2, 1), scratch)] == [cache, scratch]


@pytest.mark.parametrize("folder", [None, Path("/dev/null/cache")])
def test_without_a_folder_nothing_is_kept(folder: Path | None, tmp_path: Path) -> None:
    """One that cannot be made is like none."""
    cache = Cache(folder)
    cache.evict()

    assert list(cache.kept(Identity(1, 1))) == []
    assert [path.parent for path in cache.places(Identity(1, 1), tmp_path)] == [tmp_path]


def test_two_processes_read_one_log(tmp_path: Path) -> None:
    """The second one takes an index of its own, and what the first one keeps stays whole."""
    log, cache = tmp_path / "a.log", tmp_path / "cache"
    log.write_text("one\ntwo\n")
    command = [sys.executable, str(READER), str(log), str(cache)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "2\n"
        (kept,) = cache.glob("*.index")
        second = subprocess.run(command, input="", capture_output=True, text=True, check=True)
        with log.open("a") as appended:
            appended.write("three\n")
        third = subprocess.run(command, input="", capture_output=True, text=True, check=True)
        first.communicate("")

    assert (second.stdout, third.stdout, first.returncode) == ("2\n", "3\n", 0)
    logs = LogSet([log], cache)
    try:
        logs.refresh()
        assert len(logs.rows(Query()).ids) == 3
        assert list(cache.glob("*.index")) == [kept]
    finally:
        logs.close()


def test_two_processes_unpack_one_log(tmp_path: Path) -> None:
    """Each for itself, at the same time; one copy is kept, and serves the third."""
    log, cache = tmp_path / "a.gz", tmp_path / "cache"
    log.write_bytes(gzip.compress(b"one\ntwo\n"))
    os.utime(log, (0, 0))
    command = [sys.executable, str(READER), str(log), str(cache)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "2\n"
        second = subprocess.run(command, input="", capture_output=True, text=True, check=True)
        first.communicate("")

    assert (second.stdout, second.stderr, first.returncode) == ("2\n", "", 0)
    kept = sorted(cache.iterdir())
    assert sorted(path.suffix for path in kept) == [".index", ".spool", ".spool-note"]
    third = subprocess.run(command, input="", capture_output=True, text=True, check=True)
    assert (third.stdout, sorted(cache.iterdir())) == ("2\n", kept)


def test_what_a_crash_left_behind_goes(tmp_path: Path) -> None:
    """A spool that nobody finished, a day later; a finished one counts with its parts."""
    cache = tmp_path / "cache"
    cache.mkdir()
    for name in (
        "1-a-00.spool",
        "1-b-00.spool",
        "1-b-00.spool-note",
        "1-b-00.spool-lines",
        "private-0.spool",
    ):
        (cache / name).write_bytes(b"x" * 10)
        os.utime(cache / name, (1_000_000, 1_000_000))
    (cache / "1-c-00.spool").write_bytes(b"x" * 10)

    kept = Cache(cache)
    assert kept.size_bytes == 60
    kept.evict()

    left = {"1-b-00.spool", "1-b-00.spool-note", "1-b-00.spool-lines", "1-c-00.spool"}
    assert {path.name for path in cache.iterdir()} == left
    assert (kept.clear(), list(cache.iterdir())) == (40, [])


def test_a_file_that_becomes_readable_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its mode decides who may open it; to root it does not, so opening is made to ask it."""
    log = tmp_path / "a.log"
    log.write_text("one\n")
    really_open = os.open

    def open_as_anyone(path: Path, flags: int, mode: int = 0o777, **more: int) -> int:
        if path == log and not path.stat().st_mode & stat.S_IROTH:
            raise PermissionError(13, "Permission denied", str(path))
        return really_open(path, flags, mode, **more)

    monkeypatch.setattr(os, "open", open_as_anyone)
    logs = LogSet([log], None)
    try:
        log.chmod(0o600)
        before = logs.refresh().sources[0]
        log.chmod(0o644)
        after = logs.refresh().sources[0]

        assert (before.status, before.problem) == (
            SourceStatus.UNREADABLE,
            "a.log cannot be read: permission denied",
        )
        assert (after.status, after.problem, after.records) == (SourceStatus.FOLLOWING, "", 1)
    finally:
        logs.close()
