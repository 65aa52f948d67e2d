"""Several reports side by side: a row for each key, a cell for each environment, dialect or process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from inspector.config.report.comparing import in_order
from inspector.config.report.model import Report
from inspector.config.resolve import Setting, Status
from inspector.config.resolve.candidates import same
from inspector.config.values import KeyPath, join_key


@dataclass(frozen=True, slots=True)
class Cell:
    """What one report has for a key: its setting, None when it is not set there.

    `missing` says that it is asked for. `group` numbers the different values of the row from 0, so that
    secrets can be compared without being read; None without a value.
    """

    setting: Setting | None
    missing: bool = False
    group: int | None = None

    @property
    def invalid(self) -> bool:
        """Whether the value is refused."""
        return self.setting is not None and self.setting.source.status is Status.INVALID


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A key in all reports, in their order."""

    path: KeyPath
    cells: tuple[Cell, ...]

    @property
    def key(self) -> str:
        """The dotted key."""
        return join_key(self.path)

    @property
    def equal(self) -> bool:
        """Whether all of them have the same value."""
        return len({cell.group for cell in self.cells}) == 1

    @property
    def secret(self) -> bool:
        """Whether it holds a secret in any of them."""
        return any(cell.setting is not None and cell.setting.secret for cell in self.cells)


def matrix(reports: Sequence[Report]) -> tuple[MatrixRow, ...]:
    """Every key of all reports, in the reading order of the first; what others add stands where they have it.

    Keys that are asked for and have no value anywhere are rows as well, behind the others.
    """
    settings = [{setting.path: setting for setting in report.settings} for report in reports]
    missing = [{gap.path for gap in report.missing} for report in reports]
    order: list[KeyPath] = reduce(in_order, (list(found) for found in settings), [])
    known = set(order)
    for gaps in (report.missing for report in reports):
        order += [gap.path for gap in gaps if gap.path not in known]
        known.update(gap.path for gap in gaps)
    return tuple(
        MatrixRow(
            path,
            _cells([found.get(path) for found in settings], [path in gaps for gaps in missing]),
        )
        for path in order
    )


def _cells(settings: Sequence[Setting | None], missing: Sequence[bool]) -> tuple[Cell, ...]:
    seen: list[Setting] = []
    cells: list[Cell] = []
    for setting, gap in zip(settings, missing, strict=True):
        if setting is None:
            cells.append(Cell(None, gap))
            continue
        group = next(
            (index for index, other in enumerate(seen) if same(other.value, setting.value)), len(seen)
        )
        if group == len(seen):
            seen.append(setting)
        cells.append(Cell(setting, gap, group))
    return tuple(cells)
