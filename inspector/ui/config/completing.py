"""What the search box offers while an operator is being typed. Nothing here knows Qt."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.ui.config.query import MARKS, NAMED, Vocabulary, Word, words_of


@dataclass(frozen=True, slots=True)
class Offer:
    """A word that could stand there, and what it means."""

    text: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Completion:
    """What may take the place of the characters from `start` to `end`; no offers when nothing fits."""

    start: int = 0
    end: int = 0
    offers: tuple[Offer, ...] = ()


def complete(text: str, cursor: int, vocabulary: Vocabulary, *, asked: bool = False) -> Completion:
    """Offers for the word at the cursor. Plain words have none, unless `asked` on an empty place.

    A word that is complete already gets none, so that Enter searches and does not make it longer.
    """
    word = next((word for word in words_of(text) if word.start <= cursor <= word.end), None)
    bare = word is not None and word.operator is None and word.value == "-"
    minus = "-" if bare or (word is not None and word.negated) else ""
    if asked and (word is None or bare):
        word = Word(cursor, cursor, False, "@", None) if word is None else word
    elif word is None or word.operator is None:
        return Completion()
    typed = text[word.start : cursor].removeprefix("-").lower()
    if word.value is None or ":" not in typed:
        names = (*((name, what) for name, what in MARKS.items()), *((f"{n}:", w) for n, w in NAMED.items()))
    else:
        names = tuple((f"{word.operator}:{_quoted(v)}", w) for v, w in vocabulary.of(word.operator or ""))
        typed = typed.replace('"', "")
    if typed.strip("-") and typed in (name.lower().replace('"', "") for name, _ in names):
        return Completion()
    fits = tuple(
        Offer(minus + name, what) for name, what in names if name.lower().replace('"', "").startswith(typed)
    )
    return Completion(word.start, word.end, fits)


def completed(text: str, completion: Completion, offer: Offer) -> tuple[str, int]:
    """The text with an offer taken, and where the cursor goes: behind it, and a blank when it is whole."""
    blank = "" if offer.text.endswith(":") else " "
    rest = text[completion.end :]
    if blank:
        rest = rest.removeprefix(" ")
    head = text[: completion.start] + offer.text + blank
    return head + rest, len(head)


def _quoted(value: str) -> str:
    return f'"{value}"' if any(char.isspace() for char in value) else value
