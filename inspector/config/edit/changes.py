"""What is to be changed in a file, and what the file would be then."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from inspector.config.values import Value

Keys: TypeAlias = tuple[Hashable, ...]
"""The keys on the way to a value, as the parser of the file returns them."""


class Operation(StrEnum):
    """What happens to the value at a key."""

    SET = "set"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Change:
    """One change to one file.

    `path` is what places say of `file`; `format` is the name of its format as the dialect reads it. `keys`
    lead from the root of the document to the value, a variable's name alone in a `.env` file. `value` is what
    the application shall get, ignored by REMOVE. `secret` says that the value must not be shown.
    """

    file: Path
    path: str
    format: str
    keys: Keys
    operation: Operation = Operation.SET
    value: Value = None
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that was tried on the file's text and read back; nothing is written yet.

    `before` are the bytes that the file must still have when it is written, None when it must not exist;
    `after` are those that it would have.
    """

    change: Change
    before: bytes | None
    after: bytes

    @property
    def empty(self) -> bool:
        """Whether the file has what is asked for."""
        return self.before == self.after


class EditRefusedError(Exception):
    """A change that cannot be made: why, and what can be done instead. Neither names a value."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint
