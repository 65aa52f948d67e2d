"""The name of a field that a mistyped one was most likely meant to be."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

_CLOSE = 78.0
_MIN_CHARS = 4
_NO_DIGITS = str.maketrans("", "", "0123456789")


def similar_name(name: str, names: Iterable[str]) -> str:
    """The closest of the names, whatever its letters are; "" when none is close.

    Two letters that changed places are a slip in short names too. Names that differ by a number are two.
    """
    texts = {known.lower(): known for known in names}
    typed = name.lower()
    found = process.extractOne(typed, list(texts), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    if found is None:
        turned = [known for known in texts if _is_turned(typed, known)]
        return texts[turned[0]] if turned else ""
    if found[0] != typed and found[0].translate(_NO_DIGITS) == typed.translate(_NO_DIGITS):
        return ""
    return texts[found[0]]


def _is_turned(name: str, other: str) -> bool:
    return len(name) >= _MIN_CHARS and sorted(name) == sorted(other) and OSA.distance(name, other) == 1
