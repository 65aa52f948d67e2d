"""The dialect `pydantic-settings`: a settings class, read from its source, says where values come from."""

from __future__ import annotations

from inspector.config.dialects.pydantic_settings.model import SettingsModel
from inspector.config.dialects.pydantic_settings.rules import PydanticSettingsRules
from inspector.config.dialects.spec import DialectSpec

__all__ = ["PYDANTIC_SETTINGS", "PydanticSettingsRules", "SettingsModel"]

PYDANTIC_SETTINGS = DialectSpec(
    name="pydantic-settings",
    title="a settings class of pydantic-settings",
    library="pydantic-settings 2.16",
    rules=PydanticSettingsRules(),
)
