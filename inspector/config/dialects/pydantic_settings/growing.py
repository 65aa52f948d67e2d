"""The tree of settings: checked values, and beside each one all that sources and defaults gave for it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspector.config.dialects.pydantic_settings.calling import Refused
from inspector.config.dialects.pydantic_settings.cells import Cell, Entries
from inspector.config.dialects.pydantic_settings.coercing import Coercion
from inspector.config.dialects.pydantic_settings.complexity import input_paths, without_none
from inspector.config.dialects.pydantic_settings.defaults import Defaults
from inspector.config.dialects.pydantic_settings.evaluating import UNKNOWN
from inspector.config.dialects.pydantic_settings.gathering import Gatherer
from inspector.config.dialects.pydantic_settings.model import (
    AliasPath,
    ClassKind,
    Field,
    FieldType,
    ModelClass,
)
from inspector.config.dialects.pydantic_settings.rebuilding import Rebuilt
from inspector.config.dialects.pydantic_settings.showing import (
    extras_of,
    fields_of,
    is_secret,
    shown,
    shown_key,
)
from inspector.config.shadow import Branch, Past, Slot, Written
from inspector.config.values import KeyPath, Node, Value

_SECRET_TYPES = frozenset(["pydantic.SecretStr", "pydantic.SecretBytes", "pydantic.Secret"])


@dataclass(slots=True)
class _Given:
    """What sources give for one field: `counts` are read, low to high, `passed` stand under a name that is
    looked at later."""

    counts: list[Cell]
    passed: list[Cell]
    deeper: AliasPath = ()


class TreeGrower:
    """Grows the tree of one settings class. `secrets` are the keys whose values are secrets by their type."""

    def __init__(self, rebuilt: Rebuilt, gatherer: Gatherer, coercion: Coercion) -> None:
        self.secrets: set[KeyPath] = set()
        self._rebuilt = rebuilt
        self._gatherer = gatherer
        self._coercion = coercion
        self._defaults: Defaults = gatherer.defaults

    def grow(self, owner: ModelClass, instance: Any) -> Branch:
        """The tree of an instance of the lenient class."""
        stack = [entries for _, entries in self._gatherer.of(owner).sources]
        return self._fields(owner, instance, stack, ())

    def _fields(self, owner: ModelClass, instance: Any, stack: Sequence[Entries], path: KeyPath) -> Branch:
        branch = Branch()
        values = fields_of(instance) or {}
        read: set[Hashable] = set()
        for field in owner.fields:
            given = self._given(field, owner, stack)
            read.update(known[0] for known in input_paths(field, owner))
            value = values.get(field.name, UNKNOWN)
            if value is UNKNOWN and not given.counts:
                continue
            slot, shown_value = self._slot(field, value, given, (*path, field.name))
            branch.slots[field.name] = slot
            branch.value[field.name] = shown_value
        for name, value in extras_of(instance).items():
            if owner.field(name) is None:
                cells = [entries[name] for entries in stack if name in entries]
                if cells:
                    self._put(branch, name, FieldType("typing.Any"), value, cells, path)
        return branch

    def _given(self, field: Field, owner: ModelClass, stack: Sequence[Entries]) -> _Given:
        """The cells of a field: the first name that is there counts, as in pydantic."""
        chosen: AliasPath | None = None
        given = _Given([], [])
        for known in input_paths(field, owner):
            cells = [entries[known[0]] for entries in stack if known[0] in entries]
            if not cells:
                continue
            if chosen is None and (len(known) == 1 or _leads(cells, known[1:])):
                chosen = known
                given.counts, given.deeper = cells, known[1:]
            elif chosen is None or chosen[0] != known[0]:
                given.passed += cells
        return given

    def _slot(self, field: Field, value: Any, given: _Given, path: KeyPath) -> tuple[Slot, Value]:
        default = self._defaults.cell(field)
        type_ = field.type
        if isinstance(value, Refused):
            value = self._coercion.read(field, value.value)
        if _is_secret_type(type_) or is_secret(value):
            self.secrets.add(path)
        for cell in given.counts:
            if (
                isinstance(cell.source, Node)
                and cell.layer.document
                and cell.layer.document.format == "secrets"
            ):
                self.secrets.add(path)
        written = [] if default is None else [self._written(default, field, path)]
        written += [
            self._written(part, field, path, passed=True) for cell in given.passed for part in cell.trail()
        ]
        slot = Slot(written)
        pieces = given.counts
        object_default = default if default is not None and default.entries is not None else None
        if not pieces:
            cells = [] if object_default is None else [object_default]
            return self._filled(slot, value, cells, path, field, winner=default)
        if object_default is not None:
            by = self._written(pieces[0], field, path)
            slot.past.append(Past(self._raw_branch(object_default, path), by))
        parts = [part for cell in pieces for part in cell.trail()]
        slot.written += [self._written(part, field, path) for part in parts]
        if pieces[-1].reason:
            slot.written[-1] = slot.written[-1]._replace(reason=pieces[-1].reason)
        if given.deeper:
            winner = slot.written[-1]
            slot.written[-1] = winner._replace(value=shown(value), is_mapping=False)
            return slot, shown(value)
        active: list[Cell] = []
        for cell in pieces:
            if cell.entries is None:
                if active:
                    by = next(w for w in slot.written if w.source is cell.source)
                    slot.past += [Past(self._raw_branch(one, path), by) for one in active]
                active = []
            else:
                active.append(cell)
        return self._filled(slot, value, active, path, field, winner=pieces[-1])

    def _filled(
        self, slot: Slot, value: Any, cells: Sequence[Cell], path: KeyPath, field: Field, winner: Cell | None
    ) -> tuple[Slot, Value]:
        """A slot with its branch when the value is a mapping, and the value as it is shown."""
        branch = self._mapping(value, cells, path, field, winner)
        if branch is None or winner is None:
            plain = shown(value)
            if slot.written:
                slot.written[-1] = slot.written[-1]._replace(value=plain, is_mapping=False)
            return slot, plain
        slot.branch = branch
        slot.written[-1] = slot.written[-1]._replace(value=branch.value, is_mapping=True)
        return slot, branch.value

    def _mapping(
        self, value: Any, cells: Sequence[Cell], path: KeyPath, field: Field, winner: Cell | None
    ) -> Branch | None:
        """The branch of a value that is a mapping, None for others."""
        stack = [cell.entries for cell in cells if cell.entries is not None]
        if isinstance(value, dict):
            return self._dict(value, stack, path, field, winner)
        if fields_of(value) is None:
            return None
        owner = self._rebuilt.owner(type(value))
        if owner is None or owner.kind is ClassKind.ROOT_MODEL:
            inner = value.__dict__.get("root") if owner is not None else None
            return self._dict(inner, stack, path, field, winner) if isinstance(inner, dict) else None
        if owner.kind is ClassKind.SETTINGS:
            stack = [*(entries for _, entries in self._gatherer.of(owner).sources), *stack]
        return self._fields(owner, value, stack, path)

    def _dict(
        self,
        value: Mapping[Any, Any],
        stack: Sequence[Entries],
        path: KeyPath,
        field: Field,
        winner: Cell | None,
    ) -> Branch:
        branch = Branch()
        raw = dict.fromkeys(key for entries in reversed(stack) for key in entries)
        by_text = {str(shown_key(key)): key for key in raw}
        keys = dict(zip(value, raw, strict=True)) if len(raw) == len(value) else {}
        mapping = without_none(field.type)
        inner = mapping.args[-1] if mapping.args else FieldType("typing.Any")
        owner = self._rebuilt.model.classes.get(mapping.name)
        for key, item in value.items():
            spelled = key if key in raw else by_text.get(str(shown_key(key)), keys.get(key, key))
            # A variable spells the number 1 as text, which the field's type makes a number again.
            alike = spelled if key in raw and str(key) in value else str(key)
            names = dict.fromkeys((spelled, alike))
            cells = [entries[name] for entries in stack for name in names if name in entries]
            if not cells and winner is not None:
                cells = [Cell(winner.layer, winner.source, item)]
            named = None if owner is None else owner.field(str(key))
            self._put(branch, shown_key(key), inner if named is None else named.type, item, cells, path)
        return branch

    def _put(
        self,
        branch: Branch,
        key: Hashable,
        type_: FieldType,
        value: Any,
        cells: Sequence[Cell],
        path: KeyPath,
    ) -> None:
        """Put a key that no field names into a branch."""
        if not cells:
            return
        field = Field(str(key), type_, cells[0].source.place)
        slot, plain = self._slot(field, value, _Given(list(cells), []), (*path, key))
        branch.slots[key] = slot
        branch.value[key] = plain

    def _written(self, cell: Cell, field: Field, path: KeyPath, *, passed: bool = False) -> Written:
        is_mapping = cell.entries is not None
        value = shown(cell.plain()) if is_mapping else self._typed(cell.value, field)
        reason = "another name of the field is looked at first" if passed else ""
        return Written(cell.layer, cell.source, value, is_mapping, not passed, reason, path)

    def _typed(self, value: Value, field: Field) -> Value:
        """A value as the field's type reads it, or as it is when the type refuses it."""
        return shown(self._coercion.read(field, value))

    def _raw_branch(self, cell: Cell, path: KeyPath) -> Branch:
        """A mapping that was replaced as a whole, as it was written."""
        branch = Branch()
        for key, child in (cell.entries or {}).items():
            written = Written(
                child.layer,
                child.source,
                shown(child.plain()),
                child.entries is not None,
                target=(*path, key),
            )
            below = None if child.entries is None else self._raw_branch(child, (*path, key))
            branch.slots[key] = Slot([written], below)
            branch.value[key] = written.value if below is None else below.value
        return branch


def _leads(cells: Sequence[Cell], steps: Iterable[str | int]) -> bool:
    """Whether the steps of an AliasPath lead to a value below the highest cell."""
    value: Any = cells[-1].plain()
    for step in steps:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def _is_secret_type(type_: FieldType) -> bool:
    return type_.name in _SECRET_TYPES or any(map(_is_secret_type, type_.args))
