"""What pydantic says about the input, as findings with the places of the value and of the rule."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.base.secrets import is_secret_name
from inspector.config.dialects.pydantic_settings.cells import Cell, Entries
from inspector.config.dialects.pydantic_settings.coercing import LIMITS, Coercion
from inspector.config.dialects.pydantic_settings.complexity import (
    UNION,
    Classes,
    input_paths,
    without_none,
)
from inspector.config.dialects.pydantic_settings.gathering import Gatherer
from inspector.config.dialects.pydantic_settings.model import ANY, ClassKind, Field, FieldType, ModelClass
from inspector.config.dialects.pydantic_settings.showing import shown
from inspector.config.dialects.pydantic_settings.similar import similar_name
from inspector.config.layers import LayerKind
from inspector.config.shadow import Variable
from inspector.config.values import KeyPath, Value, join_key, number_text, part_text

_MAX_SHOWN = 60
_MAX_REASONS = 3
_LISTS = frozenset(
    """
    list set frozenset tuple collections.deque collections.abc.Sequence collections.abc.MutableSequence
    collections.abc.Set collections.abc.MutableSet collections.abc.Iterable
    """.split()
)
_MAPPINGS = frozenset(
    """
    dict collections.defaultdict collections.OrderedDict collections.Counter collections.abc.Mapping
    collections.abc.MutableMapping
    """.split()
)


@dataclass(frozen=True, slots=True)
class Violation:
    """One place in the input that pydantic refuses, and the words of all its reasons.

    `loc` is pydantic's own. `path` is the setting, `inside` the steps below it in a list. `cells` are what
    was written there, low to high.
    """

    loc: tuple[int | str, ...]
    path: KeyPath
    inside: tuple[int | str, ...]
    kind: str
    words: tuple[str, ...]
    value: Value
    field: Field | None
    owner: ModelClass
    cells: tuple[Cell, ...] = ()


def violations(
    error: ValidationError,
    owner: ModelClass,
    gatherer: Gatherer,
    classes: Classes,
    coercion: Coercion,
    at: KeyPath = (),
) -> tuple[Violation, ...]:
    """What a ValidationError says, one violation for each place of the input.

    `owner` is the class that refuses it, and `at` the setting at which that stands. A value that was read and
    is beyond a limit is given as it was read.
    """
    found: dict[tuple[KeyPath, tuple[int | str, ...], str], Violation] = {}
    for problem in error.errors(include_url=False, include_context=False):
        spot = _Spot.of(problem["loc"], owner, gatherer, classes, at)
        words = problem["msg"]
        kind = problem["type"]
        short = kind if kind in ("missing", "extra_forbidden") else "invalid"
        key = spot.path, spot.inside, short
        if key in found:
            known = found[key]
            if words not in known.words:
                found[key] = replace(known, words=(*known.words, words))
            continue
        found[key] = Violation(
            problem["loc"],
            spot.path,
            spot.inside,
            short,
            (words,),
            shown(coercion.read(spot.type, problem["input"])) if kind in LIMITS else problem["input"],
            spot.field,
            spot.owner,
            tuple(spot.cells),
        )
    return tuple(found.values())


class _Spot:
    """Where a location of pydantic leads, step by step."""

    def __init__(self, owner: ModelClass, gatherer: Gatherer, classes: Classes, at: KeyPath) -> None:
        self.owner = owner
        self.path = at
        self.inside: tuple[int | str, ...] = ()
        self.field: Field | None = None
        self.cells: list[Cell] = []
        self._steps_of_alias: tuple[int | str, ...] = ()
        self._gatherer = gatherer
        self._classes = classes
        self._stack: list[Entries] = [] if at else [entries for _, entries in gatherer.of(owner).sources]
        self.type = FieldType(owner.id)

    @classmethod
    def of(
        cls, loc: Sequence[int | str], owner: ModelClass, gatherer: Gatherer, classes: Classes, at: KeyPath
    ) -> _Spot:
        """Follow a location from the class that stands at a setting."""
        spot = cls(owner, gatherer, classes, at)
        for part, follows in zip(loc, (*loc[1:], None), strict=True):
            spot._step(part, follows)
        return spot

    def _step(self, part: int | str, follows: int | str | None) -> None:
        """One part of the location; `follows` is the next one, None behind the last."""
        if self._steps_of_alias[:1] == (part,):
            self._steps_of_alias = self._steps_of_alias[1:]
            self._follow(part)
            return
        self._steps_of_alias = ()
        type_ = self._plain(self.type)
        known = self._classes.get(type_.name)
        if type_.name == UNION:
            self.type = self._member(type_, part) or ANY
        elif known is not None and known.fields:
            self._into_field(known, part, follows)
        elif type_.name in _LISTS or isinstance(part, int):
            self.inside = (*self.inside, part)
            self.type = type_.args[0] if type_.args else ANY
        elif type_.name in _MAPPINGS and part != "[key]":
            self.field = self.field and replace(self.field, type=type_.args[-1] if type_.args else ANY)
            self._down(str(part), part, type_.args[-1] if type_.args else ANY)

    def _plain(self, type_: FieldType) -> FieldType:
        """The type without None beside it, and what is inside of a RootModel."""
        type_ = without_none(type_)
        if type_.name == UNION:
            type_ = replace(type_, args=tuple(member for member in type_.args if member.name != "None"))
        known = self._classes.get(type_.name)
        if known is not None and known.kind is ClassKind.ROOT_MODEL and known.fields:
            return without_none(known.fields[0].type)
        return type_

    def _member(self, type_: FieldType, part: int | str) -> FieldType | None:
        """The member of a union that a location names: by class, by tag, or by the name of its type."""
        for member in type_.args:
            known = self._classes.get(member.name)
            name = member.name.rpartition(".")[2] if known is None else known.name
            if name == part or str(part).startswith((f"{name}[", f"constrained-{name}")):
                return member
        for member in type_.args:
            known = self._classes.get(member.name)
            for field in () if known is None else known.fields:
                if any(part == choice.value for choice in field.type.choices):
                    return member
        return None

    def _into_field(self, owner: ModelClass, part: int | str, follows: int | str | None) -> None:
        """Into the field that a part names: of several with one alias, that which the location fits."""
        self.owner = owner
        if owner.kind is ClassKind.SETTINGS and self.path:
            sources = self._gatherer.of(owner).sources
            self._stack = [*(entries for _, entries in sources), *self._stack]
        named = _fields_at(owner, part)
        if named:
            fitting = [one for one in named if self._leads_on(one.type) is (follows is not None)]
            likely = [one for one in fitting if follows is None or self._leads_to(one.type, follows)]
            field = (*likely, *fitting, *named)[0]
            self.field = field
            self._down(field.name, part, field.type)
            known = (path[1:] for path in input_paths(field, owner) if path[0] == part)
            self._steps_of_alias = next(known, ())
            return
        self.field = None
        self._down(str(part), part, ANY)

    def _leads_on(self, type_: FieldType) -> bool:
        """Whether a location may go on below a type."""
        name = without_none(type_).name
        known = self._classes.get(name)
        return name == UNION or name in _LISTS | _MAPPINGS or (known is not None and bool(known.fields))

    def _leads_to(self, type_: FieldType, part: int | str) -> bool:
        """Whether a location below a type may go on with this part."""
        type_ = self._plain(type_)
        known = self._classes.get(type_.name)
        if type_.name == UNION:
            return self._member(type_, part) is not None
        if known is not None and known.fields:
            return bool(_fields_at(known, part))
        return isinstance(part, int) is (type_.name in _LISTS)

    def _down(self, name: str, key: Hashable, type_: FieldType) -> None:
        self.path = (*self.path, name)
        self.type = type_
        if not self.inside:
            self._follow(key)

    def _follow(self, key: Hashable) -> None:
        """Go on below a key of the input."""
        self.cells = [entries[key] for entries in self._stack if key in entries] or self.cells
        here = [entries[key] for entries in self._stack if key in entries]
        self._stack = [cell.entries for cell in here if cell.entries is not None]


def _fields_at(owner: ModelClass, key: int | str) -> list[Field]:
    """The fields that take their values from a key of the input."""
    return [
        field
        for field in owner.fields
        if field.name == key or any(path[0] == key for path in input_paths(field, owner))
    ]


def findings(
    found: Sequence[Violation],
    owner: ModelClass,
    names: Callable[[KeyPath], str | None],
    secrets: Collection[KeyPath],
) -> Iterator[Finding]:
    """The violations in plain words. `names` gives the variable that sets a key, if one does."""
    for violation in found:
        finding = _finding(violation, names, secrets)
        if violation.owner.doubted or owner.doubted:
            doubt = "A validator that is not run sees the values first and may change that."
            finding = replace(finding, severity=Severity.WARNING, hint=f"{finding.hint} {doubt}")
        yield finding


def _finding(
    violation: Violation,
    names: Callable[[KeyPath], str | None],
    secrets: Collection[KeyPath],
) -> Finding:
    key = join_key(violation.path)
    rule = violation.owner.place if violation.field is None else violation.field.place
    places = tuple(dict.fromkeys(cell.source.place for cell in reversed(violation.cells)))
    if violation.kind == "missing":
        name = names(violation.path)
        by_variable = f"Set {name}, or give" if name is not None else "Give"
        return Finding(
            "missing-required",
            Severity.ERROR,
            f"{key} is required by {violation.owner.name}, and no source sets it.",
            key,
            f"{by_variable} the field a default.",
            (rule,),
        )
    if violation.kind == "extra_forbidden":
        return _unknown(violation, key, (*places[:1], rule), names)
    item = "".join(f"[{part}]" for part in violation.inside)
    by_type = any(violation.path[: len(secret)] == secret for secret in secrets)
    hidden = by_type or any(map(is_secret_name, violation.path))
    said = "; ".join(
        words[0].lower() + words[1:] if words[1:2].islower() else words
        for words in violation.words[:_MAX_REASONS]
    )
    is_what = "refused" if hidden else _words(violation.value)
    where = str(places[0]) if places else ""
    return Finding(
        "invalid-value",
        Severity.ERROR,
        f"{key}{item} is {is_what}: {said}.",
        key,
        f"Correct it at {where}." if where else f"Correct the default of {key}.",
        (*places[:1], rule),
    )


def _unknown(
    violation: Violation,
    key: str,
    places: tuple[Place, ...],
    names: Callable[[KeyPath], str | None],
) -> Finding:
    owner, last = violation.owner, part_text(violation.path[-1])
    source = violation.cells[-1].source if violation.cells else None
    said = f"{key} is no field of {owner.name}, which refuses unknown ones"
    variable = source if isinstance(source, Variable) and source.layer.kind is LayerKind.DOTENV else None
    if variable is not None:
        said = f"{variable.name} in {variable.layer.label} means no field of {owner.name}, which refuses that"
        last = _without_prefix(last, str(owner.option("env_prefix") or ""))
    meant = similar_name(last, [str(path[0]) for field in owner.fields for path in input_paths(field, owner)])
    path = (*violation.path[:-1], meant)
    better = meant if variable is None else names(path) or meant
    question = f" Did you mean {join_key(path)}?" if meant else ""
    hint = 'Remove it, or set extra="ignore" in model_config.'
    if isinstance(source, Variable) and meant and meant.lower() == last.lower() and not names(path):
        whole = names(path[:1])
        if whole is not None and whole != source.name:  # below a dict names stay in small letters
            hint = f"No name of a variable spells {meant} here: write it as JSON in {whole}."
            meant = ""
    return Finding(
        "unknown-key",
        Severity.ERROR,
        f"{said}.{question}",
        key,
        f"Rename it to {better}, or remove it." if meant else hint,
        places,
    )


def _without_prefix(name: str, prefix: str) -> str:
    return name[len(prefix) :] if name.lower().startswith(prefix.lower()) else name


def _words(value: Value) -> str:
    if isinstance(value, str):
        text = value if len(value) <= _MAX_SHOWN else f"{value[: _MAX_SHOWN - 1]}…"
        return f"“{text}”"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return number_text(value) if isinstance(value, int | float) else f"a {type(value).__name__}"
