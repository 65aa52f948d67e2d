"""Where something was written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file, a process variable, or a variable written in a file.

    `path` is relative to the workspace with `/` (absolute when outside of it); None for the process
    environment. Lines and columns start at 1 and count characters; the end is exclusive. Numbers are
    None when only the file is known. `variable` is the variable's name as written.
    """

    path: str | None = None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    variable: str | None = None

    def __str__(self) -> str:
        spot = self.path or ""
        if self.path is not None and self.line is not None:
            spot += f":{self.line}"
            if self.column is not None:
                spot += f":{self.column}"
        if self.variable is not None:
            spot = f"{spot} {self.variable}" if spot else self.variable
        return spot
