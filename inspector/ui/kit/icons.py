"""Icons: line drawings in resources/icons, drawn in the colours of the theme.

An icon font library was measured at 200 ms of start-up, more than Qt itself takes; these cost nothing
until they are painted.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from shiboken6 import isValid

from inspector.ui.kit import theme
from inspector.ui.kit.resources import resources_folder

_SIZES = (16, 32, 64)  # the sizes that an icon is drawn at; Qt scales the nearest larger one down


class IconTarget(Protocol):
    """Whatever shows an icon: a button, an action."""

    def setIcon(self, icon: QIcon, /) -> None:
        """As Qt's."""
        ...


def icon(name: str, role: str = "text") -> QIcon:
    """The icon `resources/icons/<name>.svg` in a colour of the theme, by role: "text", "dim", "accent", …

    It keeps its colours: for what lives on when the theme changes, see keep_icon().
    """
    return _icon(name, theme.current().role(role))


def pixmap(name: str, size: int, role: str = "text", ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of `size` logical pixels, for painting it oneself."""
    return _pixmap(name, theme.current().role(role), size, ratio)


def keep_icon(target: IconTarget, name: str, role: str = "text") -> None:
    """Give a QObject an icon now and again whenever the theme changes, as long as it lives."""
    _keeper().keep(target, name, role)


class _Keeper(QObject):
    def __init__(self) -> None:
        super().__init__()
        self._targets: dict[int, tuple[IconTarget, str, str]] = {}
        theme.notifier().changed.connect(self.renew)

    def keep(self, target: IconTarget, name: str, role: str) -> None:
        self._forget_the_dead()
        self._targets[id(target)] = (target, name, role)
        target.setIcon(icon(name, role))

    @Slot(object)
    def renew(self, _theme: object) -> None:
        self._forget_the_dead()
        for target, name, role in self._targets.values():
            target.setIcon(icon(name, role))

    def _forget_the_dead(self) -> None:
        dead = [key for key, (target, _, _) in self._targets.items() if not isValid(target)]
        for key in dead:
            del self._targets[key]


@lru_cache(maxsize=1)
def _keeper() -> _Keeper:
    return _Keeper()


@lru_cache(maxsize=256)
def _icon(name: str, colour: str) -> QIcon:
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(_pixmap(name, colour, size, 1.0))
    return made


@lru_cache(maxsize=1024)
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _renderer(name, colour).render(painter, QRectF(0, 0, picture.width(), picture.height()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = (resources_folder() / "icons" / f"{name}.svg").read_bytes()
    tinted = drawing.replace(b"currentColor", QColor(colour).name().encode())
    return QSvgRenderer(QByteArray(tinted))
