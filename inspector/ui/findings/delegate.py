"""How a finding is painted: icon, sentence, hint in dim, places in fixed width."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector.base.findings import Finding, Severity
from inspector.ui.findings.model import FINDING_ROLE, Column
from inspector.ui.kit import fonts, theme
from inspector.ui.kit.elide import one_line

SIGNS: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "✖", Severity.WARNING: "⚠", Severity.INFO: "ℹ"}
)


class FindingDelegate(QStyledItemDelegate):
    """Colour is never the only sign: each severity has its own."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(fonts.char_width(), fonts.row_height())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        finding = index.data(FINDING_ROLE)
        if not isinstance(finding, Finding):
            return
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(theme.current().selection))
        pad = fonts.char_width()
        area = option.rect.adjusted(pad, 0, -pad, 0)
        if index.column() == Column.SENTENCE:
            _paint_sentence(painter, area, finding)
        else:
            text = str(index.data(Qt.ItemDataRole.DisplayRole))
            _paint(painter, area, text, fonts.small_mono(), theme.current().dim)
        painter.restore()


def _paint_sentence(painter: QPainter, area: QRect, finding: Finding) -> None:
    colours = theme.current()
    sign_width = fonts.char_width() * 3
    sign = QRect(area.left(), area.top(), sign_width, area.height())
    painter.setFont(fonts.ui())
    painter.setPen(QColor(colours.severity(finding.severity.value)))
    painter.drawText(sign, int(Qt.AlignmentFlag.AlignVCenter), SIGNS[finding.severity])
    text = area.adjusted(sign_width, 0, 0, 0)
    used = _paint(painter, text, one_line(finding.message), fonts.ui(), colours.text)
    hint = text.adjusted(used + fonts.char_width() * 2, 0, 0, 0)
    if finding.hint and hint.width() > fonts.char_width() * 12:
        _paint(painter, hint, one_line(finding.hint), fonts.ui(), colours.dim)


def _paint(painter: QPainter, area: QRect, text: str, font: QFont, colour: str) -> int:
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
    return metrics.horizontalAdvance(shown)
