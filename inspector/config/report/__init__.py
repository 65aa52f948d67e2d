"""The use case: one request, one frozen report."""

from __future__ import annotations

from inspector.config.report.building import build_report
from inspector.config.report.model import DialectChoice, Report, Request, SourceText

__all__ = ["DialectChoice", "Report", "Request", "SourceText", "build_report"]
