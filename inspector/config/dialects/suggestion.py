"""For a dialect whose names do not reach every key: the same dialect with names that do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from inspector.config.dialects.custom import CUSTOM, CustomRules, Match, Reading
from inspector.config.dialects.custom.known import KnownKeys
from inspector.config.dialects.layered import LAYERED
from inspector.config.dialects.spec import DialectSpec
from inspector.config.values import KeyPath

_NOT_TODAY = ", which the application does not do today"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A dialect like the one of a workspace but for how names mean keys. `change` says what would have to
    change in the application, as what follows "if": `names were split at __`."""

    change: str
    dialect: DialectSpec


@dataclass(frozen=True, slots=True)
class WorkingName:
    """A name that would set a key, and the change that it takes."""

    name: str
    change: str


def suggestions(spec: DialectSpec, known: Collection[KeyPath] = ()) -> tuple[Suggestion, ...]:
    """What would work in place of a dialect, the smallest change for its users last; () when it works.

    `known` are the keys that files and a schema name, mappings included.
    """
    if spec.name != LAYERED.name:
        return ()
    keys = KnownKeys.of(None, known)
    apart = CustomRules((spec.prefix,), reading=Reading.NUMBERS, known=keys)
    matched = replace(apart, match=Match.KNOWN_KEYS)
    same = replace(spec, name=CUSTOM.name, title=CUSTOM.title)
    return (
        Suggestion("names were split at __", replace(same, separator="__", rules=apart)),
        Suggestion("names were matched with the known keys", replace(same, separator="_", rules=matched)),
    )


def working_names(
    spec: DialectSpec, path: KeyPath, known: Collection[KeyPath] = ()
) -> tuple[WorkingName, ...]:
    """The names that would set a key in what is suggested in place of a dialect, () when there are none."""
    return _working(suggestions(spec, known), path)


def would_set(suggested: Sequence[Suggestion], path: KeyPath) -> str:
    """A name that would set a key after a change of the application, "" when no such change is known:
    `ML_A__B would set it if names were split at __, which the application does not do today.`
    """
    working = _working(suggested, path)
    return f"{working[0].name} would set it if {working[0].change}{_NOT_TODAY}." if working else ""


def _working(suggested: Sequence[Suggestion], path: KeyPath) -> tuple[WorkingName, ...]:
    return tuple(
        WorkingName(name, suggestion.change)
        for suggestion in suggested
        if (name := suggestion.dialect.variable_for(path)) is not None
    )
