"""The events of a YAML text to our tree: the values that PyYAML constructs, each beside its place.

Events are read one by one instead of composing nodes first: that keeps the places of aliases, stops at any
depth, keeps what stands above an error, and is faster.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.formats.making import make_place, make_scalar
from inspector.config.formats.positions import Positions, text_at
from inspector.config.formats.problems import (
    MAX_ALIASED_NODES,
    MAX_DEPTH,
    duplicate_key,
    problem,
)
from inspector.config.formats.yaml_flavour import (
    MERGE_KEY,
    MISSING,
    TAG,
    Entry,
    Flavour,
    Unreadable,
)
from inspector.config.formats.yaml_merge import Merges, brings_entries, entry
from inspector.config.formats.yaml_state import Anchor, Entries, Events, TooDeep
from inspector.config.values import KeyPath, Node, NodeKind, join_key

_MAP, _SEQ = TAG + "map", TAG + "seq"

_SPELT = 4

_ANCHOR = re.compile(r"&\S+\s*")

# The first three end a line for YAML 1.1 and for no editor, the last has no column for PyYAML: where they
# stand, only the index of a mark can be trusted.
_COUNTED_DIFFERENTLY = ("\x85", "\u2028", "\u2029", "\ufeff")

_TOO_MANY = f"The aliases repeat more than {MAX_ALIASED_NODES} values in all; this one is left out."
_HOLLOW = "The alias repeats a value that cannot be read."
_ONCE = {_TOO_MANY: 1, _HOLLOW: 5}
"""What a file may have a thousand times, and how often it is told."""


class TreeReader:
    """Reads the one document of a text.

    Entries that cannot be read are left out and reported in `findings`. What ends the reading early
    (`yaml.YAMLError`, TooDeep) is kept in `error`, and the tree holds the whole entries above it.
    `is_empty` tells that there is no document at all.
    """

    def __init__(self, text: str, path: str, events: Events, flavour: Flavour) -> None:
        self.findings: list[Finding] = []
        self.error: yaml.YAMLError | TooDeep | None = None
        self.is_empty = False
        self._text = text
        self._path = path
        self._next: Any = events.get_event  # the stubs say that every mark may be None
        self._positions: Positions | None = None
        if any(char in text for char in _COUNTED_DIFFERENTLY):
            self._positions = Positions(text, path)
        self.flavour = flavour
        self._plain = flavour.plain
        self._plain_keys = flavour.plain_keys
        self._anchors: dict[str, Anchor] = {}
        self._trail: list[str] = []
        self._nodes = 0
        self._unreadable = 0
        self._repeated = Counter[str]()
        self._last_told: dict[str, int] = {}
        self._aliased_nodes = 0
        self._may_merge = "<<" in text or "!" in text  # each mapping is kept only where one may be merged
        self._merges = Merges()
        self._merging = False  # the next node is what `<<` brings in

    def read(self) -> Node | None:
        """The tree of the document; None when there is no document, or when its root cannot be read."""
        root = None
        try:
            self._next()
            start = self._next()
            if isinstance(start, yaml.StreamEndEvent):
                self.is_empty = True
                return None
            self.flavour.begin(start.version)
            try:
                root = self._value(self._next(), None)
            except Unreadable as error:  # what stands below it may still end the reading
                self._report(error, ())
            self._next()
            after = self._next()
            if not isinstance(after, yaml.StreamEndEvent):
                raise yaml.composer.ComposerError(
                    None, None, "expected a single document in the stream", after.start_mark
                )
        except (yaml.YAMLError, TooDeep) as error:
            self.error = error
        for message, at in self._last_told.items():
            more = self._repeated[message] - _ONCE[message]
            if more > 0:
                said = f"{message} The same is true of {more} more."
                self.findings[at] = replace(self.findings[at], message=said)
        return root

    def _report(self, error: Unreadable, key: KeyPath) -> None:
        self._unreadable += 1
        finding = error.finding
        if finding is None:
            return  # the list around it: reported already
        if finding.message in _ONCE:  # a file that repeats too much does so a thousand times
            self._repeated[finding.message] += 1
            if self._repeated[finding.message] > _ONCE[finding.message]:
                return
            self._last_told[finding.message] = len(self.findings)
        self.findings.append(replace(finding, key=join_key(key) if key else None))

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        if self._positions is not None or end.index > len(self._text):
            return self._place_at(start.index, end.index)
        return make_place(self._path, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def _value(self, event: Any, key_place: Place | None) -> Node:
        """The node that starts with this event; its events are used up even when it is unreadable."""
        if isinstance(event, AliasEvent):
            return self._alias(event, key_place)
        if event.anchor is None:
            return self._own_value(event, key_place)
        if event.anchor in self._anchors and not self.flavour.repeats_anchors:
            raise yaml.composer.ComposerError(None, None, "found duplicate anchor", event.start_mark)
        anchor = self._anchors[event.anchor] = Anchor(self._place(event), event.tag)
        if event.__class__ is ScalarEvent:
            anchor.text = event.value
        before = self._nodes
        try:
            anchor.node = self._own_value(event, key_place, anchor)
        finally:
            anchor.open = False
            anchor.size = self._nodes - before
        return anchor.node

    def _own_value(self, event: Any, key_place: Place | None, anchor: Anchor | None = None) -> Node:
        merging, self._merging = self._merging, False
        if event.__class__ is ScalarEvent:
            return self._scalar(event, key_place)
        self._nodes += 1
        if len(self._trail) >= MAX_DEPTH:
            raise TooDeep(event.start_mark.index)
        if isinstance(event, MappingStartEvent):
            node = self._mapping(event, key_place, merging)
        else:
            node = self._sequence(event, key_place, merging)
        if anchor is not None:
            anchor.bare = node
        return node if merging else self._tagged(event.tag, node)

    def _tagged(self, tag: str | None, node: Node) -> Node:
        """What the library constructs from a collection with this tag; `<<` takes it without."""
        if tag in (None, "!", _MAP if node.kind is NodeKind.MAPPING else _SEQ):
            return node
        value = self.flavour.tagged(tag, node)
        if isinstance(value, Node):
            return value
        return make_scalar(value, node.place, node.key_place, text_at(self._text, node.place))

    def _alias(self, event: Any, key_place: Place | None) -> Node:
        anchor = self._anchors.get(event.anchor)
        if anchor is None:
            raise yaml.composer.ComposerError(None, None, "found undefined alias", event.start_mark)
        place = self._place(event)
        merging, self._merging = self._merging, False
        if anchor.open:
            raise Unreadable(
                problem(
                    "aliases-too-many",
                    "The alias stands inside the value that it repeats, so the value never ends.",
                    "Move the anchor to a value that does not contain the alias.",
                    place,
                    anchor.place,
                )
            )
        if anchor.node is None:
            raise Unreadable(
                problem(
                    "broken-file",
                    _HOLLOW,
                    "Repair the value that it repeats.",
                    place,
                    anchor.place,
                )
            )
        self._nodes += anchor.size
        self._aliased_nodes += anchor.size
        if self._aliased_nodes > MAX_ALIASED_NODES:
            raise Unreadable(
                problem(
                    "aliases-too-many",
                    _TOO_MANY,
                    "Aliases of aliases multiply: write the values once, without lists of lists of aliases.",
                    place,
                    anchor.place,
                )
            )
        node = anchor.node
        if anchor.bare is not None:
            node = anchor.bare if merging else self._tagged(anchor.tag, anchor.bare)
        return replace(node, key_place=key_place, alias_place=place)

    def _scalar(self, event: Any, key_place: Place | None) -> Node:
        self._nodes += 1
        start, end = event.start_mark, event.end_mark
        first, last = start.index, end.index
        if event.anchor is not None and event.tag is None:
            anchor = _ANCHOR.match(self._text, first, last)
            first = first if anchor is None else anchor.end()
            place = self._place_at(first, last)
        elif self._positions is not None or last >= len(self._text):  # libyaml has a line behind the last one
            place = self._place_at(first, last)
        else:
            place = make_place(self._path, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        value = self._plain.get(event.value, MISSING) if event.implicit[0] else MISSING
        if value is MISSING:
            value = self.flavour.scalar(event, place)
        return make_scalar(value, place, key_place, self._text[first:last])

    def _place_at(self, start: int, end: int) -> Place:
        if self._positions is None:
            self._positions = Positions(self._text, self._path)
        whole = len(self._text)  # of which the events may have had a line end more
        return self._positions.place(min(start, whole), min(end, whole))

    def _sequence(self, start: Any, key_place: Place | None, merging: bool) -> Node:
        elements: list[Node] = []
        last: Place | None = None
        before = self._unreadable
        repeated: set[Place] = set()
        for index in count():
            if isinstance(event := self._next(), SequenceEndEvent):
                break
            self._trail.append(str(index))
            self._merging = merging
            try:
                element = self._value(event, None)
                elements.append(element)
                last = element.alias_place or element.place
            except Unreadable as error:
                anchors = set(error.finding.places[1:]) if error.finding is not None else set()
                if anchors and anchors <= repeated:  # the list is lost anyway: once for each anchor
                    self._unreadable += 1
                    continue
                repeated |= anchors
                self._report(error, tuple(self._trail))
            finally:
                self._trail.pop()
        if self._unreadable > before:  # half a list is another list
            raise Unreadable(None)
        values = [element.value for element in elements]
        place = self._collection_place(start, event, last)
        return Node(NodeKind.SEQUENCE, values, place, key_place, elements=tuple(elements))

    def _mapping(self, start: Any, key_place: Place | None, merging: bool) -> Node:
        entries = Entries()
        while not isinstance(event := self._next(), MappingEndEvent):
            self._entry(event, entries)
        exception = self.flavour.duplicate_error
        nodes = entries.own
        written: Sequence[Entry] = entries.written
        # What stands only behind `<<` is never constructed by itself, so that nothing checks its keys.
        refused = "" if merging else exception
        if entries.merged:
            written = self.flavour.merged(entries.merged, written)
            if len(written) > len(entries.written):
                refused = ""
            nodes = {}
            for _, (key, node) in written:
                nodes[key] = node
        for repeated, places in entries.repeated.items():
            shown = () if isinstance(repeated, str) else (text_at(self._text, p) for p in places[:_SPELT])
            key_path, spellings = (*self._trail, str(repeated)), tuple(dict.fromkeys(shown))
            self.findings.append(duplicate_key(key_path, tuple(places), refused, spellings))
        nodes = self.flavour.ordered(nodes)
        values = {key: node.value for key, node in nodes.items()}
        if self._may_merge:
            self._merges.keep(values, written)
        return Node(
            NodeKind.MAPPING,
            values,
            self._collection_place(start, event, entries.last),
            key_place,
            entries=tuple(nodes.items()),
        )

    def _entry(self, event: Any, entries: Entries) -> None:
        """Read a key and its value, whose events are used up even when one of them is unreadable."""
        place = self._place(event)
        key: Any = MISSING
        try:
            if event.__class__ is ScalarEvent and event.anchor is None and event.implicit[0]:
                key = self._plain_keys.get(event.value, MISSING)
            if key is MISSING:
                key = self._key(event, place)
            following = self._next()
            if following.__class__ is ScalarEvent and following.anchor is None and key is not MERGE_KEY:
                node = self._scalar(following, place)
                entries.last = node.place
            else:
                self._trail.append("<<" if key is MERGE_KEY else str(key))
                self._merging = key is MERGE_KEY
                try:
                    node = self._value(following, place)
                finally:
                    self._trail.pop()
                entries.last = node.alias_place or node.place
                if key is MERGE_KEY:
                    if not self.flavour.repeats_merges and any(map(brings_entries, entries.merged)):
                        raise Unreadable(duplicate_key(("<<",), (place,), self.flavour.duplicate_error))
                    entries.merged.append(self._merges.source(node))
                    return
        except Unreadable as error:
            if key is MISSING:
                self._report(error, tuple(self._trail))
                self._skip_value(self._text[event.start_mark.index : event.end_mark.index])
            else:
                self._report(error, (*self._trail, "<<" if key is MERGE_KEY else str(key)))
            return
        own = entries.own
        if key in own:
            entries.repeated.setdefault(key, [own[key].key_place or place]).append(place)
        own[key] = node
        if self._may_merge:
            entries.written.append(entry(self._key_text(event), key, node))

    def _key(self, event: Any, place: Place) -> Hashable:
        """The key that the library constructs, or MERGE_KEY."""
        if event.__class__ is ScalarEvent and event.anchor is None:
            return self.flavour.scalar_key(event, place)
        self._trail.append("?")
        try:
            value = self._value(event, None).value
        finally:
            self._trail.pop()
        return self.flavour.key(value, place)

    def _key_text(self, event: Any) -> str:
        """The text that a key is made of; "" for a list."""
        if isinstance(event, ScalarEvent):
            return str(event.value)
        anchor = self._anchors.get(event.anchor or "") if isinstance(event, AliasEvent) else None
        return "" if anchor is None else anchor.text

    def _skip_value(self, name: str) -> None:
        """Use up the value of an unreadable key; the anchors in it count."""
        self._trail.append(name)
        try:
            self._value(self._next(), None)
        except Unreadable as error:
            self._report(error, tuple(self._trail))
        finally:
            self._trail.pop()

    def _collection_place(self, start: Any, end: Any, last: Place | None) -> Place:
        """Block collections have no end of their own: they end with their last value."""
        place = self._place(start)
        if start.flow_style and isinstance(end, CollectionEndEvent):
            last = self._place(end)
        if last is None:
            return place
        return make_place(
            self._path, place.line or 1, place.column or 1, last.end_line or 1, last.end_column or 1
        )
