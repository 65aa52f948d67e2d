"""A report as the stable JSON of the command line, and values as one line."""

from __future__ import annotations

from typing import Any

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.export.masking import Veil, json_value
from inspector.config.layers import Layer
from inspector.config.report import Arrival, Difference, Missing, Report, Step, Trace
from inspector.config.resolve import Candidate, Gone, Setting
from inspector.config.values import join_key, type_name

SCHEMA = "inspector.config/1"


def report_document(report: Report, *, reveal: bool = False) -> dict[str, Any]:
    """`config show --format json`, schema `inspector.config/1`."""
    veil = Veil.of(report, reveal=reveal)
    return {
        "schema": SCHEMA,
        "workspace": report.workspace.as_posix(),
        "dialect": report.dialect.name,
        "detection": _detection(report),
        "environment": report.environment,
        "environments": list(report.environments),
        "layers": [layer_document(layer) for layer in report.layers],
        "settings": [setting_document(setting, veil) for setting in report.settings],
        "missing": [
            *(_missing_document(missing) for missing in report.missing),
            *(_gone_document(gone, veil) for gone in report.taken_away),
        ],
        "findings": [finding_document(finding) for finding in report.findings],
    }


def _missing_document(missing: Missing) -> dict[str, Any]:
    """A key without a value, and where something asks for it or takes the value away."""
    return {
        "key": missing.key,
        "status": "undefined" if missing.undefined else "missing",
        "description": missing.description,
        "constraint": missing.constraint,
        **place_document(missing.place),
    }


def _gone_document(gone: Gone, veil: Veil) -> dict[str, Any]:
    """A key that a higher layer took away, why, and where that is written."""
    return {
        "key": gone.setting.key,
        "status": "gone",
        "description": gone.setting.description,
        "constraint": gone.setting.constraint,
        "reason": veil.sentence(gone.by.reason),
        **place_document(gone.by.place),
    }


def _detection(report: Report) -> dict[str, Any]:
    """Why this dialect was chosen, and which others would fit."""
    choice = report.dialect
    return {
        "confidence": choice.confidence,
        "reasons": list(choice.reasons),
        "alternatives": [
            {"dialect": other.name, "confidence": other.confidence, "reasons": list(other.reasons)}
            for other in choice.alternatives
        ],
    }


def layer_document(layer: Layer) -> dict[str, Any]:
    """A layer of the command line contract."""
    return {
        "id": layer.id,
        "kind": layer.kind.value,
        "label": layer.label,
        "path": layer.path,
        "status": layer.status.value,
    }


def setting_document(setting: Setting, veil: Veil) -> dict[str, Any]:
    """One setting with its candidates, low to high."""
    return {
        "key": setting.key,
        "value": json_value(veil.value(setting.value, secret=setting.secret)),
        "type": setting.type,
        "secret": setting.secret,
        "source": candidate_document(setting.source, setting, veil),
        "candidates": [candidate_document(candidate, setting, veil) for candidate in setting.candidates],
    }


def candidate_document(candidate: Candidate, setting: Setting, veil: Veil) -> dict[str, Any]:
    """CANDIDATE of the command line contract."""
    place = candidate.place
    return {
        "layer": candidate.layer,
        "kind": candidate.kind.value,
        "value": json_value(veil.value(candidate.value, secret=setting.hides(candidate))),
        "type": candidate.type,
        "raw": veil.raw(candidate, setting),
        "status": candidate.status.value,
        "reason": veil.sentence(candidate.reason),
        **place_document(place),
        "alias": None if candidate.alias_place is None else place_document(candidate.alias_place),
    }


def trace_document(trace: Trace, setting: Setting | None, veil: Veil) -> dict[str, Any]:
    """What `config explain --json` adds: the way of each candidate, and what all layers say of the key."""
    return {
        "trace": [] if setting is None else [_step_document(step, setting, veil) for step in trace.steps],
        "without": [
            {**layer_document(other.layer), "reason": veil.sentence(other.reason)} for other in trace.without
        ],
        "elsewhere": [
            {
                **layer_document(other.layer),
                "environment": other.environment,
                "value": json_value(veil.value(other.value, secret=other.secret)),
                "place": None if other.place is None else place_document(other.place),
            }
            for other in trace.elsewhere
        ],
    }


def _step_document(step: Step, setting: Setting, veil: Veil) -> dict[str, Any]:
    candidate = step.candidate
    return {
        "layer": candidate.layer,
        "raw": veil.raw(candidate, setting),
        "interpolated": veil.written(
            candidate.interpolated, candidate.value, secret=setting.hides(candidate)
        ),
        "value": json_value(veil.value(candidate.value, secret=setting.hides(candidate))),
        "type": candidate.type,
        "accepted": step.accepted,
        "wanted": step.wanted,
        "status": candidate.status.value,
        "reason": veil.sentence(candidate.reason),
    }


def difference_document(difference: Difference, veil: Veil) -> dict[str, Any]:
    """One entry of `config diff --json`: both values with the candidates that won, null where not set."""
    return {
        "key": difference.key,
        "change": difference.change.value,
        "secret": difference.secret,
        "before": _side(difference.before, veil),
        "after": _side(difference.after, veil),
    }


def _side(setting: Setting | None, veil: Veil) -> dict[str, Any] | None:
    if setting is None:
        return None
    return {
        "value": json_value(veil.value(setting.value, secret=setting.secret)),
        "type": setting.type,
        "source": candidate_document(setting.source, setting, veil),
    }


def arrival_document(arrival: Arrival, report: Report, veil: Veil) -> dict[str, Any]:
    """One variable of `config variables --json`: its name in parts, where it lands, what became of it."""
    landed = arrival.landed
    spec = report.spec
    meant = arrival.meant
    return {
        "name": arrival.name,
        "layer": landed.variable.layer.id,
        "path": landed.variable.place.path,
        "line": landed.variable.place.line,
        "column": landed.variable.place.column,
        "split": [{"text": part.text, "role": part.role.value} for part in arrival.parts],
        "key": arrival.key,
        "raw": veil.written(landed.variable.raw, landed.value, secret=arrival.secret),
        "value": json_value(veil.value(landed.value, secret=arrival.secret)),
        "type": type_name(landed.value),
        "secret": arrival.secret,
        "effective": arrival.effective,
        "reason": veil.sentence(arrival.reason),
        "known": arrival.known,
        "closest": None if meant is None else join_key(meant),
        "closest_unreachable": None if meant is None else spec.rules.unreachable(spec, meant),
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
