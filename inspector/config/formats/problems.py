"""What can be wrong with a file: codes, limits and the findings made of them."""

from __future__ import annotations

from dataclasses import replace

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.values import KeyPath, join_key

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 100
MAX_ALIASED_NODES = 50_000
_MAX_PLACES = 20

FINDING_CODES = (
    "aliases-too-many",
    "broken-file",
    "dotenv-bad-line",
    "duplicate-key",
    "duplicate-key-refused",
    "empty-file",
    "file-not-text",
    "file-too-deep",
    "file-too-large",
    "file-unreadable",
    "format-unknown",
)


def problem(code: str, message: str, hint: str, *places: Place, key: KeyPath | None = None) -> Finding:
    """A finding of severity error about a file."""
    return Finding(code, Severity.ERROR, message, join_key(key) if key else None, hint, places)


def crash(message: str, exception: str, hint: str, *places: Place, code: str = "broken-file") -> Finding:
    """A problem with which the application stops; `message` is the sentence up to there, without its end."""
    said = f"{message}: the application stops with {exception}."
    return replace(problem(code, said, hint, *places), exception=exception)


def further(message: str, hint: str, *places: Place, code: str = "broken-file") -> Finding:
    """A problem behind the one that stops the application, in the way as soon as that is mended."""
    return problem(code, f"{message}: this stops the application, too.", hint, *places)


def endless_number(place: Place) -> Finding:
    """The finding about a whole number that Python reads and refuses to write."""
    return problem(
        "broken-file",
        "This number has more digits than Python writes: the application stops as soon as it prints it.",
        "Shorten it, or put it in quotes to make it text.",
        place,
    )


def duplicate_key(
    key: KeyPath, places: tuple[Place, ...], exception: str = "", spellings: tuple[str, ...] = ()
) -> Finding:
    """The finding about a key written more than once; `places` in the order of the file.

    `spellings` are those of a key that is no text (`1` and `true` are one).
    `exception` is what the application stops with, "" when the last one wins without a word.
    """
    spelt = f"as {' and '.join(spellings[:_MAX_PLACES])}, " if len(spellings) > 1 else ""
    written = f"{join_key(key)} is written {len(places)} times, {spelt}in {_lines(places)}"
    latest = places[-1:-_MAX_PLACES:-1]  # a file may repeat a key a million times
    if exception:
        hint = "Keep one of them: the library refuses the whole file."
        refused = crash(written, exception, hint, *latest, code="duplicate-key-refused")
        return replace(refused, key=join_key(key))
    return Finding(
        "duplicate-key",
        Severity.WARNING,
        f"{written}; the last one wins.",
        join_key(key),
        "Keep one of them. What stands only below the earlier ones is lost without a message.",
        (*latest[:1], *latest[:0:-1]),
    )


def _lines(places: tuple[Place, ...]) -> str:
    lines = sorted({place.line or 1 for place in places})
    if len(lines) == 1:
        return f"line {lines[0]}"
    if len(lines) > _MAX_PLACES:
        return f"lines {lines[0]} to {lines[-1]}"
    return "lines " + ", ".join(str(line) for line in lines[:-1]) + f" and {lines[-1]}"


def too_deep(path: str, place: Place | None = None) -> Finding:
    """The finding about nesting beyond MAX_DEPTH."""
    return problem(
        "file-too-deep",
        f"The file nests more than {MAX_DEPTH} levels deep and was not read further.",
        "Settings rarely need more than ten levels: look for brackets that are never closed.",
        place or Place(path),
    )
