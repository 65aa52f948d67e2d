"""Log workbenches for tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.logs.bench import Bench, open_bench
from tests.ui.logs.fakes import fake_logs, make_record


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    """A window on 60 records of one file, all indexed."""
    yield from open_bench(qtbot, fake_logs(60))


@pytest.fixture
def unindexed(qtbot: QtBot) -> Iterator[Bench]:
    """A window on a log whose first pass runs."""
    yield from open_bench(qtbot, fake_logs(60, indexed=False))


@pytest.fixture
def merged(qtbot: QtBot) -> Iterator[Bench]:
    """A window on two files."""
    logs = fake_logs(20, sources=("/logs/api.jsonl", "/logs/worker.jsonl"))
    logs.segments.append([make_record(n, segment=1, source="/logs/worker.jsonl") for n in range(5)])
    yield from open_bench(qtbot, logs)


@pytest.fixture
def closed(qtbot: QtBot) -> Iterator[Bench]:
    """A window without a log."""
    yield from open_bench(qtbot, fake_logs(0), opened=False)
