"""What node-config passes over in silence, or does otherwise than it looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.dialects.node_config.javascript import MAX_SAFE_INTEGER, whole
from inspector.config.dialects.node_config.mapping import IllegalLeaf, MappedName
from inspector.config.layers import Layer
from inspector.config.shadow import Variable
from inspector.config.values import KeyPath, Node, NodeKind, join_key

_WHOLE = re.compile(r"[+-]?[0-9]+", re.ASCII)
_NUMBERS = (int, float)
_MAX_DIGITS = 400
_MAX_TOLD = 50


def lost_digits(layer: Layer, root: Node) -> Iterator[Finding]:
    """Whole numbers of a file that a JavaScript number cannot hold."""
    for path, node in islice(_too_long(root, ()), _MAX_TOLD):
        yield Finding(
            "number-loses-digits",
            Severity.WARNING,
            f"{join_key(path)} in {layer.label} is {node.raw}, and becomes {whole(int(node.raw or '0'))}: "
            "JavaScript keeps 53 bits of a number.",
            join_key(path),
            "Put it in quotes to make it text.",
            (node.place,),
        )


def no_object(variable: Variable) -> Finding:
    """NODE_CONFIG that is JSON and no object."""
    return Finding(
        "variable-not-json",
        Severity.ERROR,
        f"{variable.name} holds no JSON object, and sets nothing of use.",
        hint='Write it like NODE_CONFIG=\'{"key": "value"}\'.',
        places=(variable.place,),
    )


def not_json(variable: Variable, problem: str) -> Finding:
    """NODE_CONFIG that is no JSON."""
    detail = f" ({problem[0].lower()}{problem[1:].split(':')[0]})" if problem else ""
    return Finding(
        "variable-not-json",
        Severity.ERROR,
        f"{variable.name} is no JSON{detail}: node-config prints that, and goes on without it.",
        hint='Write it like NODE_CONFIG=\'{"key": "value"}\': names and texts stand in double quotes.',
        places=(variable.place,),
    )


def undefined(variable: Variable, mapped: MappedName, known_format: bool) -> Finding:
    """A variable whose text gives no value, and takes away the one that the key had."""
    key = join_key(mapped.path)
    why = "its text is no number" if known_format else f"node-config has no format {mapped.form}"
    return Finding(
        "variable-gives-undefined",
        Severity.ERROR,
        f"{variable.name} makes {key} undefined: {why}. Reading the key then stops the application.",
        key,
        f"Correct {variable.name}, or unset it."
        if known_format
        else "Correct the format; known are json, yaml, toml, number and boolean.",
        (variable.place, mapped.place),
    )


def unread_format(variable: Variable, mapped: MappedName) -> Finding:
    """A variable in a format that Inspector does not read."""
    return Finding(
        "values-unknown",
        Severity.WARNING,
        f"{variable.name} is read as {mapped.form}, which Inspector does not read, so that the value of "
        f"{join_key(mapped.path)} is unknown.",
        join_key(mapped.path),
        "Use the format json, which Inspector reads.",
        (variable.place, mapped.place),
    )


def half_mapped(mapped: MappedName) -> Finding:
    """`__name` without `__format`, which is taken for a key of that name."""
    above = join_key(mapped.path[:-1])
    return Finding(
        "variable-map-incomplete",
        Severity.WARNING,
        f"{above} has __name without __format, so that {mapped.name} sets {join_key(mapped.path)}.",
        above,
        f'Write {{"{mapped.path[-2] if len(mapped.path) > 1 else "key"}": "{mapped.name}"}}, '
        "or add a __format such as number.",
        (mapped.place,),
    )


def illegal_leaf(layer: Layer, leaf: IllegalLeaf) -> Finding:
    """A leaf of the map that is no name, where node-config stops."""
    node = leaf.node
    return Finding(
        "variable-map-illegal",
        Severity.ERROR,
        f"{layer.label} must hold names of variables, and has something else here: the application stops at "
        f"start with Error: {leaf.message}.",
        join_key(leaf.path) or None,
        "Write the name of a variable, in quotes, or remove the key.",
        (node.place,),
        exception="Error",
    )


def reserved(path: KeyPath, place: Place, vanishes: bool) -> Finding:
    """A key that node-config keeps for a function of its own."""
    name = path[-1]
    what = (
        f"{join_key(path)} cannot be read: node-config keeps {name} for itself"
        if vanishes
        else f"{join_key(path)} takes the place of node-config's own {name}(), which then cannot be called"
    )
    return Finding(
        "reserved-key", Severity.WARNING, f"{what}.", join_key(path), "Give the key another name.", (place,)
    )


def no_yaml_reader(layer: Layer, *, sure: bool) -> Finding:
    """A YAML file in a project without a package that reads it; unless `sure`, one that package.json does not
    name."""
    what = "neither is installed: node-config prints that, and goes on without the file"
    if not sure:
        what = (
            "package.json names neither: unless another package brings one, node-config prints that, and "
            "goes on without the file"
        )
    return Finding(
        "reader-missing",
        Severity.WARNING,
        f"{layer.label} needs the package yaml or js-yaml, and {what}.",
        hint="Run npm install js-yaml.",
        places=(Place(layer.path),) if sure else (Place(layer.path), Place("package.json")),
    )


def host_unknown(hosts: tuple[str, ...]) -> Finding:
    """Files for hosts, and variables that do not say which host this is."""
    return Finding(
        "host-unknown",
        Severity.INFO,
        f"Files for hosts ({', '.join(hosts[:4])}) are left out: these variables do not name the host.",
        hint="Set HOST, as in --set HOST=NAME, to see the files of a host.",
        places=(Place(variable="HOST"),),
    )


def own_parser() -> Finding:
    """A parser of the application's own."""
    return Finding(
        "values-unknown",
        Severity.WARNING,
        "NODE_CONFIG_PARSER names a parser of the application's own, which Inspector does not run: files are "
        "shown as node-config's usual parsers read them.",
        hint="Check the values that matter in the running application.",
        places=(Place(variable="NODE_CONFIG_PARSER"),),
    )


def _too_long(node: Node, path: KeyPath) -> Iterator[tuple[KeyPath, Node]]:
    # No list or generator for each mapping: a large file has tens of thousands of values.
    children = node.entries if node.kind is NodeKind.MAPPING else enumerate(node.elements)
    for key, child in children:
        if child.kind is not NodeKind.SCALAR:
            if key != "__proto__":
                yield from _too_long(child, (*path, str(key)))
        elif child.value.__class__ in _NUMBERS and _loses_digits(child) and key != "__proto__":
            yield (*path, str(key)), child


def _loses_digits(node: Node) -> bool:
    value, raw = node.value, node.raw or ""
    if not isinstance(value, int | float) or abs(value) <= MAX_SAFE_INTEGER or len(raw) > _MAX_DIGITS:
        return False
    return _WHOLE.fullmatch(raw) is not None and int(raw) != value
