"""Proposals reach the disk as a whole, or not at all, and can be taken back."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from inspector.config.edit import Change, EditRefusedError, propose, undo, write


def _change(file: Path) -> Change:
    return Change(file, file.name, "yaml", ("a",), value=2)


def test_a_change_is_written_and_taken_back(tmp_path: Path) -> None:
    """The bytes are those that were proposed, then those that were there."""
    file = tmp_path / "config.yaml"
    file.write_bytes(b"a: 1 # x\n")
    written = write(propose(_change(file)))
    assert file.read_bytes() == b"a: 2 # x\n"
    undo(written)
    assert file.read_bytes() == b"a: 1 # x\n"
    assert list(tmp_path.iterdir()) == [file]


def test_a_new_file_is_taken_away_by_undo(tmp_path: Path) -> None:
    """Nothing stays of it."""
    file = tmp_path / "config.yaml"
    undo(write(propose(_change(file))))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_changed_meanwhile_stays(tmp_path: Path) -> None:
    """Neither a change nor its undo overwrites somebody else's work."""
    file = tmp_path / "config.yaml"
    file.write_bytes(b"a: 1\n")
    proposal = propose(_change(file))
    file.write_bytes(b"a: 9\n")
    with pytest.raises(EditRefusedError, match="changed meanwhile"):
        write(proposal)
    written = write(propose(_change(file)))
    file.write_bytes(b"a: 7\n")
    with pytest.raises(EditRefusedError, match="changed meanwhile"):
        undo(written)
    assert file.read_bytes() == b"a: 7\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_links_and_modes_stay(tmp_path: Path) -> None:
    """What a link names is replaced, with the mode that it had."""
    real = tmp_path / "real.yaml"
    real.write_bytes(b"a: 1\n")
    real.chmod(0o640)
    link = tmp_path / "config.yaml"
    link.symlink_to(real)
    write(propose(_change(link)))
    assert link.is_symlink()
    assert real.read_bytes() == b"a: 2\n"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_read_only_file_stays(tmp_path: Path) -> None:
    """Its mode is somebody's wish."""
    file = tmp_path / "config.yaml"
    file.write_bytes(b"a: 1\n")
    file.chmod(0o444)
    with pytest.raises(PermissionError):
        write(propose(_change(file)))
    assert file.read_bytes() == b"a: 1\n"
