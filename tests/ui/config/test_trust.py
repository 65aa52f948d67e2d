"""The project's own model is asked after the folder is trusted, and never before."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inspector.base.cancel import CancelToken
from inspector.config.report import Report
from inspector.config.schemas.model_run import FailureKind, ModelError, ModelFailure, ModelVerdict
from inspector.ui.config.session import Session, Wish
from inspector.ui.config.trust import ModelDesk, _words, covering
from inspector.ui.kit.chips import Pill
from inspector.ui.kit.jobs import ManualJobs
from inspector.ui.kit.state import MemoryTrust
from tests.ui.config.folder import Desk, close_desk, open_desk, write_workspace

_MODEL = """\
from pathlib import Path
from pydantic import BaseModel, field_validator

Path(__file__).with_name("imported").touch()

class Training(BaseModel):
    batch_size: int

    @field_validator("batch_size")
    @classmethod
    def even(cls, size: int) -> int:
        if size % 3:
            raise ValueError("must be a multiple of 3")
        return size

class Settings(BaseModel):
    training: Training
"""
_DECLARED = """\
dialect = "layered"
prefix = "ML_"
model = "settings:Settings"
interpreter = "python"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project whose interpreter and model leave a trace when they are run."""
    folder = tmp_path / "project"
    folder.mkdir()
    write_workspace(folder)
    (folder / "inspector.toml").write_text(_DECLARED)
    (folder / "settings.py").write_text(_MODEL)
    started = shlex.quote(str(folder / "started"))
    program = folder / "python"
    program.write_text(f'#!/bin/sh\ntouch {started}\nexec {shlex.quote(sys.executable)} "$@"\n')
    program.chmod(0o755)
    return folder


@pytest.fixture
def trust() -> MemoryTrust:
    return MemoryTrust()


@pytest.fixture
def desk(qtbot: QtBot, folder: Path, trust: MemoryTrust) -> Iterator[Desk]:
    made = open_desk(qtbot, folder, trust=trust)
    yield made
    close_desk(made)


def _click(within: QWidget, name: str) -> None:
    pill = next(pill for pill in within.findChildren(Pill) if pill.accessibleName() == name)
    QTest.mouseClick(pill, Qt.MouseButton.LeftButton)


def _ran(folder: Path) -> bool:
    return (folder / "started").exists() or (folder / "imported").exists()


def _codes(desk: Desk) -> list[str]:
    report = desk.bench.report
    return [finding.code for finding in report.findings] if report is not None else []


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the interpreter is a shell script")


def test_nothing_is_run_before_trust(desk: Desk, folder: Path) -> None:
    """Opening, reading again and putting the question off run nothing; the banner says what would run."""
    banner = desk.bench.model.banner
    assert banner.isVisible()
    assert "settings:Settings" in banner.text
    assert str(folder / "python") in banner.text
    desk.read_again()
    assert banner.isVisible()

    _click(banner, "Not now")
    desk.read_again()

    assert banner.isHidden()
    assert not _ran(folder)


def test_trust_asks_the_model_and_shows_its_verdict_at_the_place(
    desk: Desk, folder: Path, trust: MemoryTrust
) -> None:
    """Now and after each later report; the folder is kept."""
    _click(desk.bench.model.banner, "Trust this folder")
    desk.jobs.drain()

    assert _ran(folder)
    assert desk.bench.model.banner.isHidden()
    assert trust.trusted == (str(folder.resolve()),)
    report = desk.bench.report
    assert report is not None
    (finding,) = [one for one in report.findings if one.code == "invalid-value"]
    assert "must be a multiple of 3" in finding.message
    assert [str(place) for place in finding.places] == ["config.production.yaml:2:15"]
    assert desk.line.errors == 1
    assert desk.line.event == "Settings refuses 1 value."

    (folder / "config.production.yaml").write_text("training:\n  batch_size: 129\n")
    desk.read_again()
    assert "invalid-value" not in _codes(desk)
    assert desk.line.event == "Settings accepts the values."


def test_trust_is_taken_back_in_the_menu(desk: Desk, folder: Path, trust: MemoryTrust) -> None:
    """The verdict goes, and nothing is run any more."""
    action = desk.bench.actions_by_id["trust"]
    action.trigger()
    desk.jobs.drain()
    assert action.isChecked()
    assert "invalid-value" in _codes(desk)
    for trace in ("started", "imported"):
        (folder / trace).unlink()

    action.trigger()
    desk.jobs.drain()

    assert not action.isChecked()
    assert trust.trusted == ()
    assert "invalid-value" not in _codes(desk)
    assert not _ran(folder)


def test_a_model_that_fails_is_a_finding_with_its_place(desk: Desk, folder: Path) -> None:
    """What was read without it stays."""
    (folder / "settings.py").write_text("import nowhere_to_be_found\n")
    _click(desk.bench.model.banner, "Trust this folder")
    desk.jobs.drain()

    report = desk.bench.report
    assert report is not None
    (finding,) = [one for one in report.findings if one.code == "model-failed"]
    assert finding.places[0].path == "settings.py"
    assert desk.value_of("training.batch_size") == "128"


def test_what_is_tried_is_judged_too_and_stays_marked(desk: Desk, trust: MemoryTrust, folder: Path) -> None:
    """A what-if with a verdict."""
    trust.trust(folder.resolve())
    desk.bench.actions_by_id["what-if"].trigger()
    QTest.keyClicks(desk.bench.what_if.field, "ML_TRAINING_OPTIMIZER=sgd")
    QTest.keyClick(desk.bench.what_if.field, Qt.Key.Key_Return)
    desk.jobs.drain()

    assert desk.value_of("training.optimizer") == "adam → sgd"
    assert "invalid-value" in _codes(desk)


def test_a_link_out_of_a_trusted_folder_is_not_trusted(qtbot: QtBot, folder: Path, tmp_path: Path) -> None:
    """Where the folder really is decides."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "link").symlink_to(folder)
    trust = MemoryTrust()
    trust.trust(mine.resolve())
    desk = open_desk(qtbot, mine / "link", trust=trust)
    shown = desk.bench.model.banner.isVisible()
    close_desk(desk)

    assert shown
    assert not _ran(folder)


