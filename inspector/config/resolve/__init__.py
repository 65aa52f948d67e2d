"""Layers to settings: every candidate of every key, and the one that wins."""

from __future__ import annotations

from inspector.config.resolve.resolution import MAX_PARTS, Landed, Resolution, resolve
from inspector.config.resolve.settings import (
    Candidate,
    KeyInfo,
    Replacement,
    Setting,
    Status,
    Stop,
)

__all__ = [
    "MAX_PARTS",
    "Candidate",
    "KeyInfo",
    "Landed",
    "Replacement",
    "Resolution",
    "Setting",
    "Status",
    "Stop",
    "resolve",
]
