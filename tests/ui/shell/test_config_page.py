"""The config workbench over the findings."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from inspector.base.findings import Finding, Severity
from inspector.ui.findings.panel import FindingsPanel
from inspector.ui.kit.jobs import ManualJobs
from inspector.ui.kit.state import MemoryState
from inspector.ui.shell.pages import ConfigPage
from tests.ui.config.sample import make_report


def _height(qtbot: QtBot, state: MemoryState, findings: int) -> int:
    page = ConfigPage(ManualJobs(), state)
    qtbot.addWidget(page)
    page.resize(1280, 800)
    page.show()
    many = tuple(Finding("x", Severity.INFO, f"Finding {number}.", None) for number in range(findings))
    page.findChildren(FindingsPanel)[0].show_report(make_report(Path("/w"), findings=many))
    page.resize(1280, 801)
    height = page.findChildren(FindingsPanel)[0].height()
    page.shutdown()
    page.hide()
    return height


def test_findings_have_the_height_of_their_rows_up_to_a_quarter(qtbot: QtBot) -> None:
    """A few of them leave the room to the settings."""
    few, many = _height(qtbot, MemoryState(), 1), _height(qtbot, MemoryState(), 200)

    assert few < many <= 201


def test_a_height_that_the_user_chose_stays(qtbot: QtBot) -> None:
    """Whatever is found."""
    state = MemoryState()
    state.set("splitter.config.findings", [400, 400])

    assert abs(_height(qtbot, state, 1) - _height(qtbot, state, 200)) <= 1
    assert _height(qtbot, state, 1) > 201
