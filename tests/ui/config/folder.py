"""A real workspace in a workbench whose jobs run when a test says so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pytestqt.qtbot import QtBot

from inspector.ui.config.session import Session
from inspector.ui.config.workbench import ConfigWorkbench
from inspector.ui.kit.jobs import ManualJobs
from inspector.ui.kit.state import TrustedFolders
from inspector.ui.kit.status import StatusLine

BASE = """\
# every environment
training:
  batch_size: 32  # samples
  epochs: 10
  optimizer: adam
database:
  host: localhost
  password: base-hunter2
country: NO
"""
PRODUCTION = """\
training:
  batch_size: 128
  epochs: 10
"""
STAGING = """\
training:
  batch_size: 64
"""


def write_workspace(folder: Path) -> Path:
    """Base, two environments, and a `.env` file."""
    for name, text in (
        ("config.yaml", BASE),
        ("config.production.yaml", PRODUCTION),
        ("config.staging.yaml", STAGING),
        (".env.production", "ML_DATABASE_HOST=db.example.com\n"),
    ):
        (folder / name).write_text(text)
    return folder


@dataclass(slots=True)
class Desk:
    """A workbench on a folder, and what it said in the status bar."""

    bench: ConfigWorkbench
    jobs: ManualJobs
    folder: Path
    line: StatusLine

    def value_of(self, key: str) -> str:
        """What the tree shows for a setting."""
        from inspector.ui.config.model import Column

        rows = self.bench.tree.rows
        number = next(n for n, row in enumerate(rows.outline.rows) if row.key == key)
        return str(rows.data(rows.index_of(number, Column.VALUE)))

    def read_again(self) -> None:
        """As the watcher would have it."""
        self.bench.actions_by_id["reload"].trigger()
        self.jobs.drain()

    def on_status(self, line: StatusLine) -> None:
        """Keep what is said."""
        self.line = line


def open_desk(
    qtbot: QtBot, folder: Path, environment: str = "production", trust: TrustedFolders | None = None
) -> Desk:
    """Show a workspace; the process has no variables. The caller ends it with close_desk()."""
    jobs = ManualJobs()
    bench = ConfigWorkbench(jobs, session=Session(jobs, wait=None), trust=trust)
    qtbot.addWidget(bench)
    desk = Desk(bench, jobs, folder, StatusLine())
    bench.status_changed.connect(desk.on_status)
    bench.resize(1200, 700)
    bench.show()
    bench.open(folder, environment)
    jobs.drain()
    return desk


def close_desk(desk: Desk) -> None:
    """Leave nothing behind."""
    desk.bench.shutdown()
    desk.bench.hide()
