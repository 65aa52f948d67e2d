"""Everything that dynaconf loads, in its order: the steps of dynaconf 3.3.5.

`Settings.__init__` and `execute_loaders` of base.py, `default_loader` and `settings_loader` of
loaders/__init__.py, loaders/base.py and loaders/env_loader.py.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from inspector.base.places import Place
from inspector.config.dialects.dynaconf.casts import TooLongError, fixed_bool
from inspector.config.dialects.dynaconf.checks import run_checks
from inspector.config.dialects.dynaconf.data import (
    MARKS,
    MERGE,
    Data,
    Leaf,
    Marker,
    Source,
    Table,
    of_node,
    of_value,
    plain,
)
from inspector.config.dialects.dynaconf.files import (
    BASE,
    BESIDE,
    INCLUDE,
    LOCAL,
    MODULE,
    PRELOAD,
    SECRET,
    SettingsFile,
    as_list,
    files_of,
    local_twin,
    module_names,
    section_names,
)
from inspector.config.dialects.dynaconf.history import History
from inspector.config.dialects.dynaconf.lazy import UnknownValueError
from inspector.config.dialects.dynaconf.names import prefixes
from inspector.config.dialects.dynaconf.options import CONSTRUCTOR, DEFAULTS, Options
from inspector.config.dialects.dynaconf.outcome import FAILURES, Arrived, Failure, Odd
from inspector.config.dialects.dynaconf.store import Store, TooFarError, upper
from inspector.config.formats.python import Computed, is_setting
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.shadow import MAX_PARTS, Variable, Written, stops_of
from inspector.config.values import KeyPath, Node, NodeKind, Value


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is loaded. `prefix` replaces the one of the code, None leaves it."""

    options: Options
    layers: Sequence[Layer]
    variables: Sequence[Variable]
    environment: str | None = None
    prefix: str | bool | None = None


