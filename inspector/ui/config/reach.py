"""Which variables set a setting, what they do now, and the texts that people paste to set one."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.base.places import Place
from inspector.base.secrets import MASK
from inspector.config.dialects import VariableName
from inspector.config.export import Veil, masked_value
from inspector.config.export.assignments import ASSIGNMENT_FORMS
from inspector.config.export.wholes import whole_text
from inspector.config.report import Report
from inspector.config.resolve import Setting
from inspector.config.shadow import Landed
from inspector.ui.config.words import in_force, phrase

_MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class Way:
    """A variable's name that sets a setting.

    `note` says how and which name wins, `state` what it does now, "" when it is not set. `wins` says that
    its value is in force, `place` where it was set. `text` is the text that gives the setting the value that
    it has, `…` when no text does.
    """

    name: str
    note: str = ""
    state: str = ""
    wins: bool = False
    place: Place | None = None
    text: str = "…"


@dataclass(frozen=True, slots=True)
class Reach:
    """All names, the one that wins first; `unreachable` says why there are none. `more` were left out."""

    ways: tuple[Way, ...] = ()
    unreachable: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class Paste:
    """A line or lines to paste; `title` is what a menu calls them."""

    title: str
    text: str


def reach(report: Report, setting: Setting, *, reveal: bool) -> Reach:
    """The names that set a setting. Texts hold no secret unless `reveal` is set."""
    spec = report.spec
    names = spec.rules.names_for(spec, setting.path)
    veil = Veil.of(report, reveal=reveal)
    ways = tuple(_way(report, setting, name, veil) for name in names[:_MOST_NAMES])
    # A name that is set now is told even when it is an unusual one.
    known = {name.name for name in names}
    odd = dict.fromkeys(
        place.variable
        for place in (candidate.place for candidate in reversed(setting.candidates))
        if place.variable is not None and place.variable not in known
    )
    ways += tuple(_way(report, setting, VariableName(name), veil) for name in odd)
    unreachable = "" if ways else spec.rules.unreachable(spec, setting.path)
    return Reach(ways, unreachable, max(0, len(names) - _MOST_NAMES))


def pastes(way: Way) -> tuple[Paste, ...]:
    """The variable as shells, `.env` files, Compose, Kubernetes and systemd write it."""
    return tuple(Paste(form.title, form.write(way.name, way.text)) for form in ASSIGNMENT_FORMS)


def _way(report: Report, setting: Setting, name: VariableName, veil: Veil) -> Way:
    text = _text(report, setting, name, reveal=veil.reveal)
    note = phrase(name.note)
    for candidate in reversed(setting.candidates):
        if candidate.place.variable == name.name:
            wins = in_force(candidate)
            where = "" if candidate.place.path else f", in {report.environ_label}"
            state = f"sets it now{where}" if wins else f"set, no effect: {veil.sentence(candidate.reason)}"
            return Way(name.name, note, state, wins, candidate.place, text)
    for landed in report.landed:
        if landed.variable.name == name.name and landed.path == setting.path and not landed.unread:
            return Way(name.name, note, _idle(landed, veil), False, landed.variable.place, text)
    return Way(name.name, note, text=text)


def _idle(landed: Landed, veil: Veil) -> str:
    if landed.stop is not None:
        return "set, and the application stops at start"
    return f"set, no effect: {veil.sentence(landed.reason)}" if landed.reason else "set, no effect"


def _text(report: Report, setting: Setting, name: VariableName, *, reveal: bool) -> str:
    """What a name is to hold so that the setting has its value; a placeholder where nothing does that."""
    value, spec = setting.value, report.spec
    if not reveal and masked_value(value, secret=setting.hides(setting.source)) != value:
        return name.example.replace("…", MASK)
    if not name.plain:
        return whole_text(name, value) or name.example
    text = None if value is None else spec.rules.text_for(spec, setting.path, value)
    return name.example if text is None else text
