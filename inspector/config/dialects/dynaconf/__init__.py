"""The dialect `dynaconf`: files with sections, then variables in TOML, merged where somebody asks for it."""

from __future__ import annotations

from inspector.config.dialects.dynaconf.conditions import CASTS, MESSAGES, OPERATIONS, type_of
from inspector.config.dialects.dynaconf.environ import View
from inspector.config.dialects.dynaconf.files import (
    MODULE,
    SUFFIXES,
    as_list,
    local_twin,
    search,
    section_names,
)
from inspector.config.dialects.dynaconf.options import (
    CHECKS,
    CONSTRUCTOR,
    DEFAULT_FILES,
    INTERNAL,
    Argument,
    Check,
    Combined,
    Options,
)
from inspector.config.dialects.dynaconf.rules import DynaconfRules, shown_prefix
from inspector.config.dialects.dynaconf.store import upper
from inspector.config.dialects.spec import DialectSpec, FileLayer
from inspector.config.layers import LayerKind

__all__ = [
    "CASTS",
    "CHECKS",
    "CONSTRUCTOR",
    "DEFAULT_FILES",
    "DYNACONF",
    "INTERNAL",
    "MESSAGES",
    "MODULE",
    "OPERATIONS",
    "SUFFIXES",
    "Argument",
    "Check",
    "Combined",
    "DynaconfRules",
    "Options",
    "View",
    "as_list",
    "local_twin",
    "search",
    "section_names",
    "shown_prefix",
    "type_of",
    "upper",
]

DYNACONF = DialectSpec(
    name="dynaconf",
    title="settings files with sections, then variables in TOML",
    rules=DynaconfRules(),
    library="dynaconf 3.3.5",
    files=(
        FileLayer(LayerKind.BASE, ("settings.toml",)),
        FileLayer(LayerKind.BASE, (".secrets.toml",)),
    ),
    dotenv=(".env",),
    formats={"yaml": "yaml-1.2"},
    environment_variables=("ENV_FOR_DYNACONF",),
    default_environment="development",
    prefix="DYNACONF_",
    separator="__",
)
