"""A spool that is filled from a file: as it grows, is kept, is replaced, and has no room."""

from __future__ import annotations

import errno
import gzip
import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector.logs.index.cache import Cache
from inspector.logs.sources import rewritten, spool
from inspector.logs.sources.file import ContentReplacedError, RegularFile
from inspector.logs.sources.pieces import Piece
from inspector.logs.sources.rewritten import RewrittenFile

LINES = b"".join(b'{"message": "line %d"}\n' % n for n in range(1000))
LONG_AGO = 1_000_000_000
Opener = Callable[[], RewrittenFile]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where the file is."""
    return tmp_path / "a.log"


@pytest.fixture
def opened(log: Path, tmp_path: Path) -> Iterator[Opener]:
    """Opens the file with a cache, and closes it after the test."""
    made: list[RewrittenFile] = []
    (tmp_path / "scratch").mkdir()

    def open_it() -> RewrittenFile:
        original = RegularFile(log)
        room = Cache(tmp_path / "cache").room(original.identity, tmp_path / "scratch")
        made.append(RewrittenFile(original, room))
        return made[-1]

    yield open_it
    for file in made:
        file.close()


def text(file: RewrittenFile) -> bytes:
    """All that is there after everything was brought in."""
    while file.advance(1 << 20):
        pass
    return file.read(0, 1 << 30)


def write(log: Path, data: bytes) -> None:
    """Long ago: nothing is waited for."""
    log.write_bytes(data)
    os.utime(log, (LONG_AGO, LONG_AGO))


def test_it_is_filled_a_step_at_a_time(log: Path, opened: Opener) -> None:
    """What is there can be read before the rest is."""
    lines = random.Random(1).randbytes(8 << 20).hex().encode()
    write(log, gzip.compress(lines))
    file = opened()

    assert (file.advance(1 << 20), 1 << 20 <= file.look().size_bytes < 3 << 20) == (True, True)
    assert file.read(0, 100) == lines[:100]
    assert abs(file.expected_bytes / len(lines) - 1) < 0.5
    assert text(file) == lines
    assert (file.problem, file.expected_bytes) == ("", 0)


def test_it_goes_on_when_the_file_grows(log: Path, opened: Opener) -> None:
    """By another member, in two pieces."""
    packed = gzip.compress(b"two\n")
    log.write_bytes(gzip.compress(b"one\n") + packed[:9])
    file = opened()
    assert (text(file), file.problem) == (b"one\n", "ends in the middle of its gzip data: shown up to there")

    with log.open("ab") as appended:
        appended.write(packed[9:])

    assert (text(file), file.problem) == (b"one\ntwo\n", "")


@pytest.mark.parametrize(
    ("first", "quiet"),
    [
        ('[\n{"a": 1}', True),
        ('[\n{"a": 1}\n]', True),
        ('[\n{"a": 1}\n]\n', True),
        ('[\n{"a": 1}\n]', False),
        ('[\n{"a": 1},\n{"a"', False),  # when it is quiet, half an element is taken as it is
    ],
)
def test_an_array_that_is_written_on_is_not_doubled(
    first: str, quiet: bool, log: Path, opened: Opener
) -> None:
    """Half an element waits for its rest; the closing bracket may be written over."""
    log.write_text(first)
    if quiet:
        os.utime(log, (LONG_AGO, LONG_AGO))
    file = opened()
    assert text(file) == b'{"a": 1}\n'

    log.write_text('[\n{"a": 1},\n{"a": 2}\n]')

    assert text(file) == b'{"a": 1}\n{"a": 2}\n'
    numbers = file.lines(0, 2)
    assert numbers is not None
    assert numbers.tolist() == [2, 3]


@pytest.mark.parametrize("other", [b"", b"other\n", LINES + LINES])
def test_a_file_with_another_content_is_told(other: bytes, log: Path, opened: Opener) -> None:
    """Shorter or longer; what was made of the old one stays readable."""
    log.write_bytes(gzip.compress(LINES))
    file = opened()
    text(file)

    log.write_bytes(gzip.compress(other))

    with pytest.raises(ContentReplacedError):
        file.advance(1)
    assert file.read(0, 1 << 20) == LINES


def test_what_was_unpacked_is_kept(log: Path, tmp_path: Path, opened: Opener) -> None:
    """Private, and found again as long as the file is the same."""
    write(log, json.dumps([{"a": n} for n in range(5)], indent=1).encode())
    first = opened()
    before = text(first)
    first.close()
    files = sorted((tmp_path / "cache").iterdir())

    again = opened()

    assert (again.advance(1), again.read(0, 1 << 20)) == (False, before)
    numbers = again.lines(0, 5)
    assert numbers is not None
    assert numbers.tolist() == [2, 5, 8, 11, 14]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert (len(files), list((tmp_path / "scratch").iterdir())) == (3, [])
    again.close()
    assert sorted((tmp_path / "cache").iterdir()) == files


@pytest.mark.parametrize("spoil", ["time", "content", "spool", "short", "note", "version"])
def test_a_spool_that_does_not_fit_is_made_again(
    spoil: str, log: Path, tmp_path: Path, opened: Opener
) -> None:
    """Of another content, damaged, or written by another version; only the new one is left."""
    write(log, gzip.compress(LINES, mtime=0))
    first = opened()
    text(first)
    first.close()
    (kept,) = (tmp_path / "cache").glob("*.spool")
    (note,) = (tmp_path / "cache").glob("*-note")
    expected = LINES
    match spoil:
        case "time":
            os.utime(log, (LONG_AGO + 1, LONG_AGO + 1))
        case "content":
            expected = LINES.replace(b"0", b"1")
            with log.open("r+b") as file:
                file.truncate()
                file.write(gzip.compress(expected, mtime=0))
        case "spool":
            kept.write_bytes(b"x" * len(LINES))
        case "short":
            kept.write_bytes(LINES[:-9])
        case "note":
            note.write_bytes(b"{")
        case _:
            note.write_bytes(note.read_bytes().replace(b'"version":1', b'"version":0'))

    again = opened()

    assert text(again) == expected
    again.close()
    if spoil != "content":  # a file that was just written may go on
        assert len(list((tmp_path / "cache").glob("*.spool-note"))) == 1
    assert not [path for path in (tmp_path / "cache").glob("*.spool") if path == kept and spoil == "spool"]


def test_a_kept_spool_goes_on_when_its_file_grows(log: Path, opened: Opener) -> None:
    """It is made anew behind what is shown, and nothing of it is shown twice."""
    write(log, gzip.compress(LINES))
    first = opened()
    text(first)
    first.close()
    again = opened()
    text(again)

    with log.open("ab") as file:
        file.write(gzip.compress(b"more\n"))

    assert text(again) == LINES + b"more\n"


def test_two_that_use_one_spool_do_not_disturb_each_other(log: Path, opened: Opener) -> None:
    """The file grows, and both go on."""
    write(log, gzip.compress(LINES))
    first = opened()
    text(first)
    first.close()
    one, two = opened(), opened()
    with log.open("ab") as file:
        file.write(gzip.compress(b"more\n"))
    os.utime(log, (LONG_AGO, LONG_AGO))

    assert text(one) == LINES + b"more\n"
    one.close()
    assert text(two) == LINES + b"more\n"
    two.close()
    assert text(opened()) == LINES + b"more\n"


def test_a_bomb_ends_at_the_limit(log: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came before is shown, with a sentence; nothing is kept."""
    monkeypatch.setattr(spool, "LIMIT_BYTES", 1 << 30)
    monkeypatch.setattr(spool.Spool, "append", _counting(spool.Spool.append, 1 << 22))
    write(log, gzip.compress(b"\0" * (64 << 20)))
    file = opened()

    while file.advance(1 << 20):
        pass

    assert file.problem == "is larger than 1 GB when unpacked: shown up to there"
    assert 0 < file.look().size_bytes <= 1 << 23
    assert file.expected_bytes == 0


