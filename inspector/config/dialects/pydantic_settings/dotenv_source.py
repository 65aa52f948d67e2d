"""What DotEnvSettingsSource of pydantic-settings 2.16 makes of names in `.env` files that no field has."""

from __future__ import annotations

from collections.abc import Mapping

from inspector.config.dialects.pydantic_settings.cells import Cell, Entries
from inspector.config.dialects.pydantic_settings.complexity import field_is_complex, is_unread_type
from inspector.config.dialects.pydantic_settings.explode import EnvSource, EnvText


def add_unknown(source: EnvSource, texts: Mapping[str, EnvText], entries: Entries, filtering: str) -> None:
    """Add the names that no field has: pydantic refuses, keeps or drops them as `extra` says.

    `filtering` is dotenv_filtering, "" for none.
    """
    if filtering == "only_existing":
        return
    naming, delimiter = source.options.naming, source.options.delimiter
    prefix = naming.folded(naming.prefix)
    if filtering == "match_prefix":
        for name, text in texts.items():
            if not name.startswith(prefix):
                continue
            rest = name[len(prefix) :]
            if delimiter and delimiter in rest and rest.partition(delimiter)[0] in entries:
                continue
            if rest not in entries:
                entries[rest] = _cell(text)
        return
    keeps = source.owner.option("extra") != "forbid"
    fields = {field.name for field in source.owner.fields}
    for name, text in texts.items():
        if not text.text or name in entries or (naming.prefix and name in fields) or _is_used(source, name):
            continue
        key = name[len(prefix) :] if keeps and name.startswith(prefix) else name
        entries[key] = _cell(text)


def _is_used(source: EnvSource, name: str) -> bool:
    delimiter = source.options.delimiter
    for field in source.owner.fields:
        complex_, _ = field_is_complex(field, source.classes)
        for accepted in source.names(field):
            if name == accepted.variable:
                return True
            if (
                (complex_ or is_unread_type(field))
                and delimiter
                and name.startswith(accepted.variable + delimiter)
            ):
                return True
    return False


def _cell(text: EnvText) -> Cell:
    below = [Cell(lost.layer, lost, lost.text) for lost in text.before]
    return Cell(text.variable.layer, text.variable, text.text, below=below)
