"""The dialect `custom`, declared in `[tool.inspector]` of pyproject.toml or in `inspector.toml`."""

from __future__ import annotations

from inspector.config.dialects.custom.options import Case, Empty, Filling, Match, Reading, Unknown
from inspector.config.dialects.custom.rules import CustomRules
from inspector.config.dialects.spec import DialectSpec

__all__ = ["CUSTOM", "Case", "CustomRules", "Empty", "Filling", "Match", "Reading", "Unknown"]

CUSTOM = DialectSpec(
    name="custom",
    title="layers, names and merging as the workspace declares them",
    rules=CustomRules(),
    separator="__",
)
