"""Settings changed in files through the window: previewed, written, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from inspector.base.secrets import MASK
from inspector.ui.config.edit_dialog import EditDialog
from inspector.ui.config.typed_value import editable_text, read_typed
from inspector.ui.findings.panel import FindingMenu, FindingsPanel
from inspector.ui.kit.banner import Banner
from inspector.ui.kit.chips import Pill
from tests.ui.config.folder import Desk, close_desk, open_desk, write_workspace


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = open_desk(qtbot, write_workspace(tmp_path))
    yield made
    close_desk(made)


def _open(desk: Desk, action: str, key: str) -> EditDialog:
    desk.bench.show_setting(key)
    desk.bench.actions_by_id[action].trigger()
    desk.jobs.drain()
    dialog = desk.bench.repair.dialog
    assert dialog is not None
    return dialog


def _type(desk: Desk, dialog: EditDialog, text: str) -> None:
    dialog.field.selectAll()
    QTest.keyClicks(dialog.field, text)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    desk.jobs.drain()


def _text(desk: Desk, name: str) -> str:
    return (desk.folder / name).read_text()


def _click(dialog: EditDialog, name: str) -> None:
    pill = next(pill for pill in dialog.findChildren(Pill) if pill.accessibleName() == name)
    QTest.mouseClick(pill, Qt.MouseButton.LeftButton)


def test_the_deciding_layer_is_edited_and_comments_stay(desk: Desk) -> None:
    """Enter writes what is typed; the rest of the file is as it was."""
    dialog = _open(desk, "edit", "training.optimizer")
    assert dialog.field.text() == "adam"
    _type(desk, dialog, "sgd")

    assert "  optimizer: sgd\n" in _text(desk, "config.yaml")
    assert "# samples" in _text(desk, "config.yaml")
    assert desk.line.event == "config.yaml is written. Ctrl+Z takes it back."
    desk.read_again()
    assert desk.value_of("training.optimizer") == "sgd"


def test_a_preview_shows_lines_and_types_before_anything_is_written(desk: Desk) -> None:
    """The text is read as the layer's parser reads it."""
    before = _text(desk, "config.production.yaml")
    dialog = _open(desk, "edit", "training.batch_size")
    dialog.field.setText("256")
    dialog._field._tell()
    desk.jobs.drain()

    assert dialog.reading == "read as int 256"
    assert "- " in dialog.lines
    assert "batch_size: 256" in dialog.lines
    assert _text(desk, "config.production.yaml") == before
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert desk.bench.repair.dialog is None
    assert _text(desk, "config.production.yaml") == before


def test_a_lower_layer_says_that_the_value_stays(desk: Desk) -> None:
    """Another layer can be chosen; what decides is told."""
    dialog = _open(desk, "edit", "training.batch_size")
    assert dialog.layer.path == "config.production.yaml"
    dialog.choose_layer("base:config.yaml")
    desk.jobs.drain()
    assert dialog.field.text() == "32"
    _type(desk, dialog, "48")

    assert "batch_size: 48  # samples" in _text(desk, "config.yaml")


def test_an_override_goes_into_the_next_layer_above(desk: Desk) -> None:
    """Of a value in the base file: into the file of the environment."""
    dialog = _open(desk, "override", "training.optimizer")
    assert dialog.layer.path == "config.production.yaml"
    _type(desk, dialog, "sgd")

    assert "optimizer: sgd" in _text(desk, "config.production.yaml")
    assert "optimizer: adam" in _text(desk, "config.yaml")


def test_an_override_prefers_a_file_that_is_there(qtbot: QtBot, tmp_path: Path) -> None:
    """The file of the environment does not exist: the `.env` file does, but cannot set everything."""
    write_workspace(tmp_path)
    (tmp_path / "config.production.yaml").unlink()
    desk = open_desk(qtbot, tmp_path)
    path = _open(desk, "override", "training.optimizer").layer.path
    close_desk(desk)

    assert path == ".env.production"


def test_what_only_a_default_gives_is_written_into_the_base_file(qtbot: QtBot, tmp_path: Path) -> None:
    """A schema is no file to change."""
    write_workspace(tmp_path)
    schema = '{"type": "object", "properties": {"retries": {"type": "integer", "default": 3}}}'
    (tmp_path / "settings.schema.json").write_text(schema)
    (tmp_path / "inspector.toml").write_text('dialect = "layered"\nschema = "settings.schema.json"\n')
    desk = open_desk(qtbot, tmp_path)
    dialog = _open(desk, "edit", "retries")
    path, text = dialog.layer.path, dialog.field.text()
    close_desk(desk)

    assert (path, text) == ("config.yaml", "3")


