"""Names of variables and the settings that they mean, in both directions."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from inspector.config.dialects.pydantic_settings.complexity import (
    UNION,
    Accepted,
    accepted_names,
    class_with_fields,
    field_is_complex,
    input_paths,
    is_dict,
    is_unread_type,
    without_none,
)
from inspector.config.dialects.pydantic_settings.env_options import EnvOptions
from inspector.config.dialects.pydantic_settings.model import (
    ClassKind,
    Field,
    FieldType,
    ModelClass,
    SettingsModel,
    SourceKind,
    SourceUse,
)
from inspector.config.dialects.reading import no_text_sentence
from inspector.config.dialects.spec import NamePart, PartRole, VariableName
from inspector.config.values import KeyPath, part_text

_MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """A settings class that reads variables, and the key at which it stands, () for the root."""

    owner: ModelClass
    options: EnvOptions
    at: KeyPath = ()


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a name leads: the setting, whether a field stands there, and whether its text is JSON.

    `unknown` is the class that knows no such field, "" when one does. `free` says that the key may have any
    name, as those of a `dict` have. `parts` is the name in pieces.
    """

    path: KeyPath
    complex: bool = False
    unknown: str = ""
    ignored: bool = False
    free: bool = False
    field: Field | None = None
    parts: tuple[NamePart, ...] = ()


