"""The words of the search box, and the rows that answer them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

from inspector.config.layers import LayerKind
from inspector.config.resolve import Candidate, Setting, Status
from inspector.ui.config.outline import ROOT, Outline, RowKind
from inspector.ui.config.words import LAYER_WORDS, place_text, value_text

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


@dataclass(frozen=True, slots=True)
class Shape:
    """The rows that show: those below each row, and each row's position among its neighbours.

    `opened` are the rows that must be expanded so that every hit can be seen. `hits` counts settings.
    """

    children: Mapping[int, tuple[int, ...]]
    positions: Mapping[int, int]
    opened: frozenset[int] = frozenset()
    hits: int = 0


@dataclass(slots=True)
class Filter:
    """Answers queries over one outline; remembers the searchable text of its settings."""

    outline: Outline
    _texts: dict[tuple[int, bool], str] = field(default_factory=dict)

    def shape(self, query: Query, *, reveal: bool) -> Shape:
        """The rows that answer, with everything above them. A masked value cannot be found by its text."""
        outline = self.outline
        if query.empty:
            return _shape(dict(enumerate(outline.children)), frozenset(), outline.rows[ROOT].settings)
        kept: dict[int, list[int]] = {ROOT: []}
        opened: set[int] = set()
        hits = 0
        for number, row in enumerate(outline.rows):
            if row.kind is not RowKind.SETTING or row.setting is None:
                continue
            if not self._answers(number, row.setting, query, reveal):
                continue
            hits += 1
            chain = (number, *outline.ancestors(number), ROOT)
            opened.update(chain[1:])
            if _only_below(row.setting, query, reveal):
                opened.add(number)
            kept.setdefault(number, [])
            for child, parent in pairwise(chain):
                siblings = kept.setdefault(parent, [])
                if siblings and siblings[-1] == child:
                    break
                siblings.append(child)
        return _shape(
            {parent: self._with_candidates(parent, below) for parent, below in kept.items()},
            frozenset(opened),
            hits,
        )

    def _with_candidates(self, parent: int, below: list[int]) -> tuple[int, ...]:
        own = (n for n in self.outline.children[parent] if self.outline.rows[n].kind is RowKind.CANDIDATE)
        return (*own, *below)

    def _answers(self, number: int, setting: Setting, query: Query, reveal: bool) -> bool:
        if query.unknown or not all(_MARK_TESTS[mark](setting) for mark in query.marks):
            return False
        if query.sources and not any(_is_source(setting.source, word) for word in query.sources):
            return False
        if query.types and not any(_is_type(setting, word) for word in query.types):
            return False
        if not query.texts:
            return True
        text = self._text(number, setting, reveal)
        return all(word in text for word in query.texts)

    def _text(self, number: int, setting: Setting, reveal: bool) -> str:
        text = self._texts.get((number, reveal))
        if text is None:
            parts = [setting.key, *(_searchable(c, setting, reveal) for c in setting.candidates)]
            text = self._texts[number, reveal] = "\n".join(parts).lower()
        return text


def _only_below(setting: Setting, query: Query, reveal: bool) -> bool:
    """Whether a word stands in an overridden candidate and nowhere in the setting's own row."""
    if not query.texts or len(setting.candidates) < 2:
        return False
    own = f"{setting.key}\n{_searchable(setting.source, setting, reveal)}".lower()
    return not all(word in own for word in query.texts)


def _searchable(candidate: Candidate, setting: Setting, reveal: bool) -> str:
    return f"{value_text(candidate, setting, reveal=reveal)}\n{place_text(candidate.place)}"


def _shape(children: dict[int, tuple[int, ...]], opened: frozenset[int], hits: int) -> Shape:
    positions = {child: place for below in children.values() for place, child in enumerate(below)}
    return Shape(children, positions, opened, hits)


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
