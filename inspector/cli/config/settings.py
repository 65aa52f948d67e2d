"""Settings as a table: value, layer and place of each."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.cli.config.words import short_place, style_of
from inspector.cli.output import one_line
from inspector.cli.table import Cell, Column, write_table
from inspector.config.export import shown_value
from inspector.config.report import Missing
from inspector.config.resolve import Gone, Setting, Status

_COLUMNS = (
    Column("Setting", keep=True),
    Column("Value"),
    Column("Type", wide=True),
    Column("Source", wide=True),
    Column("Written at", keep=True),
)


def write_settings(
    settings: Sequence[Setting], reveal: bool, missing: Sequence[Missing] = (), gone: Sequence[Gone] = ()
) -> None:
    """One line a setting, in the order given; below them the keys that have no value, then those that a layer
    took away."""
    rows = [_row(setting, reveal) for setting in settings]
    write_table(_COLUMNS, [*rows, *map(_missing_row, missing), *map(_gone_row, gone)])


def _gone_row(gone: Gone) -> tuple[Cell, ...]:
    by = gone.by
    return (
        (one_line(gone.setting.key), ""),
        ("(gone)", "dim"),
        ("", ""),
        (by.kind.value, style_of(by.kind)),
        (one_line(short_place(by.place)), "dim"),
    )


def _missing_row(missing: Missing) -> tuple[Cell, ...]:
    place = missing.place
    return (
        (one_line(missing.key), ""),
        ("(undefined)" if missing.undefined else "(missing)", "red"),
        ("", ""),
        ("" if missing.undefined else "required", "red"),
        (one_line(short_place(place)), "dim"),
    )


def _row(setting: Setting, reveal: bool) -> tuple[Cell, ...]:
    source = setting.source
    value = one_line(shown_value(setting.value, secret=setting.secret, reveal=reveal))
    invalid = source.status is Status.INVALID
    return (
        (one_line(setting.key), ""),
        (value + (" (invalid)" if invalid else ""), "red" if invalid else "bold"),
        (setting.type, "dim"),
        (source.kind.value, style_of(source.kind)),
        (one_line(short_place(source.place)), "dim"),
    )
