"""Names of variables that would do what a mistyped one was meant to."""

from __future__ import annotations

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from inspector.config.report.arrivals import known_paths
from inspector.config.report.model import Report
from inspector.config.rules.meaning import Meaning
from inspector.config.values import KeyPath, join_key

_SIMILAR_PERCENT = 80
_MOST = 2


def names_like(report: Report, typed: str, path: KeyPath | None = None) -> tuple[str, ...]:
    """The names of variables that are close to a mistyped one, the closest first; () when none is.

    `path` is where the mistyped one lands, None when it lands nowhere. A key that is close to that one is the
    answer: its variable, or itself when no variable sets it.
    """
    spec = report.spec
    meaning = Meaning(spec, known_paths(report))
    meant = None if path is None else meaning.of_variable(path)
    if meant is not None:
        return (spec.variable_for(meant) or join_key(meant),)
    names = [name for name in meaning.names if name != typed]
    close = process.extract(
        typed,
        names,
        scorer=fuzz.ratio,
        processor=default_process,
        limit=_MOST,
        score_cutoff=_SIMILAR_PERCENT,
    )
    return tuple(name for name, _, _ in close)
