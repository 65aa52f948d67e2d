"""Follows a log that a process of its own mistreats, and counts what was lost and what came twice."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector.logs.follow import LogSet, SourceSpec
from inspector.logs.query import Query, Rows

WRITER = Path(__file__).with_name("faults.py")
_PATIENCE_SECONDS = 20.0
_LONGEST_WAIT_SECONDS = 120.0
_NUMBER = re.compile(r"line (\d+)")


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What was written, what was done to the log, and which lines are missing or there more than once."""

    lines: int
    faults: Counter[str]
    lost: tuple[int, ...]
    doubled: tuple[int, ...]


def witness(
    log: Path, source: SourceSpec, seed: int, *, faults: int, seconds: float, is_set: bool
) -> Witnessed:
    """Run the writer and follow it to its end, and then for as long as lines are missing."""
    command = [sys.executable, str(WRITER), str(log), str(seed), str(faults), str(seconds), str(int(is_set))]
    logs = LogSet([source], None)
    latest = time.monotonic() + seconds + _LONGEST_WAIT_SECONDS
    seen = _Seen(log.with_suffix(".seen"))
    try:
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            try:
                while writer.poll() is None:
                    seen.look(logs)
                    assert time.monotonic() < latest, f"the writer waits for line {seen.next} to be seen"
            finally:
                writer.kill()  # it waits for us; when it has ended by itself this does nothing
            assert writer.stdout is not None
            told = json.loads(writer.stdout.read())
        patience = time.monotonic() + _PATIENCE_SECONDS
        while seen.next < told["lines"] and time.monotonic() < patience:
            seen.look(logs)
        for _ in range(3):
            seen.look(logs)
    finally:
        logs.close()
    lost = tuple(number for number in range(told["lines"]) if not seen.times[number])
    doubled = tuple(number for number, times in seen.times.items() if times > 1)
    return Witnessed(told["lines"], Counter(told["faults"]), lost, doubled)


class _Seen:
    """How often each line was seen, and up to which number all of them were."""

    def __init__(self, note: Path) -> None:
        self.times: Counter[int] = Counter()
        self.next = 0
        self._note = note
        self._rows: Rows | None = None

    def look(self, logs: LogSet) -> None:
        """Refresh, and take in what is new."""
        state = logs.refresh()
        if self._rows is not None and self._rows.epoch != state.epoch:
            self._rows = None
            self.times.clear()
        self._rows = logs.rows(Query(), None if self._rows is None else self._rows.mark)
        self._take(logs, self._rows.ids.tolist())
        before = self.next
        while self.times[self.next]:
            self.next += 1
        if self.next != before:
            self._note.write_text(str(self.next))
        time.sleep(0.001)

    def _take(self, logs: LogSet, rows: Sequence[int]) -> None:
        for start in range(0, len(rows), 1000):
            for record in logs.records(rows[start : start + 1000]):
                # A format that was decided by half a line is decided again; the line is there at once.
                found = _NUMBER.search(record.message)
                assert found is not None, record
                self.times[int(found[1])] += 1
