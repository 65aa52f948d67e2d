"""The finding about references that name nothing."""

from __future__ import annotations

from collections.abc import Mapping

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.base.secrets import is_secret_name

_MAX_NAMED = 4
_MAX_PLACES = 50


def unset(label: str, references: Mapping[Place, tuple[str, ...]]) -> Finding:
    """References in the file of this label to variables that nothing has set when it is loaded.

    `references` are the names by the places of the variables that refer to them; those in a variable that
    is a secret are not told, as they may be a part of it.
    """
    secret = [place for place in references if is_secret_name(place.variable or "")]
    names = [place.variable or "" for place in references]
    told = dict.fromkeys(name for place, names in references.items() if place not in secret for name in names)
    what = _listed(list(told)) if told else "variables"
    return Finding(
        "interpolation-unset",
        Severity.INFO,
        f"{_listed(names)} in {label} refer{'s' if len(names) == 1 else ''} to {what}, not set there or "
        "before: empty text stands in place.",
        None,
        "Set what is referred to, above in the file or in the process, or give a default: ${NAME:-value}.",
        tuple(references)[:_MAX_PLACES],
    )


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    return f"{', '.join(names[:_MAX_NAMED])}{more}"
