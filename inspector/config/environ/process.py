"""The environment with which a running process was started."""

from __future__ import annotations

from pathlib import Path

import psutil

from inspector.config.environ.lines import read_block
from inspector.config.environ.written import Pairs

MAX_BYTES = 8 * 1024 * 1024
"""More than the system allows for arguments and environment together."""

_NOTE = "What the process has set or removed since it was started is not visible from outside."


class ProcessError(Exception):
    """The environment cannot be read. The text is one plain sentence."""


def read_process(pid: int) -> tuple[str, Pairs, str]:
    """The name of a process, the variables that it was started with, and what is to be known about them.

    Raises ProcessError for a process that is gone, has ended, or belongs to somebody else.
    """
    try:
        process = psutil.Process(pid)
        name = process.name()
        return name, _variables(process), _NOTE
    except (psutil.ZombieProcess, ProcessLookupError) as error:
        raise ProcessError(_no_longer(pid)) from error
    except psutil.NoSuchProcess as error:
        raise ProcessError(f"There is no process {pid}.") from error
    except (psutil.AccessDenied, PermissionError) as error:
        raise ProcessError(
            f"The environment of process {pid} may be read only by its owner and by the administrator."
        ) from error
    except (OSError, psutil.Error) as error:
        raise ProcessError(f"The environment of process {pid} cannot be read: {error}.") from error


def _variables(process: psutil.Process) -> Pairs:
    """The block itself where the system shows it: psutil changes line ends, and of a name that stands twice
    it takes the other value than the process does."""
    block = Path(f"/proc/{process.pid}/environ")
    if not block.exists():
        return tuple(process.environ().items())
    with block.open("rb") as stream:
        data = stream.read(MAX_BYTES)
    if not data and process.status() == psutil.STATUS_ZOMBIE:
        raise psutil.ZombieProcess(process.pid)
    return read_block(data)


def _no_longer(pid: int) -> str:
    """Why a process that was there has no environment."""
    try:
        if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
            return f"Process {pid} is a part of the system that has no environment."
    except psutil.Error:
        return f"Process {pid} has just ended."
    return f"Process {pid} has ended and only waits for its parent (a zombie): its environment is gone."