def _counting(append: Callable[..., None], limit: int) -> Callable[..., None]:
    """As if a gigabyte were as small as this."""

    def limited(self: spool.Spool, piece: object) -> None:
        if self.size_bytes >= limit:
            raise spool.NoRoomError("is larger than 1 GB when unpacked: shown up to there")
        append(self, piece)

    return limited


def test_what_is_no_longer_than_the_limit_is_written(log: Path, tmp_path: Path) -> None:
    """To the byte."""
    place = spool.Spool(tmp_path / "s.spool")
    monkey = pytest.MonkeyPatch()
    monkey.setattr(spool, "LIMIT_BYTES", 10)
    place.append(Piece(b"0123456789"))
    with pytest.raises(spool.NoRoomError):
        place.append(Piece(b"x"))
    monkey.undo()

    assert (place.read(0, 99), place.size_bytes) == (b"0123456789", 10)
    place.close()


def test_some_of_the_disk_stays_free(log: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """When there is room again it goes on by itself, without a gap."""
    monkeypatch.setattr(rewritten, "_TRY_AGAIN_SECONDS", 0.0)
    monkeypatch.setattr(spool, "LEAST_FREE_BYTES", 1 << 60)
    write(log, gzip.compress(LINES))
    file = opened()
    text(file)
    assert "of the disk is left: free some space" in file.problem

    monkeypatch.setattr(spool, "LEAST_FREE_BYTES", 0)

    assert (text(file), file.problem) == (LINES, "")


def test_a_full_disk_is_waited_for(log: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit is kept, and written when it does."""
    monkeypatch.setattr(rewritten, "_TRY_AGAIN_SECONDS", 0.0)
    write(log, gzip.compress(LINES))
    file = opened()
    write_bytes = os.write
    full = [True]

    def write_if_room(descriptor: int, data: bytes) -> int:
        if full[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write_bytes(descriptor, data)

    monkeypatch.setattr(os, "write", write_if_room)
    text(file)
    assert file.problem == "cannot be unpacked further: no space left on device"

    full[0] = False

    assert (text(file), file.problem) == (LINES, "")


def test_a_cache_that_cannot_be_written_is_done_without(log: Path, tmp_path: Path) -> None:
    """The spool is in the scratch folder, and away after closing."""
    write(log, gzip.compress(LINES))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    original = RegularFile(log)
    file = RewrittenFile(original, Cache(Path("/dev/null/cache")).room(original.identity, scratch))

    assert text(file) == LINES
    file.close()
    assert list(scratch.iterdir()) == []
