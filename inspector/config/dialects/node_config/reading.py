"""What `__format` makes of a variable's text (node-config 5.0.1, parser.js)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inspector.base.places import Place
from inspector.config.dialects.node_config.javascript import UNDEFINED, Undefined, in_javascript, number_of
from inspector.config.formats import parse
from inspector.config.values import Document, Node, NodeKind

JSON, JSON5, YAML, TOML = "json", "json5", "yaml-js", "toml"

_PARSED = {
    "json": JSON5,
    "jsonc": JSON5,
    "json5": JSON5,
    "yaml": YAML,
    "yml": YAML,
    "toml": TOML,
}
_MODULES = frozenset(["js", "cjs", "mjs", "ts", "coffee"])
UNREAD = frozenset(["hjson", "cson", "properties", "xml"])
"""Formats that Inspector does not read."""

NESTING = frozenset(["json", "jsonc", "json5", "yaml", "yml"])
"""Formats in which a text can be written as JSON."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text became: a node, or `undefined`, or nothing that is known (None).

    `error` is what is wrong with the text when the application stops with it, "" when it goes on.
    """

    value: Node | Undefined | None
    error: str = ""
    exception: str = ""


def read(text: str, form: str | None, place: Place) -> Reading:
    """Read a variable's text in a format; None is the text itself. All places are `place`."""
    if form is None:
        return Reading(Node(NodeKind.SCALAR, text, place, raw=text))
    if form == "boolean":
        return Reading(Node(NodeKind.SCALAR, text == "true", place, raw=text))
    if form == "number":
        value = number_of(text)
        return Reading(UNDEFINED if value is None else Node(NodeKind.SCALAR, value, place, raw=text))
    if form in _MODULES:
        return Reading(None, "a variable holds no module", "TypeError")
    if form in UNREAD:
        return Reading(None)
    if form not in _PARSED:
        return Reading(UNDEFINED)
    return parsed(text, _PARSED[form])


def parsed(text: str, form: str) -> Reading:
    """Read a text as a whole document. Places are those in the text."""
    document = parse(text.encode("utf-8", "replace"), "", form)
    broken = next((finding for finding in document.findings if finding.exception), None)
    if broken is not None:
        said = broken.message.removesuffix(f": the application stops with {broken.exception}.")
        return Reading(None, said, "SyntaxError")
    if document.root is None:
        return Reading(None, document.findings[0].message if document.findings else "")
    return Reading(as_javascript(document))


def parsed_strictly(text: str) -> Reading:
    """Read a text as JSON.parse does."""
    reading = parsed(text, JSON)
    if isinstance(reading.value, Node) and any(_is_constant(node) for node in _scalars(reading.value)):
        return Reading(None, "NaN and Infinity are no JSON", "SyntaxError")
    return reading


def _is_constant(node: Node) -> bool:
    return (node.raw or "").lstrip("-") in ("NaN", "Infinity")


def _scalars(node: Node) -> Iterator[Node]:
    if node.kind is NodeKind.SCALAR:
        yield node
    for child in (*node.elements, *(child for _, child in node.entries)):
        yield from _scalars(child)


def as_javascript(document: Document) -> Node:
    """The tree of a document with values as JavaScript has them."""
    assert document.root is not None
    if document.format in (JSON, TOML):
        return in_javascript(document.root, signed_zero=document.format == JSON)
    return document.root
