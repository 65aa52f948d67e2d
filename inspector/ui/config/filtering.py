"""The words of the search box, and the rows that answer them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from inspector.config.layers import LayerKind
from inspector.config.resolve import Candidate, Setting, Status
from inspector.ui.config.outline import ROOT, Outline, RowKind, Shape, search_text
from inspector.ui.config.words import LAYER_WORDS

MARKS: Mapping[str, str] = MappingProxyType(
    {
        "@modified": "set above the base layer",
        "@overridden": "at least one layer lost",
        "@invalid": "breaks a rule",
        "@secret": "masked values",
        "@source:variable": "the winner's layer",
        "@type:int": "the value's type",
    }
)
"""The words that the search box understands, and what they keep."""

_ABOVE_BASE = frozenset(LayerKind) - {LayerKind.DEFAULT, LayerKind.BASE}


@dataclass(frozen=True, slots=True)
class Query:
    """What the search box asks for; all of it must hold. `unknown` are @words that mean nothing."""

    texts: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """True when every row answers."""
        return not (self.texts or self.marks or self.sources or self.types or self.unknown)


def parse_query(text: str) -> Query:
    """Read the search box. Words are case-insensitive; `@source:` and `@type:` may be given several times."""
    texts, marks, unknown = [], set(), []
    named: dict[str, set[str]] = {"@source": set(), "@type": set()}
    for word in text.lower().split():
        name, colon, value = word.partition(":")
        if colon and value and name in named:
            named[name].add(value)
        elif word in _MARK_TESTS:
            marks.add(word)
        elif word.startswith("@"):
            unknown.append(word)
        else:
            texts.append(word)
    return Query(
        tuple(texts), frozenset(marks), frozenset(named["@source"]), frozenset(named["@type"]), tuple(unknown)
    )


def apply_query(outline: Outline, query: Query, *, reveal: bool) -> Shape:
    """The rows that answer, with everything above them. A masked value cannot be found by its text."""
    if query.empty:
        return outline.whole
    kept: dict[int, list[int]] = {ROOT: []}
    opened: set[int] = set()
    hits = 0
    for number, row in enumerate(outline.rows):
        if row.kind is not RowKind.SETTING or row.setting is None or not _answers(row.setting, query):
            continue
        text = search_text(row, reveal=True) if reveal and row.setting.secret else outline.texts[number]
        if not all(word in text for word in query.texts):
            continue
        hits += 1
        chain = (number, *outline.ancestors(number), ROOT)
        opened.update(chain[1:])
        own = text.partition("\0")[0]
        if not all(word in own for word in query.texts):
            opened.add(number)
        kept.setdefault(number, [])
        for child, parent in pairwise(chain):
            siblings = kept.setdefault(parent, [])
            if siblings and siblings[-1] == child:
                break
            siblings.append(child)
    children = {parent: _with_candidates(outline, parent, below) for parent, below in kept.items()}
    positions = {child: place for below in children.values() for place, child in enumerate(below)}
    return Shape(children, positions, frozenset(opened), hits)


def _with_candidates(outline: Outline, parent: int, below: list[int]) -> tuple[int, ...]:
    own = (n for n in outline.children[parent] if outline.rows[n].kind is RowKind.CANDIDATE)
    return (*own, *below)


def _answers(setting: Setting, query: Query) -> bool:
    """Whether a setting has all the marks, whatever its text."""
    if query.unknown or not all(_MARK_TESTS[mark](setting) for mark in query.marks):
        return False
    if query.sources and not any(_is_source(setting.source, word) for word in query.sources):
        return False
    return not query.types or any(_is_type(setting, word) for word in query.types)


def _is_source(candidate: Candidate, word: str) -> bool:
    return word in (candidate.kind.value, LAYER_WORDS[candidate.kind])


def _is_type(setting: Setting, word: str) -> bool:
    return word in (setting.type.lower(), setting.type.partition(" ")[0].lower())


def _is_modified(setting: Setting) -> bool:
    return setting.source.kind in _ABOVE_BASE


def _is_overridden(setting: Setting) -> bool:
    return len(setting.candidates) > 1


def _is_invalid(setting: Setting) -> bool:
    return any(candidate.status is Status.INVALID for candidate in setting.candidates)


def _is_secret(setting: Setting) -> bool:
    return setting.secret


_MARK_TESTS: Mapping[str, Callable[[Setting], bool]] = MappingProxyType(
    {
        "@modified": _is_modified,
        "@overridden": _is_overridden,
        "@invalid": _is_invalid,
        "@secret": _is_secret,
    }
)
