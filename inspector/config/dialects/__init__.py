"""How applications stack layers: specs as data, and the few rules that data cannot say."""

from __future__ import annotations

from inspector.config.dialects.custom import CUSTOM
from inspector.config.dialects.dotenv_files import DOTENV_FAMILIES
from inspector.config.dialects.dynaconf import DYNACONF
from inspector.config.dialects.layered import LAYERED
from inspector.config.dialects.node_config import NODE_CONFIG
from inspector.config.dialects.pydantic_settings import PYDANTIC_SETTINGS
from inspector.config.dialects.spec import (
    DialectSpec,
    FileLayer,
    LayerInputs,
    NamePart,
    PartRole,
    Rules,
    Stacked,
    StackInputs,
    VariableName,
)

__all__ = [
    "DIALECTS",
    "DialectSpec",
    "FileLayer",
    "LayerInputs",
    "NamePart",
    "PartRole",
    "Rules",
    "StackInputs",
    "Stacked",
    "VariableName",
    "dialect_named",
]

DIALECTS = (LAYERED, PYDANTIC_SETTINGS, DYNACONF, NODE_CONFIG, *DOTENV_FAMILIES, CUSTOM)


def dialect_named(name: str) -> DialectSpec | None:
    """The dialect of this name, or None."""
    return next((dialect for dialect in DIALECTS if dialect.name == name), None)
