"""A folder to its dialect, with reasons: what stacks its layers, which environments, prefix and schema."""

from __future__ import annotations

from inspector.config.discover.declaration import DECLARATION_FILES
from inspector.config.discover.discovery import LOOKED_FOR, NO_DIALECT, Alternative, Discovery, discover
from inspector.config.discover.globbing import matching_files
from inspector.config.discover.prefix import asked_for

__all__ = [
    "DECLARATION_FILES",
    "LOOKED_FOR",
    "NO_DIALECT",
    "Alternative",
    "Discovery",
    "asked_for",
    "discover",
    "matching_files",
]
