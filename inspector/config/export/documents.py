"""A report as the stable JSON of the command line, and values as one line."""

from __future__ import annotations

from typing import Any

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.export.masking import json_value, masked_value
from inspector.config.report import Report
from inspector.config.resolve import Candidate, Setting

SCHEMA = "inspector.config/1"


def report_document(report: Report, *, reveal: bool = False) -> dict[str, Any]:
    """`config show --format json`, schema `inspector.config/1`."""
    return {
        "schema": SCHEMA,
        "workspace": report.workspace.as_posix(),
        "dialect": report.dialect.name,
        "environment": report.environment,
        "environments": list(report.environments),
        "layers": [
            {
                "id": layer.id,
                "kind": layer.kind.value,
                "label": layer.label,
                "path": layer.path,
                "status": layer.status.value,
            }
            for layer in report.layers
        ],
        "settings": [setting_document(setting, reveal=reveal) for setting in report.settings],
        "findings": [finding_document(finding) for finding in report.findings],
    }


def setting_document(setting: Setting, *, reveal: bool = False) -> dict[str, Any]:
    """One setting with its candidates, low to high."""
    secret = setting.secret
    return {
        "key": setting.key,
        "value": json_value(masked_value(setting.value, secret=secret, reveal=reveal)),
        "type": setting.type,
        "secret": secret,
        "source": candidate_document(setting.source, secret=secret, reveal=reveal),
        "candidates": [candidate_document(c, secret=secret, reveal=reveal) for c in setting.candidates],
    }


def candidate_document(candidate: Candidate, *, secret: bool, reveal: bool = False) -> dict[str, Any]:
    """CANDIDATE of the command line contract."""
    place = candidate.place
    return {
        "layer": candidate.layer,
        "kind": candidate.kind.value,
        "value": json_value(masked_value(candidate.value, secret=secret, reveal=reveal)),
        "type": candidate.type,
        "raw": masked_value(candidate.raw, secret=secret, reveal=reveal),
        "status": candidate.status.value,
        "reason": candidate.reason,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "variable": place.variable,
    }


def finding_document(finding: Finding) -> dict[str, Any]:
    """FINDING of the command line contract."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "key": finding.key,
        "message": finding.message,
        "hint": finding.hint,
        "places": [place_document(place) for place in finding.places],
    }


def place_document(place: Place) -> dict[str, Any]:
    """A place of the command line contract."""
    return {"path": place.path, "line": place.line, "column": place.column, "variable": place.variable}
