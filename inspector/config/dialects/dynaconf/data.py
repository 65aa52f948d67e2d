"""The values that dynaconf holds while it loads, each with the place that wrote it.

dynaconf changes dicts and lists in place, compares them, and takes its own kinds of them (DataDict, DataList)
for others than plain ones. Scalars are wrapped, so that a value can be told from an equal one of another
source; a wrapped value equals what the value itself equals.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, TypeAlias

from inspector.config.layers import Layer
from inspector.config.shadow import Variable
from inspector.config.values import Node, NodeKind, Value


class Source(NamedTuple):
    """What wrote a value: a node of a layer's file, or a variable of a layer."""

    layer: Layer
    origin: Node | Variable


class Empty:
    """dynaconf's mark for a key that is there but counts as unset (`@empty`)."""


EMPTY = Empty()
MARKS = MERGE, MERGE_UNIQUE = "dynaconf_merge", "dynaconf_merge_unique"
"""Keys and items that are orders to the merge."""


class Leaf:
    """A single value, never changed."""

    __slots__ = ("source", "value")
    __hash__ = None  # type: ignore[assignment]  # equal to what its value equals, which need not have a hash

    def __init__(self, value: Value, source: Source) -> None:
        self.value = value
        self.source = source

    def __eq__(self, other: object) -> bool:
        return bool(self.value == (other.value if isinstance(other, Leaf) else other))

    def __bool__(self) -> bool:
        return bool(self.value)


class Lazy:
    """A value that dynaconf works out when it is read: `@format`, `@jinja`, `@get`, `@read_file`.

    `text` is what stands behind the token, or another one of these. `cast` is applied to the result.
    `unknown` says why the value was not known when dynaconf worked it out first, and may have kept it; ""
    when it was.
    """

    __slots__ = ("cast", "source", "text", "token", "unknown")

    def __init__(self, token: str, text: str | Lazy, source: Source) -> None:
        self.token = token
        self.text = text
        self.source = source
        self.cast: Callable[[Data], Data] | None = None
        self.unknown = ""

    def __str__(self) -> str:
        return str(self.text)


class Marker:
    """An order to the merge in place of a value: `@merge`, `@insert`, `@del`, `@reset`.

    Where there is nothing to merge with, dynaconf leaves the order itself in the settings.
    """

    __slots__ = ("source", "value")
    token = "reset"

    def __init__(self, value: Data, source: Source) -> None:
        self.value = value
        self.source = source


class Merge(Marker):
    """Join `value` with what is there, each item once when `unique`."""

    __slots__ = ("unique",)
    token = "merge"

    def __init__(self, value: Data, source: Source, *, unique: bool) -> None:
        super().__init__(value, source)
        self.unique = unique


class Insert(Marker):
    """Put `value` into the list that is there."""

    __slots__ = ("index",)
    token = "insert"

    def __init__(self, value: Data, source: Source, index: int) -> None:
        super().__init__(value, source)
        self.index = index


class Delete(Marker):
    """Take the key away."""

    __slots__ = ()
    token = "del"


class Reset(Marker):
    """Replace what is there, as happens anyway."""

    __slots__ = ()


class Table(dict[Hashable, Any]):
    """A dict, or a DataDict when `boxed`: that finds keys whatever their letters. `joined` says that the
    values of an older table of the same key went into it."""

    __slots__ = ("boxed", "joined", "source")

    def __init__(self, source: Source, *, boxed: bool = False) -> None:
        super().__init__()
        self.boxed = boxed
        self.joined = False
        self.source = source

    def spelling(self, key: Hashable) -> Hashable:
        """The key as this table has it."""
        spelled = spelling(key, self) if self.boxed else None
        return key if spelled in (None, "", 0) else spelled

    def has(self, key: Hashable) -> bool:
        """DataDict.__contains__, or that of a dict."""
        return dict.__contains__(self, self.spelling(key))

    def find(self, key: Hashable) -> Data | None:
        """The value of a key, not worked out; None without one."""
        if key in self:
            return self[key]  # type: ignore[no-any-return]
        return self.get(self.spelling(key))


