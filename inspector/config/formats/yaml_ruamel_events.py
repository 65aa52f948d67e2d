"""The events of ruamel.yaml's own parser, in the words of PyYAML's.

It reads some texts otherwise than libyaml: a colon or a # without a space, tabs, line ends that only YAML 1.1
knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml import events

from inspector.config.formats.positions import Positions
from inspector.config.formats.yaml_state import Crashed

_NO_CHARACTER = re.compile(r"\\U(?!00(?:0[0-9A-Fa-f]|10))[0-9A-Fa-f]{8}")
_VERSION_REFUSED = re.compile(r"^%YAML\s+(?!1\.[12]\s)", re.MULTILINE)

_ERRORS: dict[str, type[yaml.MarkedYAMLError]] = {
    kind.__name__: kind
    for kind in (
        yaml.scanner.ScannerError,
        yaml.parser.ParserError,
        yaml.composer.ComposerError,
    )
}


class RuamelEvents:
    """What PyYAML's loaders offer of a text, by ruamel.yaml's pure parser."""

    def __init__(self, text: str) -> None:
        # Imported here because it costs as much time as all of PyYAML and most files never need it.
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError
        from ruamel.yaml.reader import ReaderError

        self._errors = (MarkedYAMLError, ReaderError)
        self._text = text
        self._read = 0
        self._events: Iterator[Any] = iter(YAML(typ="safe", pure=True).parse(text))

    def get_event(self) -> events.Event:
        """The next event. Raises PyYAML's error of the same name where ruamel.yaml raises one."""
        try:
            event = next(self._events)
        except self._errors as error:
            raise _translated(error) from error
        except AssertionError as error:  # ruamel.yaml takes the version of a directive in an assertion
            raise Crashed("AssertionError", "unsupported version", self._mark_of(_VERSION_REFUSED)) from error
        except (ValueError, OverflowError) as error:  # it hands any number of an escape to chr()
            mark = self._mark_of(_NO_CHARACTER)
            raise Crashed(type(error).__name__, "no character", mark) from error
        self._read = event.end_mark.index
        translated: events.Event = _TRANSLATIONS[type(event).__name__](event)
        return translated

    def _mark_of(self, pattern: re.Pattern[str]) -> yaml.Mark:
        """Where the next text of this kind stands, which the library has not got past."""
        found = pattern.search(self._text, self._read)
        index = self._read if found is None else found.start()
        line, column = Positions(self._text, "").spot(index)
        return yaml.Mark("", index, line - 1, column - 1, None, 0)


def _translated(error: Any) -> yaml.YAMLError:
    kind = _ERRORS.get(type(error).__name__)
    if kind is not None:
        return kind(error.context, error.context_mark, error.problem, error.problem_mark)
    return yaml.reader.ReaderError(error.name, error.position, error.character, error.encoding, error.reason)


def _tag(event: Any) -> str | None:
    return None if event.tag is None else str(event.tag)


_TRANSLATIONS: dict[str, Any] = {
    "StreamStartEvent": lambda event: events.StreamStartEvent(event.start_mark, event.end_mark),
    "StreamEndEvent": lambda event: events.StreamEndEvent(event.start_mark, event.end_mark),
    "DocumentStartEvent": lambda event: events.DocumentStartEvent(
        event.start_mark, event.end_mark, event.explicit, event.version, event.tags
    ),
    "DocumentEndEvent": lambda event: events.DocumentEndEvent(
        event.start_mark, event.end_mark, event.explicit
    ),
    "AliasEvent": lambda event: events.AliasEvent(event.anchor, event.start_mark, event.end_mark),
    "ScalarEvent": lambda event: events.ScalarEvent(
        event.anchor, _tag(event), event.implicit, event.value, event.start_mark, event.end_mark, event.style
    ),
    "SequenceStartEvent": lambda event: events.SequenceStartEvent(
        event.anchor, _tag(event), event.implicit, event.start_mark, event.end_mark, event.flow_style
    ),
    "SequenceEndEvent": lambda event: events.SequenceEndEvent(event.start_mark, event.end_mark),
    "MappingStartEvent": lambda event: events.MappingStartEvent(
        event.anchor, _tag(event), event.implicit, event.start_mark, event.end_mark, event.flow_style
    ),
    "MappingEndEvent": lambda event: events.MappingEndEvent(event.start_mark, event.end_mark),
}
