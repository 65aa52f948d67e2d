"""Which names are those of logs."""

from __future__ import annotations

from inspector.logs.sources.names import is_log_name

__all__ = ["is_log_name"]
