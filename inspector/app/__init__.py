"""Composition root: start, wiring, quit, crash."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from inspector.app.arguments import Arguments, parse_arguments
from inspector.app.display import GO_ON, find_display, missing_library

STDIN = Path("-")
FINE, WRONG_USAGE, NO_DISPLAY = 0, 2, 3


def run(argv: Sequence[str]) -> int:
    """Open the window, or write a picture of it; returns the exit code. Raises SystemExit for --help."""
    arguments = parse_arguments(argv)
    missing = [path for path in arguments.paths if path != STDIN and not path.exists()]
    if missing:
        from inspector.ui.shell.opening import is_awaited

        missing = [path for path in missing if not is_awaited(path)]
    if arguments.paths and len(missing) == len(arguments.paths):
        return _end(WRONG_USAGE, " ".join(f"{path} does not exist." for path in missing))
    problem = _choose_platform(arguments)
    if problem:
        return _end(NO_DISPLAY, f"No window can be shown: {problem} {GO_ON}")
    gc.disable()  # what starts up is no garbage; from the first window on the GUI thread collects
    try:
        from inspector.app.start import run_window
    except ImportError as error:
        if error.name is not None and error.name.startswith("inspector"):
            raise
        return _end(NO_DISPLAY, f"No window can be shown: {missing_library(error)} {GO_ON}")
    return run_window(arguments)


def _choose_platform(arguments: Arguments) -> str:
    """Set the Qt platform; returns why there is none."""
    if arguments.screenshot is not None:
        if sys.platform not in ("win32", "darwin"):
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        return ""
    display = find_display(os.environ)
    if display.platform:
        os.environ["QT_QPA_PLATFORM"] = display.platform
    return display.problem


def _end(code: int, sentence: str) -> int:
    sys.stderr.write(f"inspector: {sentence}\n")
    return code
