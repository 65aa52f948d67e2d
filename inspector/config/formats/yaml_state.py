"""What is known while a YAML text is being read: its events, anchors, and half-read mappings."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, Protocol

import yaml

from inspector.base.places import Place
from inspector.config.formats.yaml_flavour import Entry, Source
from inspector.config.values import Node


class TooDeep(Exception):  # noqa: N818 - ends the reading of the file
    """The text nests deeper than MAX_DEPTH from this offset on."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class Crashed(yaml.MarkedYAMLError):
    """A text at which the library's own parser ends with an exception that is none of YAML's, `exception`."""

    def __init__(self, exception: str, problem: str, mark: Any) -> None:
        super().__init__(problem=problem, problem_mark=mark)
        self.exception = exception


class Events(Protocol):
    """A text as events, one by one."""

    def get_event(self) -> Any:
        """The next event. Raises yaml.YAMLError."""


@dataclass(slots=True)
class Anchor:
    """What an anchor stands for: nothing yet while its value is being read, None when it is unreadable.

    `bare` is a collection as it is without its `tag`.
    """

    place: Place
    tag: str | None
    open: bool = True
    node: Node | None = None
    bare: Node | None = None
    size: int = 0
    text: str = ""  # of a scalar


@dataclass(slots=True)
class Entries:
    """The entries of a mapping while it is being read."""

    own: dict[Hashable, Node] = field(default_factory=dict)
    merged: list[Source] = field(default_factory=list)
    repeated: dict[Hashable, list[Place]] = field(default_factory=dict)
    written: list[Entry] = field(default_factory=list)
    last: Place | None = None
