"""The rows that answer a query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias

from inspector.config.layers import LayerKind
from inspector.config.resolve import Candidate, Setting, Status
from inspector.ui.config.outline import ROOT, Outline, RowKind, Shape, search_text
from inspector.ui.config.query import SOURCE, TEXT, TYPE, Query, kind_names, matched, names_of

_Test: TypeAlias = Callable[[int, Setting], bool]

_ABOVE_BASE = frozenset(LayerKind) - {LayerKind.DEFAULT, LayerKind.BASE}


def apply_query(outline: Outline, query: Query, *, reveal: bool) -> Shape:
    """The rows that answer, with everything above them. A masked value cannot be found by its text.

    Any thread; a few milliseconds for 10,000 settings.
    """
    if query.empty:
        return outline.whole
    texts = _texts(outline, reveal=reveal) if query.values(TEXT) or query.values(TEXT, negated=True) else None
    hits = [] if query.unknown else _hits(outline, query, texts or outline.texts)
    words = query.values(TEXT)
    opened: set[int] = set()
    if words and texts is not None:
        opened.update(number for number in hits if not _in_own(texts[number], words))
    return _shape(outline, hits, opened)


def _shape(outline: Outline, hits: list[int], opened: set[int]) -> Shape:
    """The hits, in order, what is above them and the candidates below; `opened` is added to."""
    if len(hits) == outline.whole.hits:
        opened.update(n for n, row in enumerate(outline.rows) if row.kind is RowKind.GROUP)
        opened.update(outline.rows[n].parent for n in hits)
        return replace(outline.whole, opened=frozenset(opened))
    rows = outline.rows
    children: dict[int, list[int]] = {ROOT: []}
    for number in hits:
        child = number
        while child != ROOT:
            parent = rows[child].parent
            siblings = children.get(parent)
            if siblings is None:
                siblings = children[parent] = []
            elif siblings and siblings[-1] == child:
                break
            siblings.append(child)
            child = parent
    opened.update(children)
    shown = {parent: _with_candidates(outline, parent, below) for parent, below in children.items()}
    for number in hits:
        if number not in shown:
            below = outline.children[number]
            shown[number] = below if rows[number].settings == 1 else _with_candidates(outline, number, [])
    positions = {child: place for below in shown.values() for place, child in enumerate(below)}
    return Shape(shown, positions, frozenset(opened), len(hits))


def _texts(outline: Outline, *, reveal: bool) -> Sequence[str]:
    """What is searched: revealed secrets too, masked ones never."""
    if not reveal:
        return outline.texts
    return [
        search_text(row, reveal=True)
        if text and row.setting is not None and (row.setting.secret or row.setting.by_shape)
        else text
        for text, row in zip(outline.texts, outline.rows, strict=True)
    ]


def _hits(outline: Outline, query: Query, texts: Sequence[str]) -> list[int]:
    """The settings that answer, words first: those are quickest to look at."""
    numbers = [number for number, text in enumerate(texts) if text]
    for word in query.values(TEXT):
        numbers = [number for number in numbers if word in texts[number]]
    for word in query.values(TEXT, negated=True):
        numbers = [number for number in numbers if word not in texts[number]]
    for test, wanted in _tests(outline, query):
        rows = outline.rows
        numbers = [n for n in numbers if (s := rows[n].setting) is not None and test(n, s) is wanted]
    return numbers


def _in_own(text: str, words: tuple[str, ...]) -> bool:
    own = text.partition("\0")[0]
    return all(word in own for word in words)


def _with_candidates(outline: Outline, parent: int, below: list[int]) -> tuple[int, ...]:
    if outline.rows[parent].setting is None:
        return tuple(below)
    candidates = [n for n in outline.children[parent] if outline.rows[n].kind is RowKind.CANDIDATE]
    return (*candidates, *below)


def _tests(outline: Outline, query: Query) -> list[tuple[_Test, bool]]:
    """A test for each operator, and what it must say."""
    tests: list[tuple[_Test, bool]] = []
    for term in query.terms:
        if term.operator == "@unreachable":
            tests.append((_Among(outline.unreachable), not term.negated))
        elif term.operator in _MARK_TESTS:
            tests.append((_MARK_TESTS[term.operator], not term.negated))
    for negated in (False, True):
        if sources := query.values(SOURCE, negated=negated):
            tests.append((_From(outline, sources), not negated))
        if types := query.values(TYPE, negated=negated):
            tests.append((_OfType(outline, types), not negated))
    return tests


class _Among:
    """Whether a row is one of some."""

    def __init__(self, rows: frozenset[int]) -> None:
        self._rows = rows

    def __call__(self, number: int, _setting: Setting) -> bool:
        return number in self._rows


class _From:
    """Whether the winner's layer has one of these names."""

    def __init__(self, outline: Outline, words: tuple[str, ...]) -> None:
        kinds = tuple(name for kind in LayerKind for name in kind_names(kind))
        names = (*kinds, *(name for layer in outline.layers for name in names_of(layer)))
        meant = frozenset[str]().union(*(matched(word, names) for word in words))
        self._kinds = {kind for kind in LayerKind if meant.intersection(kind_names(kind))}
        self._layers = {
            layer.id for layer in outline.layers if any(name.lower() in meant for name in names_of(layer))
        }

    def __call__(self, _number: int, setting: Setting) -> bool:
        return setting.source.layer in self._layers or setting.source.kind in self._kinds


class _OfType:
    """Whether the value has one of these types; a list is one whatever its length."""

    def __init__(self, outline: Outline, words: tuple[str, ...]) -> None:
        types = {row.setting.type for row in outline.rows if row.setting is not None}
        names = (*types, *{name.partition(" ")[0] for name in types}, "secret")
        meant = frozenset[str]().union(*(matched(word, names) for word in words))
        self._types = {t for t in types if t.lower() in meant or t.partition(" ")[0].lower() in meant}
        self._secret = "secret" in meant

    def __call__(self, _number: int, setting: Setting) -> bool:
        return setting.type in self._types or (self._secret and setting.secret)


def _is_modified(_number: int, setting: Setting) -> bool:
    lowest = next((c for c in setting.candidates if c.status is not Status.INACTIVE), setting.source)
    return lowest.kind in _ABOVE_BASE or not _same(lowest, setting.source)


def _same(one: Candidate, other: Candidate) -> bool:
    # In Python 1 == True, while to the application the two are different.
    return one is other or (one.type == other.type and one.value == other.value)


def _is_overridden(_number: int, setting: Setting) -> bool:
    return len(setting.candidates) > 1


def _is_invalid(_number: int, setting: Setting) -> bool:
    return any(candidate.status is Status.INVALID for candidate in setting.candidates)


def _is_secret(_number: int, setting: Setting) -> bool:
    return setting.secret or any(map(setting.hides, setting.candidates))


_MARK_TESTS: Mapping[str, _Test] = MappingProxyType(
    {
        "@modified": _is_modified,
        "@overridden": _is_overridden,
        "@invalid": _is_invalid,
        "@secret": _is_secret,
    }
)
