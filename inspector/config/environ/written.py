"""What was read of a written environment, and the choice of one among several in one file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

_MAX_NAMED = 8

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """Variables in their order, and a sentence for each thing that the text does not tell.

    `form` says how the text was read where that is a guess that counts, "" elsewhere.
    """

    variables: Pairs = ()
    notes: tuple[str, ...] = ()
    form: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One environment of a text that holds several: a container, a service. `read` reads its variables."""

    name: str
    read: Callable[[], Written]


def choose(parts: Sequence[Part], wanted: str, kind: str) -> Written:
    """The environment of the part that is wanted, or of the only one.

    A part may be named by what stands behind the last `/` of its name. Raises ValueError with a part of a
    sentence that names the parts when none or several fit. `kind` is what a sentence calls a part.
    """
    fitting = [part for part in parts if part.name == wanted]
    if wanted and not fitting:
        fitting = [part for part in parts if part.name.rpartition("/")[2] == wanted]
    if not wanted:
        fitting = list(parts)
    if len(fitting) == 1:
        return fitting[0].read()
    if not parts:
        raise ValueError(f"it has no {kind}")
    names = list(dict.fromkeys(part.name for part in (fitting or parts)))
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    listed = ", ".join(names[:_MAX_NAMED]) + more
    if wanted and not fitting:
        raise ValueError(f"it has no {kind} {wanted}, only {listed}")
    raise ValueError(f"it has several {kind}s ({listed}): write #NAME behind the file to choose one")


def last_of_each(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """The pairs, each name at its first spot with its last value."""
    return tuple(dict(pairs).items())
