"""Small workspaces for tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from inspector.base.findings import Finding
from inspector.config.report import Report, Request, build_report


def report_of(
    folder: Path,
    files: Mapping[str, str],
    environ: Mapping[str, str] | None = None,
    *,
    environment: str | None = "production",
    what_if: Mapping[str, str] | None = None,
    dialect: str | None = None,
) -> Report:
    """The report of a folder with these files and this process environment."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    request = Request(
        folder,
        environment,
        dialect=dialect,
        environ=tuple((environ or {}).items()),
        environ_label="this shell",
        what_if=tuple((what_if or {}).items()),
    )
    return build_report(request)


def found(report: Report, code: str) -> list[Finding]:
    """The findings of one code."""
    return [finding for finding in report.findings if finding.code == code]
