"""One finding per cause: what a rule and the schema both tell is told once, by the rule that knows why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.resolve import Setting

_Spot = tuple[str | None, Place]

# Rules that say why a key is unknown, or why its value is not what was meant.
_OF_UNKNOWN_KEYS = frozenset(["variable-lands-elsewhere", "variable-malformed"])
_OF_INVALID_VALUES = frozenset(
    [
        "bool-changed",
        "number-changed",
        "secret-changed-by-coercion",
        "text-looks-like-bool",
        "text-looks-like-list",
        "variable-empty",
        "yaml-number-surprise",
        "yaml-read-as-date",
        "yaml-text-looks-like-number",
        "yaml-word-read-as-bool",
        "yaml-word-read-as-text",
    ]
)


def told_once(
    findings: Sequence[Finding],
    violations: Sequence[Finding],
    settings: Sequence[Setting],
    own: Collection[Finding] = (),
) -> list[Finding]:
    """The findings of rules and schema, without those whose cause is a finding itself.

    A cause becomes an error and says what the schema wants where that refuses a value. Where it makes the
    types of layers differ, it has the place of the other value too. A key that the schema refuses is told
    by the schema, or by the variable that makes it; one that the application itself
    refuses, by that refusal: `own` are the violations that the dialect tells.
    """
    keys = [f for f in violations if f.code == "unknown-key" and f.places]
    unknown = {f.places[0]: f for f in keys if f not in own}
    by_application = {f.places[0] for f in keys if f in own}
    refused = {f.key for f in keys}
    invalid = {_spot(f): f for f in violations if f.code == "invalid-value" and f.places}
    causes = {_spot(f) for f in findings if f.code in _OF_INVALID_VALUES and f.places}
    drifts = {_spot(f): f for f in findings if f.code == "type-drift" and f.places and _spot(f) in causes}
    told: list[Finding] = []
    explained: set[Finding] = set()
    for finding in findings:
        cause = finding
        if finding.code == "key-near-miss" and finding.key in refused:
            continue
        if not finding.places:
            pass
        elif (finding.code == "type-drift" and _spot(finding) in drifts) or (
            finding.code in _OF_UNKNOWN_KEYS and finding.places[0] in by_application
        ):
            continue
        elif finding.code in _OF_UNKNOWN_KEYS and finding.places[0] in unknown:
            explained.add(unknown[finding.places[0]])
            cause = replace(finding, severity=Severity.ERROR)
        elif finding.code in _OF_INVALID_VALUES:
            drift, violation = drifts.get(_spot(finding)), invalid.get(_spot(finding))
            if drift is not None:
                cause = replace(cause, places=tuple(dict.fromkeys((*cause.places, *drift.places))))
            if violation is not None:
                explained.update(f for f in violations if f.places and _spot(f) == _spot(violation))
                cause = _refused(cause, violation.places[-1], _wanted(finding.key, settings))
        told.append(cause)
    return told + [violation for violation in violations if violation not in explained]


def _spot(finding: Finding) -> _Spot:
    return finding.key, finding.places[0]


def _wanted(key: str | None, settings: Sequence[Setting]) -> str:
    return next((setting.constraint for setting in settings if setting.key == key), "")


def _refused(cause: Finding, rule: Place, wanted: str) -> Finding:
    said = f"The schema wants {wanted[0].lower()}{wanted[1:]}" if wanted else "The schema refuses it."
    return replace(
        cause,
        severity=Severity.ERROR,
        message=f"{cause.message} {said}",
        places=(*cause.places, rule),
    )
