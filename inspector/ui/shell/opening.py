"""What to do with paths that were given, dropped or chosen. No Qt here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

_CONFIG_SUFFIXES = frozenset((".yaml", ".yml", ".toml"))
_LOG_NAME = re.compile(r"\.(log|jsonl|ndjson|out|err|trace)([.-][\w.-]*)?$", re.IGNORECASE)
_ENV_NAME = re.compile(r"^\.env(\..+)?$|\.env$")
_LIVE_LOG = re.compile(r"\.(log|jsonl|ndjson)$", re.IGNORECASE)
_SAMPLE_BYTES = 65_536
_MOST_LOGS = 64
STDIN = Path("-")
"""The path that stands for standard input."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A folder for the config workbench, files for the log workbench, and sentences about the rest.

    `found_logs` came with a folder and were not asked for by name. `logs_first` tells that the first path
    was a log, or a folder that has logs and no configuration.
    """

    workspace: Path | None = None
    logs: tuple[Path, ...] = ()
    found_logs: tuple[Path, ...] = ()
    problems: tuple[str, ...] = ()
    logs_first: bool = False

    @property
    def asked(self) -> tuple[Path, ...]:
        """Everything that is opened because it was asked for."""
        return self.logs if self.workspace is None else (*self.logs, self.workspace)

    @property
    def empty(self) -> bool:
        """True when there is nothing to open."""
        return not self.asked


def plan_opening(paths: Sequence[Path]) -> Opening:
    """Sort paths into configuration and logs. Reads at most the beginning of a file, and lists folders.

    A log that does not exist yet, in a folder that does, is waited for.
    """
    folders: list[Path] = []
    logs: list[Path] = []
    problems: list[str] = []
    logs_first = False
    for path in paths:
        try:
            whole = path.expanduser().absolute()
            if path == STDIN:
                logs_first = logs_first or not folders
                logs.append(path)
            elif whole.is_dir():
                folders.append(whole)
            elif not whole.exists() and not is_awaited(whole):
                problems.append(f"{path} does not exist.")
            elif whole.exists() and is_config(whole):
                folders.append(whole.parent)
            else:
                logs_first = logs_first or not folders
                logs.append(whole)
        except OSError as error:
            problems.append(f"{path} cannot be opened: {error.strerror or error}.")
    folders = _once(folders)
    named = _once(logs)
    if len(folders) > 1:
        others = ", ".join(str(folder) for folder in folders[1:])
        problems.append(f"One folder is shown at a time: {folders[0]}. Not opened: {others}.")
    workspace = folders[0] if folders else None
    found = logs_of(workspace) if workspace is not None and not named else ()
    if workspace is not None and found and not _has_configuration(workspace):
        logs_first = True
    return Opening(workspace, tuple(named), found, tuple(problems), logs_first)


def is_config(path: Path) -> bool:
    """Whether a file is configuration rather than a log: by its name, and for `.json` by its content."""
    if _named_config(path):
        return True
    if _LOG_NAME.search(path.name) or path.suffix.lower() != ".json":
        return False
    return not _has_json_lines(path)


def is_awaited(path: Path) -> bool:
    """Whether a path without a file may become a log: its folder is there, and its name is not one of a
    folder (without a suffix) or of configuration."""
    return bool(path.suffix) and not _named_config(path) and path.absolute().parent.is_dir()


def _named_config(path: Path) -> bool:
    return bool(_ENV_NAME.search(path.name)) or path.suffix.lower() in _CONFIG_SUFFIXES


def logs_of(workspace: Path) -> tuple[Path, ...]:
    """Logs beside a configuration: in the folder itself and in its `logs` or `log` folder."""
    found: list[Path] = []
    for folder in (workspace, workspace / "logs", workspace / "log"):
        try:
            found += sorted(
                path for path in folder.iterdir() if _LIVE_LOG.search(path.name) and path.is_file()
            )
        except OSError:
            continue  # no such folder, or none that may be read: nothing was asked for by name
    return tuple(_once(found)[:_MOST_LOGS])


def _has_configuration(workspace: Path) -> bool:
    from inspector.config.discover import discover  # seldom asked, and not before the window shows

    return discover(workspace).found


def _has_json_lines(path: Path) -> bool:
    with path.open("rb") as file:
        lines = [line for line in file.read(_SAMPLE_BYTES).splitlines()[:2] if line.strip()]
    if len(lines) < 2:
        return False
    try:
        return all(isinstance(json.loads(line), dict) for line in lines)
    except (ValueError, RecursionError):
        return False


def _once(paths: Iterable[Path]) -> list[Path]:
    return list(dict.fromkeys(paths))
