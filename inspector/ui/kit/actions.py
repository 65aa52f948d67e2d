"""Actions as data: one frozen spec serves menus, shortcuts and buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from inspector.ui.kit import icons


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing that can be done.

    `text` has its mnemonic marked by &. `shortcut` is a portable key sequence ("Ctrl+O"), several are
    separated by "; ". `menu` is the path of titles ("&View/&Theme"), "" for none. Actions of one `group`
    are checkable and exclusive; `separated` draws a line before it.
    """

    id: str
    text: str
    shortcut: str = ""
    tip: str = ""
    menu: str = ""
    icon: str = ""
    group: str = ""
    checkable: bool = False
    separated: bool = False


def build_actions(
    owner: QWidget,
    specs: Sequence[ActionSpec],
    slots: Mapping[str, Callable[..., None]],
    *,
    with_icons: bool = True,
) -> dict[str, QAction]:
    """Make the actions of a widget, by id. `slots` has a bound method of a QObject for every id.

    Each action carries its id in data(), so that one method can serve several.
    """
    made: dict[str, QAction] = {}
    groups: dict[str, QActionGroup] = {}
    for spec in specs:
        action = QAction(spec.text, owner)
        action.setData(spec.id)
        action.setCheckable(spec.checkable or bool(spec.group))
        if spec.shortcut:
            action.setShortcuts([QKeySequence(keys) for keys in spec.shortcut.split("; ")])
        if spec.tip:
            action.setToolTip(spec.tip)
            action.setStatusTip("")
        if spec.group:
            if spec.group not in groups:
                groups[spec.group] = QActionGroup(owner)
            groups[spec.group].addAction(action)
        action.triggered.connect(slots[spec.id])
        owner.addAction(action)
        made[spec.id] = action
    if with_icons:
        add_icons(specs, made)
    return made


def add_icons(specs: Iterable[ActionSpec], actions: Mapping[str, QAction]) -> None:
    """Give actions their icons."""
    for spec in specs:
        if spec.icon:
            icons.keep_icon(actions[spec.id], spec.icon)


def fill_menus(
    bar: QMenuBar | QMenu, specs: Iterable[ActionSpec], actions: Mapping[str, QAction]
) -> dict[str, QMenu]:
    """Put actions into menus along their `menu` paths; returns the menus by path."""
    menus: dict[str, QMenu] = {}
    for spec in specs:
        if not spec.menu:
            continue
        menu = _menu(bar, menus, spec.menu)
        if spec.separated:
            menu.addSeparator()
        menu.addAction(actions[spec.id])
    return menus


def _menu(bar: QMenuBar | QMenu, menus: dict[str, QMenu], path: str) -> QMenu:
    if path not in menus:
        above, _, title = path.rpartition("/")
        parent = _menu(bar, menus, above) if above else bar
        menus[path] = QMenu(title, bar)
        parent.addMenu(menus[path])
    return menus[path]
