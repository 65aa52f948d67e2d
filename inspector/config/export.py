"""A report as documents: the stable JSON of the command line, and effective values in file formats."""

from __future__ import annotations

from typing import Any

from inspector.base.findings import Finding
from inspector.config.report import Report
from inspector.config.resolve import Candidate, Setting
from inspector.config.values import Value


def shown_value(value: Value, *, secret: bool, reveal: bool = False) -> str:
    """One line for a cell: text bare, lists and mappings in flow style, masked when secret."""
    raise NotImplementedError


def report_document(report: Report, *, reveal: bool = False) -> dict[str, Any]:
    """`config show --format json`, schema `inspector.config/1`."""
    raise NotImplementedError


def setting_document(setting: Setting, *, reveal: bool = False) -> dict[str, Any]:
    """One setting with its candidates, low to high."""
    raise NotImplementedError


def candidate_document(candidate: Candidate, *, secret: bool, reveal: bool = False) -> dict[str, Any]:
    """CANDIDATE of the command line contract."""
    raise NotImplementedError


def finding_document(finding: Finding) -> dict[str, Any]:
    """FINDING of the command line contract."""
    raise NotImplementedError


def effective_text(report: Report, format: str, *, reveal: bool = False) -> str:  # noqa: A002
    """The effective values as `yaml`, `toml` or `dotenv` text."""
    raise NotImplementedError
