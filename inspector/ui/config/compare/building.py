"""What stands side by side, and the job that reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from inspector.base.cancel import CancelToken
from inspector.config.dialects import DIALECTS
from inspector.config.environ import read_environ
from inspector.config.report import Report, Request
from inspector.config.report.matrix import MatrixRow, matrix
from inspector.ui.config.compare.cells import search_text
from inspector.ui.config.watch import Marks, marks_beside, marks_of

Build = Callable[[Request, CancelToken], Report]
Wait = Callable[[Marks, CancelToken], tuple[Path, ...]]


class Sides(Enum):
    """What is compared; the value is what the switch calls it."""

    ENVIRONMENTS = "environments"
    VARIABLES = "process environments"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class Column:
    """One side: its title, and what to ask for. `environ` names a process environment that is read for it,
    "" for the one of the request."""

    title: str
    request: Request
    environ: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All sides, read. `texts` is what a filter looks at, for each row, masked and in small letters.

    `differing` counts the keys that differ. `marks` are those of all files that take part, from before they
    were read.
    """

    columns: tuple[Column, ...]
    reports: tuple[Report, ...] = ()
    rows: tuple[MatrixRow, ...] = ()
    texts: tuple[str, ...] = ()
    differing: int = 0
    marks: Marks = field(default_factory=dict)


class Reading:
    """The job. `done` counts the sides that were read; the window looks at it now and then."""

    def __init__(self, columns: tuple[Column, ...], build: Build) -> None:
        self.columns, self.done = columns, 0
        self._build = build

    def __call__(self, token: CancelToken) -> object:
        """Read all sides; raises EnvironError and OSError."""
        reports: list[Report] = []
        before = marks_beside(self.columns[0].request.workspace)
        for column in self.columns:
            token.raise_if_cancelled()
            reports.append(self._build(_with_environ(column), token))
            self.done += 1
        rows = matrix(reports)
        token.raise_if_cancelled()
        marks = marks_of(path for report in reports for path in report.watched)
        return Comparison(
            self.columns,
            tuple(reports),
            rows,
            tuple(map(search_text, rows)),
            sum(not row.equal for row in rows),
            {path: before.get(path, mark) for path, mark in marks.items()},
        )


def environment_columns(request: Request, report: Report) -> tuple[Column, ...]:
    """One for each environment."""
    return tuple(Column(name, replace(request, environment=name)) for name in report.environments)


def variable_columns(request: Request, environs: tuple[str, ...]) -> tuple[Column, ...]:
    """One for each process environment, named as on the command line: `current`, `none`, `pid:4711`."""
    bare = replace(request, environ=(), environ_label="none", environ_notes=(), host="")
    titles = {"current": "this shell", "none": "no variables"}
    return tuple(Column(titles.get(name, name), bare, name) for name in environs)


def rule_columns(request: Request, report: Report, other: str) -> tuple[Column, ...]:
    """The rules in force, and others."""
    return Column(report.dialect.name, request), Column(other, replace(request, dialect=other))


def other_rules(report: Report) -> tuple[str, ...]:
    """The dialects that the files may be read by: those that would fit first."""
    fitting = [alternative.name for alternative in report.dialect.alternatives]
    names = dict.fromkeys((*fitting, *(dialect.name for dialect in DIALECTS)))
    return tuple(name for name in names if name != report.dialect.name)


def _with_environ(column: Column) -> Request:
    if not column.environ:
        return column.request
    environ = read_environ(column.environ)
    return replace(
        column.request,
        environ=environ.variables,
        environ_label=environ.label,
        environ_notes=environ.notes,
        host=environ.host,
    )


@dataclass(frozen=True, slots=True)
class Watching:
    """The job that ends when a file of any side changed."""

    wait: Wait
    marks: Marks

    def __call__(self, token: CancelToken) -> object:
        """What changed."""
        return self.wait(self.marks, token)
