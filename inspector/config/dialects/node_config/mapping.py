"""custom-environment-variables: a tree whose texts are names of variables.

The rule is lib/util.js, substituteDeep (node-config 5.0.1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from inspector.base.places import Place
from inspector.config.values import KeyPath, Node, NodeKind, Value


@dataclass(frozen=True, slots=True)
class MappedName:
    """A key and the variable that sets it. `form` is the `__format` that reads its text, None for none.

    `half` says that the name stands at `__name` without a `__format` beside it, so that it sets a key
    with that very name. `place` is where the variable is named.
    """

    path: KeyPath
    name: str
    form: str | None
    place: Place
    half: bool = False


@dataclass(frozen=True, slots=True)
class IllegalLeaf:
    """A leaf that is no text, where the application stops. `path` is its mapping's, as in the message."""

    path: KeyPath
    node: Node

    @property
    def message(self) -> str:
        """What node-config says."""
        at = ".".join(map(str, self.path))
        return f"Illegal key type for substitution map at {at}: {type_of(self.node.value)}"


def mapped_names(root: Node, is_set: Callable[[str], bool]) -> Iterator[MappedName | IllegalLeaf]:
    """The variables of a map in its order, up to the first illegal leaf.

    `is_set` tells whether a variable is there and not empty: where the one at `__name` is not, node-config
    takes the texts at `__name` and `__format` for names as well.
    """
    yield from _names(root, (), is_set)


def type_of(value: Value) -> str:
    """What `typeof` says of a value that a file holds."""
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, int | float) else "string" if isinstance(value, str) else "object"


def _names(
    node: Node, path: KeyPath, is_set: Callable[[str], bool], half: bool = False
) -> Iterator[MappedName | IllegalLeaf]:
    for key, child in properties(node):
        here = (*path, key)
        if isinstance(child.value, str):
            yield MappedName(here, child.value, None, child.place, half and key == "__name")
        elif child.kind is NodeKind.MAPPING:
            name, form = child.child("__name"), child.child("__format")
            if name is not None and form is not None and isinstance(name.value, str) and is_set(name.value):
                yield MappedName(here, name.value, str(form.value), name.place)
                continue
            for found in _names(child, here, is_set, form is None):
                yield found
                if isinstance(found, IllegalLeaf):
                    return
        elif not isinstance(child.value, date):
            yield IllegalLeaf(path, child)
            return


def properties(node: Node) -> list[tuple[str, Node]]:
    """What `for … in` finds: the keys of a mapping, the positions of a list."""
    if node.kind is NodeKind.SEQUENCE:
        return [(str(number), element) for number, element in enumerate(node.elements)]
    return [(str(key), child) for key, child in node.entries if key != "__proto__"]
