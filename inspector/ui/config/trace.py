"""One setting through every layer, and the steps from its text to its validated value."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.base.findings import Finding, Severity
from inspector.config.export import Veil
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.report import Report
from inspector.config.resolve import Candidate, Setting, Status
from inspector.ui.config.words import (
    FORMAT_WORDS,
    SEVERITY_GLYPHS,
    in_force,
    phrase,
    type_text,
    value_text,
)

_NOT_LOADED = frozenset(LayerStatus) - {LayerStatus.LOADED}


@dataclass(frozen=True, slots=True)
class Rung:
    """A layer on the ladder of one setting; `candidate` is None when the layer does not give the key.

    `note` says why not, or repeats the candidate's reason; `severity` colours it when a finding says it.
    """

    layer: Layer
    candidate: Candidate | None
    note: str
    severity: Severity | None = None

    @property
    def wins(self) -> bool:
        """Whether the application gets this rung's value."""
        return self.candidate is not None and in_force(self.candidate)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the trace: its name, its text, and how sure the eye should be."""

    name: str
    text: str
    aside: str = ""
    valid: bool | None = None


def ladder(report: Report, setting: Setting, *, reveal: bool = False) -> tuple[Rung, ...]:
    """Every layer from high to low with this key's candidates, and what explains the gaps.

    Sentences hold no secret of the report unless `reveal` is set.
    A what-if layer without anything in it is left out: it would answer a question that nobody asked.
    """
    findings = tuple(finding for finding in report.findings if finding.key == setting.key)
    veil = Veil.of(report, reveal=reveal)
    rungs: list[Rung] = []
    for layer in reversed(report.layers):
        own = [candidate for candidate in reversed(setting.candidates) if candidate.layer == layer.id]
        rungs += [Rung(layer, candidate, veil.sentence(candidate.reason)) for candidate in own]
        if not own and not (layer.kind is LayerKind.WHAT_IF and layer.status is LayerStatus.INACTIVE):
            rungs.append(_gap(layer, findings))
    return tuple(rungs)


def steps(report: Report, setting: Setting, candidate: Candidate, *, reveal: bool) -> tuple[Step, ...]:
    """How this candidate came to its value, and whether that holds.

    Neither texts nor sentences hold a secret of the report unless `reveal` is set.
    """
    found = []
    veil = Veil.of(report, reveal=reveal)
    raw = veil.raw(candidate, setting) or ""
    if candidate.raw is not None:
        found.append(Step("text", _quoted(raw)))
    value = value_text(candidate, setting, reveal=reveal)
    found.append(Step("read as", f"{type_text(candidate, setting)} {value}", _reader(report, candidate)))
    if candidate is setting.source:
        found.append(_validated(report, setting, veil))
    found.append(Step("why", veil.sentence(candidate.reason) or candidate.status.value))
    return tuple(found)


def _quoted(raw: str) -> str:
    """The text as written, in quotes unless it has its own."""
    own = len(raw) > 1 and raw[0] in "\"'" and raw[-1] == raw[0]
    return raw if own else f"“{raw}”"


def _gap(layer: Layer, findings: tuple[Finding, ...]) -> Rung:
    if layer.status in _NOT_LOADED:
        severity = Severity.ERROR if layer.status is LayerStatus.BROKEN else None
        return Rung(layer, None, phrase(layer.note) or layer.status.value, severity)
    for finding in findings:
        if any(_in_layer(layer, place.path, place.variable) for place in finding.places):
            return Rung(layer, None, phrase(finding.message), finding.severity)
    return Rung(layer, None, _SILENT.get(layer.kind, "not written here"))


_SILENT = {
    LayerKind.WHAT_IF: "not typed",
    LayerKind.VARIABLE: "no variable sets it",
    LayerKind.DEFAULT: "no default",
}


def _in_layer(layer: Layer, path: str | None, variable: str | None) -> bool:
    if layer.kind is LayerKind.VARIABLE:
        return path is None and variable is not None
    if layer.kind is LayerKind.DEFAULT:
        return False  # a place in the schema is the rule that was broken
    return path is not None and path == layer.path


def _reader(report: Report, candidate: Candidate) -> str:
    """Which rules turned the text into a value."""
    if candidate.place.variable is not None:
        return "int, then float, else text" if report.dialect.name == "layered" else report.dialect.title
    source = report.texts.get(candidate.place.path or "")
    return FORMAT_WORDS.get(source.format, source.format) if source else ""


def _validated(report: Report, setting: Setting, veil: Veil) -> Step:
    if setting.source.status is Status.INVALID:
        broken = next((f.message for f in report.findings if f.key == setting.key), setting.source.reason)
        said = veil.sentence(broken)
        return Step("validated", f"{SEVERITY_GLYPHS[Severity.ERROR]} {said}", valid=False)
    if setting.constraint:
        return Step("validated", f"✔ {phrase(setting.constraint)}", valid=True)
    return Step("validated", "no rule for this key" if report.schema else "no schema")
