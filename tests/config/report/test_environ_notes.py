"""What a process environment does not tell of itself is a finding."""

from __future__ import annotations

from pathlib import Path

from inspector.base.findings import Severity
from inspector.config.report import Request, build_report
from tests.config.workspace import found


def test_notes_become_one_finding(tmp_path: Path) -> None:
    """The first notes are told, and how many more there are."""
    (tmp_path / "config.yaml").write_text("a: 1\n")
    notes = tuple(f"NAME{number} is left out." for number in range(6))
    request = Request(tmp_path, environ=(("X", "1"),), environ_label="file pod.json", environ_notes=notes)
    (finding,) = found(build_report(request), "environ-incomplete")

    assert finding.severity is Severity.INFO
    assert finding.message == (
        "The variables of file pod.json are not all there is: NAME0 is left out. NAME1 is left out. "
        "NAME2 is left out. NAME3 is left out. And 2 more."
    )


def test_an_environment_without_notes_is_whole(tmp_path: Path) -> None:
    """Nothing is told of the variables of a shell."""
    (tmp_path / "config.yaml").write_text("a: 1\n")

    assert not found(build_report(Request(tmp_path, environ=(("X", "1"),))), "environ-incomplete")
