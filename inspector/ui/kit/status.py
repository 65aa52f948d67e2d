"""What a workbench says in the status bar."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatusLine:
    """`summary` stands at the left behind the counts, `event` (the latest thing that happened) at the right.

    `error_text` and `warning_text` replace the bare numbers ("161 errors").
    """

    summary: str = ""
    event: str = ""
    errors: int = 0
    warnings: int = 0
    error_text: str = ""
    warning_text: str = ""
