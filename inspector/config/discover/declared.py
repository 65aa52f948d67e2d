"""The shape of a declaration: every key that `[tool.inspector]` or `inspector.toml` may have."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from inspector.config.dialects.custom import Case, Empty, Filling, Match, Reading, Unknown
from inspector.config.formats import FORMATS
from inspector.config.shadow import Conflicts, Lists, Mappings, Nulls

_T = TypeVar("_T")


def _as_list(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _as_files(value: object) -> object:
    return value if isinstance(value, dict) else {"files": value}


def _known_format(name: str) -> str:
    known = [file_format.name for file_format in FORMATS]
    if name not in known:
        raise ValueError(f"this is no format; known are {', '.join(known)}")
    return name


def _known_reading(reading: Reading) -> Reading:
    if reading not in (Reading.TEXT, Reading.NUMBERS):
        _known_format(reading.value)
    return reading


def _known_section(section: str) -> str:
    if not all(section.split(".")):
        raise ValueError("a part of it is empty")
    return section


Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[list[Text], BeforeValidator(_as_list), Field(min_length=1)]
# A word of an enumeration: strict models take no texts for them.
Word = Field(strict=False)


class Table(BaseModel):
    """A table of a declaration."""

    model_config = ConfigDict(extra="forbid", strict=True)


class LayerTable(Table):
    """One file, or the files of one glob."""

    path: Texts
    kind: Literal["default", "base", "environment"]
    format: Annotated[str, AfterValidator(_known_format)] | None = None
    section: Annotated[str, AfterValidator(_known_section)] | None = None
    required: bool = False


class DotenvTable(Table):
    """Files of variables."""

    files: Texts
    wins: Literal["first", "last"] = "first"
    override: bool = False


class VariablesTable(Table):
    """How names mean keys, and what their texts are read as."""

    match: Annotated[Match, Word] = Match.SPLIT
    case: Annotated[Case, Word] = Case.LOWER
    max_splits: Annotated[int, Field(ge=0)] | None = None
    values: Annotated[Reading, Word, AfterValidator(_known_reading)] = Reading.TEXT
    empty: Annotated[Empty, Word] = Empty.VALUE
    unknown: Annotated[Unknown, Word] = Unknown.SET


class MergeTable(Table):
    """What a value does to the one below it."""

    mappings: Annotated[Mappings, Word] = Mappings.DEEP
    lists: Annotated[Lists, Word] = Lists.REPLACE
    list_key: Text | None = None
    nulls: Annotated[Nulls, Word] = Nulls.OVERRIDES
    conflicts: Annotated[Conflicts, Word] = Conflicts.REPLACE


class DeclarationTable(Table):
    """All of it. What is None is as detected."""

    dialect: str | None = None
    layers: Annotated[list[LayerTable], Field(min_length=1)] | None = None
    environments: list[Text] | None = None
    environment_variable: Texts | None = None
    default_environment: Text | None = None
    prefix: Annotated[list[str], BeforeValidator(_as_list), Field(min_length=1)] | None = None
    separator: str | None = None
    dotenv: Annotated[DotenvTable, BeforeValidator(_as_files)] | None = None
    variables: VariablesTable | None = None
    merge: MergeTable | None = None
    interpolation: Annotated[Filling, Word] | None = None
    schema_file: Text | None = Field(default=None, alias="schema")
    model: Text | None = None
    interpreter: Text | None = None


def keys_of(table: type[Table]) -> list[str]:
    """The keys that a table may have."""
    return [field.alias or name for name, field in table.model_fields.items()]


def table_at(location: tuple[int | str, ...]) -> type[Table]:
    """The table that the key at the end of a location belongs to."""
    table: type[Table] = DeclarationTable
    for part in location[:-1]:
        table = _TABLES.get(part, table) if isinstance(part, str) else table
    return table


_TABLES: dict[Any, type[Table]] = {
    "layers": LayerTable,
    "dotenv": DotenvTable,
    "variables": VariablesTable,
    "merge": MergeTable,
}
