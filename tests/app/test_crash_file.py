"""The last words of a process are told at the next start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from inspector.app.crash_file import CrashFile

_DIE = """
import ctypes, sys
from pathlib import Path
from inspector.app.crash_file import CrashFile
CrashFile(Path(sys.argv[1]), 1).start()
ctypes.string_at(0)
"""


def test_a_crash_is_told_once(tmp_path: Path) -> None:
    """The report has the Python traceback, is kept, and is not told again."""
    died = subprocess.run([sys.executable, "-c", _DIE, str(tmp_path)], timeout=60, check=False)
    report = CrashFile(tmp_path, 2)
    (told,) = report.earlier()

    assert died.returncode != 0
    assert "string_at" in told.read_text("utf-8")
    assert report.earlier() == ()


def test_a_clean_end_leaves_nothing(tmp_path: Path) -> None:
    """And two programs at a time do not disturb each other."""
    first, second = CrashFile(tmp_path, 1), CrashFile(tmp_path, 2)
    first.start()
    second.start()
    told = second.earlier()
    second.stop()
    first.stop()

    assert told == ()
    assert list(tmp_path.iterdir()) == []


def test_leftovers_of_killed_processes_go(tmp_path: Path) -> None:
    """Empty files are removed after a week, not before: their process may still run."""
    old, new = tmp_path / "crash-8.log", tmp_path / "crash-9.log"
    for path in (old, new):
        path.touch()
    os.utime(old, (0, 0))
    CrashFile(tmp_path, 1).earlier()

    assert [path.name for path in tmp_path.iterdir()] == ["crash-9.log"]


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    """Then a crash leaves no report."""
    report = CrashFile(tmp_path / "missing", 1)
    report.start()
    report.stop()

    assert report.earlier() == ()
