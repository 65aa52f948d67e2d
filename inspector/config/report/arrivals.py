"""What became of each variable that the application reads, and what its name was meant to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.dialects import NamePart
from inspector.config.layers import LayerKind
from inspector.config.report.misspelt import is_slip_of, secret_keys
from inspector.config.report.model import Report
from inspector.config.resolve import Candidate, Setting, Status
from inspector.config.resolve.lookup import paths_in
from inspector.config.resolve.secrecy import (
    is_secret_part,
    is_secret_path,
    is_secret_value,
    is_secret_with,
)
from inspector.config.rules.meaning import Meaning
from inspector.config.shadow import Landed
from inspector.config.values import KeyPath, join_key, key_order

_MOST_SECRETS = 200
_IN_FORCE = (Status.EFFECTIVE, Status.INVALID)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A variable that the application reads. `parts` is its name as the dialect splits it.

    `effective` says whether its value is in force, `reason` why or why not, as a part of a sentence.
    `known` is whether files or a schema know the key that it lands on; if not, `meant` is the one that was
    most likely meant, None when none is close. `secret` says that what it holds must be masked.
    """

    landed: Landed
    parts: tuple[NamePart, ...]
    effective: bool
    reason: str
    known: bool
    meant: KeyPath | None
    secret: bool

    @property
    def name(self) -> str:
        """The variable's name."""
        return self.landed.variable.name

    @property
    def key(self) -> str:
        """The dotted key that it lands on."""
        return join_key(self.landed.path)


def arrivals(report: Report) -> tuple[Arrival, ...]:
    """Every variable that the application reads, in its order; those that are not applied come last."""
    known = known_paths(report)
    written = _by_variable(report)
    spec = report.spec
    meaning = Meaning(spec, known)
    secrets = secret_keys(report.settings, report.keys)
    told = _told(report.findings)
    made = []
    for landed in report.landed:
        if landed.unread:
            continue
        variable = landed.variable
        spots = written.get((variable.layer.id, variable.name), ())
        effective, reason = _outcome(landed, spots)
        if not effective and not reason:
            reason = told.get((variable.place, variable.name), "")
        is_known = landed.path in known or landed.free
        meant = None if is_known else meaning.of_variable(landed.path)
        secret = (
            is_secret_part(variable.name)
            or is_secret_path(landed.path)
            or is_secret_value(variable.text)
            or is_secret_with(variable.name, landed.value)
            or (not is_known and _may_be_secret(landed.path, meant, secrets))
            or any(setting.hides(c) and setting.path == landed.path for setting, c in spots)
        )
        parts = spec.rules.split(spec, variable.name)
        made.append(Arrival(landed, parts, effective, reason, is_known, meant, secret))
    return tuple(made)


def _told(findings: Sequence[Finding]) -> dict[tuple[Place, str], str]:
    """What findings say about variables, as a part of a sentence, by place and name."""
    told: dict[tuple[Place, str], str] = {}
    for finding in findings:
        place = finding.places[0] if finding.places else None
        if place is not None and place.variable is not None:
            told.setdefault((place, place.variable), finding.message.rstrip("."))
    return told


def _may_be_secret(path: KeyPath, meant: KeyPath | None, secrets: Sequence[KeyPath]) -> bool:
    return meant in secrets or any(is_slip_of(path, secret) for secret in secrets[:_MOST_SECRETS])


def ignored(report: Report) -> tuple[Finding, ...]:
    """The findings about variables that the application does not read, though they look as if it should."""
    spec = report.spec
    names = {variable.name for variable in report.environ.written}
    return tuple(
        finding
        for finding in report.findings
        if finding.places
        and finding.places[0].variable in names
        and not spec.rules.claims(spec, finding.places[0].variable or "")
    )


def known_paths(report: Report) -> dict[KeyPath, None]:
    """The keys that files or a schema name: settings in reading order, keys that are not set, mappings."""
    roots = [layer.root for layer in report.layers if layer.merged]
    written = {path for root in roots if root is not None for path in paths_in(root)}
    # Where settings are variables, a file of variables names them.
    written |= {
        landed.path
        for landed in report.landed
        if landed.variable.layer.kind is LayerKind.DOTENV and landed.path == (landed.variable.name,)
    }
    paths = [setting.path for setting in report.settings]
    known = dict.fromkeys(path for path in paths if path in written or path in report.keys)
    return {**known, **dict.fromkeys(report.keys), **dict.fromkeys(sorted(written, key=key_order))}


def _by_variable(report: Report) -> Mapping[tuple[str, str], list[tuple[Setting, Candidate]]]:
    """The candidates that variables wrote, by layer and name."""
    found: dict[tuple[str, str], list[tuple[Setting, Candidate]]] = {}
    for setting in report.settings:
        for candidate in setting.candidates:
            if candidate.place.variable is not None:
                spot = (candidate.layer, candidate.place.variable)
                found.setdefault(spot, []).append((setting, candidate))
    return found


def _outcome(landed: Landed, spots: list[tuple[Setting, Candidate]] | tuple[()]) -> tuple[bool, str]:
    """Whether the variable's value is in force, and why or why not."""
    if landed.stop is not None:
        return False, f"the application stops at start with {landed.stop}"
    if landed.too_deep:
        return False, "its name has more parts than any key"
    if landed.unknown:
        return False, landed.reason or "the application knows no such key and drops it"
    own = next((c for setting, c in spots if setting.path == landed.path), None)
    if own is not None:
        return own.status in _IN_FORCE, own.reason
    below = [candidate for _, candidate in spots]
    if below:
        won = sum(candidate.status in _IN_FORCE for candidate in below)
        return won > 0, f"{won} of the {len(below)} settings in it are in force"
    return landed.applied, landed.reason
