"""A log that is mistreated for a minute: what is lost, and what comes twice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from inspector.logs.follow import FileSpec
from tests.benchmarks.measure import Benchmark, Figure, Place
from tests.logs.follow.witness import Witnessed, witness

SECONDS = 30.0
QUICK_SECONDS = 4.0
_ENDLESS = 1 << 30


def run(place: Place) -> Sequence[Figure]:
    """Half of the time one file alone, half of it a set with its older files; another seed each time."""
    return [figure for is_set in (False, True) for figure in _figures(place, is_set=is_set)]


def _figures(place: Place, *, is_set: bool) -> Sequence[Figure]:
    name = "rotated set" if is_set else "file"
    log = place.fresh(f"faults-{name.replace(' ', '-')}") / "a.log"
    log.touch()
    seed = random.SystemRandom().randrange(1 << 30)
    seconds = QUICK_SECONDS if place.quick else SECONDS
    source = FileSpec(log, rotated=is_set)
    found = witness(log, source, seed, faults=_ENDLESS, seconds=seconds, is_set=is_set)
    return [
        Figure(f"faults, {name}: lines lost", len(found.lost), "lines", 0, note=_note(found, seed)),
        Figure(f"faults, {name}: lines doubled", len(found.doubled), "lines", 0),
    ]


def _note(found: Witnessed, seed: int) -> str:
    kinds = ", ".join(f"{count} {kind}" for kind, count in Counter(found.faults).most_common())
    return f"seed {seed}, {found.lines:,} lines, {found.faults.total():,} faults: {kinds}"


BENCHMARK = Benchmark("log-faults", run)
