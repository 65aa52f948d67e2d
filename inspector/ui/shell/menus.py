"""All actions of the main window, as data."""

from __future__ import annotations

from inspector.ui.kit.actions import ActionSpec

FILE, RECENT, VIEW, THEME, HELP = "&File", "&File/Open &recent", "&View", "&View/&Theme", "&Help"
THEME_PREFIX = "theme-"

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "open-folder", "Open &folder…", "Ctrl+O", "Show the configuration of a folder", FILE, "folder"
    ),
    ActionSpec("open-log", "Open &log…", "Ctrl+Shift+O", "Show log files", FILE, "logs"),
    ActionSpec("clear-recent", "&Clear this list", menu=RECENT),
    ActionSpec("open-example", "Open the &example", menu=FILE, icon="example"),
    ActionSpec("close", "&Close", "Ctrl+W", "Close what this workbench shows", FILE, separated=True),
    ActionSpec("quit", "&Quit", "Ctrl+Q", menu=FILE),
    ActionSpec("show-config", "&Config", "Ctrl+1", menu=VIEW, icon="config"),
    ActionSpec("show-logs", "&Logs", "Ctrl+2", menu=VIEW, icon="logs"),
    ActionSpec("theme-system", "As the &system", menu=THEME, group="theme"),
    ActionSpec("theme-light", "&Light", menu=THEME, group="theme"),
    ActionSpec("theme-dark", "&Dark", menu=THEME, group="theme"),
    ActionSpec("guide", "&Guide", "F1", menu=HELP, icon="help"),
    ActionSpec("own-log", "Inspector's own &log", tip="Show what Inspector itself has logged", menu=HELP),
    ActionSpec("about", "&About Inspector", menu=HELP, separated=True),
    ActionSpec("menu", "Menu", "F10"),
)
