"""A proposal as lines: what goes, what comes, and no secret among them."""

from __future__ import annotations

from pathlib import Path

from inspector.config.edit import Change, DiffLine, LineKind, Operation, diff, propose
from inspector.config.values import Value

TEXT = "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\npassword: hunter2\nf: 6\n"
SECRET = [(TEXT.index("hunter2"), TEXT.index("hunter2") + 7)]


def _change(
    tmp_path: Path, key: str, value: Value = None, *, remove: bool = False, secret: bool = False
) -> Change:
    file = tmp_path / "config.yaml"
    file.write_text(TEXT, encoding="utf-8")
    operation = Operation.REMOVE if remove else Operation.SET
    return Change(file, file.name, "yaml", (key,), operation, value, secret=secret)


def test_lines_around_a_change_are_told_with_their_numbers(tmp_path: Path) -> None:
    """Three before and three after it."""
    lines = diff(propose(_change(tmp_path, "e", 50)), SECRET)
    assert lines == (
        DiffLine(LineKind.KEPT, "b: 2", 2, 2),
        DiffLine(LineKind.KEPT, "c: 3", 3, 3),
        DiffLine(LineKind.KEPT, "d: 4", 4, 4),
        DiffLine(LineKind.REMOVED, "e: 5", 5, None),
        DiffLine(LineKind.ADDED, "e: 50", None, 5),
        DiffLine(LineKind.KEPT, "password: ••••••••", 6, 6),
        DiffLine(LineKind.KEPT, "f: 6", 7, 7),
    )


def test_a_changed_secret_is_another_one(tmp_path: Path) -> None:
    """Neither the old nor the new one is readable."""
    proposal = propose(_change(tmp_path, "password", "swordfish", secret=True))
    texts = [line.text for line in diff(proposal, SECRET)]
    assert "password: ••••••••" in texts
    assert "password: •••••••• (another)" in texts
    assert not any("hunter2" in text or "swordfish" in text for text in texts)
    assert "password: swordfish" in [line.text for line in diff(proposal, SECRET, reveal=True)]


def test_a_secret_that_goes_is_masked(tmp_path: Path) -> None:
    """Its line is told without it."""
    lines = diff(propose(_change(tmp_path, "password", remove=True)), SECRET)
    assert [line.text for line in lines if line.kind is LineKind.REMOVED] == ["password: ••••••••"]


def test_a_secret_moves_with_the_lines_above_it(tmp_path: Path) -> None:
    """It is masked where it stands after the change."""
    lines = diff(propose(_change(tmp_path, "e", "a longer text")), SECRET)
    assert [line.text for line in lines if "password" in line.text] == ["password: ••••••••"]


def test_nothing_is_told_of_a_change_that_changes_nothing(tmp_path: Path) -> None:
    """The file has the value."""
    proposal = propose(_change(tmp_path, "a", 1))
    assert proposal.empty
    assert diff(proposal) == ()
