"""Lines of visible rows."""

from __future__ import annotations

from inspector.base.secrets import MASK
from inspector.logs.records import row_id
from inspector.ui.kit.jobs import ManualJobs
from inspector.ui.logs import cache as cache_module
from inspector.ui.logs.cache import LineCache
from inspector.ui.logs.lines import lines_of
from tests.ui.logs.fakes import FakeLogs, fake_logs, make_record


def made(logs: FakeLogs) -> tuple[LineCache, ManualJobs]:
    jobs = ManualJobs()
    cache = LineCache(jobs)
    cache.use(logs)
    return cache, jobs


def test_only_the_newest_wish_is_fetched_after_the_running_one() -> None:
    """What scrolled by while a fetch ran is not read."""
    logs = fake_logs(100)
    cache, jobs = made(logs)

    cache.want([1])
    cache.want([50, 51])
    cache.want([90])
    jobs.drain()

    assert logs.fetched == [(1,), (90,)]


def test_the_newest_record_of_a_segment_is_fetched_again_when_the_log_grew() -> None:
    """A traceback may have come to it; meanwhile the old line shows."""
    logs = fake_logs(3)
    cache, jobs = made(logs)
    cache.want([0, 1, 2])
    jobs.drain()
    logs.segments[0][2] = make_record(2, continuation=("Traceback",))

    cache.expire_newest()
    cache.want([0, 1, 2])
    old = cache.line(2)
    jobs.drain()

    assert logs.fetched[1:] == [(2,)]
    assert (old.fold if old else None, cache.line(2).fold) == ("", "1 line · Traceback")  # type: ignore[union-attr]


def test_lines_are_dropped_oldest_first_when_they_are_too_large() -> None:
    """Records of any size never fill the memory."""
    logs = fake_logs(0)
    logs.add(*(make_record(number, length=cache_module._MOST_BYTES // 2) for number in range(4)))
    cache, _ = made(logs)

    cache.put(lines_of(logs.all(), reveal=False))

    assert [cache.line(row) is not None for row in range(4)] == [False, False, True, True]


def test_revealing_makes_all_lines_anew() -> None:
    """Those of the preview at once, others when they are seen."""
    secret = make_record(0, message="password=hunter2")
    logs = FakeLogs(segments=[[secret]])
    cache, jobs = made(logs)
    cache.show_preview(lines_of([secret], reveal=False))
    cache.want([0])
    jobs.drain()
    assert cache.line(0).message == f"password={MASK}"  # type: ignore[union-attr]

    cache.set_reveal(True)

    assert cache.line(0) is None
    assert cache.line(-1).message == "password=hunter2"  # type: ignore[union-attr]
    cache.want([0])
    jobs.drain()
    assert cache.line(0).message == "password=hunter2"  # type: ignore[union-attr]


def test_a_fetch_of_a_closed_log_brings_nothing() -> None:
    """Its rows would be taken for those of the next log."""
    logs = fake_logs(3)
    cache, jobs = made(logs)
    cache.want([0])

    cache.use(None)
    jobs.drain()

    assert cache.line(0) is None


def test_a_log_that_cannot_be_read_is_told_once_a_wish() -> None:
    """No spinning; the next paint asks again."""
    logs = fake_logs(3)
    cache, jobs = made(logs)
    told: list[object] = []
    cache.failed.connect(told.append)

    cache.want([row_id(7, 7)])
    jobs.drain()

    assert len(told) == 1
    assert not jobs.waiting
