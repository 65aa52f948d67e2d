"""Why a setting does not have the value that was expected."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from inspector.base.places import Place
from inspector.config.report import Report, Request
from inspector.config.report.why_not import Reason
from inspector.config.resolve import Setting
from inspector.ui.config.link import PlaceLink
from inspector.ui.config.session import Session
from inspector.ui.config.why_box import WhyBox
from inspector.ui.config.workbench import ConfigWorkbench
from inspector.ui.kit.jobs import ManualJobs
from inspector.ui.kit.resources import resources_folder
from tests.ui.config.sample import make_report

_WRITTEN = Place("config.yaml", 3, 15)


class Oracle:
    """Stands for the config core; remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def ask(self, _report: Report, _request: Request, setting: Setting, typed: str) -> tuple[Reason, ...]:
        self.asked.append((setting.key, typed))
        return (Reason("config.yaml sets it, but it lost.", _WRITTEN), Reason("ML_X would set it."))


@pytest.fixture
def jobs() -> ManualJobs:
    return ManualJobs()


@pytest.fixture
def oracle() -> Oracle:
    return Oracle()


@pytest.fixture
def box(qtbot: QtBot, jobs: ManualJobs, oracle: Oracle) -> Iterator[WhyBox]:
    made = WhyBox(jobs, ask=oracle.ask)
    qtbot.addWidget(made)
    made.resize(420, 300)
    made.show()
    yield made
    made.close_jobs()
    made.hide()


def _show(box: WhyBox, report: Report, key: str, *, reveal: bool = False) -> None:
    setting = report.setting(key)
    assert setting is not None
    box.show_setting(report, Request(Path("/w")), setting, reveal=reveal)


def _ask(box: WhyBox, jobs: ManualJobs, typed: str) -> None:
    box.field.selectAll()
    QTest.keyClicks(box.field, typed)
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    jobs.drain()


def _texts(box: WhyBox) -> list[str]:
    return [label.text() for label in box.findChildren(QLabel) if label.isVisible()]


def test_the_reasons_come_in_order_with_their_places(
    qtbot: QtBot, box: WhyBox, jobs: ManualJobs, oracle: Oracle
) -> None:
    """Numbered; a place can be followed."""
    _show(box, make_report(Path("/w")), "training.batch_size")

    _ask(box, jobs, "32")

    qtbot.waitUntil(
        lambda: _texts(box)[-4:] == ["1.", "config.yaml sets it, but it lost.", "2.", "ML_X would set it."]
    )
    assert oracle.asked == [("training.batch_size", "32")]
    (link,) = box.findChildren(PlaceLink)
    with qtbot.waitSignal(box.followed) as told:
        QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert told.args == [_WRITTEN]


def test_another_setting_begins_anew(box: WhyBox, jobs: ManualJobs, oracle: Oracle) -> None:
    """The value was expected of the one before."""
    report = make_report(Path("/w"))
    _show(box, report, "training.batch_size")
    _ask(box, jobs, "32")

    _show(box, report, "training.epochs")
    jobs.drain()

    assert (box.field.text(), box.reasons) == ("", ())
    assert len(oracle.asked) == 1


def test_a_new_report_is_asked_again(box: WhyBox, jobs: ManualJobs, oracle: Oracle) -> None:
    """A file changed: the question stays, the answer may not."""
    report = make_report(Path("/w"))
    _show(box, report, "training.batch_size")
    _ask(box, jobs, "32")

    _show(box, replace(report), "training.batch_size")
    jobs.drain()

    assert oracle.asked == [("training.batch_size", "32")] * 2
    assert box.field.text() == "32"


def test_what_is_typed_for_a_secret_is_never_shown(box: WhyBox, jobs: ManualJobs) -> None:
    """Dots in place of letters, until secrets are revealed."""
    report = make_report(Path("/w"))
    _show(box, report, "database.password")
    _ask(box, jobs, "prod-hunter2")
    assert box.field.echoMode() is QLineEdit.EchoMode.Password

    _show(box, report, "database.password", reveal=True)

    assert box.field.echoMode() is QLineEdit.EchoMode.Normal
    _show(box, report, "training.epochs")
    assert box.field.echoMode() is QLineEdit.EchoMode.Normal


def test_escape_empties_the_field_and_leaves(qtbot: QtBot, box: WhyBox, jobs: ManualJobs) -> None:
    """As in the search box."""
    _show(box, make_report(Path("/w")), "training.batch_size")
    _ask(box, jobs, "32")
    box.go_there()

    with qtbot.waitSignal(box.left):
        QTest.keyClick(box.field, Qt.Key.Key_Escape)

    assert (box.field.text(), box.reasons) == ("", ())


def test_the_workbench_answers_for_a_real_workspace(qtbot: QtBot, jobs: ManualJobs, tmp_path: Path) -> None:
    """From the shortcut to the reasons of the engine; secrets are compared and never named."""
    folder = tmp_path / "ml-service"
    shutil.copytree(resources_folder() / "examples" / "ml-service", folder)
    bench = ConfigWorkbench(jobs, session=Session(jobs, wait=None))
    qtbot.addWidget(bench)
    bench.show()
    bench.context.environ_chosen.emit("none")
    bench.open(folder, "production")
    jobs.drain()
    answers = {}
    for key, typed in (("training.batch_size", "64"), ("registry.token", "no-such-token")):
        bench.show_setting(key)
        bench.actions_by_id["why"].trigger()
        assert bench.focusWidget() is bench.detail.why.field
        _ask(bench.detail.why, jobs, typed)
        answers[key] = " ".join(reason.sentence for reason in bench.detail.why.reasons)
    bench.shutdown()
    bench.hide()

    assert "lands on training.batch.size" in answers["training.batch_size"]
    assert "No layer sets registry.token to it." in answers["registry.token"]
    assert "no-such-token" not in answers["registry.token"]