def test_a_setting_is_removed_from_its_layer(desk: Desk) -> None:
    """The preview says who decides then."""
    dialog = _open(desk, "remove", "training.batch_size")
    assert "batch_size: 128" in dialog.lines
    _click(dialog, "Remove")
    desk.jobs.drain()

    assert "batch_size" not in _text(desk, "config.production.yaml")
    desk.read_again()
    assert desk.value_of("training.batch_size") == "32"


def test_undo_and_redo_go_through_the_same_file(desk: Desk) -> None:
    """Byte by byte."""
    before = _text(desk, "config.yaml")
    _type(desk, _open(desk, "edit", "training.optimizer"), "sgd")
    after = _text(desk, "config.yaml")

    desk.bench.actions_by_id["undo"].trigger()
    desk.jobs.drain()
    assert _text(desk, "config.yaml") == before
    desk.bench.actions_by_id["redo"].trigger()
    desk.jobs.drain()
    assert _text(desk, "config.yaml") == after
    desk.bench.actions_by_id["redo"].trigger()
    assert desk.line.event == "Nothing to do again."


def test_undo_is_refused_when_the_file_changed_meanwhile(desk: Desk) -> None:
    """What somebody else wrote is not thrown away."""
    _type(desk, _open(desk, "edit", "training.optimizer"), "sgd")
    (desk.folder / "config.yaml").write_text("training: {optimizer: lion}\n")

    desk.bench.actions_by_id["undo"].trigger()
    desk.jobs.drain()

    assert _text(desk, "config.yaml") == "training: {optimizer: lion}\n"
    assert any("changed meanwhile" in banner.text for banner in desk.bench.findChildren(Banner))


def test_writing_is_refused_when_the_file_changed_meanwhile(desk: Desk) -> None:
    """The reason shows in the editor, beside the preview of the new contents."""
    dialog = _open(desk, "edit", "training.optimizer")
    dialog.field.setText("sgd")
    dialog._field._tell()
    desk.jobs.drain()
    (desk.folder / "config.yaml").write_text("training: {optimizer: lion}\n")
    _click(dialog, "Write")
    desk.jobs.drain()

    assert "changed meanwhile" in dialog.problem
    assert "lion" in dialog.lines
    assert _text(desk, "config.yaml") == "training: {optimizer: lion}\n"


def test_text_that_would_be_read_as_something_else_can_stay_text(desk: Desk) -> None:
    """`NO` is false for YAML 1.1; as text it is quoted."""
    dialog = _open(desk, "edit", "country")
    dialog.field.setText("NO")
    _click(dialog, "as text")
    desk.jobs.drain()
    assert dialog.reading == "read as str “NO”"
    _click(dialog, "Write")
    desk.jobs.drain()
    desk.read_again()

    assert desk.value_of("country") == "NO"


def test_a_variable_that_no_name_reaches_says_so_in_place(desk: Desk) -> None:
    """A `.env` file cannot set a key with an underscore in this dialect."""
    dialog = _open(desk, "edit", "training.batch_size")
    dialog.choose_layer("dotenv:.env.production")
    desk.jobs.drain()

    assert "No variable sets it." in dialog.problem
    assert dialog.lines == ""


def test_a_variable_gets_the_text_as_typed(desk: Desk) -> None:
    """Whatever the dialect makes of it."""
    dialog = _open(desk, "edit", "database.host")
    assert (dialog.layer.path, dialog.field.text()) == (".env.production", "db.example.com")
    _type(desk, dialog, "1e3")

    assert _text(desk, ".env.production") == "ML_DATABASE_HOST=1e3\n"


def test_a_secret_is_typed_anew_and_never_shown(desk: Desk) -> None:
    """Neither in the field, nor in the preview of it or of its neighbours."""
    dialog = _open(desk, "edit", "database.password")
    assert dialog.field.text() == ""
    assert dialog.field.echoMode() is QLineEdit.EchoMode.Password
    dialog.field.setText("hunter3")
    dialog._field._tell()
    desk.jobs.drain()

    assert MASK in dialog.lines
    assert "hunter" not in dialog.lines + dialog.reading
    _click(dialog, "Write")
    desk.jobs.drain()
    assert "password: hunter3" in _text(desk, "config.yaml")