class Names:
    """The names of variables of one model."""

    def __init__(self, model: SettingsModel) -> None:
        self.model = model
        self.readings = tuple(_readings(model))

    def claims(self, name: str) -> bool:
        """Whether a settings class looks at a variable of this name."""
        return self.landing(name) is not None

    def has_prefix(self, name: str) -> bool:
        """Whether a name begins with the prefix of the settings class."""
        if not self.readings:
            return False
        naming = self.readings[0].options.naming
        prefix = naming.folded(naming.prefix)
        return bool(prefix) and naming.folded(name).startswith(prefix)

    def landing(self, name: str) -> Landing | None:
        """Where a name leads, None when no class looks at it."""
        for reading in self.readings:
            landing = self._landing(reading, name)
            if landing is not None:
                return landing
        return None

    def split_rest(self, name: str) -> KeyPath:
        """The key that a name behind the prefix would mean."""
        options = self.readings[0].options
        rest = options.naming.folded(name)[len(options.naming.prefix) :]
        return tuple(rest.split(options.delimiter)) if options.delimiter else (rest,)

    def names_for(self, path: KeyPath) -> tuple[VariableName, ...]:
        """Every name that sets a key, the one that wins first."""
        plain: list[VariableName] = []
        whole: list[VariableName] = []
        for reading in self.readings:
            if path[: len(reading.at)] != reading.at or len(path) <= len(reading.at):
                continue
            below = path[len(reading.at) :]
            field = reading.owner.field(part_text(below[0]))
            if field is None:
                continue
            trail = self._trail(field, below[1:])
            if trail is None:
                continue
            for accepted in self._names(reading, field):
                spelled = self._spelled(reading, accepted)
                for depth in range(len(trail), -1, -1):
                    keys = [key for key, _ in trail[:depth]]
                    if depth and not reading.options.delimiter:
                        continue
                    name = reading.options.delimiter.join((spelled, *keys))
                    name = name if reading.options.naming.case_sensitive else name.upper()
                    landing = self._landing(reading, name)
                    wanted = (*reading.at, field.name, *(part for _, part in trail[:depth]))
                    if landing is None or landing.path != wanted or landing.unknown:
                        continue
                    rest = [key for key, _ in trail[depth:]]
                    made = self._variable(reading, name, landing, rest)
                    if made is not None:
                        (whole if rest else plain).append(made)
        return tuple(dict.fromkeys((*plain, *whole)))

    def unreachable(self, path: KeyPath) -> str:
        """Why no variable sets a key, "" when one does."""
        if self.names_for(path):
            return ""
        if not self.readings:
            return "settings_customise_sources leaves out the source of variables."
        reading = self.readings[0]
        field = reading.owner.field(part_text(path[0]))
        if field is None:
            return f"{reading.owner.name} has no field {part_text(path[0])}."
        if stranger := self._stranger(field, path[1:]):
            return stranger
        if odd := no_text_sentence(path):
            return odd
        if not reading.options.delimiter:
            return "Names do not nest: model_config sets no env_nested_delimiter."
        return f"No name that is split at each {reading.options.delimiter} leads to this key."

    def split(self, name: str) -> tuple[NamePart, ...]:
        """How a name falls into the prefix, the separators and the parts of a key."""
        landing = self.landing(name)
        if landing is not None:
            return landing.parts
        if not self.has_prefix(name):
            return (NamePart(name, PartRole.OTHER),)
        length = len(self.readings[0].options.naming.prefix)
        rest = (NamePart(name[length:], PartRole.KEY),) if name[length:] else ()
        return (NamePart(name[:length], PartRole.PREFIX), *rest)

    def _names(self, reading: Reading, field: Field) -> list[Accepted]:
        return accepted_names(field, reading.owner, reading.options.naming, self.model.classes)

    def _spelled(self, reading: Reading, accepted: Accepted) -> str:
        return accepted.variable if reading.options.naming.case_sensitive else accepted.variable.upper()

    def _trail(self, field: Field, path: KeyPath) -> list[tuple[str, str]] | None:
        """The keys in the input below a field that lead to a setting, each with the setting's own part."""
        trail: list[tuple[str, str]] = []
        type_: FieldType | None = field.type
        for part in path:
            inner = None if type_ is None else self._class(type_, part_text(part))
            if inner is not None:
                below = inner.field(part_text(part))
                if below is None:
                    return None
                trail.append((str(input_paths(below, inner)[0][0]), below.name))
                type_ = below.type
            else:
                plain = None if type_ is None else without_none(type_)
                if not isinstance(part, str) and not _is_key_type(plain, part):
                    return None
                trail.append((part_text(part), part_text(part)))
                type_ = plain.args[-1] if plain is not None and plain.args else None
        return trail

    def _stranger(self, field: Field, path: KeyPath) -> str:
        """The sentence about the part of a key that its class has no field for, "" when there is none."""
        type_: FieldType | None = field.type
        for part in path:
            inner = None if type_ is None else self._class(type_, part_text(part))
            if inner is not None:
                below = inner.field(part_text(part))
                if below is None:
                    return f"{inner.name} has no field {part_text(part)}."
                type_ = below.type
            else:
                plain = None if type_ is None else without_none(type_)
                type_ = plain.args[-1] if plain is not None and plain.args else None
        return ""

    def _class(self, type_: FieldType, name: str = "") -> ModelClass | None:
        """The class with fields that a type is; in a union the first one with a field of a name, or the
        first one."""
        found = self._in_union(type_)
        return next((known for known in found if known.field(name) is not None), next(iter(found), None))

    def _in_union(self, type_: FieldType) -> list[ModelClass]:
        """The class with fields that a type is, or all those in a union."""
        types = (type_, *(type_.args if type_.name == UNION else ()))
        known = [self.model.classes.get(one.name) for one in types]
        without = (ClassKind.ENUM, ClassKind.ROOT_MODEL)
        return [one for one in known if one is not None and one.kind not in without]

    def _variable(
        self, reading: Reading, name: str, landing: Landing, rest: list[str]
    ) -> VariableName | None:
        case = "" if reading.options.naming.case_sensitive else "; small letters do as well"
        if rest:
            if not landing.complex:
                return None
            example = '{"' + '": {"'.join(rest) + '": …' + "}" * len(rest)
            return VariableName(name, f"the whole mapping as JSON{case}", example)
        if landing.complex:
            return VariableName(name, f"read as JSON{case}")
        return VariableName(name, case.removeprefix("; "))

    def _landing(self, reading: Reading, name: str) -> Landing | None:
        """Where a name leads for one class, by the steps of EnvSettingsSource."""
        options = reading.options
        folded = options.naming.folded(name)
        nested: Landing | None = None
        for field in reading.owner.fields:
            complex_, _ = field_is_complex(field, self.model.classes)
            for accepted in self._names(reading, field):
                start = accepted.variable + options.delimiter
                if folded == accepted.variable:
                    parts = self._head(reading, accepted, name)
                    path = (*reading.at, field.name)
                    return Landing(path, complex_ or accepted.complex, field=field, parts=parts)
                nests = complex_ or is_unread_type(field)
                if options.delimiter and nests and folded.startswith(start) and nested is None:
                    head = self._head(reading, accepted, name[: len(accepted.variable)])
                    nested = self._nested(reading, field, name[len(start) :], head)
        return nested

    def _head(self, reading: Reading, accepted: Accepted, name: str) -> tuple[NamePart, ...]:
        prefix = reading.options.naming.folded(reading.options.naming.prefix)
        if prefix and accepted.variable.startswith(prefix) and len(accepted.variable) > len(prefix):
            return (
                NamePart(name[: len(prefix)], PartRole.PREFIX),
                NamePart(name[len(prefix) :], PartRole.KEY),
            )
        return (NamePart(name, PartRole.KEY),)

    def _nested(self, reading: Reading, field: Field, rest: str, head: tuple[NamePart, ...]) -> Landing:
        options = reading.options
        keys = rest.split(options.delimiter, (options.max_split or 0) - 1)
        parts = list(head)
        for key in keys:
            parts += [NamePart(options.delimiter, PartRole.SEPARATOR), NamePart(key, PartRole.KEY)]
        path: list[Hashable] = [*reading.at, field.name]
        type_: FieldType | None = field.type
        last: Field | None = field
        unknown, ignored, free = "", False, False
        exact, around = options.naming.case_sensitive, reading.owner
        for number, key in enumerate(keys):
            folded = options.naming.folded(key)
            inners = [] if type_ is None or unknown else self._in_union(type_)
            if type_ is not None and class_with_fields(without_none(type_), self.model.classes) is None:
                exact = True  # pydantic-settings respells names below models alone
            if not inners:
                plain = None if type_ is None else without_none(type_)
                type_ = plain.args[-1] if plain is not None and plain.args and is_dict(plain) else None
                if not unknown and plain is not None and not _takes_keys(plain):
                    unknown, ignored = field.name if number == 0 else str(path[-1]), False
                last, free = None, True
                path.append(folded)
                continue
            fields = [(one, self._field_for(one, folded, exact)) for one in inners]
            inner, below = next((pair for pair in fields if pair[1] is not None), fields[0])
            if inner.kind is not ClassKind.TYPED_DICT or inner.config:
                around = inner
            if below is None:
                extra = around.option("extra")
                if extra != "allow":
                    unknown, ignored = inner.name, extra != "forbid"
                last, type_, free = None, None, True
                path.append(folded)
            else:
                last, type_ = below, below.type
                path.append(below.name)
        complex_ = last is not None and field_is_complex(last, self.model.classes)[0]
        complex_ = complex_ or (type_ is not None and self._class(type_) is not None)
        free = free and not unknown
        return Landing(tuple(path), complex_, unknown, ignored, free, last, tuple(parts))

    def _field_for(self, owner: ModelClass, key: str, exact: bool) -> Field | None:
        for field in owner.fields:
            names = [str(path[0]) for path in input_paths(field, owner)]
            if key in names or (not exact and key in [name.lower() for name in names]):
                return field
        return None


