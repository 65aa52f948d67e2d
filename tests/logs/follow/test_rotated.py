"""Rotated files as one log: read in order when they are opened, and not twice when they are rotated."""

from __future__ import annotations

import gzip
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector.logs.follow import FileSpec, LogSet, SourceSpec, SourceStatus, older
from inspector.logs.query import Query
from inspector.logs.sources.file import look_at

Opener = Callable[..., LogSet]
Writer = Callable[..., None]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Opens log sets with a cache and closes them after the test."""
    sets: list[LogSet] = []

    def open_set(*sources: SourceSpec | Path) -> LogSet:
        sets.append(LogSet(sources, tmp_path / "cache"))
        return sets[-1]

    yield open_set
    for logs in sets:
        logs.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the logs are."""
    (tmp_path / "var").mkdir()
    return tmp_path / "var"


def text(*numbers: int) -> bytes:
    """Lines with these numbers."""
    return b"".join(b'{"message": "%d"}\n' % number for number in numbers)


def shown(logs: LogSet) -> list[int]:
    """The numbers of all records."""
    return [int(record.message) for record in logs.records(logs.rows(Query()).ids.tolist())]


def age(path: Path, seconds: float = 60.0) -> None:
    """Make a file so old that nobody writes to it."""
    then = time.time() - seconds
    os.utime(path, (then, then))


