"""A report as the rows of a tree. Rows are numbers; nothing here knows Qt."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from inspector.base.findings import Finding, Severity
from inspector.config.layers import Layer, LayerKind
from inspector.config.report import Report
from inspector.config.resolve import Candidate, Setting
from inspector.config.values import KeyPath, join_key
from inspector.ui.config.words import place_text, value_text

ROOT = 0
"""The row above all others; it is never shown."""

_KINDS = tuple(LayerKind)
_VARIABLE_KINDS = frozenset((LayerKind.DOTENV, LayerKind.VARIABLE, LayerKind.WHAT_IF))


class RowKind(Enum):
    """What a row of the tree stands for."""

    GROUP = "group"
    SETTING = "setting"
    CANDIDATE = "candidate"


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `path` and `key` are those of its setting or mapping; `name` is the last part.

    `settings` and `overridden` count what lies below a group (itself included when it is a setting as
    well); `highest` is the kind of the highest layer that overrides one of them. `finding` is the worst one
    about exactly this key, `worst` the worst severity here or below.
    `differs` says that a what-if changes the setting; `was` is it without the what-if, None when not set.
    """

    kind: RowKind
    path: KeyPath
    key: str
    name: str
    parent: int
    setting: Setting | None = None
    candidate: Candidate | None = None
    settings: int = 0
    overridden: int = 0
    highest: LayerKind | None = None
    variables_only: bool = False
    finding: Finding | None = None
    worst: Severity | None = None
    differs: bool = False
    was: Setting | None = None


RowId = tuple[KeyPath, int]
"""What stays the same between reports: the key, and 0 for the row itself or the candidate's number."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The rows that show: those below each row, and each row's position among its neighbours.

    `opened` are the rows that must be expanded so that every hit can be seen. `hits` counts settings.
    """

    children: Mapping[int, tuple[int, ...]]
    positions: Mapping[int, int]
    opened: frozenset[int] = frozenset()
    hits: int = 0


@dataclass(frozen=True, slots=True)
class Outline:
    """All rows of a report in reading order, and the rows below each of them.

    `whole` is the shape that hides nothing. `texts` is what a search looks at, for the rows of settings:
    lower case, masked; behind the first NUL stand the candidates that lost. `numbers` finds settings
    and mappings. `layers` are the report's, low to high. `unreachable` are settings that no variable sets.
    """

    rows: tuple[Row, ...]
    children: tuple[tuple[int, ...], ...]
    whole: Shape
    texts: tuple[str, ...]
    numbers: Mapping[KeyPath, int]
    layers: tuple[Layer, ...] = ()
    unreachable: frozenset[int] = frozenset()

    def row_of(self, path: KeyPath) -> int | None:
        """The row of this setting or mapping."""
        return self.numbers.get(path)

    def identity(self, number: int) -> RowId:
        """A name of the row that holds in the next report too."""
        row = self.rows[number]
        if row.kind is not RowKind.CANDIDATE:
            return row.path, 0
        return row.path, 1 + self.children[row.parent].index(number)

    def find(self, identity: RowId) -> int | None:
        """The row of that name; its setting when the candidate is no more."""
        path, nth = identity
        number = self.row_of(path)
        if number is None or nth == 0:
            return number
        below = self.children[number]
        if nth <= len(below) and self.rows[below[nth - 1]].kind is RowKind.CANDIDATE:
            return below[nth - 1]
        return number

    def ancestors(self, number: int) -> Iterator[int]:
        """The rows above, nearest first, without the root."""
        above = self.rows[number].parent
        while above != ROOT:
            yield above
            above = self.rows[above].parent

    def same_shape(self, other: Outline) -> bool:
        """Whether both have the same rows in the same order, so that only cells can differ."""
        return self.children is other.children or _same_shape(self.rows, self.children, other)


EMPTY_OUTLINE = Outline((Row(RowKind.GROUP, (), "", "", ROOT),), ((),), Shape({ROOT: ()}, {}), ("",), {})


def build_outline(report: Report, previous: Outline | None = None) -> Outline:
    """Lay out a report. Runs on any thread, in time linear in the candidates.

    Rows that are as they were in `previous`, an outline of the same shape, are the same objects.
    """
    rows, children = _Builder(report).rows()
    unreachable = _unreachable(report, rows)
    if previous is not None and _same_shape(rows, children, previous):
        pairs = tuple(zip(rows, previous.rows, strict=True))
        rows = tuple(old if old == new else new for new, old in pairs)
        kept = zip(rows, previous.rows, previous.texts, strict=True)
        texts = tuple(text if row is old else search_text(row) for row, old, text in kept)
        # The very same tuple of children tells same_shape() that all of this was looked at.
        return Outline(
            rows, previous.children, previous.whole, texts, previous.numbers, report.layers, unreachable
        )
    positions = {child: place for below in children for place, child in enumerate(below)}
    whole = Shape(dict(enumerate(children)), positions, hits=rows[ROOT].settings)
    named = {row.path: n for n, row in enumerate(rows) if row.kind is not RowKind.CANDIDATE and n != ROOT}
    texts = tuple(map(search_text, rows))
    return Outline(rows, children, whole, texts, named, report.layers, unreachable)


