"""What a mistyped key or name was meant to be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from inspector.config.dialects import DialectSpec
from inspector.config.values import KeyPath, join_key, key_order, part_text

_CLOSE = 70.0
_LOOKED_AT = 10
_MAX_COMPARED = 300_000
_MIN_CHARS = 4
_LONG_CHARS = 8
# By what was done to a word: how many letters it needs, so that it is hardly another word.
_MIN_TURNED, _MIN_LONGER, _MIN_OTHER = 4, 5, 6
# How alike the words of a variable and of a key are, in percent, and how many of them may differ.
_LIKELY = 60.0
_MAX_DIFFERENT = 2
# Letters: of all words together, of the last words of a key, of a shortened word, of one that only lacks its
# end, and of the word that was shortened.
_MIN_FLAT, _MIN_END, _MIN_SHORT, _MIN_STEM, _MIN_WHOLE = 6, 5, 2, 5, 4
_NO_DIGITS = str.maketrans("", "", "0123456789")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")


class Meaning:
    """Finds the known key that was meant. The work is bounded: after many comparisons nothing is found."""

    def __init__(self, dialect: DialectSpec, known: Collection[KeyPath]) -> None:
        self._dialect = dialect
        self._known = known
        self._left = _MAX_COMPARED

    def closest(self, path: KeyPath) -> KeyPath | None:
        """The known key that was most likely meant: each part is the same or mistyped. None when none is."""
        if not self._spend(len(self._known)):
            return None
        joined = join_key(path).lower()
        found = process.extract(
            joined, self._joined, scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=_LOOKED_AT
        )
        return next((other for _, _, other in found if is_mistyped_path(path, other)), None)

    def of_variable(self, path: KeyPath) -> KeyPath | None:
        """The known key that a variable was meant for which lands on this one. None when none is close.

        Names of variables know no joints, so that more is likely than of a key in a file: a slip in a short
        word among right ones, a shortened word (`db`, `train`), and the last words of one key alone.
        """
        meant = self.twin(path) or self.closest(path)
        if meant is not None or not self._spend(len(self._leaves)):
            return meant
        words = _words_of(path)
        flat = " ".join(words)
        found = process.extract(flat, self._flat, scorer=fuzz.ratio, score_cutoff=_LIKELY, limit=_LOOKED_AT)
        likely = next((other for _, _, other in found if _is_likely(words, self._leaves[other])), None)
        return likely or self._by_end(words)

    def _by_end(self, words: Sequence[str]) -> KeyPath | None:
        if sum(map(len, words)) < _MIN_END:
            return None
        longer = [path for path, others in self._leaves.items() if list(others[-len(words) :]) == list(words)]
        return longer[0] if len(longer) == 1 else None

    def twin(self, path: KeyPath) -> KeyPath | None:
        """The known key that reads like this one when every `-` and joint is a separator: of
        `training.batch.size`, `training.batch_size`. None when there is none."""
        return next((twin for twin in self._twins.get(self._squeezed(path), ()) if twin != path), None)

    def sibling(self, name: str, others: Collection[str]) -> str | None:
        """The name beside it that was most likely meant, None when none is close."""
        if not self._spend(len(others)):
            return None
        found = process.extract(name, list(others), scorer=OSA.distance, score_cutoff=2, limit=5)
        return next((other for other, _, _ in found if is_typo(name, other)), None)

    @cached_property
    def names(self) -> dict[str, KeyPath]:
        """Every name of a variable that sets a known key, and that key."""
        spec = self._dialect
        return {
            name.name: path
            for path in sorted(self._known, key=key_order)
            for name in reversed(spec.rules.names_for(spec, path))
        }

    @cached_property
    def _joined(self) -> dict[KeyPath, str]:
        return {path: join_key(path).lower() for path in sorted(self._known, key=key_order)}

    @cached_property
    def _leaves(self) -> dict[KeyPath, list[str]]:
        """The words of each known key that has none below it."""
        above = {path[:end] for path in self._known for end in range(1, len(path))}
        return {path: _words_of(path) for path in sorted(self._known, key=key_order) if path not in above}

    @cached_property
    def _flat(self) -> dict[KeyPath, str]:
        return {path: " ".join(words) for path, words in self._leaves.items()}

    @cached_property
    def _twins(self) -> dict[str, list[KeyPath]]:
        twins: dict[str, list[KeyPath]] = {}
        for path in sorted(self._known, key=key_order):
            twins.setdefault(self._squeezed(path), []).append(path)
        return twins

    def _squeezed(self, path: KeyPath) -> str:
        joint = self._dialect.separator or "_"
        return joint.join(map(part_text, path)).lower().replace("-", joint)

    def _spend(self, compared: int) -> bool:
        if compared > self._left:
            return False
        self._left -= compared
        return True


def is_typo(name: str, other: str) -> bool:
    """Whether one name was most likely meant to be the other: one slip in one of their words, or the same
    letters with other joints.

    Names that differ by a number, by a short word or by its first letter are two names: `host1` and
    `host2`, `max_size` and `min_size`, `encoder` and `decoder`.
    """
    if name == other:
        return False
    letters = squeezed(name)
    if letters == squeezed(other):
        return len(letters) >= _MIN_CHARS
    words, others = _words(name), _words(other)
    if len(words) != len(others):  # cut into words elsewhere: only long names tell enough
        return (
            len(letters) >= _LONG_CHARS
            and not differ_by_digit(name, other)
            and _is_slip(letters, squeezed(other))
        )
    different = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    return len(different) == 1 and _is_slip(*different[0])


def is_mistyped_path(path: KeyPath, other: KeyPath) -> bool:
    """Whether one key was most likely meant to be the other: part by part, or cut into other parts."""
    if path == other:
        return False
    if len(path) == len(other):
        pairs = zip(path, other, strict=True)
        return all(part == meant or is_typo(part_text(part), part_text(meant)) for part, meant in pairs)
    return squeezed("".join(map(part_text, path))) == squeezed("".join(map(part_text, other)))


def _words_of(path: KeyPath) -> list[str]:
    return [word for part in path for word in _words(part_text(part))]


def _is_likely(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether the words of a variable were meant to be those of a key: most are the same, in their order."""
    letters, meant = "".join(words), "".join(others)
    if min(len(letters), len(meant)) < _MIN_FLAT or differ_by_digit(letters, meant):
        return False
    if len(words) != len(others):
        return words[:1] == others[:1] and _is_slip(letters, meant)
    different = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    if len(different) > _MAX_DIFFERENT or len(different) == len(words):
        return False
    return all(_is_near(word, other) for word, other in different)