def test_a_read_only_file_says_why(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The editor stays open with the reason."""

    def refuse(*_args: object) -> None:
        raise PermissionError(13, "the file is read-only", "config.yaml")

    dialog = _open(desk, "edit", "training.optimizer")
    monkeypatch.setattr("inspector.ui.config.repair.write", refuse)
    _type(desk, dialog, "sgd")

    assert dialog.problem == "The file cannot be written: the file is read-only."
    assert desk.bench.repair.dialog is dialog


def _menu(desk: Desk, key: str) -> QMenu:
    tree = desk.bench.tree
    desk.bench.show_setting(key)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(tree.viewport(), event)
    return next(menu for menu in tree.findChildren(QMenu) if menu.isVisible())


def test_the_menu_names_the_layers(desk: Desk) -> None:
    """Edit in the one that decides; remove from each that sets it."""
    menu = _menu(desk, "training.batch_size")
    texts = [action.text() for action in menu.actions()]
    menu.close()

    assert "Edit in config.production.yaml…" in texts
    assert "Remove from config.production.yaml…" in texts
    assert "Remove from config.yaml…" in texts


def test_a_finding_about_a_repetition_offers_to_remove_it(desk: Desk) -> None:
    """`training.epochs` is 10 in both files."""
    report = desk.bench.report
    assert report is not None
    finding = next(finding for finding in report.findings if finding.code == "equal-override")
    menu = QMenu()
    desk.bench.repair.offer_fixes(menu, finding)
    menu.actions()[-1].trigger()
    desk.jobs.drain()
    dialog = desk.bench.repair.dialog
    assert dialog is not None
    _click(dialog, "Remove")
    desk.jobs.drain()

    assert "epochs" not in _text(desk, "config.production.yaml")
    assert "epochs" in _text(desk, "config.yaml")


def test_the_findings_panel_lets_others_add_to_its_menu(qtbot: QtBot, desk: Desk) -> None:
    """With the finding that it is about."""
    panel = FindingsPanel()
    qtbot.addWidget(panel)
    panel.show_report(desk.bench.report)
    heard: list[object] = []
    panel.menu_opening.connect(heard.append)
    panel.show()
    panel.show_next()
    view = panel._list
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(view.viewport(), event)
    next(menu for menu in view.findChildren(QMenu) if menu.isVisible()).close()
    panel.hide()

    assert [type(one) for one in heard] == [FindingMenu]


@pytest.mark.parametrize(
    ("layer", "text", "expected"),
    [
        ("config.yaml", "96", 96),
        ("config.yaml", "NO", False),
        ("config.yaml", '"NO"', "NO"),
        ("config.yaml", "[a, 1]", ["a", 1]),
        ("config.yaml", "plain words", "plain words"),
        ("config.yaml", "a: b", "a: b"),
        ("config.yaml", "[1, 2", "[1, 2"),
        ("config.yaml", "", None),
        (".env.production", "96", 96),
        (".env.production", "0.5", 0.5),
        (".env.production", "true", "true"),
        (".env.production", "007", "007"),
    ],
)
def test_a_text_is_read_as_its_layer_reads_it(desk: Desk, layer: str, text: str, expected: object) -> None:
    """The parser of the file, or the rules of the dialect for variables; else it is text."""
    report = desk.bench.report
    assert report is not None
    found = next(one for one in report.layers if one.path == layer)
    read = read_typed(report, found, ("database", "host"), text)

    assert (type(read), read) == (type(expected), expected)


@pytest.mark.parametrize(
    "value", [1, -0.5, True, None, "a", "NO", "007", " x ", [1, "NO"], {"a": 1}, "a\nb", ""]
)
def test_what_is_offered_for_editing_reads_back_as_the_value(desk: Desk, value: object) -> None:
    """In quotes or as text where needed."""
    report = desk.bench.report
    assert report is not None
    layer = next(one for one in report.layers if one.path == "config.yaml")
    text, as_text = editable_text(report, layer, ("country",), value)
    read = read_typed(report, layer, ("country",), text, as_text=as_text)

    assert (type(read), read) == (type(value), value)
