"""Defaults of fields, with the places at which the source spells them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from inspector.config.dialects.pydantic_settings.cells import Cell, Entries
from inspector.config.dialects.pydantic_settings.complexity import preferred_key, validates_by_alias
from inspector.config.dialects.pydantic_settings.evaluating import UNKNOWN
from inspector.config.dialects.pydantic_settings.model import (
    Expression,
    Field,
    ModelClass,
    SettingsModel,
    Shape,
)
from inspector.config.dialects.pydantic_settings.rebuilding import Rebuilt
from inspector.config.dialects.pydantic_settings.showing import fields_of, shown
from inspector.config.layers import Layer, LayerKind
from inspector.config.values import Node, NodeKind, Value

_NO_LAYER = Layer("default", LayerKind.DEFAULT, "defaults")


class Defaults:
    """The defaults of a model's fields. `layers` has one for each of the model's files."""

    def __init__(self, model: SettingsModel, rebuilt: Rebuilt, layers: Sequence[Layer] = ()) -> None:
        self._model = model
        self._rebuilt = rebuilt
        self._layers = {layer.path: layer for layer in layers if layer.kind is LayerKind.DEFAULT}

    def cell(self, field: Field) -> Cell | None:
        """The default of a field, None when it is required or not known."""
        if field.default is None:
            return None
        value = self._rebuilt.shown_default(field)
        return None if value is UNKNOWN else self._cell(field.default, value, field)

    def keywords(self, expression: Expression, owner: ModelClass) -> dict[str, Expression]:
        """What a call of a class gives it, by name."""
        given = dict(zip((field.name for field in owner.fields), expression.items, strict=False))
        return {**given, **{name: item for name, _, item in expression.keywords}}

    def partial(self, owner: ModelClass, state: Mapping[Any, Value]) -> Entries:
        """DefaultSettingsSource of pydantic-settings 2.16: default objects as a source below all others.

        A default of a discriminated union counts only while the other sources name the same member.
        """
        entries: Entries = {}
        for field in owner.fields:
            if field.default is None or field.factory:
                continue
            value = self._rebuilt.default(field)
            if fields_of(value) is None:
                continue
            key = preferred_key(field, owner)
            if not self._is_other_member(field, value, state.get(key)):
                entries[key] = self._whole(field.default, value, field)
        return entries

    def _is_other_member(self, field: Field, value: Any, given: Value) -> bool:
        word = field.pair("discriminator") or field.type.pair("discriminator")
        if not isinstance(word, str) or not isinstance(given, dict):
            return False
        tag = getattr(value, word, None)
        owner = self._rebuilt.owner(type(value))
        named = None if owner is None else owner.field(word)
        keys = [word]
        if named is not None and owner is not None and validates_by_alias(owner):
            keys += [str(path[0]) for path in named.aliases if len(path) == 1]
        return any(given[key] != tag for key in keys if key in given)

    def _whole(self, expression: Expression, value: Any, field: Field) -> Cell:
        """A default object with all its fields, those that its class sets included."""
        layer = self._layer(expression)
        node = _node(expression, shown(value), field)
        owner = self._rebuilt.owner(type(value))
        inside = fields_of(value)
        if isinstance(value, dict):
            inner_cells = {key: self._whole(expression, item, field) for key, item in value.items()}
            return Cell(layer, node, entries=inner_cells)
        if inside is None or owner is None:
            return Cell(layer, node, value)
        given = self.keywords(expression, owner) if expression.shape is Shape.CALL else {}
        entries: Entries = {}
        for name, item in inside.items():
            inner = owner.field(name)
            spelled = given.get(name) or (None if inner is None else inner.default) or expression
            if item is not UNKNOWN:
                entries[name] = self._whole(spelled, item, inner or field)
        return Cell(layer, node, entries=entries)

    def _cell(self, expression: Expression, value: Any, field: Field) -> Cell:
        """A default with what the source spells of it: the keywords of a call, the entries of a dict."""
        layer = self._layer(expression)
        node = _node(expression, shown(value), field)
        owner = self._rebuilt.owner(type(value))
        if owner is not None and fields_of(value) is not None:
            entries: Entries = {}
            for name, item in self.keywords(expression, owner).items():
                inner = owner.field(name) or field
                evaluated = self._rebuilt.evaluator.value(item)
                if evaluated is not UNKNOWN:
                    entries[name] = self._cell(item, evaluated, inner)
            return Cell(layer, node, entries=entries)
        if isinstance(value, dict):
            spelled = zip(expression.keys, expression.items, strict=False)
            by_key = {self._rebuilt.evaluator.value(key): item for key, item in spelled}
            by_key |= {name: item for name, _, item in expression.keywords}
            entries = {
                key: self._cell(by_key.get(key, expression), item, field) for key, item in value.items()
            }
            return Cell(layer, node, entries=entries)
        return Cell(layer, node, value)

    def _layer(self, expression: Expression) -> Layer:
        return self._layers.get(expression.place.path, _NO_LAYER)


def _node(expression: Expression, value: Value, field: Field) -> Node:
    kind = NodeKind.SCALAR
    if isinstance(value, dict):
        kind = NodeKind.MAPPING
    elif isinstance(value, list):
        kind = NodeKind.SEQUENCE
    key_place = field.place if field.place.path == expression.place.path else None
    return Node(kind, value, expression.place, key_place)


def default_tree(model: SettingsModel, rebuilt: Rebuilt, path: str) -> Node:
    """The defaults that one file of a model spells, as a tree of settings."""
    defaults = Defaults(model, rebuilt)
    return _Tree(model, rebuilt, defaults, path).of(model.root, None, 0)


class _Tree:
    def __init__(self, model: SettingsModel, rebuilt: Rebuilt, defaults: Defaults, path: str) -> None:
        self._model = model
        self._rebuilt = rebuilt
        self._defaults = defaults
        self._path = path

    def of(self, owner: ModelClass, given: Expression | None, depth: int) -> Node:
        keywords = {} if given is None else self._defaults.keywords(given, owner)
        entries: list[tuple[str, Node]] = []
        for field in owner.fields:
            node = self._field(field, keywords.get(field.name, field.default), depth)
            if node is not None:
                entries.append((field.name, node))
        values = {name: node.value for name, node in entries}
        return Node(NodeKind.MAPPING, values, owner.place, entries=tuple(entries))

    def _field(self, field: Field, expression: Expression | None, depth: int) -> Node | None:
        inner = next(
            (
                known
                for one in (field.type, *field.type.args)
                if (known := self._model.classes.get(one.name)) is not None and known.fields
            ),
            None,
        )
        called = expression is not None and expression.shape is Shape.CALL and ":" in expression.name
        if inner is not None and depth < _MAX_DEPTH and (called or expression is None):
            tree = self.of(inner, expression, depth + 1)
            return tree if tree.entries else None
        if expression is None or expression.place.path != self._path:
            return None
        value = self._rebuilt.evaluator.value(expression, called=field.factory)
        return None if value is UNKNOWN else _node(expression, shown(value), field)


_MAX_DEPTH = 10
