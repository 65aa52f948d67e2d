"""The use case: one request, one frozen report; and what can be asked about it."""

from __future__ import annotations

from inspector.config.report.arrivals import Arrival, arrivals, ignored, known_paths
from inspector.config.report.asking import AmbiguousKeyError, Asked, asked, asked_path
from inspector.config.report.building import build_report, finding_order
from inspector.config.report.comparing import Change, Difference, compare
from inspector.config.report.missing import Missing
from inspector.config.report.model import DialectChoice, Report, Request, SourceText
from inspector.config.report.suggesting import names_like
from inspector.config.report.survey import survey
from inspector.config.report.tracing import Elsewhere, Step, Trace, Without, stoppers, trace

__all__ = [
    "AmbiguousKeyError",
    "Arrival",
    "Asked",
    "Change",
    "DialectChoice",
    "Difference",
    "Elsewhere",
    "Missing",
    "Report",
    "Request",
    "SourceText",
    "Step",
    "Trace",
    "Without",
    "arrivals",
    "asked",
    "asked_path",
    "build_report",
    "compare",
    "finding_order",
    "ignored",
    "known_paths",
    "names_like",
    "stoppers",
    "survey",
    "trace",
]
