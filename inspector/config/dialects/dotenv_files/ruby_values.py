"""What a `.env` file makes of an environment under the Ruby gem dotenv 3.2.0, step by step.

Commands, `$(…)`, are never run: their text stays, and nothing in it is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from inspector.config.dialects.dotenv_files.bounds import Budget, EndlessError
from inspector.config.formats.dotenv_ruby import entries, seen_text, unescaped, unquoted

_MODE = "DOTENV_LINEBREAK_MODE"
# Ruby takes the long s and the sign of kelvin for letters where small and capital ones count the same.
_REFERENCE = re.compile("(\\\\)?\\$(?!\\()\\{?([A-Za-z0-9_\u017f\u212a]+)?\\}?")
_COMMAND = re.compile(r"(\\?)\$\(")


@dataclass(slots=True)
class Parsed:
    """What came of a file: texts by name.

    `commands` are names of values with a command in them, `endless` of values that grew beyond all bounds.
    `unset` are offsets of the names behind `export` that nothing has set: there the gem stops.
    """

    texts: dict[str, str] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)
    endless: list[str] = field(default_factory=list)
    unset: list[tuple[int, int]] = field(default_factory=list)


def parsed(text: str, environ: Mapping[str, str]) -> Parsed:
    """Dotenv::Parser.call on the text of a file; `environ` is what is set by then, and wins."""
    seen = seen_text(text)
    found = Parsed()
    budget = Budget()
    for entry in entries(seen):
        name = seen[slice(*entry.key)]
        if name in environ and name != _MODE:
            found.texts[name] = environ[name]
        elif entry.exported and entry.value is None:
            if name not in found.texts:
                found.unset.append(entry.key)
        else:
            written = "" if entry.value is None else seen[slice(*entry.value)]
            _assign(found, name, written, environ, budget)
    return found


def _assign(found: Parsed, name: str, written: str, environ: Mapping[str, str], budget: Budget) -> None:
    mode = found.texts.get(_MODE, environ.get(_MODE))
    value = unescaped(written, line_breaks=mode == "legacy")
    has_command = is_endless = False
    if "$" in value and unquoted(written)[1] != "'":
        pieces: list[str] = []
        try:
            for is_command, piece in _commands(value):
                has_command = has_command or is_command
                pieces.append(piece if is_command else _filled(piece, found, environ, budget))
            filled = "".join(pieces)
            budget.take(filled)
            value = filled
        except EndlessError:
            is_endless = True
    found.texts[name] = value
    for told, is_told in ((found.commands, has_command), (found.endless, is_endless)):
        if name in told:
            told.remove(name)
        if is_told:
            told.append(name)


def _filled(text: str, found: Parsed, environ: Mapping[str, str], budget: Budget) -> str:
    """The text with its references filled in; `\\$` is a `$`. Raises EndlessError."""

    def replaced(match: re.Match[str]) -> str:
        if match[1]:
            return match[0][1:]
        name = match[2]
        if name is None:
            return match[0]
        if name in found.endless:
            raise EndlessError(circle=False)
        value = found.texts.get(name, environ.get(name, ""))
        budget.take(value)
        return value

    return _REFERENCE.sub(replaced, text)


def _commands(text: str) -> Iterator[tuple[bool, str]]:
    """The text in pieces, each a command or not. Of an escaped command the backslash is gone."""
    closing = _closing_parentheses(text) if "$(" in text else {}
    at = 0
    plain: list[str] = []
    while (found := _COMMAND.search(text, at)) is not None:
        opening = found.end() - 1
        end = closing.get(opening)
        plain.append(text[at : found.start()])
        if end is None:  # no command: the $ may still be escaped for what comes next
            plain.append(found[0])
            at = found.end()
        elif found[1]:
            plain.append(text[found.start() + 1 : end + 1])
            at = end + 1
        else:
            yield False, "".join(plain)
            plain.clear()
            yield True, text[opening - 1 : end + 1]
            at = end + 1
    yield False, "".join((*plain, text[at:]))


def _closing_parentheses(text: str) -> dict[int, int]:
    """Where each `(` is closed; without those that hold nothing, and those that hold one of them."""
    closing: dict[int, int] = {}
    opened: list[tuple[int, bool]] = []  # and whether what it holds is a command so far
    for match in re.finditer(r"[()]", text):
        at = match.start()
        if match[0] == "(":
            opened.append((at, True))
        elif opened:
            opening, whole = opened.pop()
            whole = whole and at > opening + 1
            if whole:
                closing[opening] = at
            elif opened:
                opened[-1] = (opened[-1][0], False)
    return closing
