"""The names other than its own under which pydantic takes a field."""

from __future__ import annotations

import pydantic

from inspector.config.dialects.pydantic_settings.model import AliasForm, Field


def validation_alias(field: Field) -> str | pydantic.AliasPath | pydantic.AliasChoices | None:
    """What pydantic is given as `validation_alias`; None for a field under its own name."""
    paths = field.aliases
    if not paths or field.pair("env") is True:
        return None
    match field.alias_form:
        case AliasForm.NAME:
            return str(paths[0][0])
        case AliasForm.PATH:
            return pydantic.AliasPath(str(paths[0][0]), *paths[0][1:])
        case AliasForm.CHOICES:
            return pydantic.AliasChoices(
                *(
                    str(path[0]) if len(path) == 1 else pydantic.AliasPath(str(path[0]), *path[1:])
                    for path in paths
                )
            )
    return None
