"""Variables put into the tree, by the same steps as in the application: a walk, then an assignment."""

from __future__ import annotations

from typing import Any

from inspector.config.shadow.landing import Stop
from inspector.config.shadow.tree import Branch, Slot, Written
from inspector.config.shadow.variables import Variable
from inspector.config.values import KeyPath, Node, Value


def assign(root: Branch, written: Written) -> Stop | None:
    """Put a variable where it points. Returns the stop when something else is in the way; nothing is
    changed then."""
    branch = root
    path = written.target
    for depth, key in enumerate(path[:-1]):
        slot = branch.slots.get(key)
        if slot is None:
            below = Branch()
            made = written._replace(value=below.value, is_mapping=True)
            branch.slots[key] = Slot([made], below)
            branch.value[key] = below.value
            branch = below
        elif slot.branch is None:
            in_the_way = branch.value[key]
            last = slot.written[-1].source
            return stop_at(written, in_the_way, path[: depth + 1], last)
        else:
            branch = slot.branch
    branch.put(path[-1], written, written.value, None)
    return None


def stop_at(written: Written, in_the_way: Value, at: KeyPath, source: Node | Variable | None) -> Stop | None:
    """What Python says when the walk meets a value that is no mapping; `at` is the key of that value.

    None when nothing stops, which is so for mappings alone.
    """
    variable = written.source
    first, *more = written.target[len(at) :]
    taken: Any = in_the_way
    try:
        if more:
            taken.setdefault(first, {})
        else:
            taken[first] = written.value
    except (AttributeError, TypeError) as error:
        places = (variable.place,) if source is None else (variable.place, source.place)
        name = variable.name if isinstance(variable, Variable) else None
        return Stop(type(error).__name__, str(error), places, name, written.target, at)
    return None