class Items(list[Any]):
    """A list, or a DataList when `boxed`."""

    __slots__ = ("boxed", "source")

    def __init__(self, source: Source, *, boxed: bool = False) -> None:
        super().__init__()
        self.boxed = boxed
        self.source = source


Data: TypeAlias = Leaf | Lazy | Marker | Table | Items


def spelling(key: Hashable, table: Table) -> Hashable | None:
    """find_the_correct_casing: the key of a table that differs from this one in letters at most, or has
    spaces for its `_`; the key itself when it is there or no text; None without any."""
    if not isinstance(key, str) or key in table:
        return key
    wanted = key.lower()
    for other in table:
        if isinstance(other, str) and wanted in (other.lower(), other.replace(" ", "_").lower()):
            return other
    return None


def boxed(data: Data) -> Data:
    """DataDict(…) or DataList(…) of a plain dict or list, all the way down; what is boxed stays as it is."""
    if isinstance(data, Table) and not data.boxed:
        table = Table(data.source, boxed=True)
        table.joined = data.joined
        table.update((key, boxed(child)) for key, child in data.items())
        return table
    if isinstance(data, Items) and not data.boxed:
        items = Items(data.source, boxed=True)
        items.extend(map(boxed, data))
        return items
    return data


def is_null(data: Data | None) -> bool:
    """Whether this is None in the application."""
    return data is None or (isinstance(data, Leaf) and data.value is None)


def of_node(node: Node, layer: Layer, seen: dict[int, Data]) -> Data:
    """The value of a node of a file. `seen` keeps mappings that are one and the same (an alias in YAML)."""
    source = Source(layer, node)
    if node.kind is NodeKind.SCALAR:
        return Leaf(node.value, source)
    known = seen.get(id(node.value))
    if known is not None:
        return known
    if node.kind is NodeKind.MAPPING and isinstance(node.value, dict):
        table = seen[id(node.value)] = Table(source)
        children = dict(node.entries)
        for key, value in node.value.items():
            child = children.get(key)
            if child is not None:
                table[key] = of_node(child, layer, seen)
            elif key in MARKS:
                table[key] = Leaf(value, source)
        return table
    if node.kind is NodeKind.SEQUENCE and isinstance(node.value, list):
        items = seen[id(node.value)] = Items(source)
        items.extend(of_node(child, layer, seen) for child in node.elements)
        return items
    return Leaf(node.value, source)


def of_value(value: Value, source: Source) -> Data:
    """A plain value that one source wrote as a whole."""
    if isinstance(value, dict):
        table = Table(source)
        table.update((key, of_value(child, source)) for key, child in value.items())
        return table
    if isinstance(value, list | tuple):
        items = Items(source)
        items.extend(of_value(child, source) for child in value)
        return items
    return Leaf(value, source)


def plain(data: Data) -> Value:
    """The plain value; what is worked out later stands as the text that was written."""
    if isinstance(data, Table):
        return {key: plain(child) for key, child in data.items() if not is_unset(child)}
    if isinstance(data, Items):
        return [plain(child) for child in data]
    if isinstance(data, Marker):
        return f"@{data.token} {plain(data.value)}".strip()
    if isinstance(data, Lazy):
        return f"@{data.token} {data}"
    return "@empty" if data.value is EMPTY else data.value


def has_objects(data: Data) -> bool:
    """Whether there is something in a value that only dynaconf itself knows how to print."""
    if isinstance(data, Table):
        return any(map(has_objects, data.values()))
    if isinstance(data, Items):
        return any(map(has_objects, data))
    return not isinstance(data, Leaf) or data.value is EMPTY


def is_unset(data: Data) -> bool:
    """Whether this is the mark for an unset key."""
    return isinstance(data, Leaf) and data.value is EMPTY
