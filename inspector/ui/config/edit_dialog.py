"""The editor for one setting in one layer: a text, what it is read as, and what would be written."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from inspector.config.edit import EditRefusedError, Operation, Written
from inspector.config.layers import Layer, LayerKind
from inspector.config.report import Report
from inspector.config.resolve import Setting
from inspector.ui.config.diff_view import DiffView
from inspector.ui.config.history import failure_words
from inspector.ui.config.repair import Plan, Preview, WriteTask, consequence, layer_words, targets, written_in
from inspector.ui.config.typed_value import editable_text
from inspector.ui.kit import fonts
from inspector.ui.kit.chips import Pill
from inspector.ui.kit.jobs import Jobs, Latest
from inspector.ui.kit.search import SearchBox
from inspector.ui.kit.text import Label, Line

_PAUSE_MS = 120
_SECRET = "a new secret"
_UNCHANGED = "This is what the file has."


class EditDialog(QDialog):
    """Previews with every pause of typing; Enter writes what is previewed. Opened with open()."""

    written = Signal(object)
    """A Written."""

    def __init__(
        self,
        jobs: Jobs,
        report: Report,
        setting: Setting,
        layer: Layer,
        operation: Operation = Operation.SET,
        *,
        reveal: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._report, self._setting, self._operation, self._reveal = report, setting, operation, reveal
        self._jobs = jobs
        self._planning = Latest(jobs)
        self._layer = layer
        self._preview: Preview | None = None
        self._writing = self._wanted = False
        self._layers = self._offered(layer)
        self._box = QComboBox()
        self._box.setAccessibleName("Layer")
        self._box.addItems([layer_words(one) for one in self._layers])
        self._box.setCurrentIndex(self._layers.index(layer))
        self._box.currentIndexChanged.connect(self._on_layer)
        self._field = SearchBox("", "Value", icon="", monospace=True, pause_ms=_PAUSE_MS)
        self._field.edited.connect(self._on_edited)
        self._field.returnPressed.connect(self._on_enter)
        self._as_text = Pill("as text")
        self._as_text.setCheckable(True)
        self._as_text.setToolTip("Keep the characters as they are: NO stays NO, 007 stays 007")
        self._as_text.toggled.connect(self._on_as_text)
        self._words = Label(role="dim", kind="mono", elided=True)
        self._error = Label(role="error", wrap=True)
        self._consequence = Label(role="dim", wrap=True)
        self._diff = DiffView()
        self._apply = Pill("", "Remove" if operation is Operation.REMOVE else "Write")
        self._apply.clicked.connect(self._write)
        self._cancel = Pill("Cancel")
        self._cancel.clicked.connect(self.reject)
        self._build()
        self._fill_field()
        self._plan()

    @property
    def layer(self) -> Layer:
        """The layer that is changed."""
        return self._layer

    @property
    def field(self) -> QLineEdit:
        """Where the value is typed."""
        return self._field

    @property
    def reading(self) -> str:
        """What the text is read as."""
        return self._words.text()

    @property
    def problem(self) -> str:
        """Why it cannot be written, "" when it can."""
        return self._error.text()

    @property
    def lines(self) -> str:
        """The diff on show."""
        return self._diff.toPlainText()

    def choose_layer(self, layer_id: str) -> None:
        """Change the same setting in another layer."""
        self._box.setCurrentIndex([one.id for one in self._layers].index(layer_id))

    @Slot()
    def reject(self) -> None:
        """Esc and Cancel; what is being written is waited for."""
        if not self._writing:
            self._planning.cancel()
            super().reject()

    def _offered(self, layer: Layer) -> tuple[Layer, ...]:
        return (layer,) if self._operation is Operation.REMOVE else targets(self._report)

    def _build(self) -> None:
        removes = self._operation is Operation.REMOVE
        verb = "Remove" if removes else "Edit"
        self.setWindowTitle(f"{verb} {self._setting.key}")
        self.setAccessibleName(self.windowTitle())
        side = fonts.char_width() * 2
        column = QVBoxLayout(self)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(fonts.row_height() // 3)
        head = QHBoxLayout()
        head.addWidget(Label(self._setting.key, "mono-bold", elided=True), 1)
        head.addWidget(Label("from" if removes else "in", role="dim"))
        head.addWidget(Label(layer_words(self._layer)) if removes else self._box)
        column.addLayout(head)
        row = QHBoxLayout()
        row.addWidget(self._field, 1)
        row.addWidget(self._as_text)
        column.addLayout(row)
        self._field.setVisible(not removes)
        self._words.setVisible(not removes)
        self._box.setVisible(not removes)
        self._as_text.setVisible(not removes)
        for widget in (self._words, self._error, self._consequence, Line()):
            column.addWidget(widget)
        column.addWidget(self._diff, 1)
        column.addWidget(Line())
        buttons = QHBoxLayout()
        buttons.addWidget(Label("Comments and the rest of the file stay as they are.", "small", "dim"))
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._apply)
        column.addLayout(buttons)
        self._error.hide()
        (self._apply if removes else self._field).setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_field(self) -> None:
        """The value that the layer has, or the one in force; a secret is typed anew."""
        dotenv = self._layer.kind is LayerKind.DOTENV
        self._as_text.setVisible(self._operation is Operation.SET and not dotenv)
        candidate = written_in(self._setting, self._layer) or self._setting.source
        text, as_text = editable_text(self._report, self._layer, self._setting.path, candidate.value)
        if self._setting.secret and not self._reveal:
            text, as_text = "", isinstance(candidate.value, str)
            self._field.setPlaceholderText(_SECRET)
            self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._as_text.blockSignals(True)
        self._as_text.setChecked(as_text and not dotenv)
        self._as_text.blockSignals(False)
        self._field.set_quietly(text)
        self._field.selectAll()

    def _plan(self) -> None:
        self._preview = None
        self._apply.setEnabled(False)
        self._consequence.setText(consequence(self._report, self._setting, self._layer, self._operation))
        self._consequence.setVisible(bool(self._consequence.text()))
        if self._setting.secret and not self._field.text() and self._operation is Operation.SET:
            self._planning.cancel()
            self._words.setText("")
            self._diff.show_lines(())
            return
        plan = Plan(
            self._report,
            self._layer,
            self._setting.path,
            self._operation,
            self._field.text(),
            self._as_text.isChecked(),
            self._reveal,
        )
        self._planning.start(plan, self._on_preview, self._on_refused)

    def _say(self, problem: str) -> None:
        self._error.setText(problem)
        self._error.setVisible(bool(problem))
        self._field.set_invalid(problem)

    @Slot(object)
    def _on_preview(self, preview: object) -> None:
        if not isinstance(preview, Preview):
            return
        self._preview = preview
        empty = preview.proposal.empty
        self._words.setText(f"read as {preview.words}" + (f" · {_UNCHANGED}" if empty else ""))
        self._diff.show_lines(preview.lines)
        self._apply.setEnabled(not empty)
        if self._wanted:
            self._write()

    @Slot(object)
    def _on_refused(self, error: Exception) -> None:
        self._wanted = False
        self._words.setText("")
        self._diff.show_lines(())
        self._say(failure_words(error))

    @Slot(object)
    def _on_edited(self, _text: object) -> None:
        self._wanted = False
        self._say("")
        self._plan()

    @Slot(bool)
    def _on_as_text(self, _checked: bool) -> None:
        self._on_edited(None)

    @Slot(int)
    def _on_layer(self, index: int) -> None:
        self._layer = self._layers[index]
        self._say("")
        self._fill_field()
        self._plan()

    @Slot()
    def _on_enter(self) -> None:
        """Write what is typed, as soon as its preview is there."""
        self._wanted = True
        if self._preview is not None:
            self._write()

    @Slot()
    def _write(self) -> None:
        self._wanted = False
        if self._preview is None or self._preview.proposal.empty or self._writing:
            return
        self._writing = True
        self._apply.setEnabled(False)
        self._jobs.start(WriteTask(self._preview.proposal), self._on_written, self._on_not_written)

    @Slot(object)
    def _on_written(self, written: object) -> None:
        self._writing = False
        if isinstance(written, Written):
            self.written.emit(written)
        self.accept()

    @Slot(object)
    def _on_not_written(self, error: Exception) -> None:
        """Say why; the preview is made anew from what the file has now."""
        self._writing = False
        self._say(failure_words(error))
        if isinstance(error, EditRefusedError):
            self._plan()
