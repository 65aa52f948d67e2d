"""Layers to settings: every candidate of every key, and the one that wins."""

from __future__ import annotations

from inspector.config.resolve.gone import Gone
from inspector.config.resolve.resolution import Resolution, resolve
from inspector.config.resolve.settings import Candidate, KeyInfo, Replacement, Setting, Status

__all__ = ["Candidate", "Gone", "KeyInfo", "Replacement", "Resolution", "Setting", "Status", "resolve"]
