"""Keys that a class with extra="ignore" drops without a word, as findings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.dialects.pydantic_settings.cells import Cell, Entries
from inspector.config.dialects.pydantic_settings.complexity import (
    Classes,
    class_with_fields,
    input_paths,
    is_dict,
    without_none,
)
from inspector.config.dialects.pydantic_settings.model import ClassKind, FieldType, ModelClass
from inspector.config.dialects.pydantic_settings.similar import similar_name
from inspector.config.layers import LayerKind
from inspector.config.shadow import Variable
from inspector.config.values import KeyPath, Node, join_key

_MAX_DEPTH = 12
_MAX_NAMED = 5
_MAX_MEANT = 20
_MAX_DROPPED = 1000
_KINDS = (ClassKind.SETTINGS, ClassKind.MODEL)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A key that `owner` has no field for, and the name that was most likely meant, "" when none is close."""

    path: KeyPath
    owner: ModelClass
    cell: Cell
    meant: str


def dropped(
    owner: ModelClass, at: KeyPath, sources: Sequence[Entries], classes: Classes, told: Collection[Place]
) -> Iterator[Dropped]:
    """The keys that sources give a class, or one inside of it, in vain; `told` are places that are told
    already. Of variables only parts of mappings are looked at: their names are told by themselves."""
    walk = _Walk(classes, told)
    for entries in reversed(sources):
        yield from walk.below(owner, entries, at, root=True)


def findings(found: Sequence[Dropped]) -> Iterator[Finding]:
    """Each key that looks mistyped by itself; the others together, file by file and class by class."""
    others: dict[tuple[str, str], list[Dropped]] = {}
    meant = 0
    for one in found:
        meant += bool(one.meant)
        if one.meant and meant <= _MAX_MEANT:
            yield _mistyped(one)
        else:
            others.setdefault((_where(one.cell), one.owner.name), []).append(one)
    for (where, owner), group in others.items():
        keys = ", ".join(join_key(one.path) for one in group[:_MAX_NAMED])
        more = f" and {len(group) - _MAX_NAMED} more" if len(group) > _MAX_NAMED else ""
        yield Finding(
            "key-ignored",
            Severity.INFO,
            f"{owner} has no field for {keys}{more} in {where}, and ignores unknown keys.",
            join_key(group[0].path) if len(group) == 1 else None,
            "Remove what nothing else reads.",
            tuple(dict.fromkeys(_place(one.cell) for one in group[:_MAX_NAMED])),
        )


def _mistyped(one: Dropped) -> Finding:
    key, meant = join_key(one.path), join_key((*one.path[:-1], one.meant))
    return Finding(
        "key-ignored",
        Severity.INFO,
        f"{key} in {_where(one.cell)} has no effect: {one.owner.name} has no such field, and ignores unknown "
        f"keys. Did you mean {meant}?",
        key,
        f"Rename it to {one.meant}, or remove it.",
        (_place(one.cell), one.owner.place),
    )


def _where(cell: Cell) -> str:
    return cell.source.name if isinstance(cell.source, Variable) else cell.layer.label


def _place(cell: Cell) -> Place:
    source = cell.source
    return (source.key_place or source.place) if isinstance(source, Node) else source.place


class _Walk:
    def __init__(self, classes: Classes, told: Collection[Place]) -> None:
        self._classes = classes
        self._told = told
        self._left = _MAX_DROPPED

    def below(
        self, owner: ModelClass, entries: Entries, path: KeyPath, *, root: bool = False
    ) -> Iterator[Dropped]:
        """The keys of a mapping that a class drops, and what is below those that it takes."""
        if owner.kind not in _KINDS or owner.doubted or len(path) > _MAX_DEPTH:
            return
        taken = {known[0]: field for field in owner.fields for known in reversed(input_paths(field, owner))}
        for key, cell in entries.items():
            field = taken.get(str(key))
            if field is None:
                if self._counts(owner, cell, root=root):
                    yield Dropped((*path, key), owner, cell, similar_name(str(key), map(str, taken)))
            elif cell.entries is not None and not field.loose:
                yield from self._inside(field.type, cell.entries, (*path, field.name))

    def _inside(self, type_: FieldType, entries: Entries, path: KeyPath) -> Iterator[Dropped]:
        type_ = without_none(type_)
        owner = class_with_fields(type_, self._classes)
        if owner is not None:
            yield from self.below(owner, entries, path)
        elif is_dict(type_) and type_.args and len(path) <= _MAX_DEPTH:
            for key, cell in entries.items():
                if cell.entries is not None:
                    yield from self._inside(type_.args[-1], cell.entries, (*path, key))

    def _counts(self, owner: ModelClass, cell: Cell, *, root: bool) -> bool:
        ignores = owner.option("extra") in (None, "ignore")
        is_ours = isinstance(cell.source, Node) or not root
        if not ignores or not is_ours or cell.layer.kind is LayerKind.DEFAULT or not self._left:
            return False
        if cell.source.place in self._told:
            return False
        self._left -= 1
        return True
