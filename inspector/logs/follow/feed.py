"""The thread that keeps a log set up to date."""

from __future__ import annotations

import logging
import threading

from inspector.base.cancel import Cancelled, CancelToken
from inspector.logs.follow.logset import LogSet
from inspector.logs.follow.state import LogState
from inspector.logs.formats.overrides import Overrides

_log = logging.getLogger(__name__)

LOOK_SECONDS = 0.1
"""Between two looks at the files: a stat each, which sees every change on every file system."""


class Feed:
    """Refreshes a log set on its own thread whenever the files grow or change.

    It never calls back: whoever shows the log asks state() at its own pace, at most 20 times a second.
    """

    def __init__(self, logs: LogSet) -> None:
        self._logs = logs
        self._cancel = CancelToken()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="log-feed", daemon=True)

    def start(self) -> None:
        """Begin to read and follow."""
        self._thread.start()

    def state(self) -> LogState:
        """The present snapshot; takes no time."""
        return self._logs.state()

    def choose(self, overrides: Overrides) -> None:
        """Read the log in another way from now on; see LogSet.choose()."""
        self._logs.choose(overrides)

    def stop(self) -> None:
        """Stop following: cancels a running refresh and joins the thread, in well under a second."""
        self._stopping.set()
        self._cancel.cancel()
        if self._thread.is_alive():
            self._thread.join()

    def _follow(self) -> None:
        told = ""
        while not self._stopping.is_set():
            try:
                self._logs.refresh(self._cancel)
            except Cancelled:
                return
            except Exception as error:  # noqa: BLE001 - the border of a thread: following would end unseen
                if repr(error) != told:
                    told = repr(error)
                    _log.exception("following the log failed; trying again")
            self._stopping.wait(LOOK_SECONDS)
