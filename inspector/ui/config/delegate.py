"""How a row of the settings tree is painted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector.base.findings import Severity
from inspector.config.layers import LayerKind
from inspector.config.resolve import Status
from inspector.ui.config.model import ROW_ROLE, Column, SettingsModel, was_text
from inspector.ui.config.outline import Row, RowKind
from inspector.ui.config.words import LAYER_GLYPHS, LAYER_WORDS, SEVERITY_GLYPHS, in_force
from inspector.ui.kit import fonts, theme
from inspector.ui.kit.badge import badge_width, paint_badge

_SUMMARY_CHARACTERS = 20
_TINT = 0.12


def widest_badge() -> int:
    """The width of the longest word for a layer."""
    return max(badge_width(LAYER_GLYPHS[kind], word) for kind, word in LAYER_WORDS.items())


class SettingDelegate(QStyledItemDelegate):
    """Winners in full, losers dim and struck through, layers as badges, findings as marks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def sizeHint(
        self,
        _option: QStyleOptionViewItem,
        _index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        return QSize(fonts.char_width(), fonts.row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        rect: QRect = option.rect
        pad = fonts.char_width()
        area = rect.adjusted(0 if index.column() == Column.SETTING else pad, 0, -pad, 0)
        painter.save()
        if index.column() == Column.SOURCE:
            _paint_source(painter, area, row)
        elif row.kind is RowKind.GROUP and index.column() == Column.VALUE:
            # The cells at its right are empty: the summary may use their room.
            area.setRight(area.right() + _SUMMARY_CHARACTERS * fonts.char_width())
            self._paint_cell(painter, area, row, index)
        else:
            text = self._paint_cell(painter, area, row, index)
            if index.column() == Column.SETTING:
                opened = bool(option.state & QStyle.StateFlag.State_Open)
                _paint_mark(painter, area, row, text, fonts.mono(), opened=opened)
        painter.restore()

    def _paint_cell(
        self, painter: QPainter, area: QRect, row: Row, index: QModelIndex | QPersistentModelIndex
    ) -> str:
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        column = Column(index.column())
        if row.differs and column is Column.VALUE:
            model = index.model()
            was = was_text(row, reveal=isinstance(model, SettingsModel) and model.reveal)
            _paint_change(painter, area, text[: len(was)], text[len(was) :])
            return text
        font, colour = _look(row, column)
        _paint_text(painter, area, text, font, colour, _elision(row, column))
        return text


def _elision(row: Row, column: Column) -> Qt.TextElideMode:
    """Line and column of a place stay readable: they stand at its end, or before a variable's name."""
    named = row.candidate is not None and row.candidate.place.variable is not None
    file = column is Column.PLACE and not named
    return Qt.TextElideMode.ElideLeft if file else Qt.TextElideMode.ElideRight


def _look(row: Row, column: Column) -> tuple[QFont, str]:
    """Font and colour of a text."""
    colours = theme.current()
    if row.kind is RowKind.CANDIDATE:
        lost = column is Column.VALUE
        return fonts.struck(fonts.mono()) if lost else fonts.mono(), colours.dim
    severity = row.finding.severity if row.finding is not None else None
    if column is Column.SETTING:
        if severity is None and row.kind is RowKind.GROUP and row.variables_only and row.worst is not None:
            severity = row.worst
        return fonts.mono(), colours.severity(severity.value) if severity is not None else colours.text
    if column is Column.VALUE and row.candidate is not None:
        if row.candidate.status is Status.INVALID:
            return fonts.mono(), colours.error
        if not in_force(row.candidate):
            return fonts.struck(fonts.mono()), colours.dim
        return fonts.mono(), colours.text
    return (fonts.small_mono() if row.kind is RowKind.GROUP else fonts.mono()), colours.dim


def _paint_text(
    painter: QPainter, area: QRect, text: str, font: QFont, colour: str, elide: Qt.TextElideMode
) -> None:
    shown = QFontMetrics(font).elidedText(text, elide, area.width())
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)


def _paint_change(painter: QPainter, area: QRect, was: str, now: str) -> None:
    """What it was, struck through, and what a what-if makes of it, on a tint of the what-if colour."""
    colours = theme.current()
    ink = colours.layers[LayerKind.WHAT_IF.value]
    ground = area.adjusted(-fonts.char_width() // 2, 2, 0, -2)
    painter.fillRect(ground, theme.mixed(ink, colours.background, _TINT))
    lost = fonts.struck(fonts.mono())
    metrics = QFontMetrics(lost)
    most = max(area.width() - room_for(metrics, now), area.width() // 3)
    left = QRect(area.left(), area.top(), min(room_for(metrics, was), most), area.height())
    _paint_text(painter, left, was, lost, colours.dim, Qt.TextElideMode.ElideRight)
    rest = area.adjusted(left.width(), 0, 0, 0)
    _paint_text(painter, rest, now, fonts.mono(), ink, Qt.TextElideMode.ElideRight)


def room_for(metrics: QFontMetrics, text: str) -> int:
    """The width in which a text is not elided: advances are rounded down, so that their own may not do."""
    return metrics.horizontalAdvance(text) + 2


def _paint_source(painter: QPainter, area: QRect, row: Row) -> None:
    if row.candidate is None:
        return
    kind = row.candidate.kind
    wins = row.kind is RowKind.SETTING and in_force(row.candidate)
    paint_badge(
        painter, area, LAYER_GLYPHS[kind], LAYER_WORDS[kind], theme.current().layers[kind.value], filled=wins
    )


def _paint_mark(painter: QPainter, area: QRect, row: Row, text: str, font: QFont, *, opened: bool) -> None:
    """✖ or ⚠ behind the name; a closed row also answers for what is hidden below it."""
    severity = row.finding.severity if row.finding is not None else None
    if severity is None and row.kind is not RowKind.CANDIDATE and (not opened or row.variables_only):
        severity = row.worst
    if severity is None or severity is Severity.INFO:
        return
    metrics = QFontMetrics(font)
    left = area.left() + metrics.horizontalAdvance(text) + metrics.horizontalAdvance("0")
    spot = QRect(left, area.top(), metrics.horizontalAdvance("00"), area.height())
    if spot.right() <= area.right():
        painter.setPen(QColor(theme.current().severity(severity.value)))
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), SEVERITY_GLYPHS[severity])
