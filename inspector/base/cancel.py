"""Stopping long work from another thread."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Cancelled(Exception):  # noqa: N818 - it is not an error: the user asked for it
    """The work was stopped on purpose; whoever asked for it ignores the result."""


class CancelToken:
    """Handed to long work, which asks it between steps. Safe on any thread."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._callbacks: list[Callable[[], object]] = []

    @property
    def cancelled(self) -> bool:
        """True once cancel() was called; it never becomes False again."""
        return self._event.is_set()

    def cancel(self) -> None:
        """Ask the work to stop. Callbacks run once, on the calling thread."""
        with self._lock:
            if self._event.is_set():
                return
            self._event.set()
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def raise_if_cancelled(self) -> None:
        """Raise Cancelled when cancel() was called."""
        if self._event.is_set():
            raise Cancelled

    def on_cancel(self, callback: Callable[[], object]) -> None:
        """Run `callback` when cancelled (at once if that already happened): to interrupt a query."""
        with self._lock:
            if not self._event.is_set():
                self._callbacks.append(callback)
                return
        callback()

    def forget(self, callback: Callable[[], object]) -> None:
        """Undo on_cancel(), after the work that it would have stopped has ended."""
        with self._lock:
            if callback in self._callbacks:
                self._callbacks.remove(callback)
