"""Changes to the user's files: proposed, read back by the application's parser, written atomically."""

from __future__ import annotations

from inspector.config.edit.changes import Change, EditRefusedError, Operation, Proposal
from inspector.config.edit.diff import DiffLine, LineKind, diff
from inspector.config.edit.proposing import propose
from inspector.config.edit.writing import Written, undo, write

__all__ = [
    "Change",
    "DiffLine",
    "EditRefusedError",
    "LineKind",
    "Operation",
    "Proposal",
    "Written",
    "diff",
    "propose",
    "undo",
    "write",
]
