"""A process of its own whose files may not grow beyond a size, for a while: stands for a full disk.

Usage: full_disk.py LOG CACHE. Writes what the log set says before, during and after.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from inspector.logs.follow import LogSet, LogState, source
from inspector.logs.query import Query

_LIMIT_BYTES = 1 << 20


def main(log: Path, cache: Path) -> None:
    """Index with the limit, then without."""
    source.TRY_AGAIN_SECONDS = 0.0
    logs = LogSet([log], cache)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LIMIT_BYTES, resource.RLIM_INFINITY))
    states = [logs.refresh(), logs.refresh()]
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    states.append(logs.refresh())
    rows = logs.rows(Query())
    logs.close()
    sys.stdout.write(json.dumps([*map(_told, states), len(rows.ids)]))


def _told(state: LogState) -> tuple[str, str]:
    (only,) = state.sources
    return only.status.value, only.problem


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
