"""A process of its own that numbers its lines, and does to its log at random what programs do to logs.

Usage: faults.py LOG SEED FAULTS SECONDS SET. It ends after so many faults or seconds, whatever comes first,
and writes how many lines and faults of each kind there were. LOG.seen holds the last number up to which all
lines were seen. What cannot be seen by anybody is waited for: bytes before they are truncated away, and the
first line of a file before its last name is taken. With SET 1 older files are part of the log, so that a
copy counts.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import random
import shutil
import sys
import time
from collections import Counter
from pathlib import Path
from typing import IO

SIZES = (1, 1, 2, 3, 40, 300)
FAR = 400 * 86_400


class Writer:
    """Writes to a log until told to end."""

    def __init__(self, log: Path, seed: int, *, is_set: bool) -> None:
        self.log = log
        self.seen = log.with_suffix(".seen")
        self.random = random.Random(seed)
        self.is_set = is_set
        self.number = self.first = self.names = 0
        self.file: IO[bytes] = log.open("ab", buffering=0)

    def lines(self, count: int) -> bytes:
        """So many lines that were not written yet."""
        first, self.number = self.number, self.number + count
        return b"".join(
            b'{"timestamp": "2026-03-04T09:15:02Z", "level": "INFO", "message": "line %d"}\n' % number
            for number in range(first, self.number)
        )

    def some(self) -> bytes:
        """Lines, few or many."""
        return self.lines(self.random.choice(SIZES))

    def wait(self, number: int) -> None:
        """Until all lines before this one were seen."""
        while not self.seen.exists() or int(self.seen.read_text() or 0) < number:
            time.sleep(0.002)

    def pause(self) -> None:
        """Sometimes long enough for a look, sometimes not."""
        time.sleep(self.random.choice((0.0, 0.0, 0.002, 0.03)))

    def begin(self, mode: str = "ab") -> None:
        """Open what stands at the path now."""
        self.file.close()
        self.file = self.log.open(mode, buffering=0)
        self.first = self.number

    def older(self) -> Path:
        """A name for what the log becomes: in a set, all others move on by one."""
        if not self.is_set:
            self.names += 1
            return self.log.with_suffix(f".{self.names}")
        others = [path for path in self.log.parent.iterdir() if path.name.startswith(f"{self.log.name}.")]
        for path in sorted(others, key=lambda path: -int(path.name.split(".")[2])):
            stem, suffix, number, *rest = path.name.split(".")
            path.rename(path.with_name(".".join((stem, suffix, str(int(number) + 1), *rest))))
        return self.log.with_name(f"{self.log.name}.1")

    def append(self) -> None:
        """Lines, at once or in pieces."""
        data = self.some()
        cut = self.random.randrange(len(data) + 1)
        self.file.write(data[:cut])
        self.pause()
        self.file.write(data[cut:])

    def rename(self) -> None:
        """Rename and create; the last lines go to the old file after that."""
        self.wait(self.first + (self.number > self.first))
        self.log.rename(self.older())
        self.file.write(self.some())
        old = self.file
        self.file = self.log.open("ab", buffering=0)
        self.first = self.number
        self.pause()
        if self.random.random() < 0.3:  # slower than the one that rotates
            old.write(self.lines(2))
            self.first = self.number
        old.close()

    def copy_and_truncate(self) -> None:
        """A set has the copy; without one nothing may be missing when it is truncated."""
        if not self.is_set:
            self.wait(self.number)
        shutil.copy2(self.log, self.older())
        self.file.truncate(0)
        self.first = self.number

    def truncate(self) -> None:
        """To nothing."""
        self.wait(self.number)
        self.file.truncate(0)
        self.first = self.number

    def regrow(self) -> None:
        """Truncate, and write more than was there."""
        self.wait(self.number)
        size = self.log.stat().st_size
        self.file.truncate(0)
        self.first = self.number
        while self.log.stat().st_size <= size:
            self.file.write(self.lines(200))

    def delete(self) -> None:
        """Delete, and create again after a while."""
        self.wait(self.first + (self.number > self.first))
        self.file.write(self.some())
        self.log.unlink()
        if not self.is_set:
            self.file.write(self.lines(1))
        self.pause()
        self.begin()

    def replace(self) -> None:
        """Another file takes the name."""
        self.wait(self.first + (self.number > self.first))
        other = self.log.with_suffix(".new")
        self.file.write(self.some())
        first = self.number
        other.write_bytes(self.some())
        other.replace(self.log)
        self.begin()
        self.first = first

    def forbid(self) -> None:
        """Take the permission away for a while."""
        self.log.chmod(0)
        self.file.write(self.some())
        self.pause()
        self.log.chmod(0o644)

    def jump(self) -> None:
        """The clock jumps, far ahead or back: the time of the file does."""
        self.file.write(self.some())
        then = time.time() + self.random.choice((-FAR, FAR))
        os.utime(self.log, (then, then))

    def pack(self) -> None:
        """The newest older file is packed, in pieces."""
        first = self.log.with_name(f"{self.log.name}.1")
        if not first.exists():
            return
        data = gzip.compress(first.read_bytes(), 1)
        packed = first.with_name(f"{first.name}.gz")
        with packed.open("wb", buffering=0) as file:
            file.write(data[: len(data) // 2])
            self.pause()
            file.write(data[len(data) // 2 :])
        shutil.copystat(first, packed)
        first.unlink()

    def forget(self) -> None:
        """The oldest ones are deleted, as they are; all of their lines were seen."""
        self.wait(self.number)
        for path in self.log.parent.iterdir():
            if path.name.startswith(f"{self.log.name}.") and int(path.name.split(".")[2]) > 5:
                path.unlink()


ALONE = ("append", "rename", "copy_and_truncate", "truncate", "regrow", "delete", "replace", "forbid", "jump")
IN_A_SET = (*ALONE, "rename", "copy_and_truncate", "pack", "pack", "forget")


def main(log: Path, seed: int, faults: int, seconds: float, is_set: bool) -> None:
    """Write until it is enough."""
    writer = Writer(log, seed, is_set=is_set)
    writer.file.write(writer.lines(3))
    done: Counter[str] = Counter()
    end = time.monotonic() + seconds
    while done.total() < faults and time.monotonic() < end:
        writer.append()
        kind = writer.random.choice(IN_A_SET if is_set else ALONE)
        getattr(writer, kind)()
        done[kind] += 1
        writer.pause()
    with contextlib.suppress(OSError):
        os.utime(log)
    writer.file.close()
    sys.stdout.write(json.dumps({"lines": writer.number, "faults": done}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), sys.argv[5] == "1")
