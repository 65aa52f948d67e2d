"""What is worth telling about a run of dynaconf's loaders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.dialects.dynaconf.data import Data, Items, Marker, Table, plain
from inspector.config.dialects.dynaconf.discretion import Discretion
from inspector.config.dialects.dynaconf.environ import read_text
from inspector.config.dialects.dynaconf.files import SECRET, SUFFIXES, as_list, outside
from inspector.config.dialects.dynaconf.history import ReplacedTable, place_of
from inspector.config.dialects.dynaconf.loading import Loading
from inspector.config.dialects.dynaconf.options import CHECKS
from inspector.config.dialects.dynaconf.outcome import Arrived, Failure
from inspector.config.dialects.spec import DialectSpec, Stacked, StackInputs
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.shadow import Landed, Stop, stops_of
from inspector.config.values import KeyPath, Node, NodeKind, join_key

_MAX_NAMED = 4
_USUAL_SECTIONS = frozenset("default global development testing staging production".split())
_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def told(spec: DialectSpec, loading: Loading, inputs: StackInputs) -> Stacked:
    """The tree, the stops in their order, where variables landed, and findings."""
    discretion = Discretion(inputs.layers, inputs.environ)
    stops = [stop for stopped in loading.stopped for stop in _stops(stopped, discretion)]
    stumbled = {
        id(stopped.source.origin): _stops(stopped, discretion)[0]
        for stopped in reversed(loading.stopped)
        if isinstance(stopped, Failure)
    }
    root = loading.history.root
    landed = [
        _landed(loading, one, stumbled.get(id(one.variable)))
        for one in loading.arrived
        if not loading.is_option(one.variable.name) or _is_setting(loading, one)
    ]
    for lost in inputs.environ.shadowed:
        name = loading.rest_of(lost.variable.name)
        if name is not None:
            path = loading.path(name)
            value = loading.plain_text(lost.variable)
            root.remember(
                loading.written(lost.variable, path, value)._replace(applied=False, reason=lost.reason)
            )
            landed.append(Landed(lost.variable, path, value, applied=False, reason=lost.reason))
    return Stacked(root, tuple(stops), tuple(landed), tuple(_findings(spec, loading, inputs, discretion)))


def _findings(
    spec: DialectSpec, loading: Loading, inputs: StackInputs, discretion: Discretion
) -> Iterator[Finding]:
    # What variables stop at is told with where they land.
    failures = [failure for failure in loading.stopped if isinstance(failure, Failure)]
    yield from (_crash(failure, discretion) for failure in failures if failure.variable is None)
    yield from (_failing(failure, discretion) for failure in loading.failing)
    yield from _computed(loading)
    replaced = [table for table in loading.history.replaced if isinstance(table.after.origin, Node)]
    yield from map(_replaced, replaced)
    yield from _left_markers(loading.store.data, ())
    yield from _sections(spec, loading, inputs)
    yield from _files(inputs.layers)
    yield from _dotenv(loading, inputs.layers)
    yield from _unread(loading, inputs)


def _is_setting(loading: Loading, one: Arrived) -> bool:
    """Whether an option of dynaconf makes a setting as well: SHOP_ENV that selects the environment is ENV."""
    slot = loading.history.root.slots.get(one.name)
    return slot is not None and any(written.source is one.variable for written in slot.written)


def _landed(loading: Loading, one: Arrived, stop: Stop | None) -> Landed:
    data = one.value.value if isinstance(one.value, Marker) else one.value
    path = (one.name,) if one.too_deep else loading.path_of(one)
    return Landed(
        one.variable,
        path,
        None if data is None else plain(data),
        data is not None and stop is None,
        stop,
        too_deep=one.too_deep,
        unknown=one.unknown,
    )


def _stops(stopped: Failure | Layer, discretion: Discretion) -> Sequence[Stop]:
    if isinstance(stopped, Layer):
        return [] if stopped.document is None else stops_of(stopped.document)[:1]
    name = None if stopped.variable is None else stopped.variable.name
    return [Stop(stopped.exception, discretion.said(stopped.message), _spots(stopped), name, stopped.path)]


def _crash(failure: Failure, discretion: Discretion) -> Finding:
    what, said = join_key(failure.path) or str(_spot(failure)), _sentence(discretion.said(failure.message))
    if failure.exception == "ValidationError":
        message = f"The application stops at start with ValidationError: {said}"
        hint = f"Set {what} in a file or by a variable."
        if failure.about is not None:
            hint = f"Change the value of {what} to one that the validator takes, or change the validator."
    elif failure.source.layer.id == CHECKS:
        message = f"The validator of {what} stops the application at start with {failure.exception}: {said}"
        hint = f"Give {what} a value of the type that the validator asks for, or correct the validator."
    else:
        message = f"{what} stops the application at start with {failure.exception}: {said}"
        hint = f"Correct the value of {what}: a cast, a marker or a name in it asks for what is not possible."
    key = join_key(failure.path) if failure.path else None
    return Finding("value-crashes-start", _ERROR, message, key, hint, _spots(failure), failure.exception)


def _failing(failure: Failure, discretion: Discretion) -> Finding:
    key = join_key(failure.path)
    return Finding(
        "value-fails-when-read",
        _ERROR,
        f"Reading {key} fails with {failure.exception}: {_sentence(discretion.said(failure.message))}",
        key,
        "Correct what it refers to; until then the application stops where it reads the key.",
        (_spot(failure),),
        failure.exception,
    )


def _sentence(message: str) -> str:
    return message if message.endswith(".") else f"{message}."


def _spots(failure: Failure) -> tuple[Place, ...]:
    """Where it is said what fails, and the value that is refused."""
    return (_spot(failure),) if failure.about is None else (_spot(failure), place_of(failure.about))


def _spot(failure: Failure) -> Place:
    return place_of(failure.source)


def _computed(loading: Loading) -> Iterator[Finding]:
    seen = set()
    for odd in loading.odd:
        key, place = join_key(odd.path), place_of(odd.source)
        if (key, place) not in seen:
            seen.add((key, place))
            yield Finding(
                "value-computed",
                _INFO,
                f"The value of {key} is not known before the application runs: {odd.why}.",
                key,
                "It is shown as it is written.",
                (place,),
            )


def _replaced(replaced: ReplacedTable) -> Finding:
    key = join_key(replaced.path)
    lost = len(replaced.lost)
    named = ", ".join(join_key(path) for path in replaced.lost[:_MAX_NAMED])
    more = f" and {lost - _MAX_NAMED} more" if lost > _MAX_NAMED else ""
    return Finding(
        "mapping-replaced",
        _WARNING,
        f"{replaced.after.layer.label} replaces all of {key}: "
        f"{named}{more} {'is' if lost == 1 else 'are'} gone.",
        key,
        f"To keep the others, add dynaconf_merge = true to {key} there, or set single keys as {key}__….",
        (place_of(replaced.after), place_of(replaced.before)),
    )


def _left_markers(data: Data, path: KeyPath) -> Iterator[Finding]:
    if isinstance(data, Marker):
        yield Finding(
            "marker-left",
            _WARNING,
            f"@{data.token} finds nothing to work on: the application gets a {type(data).__name__} object "
            f"as {join_key(path)}.",
            join_key(path),
            f"Remove @{data.token}, or give {join_key(path[:-1])} a value in a file.",
            (place_of(data.source),),
        )
    elif isinstance(data, Table):
        for key, child in data.items():
            yield from _left_markers(child, (*path, key))
    elif isinstance(data, Items):
        for child in data:
            yield from _left_markers(child, path)


def _sections(spec: DialectSpec, loading: Loading, inputs: StackInputs) -> Iterator[Finding]:
    files = {layer.path: layer for layer in inputs.layers if _is_file(layer)}
    if loading.store.option("ENVIRONMENTS_FOR_DYNACONF") is False:
        yield from filter(None, map(_sections_are_keys, files.values()))
        return
    names: dict[str, None] = {}
    for layer in files.values():
        root = None if layer.document is None else layer.document.root
        if root is None or root.kind is not NodeKind.MAPPING:
            continue
        names.update((str(key).lower(), None) for key, node in root.entries if node.kind is NodeKind.MAPPING)
        for key, node in outside(root):
            yield Finding(
                "key-outside-section",
                _WARNING,
                f"{key} stands outside of every section of {layer.path}, and dynaconf passes over it.",
                key,
                "Move it below [default], or below the section that it is meant for.",
                (node.key_place or node.place,),
            )
    yield from _missing_sections(spec, loading, inputs, tuple(names))


def _missing_sections(
    spec: DialectSpec, loading: Loading, inputs: StackInputs, names: Sequence[str]
) -> Iterator[Finding]:
    wanted = [name.strip().lower() for name in loading.store.current_env.split(",")]
    usual = (spec.default_environment or "").lower()
    known = [name for name in names if name not in loading.selected() or name in wanted]
    for name in wanted:
        if not name or name in names or name == usual or not names:
            continue
        meant = process.extractOne(name, known, scorer=fuzz.partial_ratio, score_cutoff=75)
        question = f" Did you mean {meant[0]}?" if meant is not None else ""
        first = next(layer for layer in inputs.layers if _is_file(layer))
        yield Finding(
            "environment-section-missing",
            _WARNING,
            f"No file has a section [{name}], so that nothing of the environment {name} applies.{question}",
            hint=f"Known environments are {', '.join(known)}." if known else f"Add a section [{name}].",
            places=(Place(first.path),),
        )


def _sections_are_keys(layer: Layer) -> Finding | None:
    root = None if layer.document is None else layer.document.root
    if root is None:
        return None
    found = [
        (str(key), node)
        for key, node in root.entries
        if node.kind is NodeKind.MAPPING and str(key).lower() in _USUAL_SECTIONS
    ]
    if len(found) < 2:
        return None
    return Finding(
        "sections-are-keys",
        _WARNING,
        f"environments is off, so that the sections of {layer.path} are settings called "
        f"{', '.join(name for name, _ in found[:_MAX_NAMED])}.",
        hint="Give Dynaconf environments=True if they are environments.",
        places=tuple(node.key_place or node.place for _, node in found),
    )


def _files(layers: Sequence[Layer]) -> Iterator[Finding]:
    for layer in layers:
        if layer.status is LayerStatus.MISSING and layer.kind is LayerKind.BASE and layer.path is not None:
            private = layer.id.startswith(SECRET) or "secret" in layer.path or ".local." in layer.path
            if not private:
                yield Finding(
                    "settings-file-missing",
                    _WARNING,
                    f"{layer.path} does not exist, and dynaconf passes over it without a word.",
                    hint="Create it, correct its name, or take it out of the list.",
                    places=(Place(layer.path),),
                )


def _dotenv(loading: Loading, layers: Sequence[Layer]) -> Iterator[Finding]:
    for layer in layers:
        root = layer.root
        if layer.kind is not LayerKind.DOTENV or layer.status is not LayerStatus.INACTIVE or root is None:
            continue
        own = [(str(key), node) for key, node in root.entries if loading.reads(str(key))]
        if own:
            named = ", ".join(name for name, _ in own[:_MAX_NAMED])
            yield Finding(
                "dotenv-not-loaded",
                _WARNING,
                f"{layer.path} sets {named}, but dynaconf does not read it.",
                hint="Give Dynaconf load_dotenv=True, or export the variables.",
                places=tuple(node.key_place or node.place for _, node in own[:_MAX_NAMED]),
            )


def _unread(loading: Loading, inputs: StackInputs) -> Iterator[Finding]:
    """Files that a variable names and that are not read, such as programs."""
    wanted = loading.files_variable
    for variable in inputs.environ.applied:
        names = as_list(read_text(variable.text or "")) if variable.name == wanted else ()
        for name in names:
            if not name.endswith(SUFFIXES):
                yield Finding(
                    "settings-file-unread",
                    _INFO,
                    f"dynaconf reads {name} too, and Inspector does not: its settings are missing here.",
                    hint="Only files of TOML, YAML, JSON and Python are read.",
                    places=(variable.place,),
                )


def _is_file(layer: Layer) -> bool:
    return layer.document is not None and layer.kind in (LayerKind.BASE, LayerKind.ENVIRONMENT)
