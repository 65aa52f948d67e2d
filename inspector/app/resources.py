"""Where the files that belong to the program are."""

from __future__ import annotations

from inspector.ui.kit.resources import resources_folder

__all__ = ["resources_folder"]
