"""The finding about references that never end."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place

_MAX_NAMED = 4


def endless(
    places: Sequence[Place], outcome: str, *, circle: bool, exception: str = "", escape: bool = True
) -> Finding:
    """Variables whose references go round in a circle, or make them grow beyond all bounds.

    `places` are those of the variables, with their names. `outcome` is what comes of it, as the end of the
    sentence; `exception` is what the application stops with. `escape`
    says that a backslash takes the meaning of a `$`, which it does for all but python-dotenv.
    """
    names = [place.variable or "" for place in places]
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    what = "come back to themselves" if circle else "grow beyond all bounds"
    hint = "Write a value in place of one of the references"
    return Finding(
        "interpolation-endless",
        Severity.ERROR,
        f"The references in {', '.join(names[:_MAX_NAMED])}{more} {what}: {outcome}",
        names[0],
        f"{hint}; \\$ is a $ that is none." if escape else f"{hint}.",
        tuple(places),
        exception,
    )
