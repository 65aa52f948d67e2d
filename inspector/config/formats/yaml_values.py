"""The values that PyYAML's safe_load constructs from YAML 1.1."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

import yaml
from yaml.nodes import ScalarNode

from inspector.base.places import Place
from inspector.config.formats.problems import endless_number
from inspector.config.formats.yaml_flavour import (
    MERGE,
    MERGE_KEY,
    TAG,
    Entry,
    Source,
    Unreadable,
    bad_key,
    bad_scalar,
    check_length,
    unknown_tag,
)
from inspector.config.formats.yaml_merge import flattened
from inspector.config.values import Node, NodeKind, Value, is_endless

_STR, _SET, _OMAP, _PAIRS = TAG + "str", TAG + "set", TAG + "omap", TAG + "pairs"
_FEW_DIGITS = 18
_CONSTRUCTORS: dict[Any, Any] = yaml.constructor.SafeConstructor.yaml_constructors


class PyYaml:
    """PyYAML's resolver and constructors, which are called for every scalar that is not plain text."""

    library = "safe_load"
    syntax_error = ""
    duplicate_error = ""
    repeats_anchors = False
    repeats_merges = True

    def __init__(self) -> None:
        self.plain: dict[str, Value] = {}
        self.plain_keys: dict[str, Hashable] = self.plain
        self._constructor = yaml.constructor.SafeConstructor()
        self._resolver: Any = yaml.resolver.Resolver()

    def begin(self, version: tuple[int, int] | None) -> None:
        """PyYAML reads every version as 1.1."""

    def scalar(self, event: Any, place: Place) -> Value:
        """The value of a scalar: plain ones are resolved, quoted ones are text, tagged ones are told."""
        text: str = event.value
        if not (event.implicit[0] or event.tag == "!"):
            if event.tag is None or event.tag == _STR:
                return text
            return self._construct(event.tag, text, place)
        value: Value = text
        if len(text) <= _FEW_DIGITS and text.isdecimal() and text.isascii() and text[0] != "0":
            value = int(text)  # as PyYAML does after three steps; files have many such numbers
        elif text[:1] in self._resolver.yaml_implicit_resolvers:
            tag = self._resolver.resolve(ScalarNode, text, (True, False))
            if tag != _STR:
                value = self._construct(tag, text, place)
        self.plain[text] = value
        return value

    def scalar_key(self, event: Any, place: Place) -> Hashable:
        """The key that PyYAML constructs, or MERGE_KEY."""
        if event.tag == MERGE or (event.value == "<<" and event.implicit[0]):
            return MERGE_KEY
        if event.tag == TAG + "value":
            return str(event.value)
        if event.value == "=" and event.implicit[0]:  # special in YAML 1.1, but as a key just text
            return "="
        return self.key(self.scalar(event, place), place)

    def key(self, value: Value, place: Place) -> Hashable:
        """Whatever Python can hash."""
        if isinstance(value, Hashable):
            return value
        raise bad_key("ConstructorError", place)

    def tagged(self, tag: str, node: Node) -> Node | Value:
        """The value that PyYAML constructs from a collection with a tag of its own."""
        if tag == _SET and node.kind is NodeKind.MAPPING:
            return {key for key, _ in node.entries}
        is_list = tag in (_OMAP, _PAIRS) and node.kind is NodeKind.SEQUENCE
        if is_list and all(len(element.entries) == 1 for element in node.elements):
            return [(key, value.value) for element in node.elements for key, value in element.entries]
        raise _refused(tag, "ConstructorError", node.place)

    def merged(self, sources: Sequence[Source], own: Sequence[Entry]) -> Sequence[Entry]:
        """As the installed PyYAML merges."""
        return flattened(sources, own)

    def ordered(self, entries: dict[Hashable, Node]) -> dict[Hashable, Node]:
        """As written."""
        return entries

    def _construct(self, tag: str, text: str, place: Place) -> Value:
        """The value that PyYAML constructs from a scalar with this tag."""
        constructor = _CONSTRUCTORS.get(tag)
        check_length(tag, text, place)
        try:
            if constructor is None:
                raise yaml.constructor.ConstructorError(None, None, "unknown tag")
            value = constructor(self._constructor, ScalarNode(tag, text))
            if isinstance(value, Iterator):  # a constructor of collections, which refuses scalars
                deque(value)
        except Exception as error:  # constructors raise ValueError, KeyError and more for bad text
            raise _refused(tag, type(error).__name__, place) from error
        if is_endless(value):
            raise Unreadable(endless_number(place))
        return value


def _refused(tag: str, exception: str, place: Place) -> Unreadable:
    known = tag in _CONSTRUCTORS or tag in (MERGE, TAG + "value")
    return bad_scalar(tag, exception, place) if known else unknown_tag("safe_load", tag, exception, place)
