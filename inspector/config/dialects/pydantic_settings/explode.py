"""Variables to the input of a settings class: EnvSettingsSource of pydantic-settings 2.16, step by step."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from inspector.config.dialects.pydantic_settings.cells import (
    Cell,
    Entries,
    cell_of_value,
    put,
    updated,
)
from inspector.config.dialects.pydantic_settings.complexity import (
    UNION,
    Accepted,
    Classes,
    Target,
    accepted_names,
    class_with_fields,
    field_is_complex,
    is_complex,
    is_dict,
    next_field,
    preferred_key,
    union_is_complex,
    validates_by_alias,
    validates_by_name,
    without_none,
)
from inspector.config.dialects.pydantic_settings.env_options import EnvOptions
from inspector.config.dialects.pydantic_settings.model import (
    Field,
    FieldType,
    ModelClass,
)
from inspector.config.shadow import Variable
from inspector.config.values import Value


class NoneText(str):
    """EnvNoneType: the text that env_parse_none_str names."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class EnvText:
    """A variable as it is looked up. `before` are variables of the same folded name that it replaces."""

    name: str
    text: str | None
    variable: Variable
    before: tuple[Variable, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceStop:
    """The exception with which the library stops at a field, and the variable that it stumbles over."""

    exception: str
    message: str
    field: Field
    variable: Variable | None = None


@dataclass(slots=True)
class Given:
    """What one source gives: cells by input key. After a stop, the rest is read as if it had gone on."""

    entries: Entries = field(default_factory=dict)
    stops: list[SourceStop] = field(default_factory=list)


EnumMember = Callable[[FieldType, str], Value]
"""The member of an enum inside of a type by its name, None when there is none."""

StrictValue = Callable[[FieldType, str], Value]
"""A text as the value of a strict type, or the text itself."""


def folded(variables: Iterable[Variable], options: EnvOptions) -> dict[str, EnvText]:
    """parse_env_vars: names folded, the last of a name in the place of the first."""
    result: dict[str, EnvText] = {}
    for variable in variables:
        text = variable.text
        if options.ignore_empty and text == "":
            continue
        if text is not None and text == options.none_text:
            text = NoneText(text)
        name = options.naming.folded(variable.name)
        before = result.get(name)
        earlier = () if before is None else (*before.before, before.variable)
        result[name] = EnvText(name, text, variable, earlier)
    return result


@dataclass(frozen=True, slots=True)
class EnvSource:
    """Reads variables for one settings class. `title` is the name of the library's class."""

    owner: ModelClass
    classes: Classes
    options: EnvOptions
    title: str
    enum_member: EnumMember
    strict_value: StrictValue

    def read(self, texts: Mapping[str, EnvText]) -> Given:
        """PydanticBaseEnvSettingsSource.__call__ over EnvSettingsSource."""
        given = Given()
        for field_ in self.owner.fields:
            cell, key = self._field(field_, texts, given)
            if cell is None or (cell.entries is None and cell.value is None):
                continue  # null in JSON is as good as no variable
            if self.options.none_text is not None:
                cell = _without_none_texts(cell)
            if not self.options.naming.case_sensitive and cell.entries is not None:
                cell.entries = self.with_field_names(field_, cell.entries)
            put(given.entries, key, cell)
        return given

    def names(self, field_: Field) -> list[Accepted]:
        """The variables in which a field of the class is looked for."""
        return accepted_names(field_, self.owner, self.options.naming, self.classes)

    def _field(self, field_: Field, texts: Mapping[str, EnvText], given: Given) -> tuple[Cell | None, str]:
        names = self.names(field_)
        found: EnvText | None = None
        name = names[-1]
        for name in names:
            found = texts.get(name.variable)
            if found is not None and found.text is not None:
                break
            found = None
        key = self.key(field_, name)
        try:
            return self._prepared(field_, found, name, texts), key
        except ValueError as error:
            message = f'error parsing value for field "{field_.name}" from source "{self.title}"'
            variable = error.variable if isinstance(error, _NotReadError) else None
            given.stops.append(SourceStop("SettingsError", message, field_, variable))
        except _NoTextError as error:
            given.stops.append(SourceStop("TypeError", str(error), field_, error.variable))
        except RecursionError as error:
            given.stops.append(
                SourceStop("RecursionError", str(error), field_, None if found is None else found.variable)
            )
        return None, key

    def key(self, field_: Field, name: Accepted) -> str:
        """_get_resolved_field_value: the input key that a value found under a name gets."""
        by_name = validates_by_name(self.owner) and name.key == field_.name
        if name.complex or by_name:
            return name.key
        first = self.names(field_)[0]
        return name.key if first.complex else first.key

    def _prepared(
        self, field_: Field, found: EnvText | None, name: Accepted, texts: Mapping[str, EnvText]
    ) -> Cell | None:
        """EnvSettingsSource.prepare_field_value."""
        complex_, may_fail = field_is_complex(field_, self.classes)
        value: Value = None if found is None else found.text
        if found is not None and self.options.parse_enums and isinstance(value, str):
            member = self.enum_member(field_.type, value)
            value = value if member is None else member
        if not complex_ and not name.complex:
            if found is None:
                return None
            return _cell(self._strict(field_, value), found)
        if isinstance(value, NoneText) and found is not None:
            return _cell(value, found)
        if found is None:
            exploded = self.explode(field_, texts)
            return exploded if exploded is not None and exploded.entries else None
        cell = _cell(self._decoded(field_, value, found, may_fail=may_fail), found)
        exploded = self.explode(field_, texts) if cell.entries is not None else None
        if exploded is None:
            return cell
        return updated(cell, exploded, f"a nested name counts more than the JSON in {found.variable.name}")

    def explode(self, field_: Field, texts: Mapping[str, EnvText]) -> Cell | None:
        """EnvSettingsSource.explode_env_vars: nested names of one field as a mapping; None when there is
        no name."""
        delimiter = self.options.delimiter
        if not delimiter:
            return None
        prefixes = [name.variable + delimiter for name in self.names(field_)]
        result: Cell | None = None
        for name, text in texts.items():
            prefix = next((prefix for prefix in prefixes if name.startswith(prefix)), None)
            if prefix is None:
                continue
            if result is None:
                result = Cell(text.variable.layer, text.variable, entries={})
            *keys, last = name[len(prefix) :].split(delimiter, (self.options.max_split or 0) - 1)
            self._descend(field_, result, keys, last, text)
        return result

    def _descend(self, field_: Field, top: Cell, keys: Sequence[str], last: str, text: EnvText) -> None:
        naming, classes = self.options.naming, self.classes
        here: Cell = top
        target: Target = field_
        parent = field_
        for key in keys:
            target = next_field(target, key, naming.case_sensitive, naming, classes)
            parent = target if isinstance(target, Field) else parent
            if here.entries is not None:
                if key not in here.entries:
                    here.entries[key] = Cell(text.variable.layer, text.variable, entries={})
                here = here.entries[key]
        target = next_field(target, last, naming.case_sensitive, naming, classes)
        value: Value = text.text
        if (target is not None or is_dict(field_.type)) and value:
            value = self._nested_value(target, parent, last, text)
        if here.entries is None:
            return
        before = here.entries.get(last)
        if before is None or not isinstance(value, NoneText) or before.plain() == {}:
            put(here.entries, last, _cell(self._strict(target, value), text))

    def _nested_value(self, target: Target, parent: Field, last: str, text: EnvText) -> Value:
        value: Value = text.text
        metadata: Field | None = None
        if isinstance(target, Field):
            complex_, may_fail = field_is_complex(target, self.classes)
            if not complex_ and self._heads_alias_path(target, last):
                complex_, may_fail = True, True
            if self.options.parse_enums and isinstance(value, str):
                member = self.enum_member(target.type, value)
                value = value if member is None else member
            metadata = target
        elif target is not None:
            complex_, may_fail = is_complex(target, target.pairs, self.classes), True
            if not complex_ and union_is_complex(target, self.classes):
                return self._union_value(parent, text)
        else:
            complex_, may_fail = True, True
        if not complex_:
            return value
        return self._decoded(metadata, value, text, may_fail=may_fail)

    def _heads_alias_path(self, field_: Field, key: str) -> bool:
        """_matches_alias_path_head."""
        naming = self.options.naming
        return any(len(path) > 1 and naming.folded(str(path[0])) == key for path in field_.aliases)

    def _union_value(self, parent: Field, text: EnvText) -> Value:
        """_decode_union_value: a list or mapping in JSON, else the text."""
        try:
            decoded = self.json_value(parent, text.text)
        except ValueError:
            return text.text
        return decoded if isinstance(decoded, list | dict) else text.text

    def _decoded(self, field_: Field | None, value: Value, text: EnvText, *, may_fail: bool) -> Value:
        try:
            return self.json_value(field_, value)
        except TypeError as error:
            raise _NoTextError(str(error), text.variable) from error
        except ValueError as error:
            if may_fail:
                return value
            raise _NotReadError(text.variable) from error

    def json_value(self, field_: Field | None, value: Value) -> Value:
        """decode_complex_value. Raises ValueError for a text that is no JSON."""
        if field_ is not None and not self.options.decodes(field_):
            return value
        if not isinstance(value, str):
            raise TypeError(f"the JSON object must be str, bytes or bytearray, not {type(value).__name__}")
        decoded: Value = json.loads(value)
        return decoded

    def _strict(self, target: Target, value: Value) -> Value:
        """_coerce_env_val_strict."""
        if not isinstance(target, Field) or not isinstance(value, str) or value == self.options.none_text:
            return value
        wanted = self.options.strict or _has_strict_member(target.type) or self._has_numeric_enum(target.type)
        if not wanted or any(word == "json" for word, _ in target.pairs) or _holds_json(target.type):
            return value
        return self.strict_value(target.type, value)

    def _has_numeric_enum(self, type_: FieldType) -> bool:
        """_literal_has_numeric_enum."""
        if type_.name == "typing.Literal":
            owners = [self.classes.get(choice.name) for choice in type_.choices if choice.name]
            numeric = {"int", "float", "enum.IntEnum"}
            return any(owner is not None and numeric & set(owner.mixins) for owner in owners)
        return type_.name == UNION and any(map(self._has_numeric_enum, type_.args))

    def with_field_names(self, target: Field, entries: Entries) -> Entries:
        """_replace_field_names_case_insensitively: keys below a field as its model spells them."""
        type_ = without_none(target.type)
        owner = class_with_fields(type_, self.classes)
        if owner is None:
            return entries
        result: Entries = {}
        for name, cell in entries.items():
            key, field_ = _spelling(owner, name)
            if field_ is not None and cell.entries is not None:
                below = class_with_fields(without_none(field_.type), self.classes)
                if below is not None:
                    cell.entries = self.with_field_names(field_, cell.entries)
            other = result.get(key)
            if other is not None and other.source is not cell.source:
                cell.reason = f"of the spellings of {key} in one source the later one counts"
            put(result, key, cell)
        return result


class _NotReadError(ValueError):
    def __init__(self, variable: Variable) -> None:
        super().__init__(variable.name)
        self.variable = variable


class _NoTextError(TypeError):
    """The member of an enum where JSON is read."""

    def __init__(self, message: str, variable: Variable) -> None:
        super().__init__(message)
        self.variable = variable


def _spelling(owner: ModelClass, name: object) -> tuple[str, Field | None]:
    """The field of a class that a key means whatever its letters are, and the key as the field has it."""
    text = str(name)
    for field_ in owner.fields:
        names = [field_.name]
        if field_.aliases and validates_by_alias(owner):
            plain = [str(path[0]) for path in field_.aliases if len(path) == 1]
            names = plain or [preferred_key(field_, owner)]
        for known in names:
            if known.lower() == text.lower():
                return known, field_
    return text, None


def _cell(value: Value, text: EnvText) -> Cell:
    cell = cell_of_value(value, text.variable, text.variable.layer)
    cell.below = [Cell(lost.layer, lost, lost.text) for lost in text.before]
    return cell


def _without_none_texts(cell: Cell) -> Cell:
    """_replace_env_none_type_values: null in place of the text that stands for it."""
    if isinstance(cell.value, NoneText):
        cell.value = None
    for child in (cell.entries or {}).values():
        _without_none_texts(child)
    return cell


def _has_strict_member(type_: FieldType) -> bool:
    """_union_has_strict_types."""
    return type_.name == UNION and any(member.pair("strict") is True for member in type_.args)


def _holds_json(type_: FieldType) -> bool:
    return type_.name == "pydantic.Json" or any(map(_holds_json, type_.args))
