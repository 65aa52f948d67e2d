"""Questions to an indexed big log."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.measure import Benchmark, Figure, Place, work

_BUDGETS_MS = (
    ("level", "filter by level", 50),
    ("request", "filter by request", 50),
    ("text", "filter by text", 400),
    ("regex", "filter by regular expression", 400),
    ("time", "filter by time", 400),
    ("histogram", "histogram by level, 120 bars", 50),
    ("top", "top values of the logger", None),
    ("member", "top values of a JSON field", None),
    ("slowest", "500 slowest requests", None),
    ("page", "read and decode 50 rows", None),
)


def run(place: Place) -> Sequence[Figure]:
    """Medians, in one process."""
    cache = place.folder / "cache"
    cache.mkdir(exist_ok=True)
    _, medians = work("filters", place.log, cache)
    return [Figure(what, medians[name] * 1000, "ms", budget) for name, what, budget in _BUDGETS_MS]


BENCHMARK = Benchmark("log-filters", run, needs_log=True)
