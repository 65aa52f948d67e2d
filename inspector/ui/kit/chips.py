"""Small rounded buttons: pills, level chips, segments. Painted from the theme, usable by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from inspector.ui.kit import fonts, icons, theme

Tone: TypeAlias = Literal["plain", "live", "alert"]

_HEIGHT_TO_FONT = 1.85
_SIDE_TO_HEIGHT = 0.4
_ROUND_TO_HEIGHT = 0.26
_OFF_OPACITY = 0.55


class Pill(QAbstractButton):
    """A button with a label in dim, a value in bold, or both: `rules layered ▾`.

    `icon` names an icon that stands first. With `opens` it shows that a menu or popup follows. When
    checkable, the checked state is tinted in the accent colour.
    """

    def __init__(
        self,
        label: str = "",
        value: str = "",
        *,
        icon: str = "",
        opens: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label, self._value, self._icon, self._opens = label, value, icon, opens
        self._tone: Tone = "plain"
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._name()

    def set_texts(self, label: str, value: str = "") -> None:
        """Change what it says."""
        if (label, value) != (self._label, self._value):
            self._label, self._value = label, value
            self._name()
            self.updateGeometry()
            self.update()

    def set_tone(self, tone: Tone) -> None:
        """`live` for what is going on right now, `alert` for what should be looked at."""
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its texts."""
        height, side = _height(), _side()
        width = 2 * side + self._text_width()
        if self._icon:
            width += _icon_size() + (side // 2 if self._label or self._value else 0)
        return QSize(width, height)

    def minimumSizeHint(self) -> QSize:
        """It is never squeezed."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, icon, label, value, arrow."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, frame, label, value = self._colours()
        _paint_frame(painter, self, ground, frame)
        left = _side()
        if self._icon:
            size = _icon_size()
            role = "accent" if self.isChecked() else "dim"
            picture = icons.pixmap(self._icon, size, role, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(left, (self.height() - size) / 2), picture)
            left += size + _side() // 2
        for text, font, colour in self._pieces(label, value):
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(QPointF(left, _baseline(self.height(), font)), text)
            left += QFontMetrics(font).horizontalAdvance(text)

    def _pieces(self, label: QColor, value: QColor) -> list[tuple[str, QFont, QColor]]:
        plain, strong = fonts.ui(), fonts.bold(fonts.ui())
        pieces = []
        if self._label:
            pieces.append((self._label + (" " if self._value else ""), plain, label))
        if self._value:
            pieces.append((self._value, strong, value))
        if self._opens:
            pieces.append((" ▾", plain, label))
        return pieces

    def _text_width(self) -> int:
        ink = QColor()
        return sum(QFontMetrics(font).horizontalAdvance(text) for text, font, _ in self._pieces(ink, ink))

    def _colours(self) -> tuple[QColor | None, QColor, QColor, QColor]:
        colours = theme.current()
        frame = QColor(colours.accent if self.hasFocus() else colours.line)
        if not self.isEnabled():
            faded = theme.mixed(colours.dim, colours.background, 0.6)
            return None, QColor(colours.soft_line), faded, faded
        if self._tone != "plain":
            ground, ink = (
                (colours.live, colours.on_live) if self._tone == "live" else (colours.alert, colours.on_alert)
            )
            edge = (
                frame if self.hasFocus() else QColor(colours.alert_line if self._tone == "alert" else ground)
            )
            return QColor(ground), edge, QColor(ink), QColor(ink)
        if self.isChecked():
            accent = QColor(colours.accent)
            return QColor(colours.selection), accent, accent, accent
        hovered = self.underMouse() or self.isDown()
        ground_or_none = QColor(colours.soft_line if self.isDown() else colours.panel) if hovered else None
        return ground_or_none, frame, QColor(colours.dim), QColor(colours.text)

    def _name(self) -> None:
        self.setText(f"{self._label} {self._value}".strip().replace("&", "&&"))
        self.setAccessibleName(f"{self._label} {self._value}".strip())


class Chip(QAbstractButton):
    """A toggle with a letter and a count in the colour of a level or layer: `E 161`.

    Checked means shown. `key` is looked up in the theme's `levels` or `layers`.
    """

    def __init__(
        self,
        letter: str,
        word: str,
        key: str,
        table: Literal["levels", "layers"] = "levels",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._letter, self._word, self._key, self._table = letter, word, key, table
        self._count: int | None = None
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._name()

    @property
    def key(self) -> str:
        """The level or layer that it stands for."""
        return self._key

    def set_count(self, count: int | None) -> None:
        """Show how many there are; None shows no number."""
        if count != self._count:
            self._count = count
            self._name()
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """As wide as letter and count."""
        return QSize(QFontMetrics(fonts.ui()).horizontalAdvance(self._shown()) + 2 * _side(), _height())

    def minimumSizeHint(self) -> QSize:
        """It is never squeezed."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame and text in the level's colour; faint and dashed when switched off."""
        colours = theme.current()
        table = colours.levels if self._table == "levels" else colours.layers
        ink = QColor(table.get(self._key, colours.dim))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isChecked():
            painter.setOpacity(_OFF_OPACITY)
        ground = QColor(colours.panel) if self.underMouse() else None
        edge = QColor(colours.accent) if self.hasFocus() else ink
        style = Qt.PenStyle.SolidLine if self.isChecked() else Qt.PenStyle.DashLine
        _paint_frame(painter, self, ground, edge, style)
        painter.setPen(ink)
        painter.setFont(fonts.ui())
        painter.drawText(QPointF(_side(), _baseline(self.height(), fonts.ui())), self._shown())

    def _shown(self) -> str:
        return self._letter if self._count is None else f"{self._letter} {self._count:,}"

    def _name(self) -> None:
        number = "" if self._count is None else f", {self._count:,}"
        self.setText(self._shown())
        self.setAccessibleName(f"{self._word}{number}")
        self.setToolTip(f"{self._word}{number}")


class Segmented(QWidget):
    """A row of words of which one is chosen. Left and right move, like radio buttons."""

    changed = Signal(object)
    """The chosen item, when the user chose it."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._items: list[str] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._chosen)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_items(self, items: Sequence[str]) -> None:
        """Show these items; the choice stays when it is still among them."""
        if list(items) == self._items:
            return
        chosen = self.current()
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._items = list(items)
        for index, item in enumerate(self._items):
            segment = _Segment(item, index == 0, index == len(self._items) - 1, self)
            self._group.addButton(segment, index)
            self._row.addWidget(segment)
        self.set_current(chosen)

    def items(self) -> list[str]:
        """The items, in order."""
        return list(self._items)

    def current(self) -> str | None:
        """The chosen item, None when there is none."""
        index = self._group.checkedId()
        return self._items[index] if 0 <= index < len(self._items) else None

    def set_current(self, item: str | None) -> None:
        """Choose an item without telling; an unknown one or None chooses none."""
        self._group.setExclusive(False)
        for index, button in enumerate(self._group.buttons()):
            button.setChecked(self._items[index] == item)
        self._group.setExclusive(True)

    @Slot(int)
    def _chosen(self, index: int) -> None:
        # Qt unchecks the one before by nextCheckState(), which a segment answers with checked.
        self.set_current(self._items[index])
        self.changed.emit(self._items[index])


class _Segment(QAbstractButton):
    def __init__(self, text: str, first: bool, last: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown, self._first, self._last = text, first, last
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(fonts.ui()).horizontalAdvance(self._shown) + 2 * _side(), _height())

    def nextCheckState(self) -> None:
        """A click chooses; it never leaves nothing chosen."""
        self.setChecked(True)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # The frame of the whole row, of which this segment shows its part.
        reach = self.height()
        whole = QRectF(self.rect()).adjusted(
            0.5 if self._first else -reach, 0.5, -0.5 if self._last else reach, -0.5
        )
        outline = QPainterPath()
        outline.addRoundedRect(whole, reach * _ROUND_TO_HEIGHT, reach * _ROUND_TO_HEIGHT)
        if self.isChecked():
            painter.fillPath(outline, QColor(colours.accent))
        elif self.underMouse() and self.isEnabled():
            painter.fillPath(outline, QColor(colours.panel))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawPath(outline)
        if not self._last:
            painter.drawLine(QPointF(self.width() - 0.5, 0), QPointF(self.width() - 0.5, self.height()))
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.on_accent if self.isChecked() else colours.accent), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 3, 3)
        painter.setPen(QColor(colours.on_accent if self.isChecked() else colours.dim))
        painter.setFont(fonts.ui())
        painter.drawText(QPointF(_side(), _baseline(self.height(), fonts.ui())), self._shown)


def _paint_frame(
    painter: QPainter,
    widget: QWidget,
    ground: QColor | None,
    edge: QColor,
    style: Qt.PenStyle = Qt.PenStyle.SolidLine,
) -> None:
    painter.setPen(QPen(edge, 1, style))
    painter.setBrush(ground if ground is not None else Qt.BrushStyle.NoBrush)
    corner = widget.height() * _ROUND_TO_HEIGHT
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)


def _height() -> int:
    return round(QFontMetrics(fonts.ui()).height() * _HEIGHT_TO_FONT)


def _side() -> int:
    return round(_height() * _SIDE_TO_HEIGHT)


def _icon_size() -> int:
    return QFontMetrics(fonts.ui()).height()


def _baseline(height: int, font: QFont) -> float:
    metrics = QFontMetrics(font)
    return (height + metrics.ascent() - metrics.descent()) / 2