def _is_key_type(mapping: FieldType | None, part: Hashable) -> bool:
    """Whether a mapping makes its keys of this part's type, so that a name, which is text, can spell it."""
    wanted = mapping.args[0].name if mapping is not None and len(mapping.args) > 1 else ""
    return part is not None and wanted.rpartition(".")[2] == type(part).__name__


def _takes_keys(type_: FieldType) -> bool:
    return (
        type_.name in ("typing.Any", "typing.Union")
        or "dict" in type_.name.lower()
        or "Mapping" in type_.name
    )


def env_use(owner: ModelClass) -> SourceUse | None:
    """The use of variables among the sources of a class, None when it has none."""
    return next((use for use in owner.sources if use.kind is SourceKind.ENV), None)


def _readings(model: SettingsModel) -> Iterator[Reading]:
    """The settings class, then those that are fields of it, at any depth."""
    waiting: list[tuple[ModelClass, KeyPath]] = [(model.root, ())]
    while waiting:
        owner, at = waiting.pop(0)
        if owner.kind is ClassKind.SETTINGS:
            use = env_use(owner)
            if use is not None:
                yield Reading(owner, EnvOptions.of(owner, use), at)
        if len(at) >= _MAX_DEPTH:
            continue
        for field in owner.fields:
            for one in (field.type, *field.type.args):
                known = model.classes.get(one.name)
                plain = one is field.type or field.type.name == "typing.Union"
                if plain and known is not None and known.fields and known.kind is not ClassKind.ENUM:
                    waiting.append((known, (*at, field.name)))
