"""What happened while dynaconf loaded."""

from __future__ import annotations

from typing import NamedTuple

from inspector.config.dialects.dynaconf.casts import DynaconfFormatError, DynaconfParseError
from inspector.config.dialects.dynaconf.data import Data, Source
from inspector.config.shadow import Variable
from inspector.config.values import KeyPath

FAILURES = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    MemoryError,
    DynaconfFormatError,
    DynaconfParseError,
)
"""What dynaconf lets out for what files and variables say."""


class Failure(NamedTuple):
    """An exception in loading: what Python says, the value or file that it is about, and the key.

    `about` is the value that a validator refuses, None when there is none."""

    exception: str
    message: str
    source: Source
    path: KeyPath = ()
    about: Source | None = None

    @property
    def variable(self) -> Variable | None:
        """The variable that it is about, if it is one."""
        return self.source.origin if isinstance(self.source.origin, Variable) else None


class Odd(NamedTuple):
    """A value that stays as it was written, and a phrase that says why."""

    source: Source
    path: KeyPath
    why: str


class Arrived(NamedTuple):
    """A variable that dynaconf read: the name behind the prefix and its value, None when it is left out.

    `unknown` says that ignore_unknown_envvars dropped it, `too_deep` that its name has too many parts.
    """

    variable: Variable
    name: str
    value: Data | None
    unknown: bool = False
    too_deep: bool = False
