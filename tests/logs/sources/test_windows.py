"""Files that their writer renames and deletes while we read them, on Windows."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from inspector.logs.sources.file import RegularFile

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="other systems let a writer rename any file")


def test_a_file_that_is_read_can_be_renamed_and_deleted(tmp_path: Path) -> None:
    """And stays readable, by position."""
    log = tmp_path / "a.log"
    log.write_bytes(b"one\r\ntwo\r\n")
    file = RegularFile(log)
    log.rename(tmp_path / "b.log")
    (tmp_path / "b.log").unlink()
    log.write_bytes(b"new\r\n")

    assert (file.read(5, 9), file.look().size_bytes) == (b"two\r\n", 10)
    file.close()