def test_a_project_without_a_model_asks_nothing(qtbot: QtBot, folder: Path) -> None:
    """No banner; the menu says why nothing happens."""
    (folder / "inspector.toml").unlink()
    desk = open_desk(qtbot, folder)
    desk.bench.actions_by_id["trust"].trigger()
    banner, event = desk.bench.model.banner.isVisible(), desk.line.event
    checked = desk.bench.actions_by_id["trust"].isChecked()
    close_desk(desk)

    assert (banner, checked) == (False, False)
    assert event == "Inspector knows no model of this project that could be asked."


class Asked:
    """Stands for the model: remembers whether the question was cancelled."""

    def __init__(self, verdict: ModelVerdict) -> None:
        self.verdict = verdict
        self.tokens: list[CancelToken] = []

    def fail(self, _report: Report, _environ: object, _token: CancelToken) -> ModelVerdict:
        raise OSError(28, "No space left on device")

    def __call__(self, _report: Report, environ: object, token: CancelToken) -> ModelVerdict:
        assert environ is not None
        self.tokens.append(token)
        return self.verdict


def test_the_next_report_cancels_the_question(qtbot: QtBot, folder: Path) -> None:
    """A verdict about old values is of no use."""
    jobs = ManualJobs()
    session = Session(jobs, wait=None)
    trust = MemoryTrust()
    trust.trust(folder.resolve())
    asked = Asked(ModelVerdict("a:B", (ModelError(("country",), "no", "value_error"),)))
    owner = QWidget()
    qtbot.addWidget(owner)
    desk = ModelDesk(jobs, session, owner, trust, ask=asked)
    heard: list[object] = []
    desk.judged.connect(heard.append)
    qtbot.addWidget(desk.banner)
    session.ask(Wish(folder, "production"))
    _one(jobs)
    assert len(jobs.waiting) == 1
    session.ask(Wish(folder, "staging"))
    jobs.drain()
    session.close()
    desk.close()

    assert len(asked.tokens) == 1
    assert len(heard) == 1


def test_a_full_disk_leaves_the_report_as_it_is(qtbot: QtBot, folder: Path) -> None:
    """And is told."""
    jobs = ManualJobs()
    session = Session(jobs, wait=None)
    trust = MemoryTrust()
    trust.trust(folder.resolve())
    owner = QWidget()
    qtbot.addWidget(owner)
    desk = ModelDesk(jobs, session, owner, trust, ask=Asked(ModelVerdict("a:B")).fail)
    qtbot.addWidget(desk.banner)
    session.ask(Wish(folder, "production"))
    jobs.drain()
    session.close()

    assert desk.words == "The project's model could not be asked: no space left on device."


def _one(jobs: ManualJobs) -> None:
    """Run the first job alone."""
    later = list(jobs.waiting)[1:]
    first = jobs.waiting[0]
    jobs.waiting.clear()
    first.done(first.work(first.token))
    first.ended = True
    jobs.waiting.extend(later)


@pytest.mark.parametrize(
    ("folder_path", "expected"),
    [("/a/b", True), ("/a/b/c", True), ("/a", False), ("/a/bc", False), ("/a/c", False)],
)
def test_a_trusted_folder_covers_what_lies_below(folder_path: str, expected: bool) -> None:
    """And nothing else."""
    assert covering(Path(folder_path), ("/a/b",)) is expected


def test_failures_of_every_kind_are_told() -> None:
    """The words of the status bar name the class."""
    failed = ModelVerdict("app:Settings", failure=ModelFailure(FailureKind.TIME_LIMIT, "it did not end"))
    assert _words(failed) == "Settings could not be asked; a finding says why."
