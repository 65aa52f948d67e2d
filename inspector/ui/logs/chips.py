"""Level chips: which levels are shown, with live counts."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector.logs.records import Level
from inspector.ui.kit import fonts
from inspector.ui.kit.chips import Chip
from inspector.ui.logs.levels import ALL_LEVELS, LEVEL_NAMES

_ONLY = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class LevelChip(Chip):
    """A click toggles; with Ctrl or Alt, or a double click, only this level stays."""

    only = Signal()

    def __init__(self, letter: str, level: Level, parent: QWidget | None = None) -> None:
        super().__init__(letter, level.word, level.word, "levels", parent)
        self.level = level

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and event.modifiers() & _ONLY:
            self.setDown(False)
            self.only.emit()
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.only.emit()


class LevelChips(QWidget):
    """One chip a level. Those that a log need not have (trace, notice, unknown) hide while it has none."""

    changed = Signal(object)
    """The levels to show, None for all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Levels")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(fonts.char_width())
        self.chips: dict[Level, LevelChip] = {}
        for name in LEVEL_NAMES:
            chip = LevelChip(name.letter, name.level)
            chip.setVisible(name.always)
            chip.clicked.connect(self._toggled)
            chip.only.connect(self._only)
            row.addWidget(chip)
            self.chips[name.level] = chip

    def set_counts(self, counts: Mapping[Level, int]) -> None:
        """Show how many records have each level."""
        for name in LEVEL_NAMES:
            chip, count = self.chips[name.level], counts.get(name.level, 0)
            chip.set_count(count)
            chip.setVisible(name.always or count > 0)
            chip.setToolTip(
                f"{count:,} {name.level.word}. Click to show or hide, Ctrl+click to show only these."
            )

    def show_levels(self, levels: frozenset[Level] | None) -> None:
        """Show what is in force, without telling."""
        for level, chip in self.chips.items():
            chip.setChecked(levels is None or level in levels)

    def levels(self) -> frozenset[Level] | None:
        """The levels to show, None for all."""
        shown = frozenset(level for level, chip in self.chips.items() if chip.isChecked())
        return None if shown == ALL_LEVELS else shown

    @Slot()
    def _toggled(self) -> None:
        self.changed.emit(self.levels())

    @Slot()
    def _only(self) -> None:
        chip = self.sender()
        if isinstance(chip, LevelChip):
            only = frozenset({chip.level})
            self.show_levels(None if self.levels() == only else only)
            self.changed.emit(self.levels())
