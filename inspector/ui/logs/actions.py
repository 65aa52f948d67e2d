"""What can be done in the log workbench, as a table. Single letters work while the table has the focus."""

from __future__ import annotations

from inspector.logs.records import Level
from inspector.ui.kit.actions import ActionSpec

TABLE_ACTIONS = (
    ActionSpec("request", "Show only this &request", "R"),
    ActionSpec("next_error", "&Next error", "E"),
    ActionSpec("previous_error", "&Previous error", "Shift+E"),
    ActionSpec("follow", "&Follow the end, or stay here", "F"),
    ActionSpec("search", "&Search text", "/"),
    ActionSpec("detail", "Show the &detail", "Return; Enter"),
    ActionSpec("copy", "&Copy message", "Ctrl+C", separated=True),
    ActionSpec("copy_raw", "Copy record as &written"),
    ActionSpec("copy_json", "Copy record as &JSON", "Ctrl+Shift+C"),
)

PAGE_ACTIONS = (
    ActionSpec("back", "&Back to where you were", "Esc"),
    ActionSpec("find", "Search &text", "Ctrl+F"),
    ActionSpec("find_request", "Search a &request", "Ctrl+Shift+F"),
    ActionSpec("clear", "&Clear filters", "Ctrl+Shift+Backspace"),
    ActionSpec("toggle_detail", "Show or hide the &detail", "Ctrl+I"),
    ActionSpec("minimum_debug", "Minimum level: debug (&all)", "Ctrl+Shift+1"),
    ActionSpec("minimum_info", "Minimum level: &info", "Ctrl+Shift+2"),
    ActionSpec("minimum_warning", "Minimum level: &warning", "Ctrl+Shift+3"),
    ActionSpec("minimum_error", "Minimum level: &error", "Ctrl+Shift+4"),
    ActionSpec("minimum_critical", "Minimum level: &critical", "Ctrl+Shift+5"),
)

MINIMUM = {
    "minimum_debug": Level.DEBUG,
    "minimum_info": Level.INFO,
    "minimum_warning": Level.WARNING,
    "minimum_error": Level.ERROR,
    "minimum_critical": Level.CRITICAL,
}
