"""A process of its own that numbers its lines, and appends, rotates and truncates at random.

Usage: writer.py LOG SEED LINES. LOG.seen names the last line that was seen; some things wait for it.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path


def main(log: Path, seed: int, lines: int) -> None:
    """Write so many lines."""
    source = random.Random(seed)
    seen = log.with_suffix(".seen")
    file = log.open("ab", buffering=0)
    number = 0
    rotations = first = 0
    while number < lines:
        count = min(source.choice((1, 3, 200)), lines - number)
        data = b"".join(_line(number + index) for index in range(count))
        number += count
        # Some lines arrive in two pieces.
        cut = source.randrange(len(data))
        file.write(data[:cut])
        file.write(data[cut:])
        match source.choice(("go on", "go on", "rename", "truncate", "regrow")):
            case "rename":
                # Two renames between two looks hide the file in between, from everybody.
                _wait(seen, first)
                rotations += 1
                log.rename(log.with_suffix(f".{rotations}"))
                file.write(_line(number))
                number += 1
                file.close()
                file = log.open("ab", buffering=0)
                first = number
            case "truncate" | "regrow" as kind:
                # What is truncated away before anybody looked cannot be seen by anybody.
                _wait(seen, number - 1)
                file.truncate(0)
                if kind == "regrow":
                    file.write(b"".join(_line(number + index) for index in range(400)))
                    number += 400
            case _:
                pass
    file.close()
    sys.stdout.write(str(number))


def _wait(seen: Path, number: int) -> None:
    while not seen.exists() or int(seen.read_text() or -1) < number:
        time.sleep(0.002)


def _line(number: int) -> bytes:
    return b'{"timestamp": "2026-03-04T09:15:02Z", "level": "INFO", "message": "line %d"}\n' % number


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