def _is_near(word: str, other: str) -> bool:
    """Whether a word among right ones is another one mistyped or shortened: `siz`, `train`, `db`."""
    shorter, longer = sorted((word, other), key=len)
    if word[0] != other[0] or len(shorter) < _MIN_SHORT or differ_by_digit(word, other):
        return False
    if _is_slip(word, other):
        return True
    if len(longer) - len(shorter) > 1 and len(longer) < 2 * len(shorter):  # log and login, port and portal
        return len(shorter) >= _MIN_STEM and longer.startswith(shorter)
    letters = iter(longer)  # each letter of the shorter word is one of the longer one, in its order
    return len(longer) >= _MIN_WHOLE and all(letter in letters for letter in shorter)


def squeezed(name: str) -> str:
    """The letters and digits of a name, in small letters."""
    return "".join(char for char in name.lower() if char.isalnum())


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _is_slip(word: str, other: str) -> bool:
    shorter = min(len(word), len(other))
    if not shorter or word[0] != other[0]:
        return False
    if OSA.distance(word, other) > 1:
        return shorter >= _LONG_CHARS and bool(OSA.distance(word, other) == 2)
    if len(word) != len(other):
        return shorter >= _MIN_LONGER
    return shorter >= (_MIN_TURNED if sorted(word) == sorted(other) else _MIN_OTHER)


def differ_by_digit(name: str, other: str) -> bool:
    """Whether names are the same but for their digits."""
    return name.translate(_NO_DIGITS) == other.translate(_NO_DIGITS)


def one_slip(name: str, names: Iterable[str]) -> str | None:
    """The name that is one slip away: a letter more, fewer or another one, or two that changed places."""
    found = process.extractOne(name, names, scorer=OSA.distance, score_cutoff=1)
    return None if found is None else str(found[0])
