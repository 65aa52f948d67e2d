"""Where variables land, and where the application stops."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.base.places import Place
from inspector.config.shadow.variables import Variable
from inspector.config.values import KeyPath, Value

MAX_PARTS = 100
"""A variable whose name has more parts means no setting: no tree is built for it."""


@dataclass(frozen=True, slots=True)
class Stop:
    """The exception with which the application stops at start.

    `variable` is the name of the variable that it stumbles over, None when it is a file. `path` is where
    that variable points, `at` the key whose value is in the way (() for the whole file). `places` has
    the variable or file first, then what is in the way.
    """

    exception: str
    message: str
    places: tuple[Place, ...]
    variable: str | None = None
    path: KeyPath = ()
    at: KeyPath = ()

    def __str__(self) -> str:
        return f"{self.exception}: {self.message}"


@dataclass(frozen=True, slots=True)
class Landed:
    """A variable and where it points, what its text became, what it stumbled over.

    `applied` is False when it had no effect; `reason` then says why, "" when another layer's variable of
    the same name stands in its place. `too_deep` says that it points below more than MAX_PARTS levels,
    where nothing is shown. `unknown` says that the dialect itself knows no such key and drops it, `unread`
    that the application never looks at a variable of this name, which only its prefix makes one of its own.
    `free` says that the key may have any name, as those of a mapping of limits by customer have.
    `read_by_code` says that code of the application sees the text first, and may make more of it.
    """

    variable: Variable
    path: KeyPath
    value: Value
    applied: bool
    stop: Stop | None = None
    too_deep: bool = False
    reason: str = ""
    unknown: bool = False
    unread: bool = False
    free: bool = False
    read_by_code: bool = False
