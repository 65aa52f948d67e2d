"""Values of `.env` files that lose a part without a word: at a `#`, or at a `$` that refers to nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, islice

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.base.secrets import is_secret_name
from inspector.config.formats.positions import Positions
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.shadow.unset import unset
from inspector.config.values import Node

_MAX_TOLD = 50
_QUOTES = ("'", '"', "`")
# Formats in which a `#` begins a comment without a space before it.
_FORMATS = ("dotenv-js", "dotenv-ruby")
_BEHIND = re.compile(r"#[^\s#]")
_REFERENCE = re.compile(r"(\\)?\$(?!\()(\{?)([A-Za-z0-9_]+)(?!\w|:?-)")
_MEANT = re.compile(r"[A-Z][A-Z0-9_]{2,}")


def cut_values(layers: Sequence[Layer], known: Collection[str], dollars: str) -> Iterator[Finding]:
    """The findings about values that lose a part.

    `known` are the names of all variables that are set. `dollars` says how a `$` is written that is no
    reference, "" in a family without references.
    """
    files = [
        layer
        for layer in layers
        if layer.kind is LayerKind.DOTENV
        and layer.status is not LayerStatus.INACTIVE
        and layer.document is not None
        and layer.document.format in _FORMATS
    ]
    known = {*known, *(str(key) for layer in files if layer.root for key, _ in layer.root.entries)}
    found = (
        chain(_at_comments(layer), _at_dollars(layer, known, dollars) if dollars else ()) for layer in files
    )
    yield from islice(chain.from_iterable(found), _MAX_TOLD)


def _at_comments(layer: Layer) -> Iterator[Finding]:
    document, root = layer.document, layer.root
    if document is None or root is None or "#" not in document.text:
        return
    positions = Positions(document.text, document.path)
    for key, node in root.entries:
        place, raw = node.place, node.raw or ""
        if raw.startswith(_QUOTES) or place.end_line is None or place.end_column is None:
            continue
        end = positions.offset(place.end_line, place.end_column)
        if _BEHIND.match(document.text, end) and not document.text[end - 1].isspace():
            said, why = ("is cut at #", "a comment begins there")
            if not raw:
                said, why = ("is empty", "its # begins a comment")
            yield _cut(layer, str(key), node, said, f'Write it in quotes: {key}="…".', why)


def _at_dollars(layer: Layer, known: Collection[str], dollars: str) -> Iterator[Finding]:
    references: dict[Place, tuple[str, ...]] = {}
    root = layer.root
    in_ruby = layer.document is not None and layer.document.format != "dotenv-js"
    for key, node in () if root is None else root.entries:
        raw = node.raw or ""
        if "$" not in raw or (in_ruby and raw.startswith("'")):
            continue
        lost = [m for m in _REFERENCE.finditer(raw) if not m[1] and m[3] not in known]
        if not lost:
            continue
        secret = is_secret_name(str(key))
        if not secret and all(match[2] or _MEANT.fullmatch(match[3]) for match in lost):
            if not in_ruby:
                place = _named(node.place, str(key))
                references[place] = tuple(dict.fromkeys(match[3] for match in lost))
            continue
        why = "it begins a reference, no variable has the name behind it, and empty text stands in its place"
        yield _cut(layer, str(key), node, "loses a part at $", f"Write {dollars} for a dollar sign.", why)
    if references:
        yield unset(layer.label, references)


def _cut(layer: Layer, name: str, node: Node, said: str, hint: str, why: str) -> Finding:
    return Finding(
        "value-cut",
        Severity.WARNING,
        f"{name} in {layer.label} {said}: {why}.",
        name,
        hint,
        (_named(node.place, name),),
    )


def _named(place: Place, name: str) -> Place:
    return Place(place.path, place.line, place.column, place.end_line, place.end_column, name)
