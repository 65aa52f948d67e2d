"""The text of a crash report and the window that shows it. Secrets are masked."""

from __future__ import annotations

import platform
import traceback
from collections import Counter
from types import TracebackType

import PySide6
from PySide6.QtCore import qVersion

from inspector import __version__
from inspector.base.secrets import mask_text
from inspector.ui.shell.text_window import TextWindow

_MOST_ENTRIES = 20
_LEAD = "Something in Inspector went wrong. It goes on, but what you see may be incomplete."


def masked_traceback(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """The traceback as text without secrets."""
    return mask_text("".join(traceback.format_exception(kind, error, trace)))


class CrashReport:
    """Everything that went wrong in this run, in one window; what happens again is counted."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self.window = TextWindow("Inspector: something went wrong")

    def add(self, text: str) -> None:
        """Add one traceback and show the window."""
        if text in self._counts or len(self._counts) < _MOST_ENTRIES:
            self._counts[text] += 1
        self.window.show_text(_LEAD, self.text())

    def text(self) -> str:
        """Versions, then each traceback once."""
        head = (
            f"Inspector {__version__}, Python {platform.python_version()}, PySide6 {PySide6.__version__}, "
            f"Qt {qVersion()}, {platform.platform()}"
        )
        entries = [f"{count} times: {text}" if count > 1 else text for text, count in self._counts.items()]
        return "\n\n".join((head, *entries))
