"""Cutting text for display: nothing that is shown may be unbounded."""

from __future__ import annotations

LONGEST_SHOWN = 2_000
_CONTROLS = {code: chr(0x2400 + code) for code in range(32)} | {127: "␡"}
_CONTROLS |= {ord("\t"): "⇥", ord("\n"): "⏎", ord("\r"): ""}


def one_line(text: str, limit: int = LONGEST_SHOWN) -> str:
    """At most `limit` characters on one line; control characters become visible, the cut is marked by …"""
    cut = text[:limit].translate(_CONTROLS)
    return f"{cut}…" if len(text) > limit else cut
