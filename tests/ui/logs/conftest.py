"""Log workbenches for tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.logs.bench import Bench, open_bench
from tests.ui.logs.fakes import fake_logs


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    """A window on 60 records of one file, all indexed."""
    yield from open_bench(qtbot, fake_logs(60))
