"""The environment that dynaconf sees: its options in it, and the `.env` files that it loads.

dynaconf loads them twice, by its own copy of an older python-dotenv: first `.env` in default_settings.reload,
then, when the code says load_dotenv=True, what dotenv_path names, and only that with dotenv_override.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from inspector.base.places import Place
from inspector.config.dialects.dynaconf.casts import Reader, fixed_bool
from inspector.config.dialects.dynaconf.data import Leaf, Source, plain
from inspector.config.dialects.dynaconf.files import as_written, search
from inspector.config.dialects.dynaconf.options import Options
from inspector.config.dialects.spec import FileLayer
from inspector.config.formats.dotenv import load
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.shadow import Environ, Shadowed, Variable, VariableSources, compose_environ
from inspector.config.values import Node, NodeKind

_NOT_LOADED = "dynaconf does not read it: load_dotenv is not on."
_SOURCE = Source(Layer("none", LayerKind.DEFAULT, ""), Node(NodeKind.SCALAR, None, Place()))


@dataclass(frozen=True, slots=True)
class View:
    """The options as code and environment give them together."""

    options: Options
    environ: Mapping[str, str]

    def value(self, option: str) -> Any:
        """The plain value of an option; one in the environment wins."""
        name = self.switch if option == "ENV_FOR_DYNACONF" else option
        text = self.environ.get(name)
        return self.options.value(option) if text is None else read_text(text)

    @property
    def switch(self) -> str:
        """The variable that selects the environment."""
        return str(self.options.value("ENV_SWITCHER_FOR_DYNACONF"))

    @property
    def loads_first(self) -> bool:
        """Whether `.env` is read before anything else: by an argument in small letters, or by a variable."""
        given = [a.node.value for a in self.options.arguments if a.name == "load_dotenv"]
        return bool(given[0] if given else read_text(self.environ.get("LOAD_DOTENV_FOR_DYNACONF", "")))

    @property
    def loads_again(self) -> bool:
        """Whether `.env` is read with the options of the code, as a setting LOAD_DOTENV says."""
        return any(a.name.upper() == "LOAD_DOTENV" and a.node.value is True for a in self.options.arguments)

    @property
    def loads_dotenv(self) -> bool:
        """Whether `.env` is read at all."""
        return self.loads_first or self.loads_again


def read_text(text: str) -> Any:
    """The value of an option in the environment; the text itself when dynaconf stops at it."""
    try:
        return plain(Reader().read(Leaf(fixed_bool(text), _SOURCE), toml=True))
    except Exception:  # noqa: BLE001 - casts raise what they like
        return text


def dotenv_layers(view: View, read: Callable[[FileLayer], tuple[Layer, ...]]) -> tuple[Layer, ...]:
    """The `.env` files, high to low; inactive when dynaconf does not load them."""
    usual = (".env", tuple(search(".env", None, view.options.folder)))
    by_variable = view.environ.get("DOTENV_PATH_FOR_DYNACONF")
    by_code = view.options.value("DOTENV_PATH_FOR_DYNACONF")
    first = (by_variable, (by_variable,)) if by_variable else usual
    again = (str(by_code), (str(by_code),)) if by_code else first
    wanted = [again] if view.loads_again and not view.loads_first else [first]
    if view.loads_again and again not in wanted:
        wanted.append(again)
    layers = [
        as_written(layer, name)
        for name, alternatives in wanted
        for layer in read(FileLayer(LayerKind.DOTENV, alternatives))
    ]
    if not view.loads_dotenv:
        return tuple(
            layer
            if layer.status is LayerStatus.MISSING
            else replace(layer, status=LayerStatus.INACTIVE, note=_NOT_LOADED)
            for layer in layers
        )
    return tuple(reversed(layers) if _overrides(view) else layers)


def compose(view: View, sources: VariableSources) -> Environ:
    """The process's variables, what-if on top, then the `.env` files that dynaconf loads."""
    active = tuple(layer for layer in sources.dotenv if layer.status is not LayerStatus.INACTIVE)
    if not active or not _overrides(view):
        return compose_environ(replace(sources, dotenv=active))
    first, *others = active
    return _overridden(compose_environ(replace(sources, dotenv=tuple(others))), first)


def _overrides(view: View) -> bool:
    return view.loads_again and bool(view.value("DOTENV_OVERRIDE_FOR_DYNACONF"))


def _overridden(environ: Environ, layer: Layer) -> Environ:
    """load_dotenv(override=True): what the file says stands in the place of what was set before."""
    if layer.document is None:
        return environ
    variables = {variable.name: variable for variable in environ.applied}
    shadowed = list(environ.shadowed)
    for value in load(layer.document, {name: variable.text or "" for name, variable in variables.items()}):
        if value.value is None:
            continue
        place = value.place
        named = Place(place.path, place.line, place.column, place.end_line, place.end_column, value.name)
        variable = Variable(layer, value.name, value.value, value.written, named, value.key_place)
        before = variables.get(value.name)
        if before is not None:
            reason = f"{value.name} in {layer.label} overrides it, as dotenv_override says"
            shadowed.append(Shadowed(before, variable, reason))
        variables[value.name] = variable
    return Environ(tuple(variables.values()), tuple(shadowed))


def names_in(layers: Sequence[Layer]) -> dict[str, str]:
    """What the entries of `.env` files say, the first file first."""
    found: dict[str, str] = {}
    for layer in layers:
        root = layer.root
        if layer.status is LayerStatus.INACTIVE or root is None:
            continue
        for key, node in root.entries:
            if isinstance(node.value, str):
                found.setdefault(str(key), node.value)
    return found
