"""A process of its own that opens a log with a cache, says how many records it has, and waits for its stdin.

Usage: reader.py LOG CACHE.
"""

from __future__ import annotations

import sys
from pathlib import Path

from inspector.logs.follow import LogSet
from inspector.logs.query import Query


def main(log: Path, cache: Path) -> None:
    """Read, say, wait, close."""
    logs = LogSet([log], cache)
    logs.refresh()
    sys.stdout.write(f"{len(logs.rows(Query()).ids)}\n")
    sys.stdout.flush()
    sys.stdin.read()
    logs.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
