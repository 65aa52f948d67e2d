"""All sources of a settings class together: gathered, checked by pydantic, and grown into a tree."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ValidationError

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.dialects.pydantic_settings.calling import factories_refuse, fill_in
from inspector.config.dialects.pydantic_settings.cells import Entries
from inspector.config.dialects.pydantic_settings.checking import Violation, findings, violations
from inspector.config.dialects.pydantic_settings.coercing import Coercion
from inspector.config.dialects.pydantic_settings.complexity import is_unread_type, path_to
from inspector.config.dialects.pydantic_settings.dotenv_values import dotenv_variables
from inspector.config.dialects.pydantic_settings.dropping import dropped
from inspector.config.dialects.pydantic_settings.dropping import findings as findings_of_dropped
from inspector.config.dialects.pydantic_settings.env_files import (
    is_unread,
    reads_variable,
    variables_of,
)
from inspector.config.dialects.pydantic_settings.evaluating import UNKNOWN, FactoryRefusedError
from inspector.config.dialects.pydantic_settings.gathering import Gatherer
from inspector.config.dialects.pydantic_settings.growing import TreeGrower
from inspector.config.dialects.pydantic_settings.layering import (
    files_of,
    layer_at,
    settings_classes,
)
from inspector.config.dialects.pydantic_settings.model import (
    ModelClass,
    SettingsModel,
    Shape,
    SourceKind,
    Unread,
)
from inspector.config.dialects.pydantic_settings.naming import Names
from inspector.config.dialects.pydantic_settings.rebuilding import Rebuilt
from inspector.config.dialects.spec import Stacked, StackInputs
from inspector.config.layers import LayerKind
from inspector.config.shadow import Branch, Landed, Stop, Variable, Written
from inspector.config.values import KeyPath, Value, part_text

_PROCESS = (LayerKind.VARIABLE, LayerKind.WHAT_IF)
_MAX_UNREAD = 50


@lru_cache(maxsize=8)
def rebuilt_of(model: SettingsModel) -> Rebuilt:
    """The real classes of a model."""
    return Rebuilt(model)


@lru_cache(maxsize=8)
def coercion_of(model: SettingsModel) -> Coercion:
    """What reads values for the fields of a model."""
    return Coercion(rebuilt_of(model))


def stack(
    model: SettingsModel, names: Names, inputs: StackInputs, is_of_others: Callable[[str], bool]
) -> Stacked:
    """What the settings class makes of files and variables. Never raises for what they say.

    `is_of_others` tells whether another settings class looks at a variable of a name.
    """
    with _ready(model, inputs) as (rebuilt, gatherer):
        return _Stack(model, names, inputs, rebuilt, gatherer, is_of_others).stacked()


def refusals(model: SettingsModel, inputs: StackInputs) -> tuple[tuple[tuple[int | str, ...], str], ...]:
    """What pydantic itself says about the input: location and type of each error."""
    with _ready(model, inputs) as (rebuilt, gatherer):
        state = gatherer.of(model.root).state
        first = _refused_by_factory(rebuilt, state)
        error = _refused(rebuilt, state) if first is None else first.error
        problems = [] if error is None else error.errors(include_url=False)
        return tuple((problem["loc"], problem["type"]) for problem in problems)


@contextmanager
def _ready(model: SettingsModel, inputs: StackInputs) -> Iterator[tuple[Rebuilt, Gatherer]]:
    """The classes, and the sources in this environment, which classes inside of the class read too."""
    rebuilt = rebuilt_of(model)
    variables = [variable for variable in inputs.environ.applied if variable.layer.kind in _PROCESS]
    texts = {variable.name: variable.text or "" for variable in variables}
    dotenv = {
        layer.id: dotenv_variables(layer, texts) for layer in inputs.layers if layer.kind is LayerKind.DOTENV
    }
    gatherer = Gatherer(model, rebuilt, inputs.layers, variables, dotenv)
    token = fill_in.set(gatherer.filled)
    try:
        yield rebuilt, gatherer
    finally:
        fill_in.reset(token)


def _refused(rebuilt: Rebuilt, state: Mapping[Any, Value]) -> ValidationError | None:
    """The error with which the class refuses the input, those of a default_factory passed over."""
    try:
        rebuilt.strict.model_validate({str(key): value for key, value in state.items()})
    except ValidationError as error:
        return error
    return None


def _refused_by_factory(rebuilt: Rebuilt, state: Mapping[Any, Value]) -> FactoryRefusedError | None:
    """The first error of a default_factory, which the application meets before all others."""
    token = factories_refuse.set(True)
    try:
        rebuilt.strict.model_validate({str(key): value for key, value in state.items()})
    except FactoryRefusedError as refusal:
        return refusal
    except ValidationError:
        return None
    finally:
        factories_refuse.reset(token)
    return None


class _Stack:
    def __init__(
        self,
        model: SettingsModel,
        names: Names,
        inputs: StackInputs,
        rebuilt: Rebuilt,
        gatherer: Gatherer,
        is_of_others: Callable[[str], bool],
    ) -> None:
        self._is_of_others = is_of_others
        self._model = model
        self._names = names
        self._inputs = inputs
        self._rebuilt = rebuilt
        self._gatherer = gatherer

    def stacked(self) -> Stacked:
        """The tree, the stops, and what is told about both."""
        root = self._model.root
        stops = list(self._import_stops())
        gathered = self._gatherer.of(root)
        before = set(self._gatherer.known)
        stops += gathered.stops
        if any(not isinstance(key, str) for key in gathered.state):
            stops.append(Stop("TypeError", "keywords must be strings", ()))
        error = _refused(self._rebuilt, gathered.state)
        state = {str(key): value for key, value in gathered.state.items()}
        instance: BaseModel = self._rebuilt.lenient.model_validate(state)
        for name, inner in self._gatherer.known.items():
            stops += inner.stops if name not in before else []
        coercion = coercion_of(self._model)
        grower = TreeGrower(self._rebuilt, self._gatherer, coercion)
        tree = grower.grow(root, instance)
        found: list[Finding] = []
        refused: set[Place] = set()
        for refusals in self._refusals(gathered.state, error, coercion):
            refused |= {cell.source.place for refusal in refusals for cell in refusal.cells}
            found += findings(refusals, root, self._variable_for, grower.secrets)
        landed = tuple(self._landed(tree, stops, refused))
        found += self._dropped({one.variable.place for one in landed if one.unknown} | refused)
        found += self._unread()
        return Stacked(
            tree,
            tuple(stops),
            landed,
            tuple(found),
            secrets=frozenset(grower.secrets),
            order=self._order(),
        )

    def _refusals(
        self, state: Mapping[Any, Value], error: ValidationError | None, coercion: Coercion
    ) -> Iterator[tuple[Violation, ...]]:
        """What a default_factory refuses, which the application meets first, then what the class does."""
        classes, root = self._model.classes, self._model.root
        first = _refused_by_factory(self._rebuilt, state)
        if first is not None and first.field.default is not None:
            named = classes.get(first.field.default.name)
            at = path_to(first.field, root, classes)
            if named is not None:
                yield violations(first.error, named, self._gatherer, classes, coercion, at)
        if error is not None:
            yield violations(error, root, self._gatherer, classes, coercion)

    def _dropped(self, told: Collection[Place]) -> Iterator[Finding]:
        """What the class, and the settings classes in it, ignore."""
        settings = {reading.owner.id: (reading.owner, reading.at) for reading in self._names.readings}
        settings[self._model.root.id] = (self._model.root, ())
        lost = [
            one
            for owner, at in settings.values()
            for one in dropped(owner, at, self._sources(owner), self._model.classes, told)
        ]
        yield from findings_of_dropped(lost)

    def _sources(self, owner: ModelClass) -> list[Entries]:
        known = self._gatherer.known.get(owner.id)
        return [] if known is None else [entries for _, entries in known.sources]

    def _variable_for(self, path: KeyPath) -> str | None:
        return next((name.name for name in self._names.names_for(path) if name.plain), None)

    def _import_stops(self) -> Iterator[Stop]:
        """The stops while the file is imported: default objects are made then."""
        for owner in self._model.classes.values():
            for field in owner.fields:
                if field.default is None or field.factory or field.default.shape is not Shape.CALL:
                    continue
                known = len(self._gatherer.known)
                token = factories_refuse.set(True)
                refused = self._rebuilt.evaluator.refused(field.default)
                factories_refuse.reset(token)
                for inner in list(self._gatherer.known.values())[known:]:
                    yield from inner.stops
                if refused is not None:
                    message = str(refused).partition("\n")[0]
                    yield Stop("ValidationError", message, (field.default.place,), None, (field.name,))

    def _order(self) -> tuple[str, ...]:
        """The layers, low to high, as the sources of the class rank them."""
        layers = self._inputs.layers
        ranked = [layer.id for layer in layers if layer.kind is LayerKind.DEFAULT]
        process = [layer.id for layer in layers if layer.kind in _PROCESS]
        for owner in reversed(settings_classes(self._model)):
            for use in reversed(owner.sources):
                if use.kind is SourceKind.ENV and owner is self._model.root:
                    ranked += process
                    continue
                kind = LayerKind.DOTENV if use.kind is SourceKind.DOTENV else LayerKind.BASE
                for paths in files_of(owner, use, self._model.folder):
                    layer = layer_at(layers, paths, kind)
                    ranked += [] if layer is None else [layer.id]
        ranked += [layer.id for layer in layers if layer.id not in ranked]
        return tuple(dict.fromkeys(ranked))

    def _unread(self) -> Iterator[Finding]:
        unread = [*self._model.unread, *self._rebuilt.unread]
        for owner in self._model.classes.values():
            for field in owner.fields:
                if field.default is not None and self._rebuilt.shown_default(field) is UNKNOWN:
                    what = (
                        f"the default of {field.name}, {field.default.text}, is not known without running it"
                    )
                    unread.append(Unread(field.default.place, what))
        for variable in self._inputs.environ.written:
            landing = self._names.landing(variable.name)
            field_above = None if landing is None else self._model.root.field(str(landing.path[0]))
            if field_above is not None and landing is not None and len(landing.path) > 1:
                said = f"what {variable.name} makes of {field_above.name} is not known, as its type is not"
                unread += [Unread(variable.place, said)] if is_unread_type(field_above) else []
        for note in list(dict.fromkeys(unread))[:_MAX_UNREAD]:
            yield Finding(
                "settings-model-unread",
                Severity.INFO,
                f"Of the settings class {self._model.root.name} {note.what}.",
                hint="The code is read and never run: what it does there may change the settings.",
                places=(note.place,),
            )

    def _landed(self, tree: Branch, stops: Sequence[Stop], refused: Collection[Place]) -> Iterator[Landed]:
        by_place = {stop.places[0]: stop for stop in stops if stop.places and stop.variable is not None}
        lost = {id(shadowed.variable): shadowed.reason for shadowed in self._inputs.environ.shadowed}
        for variable in self._inputs.environ.written:
            landing = self._names.landing(variable.name)
            if landing is None:
                made = self._beside_fields(variable, tree, refused)
                if made is not None:
                    yield made
                continue
            stop = by_place.get(variable.place)
            path = _as_in(tree, landing.path)
            written = _written_by(tree, path, variable)
            value = variable.text if written is None else _own_value(tree, landing.path, variable, written)
            reason = lost.get(id(variable), "")
            if landing.unknown and landing.ignored:
                reason = f"{landing.unknown} has no field {landing.path[-1]}, and ignores unknown ones"
            applied = written is not None and not reason and stop is None
            yield Landed(
                variable,
                path,
                value,
                applied,
                stop,
                reason=reason,
                unknown=bool(landing.unknown and landing.ignored),
                free=landing.free,
                read_by_code=landing.field is not None and landing.field.loose,
            )

    def _beside_fields(self, variable: Variable, tree: Branch, refused: Collection[Place]) -> Landed | None:
        """A variable that no field is looked for in: kept or refused when a `.env` file holds it, else one
        that only its prefix makes one of the application's."""
        for key, slot in tree.slots.items():
            if self._model.root.field(str(key)) is None and any(_is_of(w, variable) for w in slot.written):
                return Landed(variable, (str(key),), variable.text, True, free=True)
        if not self._names.has_prefix(variable.name):
            return None
        path = self._names.split_rest(variable.name)
        if variable.place in refused:
            why = f"{self._model.root.name} has no field {path[0]}, and refuses it"
            return Landed(variable, path, variable.text, False, reason=why)
        if self._is_of_others(variable.name) or is_unread(self._model):
            return None  # what is not read of env_file may read the variable
        if variable.name in variables_of(self._model) or reads_variable(self._model, variable.name):
            return None
        reason = f"{self._model.root.name} has no field {path[0]}"
        return Landed(variable, path, variable.text, False, reason=reason, unknown=True, unread=True)


