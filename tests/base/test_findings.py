"""Findings."""

from __future__ import annotations

from inspector.base.findings import Severity


def test_errors_sort_first() -> None:
    """Sorting by rank puts the worst first."""
    assert sorted([Severity.INFO, Severity.ERROR, Severity.WARNING], key=lambda s: s.rank) == [
        Severity.ERROR,
        Severity.WARNING,
        Severity.INFO,
    ]
