"""The values that PyYAML constructs from scalars and from collections with a tag of their own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.nodes import ScalarNode

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.formats.problems import crash
from inspector.config.values import Node, NodeKind, Value

TAG = "tag:yaml.org,2002:"
MERGE = TAG + "merge"
MISSING = object()

_STR, _SET, _OMAP, _PAIRS = TAG + "str", TAG + "set", TAG + "omap", TAG + "pairs"
_SPECIAL = (MERGE, TAG + "value")


class Unreadable(Exception):  # noqa: N818 - a fact about the file, caught by the collection around it
    """A node without a value that could be shown, and the finding that says why, None when it is told."""

    def __init__(self, finding: Finding | None) -> None:
        super().__init__(finding)
        self.finding = finding


class YamlValues:
    """Resolves and constructs scalars as PyYAML does.

    `plain` holds the plain scalars of a text that were read already: the same words come again and again.
    """

    def __init__(self) -> None:
        self.plain: dict[str, Value] = {}
        self._constructor = yaml.constructor.SafeConstructor()
        self._resolver: Any = yaml.resolver.Resolver()

    def scalar(self, event: Any, place: Place) -> Value:
        """The value of a scalar: plain ones are resolved, quoted ones are text, tagged ones are told."""
        text: str = event.value
        if not event.implicit[0]:
            if event.tag is None or event.tag == _STR:
                return text
            return self._construct(event.tag, text, place)
        value: Value = text
        if text[:1] in self._resolver.yaml_implicit_resolvers:
            tag = self._resolver.resolve(ScalarNode, text, (True, False))
            if tag != _STR:
                value = self._construct(tag, text, place)
        self.plain[text] = value
        return value

    def _construct(self, tag: str, text: str, place: Place) -> Value:
        """The value that PyYAML constructs from a scalar with this tag."""
        constructor = yaml.constructor.SafeConstructor.yaml_constructors.get(tag)
        try:
            if constructor is None:
                raise yaml.constructor.ConstructorError(None, None, "unknown tag")
            value = constructor(self._constructor, ScalarNode(tag, text))
            if isinstance(value, Iterator):  # a constructor of collections, which refuses scalars
                deque(value)
            return value
        except Exception as error:  # constructors raise ValueError, KeyError and more for bad text
            raise refused(tag, type(error).__name__, place) from error


def tagged_collection(tag: str, node: Node) -> Value:
    """The value that PyYAML constructs from a collection with a tag of its own."""
    if tag == _SET and node.kind is NodeKind.MAPPING:
        return {key for key, _ in node.entries}
    is_list = tag in (_OMAP, _PAIRS) and node.kind is NodeKind.SEQUENCE
    if is_list and all(len(element.entries) == 1 for element in node.elements):
        return [(key, value.value) for element in node.elements for key, value in element.entries]
    return MISSING


def refused(tag: str, exception: str, place: Place) -> Unreadable:
    """A node that PyYAML does not construct. The text never repeats the value: it may be a secret."""
    if tag in _SPECIAL:
        return Unreadable(
            crash(
                "This word is special in YAML 1.1 and no value",
                exception,
                "Put it in quotes.",
                place,
            )
        )
    if tag not in yaml.constructor.SafeConstructor.yaml_constructors:
        return Unreadable(
            crash(
                f"The tag {tag} is unknown to safe_load",
                exception,
                "Remove the tag, or check that the application registers a constructor for it.",
                place,
            )
        )
    return Unreadable(
        crash(
            f"This cannot be read as {tag.removeprefix(TAG)}",
            exception,
            "Put it in quotes if it is meant as text, or correct it.",
            place,
        )
    )
