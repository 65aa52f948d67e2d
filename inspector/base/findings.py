"""Something worth telling, with its places and a hint that fixes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector.base.places import Place


class Severity(StrEnum):
    """How bad a finding is; only `error` makes `config check` fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst, so that sorting by rank puts errors first."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence of what happens, every place involved, and how to fix it.

    `code` is stable (lower case, words joined by `-`). `key` is the joined key of the setting or None
    when the finding is about a file or a variable. `message` and `hint` never contain a secret.
    `places` has the place to jump to first. `exception` is what the application stops with because of
    it, "" when it goes on.
    """

    code: str
    severity: Severity
    message: str
    key: str | None = None
    hint: str = ""
    places: tuple[Place, ...] = ()
    exception: str = ""