def pack(path: Path) -> None:
    """As logrotate does."""
    packed = path.with_name(f"{path.name}.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    shutil.copystat(path, packed)
    path.unlink()


NAMES = [
    ("a.log.3.gz", "a.log.2", "a.log.1", "a.log"),
    ("a.log-20261121.gz", "a.log-20261122", "a.log-20261123", "a.log"),
    ("a-2026-11-21.log.gz", "a-2026-11-22.log", "a-2026-11-23.log", "a-2026-11-24.log"),
    ("a.log.2026-11-21.gz", "a.log.2026-11-22", "a.log.2026-11-23", "a.log"),
    ("a.log-20261121.gz", "a.log.3", "a.log.1", "a.log"),
]


@pytest.mark.parametrize("names", NAMES)
@pytest.mark.parametrize("named", [True, False])
def test_older_files_come_first(names: tuple[str, ...], named: bool, folder: Path, opened: Opener) -> None:
    """By number or date, packed or not; each record names its file."""
    for number, name in enumerate(names):
        data = text(2 * number, 2 * number + 1)
        (folder / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        age(folder / name)
    (folder / "b.log.1").write_bytes(text(99))
    source = FileSpec(folder / "a.log", rotated=True) if named else folder
    if not named:
        (folder / "b.log.1").unlink()
    for _ in range(2):
        logs = opened(source)
        state = logs.refresh()
        records = logs.records(logs.rows(Query()).ids.tolist())

        assert [(record.message, Path(record.source).name) for record in records] == [
            (str(2 * number + index), name) for number, name in enumerate(names) for index in range(2)
        ]
        assert [source.path for source in state.sources] == [str(folder / "a.log")]
        assert (state.sources[0].problem, state.sources[0].status) == ("", SourceStatus.FOLLOWING)
        logs.close()


@pytest.mark.parametrize("names", NAMES)
def test_a_folder_that_has_not_changed_for_long_is_read_whole(
    names: tuple[str, ...], folder: Path, opened: Opener
) -> None:
    """The names are read once then."""
    for number, name in enumerate(names):
        data = text(number)
        (folder / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        age(folder / name)
    age(folder)
    logs = opened(folder)
    logs.refresh()

    assert shown(logs) == list(range(len(names)))


def test_without_the_option_a_file_is_one_file(folder: Path, opened: Opener) -> None:
    """Older ones are not shown, unless they are named themselves."""
    (folder / "a.log").write_bytes(text(3))
    (folder / "a.log.1").write_bytes(text(2))
    (folder / "a.log.2").write_bytes(text(1))
    logs = opened(folder / "a.log")
    logs.refresh()
    some = opened(FileSpec(folder / "a.log", rotated=True, named=("a.log", "a.log.1")))
    some.refresh()

    assert (shown(logs), shown(some)) == ([3], [2, 3])


def test_several_named_files_of_one_log_are_one(folder: Path, opened: Opener) -> None:
    """Others of it are not shown, and what is rotated meanwhile comes once."""
    for number, name in enumerate(("a.log.3", "a.log.2", "a.log.1", "a.log")):
        (folder / name).write_bytes(text(number))
    logs = opened(folder / "a.log", folder / "a.log.2", folder / "a.log.1")
    logs.refresh()
    for name in ("3", "2", "1"):
        (folder / f"a.log.{name}").rename(folder / f"a.log.{int(name) + 1}")
    (folder / "a.log").rename(folder / "a.log.1")
    (folder / "a.log").write_bytes(text(4))
    state = logs.refresh()

    assert shown(logs) == [1, 2, 3, 4]
    assert [source.path for source in state.sources] == [str(folder / "a.log")]


class Rotation:
    """A log that is rotated in one of several ways, while it is written to."""

    def __init__(self, folder: Path, *, copy: bool, packed: bool) -> None:
        self.log = folder / "a.log"
        self.copy = copy
        self.packed = packed
        self.number = 0

    def write(self, count: int) -> None:
        """So many more lines."""
        with self.log.open("ab") as file:
            file.write(text(*range(self.number, self.number + count)))
        self.number += count

    def rotate(self, *, unseen: int = 0) -> None:
        """Rename, or copy and truncate; `unseen` lines are written just before."""
        self.write(unseen)
        others = [path for path in self.log.parent.iterdir() if path.name.startswith("a.log.")]
        for path in sorted(others, key=lambda path: -int(path.name.split(".")[2])):
            _, _, number, *rest = path.name.split(".")
            path.rename(path.with_name(".".join(("a.log", str(int(number) + 1), *rest))))
        first = self.log.with_name("a.log.1")
        if self.copy:
            shutil.copy2(self.log, first)
            with self.log.open("r+b") as file:
                file.truncate()
        else:
            self.log.rename(first)
            self.log.touch()
        if self.packed:
            pack(first)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("copy", [False, True])
@pytest.mark.parametrize("unseen", [0, 3])
def test_a_live_rotation_shows_nothing_twice(
    copy: bool, packed: bool, unseen: int, folder: Path, opened: Opener
) -> None:
    """And loses nothing: what was written between our last look and the rotation is in the older file."""
    rotation = Rotation(folder, copy=copy, packed=packed)
    rotation.write(5)
    logs = opened(FileSpec(rotation.log, rotated=True))
    logs.refresh()
    for _ in range(4):
        rotation.rotate(unseen=unseen)
        logs.refresh()
        rotation.write(2)
        logs.refresh()
        rotation.write(1)
    logs.refresh()
    logs.refresh()

    assert sorted(shown(logs)) == list(range(rotation.number))
    assert shown(logs) == list(range(rotation.number)) or (packed and unseen)
    assert not any(record.gone for record in logs.records(logs.rows(Query()).ids.tolist()))
    logs.close()
    again = opened(FileSpec(rotation.log, rotated=True))
    again.refresh()
    assert shown(again) == list(range(rotation.number))


def test_two_rotations_between_two_looks_lose_nothing(folder: Path, opened: Opener) -> None:
    """The file in between was never seen under its first name."""
    rotation = Rotation(folder, copy=False, packed=False)
    rotation.write(3)
    logs = opened(FileSpec(rotation.log, rotated=True))
    logs.refresh()
    rotation.rotate(unseen=2)
    rotation.rotate(unseen=2)
    rotation.write(1)
    logs.refresh()

    assert shown(logs) == list(range(rotation.number))


def test_a_file_that_is_packed_late_is_not_shown_again(folder: Path, opened: Opener) -> None:
    """Also while it is half packed, and when both stand side by side."""
    rotation = Rotation(folder, copy=False, packed=False)
    rotation.write(2_000)
    logs = opened(folder)
    logs.refresh()
    rotation.rotate()
    rotation.write(1)
    logs.refresh()
    first = folder / "a.log.1"
    data = gzip.compress(first.read_bytes())
    packed = folder / "a.log.1.gz"
    for end in (10, len(data) // 2, len(data) - 3, len(data)):
        packed.write_bytes(data[:end])
        logs.refresh()
        assert logs.state().records == rotation.number
    logs.refresh()
    first.unlink()
    logs.refresh()
    rotation.write(1)
    logs.refresh()

    assert shown(logs) == list(range(rotation.number))
    logs.close()
    again = opened(folder)
    again.refresh()
    assert shown(again) == list(range(rotation.number))


def test_a_copy_that_is_being_made_waits(folder: Path, opened: Opener) -> None:
    """Half a copy is not another file."""
    log, copy = folder / "a.log", folder / "a.log.1"
    log.write_bytes(text(*range(100)))
    logs = opened(folder)
    logs.refresh()
    for size in (1, 500, 999):
        copy.write_bytes(log.read_bytes()[:size])
        assert logs.refresh().records == 100
    copy.write_bytes(log.read_bytes() + text(100))
    log.write_bytes(text(101))
    logs.refresh()
    logs.refresh()

    assert sorted(shown(logs)) == list(range(102))


def test_dated_files_follow_each_other(folder: Path, opened: Opener) -> None:
    """A new day begins, and the old file is packed."""
    today, tomorrow = folder / "a-2026-11-24.log", folder / "a-2026-11-25.log"
    today.write_bytes(text(0))
    logs = opened(folder)
    logs.refresh()
    with today.open("ab") as file:
        file.write(text(1))
    tomorrow.write_bytes(text(2))
    logs.refresh()
    pack(today)
    with tomorrow.open("ab") as file:
        file.write(text(3))
    state = logs.refresh()

    assert shown(logs) == [0, 1, 2, 3]
    assert (len(state.sources), state.sources[0].rotations, state.sources[0].problem) == (1, 1, "")


def test_the_file_that_is_missing_for_a_moment_is_waited_for(folder: Path, opened: Opener) -> None:
    """Renamed and packed before the new one is there."""
    log = folder / "a.log"
    log.write_bytes(text(0, 1))
    named = opened(FileSpec(log, rotated=True))
    found = opened(folder)
    named.refresh()
    found.refresh()
    log.rename(folder / "a.log.1")
    pack(folder / "a.log.1")
    assert named.refresh().sources[0].problem == "a.log does not exist; waiting for it"
    assert found.refresh().sources[0].problem == ""
    log.write_bytes(text(2))
    for logs in (named, found):
        logs.refresh()
        assert shown(logs) == [0, 1, 2]


def test_many_older_files_are_read(folder: Path, opened: Opener) -> None:
    """In the order of their numbers, not of their names."""
    for number in range(12):
        (folder / f"a.log.{12 - number}").write_bytes(text(number))
    logs = opened(FileSpec(folder / "a.log", rotated=True))
    logs.refresh()

    assert shown(logs) == list(range(12))


def test_a_packed_file_that_is_cut_off_is_told(folder: Path, opened: Opener) -> None:
    """If it is old; one that is just being packed waits."""
    packed = folder / "a.log.1.gz"
    packed.write_bytes(gzip.compress(text(*range(999)))[:-9])
    (folder / "a.log").write_bytes(text(9_999))
    logs = opened(folder)
    assert logs.refresh().records == 1

    age(packed)
    state = logs.refresh()

    assert state.sources[0].problem == "a.log ends in the middle of its gzip data: shown up to there"
    assert state.records > 100


def test_an_older_file_that_cannot_be_opened_is_tried_again(
    folder: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest is shown."""
    (folder / "a.log").write_bytes(text(1))
    (folder / "a.log.1").write_bytes(text(0))
    with monkeypatch.context() as patched:
        patched.setattr(older, "RegularFile", _refuses)
        logs = opened(folder)
        logs.refresh()
        assert shown(logs) == [1]

    logs.refresh()

    assert sorted(shown(logs)) == [0, 1]


def test_a_name_that_changes_hands_while_it_is_opened_is_looked_at_again(
    folder: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is renamed between looking and opening is not mistaken for what it replaced."""
    (folder / "a.log").write_bytes(text(2))
    first, second = folder / "a.log.1", folder / "a.log.2"
    first.write_bytes(text(1))
    look = look_at

    def look_and_rename(path: Path) -> object:
        found = look(path)
        if path == first and not second.exists():
            first.rename(second)
            first.write_bytes(text(0))
        return found

    monkeypatch.setattr(older, "look_at", look_and_rename)
    logs = opened(folder)
    logs.refresh()
    logs.refresh()

    assert sorted(shown(logs)) == [0, 1, 2]


def _refuses(path: Path) -> None:
    raise PermissionError(13, "Permission denied", str(path))
