"""What can still be read of a TOML text with errors: broken statements are blanked out one by one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field

from inspector.config.formats.toml_spots import Lost, Spot, Statement, locate, statements
from inspector.config.values import Value

# Each repair parses the text again: that many times at most, and fewer for long texts.
_MAX_REPAIRS = 30
_MAX_PARSED_CHARS = 4 * 1024 * 1024

_PART = r"""(?:[A-Za-z0-9_-]++|'[^'\r\n]*+'|"(?:\\.|[^"\\\r\n])*+")"""
_KEY = rf"{_PART}(?:[ \t]*+\.[ \t]*+{_PART})*+[ \t]*+"
_HEADER = re.compile(rf"^[ \t]*+\[(?:\[[ \t]*+{_KEY}\]\]|[ \t]*+{_KEY}\])", re.MULTILINE)
_STATEMENT = re.compile(rf"{_HEADER.pattern}|^[ \t]*+{_KEY}=", re.MULTILINE)
_VISIBLE = re.compile(r"\r(?!\n)|[^\r\n]")


@dataclass(frozen=True, slots=True)
class Fault:
    """What tomllib has against a text, and the offset of that. `text` has blanks where earlier faults were.

    `statement` is the whole statement that it is about, if there is one, and `path` the key that this sets.
    """

    text: str
    error: ValueError | RecursionError
    at: int
    statement: Statement | None = None
    path: tuple[str, ...] = ()


@dataclass(slots=True)
class Recovered:
    """What is left of a text: the values, and the text that gives them, with the offsets of the original.

    `faults` are in the order of the text, none when tomllib reads it. `gave_up` tells that what stands
    behind the last of them was not read.
    """

    text: str
    values: dict[str, Value] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    gave_up: bool = False


@dataclass(frozen=True, slots=True)
class _Broken:
    """A part of a text that has to go. `incomplete` is the list of tables that loses something with it."""

    start: int
    end: int
    incomplete: tuple[str, ...] = ()
    statement: Statement | None = None
    path: tuple[str, ...] = ()


@dataclass(slots=True)
class _Walked:
    """The statements of a text up to an offset."""

    last: Statement | None = None
    lost: int | None = None
    header: Statement | None = None
    lists: set[tuple[str, ...]] = field(default_factory=set)

    def add(self, statement: Statement) -> None:
        self.last = statement
        if statement.header:
            self.header = statement
        if statement.header == "[[":
            self.lists.add(names_of(statement))

    def list_around(self) -> tuple[str, ...]:
        """The outermost list of tables that the walk is in, () for none."""
        path = names_of(self.header) if self.header is not None else ()
        above = (path[:length] for length in range(1, len(path) + 1))
        return next((part for part in above if part in self.lists), ())


def recover(text: str, offset_of: Callable[[ValueError, str], int]) -> Recovered:
    """Read a text without its broken statements; a list of tables that loses one is left out as a whole.

    `offset_of` tells where in a text an error of tomllib is.
    """
    recovered = Recovered(text)
    incomplete: set[tuple[str, ...]] = set()
    for repair in range(1, _MAX_REPAIRS + 1):
        try:
            recovered.values = tomllib.loads(recovered.text)
            break
        except (ValueError, RecursionError) as error:
            at = None if isinstance(error, RecursionError) else offset_of(error, recovered.text)
            broken = _broken(recovered.text, at)
            spot = broken.start if at is None or at >= len(text) else at  # a quote is opened there
            recovered.faults.append(Fault(recovered.text, error, spot, broken.statement, broken.path))
            is_last = repair == _MAX_REPAIRS or repair * len(text) > _MAX_PARSED_CHARS
            end = len(text) if is_last else broken.end
            recovered.gave_up = is_last and bool(text[broken.end :].strip())
            recovered.text = _blanked(recovered.text, broken.start, end)
            incomplete.add(broken.incomplete)
    else:
        recovered.values, recovered.text = _at_last(recovered.text)
    for path in incomplete:
        _remove(recovered.values, path)
    return recovered


def without(pattern: re.Pattern[str], text: str) -> str:
    """A text of the same length without what matches, and without what stands below headers that match."""
    parts: list[str] = []
    at = 0
    for match in pattern.finditer(text):
        start, end = max(at, match.start()), match.end()
        if match.group().startswith("["):
            end = _next(_HEADER, text, end)
        if start < end:
            parts += [text[at:start], _VISIBLE.sub(" ", text[start:end])]
            at = end
    return "".join([*parts, text[at:]])


def names_of(statement: Statement) -> tuple[str, ...]:
    """The parts of a statement's key."""
    return tuple(name for name, _, _ in statement.key)


def first_place(text: str, statement: Statement, path: tuple[str, ...]) -> tuple[int, int] | None:
    """Where the key of a statement, or the nearest one above it, is written before; None when nowhere."""
    spot: Spot | None = locate(text[: statement.start])
    found = None
    for name in path:
        spot = spot.entries.get(name) if spot is not None else None
        if spot is None or spot.key is None:
            break
        found = spot.key
        spot = spot.elements[-1] if spot.elements else spot
    return found


def _broken(text: str, at: int | None) -> _Broken:
    """The statement in which an error is; without an offset it is the first one that cannot be walked."""
    walked = _walk(text, len(text) if at is None else at)
    last, lost = walked.last, walked.lost
    if lost is not None and last is not None and text[text.rfind("\n", 0, lost) + 1 : lost].strip():
        whole_end = max(last.end, lost)  # what follows a statement on its line belongs to it
    elif lost is None and last is not None:
        whole_end = last.end
    else:
        start = lost or 0
        is_header = text.startswith("[", start)
        end = _next(_HEADER if is_header else _STATEMENT, text, _end_of_line(text, start))
        return _Broken(start, end, walked.list_around() if not is_header else ())
    end = _end_of_line(text, whole_end)
    path = names_of(last)
    if last.header:
        end = _next(_HEADER, text, end)
    elif walked.header is not None:
        path = (*names_of(walked.header), *path)
    return _Broken(last.start, end, walked.list_around(), last, path)


def _walk(text: str, at: int) -> _Walked:
    walked = _Walked()
    try:
        for statement in statements(text):
            if statement.start > at:
                break
            if walked.last is not None and "\n" not in text[walked.last.end : statement.start]:
                walked.lost = statement.start  # a second statement on the same line
                break
            walked.add(statement)
            if statement.end >= at:
                break
    except Lost as lost:
        walked.lost = lost.offset
    return walked


def _at_last(text: str) -> tuple[dict[str, Value], str]:
    """The values when no repair is left: all or nothing."""
    try:
        return tomllib.loads(text), text
    except (ValueError, RecursionError):
        return {}, ""


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + _VISIBLE.sub(" ", text[start:end]) + text[end:]


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _next(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.search(text, at)
    return len(text) if match is None else match.start()


def _remove(values: dict[str, Value], path: tuple[str, ...]) -> None:
    """Leave out what stands at this path, if it does."""
    *parents, name = path or ("",)
    for parent in parents:
        below = values.get(parent)
        if not isinstance(below, dict):
            return
        values = below
    if path:
        values.pop(name, None)
