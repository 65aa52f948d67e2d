"""Writes a log at a steady rate: python -m tests.benchmarks.writer FILE LINES LINES_A_SECOND."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.benchmarks import biglog

SLICES = 20
"""Writes a second."""


def main() -> None:
    """Write whole lines in slices, the same ones every second; late slices are caught up."""
    path, lines, rate = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    size = rate // SLICES
    text = b"".join(biglog.chunks(rate)).splitlines(keepends=True)
    slices = [b"".join(text[first : first + size]) for first in range(0, size * SLICES, size)]
    del text
    start = time.perf_counter()
    with path.open("ab", buffering=0) as file:
        for number in range(lines // size):
            time.sleep(max(0.0, start + number / SLICES - time.perf_counter()))
            file.write(slices[number % SLICES])


if __name__ == "__main__":
    main()