def search_text(row: Row, *, reveal: bool = False) -> str:
    """What a search looks at, "" for rows that are no setting."""
    setting = row.setting
    if setting is None or row.kind is not RowKind.SETTING:
        return ""
    won, *lost = (
        f"{value_text(candidate, setting, reveal=reveal)}\n{place_text(candidate.place)}"
        for candidate in (setting.source, *setting.overridden)
    )
    own = f"{row.key}\n{won}".replace("\0", "\n")
    return "\0".join((own, *lost)).lower()


def _unreachable(report: Report, rows: tuple[Row, ...]) -> frozenset[int]:
    """The settings whose names no variable can spell in this dialect; what one does set is none of them."""
    spec = report.spec
    return frozenset(
        number
        for number, row in enumerate(rows)
        if row.kind is RowKind.SETTING
        and row.setting is not None
        and not any(c.place.variable for c in row.setting.candidates)
        and spec.rules.unreachable(spec, row.path)
    )


def _same_shape(rows: tuple[Row, ...], children: tuple[tuple[int, ...], ...], other: Outline) -> bool:
    return children == other.children and all(
        mine.path == theirs.path and mine.kind is theirs.kind
        for mine, theirs in zip(rows, other.rows, strict=True)
    )


class _Draft:
    """A mapping or setting while the tree grows."""

    __slots__ = ("branches", "key", "name", "path", "setting")

    def __init__(self, path: KeyPath, above: str) -> None:
        self.path = path
        self.name = join_key(path[-1:])
        bracket = self.name.startswith("[")  # a part that is no text
        self.key = f"{above}.{self.name}" if above and not bracket else f"{above}{self.name}"
        self.setting: Setting | None = None
        self.branches: dict[Hashable, _Draft] = {}


class _Builder:
    """Numbers the rows from the top, then counts from the bottom; no recursion, keys may be deep."""

    def __init__(self, report: Report) -> None:
        self._findings = _worst_by_key(report.findings)
        self._top = _Draft((), "")
        for setting in report.settings:
            self._draft(setting.path).setting = setting
        self._numbered: list[tuple[_Draft, int, Candidate | None]] = []
        self._children: list[list[int]] = []

    def rows(self) -> tuple[tuple[Row, ...], tuple[tuple[int, ...], ...]]:
        """All rows, and the rows below each of them."""
        self._number()
        rows: list[Row] = []
        for number in reversed(range(len(self._numbered))):
            draft, parent, candidate = self._numbered[number]
            if candidate is not None:
                kind = RowKind.CANDIDATE
                row = Row(kind, draft.path, draft.key, draft.name, parent, draft.setting, candidate)
            else:
                last = len(self._numbered) - 1
                row = self._counted(draft, parent, [rows[last - child] for child in self._children[number]])
            rows.append(row)
        rows.reverse()
        return tuple(rows), tuple(map(tuple, self._children))

    def _draft(self, path: KeyPath) -> _Draft:
        draft = self._top
        for depth, part in enumerate(path, start=1):
            below = draft.branches.get(part)
            if below is None:
                below = draft.branches[part] = _Draft(path[:depth], draft.key)
            draft = below
        return draft

    def _number(self) -> None:
        waiting = [(self._top, ROOT)]
        while waiting:
            draft, parent = waiting.pop()
            number = self._add(draft, parent, None)
            if draft.setting is not None:
                for candidate in draft.setting.overridden:
                    self._add(draft, number, candidate)
            waiting.extend((branch, number) for branch in reversed(draft.branches.values()))

    def _add(self, draft: _Draft, parent: int, candidate: Candidate | None) -> int:
        number = len(self._numbered)
        self._numbered.append((draft, parent, candidate))
        self._children.append([])
        if number != ROOT:
            self._children[parent].append(number)
        return number

    def _counted(self, draft: _Draft, parent: int, below: list[Row]) -> Row:
        setting = draft.setting
        finding = self._findings.get(draft.key)
        severities = [row.worst for row in below if row.worst is not None]
        if finding is not None:
            severities.append(finding.severity)
        branches = [row for row in below if row.kind is not RowKind.CANDIDATE]
        return Row(
            kind=RowKind.GROUP if setting is None else RowKind.SETTING,
            path=draft.path,
            key=draft.key,
            name=draft.name,
            parent=parent,
            setting=setting,
            candidate=setting.source if setting else None,
            settings=sum(row.settings for row in branches) + (setting is not None),
            overridden=sum(row.overridden for row in branches) + (len(below) > len(branches)),
            highest=_highest(setting, [row.highest for row in branches]),
            variables_only=(setting is None or setting.source.kind in _VARIABLE_KINDS)
            and all(row.variables_only for row in branches),
            finding=finding,
            worst=min(severities, key=_rank, default=None),
        )


def _highest(setting: Setting | None, below: list[LayerKind | None]) -> LayerKind | None:
    kinds = {kind for kind in below if kind is not None}
    if setting is not None and len(setting.candidates) > 1:
        kinds.add(setting.source.kind)
    return max(kinds, key=_KINDS.index, default=None)


def _rank(severity: Severity) -> int:
    return severity.rank


def _worst_by_key(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    """The first finding of each key: a report sorts them by severity. Information marks no row."""
    worst: dict[str, Finding] = {}
    for finding in findings:
        if finding.key is not None and finding.severity is not Severity.INFO:
            worst.setdefault(finding.key, finding)
    return worst
