"""Why a setting does not have the value that somebody expected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inspector.base.places import Place
from inspector.config.formats import parse
from inspector.config.report.asking import Asked
from inspector.config.report.model import Report, Request
from inspector.config.report.tracing import Trace, trace
from inspector.config.resolve import Candidate, Setting, Status
from inspector.config.resolve.candidates import same
from inspector.config.schemas import refusal
from inspector.config.shadow import Landed
from inspector.config.values import KeyPath, Value, join_key


@dataclass(frozen=True, slots=True)
class Reason:
    """One answer: a sentence that names no value but the expected one, and where to look, if anywhere.

    `holds` says that the setting has the value after all.
    """

    sentence: str
    place: Place | None = None
    holds: bool = False


def why_not(report: Report, request: Request, meant: Asked, typed: str) -> tuple[Reason, ...]:
    """The reasons, the closest first: who says so and lost, who says it elsewhere, what would be refused, and
    what would make it so.

    `typed` is a value as a person writes it; text and number are not told apart. Reads the files of the other
    environments. Any thread.
    """
    expected = _Expected(typed)
    return tuple(_Answer(report, meant, expected, trace(report, request, meant)).reasons())


class _Expected:
    """A typed value: as text, and as what YAML makes of it."""

    def __init__(self, typed: str) -> None:
        self.text = typed.strip()
        root = parse(f"v: {self.text}".encode(), "typed", "yaml-1.2").root
        node = root.child("v") if root is not None else None
        self.value: Value = node.value if node is not None else self.text

    def fits(self, value: Value) -> bool:
        """Whether a value is what was meant, whatever its type is."""
        if same(value, self.value) or same(value, self.text):
            return True
        if isinstance(value, bool):
            return self.text.casefold() == str(value).casefold()
        if isinstance(value, int | float) and isinstance(self.value, int | float):
            return value == self.value and not isinstance(self.value, bool)
        return value is None and self.text.casefold() in ("null", "none", "~", "")


@dataclass(frozen=True, slots=True)
class _Answer:
    report: Report
    meant: Asked
    expected: _Expected
    seen: Trace

    def reasons(self) -> Iterator[Reason]:
        """All of them, in order."""
        setting = self.meant.setting
        if setting is not None and self.expected.fits(setting.value):
            yield self._holds(setting)
            return
        told = [*self._lost(), *self._misread(), *self._landed(), *self._elsewhere()]
        yield from told
        if not told:
            yield Reason(f"No layer sets {self.meant.key} to it.")
        if setting is not None:
            source = setting.source
            yield Reason(f"{_layer(self.report, source)} decides: {source.reason}.", source.place)
        yield from self._refused()
        yield from self._way()

    def _holds(self, setting: Setting) -> Reason:
        said = "It is."
        if str(setting.value).casefold() != self.expected.text.casefold():
            said = f"It is, as {setting.type}."
        elif setting.source.status is Status.INVALID:
            said = "It is, but it is refused."
        return Reason(said, setting.source.place, holds=True)

    def _candidates(self) -> Iterator[Candidate]:
        return (step.candidate for step in reversed(self.seen.steps))

    def _lost(self) -> Iterator[Reason]:
        for candidate in self._candidates():
            if self.expected.fits(candidate.value):
                who = _layer(self.report, candidate)
                yield Reason(f"{who} sets it, but: {candidate.reason}.", candidate.place)

    def _misread(self) -> Iterator[Reason]:
        for candidate in self._candidates():
            raw = (candidate.raw or "").strip().strip("\"'")
            if raw == self.expected.text and not self.expected.fits(candidate.value):
                who = _layer(self.report, candidate)
                said = f"{who} has it in writing, but it is read as {candidate.type}."
                yield Reason(said, candidate.place)

    def _landed(self) -> Iterator[Reason]:
        """Variables whose names say the key, and that land on another one."""
        wanted = _joined(self.meant.path)
        for landed in self.report.landed:
            if _joined(landed.path) != wanted or landed.path == self.meant.path:
                continue
            if self.expected.fits(landed.value) or self.expected.fits(landed.variable.text):
                yield Reason(_said_of(landed), landed.variable.place)

    def _elsewhere(self) -> Iterator[Reason]:
        for other in self.seen.elsewhere:
            if other.place is not None and self.expected.fits(other.value):
                where = (
                    f"only in {other.environment}" if other.environment is not None else "which is not loaded"
                )
                yield Reason(f"{other.layer.label} sets it, {where}.", other.place)

    def _refused(self) -> Iterator[Reason]:
        setting, schema = self.meant.setting, self.report.checked_by
        if setting is None or schema is None:
            return
        wanted = refusal(schema, self.report.settings, setting, self.expected.value)
        if wanted:
            yield Reason(f"The schema would refuse it: it {wanted}.")

    def _way(self) -> Iterator[Reason]:
        """What would set it: the name of a variable, or the highest file."""
        spec = self.report.spec
        text = spec.rules.text_for(spec, self.meant.path, self.expected.value)
        name = spec.variable_for(self.meant.path)
        if name is not None and text is not None and not self.meant.secret:
            yield Reason(f"{name}={text} would set it.")
        elif name is not None:
            yield Reason(f"{name} would set it.")
        else:
            reason = spec.rules.unreachable(spec, self.meant.path)
            if reason:
                yield Reason(f"No variable sets it: {reason[:1].lower()}{reason[1:].rstrip('.')}.")


def _layer(report: Report, candidate: Candidate) -> str:
    """How a sentence begins with a candidate's layer."""
    label = next((layer.label for layer in report.layers if layer.id == candidate.layer), candidate.kind.word)
    name = candidate.place.variable
    said = f"{name} in {label}" if name else label
    return said[:1].upper() + said[1:] if label == "process environment" and not name else said


def _said_of(landed: Landed) -> str:
    variable = landed.variable
    return f"{variable.name} in {variable.layer.label} is set to it, but lands on {join_key(landed.path)}."


def _joined(path: KeyPath) -> str:
    return "".join(map(str, path)).replace("_", "").replace("-", "").casefold()
