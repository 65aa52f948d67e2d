"""The settings while they load: `Settings.set` and `Settings.get` of dynaconf 3.3.5, base.py."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from inspector.base.places import Place
from inspector.config.dialects.dynaconf.casts import Reader
from inspector.config.dialects.dynaconf.data import (
    EMPTY,
    MERGE,
    MERGE_UNIQUE,
    Data,
    Delete,
    Empty,
    Insert,
    Items,
    Lazy,
    Leaf,
    Merge,
    Reset,
    Source,
    Table,
    boxed,
    is_null,
    plain,
)
from inspector.config.dialects.dynaconf.lazy import Evaluator, UnknownValueError
from inspector.config.dialects.dynaconf.merging import (
    ListMerge,
    Merger,
    is_switch,
    pop_mark,
)
from inspector.config.layers import Layer, LayerKind
from inspector.config.values import Node, NodeKind, Value

MAX_INDEX = 1000
"""A variable that points at a later item of a list means no setting."""


class TooFarError(Exception):
    """An index into a list that would fill the memory with empty items."""


def upper(key: object) -> str:
    """upperfy: a key at the top in capital letters, what stands behind a `__` as it is."""
    first, *rest = str(key).split("__")
    return "__".join((first.upper(), *rest))


class Store:
    """All settings and options by their keys in capital letters.

    `watch` is told of each key that was set or taken away. `variables` are those that `{env[…]}` sees, all of
    them unless they are `partial`.
    """

    def __init__(
        self,
        variables: Mapping[str, str],
        watch: Callable[[str, Data | None], None],
        *,
        partial: bool = False,
    ) -> None:
        nothing = Layer("default:dynaconf", LayerKind.DEFAULT, "dynaconf")
        self._source = Source(nothing, Node(NodeKind.SCALAR, None, Place()))
        self.data = Table(self._source, boxed=True)
        self._variables = variables
        self._partial = partial
        self.evaluator = Evaluator(self)
        self._merger = Merger(self._evaluated)
        self._deleted: set[str] = set()
        self._watch = watch

    @property
    def reader(self) -> Reader:
        """What reads texts now: files may change the option."""
        casting = self.option("AUTO_CAST_FOR_DYNACONF", True)
        return Reader(casting=bool(casting))

    @property
    def current_env(self) -> str:
        """The environment, `main` when there are none."""
        if self.option("ENVIRONMENTS_FOR_DYNACONF") is False:
            return str(self.option("MAIN_ENV_FOR_DYNACONF", "MAIN")).lower()
        forced = self.option("FORCE_ENV_FOR_DYNACONF")
        return str(self.option("ENV_FOR_DYNACONF") if forced is None else forced)

    def variable(self, name: str) -> str | None:
        """A variable of the environment."""
        found = self._variables.get(name)
        if found is None and self._partial:
            raise UnknownValueError(f"it needs the variable {name}, and no process environment is looked at")
        return found

    def option(self, name: str, default: Value = None) -> Value:
        """The plain value of an option."""
        data = self.data.get(name)
        return default if data is None else plain(data)

    def contains(self, key: str) -> bool:
        """`key in settings`."""
        separator = self.option("NESTED_SEPARATOR_FOR_DYNACONF")
        if isinstance(separator, str) and separator:
            key = key.replace(separator, ".")
        if "." in key:
            return self.get(key, default=EMPTY) is not None
        return self.data.has(key.upper()) or self.data.has(key.lower())

    def get(self, key: str, below: Data | None = None, *, default: Value | Empty = None) -> Data | None:
        """`settings.get(key, default)`: dots and `__` lead down; None when there is no such key. A value on
        the way that equals the default is the result. Raises UnknownValueError below what is not known."""
        separator = self.option("NESTED_SEPARATOR_FOR_DYNACONF")
        if isinstance(separator, str) and separator and separator in key:
            key = key.replace(separator, ".")
        if "." in key and self.option("DOTTED_LOOKUP_FOR_DYNACONF"):
            return self._dotted_get(key, below, default)
        key = upper(key)
        if key in self._deleted:
            return None
        # An empty parent counts as none, so that the key is looked for at the top.
        parent = below if below else self.data
        if isinstance(parent, Table):
            return self._merger.get(parent, key)
        if isinstance(parent, Items):
            if not key.isdigit():
                raise ValueError(f"Expected integer, got: {key}")
            item: Data = parent[int(key)]
            return self._evaluated(item)
        raise AttributeError(f"Unknown data container type: {type(plain(parent))}")

    def set(
        self,
        key: object,
        value: Data,
        *,
        toml: bool = False,
        dotted: bool | None = None,
        merge: Data | None = None,
        only: Iterable[str] = (),
    ) -> None:
        """Settings.set: read the value, merge it with what is there as markers and options say, store it.

        `dotted` None is the option; `merge` None is not given.
        """
        if dotted is None:
            dotted = self.option("DOTTED_LOOKUP_FOR_DYNACONF") is True
        lists: ListMerge = "shallow"
        index = self.option("INDEX_SEPARATOR_FOR_DYNACONF")
        if index and isinstance(key, str):
            lists = "deep"
            key = re.sub(rf"{re.escape(str(index))}(\d+)", r"[\1]", key)
        separator = self.option("NESTED_SEPARATOR_FOR_DYNACONF")
        if isinstance(key, str):
            if isinstance(separator, str) and separator:
                key = key.replace(separator, ".")
            if ("." in key or "[" in key) and dotted:
                self._dotted_set(key, value, toml=toml, only=only, lists=lists)
                return
            key = upper(key.strip())
        name = str(key)
        self._store(name, self.reader.read(value, toml=toml, only=only), merge)

    def unset(self, key: str) -> None:
        """Take a key away."""
        key = upper(key.strip())
        self._deleted.add(key)
        spelled = self.data.spelling(key)
        self.data.pop(spelled, None)
        self._watch(str(spelled), None)

    def _evaluated(self, data: Data) -> Data:
        """What reading gives; a value that only the running application knows stays as it is."""
        try:
            return self.evaluator.evaluate(data)
        except UnknownValueError:
            return data

    def _store(self, key: str, value: Data, merge: Data | None) -> None:
        existing = None if isinstance(value, Lazy) else self.data.find(key)
        if isinstance(value, Insert):
            value = self._merger.inserted(existing if existing else None, value)
        if isinstance(value, Delete):
            self.unset(key)
            return
        if isinstance(value, Reset):
            value = value.value
        if isinstance(value, Merge):
            value = (
                self._merger.merge(existing, value.value, unique=value.unique) if existing else value.value
            )
        if existing is not None and not is_null(existing) and existing != value:
            if merge is not None and merge:
                value = self._merger.merge(existing, value)
            else:
                value = self._merge_before_set(existing, value, merge)
        value = boxed(value)
        self.data[key] = value
        self._deleted.discard(key)
        self._watch(key, value)

    def _merge_before_set(self, existing: Data, value: Data, merge: Data | None) -> Data:
        wanted = bool(self.option("MERGE_ENABLED_FOR_DYNACONF") if merge is None else merge)
        if isinstance(value, Table):
            marked = pop_mark(value)
            if marked is not None and not is_switch(marked) and not value:
                value = marked
            refused = isinstance(marked, Leaf) and marked.value is False
            if (marked is not None and marked) or (wanted and not refused):
                value = self._merger.merge(existing, value)
        if isinstance(value, Items):
            joined = Items(value.source)
            joined.extend(value)
            value = joined
            marked_list = MERGE in joined
            unique = not marked_list and MERGE_UNIQUE in joined
            if marked_list or unique:
                joined.remove(MERGE_UNIQUE if unique else MERGE)
            if marked_list or unique or wanted:
                value = self._merger.merge(existing, value, unique=unique)
        return value

    def _dotted_get(self, key: str, below: Data | None, default: Value | Empty) -> Data | None:
        name, _, rest = key.partition(".")
        result = self.get(name, below, default=default)
        if result is None or (isinstance(result, Leaf) and result.value == default):
            return result
        if isinstance(result, Lazy):
            raise UnknownValueError(result.unknown)
        if not isinstance(result, Table | Items):
            raise AttributeError(
                f"Invalid dotted lookup in {key}. {name} is a {type(plain(result)).__name__}"
            )
        if "." not in rest:
            return self.get(rest, result, default=default)
        return self._dotted_get(rest, result, default)

    def _dotted_set(
        self, key: str, value: Data, *, toml: bool, only: Iterable[str], lists: ListMerge
    ) -> None:
        source = value.source
        value = self.reader.read(value, toml=toml, only=only)
        tree = Table(source, boxed=True)
        if lists == "deep":
            parts = key.replace("[", ".[").split(".")
            _grow(tree, parts, value)
        else:
            parts = key.split(".")
            branch = tree
            for part in parts[:-1]:
                branch = branch.setdefault(part, Table(source))
            branch[parts[-1]] = self.reader.read(value, toml=toml)
        existing = self.get(parts[0])
        if existing:
            old = Table(existing.source, boxed=True)
            old[parts[0]] = boxed(existing)
            self._merger.merge(old, tree, path=parts, lists=lists)
        for name, child in list(tree.items()):
            self.set(name, child, toml=toml, dotted=False, only=only)


def _grow(tree: Table, parts: list[str], value: Data) -> None:
    """The tables and lists on the way to an item, empty but for the value."""
    source = value.source
    at: Table | Items = tree
    for number, part in enumerate(parts):
        last = number + 1 == len(parts)
        make: type[Table | Items] = Items if not last and "[" in parts[number + 1] else Table
        if "[" not in part and isinstance(at, Table):
            if last:
                at[part] = value
            else:
                at = at.setdefault(part, make(source))
        elif part.startswith("[") and part.endswith("]") and isinstance(at, Items):
            index = int(part.replace("[", "").replace("]", ""))
            if index > MAX_INDEX:
                raise TooFarError(f"item {index} of a list")
            at.extend(Leaf(None, source) if last else make(source) for _ in range(index + 1))
            if last:
                at[index] = value
            else:
                at = at[index]
        else:
            raise ValueError("Invalid field:", part)
