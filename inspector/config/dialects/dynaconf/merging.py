"""How dynaconf merges, step by step: the rules of dynaconf 3.3.5, utils/__init__.py.

`object_merge` changes the new value in place, and now and then the old one; so does this.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from inspector.config.dialects.dynaconf.casts import TooLongError
from inspector.config.dialects.dynaconf.data import (
    MERGE,
    MERGE_UNIQUE,
    Data,
    Delete,
    Insert,
    Items,
    Leaf,
    Merge,
    Reset,
    Table,
    is_null,
    of_value,
    spelling,
)

ListMerge = Literal["merge", "shallow", "deep"]

_MAX_ITEMS, _MAX_COMPARED = 100_000, 10_000_000

# A dict answers to these before its own keys do.
_METHODS = frozenset(dir(dict)) | frozenset(
    "from_json from_toml from_yaml merge_update to_dict to_json to_toml to_yaml".split()
)


class Merger:
    """Merges values. `evaluate` works out what a DataDict works out when it is read."""

    def __init__(self, evaluate: Callable[[Data], Data]) -> None:
        self._evaluate = evaluate

    def get(self, table: Table, key: object) -> Data | None:
        """What `table.get(key)` or `table[key]` gives, None without such a key."""
        found = table.find(key)
        return self._evaluate(found) if table.boxed and found is not None else found

    def _of(self, table: Table, key: object) -> Data:
        """`table[key]`: a step before may have taken the key out of a table that is in two places."""
        found = self.get(table, key)
        if found is None:
            raise KeyError(key)
        return found

    def merge(
        self,
        old: Data | None,
        new: Data,
        *,
        unique: bool = False,
        path: Sequence[str] = (),
        lists: ListMerge = "merge",
    ) -> Data:
        """object_merge: the new value with what it takes over from the old one.

        `path` is the way from here to the value that is set, () when all of `new` was written.
        """
        if is_null(old) or is_null(new) or old is None or old == new:
            return new
        if isinstance(old, Items) and isinstance(new, Items):
            self._merge_lists(old, new, unique, path, lists)
        if isinstance(old, Table) and isinstance(new, Table):
            self._merge_tables(old, new, path, lists)
        return new

    def apply_markers(self, old: Table, new: Table, lists: ListMerge = "merge") -> None:
        """handle_metavalues: do what markers in the new table say, and take them out."""
        for key in list(new):
            marker = self._of(new, key)
            if isinstance(marker, Reset):
                new[key] = marker.value
            elif isinstance(marker, Delete):
                new.pop(key, None)
                old.pop(key, None)
            elif isinstance(marker, Merge):
                new[key] = self.merge(self.get(old, key), marker.value, unique=marker.unique)
            elif isinstance(marker, Insert):
                new[key] = self.inserted(self.get(old, key), marker)
            value = self.get(new, key)
            if isinstance(value, Items):
                self._join_marked(old, new, key, value)
            elif isinstance(value, Table):
                self._merge_marked(old, new, key, value, lists)

    def inserted(self, old: Data | None, marker: Insert) -> Items:
        """The old list with the value in it, or a list of its own."""
        if isinstance(old, Items):
            old.insert(marker.index, marker.value)
            old.source = marker.source
            return old
        made = Items(marker.source)
        made.append(marker.value)
        return made

    def _merge_lists(
        self, old: Items, new: Items, unique: bool, path: Sequence[str], lists: ListMerge
    ) -> None:
        if MERGE_UNIQUE in new:
            new.remove(MERGE_UNIQUE)
            unique = True
        check_length(len(old), len(new), unique=unique)
        if lists == "merge" or unique:
            for item in self.reversed(old):
                if not (unique and item in new):
                    new.insert(0, item)
        elif lists == "deep" and path:
            padding = Items(new.source)
            new.extend([padding] * (len(old) - len(new)))
            for index in range(len(old)):
                item = self._item(old, index)
                here = self._item(new, index)
                if not here:
                    new[index] = item
                elif item:
                    self.merge(item, here, path=path[1:], lists="deep")

    def _merge_tables(self, old: Table, new: Table, path: Sequence[str], lists: ListMerge) -> None:
        existing = self._walk(old, path)
        for key in list(new):
            spelled = spelling(key, old)
            if spelled not in (None, "", 0):  # falsy keys stay where they are
                new[spelled] = new.pop(key)
        if new.pop(MERGE, Leaf(True, new.source)):
            self._take_over(old, new, path, lists, existing)
            new.joined = True
            order = [key for key in old if key in new] + [key for key in new if key not in old]
            for key in order:
                new[key] = new.pop(key)
        self.apply_markers(old, new, lists)

    def _take_over(
        self, old: Table, new: Table, path: Sequence[str], lists: ListMerge, existing: Data | None
    ) -> None:
        for key, value in list(old.items()):
            if len(path) == 1 and existing is not None:
                if not isinstance(key, str):
                    raise AttributeError(f"'{type(key).__name__}' object has no attribute 'lower'")
                if key.lower() == path[-1].lower() and existing is value:
                    continue  # this is the very value that is replaced
            if not new.has(key):
                new[key] = value
            else:
                new[key] = self.merge(value, self._of(new, key), path=path[1:], lists=lists)

    def _walk(self, data: Data | None, path: Sequence[str]) -> Data | None:
        """recursive_get: what stands at a path, None when nothing does."""
        for part in path:
            if is_null(data) or data is None:
                return None
            if "[" in part and part[1:-1].isdigit():
                data = self._at(data, int(part[1:-1]))
            else:
                # On a scalar this would be an attribute of Python, which is no setting.
                data = self.get(data, part) if isinstance(data, Table) and part not in _METHODS else None
        return data

    def _at(self, data: Data, index: int) -> Data | None:
        """`data[index] if index < len(data) else []`."""
        if isinstance(data, Items):
            return self._item(data, index) if index < len(data) else None
        if isinstance(data, Table):
            if index >= len(data):
                return None
            raise KeyError(index)
        if isinstance(data, Leaf) and isinstance(data.value, str):
            return of_value(data.value[index], data.source) if index < len(data.value) else None
        raise TypeError(f"object of type '{_type_name(data)}' has no len()")

    def _item(self, items: Items, index: int) -> Data:
        """`items[index]`: a DataList works it out, and gives a copy of a list."""
        item: Data = items[index]
        return self._evaluate(item) if items.boxed else item

    def reversed(self, items: Items) -> list[Data]:
        """`items[::-1]`."""
        return [self._evaluate(item) if items.boxed else item for item in reversed(items)]

    def _join_marked(self, old: Table, new: Table, key: object, value: Items) -> None:
        """A list with the word dynaconf_merge in it is added to the old one."""
        if MERGE not in value and MERGE_UNIQUE not in value:
            return
        joined = Items(value.source)
        joined.extend(value)
        unique = MERGE not in joined
        joined.remove(MERGE_UNIQUE if unique else MERGE)
        before = self.get(old, key)
        check_length(len(before) if isinstance(before, Items) else 0, len(joined), unique=unique)
        for item in _backwards(before):
            if not (unique and item in joined):
                joined.insert(0, item)
        new[key] = joined

    def _merge_marked(self, old: Table, new: Table, key: object, value: Table, lists: ListMerge) -> None:
        """A table with the key dynaconf_merge in it is merged with the old one."""
        marked = pop_mark(value)
        if marked is not None and not is_switch(marked) and not self._of(new, key):
            new[key] = marked
        if marked is not None and marked:
            new[key] = self.merge(self.get(old, key), self._of(new, key), lists=lists)
        elif not old.has(key):
            mine = self._of(new, key)
            if not isinstance(mine, Table):
                raise AttributeError(f"'{_type_name(mine)}' object has no attribute 'keys'")
            strip_marks(mine)


def check_length(old: int, new: int, *, unique: bool) -> None:
    """Raises TooLongError before lists that double with each layer fill the memory."""
    if old + new > _MAX_ITEMS or (unique and old * new > _MAX_COMPARED):
        raise TooLongError(f"a list of {old + new} items")


def pop_mark(table: Table) -> Data | None:
    """Take dynaconf_merge and dynaconf_merge_unique out of a table: the value of the first that is there."""
    unique = table.pop(MERGE_UNIQUE, None)
    marked: Data | None = table.pop(MERGE, unique)
    return marked


def is_switch(marked: Data) -> bool:
    """Whether the value of dynaconf_merge is true, false or null, and not the table that is meant."""
    return is_null(marked) or marked in (True, False)


def strip_marks(table: Table) -> None:
    """_strip_merge_tokens: take the marks out of all tables below."""
    for child in table.values():
        if isinstance(child, Table):
            child.pop(MERGE, None)
            child.pop(MERGE_UNIQUE, None)
            strip_marks(child)


def _backwards(before: Data | None) -> list[Data]:
    """`(before or [])[::-1]`. Raises what Python raises for what cannot be turned round."""
    if before is None or not before:
        return []
    if isinstance(before, Items):
        return list(reversed(before))
    if isinstance(before, Leaf) and isinstance(before.value, str):
        return [Leaf(char, before.source) for char in reversed(before.value)]
    if isinstance(before, Table):
        taken: Any = {}
        return [taken[::-1]]  # raises; what it raises depends on the version of Python
    raise TypeError(f"'{_type_name(before)}' object is not subscriptable")


def _type_name(data: Data | None) -> str:
    if isinstance(data, Leaf):
        return type(data.value).__name__
    return "list" if isinstance(data, Items) else "dict" if isinstance(data, Table) else type(data).__name__
