"""The key that a command is asked about, however it is spelt, and the variables that set it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rapidfuzz import process
from rapidfuzz.utils import default_process

from inspector.cli.output import CommandError, visible
from inspector.config.dialects.suggestion import suggestions, would_set
from inspector.config.report import (
    AmbiguousKeyError,
    Asked,
    Report,
    Request,
    asked,
    known_paths,
    names_like,
    stoppers,
)
from inspector.config.values import KeyPath, join_key

_SIMILAR_PERCENT = 60
_MOST_NAMES = 4
_LIKE_A_NAME = re.compile(r"[A-Z][A-Z0-9_]*")


def key_meant(report: Report, request: Request, typed: str) -> Asked:
    """The key that is meant; raises CommandError with a suggestion when there is none."""
    try:
        found = asked(report, request, typed)
    except AmbiguousKeyError as error:
        raise CommandError(f"{typed} may be {' or '.join(error.keys)}: say which.") from error
    if found is None:
        raise CommandError(_unknown(typed, report))
    return found


def refuse_dead_end(report: Report, meant: Asked, *, elsewhere: bool = False) -> None:
    """Raise CommandError for the name of a variable that leads to no setting, with the name that would.

    `elsewhere` says that other environments set the key.
    """
    if not meant.variable or elsewhere or meant.setting is not None or meant.below or meant.gone:
        return
    if meant.path in report.keys or any(missing.path == meant.path for missing in report.missing):
        return
    landed = next((one for one in report.landed if one.variable.name == meant.typed), None)
    why = report.spec.rules.unreachable(report.spec, meant.path)
    of_its_own = meant.path == (meant.typed,)
    said = "is not set, and nothing here knows " + (
        "it" if of_its_own else f"{meant.key}, which it would set"
    )
    if landed is not None:
        said = f"has no effect: {landed.reason}" if landed.reason else "has no effect"
    elif why:
        said = f"would set nothing: {why.removesuffix('.')}"
    raise CommandError(f"{meant.typed} {said}.{_question(names_like(report, meant.typed, meant.path))}")


def _question(names: Sequence[str]) -> str:
    return f" Did you mean {' or '.join(names)}?" if names else ""


def understood(meant: Asked) -> str:
    """How a key was understood that was not typed as it is, "" when it was."""
    if not meant.typed:
        return ""
    if meant.variable:
        return f"{visible(meant.typed)} lands on {visible(meant.key)}."
    return f"{visible(meant.typed)} is spelt {visible(meant.key)} here."


def reach_sentence(report: Report, path: KeyPath, *, whole: bool = False) -> str:
    """Which variables set a key, or why none can, in a sentence; `whole` says that others are below it."""
    spec = report.spec
    sets = "sets it as a whole" if whole else "sets it"
    names = [name.name for name in spec.rules.names_for(spec, path)]
    if stopping := [one.variable.name for one in stoppers(report, path)]:
        point, stop = ("point", "stop") if len(stopping) > 1 else ("points", "stops")
        return f"{' and '.join(stopping[:_MOST_NAMES])} {point} here and {stop} the application."
    if not names:
        would = would_set(suggestions(spec, known_paths(report)), path)
        return " ".join(filter(None, (f"No variable {sets}.", spec.rules.unreachable(spec, path), would)))
    if len(names) == 1:
        return f"The variable {names[0]} {sets}."
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return f"Variables that set it, the first of them wins: {', '.join(names[:_MOST_NAMES])}{more}."


def reach_document(report: Report, path: KeyPath) -> dict[str, Any]:
    """The names that set a key, the one that wins first, and why there are none."""
    spec = report.spec
    return {
        "names": [
            {"name": name.name, "note": name.note, "example": name.example}
            for name in spec.rules.names_for(spec, path)
        ],
        "unreachable": spec.rules.unreachable(spec, path),
    }


def _unknown(typed: str, report: Report) -> str:
    keys = [setting.key for setting in report.settings]
    if sets := _set_by(typed, report):
        more = f" and {len(sets) - _MOST_NAMES} more" if len(sets) > _MOST_NAMES else ""
        ways = ", ".join(join_key(path) for path in sets[:_MOST_NAMES])
        return (
            f"{typed} is a variable that is not set; it can set {ways}{more}: "
            "`inspector config variables` tells how for each of them."
        )
    if not keys:
        return f"{typed} is no setting: there are none; `inspector config check` tells why."
    whole = next((s for s in report.settings if typed.startswith((f"{s.key}.", f"{s.key}["))), None)
    if whole is not None and isinstance(whole.value, list | dict):
        return f"{typed} is a part of {whole.key}, which is one value: ask for {whole.key}."
    prefix = report.spec.prefix.casefold()
    if _LIKE_A_NAME.fullmatch(typed) or (prefix and typed.casefold().startswith(prefix)):
        names = names_like(report, typed)
        if names:
            return f"{typed} is no setting, and no variable that sets one.{_question(names)}"
    long = [key for key in keys if len(key) * 2 >= len(typed)]  # a short one fits into any other
    similar = process.extract(typed, long, processor=default_process, limit=3, score_cutoff=_SIMILAR_PERCENT)
    if not similar:
        return f"{typed} is no setting; `inspector config show` lists all {len(keys)}."
    return f"{typed} is no setting. Did you mean {' or '.join(match[0] for match in similar)}?"


def _set_by(name: str, report: Report) -> list[KeyPath]:
    """The known keys that a variable of this name can set."""
    rules, spec = report.spec.rules, report.spec
    return [path for path in known_paths(report) if any(n.name == name for n in rules.names_for(spec, path))]
