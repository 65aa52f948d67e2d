"""Colours, light and dark. Delegates and widgets ask current() while they paint and keep no colour."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Literal, TypeAlias

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from inspector.ui.kit.resources import resources_folder

Mode: TypeAlias = Literal["system", "light", "dark"]
MODES: tuple[Mode, ...] = ("system", "light", "dark")
_FUSION_DARKENS = 160


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as `#rrggbb`, by what they mean; the tables are in resources/themes.

    All text colours reach WCAG AA (4.5:1) on background, panel, selection, hint and winner. `hint` is the
    ground of the line that one jumped to, `winner` of the row with the effective value, `match` of text that
    was searched for, `live` of what goes on right now, `alert` of what should be looked at. `on_fill` is text
    on a filled badge. `layers` goes by layer kind, `levels` (text) and `level_marks` (areas, calmer where
    there are many) by level, `syntax` by token kind: key, string, number, keyword, comment, punctuation,
    variable, error.
    """

    name: str
    background: str
    panel: str
    line: str
    soft_line: str
    text: str
    dim: str
    accent: str
    on_accent: str
    selection: str
    hint: str
    winner: str
    match: str
    error: str
    warning: str
    info: str
    success: str
    live: str
    on_live: str
    alert: str
    on_alert: str
    alert_line: str
    request: str
    event: str
    on_fill: str
    layers: Mapping[str, str]
    levels: Mapping[str, str]
    level_marks: Mapping[str, str]
    syntax: Mapping[str, str]

    @property
    def dark(self) -> bool:
        """True when text is lighter than its ground."""
        return QColor(self.text).lightness() > QColor(self.background).lightness()

    def severity(self, severity: str) -> str:
        """The colour of `error`, `warning` or `info`."""
        return {"error": self.error, "warning": self.warning}.get(severity, self.info)

    def role(self, role: str) -> str:
        """The colour of a plain field by its name: "text", "dim", "accent", "error", …"""
        colour = getattr(self, role)
        if not isinstance(colour, str):
            raise KeyError(role)
        return colour


def _load(name: str) -> Theme:
    table = json.loads((resources_folder() / "themes" / f"{name}.json").read_text("utf-8"))
    for key in ("layers", "levels", "level_marks", "syntax"):
        table[key] = MappingProxyType(table[key])
    return Theme(name=name, **table)


LIGHT = _load("light")
DARK = _load("dark")
PLAIN_ROLES = tuple(
    field.name
    for field in fields(Theme)
    if field.name != "name" and isinstance(getattr(LIGHT, field.name), str)
)


class Notifier(QObject):
    """Says when colours changed: drop what was cached, update() what is painted."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.mode: Mode = "system"
        self.theme = LIGHT

    @Slot()
    def follow_system(self) -> None:
        """The system switched between light and dark."""
        app = QApplication.instance()
        if isinstance(app, QApplication) and self.mode == "system":
            _use(app, _system_theme(app))


_notifier: Notifier | None = None


def notifier() -> Notifier:
    """The one notifier of the process."""
    global _notifier
    if _notifier is None:
        _notifier = Notifier()
    return _notifier


def current() -> Theme:
    """The theme to paint with, now."""
    return notifier().theme


def apply(app: QApplication, mode: Mode) -> None:
    """Use a theme, or follow the system's. An unknown system scheme is light."""
    state = notifier()
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(state.follow_system, Qt.ConnectionType.UniqueConnection)
    state.mode = mode
    if mode == "system":
        hints.unsetColorScheme()
        _use(app, _system_theme(app))
    else:
        # The window frame, which the system draws, goes along.
        hints.setColorScheme(Qt.ColorScheme.Dark if mode == "dark" else Qt.ColorScheme.Light)
        _use(app, DARK if mode == "dark" else LIGHT)


def mixed(colour: str, ground: str, share: float) -> QColor:
    """`share` (0 to 1) of a colour over a ground: tints and disabled text, opaque."""
    front, back = QColor(colour), QColor(ground)
    return QColor(
        round(front.red() * share + back.red() * (1 - share)),
        round(front.green() * share + back.green() * (1 - share)),
        round(front.blue() * share + back.blue() * (1 - share)),
    )


def popup_palette() -> QPalette:
    """For menus and lists that pop up: with an edge that can be seen.

    Fusion draws their edge in the colour of the window, darkened: on a dark ground nobody would see it.
    """
    palette = _palette(current())
    palette.setColor(QPalette.ColorRole.Window, QColor(current().line).lighter(_FUSION_DARKENS))
    return palette


def _system_theme(app: QApplication) -> Theme:
    return DARK if app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT


def _use(app: QApplication, theme: Theme) -> None:
    state = notifier()
    state.theme = theme
    app.setPalette(_palette(theme))
    app.setPalette(popup_palette(), "QMenu")  # type: ignore[arg-type]  # bytes in the stub, text in truth
    state.changed.emit(theme)


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    table = {
        role.Window: theme.background,
        role.Base: theme.background,
        role.AlternateBase: theme.background,
        role.Button: theme.panel,
        role.ToolTipBase: theme.panel,
        role.WindowText: theme.text,
        role.Text: theme.text,
        role.ButtonText: theme.text,
        role.ToolTipText: theme.text,
        role.BrightText: theme.error,
        role.PlaceholderText: theme.dim,
        role.Highlight: theme.selection,
        role.HighlightedText: theme.text,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.event,
        role.Light: theme.background,
        role.Midlight: theme.soft_line,
        role.Mid: theme.line,
        role.Dark: theme.line,
        role.Shadow: theme.line,
    }
    palette = QPalette()
    for key, colour in table.items():
        palette.setColor(key, QColor(colour))
    faded = mixed(theme.dim, theme.background, 0.6)
    for key in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, faded)
    return palette
