"""The reasons of a dialect for which somebody asked for another prefix."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.config.discover import asked_for
from inspector.config.report import Request, build_report


@pytest.mark.parametrize(
    ("reasons", "kept"),
    [
        (("config.yaml", "prefix ML_, the usual one of layered"), ("config.yaml",)),
        (("config.yaml", "variables with prefix ML_ in app.py and .env"), ("config.yaml",)),
        (("class A in a.py, prefix A_, __ between the parts",), ("class A in a.py, __ between the parts",)),
        (("class A in a.py, no prefix",), ("class A in a.py",)),
        (("no prefix: every variable is read",), ()),
        (("declared in inspector.toml", "prefix A_ from inspector.toml"), ("declared in inspector.toml",)),
    ],
)
def test_the_prefix_that_was_seen_is_no_reason_any_more(
    reasons: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    """The one that was asked for is."""
    assert asked_for(reasons, "X_") == (*kept, "prefix X_ asked for")


def test_a_report_with_another_prefix(tmp_path: Path) -> None:
    """Says so."""
    (tmp_path / "config.yaml").write_text("a: 1\n")

    report = build_report(Request(tmp_path, None, prefix="X_"))

    assert report.dialect.reasons == ("config.yaml", "prefix X_ asked for")
