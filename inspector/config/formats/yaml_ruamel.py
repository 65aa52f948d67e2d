"""The values that ruamel.yaml's safe loader constructs from YAML 1.2."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

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
from inspector.config.values import Node, NodeKind, Value, is_endless

if TYPE_CHECKING:
    from ruamel.yaml import YAML

_STR, _SET, _OMAP, _PAIRS = TAG + "str", TAG + "set", TAG + "omap", TAG + "pairs"


class RuamelYaml:
    """The resolver and constructors of ruamel.yaml; a directive `%YAML 1.1` brings the old words back."""

    library = "ruamel.yaml"
    syntax_error = ""
    duplicate_error = "DuplicateKeyError"
    repeats_anchors = True
    repeats_merges = False

    def __init__(self) -> None:
        self.plain: dict[str, Value] = {}
        self.plain_keys: dict[str, Hashable] = self.plain
        self._library: YAML | None = None

    def begin(self, version: tuple[int, int] | None) -> None:
        """Load the library here because that costs as much time as all of PyYAML, and few files need it."""
        from ruamel.yaml import YAML

        self._library = YAML(typ="safe", pure=True)
        self._library.version = version

    def scalar(self, event: Any, place: Place) -> Value:
        """The value of a scalar."""
        text: str = event.value
        if not (event.implicit[0] or event.tag == "!"):
            if event.tag in (None, _STR):
                return text
            return self._construct(event.tag, text, place)
        tag = self._resolve(text)
        value = text if tag == _STR else self._construct(tag, text, place)
        self.plain[text] = value
        return value

    def scalar_key(self, event: Any, place: Place) -> Hashable:
        """The key that ruamel.yaml constructs, or MERGE_KEY."""
        if event.tag == MERGE or (event.value == "<<" and event.implicit[0]):
            return MERGE_KEY
        if event.tag == TAG + "value":
            return str(event.value)
        if event.value == "=" and event.implicit[0]:
            return "="
        return self.key(self.scalar(event, place), place)

    def key(self, value: Value, place: Place) -> Hashable:
        """Whatever Python can hash; a list becomes a tuple."""
        if isinstance(value, list):
            value = tuple(value)
        try:
            hash(value)
        except TypeError:
            # A tuple looks as if it could be hashed until that is tried.
            exception = "TypeError" if isinstance(value, tuple) else "ConstructorError"
            raise bad_key(exception, place) from None
        return value

    def tagged(self, tag: str, node: Node) -> Node | Value:
        """What ruamel.yaml constructs from a collection with a tag of its own."""
        if tag == _SET and node.kind is NodeKind.MAPPING:
            return {key for key, _ in node.entries}
        is_list = tag in (_OMAP, _PAIRS) and node.kind is NodeKind.SEQUENCE
        if is_list and all(len(element.entries) == 1 for element in node.elements):
            entries = [element.entries[0] for element in node.elements]
            if tag == _PAIRS:
                return [(key, value.value) for key, value in entries]
            values = {key: value.value for key, value in entries}
            return Node(NodeKind.MAPPING, values, node.place, node.key_place, entries=tuple(entries))
        raise unknown_tag(self.library, tag, "ConstructorError", node.place)

    def merged(self, sources: Sequence[Source], own: Sequence[Entry]) -> Sequence[Entry]:
        """As ruamel.yaml merges: the first mapping of a list wins, and own entries win over all."""
        from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
        from ruamel.yaml.tag import Tag

        def translated(source: Source) -> Any:
            if source.id == "sequence":
                return SequenceNode(Tag(suffix=TAG + "seq"), [translated(below) for below in source.value])
            return MappingNode(Tag(suffix=TAG + "map"), list(source.value))

        assert self._library is not None
        merge_key = ScalarNode(Tag(suffix=MERGE), "<<")
        node = MappingNode(
            Tag(suffix=TAG + "map"), [*((merge_key, translated(source)) for source in sources), *own]
        )
        self._library.constructor.flatten_mapping(node)
        entries: Sequence[Entry] = node.value
        return entries

    def ordered(self, entries: dict[Hashable, Node]) -> dict[Hashable, Node]:
        """As written."""
        return entries

    def _resolve(self, text: str) -> str:
        from ruamel.yaml.nodes import ScalarNode

        assert self._library is not None
        return str(self._library.resolver.resolve(ScalarNode, text, (True, False)))

    def _construct(self, tag: str, text: str, place: Place) -> Value:
        from ruamel.yaml.nodes import ScalarNode

        assert self._library is not None
        constructor: Any = self._library.constructor
        construct = constructor.yaml_constructors.get(tag)
        if construct is None:
            if tag in (MERGE, TAG + "value"):
                raise bad_scalar(tag, "ConstructorError", place)
            raise unknown_tag(self.library, tag, "ConstructorError", place)
        check_length(tag, text, place)
        try:
            value = construct(constructor, ScalarNode(tag, text))
            if isinstance(value, Iterator):  # a constructor of collections, which refuses scalars
                deque(value)
        except Exception as error:  # constructors raise ValueError, KeyError and more for bad text
            raise bad_scalar(tag, type(error).__name__, place) from error
        if is_endless(value):
            raise Unreadable(endless_number(place))
        return value
