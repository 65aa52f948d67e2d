"""What one YAML library makes of scalars, keys and tags; the walk over the text is the same for all."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Protocol, TypeAlias

from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.formats.problems import crash, endless_number
from inspector.config.values import Node, Value

TAG = "tag:yaml.org,2002:"
MERGE = TAG + "merge"
MISSING = object()
_MAX_SEXAGESIMAL = 10_000
MERGE_KEY = object()

Entry: TypeAlias = tuple[ScalarNode, tuple[Hashable, Node]]
"""One entry as written: its key as PyYAML composes it, the key's value, and our node."""

Source: TypeAlias = MappingNode | SequenceNode
"""What stands behind `<<`: a mapping of entries, or a list of such mappings."""


class Unreadable(Exception):  # noqa: N818 - a fact about the file, caught by the collection around it
    """A node without a value that could be shown, and the finding that says why, None when it is told."""

    def __init__(self, finding: Finding | None) -> None:
        super().__init__(finding)
        self.finding = finding


class Flavour(Protocol):
    """One YAML library, made anew for each text.

    `plain` holds the values of plain scalars that were read already, and `plain_keys` those of plain keys:
    the same words come again and again. `library` is what messages call it. `syntax_error` and
    `duplicate_error` name the exceptions that the application stops with; "" means that of equal keys the
    last one wins without a word. `repeats_anchors` tells whether an anchor may be written again, and
    `repeats_merges` whether `<<` may.
    """

    plain: dict[str, Value]
    plain_keys: dict[str, Hashable]
    library: str
    syntax_error: str
    duplicate_error: str
    repeats_anchors: bool
    repeats_merges: bool

    def begin(self, version: tuple[int, int] | None) -> None:
        """Take notice of a `%YAML` directive, None without one."""

    def scalar(self, event: Any, place: Place) -> Value:
        """The value of a scalar: plain ones are resolved, quoted ones are text, tagged ones are told."""

    def scalar_key(self, event: Any, place: Place) -> Hashable:
        """The key that a scalar makes, or MERGE_KEY."""

    def key(self, value: Value, place: Place) -> Hashable:
        """The key that an alias, a list or a mapping makes. Raises Unreadable."""

    def tagged(self, tag: str, node: Node) -> Node | Value:
        """What a collection with a tag of its own makes: a node, or one value. Raises Unreadable."""

    def merged(self, sources: Sequence[Source], own: Sequence[Entry]) -> Sequence[Entry]:
        """The entries of a mapping with those of its `<<` keys; of equal keys the last one counts."""

    def ordered(self, entries: dict[Hashable, Node]) -> dict[Hashable, Node]:
        """The entries in the order in which the application has them."""


def unknown_tag(library: str, tag: str, exception: str, place: Place) -> Unreadable:
    """A node with a tag that the library does not know."""
    return Unreadable(
        crash(
            f"The tag {tag} is unknown to {library}",
            exception,
            "Remove the tag, or check that the application registers a constructor for it.",
            place,
        )
    )


def bad_scalar(tag: str, exception: str, place: Place) -> Unreadable:
    """A scalar that is no value of its tag. The text never repeats the value: it may be a secret."""
    if tag in (MERGE, TAG + "value"):
        meaning, hint = "This word is special in YAML 1.1 and no value", "Put it in quotes."
    else:
        meaning = f"This cannot be read as {tag.removeprefix(TAG)}"
        hint = "Put it in quotes if it is meant as text, or correct it."
    return Unreadable(crash(meaning, exception, hint, place))


def check_length(tag: str, text: str, place: Place) -> None:
    """Refuse a number of the kind `1:30:00` that takes quadratic time. Raises Unreadable."""
    if len(text) > _MAX_SEXAGESIMAL and ":" in text and tag in (TAG + "int", TAG + "float"):
        raise Unreadable(endless_number(place))


def bad_key(exception: str, place: Place) -> Unreadable:
    """A collection where the library allows only scalars."""
    return Unreadable(
        crash(
            "A list or a mapping cannot be a key",
            exception,
            "Quote the key to make it text; a value that starts with { or [ needs quotes as well.",
            place,
        )
    )
