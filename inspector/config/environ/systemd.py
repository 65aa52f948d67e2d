"""Environments of services: unit files with `Environment=`, and what `systemctl show` prints.

As systemd 252 reads them (systemd.exec and systemd.syntax), specifiers such as `%n` excepted.
"""

from __future__ import annotations

import re

from inspector.config.environ.lines import decoded
from inspector.config.environ.written import Written

_SHOWN_CHARS = 40

_SECTION = re.compile(
    r"^\[(?:Unit|Service|Install|Socket|Mount|Swap|Slice|Timer|Manager)\]\s*$", re.MULTILINE
)
_PROPERTY = re.compile(r"[A-Z][A-Za-z]+=")
_ONLY = re.compile(r"(?:PassEnvironment|UnsetEnvironment|Environment(?:Files?)?)=")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SPECIFIER = re.compile(r"%(%|.)")
_ESCAPE = re.compile(
    r"\\(?:x([0-9A-Fa-f]{2})|([0-3][0-7]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL
)
_LETTERS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "s": " "}


def is_systemd(text: str) -> bool:
    """Whether a text is a unit file, or properties of a unit with its environment among them."""
    if _SECTION.search(text) is not None:
        return True
    lines = [line for line in text.split("\n") if line.strip()]
    if all(_ONLY.match(line) for line in lines):
        return bool(lines)
    names = {line.partition("=")[0] for line in lines}
    return {"LoadState", "ActiveState"} <= names


def read_systemd(text: str) -> Written:
    """The variables of `Environment=` in order; an empty one forgets those above.

    What other files, the manager and specifiers give is left out, with a note.
    """
    is_file = _SECTION.search(text) is not None
    variables: dict[str, str] = {}
    notes: dict[str, None] = {}
    for name, value in _properties(text, is_file):
        if name == "Environment":
            if not value.strip():
                variables.clear()
            for assignment in _assignments(value, notes):
                _set(assignment, variables, notes, is_file)
        elif name in ("EnvironmentFile", "EnvironmentFiles") and value.strip():
            path = value.partition(" (")[0].strip().removeprefix("-")
            notes[f"What {path} brings in ({name}) is not known."] = None
        elif name == "PassEnvironment":
            for passed in value.split():
                notes[f"{passed} is left out: its value is that of the system manager."] = None
        elif name == "UnsetEnvironment":
            for unset in _assignments(value, notes):
                wanted, equal, text_wanted = unset.partition("=")
                if not equal or variables.get(wanted) == text_wanted:
                    variables.pop(wanted, None)
    return Written(tuple(variables.items()), tuple(notes))


def _properties(text: str, is_file: bool) -> list[tuple[str, str]]:
    """The lines `Name=value` of the section of a service; a `\\` at the end joins the next line."""
    if is_file:
        text = re.sub(r"\\\n(?:[ \t]*[#;][^\n]*\n)*", " ", text)
    section = "Service"
    found = []
    for line in text.split("\n"):
        stripped = line.strip()
        if is_file and stripped.startswith("["):
            section = stripped.strip("[]")
        elif stripped[:1] not in ("#", ";", "") and "=" in stripped:
            name, _, value = stripped.partition("=")
            if not is_file or section in ("Service", "Socket", "Mount", "Swap"):
                found.append((name.strip(), value.strip()))
    return found


def _assignments(text: str, notes: dict[str, None]) -> list[str]:
    """The words of a line: quotes keep spaces, a backslash starts an escape as in C."""
    words: list[str] = []
    word: list[str] | None = None
    quote = ""
    at = 0
    while at < len(text):
        char = text[at]
        escape = _ESCAPE.match(text, at) if char == "\\" else None
        if escape is not None:
            word = [] if word is None else word
            word.append(_unescaped(escape))
            at = escape.end()
            continue
        if quote:
            if char == quote:
                quote = ""
            elif word is not None:
                word.append(char)
        elif char in "'\"":
            quote, word = char, [] if word is None else word
        elif char in " \t\n\r":
            words += [] if word is None else [_joined(word)]
            word = None
        else:
            word = [] if word is None else word
            word.append(char)
        at += 1
    if quote:
        notes["A quote is never closed in it: systemd leaves out what stands behind it."] = None
    elif word is not None:
        words.append(_joined(word))
    return words


def _joined(word: list[str]) -> str:
    """The word as text; bytes written as escapes may be one character together."""
    return decoded("".join(word).encode(errors="surrogateescape"))


def _unescaped(found: re.Match[str]) -> str:
    byte, octal, short, long, other = found.groups()
    if byte is not None or octal is not None:
        code = int(byte, 16) if byte is not None else int(octal, 8)
        return chr(code if code < 0x80 else 0xDC00 + code)
    if short is not None or long is not None:
        code = int(short or long, 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else found[0]
    return _LETTERS.get(other, other if other in "\\\"'$`" else found[0])


def _set(assignment: str, variables: dict[str, str], notes: dict[str, None], is_file: bool) -> None:
    name, equal, value = assignment.partition("=")
    if not equal or not _NAME.fullmatch(name):
        said = f"{name[:_SHOWN_CHARS]} is left out" if equal else "A word without = is left out"
        notes[f"{said}: systemd takes NAME=value only."] = None
        return
    if is_file and any(found[1] != "%" for found in _SPECIFIER.finditer(value)):
        variables.pop(name, None)
        notes[f"{name} is left out: systemd fills in what stands behind % in it."] = None
        return
    variables[name] = value.replace("%%", "%") if is_file else value
