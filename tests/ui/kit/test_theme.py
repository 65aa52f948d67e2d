"""Colours: complete, readable, and in force everywhere at once."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from inspector.logs.records import Level
from inspector.ui.kit import icons, theme
from inspector.ui.kit.theme import DARK, LIGHT, PLAIN_ROLES, Theme

_AA = 4.5
_INKS = ("text", "dim", "accent", "error", "warning", "info", "success", "request", "event")
_GROUNDS = ("background", "panel", "selection", "hint", "winner")
_LAYERS = {"default", "base", "environment", "dotenv", "variable", "what-if"}


def _luminance(colour: str) -> float:
    tint = QColor(colour)
    parts = tint.redF(), tint.greenF(), tint.blueF()
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _inks(colours: Theme) -> dict[str, str]:
    inks = {role: colours.role(role) for role in _INKS}
    for name in ("layers", "levels", "syntax"):
        inks |= {f"{name}.{key}": value for key, value in getattr(colours, name).items()}
    return inks


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_every_ground(colours: Theme) -> None:
    """WCAG AA."""
    weak = {
        f"{ink} on {ground}": round(_contrast(colour, colours.role(ground)), 2)
        for (ink, colour), ground in itertools.product(_inks(colours).items(), _GROUNDS)
        if _contrast(colour, colours.role(ground)) < _AA
    }

    assert weak == {}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_on_coloured_grounds_can_be_read(colours: Theme) -> None:
    """Badges, chosen segments, live and alert pills, search matches."""
    pairs = [(colours.on_fill, layer) for layer in colours.layers.values()]
    pairs += [(colours.on_accent, colours.accent), (colours.on_live, colours.live)]
    pairs += [(colours.on_alert, colours.alert), (colours.text, colours.match)]

    assert [pair for pair in pairs if _contrast(*pair) < _AA] == []


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_tables_know_every_layer_and_level(colours: Theme) -> None:
    """Nothing falls back to a colour by accident; every colour is one."""
    assert set(colours.layers) == _LAYERS
    assert set(colours.levels) == {level.name.lower() for level in Level}
    assert set(colours.level_marks) == set(colours.levels)
    plain = [colours.role(role) for role in PLAIN_ROLES]
    tables = (colours.layers, colours.levels, colours.level_marks, colours.syntax)
    values = plain + [value for table in tables for value in table.values()]
    assert [value for value in values if not QColor(value).isValid() or len(value) != 7] == []


def test_the_two_themes_differ_in_what_they_are() -> None:
    """Names and brightness."""
    assert (LIGHT.name, LIGHT.dark, DARK.name, DARK.dark) == ("light", False, "dark", True)
    assert set(LIGHT.syntax) == set(DARK.syntax)


def test_unknown_roles_are_refused() -> None:
    """A typo does not paint in black."""
    with pytest.raises(AttributeError):
        LIGHT.role("wings")
    with pytest.raises(KeyError):
        LIGHT.role("layers")


class _Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []

    @Slot(object)
    def hear(self, colours: object) -> None:
        self.heard.append(colours)


def test_applying_a_theme_changes_palette_and_tells(qapp: QApplication) -> None:
    """Widgets of Qt and our own change together."""
    listener = _Listener()
    theme.notifier().changed.connect(listener.hear)
    theme.apply(qapp, "dark")

    assert theme.current() is DARK
    assert listener.heard[-1] is DARK
    assert qapp.palette().color(QPalette.ColorRole.Base).name() == DARK.background
    assert qapp.palette().color(QPalette.ColorRole.Text).name() == DARK.text


def test_system_means_what_the_system_says(qapp: QApplication) -> None:
    """Unknown is light; a change is followed, unless a theme was chosen."""
    theme.apply(qapp, "system")
    dark = qapp.styleHints().colorScheme() is Qt.ColorScheme.Dark
    assert theme.current() is (DARK if dark else LIGHT)
    theme.apply(qapp, "dark")
    theme.notifier().follow_system()
    assert theme.current() is DARK


def test_icons_follow_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    """What is kept is drawn again in the new colour."""
    button = QToolButton()
    qtbot.addWidget(button)
    icons.keep_icon(button, "close", "text")
    before = _ink(button)
    theme.apply(qapp, "dark")

    assert (before, _ink(button)) == (LIGHT.text, DARK.text)


def _ink(button: QToolButton) -> str:
    image = button.icon().pixmap(32).toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return max(pixels, key=QColor.alpha).name()


def test_mixing_is_between_both() -> None:
    """Nothing of it, all of it, half of it."""
    shades = [theme.mixed("#ffffff", "#000000", share).name() for share in (0, 1, 0.5)]

    assert shades == ["#000000", "#ffffff", "#808080"]
