"""Cancel tokens."""

from __future__ import annotations

import pytest

from inspector.base.cancel import Cancelled, CancelToken


def test_cancel_is_seen_and_stays() -> None:
    """A token that was cancelled raises from then on."""
    token = CancelToken()
    token.raise_if_cancelled()
    token.cancel()
    token.cancel()

    assert token.cancelled
    with pytest.raises(Cancelled):
        token.raise_if_cancelled()


def test_callbacks_run_once_or_at_once() -> None:
    """A callback runs on cancel, a late one immediately, a forgotten one never."""
    token = CancelToken()
    calls: list[str] = []

    def early() -> None:
        calls.append("early")

    def forgotten() -> None:
        calls.append("forgotten")

    token.on_cancel(early)
    token.on_cancel(forgotten)
    token.forget(forgotten)
    token.forget(forgotten)
    token.cancel()
    token.cancel()
    token.on_cancel(lambda: calls.append("late"))

    assert calls == ["early", "late"]