def _as_in(tree: Branch, path: KeyPath) -> KeyPath:
    """A key with its parts as the tree has them: fields of type `dict[int, …]` make numbers of text."""
    branch: Branch | None = tree
    found: list[Hashable] = []
    for part in path:
        slots = {} if branch is None else branch.slots
        odd = () if part in slots else (key for key in slots if part_text(key) == part)
        key = next(iter(odd), part)
        found.append(key)
        branch = slots[key].branch if key in slots else None
    return tuple(found)


def _written_by(tree: Branch, path: KeyPath, variable: Variable) -> Written | None:
    """What a variable writes at a key of the tree, None when it writes nothing there."""
    branch: Branch | None = tree
    found: Written | None = None
    for part in path:
        slot = None if branch is None else branch.slots.get(part)
        if slot is None:
            return None
        found = next((w for w in reversed(slot.written) if _is_of(w, variable)), None)
        branch = slot.branch
    return found


def _own_value(tree: Branch, path: KeyPath, variable: Variable, written: Written) -> Value:
    """What was read from a variable itself: of a mapping, the keys in its own JSON and no others."""
    if not isinstance(written.value, dict):
        return written.value
    try:
        own = json.loads(variable.text or "")
    except (ValueError, RecursionError):
        return written.value
    return _as_read(tree, path, variable, own) if isinstance(own, dict) else written.value


def _as_read(tree: Branch, path: KeyPath, variable: Variable, own: Mapping[str, Value]) -> Value:
    read: dict[str, Value] = {}
    for key, value in own.items():
        here = (*path, key)
        written = _written_by(tree, here, variable)
        if isinstance(value, dict):
            read[key] = _as_read(tree, here, variable, value)
        else:
            read[key] = value if written is None else written.value
    return read


def _is_of(written: Written, variable: Variable) -> bool:
    source = written.source
    return (
        isinstance(source, Variable) and source.name == variable.name and source.layer.id == variable.layer.id
    )
