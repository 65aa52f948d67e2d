"""What shells print for `export -p` and `declare -x`: quoted so that a shell can read it again.

Seen with bash 5.2, bash in POSIX mode and dash 0.5.12; zsh and ksh quote in the same ways.
"""

from __future__ import annotations

import re

from inspector.config.environ.lines import decoded
from inspector.config.environ.written import Pairs, last_of_each

_COMMAND = re.compile(r"\s*(declare|typeset|export)((?:\s+-[-\w]+)*)\s+(?=\S)")
_NAME = re.compile(r"[^\s='\"`$\\;&|<>()#]+")
_END = re.compile(r"[ \t]*(?:\n|;|\Z)")
_BARE = re.compile(r"[^\s'\"`$\\;&|<>()#]+|(?<=\S)#|\\(.)", re.DOTALL)
_SINGLE = re.compile(r"'([^']*)'")
_DOUBLE = re.compile(r'"((?:[^"\\$`]|\\.)*)"', re.DOTALL)
_IN_DOUBLE = re.compile(r'\\(?:([$`"\\])|\n)')
_ANSI = re.compile(r"\$'((?:[^'\\]|\\.)*)'", re.DOTALL)
_IN_ANSI = re.compile(
    rb"\\(?:x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|c(.)|(.))",
    re.DOTALL,
)
_LETTERS = dict(zip(b"abeEfnrtv", b"\a\b\x1b\x1b\f\n\r\t\v", strict=True))
_ARRAY = re.compile(r"\((?:[^()'\"\\]|'[^']*'|\"(?:[^\"\\]|\\.)*\"|\\.)*\)", re.DOTALL)


def read_exports(text: str) -> Pairs:
    """The variables of `export` and `declare -x` commands that hold nothing to fill in.

    Left out is what no process gets: names without a value, arrays, and what `declare -p` tells of the
    shell's own variables. Raises ValueError with a part of a sentence for any other command.
    """
    pairs: list[tuple[str, str]] = []
    text = text.rstrip("\n")
    at = 0
    while at < len(text):
        command = _COMMAND.match(text, at)
        name = command and _NAME.match(text, command.end())
        if command is None or name is None:
            raise ValueError(f"line {_line(text, at)} is not export NAME=value")
        at = name.end()
        if text.startswith("=", at):
            array = _ARRAY.match(text, at + 1)
            value, at = ("", array.end()) if array is not None else _word(text, at + 1)
            if array is None and (command[1] == "export" or "x" in command[2]):
                pairs.append((name[0], value))
        end = _END.match(text, at)
        if end is None:
            raise ValueError(f"line {_line(text, at)} is not export NAME=value")
        at = end.end()
    return last_of_each(pairs)


def _word(text: str, at: int) -> tuple[str, int]:
    """One word of a shell, without its quotes, and where it ends."""
    pieces: list[str] = []
    while True:
        if (found := _BARE.match(text, at)) is not None:
            pieces.append("" if found[1] == "\n" else found[1] or found[0])
        elif (found := _SINGLE.match(text, at)) is not None:
            pieces.append(found[1])
        elif (found := _DOUBLE.match(text, at)) is not None:
            pieces.append(_IN_DOUBLE.sub(r"\1", found[1]))
        elif (found := _ANSI.match(text, at)) is not None:
            pieces.append(_ansi(found[1]))
        else:
            return "".join(pieces), at
        at = found.end()


def _ansi(text: str) -> str:
    """The text of `$'…'`: escapes as in C, which may be the bytes of one character."""
    data = text.encode(errors="surrogateescape")
    return decoded(_IN_ANSI.sub(_escape, data))


def _escape(found: re.Match[bytes]) -> bytes:
    byte, octal, short, long, control, other = found.groups()
    if byte is not None:
        return bytes([int(byte, 16)])
    if octal is not None:
        return bytes([int(octal, 8) & 0xFF])
    if short is not None or long is not None:
        code = int(short or long, 16)
        return chr(code).encode(errors="surrogatepass") if code < 0x110000 else found[0]
    if control is not None:
        return bytes([ord(control) & 0x1F])
    if other in (b"\\", b"'", b'"', b"?"):
        return other
    letter = _LETTERS.get(ord(other))
    return found[0] if letter is None else bytes([letter])


def _line(text: str, at: int) -> int:
    start = re.compile(r"\s*").match(text, at)
    return text.count("\n", 0, at if start is None else start.end()) + 1