class Loading:
    """One run of dynaconf's loaders. Never raises for what files and variables say."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self.history = History()
        nobody = any(
            layer.id == "variable" and layer.status is LayerStatus.INACTIVE for layer in inputs.layers
        )
        variables = {variable.name: variable.text or "" for variable in inputs.variables}
        self.store = Store(variables, self.history.settle, partial=nobody)
        self.stopped: list[Failure | Layer] = []
        self.odd: list[Odd] = []
        self.failing: list[Failure] = []
        self.arrived: list[Arrived] = []
        self.outside: list[tuple[Layer, str, Node]] = []
        self._spelled: dict[tuple[int, str], KeyPath] = {}
        self._others: dict[str, Loading] = {}
        self._files = files_of(inputs.layers)
        self._sources = {id(variable): Source(variable.layer, variable) for variable in inputs.variables}

    def run(self) -> None:
        """Load everything."""
        self._start()
        for file in self._files.get(PRELOAD, ()):
            self._load_with_secrets((file,))
        self._load_with_secrets(self._files.get(BASE, ()))
        self._load_variables()
        includes = self.includes()
        for file in self._files.get(INCLUDE, ()):
            self._load_with_secrets((file,))
        if includes:
            self._load_variables()
        run_checks(self, self._inputs.options.checks)
        for key, data in list(self.store.data.items()):
            self.history.settle(str(key), data)  # a step that failed may have changed tables already
        self.history.finish(self.store.data, self._worked_out)

    def includes(self) -> tuple[str, ...]:
        """The files that settings and options include."""
        found = self.store.data.find("DYNACONF_INCLUDE")
        settings = () if found is None else as_list(plain(found))
        return (*settings, *as_list(self.store.option("INCLUDES_FOR_DYNACONF")))

    def selected(self) -> tuple[str, ...]:
        """build_env_list: the sections that are read, in their order and in small letters."""
        store = self.store
        default, prefix = store.option("DEFAULT_ENV_FOR_DYNACONF"), store.option("ENVVAR_PREFIX_FOR_DYNACONF")
        return section_names(default, prefix, store.current_env)

    def path(self, name: str) -> KeyPath:
        """The key of a variable, by its name without prefix, spelled as the settings have it."""
        separator, index = self._separators()
        text = name.replace(separator, ".") if separator else name
        if index:
            head, *items = text.split(index)
            text = head if items and items[0][:1].isdigit() else text
        parts = text.split(".")
        table: Data | None = self.store.data
        path = []
        for part in (upper(parts[0].strip()), *parts[1:]):
            spelled = table.spelling(part) if isinstance(table, Table) else part
            path.append(str(spelled))
            table = table.find(spelled) if isinstance(table, Table) else None
        return tuple(path)

    def path_of(self, one: Arrived) -> KeyPath:
        """The key of a variable, spelled as the settings had it when the variable came."""
        return self._spelled.get((id(one.variable), one.name)) or self.path(one.name)

    def rest_of(self, name: str) -> str | None:
        """A name without its prefix, None when it has none."""
        found = [f"{prefix}_" if prefix is not None else "" for prefix in self._prefixes()]
        prefix = next((prefix for prefix in reversed(found) if name.startswith(prefix)), None)
        return None if prefix is None else name[len(prefix) :]

    def reads(self, name: str) -> bool:
        """Whether dynaconf looks at a variable of this name at all."""
        return self.rest_of(name) is not None or self.is_option(name)

    def is_option(self, name: str) -> bool:
        """Whether a variable of this name is an option of dynaconf, whatever setting it may make as well."""
        return name in DEFAULTS or name == self._switch()

    @property
    def files_variable(self) -> str:
        """The variable that names the settings files."""
        return str(self._inputs.options.value("ENVVAR_FOR_DYNACONF"))

    def plain_text(self, variable: Variable) -> Value:
        """What the text of a variable would be read as."""
        source = Source(variable.layer, variable)
        try:
            data = self.store.reader.read(Leaf(fixed_bool(variable.text or ""), source), toml=True)
        except FAILURES:
            return variable.text
        return plain(data.value if isinstance(data, Marker) else data)

    def written(self, variable: Variable, path: KeyPath, value: Value) -> Written:
        """The entry for a variable."""
        return Written(variable.layer, variable, value, isinstance(value, dict), target=path)

    def _prefixes(self) -> tuple[str | None, ...]:
        return tuple(prefixes(self.store.option("ENVVAR_PREFIX_FOR_DYNACONF")))

    def _switch(self) -> str:
        return str(self._inputs.options.value("ENV_SWITCHER_FOR_DYNACONF"))

    def _separators(self) -> tuple[str, str]:
        nested = self.store.option("NESTED_SEPARATOR_FOR_DYNACONF")
        index = self.store.option("INDEX_SEPARATOR_FOR_DYNACONF")
        return (nested if isinstance(nested, str) else "", str(index or ""))

    def _start(self) -> None:
        """The code's arguments, the defaults of options, and options in the environment."""
        inputs, store = self._inputs, self.store
        code = self.code(CONSTRUCTOR)
        arguments = inputs.options.normal
        for argument in arguments:
            data = of_node(argument.node, code, {})
            if argument.name == "ENV_FOR_DYNACONF" and isinstance(argument.node.value, list):
                data = Leaf(",".join(map(str, argument.node.value)), data.source)
            self.set(argument.name, data, dotted=True)
        given = {argument.name for argument in arguments}
        variables = {variable.name: variable for variable in inputs.variables}
        source = Source(code, Node(NodeKind.SCALAR, None, Place()))
        for option, value in DEFAULTS.items():
            if option not in given:
                self.set(option, of_value(value, source))
        switch = self._switch()
        for option in DEFAULTS:
            name = switch if option == "ENV_FOR_DYNACONF" else option
            if name in variables:
                self.set(option, self._leaf(variables[name]), toml=True)
        if inputs.environment is not None and inputs.environment.lower() != store.current_env.lower():
            store.data["FORCE_ENV_FOR_DYNACONF"] = Leaf(None, source)
            store.data["ENV_FOR_DYNACONF"] = Leaf(inputs.environment, source)
        if inputs.prefix is not None:
            store.data["ENVVAR_PREFIX_FOR_DYNACONF"] = Leaf(inputs.prefix, source)

    def other(self, environment: str) -> Loading:
        """from_env: a run of the same application in another environment, without arguments that are
        settings. What it stops at stops this one."""
        known = self._others.get(environment)
        if known is None:
            options = self._inputs.options
            own = tuple(argument for argument in options.normal if argument.name in DEFAULTS)
            options = replace(options, arguments=own, checks=())
            known = Loading(replace(self._inputs, options=options, environment=environment))
            self._others[environment] = known
            known.run()
            self.stopped += [failure for failure in known.stopped if isinstance(failure, Failure)]
        return known

    def code(self, name: str) -> Layer:
        """The layer of what the code says."""
        found = (layer for layer in self._inputs.layers if layer.id == name)
        return next(found, Layer(name, LayerKind.DEFAULT, "dynaconf"))

    def _load_with_secrets(self, files: Sequence[SettingsFile]) -> None:
        """settings_loader: files, then secrets, then the local twins of them all."""
        local = {file.path: file for file in self._files.get(LOCAL, ())}
        found = (*files, *self._files.get(SECRET, ()))
        twins = [local.get(local_twin(file.path)) for file in found if ".local." not in file.path]
        beside = {file.path: file for file in self._files.get(BESIDE, ())}
        for file in (*found, *(twin for twin in twins if twin is not None)):
            self._load_file(file)
            for name, _ in module_names(file.path, self.store.current_env.split(",")):
                if file.layers[0].document is not None and name in beside:
                    self._load_file(beside[name])

    def _load_file(self, file: SettingsFile) -> None:
        layer = file.layers[0]
        assert layer.document is not None
        if layer not in self.stopped and stops_of(layer.document):
            self.stopped.append(layer)
        root = file.root
        if root is None or not root.value:
            return
        if layer.document.format == MODULE:
            self._load_module(root, layer)
            return
        if self.store.option("ENVIRONMENTS_FOR_DYNACONF") is False:
            if root.kind is NodeKind.MAPPING:
                self._load_table(root, dict(_entries(root)).get(MERGE), None, layer)
            else:
                self._fail(AttributeError(_no_attribute(root.value, "get")), Source(layer, root))
            return
        if root.kind is not NodeKind.MAPPING:
            self._fail(AttributeError(_no_attribute(root.value, "items")), Source(layer, root))
            return
        odd = next((key for key, _ in root.entries if not isinstance(key, str)), None)
        if odd is not None:
            node = next(node for key, node in root.entries if key is odd)
            self._fail(AttributeError(_no_attribute(odd, "lower")), Source(layer, node))
        self._load_sections(file, root, layer)

    def _load_module(self, root: Node, layer: Layer) -> None:
        """load_from_python_object: the names of a module in the order of dir()."""
        entries = {str(key): node for key, node in root.entries}
        merge = entries.get(MERGE) or entries.get("DYNACONF_MERGE")
        marked = None if merge is None else of_node(merge, layer, {})
        for name in sorted(filter(is_setting, entries)):
            data = of_node(entries[name], layer, {})
            if isinstance(entries[name], Computed):
                self.odd.append(Odd(data.source, self.path(name), "code computes it"))
            self.set(name, data, merge=marked)

    def _load_sections(self, file: SettingsFile, root: Node, layer: Layer) -> None:
        entries = {str(key).lower(): node for key, node in _entries(root)}
        for name in self.selected():
            section = entries.get(name)
            if section is None or not section.value:
                continue
            if section.kind is not NodeKind.MAPPING:
                self._fail(AttributeError(_no_attribute(section.value, "items")), Source(layer, section))
                continue
            own = file.section(name) or layer
            self._load_table(section, entries.get(MERGE), entries.get("dynaconf_dotted_lookup"), own)

    def _load_table(self, node: Node, merge: Node | None, dotted: Node | None, layer: Layer) -> None:
        """_set_data_to_obj: the keys at the top in capital letters."""
        entries = {upper(key): child for key, child in _entries(node)}
        own = entries.pop("DYNACONF_MERGE", None)
        merge = own if own is not None and own.value is not None else merge
        if dotted is None or dotted.value is None:
            dotted = entries.pop("DYNACONF_DOTTED_LOOKUP", None)
        lookup = (self.store.option("DOTTED_LOOKUP_FOR_DYNACONF") if dotted is None else dotted.value) is True
        marked = None if merge is None else of_node(merge, layer, {})
        seen: dict[int, Data] = {}
        for key, child in entries.items():
            self.set(key, of_node(child, layer, seen), dotted=lookup, merge=marked)

    def _load_variables(self) -> None:
        """env_loader.load: DYNACONF_ first, then each prefix of the application."""
        for name in self._prefixes():
            self._load_prefix(f"{name}_" if name is not None else "")

    def _load_prefix(self, prefix: str) -> None:
        arrived = [
            self._arrive(variable, variable.name[len(prefix) :])
            for variable in self._inputs.variables
            if variable.name.startswith(prefix)
        ]
        for one in arrived:
            if one.value is not None:
                self._spelled[id(one.variable), one.name] = self.path(one.name)
                self.set(one.name, one.value)

    def _arrive(self, variable: Variable, name: str) -> Arrived:
        """Read the text of a variable, once more each time: dynaconf keeps nothing of it."""
        known = next((a for a in self.arrived if a.variable is variable and a.name == name), None)
        if name.count("__") >= MAX_PARTS or name.count(".") >= MAX_PARTS:
            made = Arrived(variable, name, None, too_deep=True)
        elif self._is_dropped(name, variable):
            made = Arrived(variable, name, None, unknown=True)
        else:
            made = Arrived(variable, name, self._text(variable, name))
        if known is None:
            self.arrived.append(made)
        return made

    def _is_dropped(self, name: str, variable: Variable) -> bool:
        if not self.store.option("IGNORE_UNKNOWN_ENVVARS_FOR_DYNACONF"):
            return False
        try:
            return self.store.get(name) is None
        except UnknownValueError:
            return False
        except FAILURES as error:
            self._fail(error, self._sources[id(variable)])
            return True

    def _text(self, variable: Variable, name: str) -> Data | None:
        leaf = self._leaf(variable)
        return self.guarded(lambda: self.store.reader.read(leaf, toml=True), leaf.source, name)

    def _leaf(self, variable: Variable) -> Leaf:
        return Leaf(fixed_bool(variable.text or ""), self._sources[id(variable)])

    def set(
        self,
        key: str,
        data: Data,
        *,
        toml: bool = False,
        dotted: bool | None = None,
        merge: Data | None = None,
        only: Sequence[str] = (),
    ) -> None:
        def step() -> None:
            self.store.set(key, data, toml=toml, dotted=dotted, merge=merge, only=only)

        if key.count("__") >= MAX_PARTS or key.count(".") >= MAX_PARTS:
            self.odd.append(Odd(data.source, (key[:40] + "…",), "its key has too many parts"))
            return
        self.guarded(step, data.source, key)

    def guarded(
        self, step: Callable[[], Data | None] | Callable[[], None], source: Source, key: str
    ) -> Data | None:
        """The result of a step, None when it fails, which is noted."""
        try:
            return step()
        except (UnknownValueError, TooFarError, TooLongError) as error:
            self.odd.append(Odd(source, self.path(key), str(error)))
        except FAILURES as error:
            self._fail(error, source, self.path(key))
        return None

    def _fail(self, error: Exception, source: Source, path: KeyPath = ()) -> None:
        message = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
        self.stopped.append(Failure(type(error).__name__, message, source, path))

    def _worked_out(self, path: KeyPath, data: Data) -> Value:
        """The final value of a setting, the text as it was written where that is not known."""
        try:
            return plain(self.store.evaluator.all(data))
        except UnknownValueError as error:
            self.odd.append(Odd(data.source, path, str(error)))
        except FAILURES as error:
            self.failing.append(Failure(type(error).__name__, str(error), data.source, path))
        return plain(data)


def _entries(node: Node) -> Iterator[tuple[Hashable, Node]]:
    """The entries of a mapping, with dynaconf_merge where that stands in the value alone."""
    known = {key for key, _ in node.entries}
    for mark in MARKS:
        if isinstance(node.value, dict) and mark in node.value and mark not in known:
            yield mark, Node(NodeKind.SCALAR, node.value[mark], node.place, node.key_place)
    yield from node.entries


def _no_attribute(value: Value, name: str) -> str:
    return f"'{type(value).__name__}' object has no attribute '{name}'"
