"""Inspector's own settings: typed, versioned JSON."""

from __future__ import annotations

from inspector.prefs.model import Prefs, Theme
from inspector.prefs.store import PrefsStore

__all__ = ["Prefs", "PrefsStore", "Theme"]
