"""The environments of processes: running, ended, gone, of somebody else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from inspector.config.environ.process import ProcessError, read_process

_WAITS = "import sys; print(flush=True); sys.stdin.read()"


@pytest.fixture
def odd_process() -> Iterator[subprocess.Popen[bytes]]:
    """A process whose variables are no text, or hold line ends, until it is no longer needed."""
    environ = {b"A": b"\xff\xfe", b"LINES": b"a\r\nb\r", b"EMPTY": b"", b"\xe9": b"1"}
    with subprocess.Popen(
        [sys.executable, "-c", _WAITS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        assert process.stdin is not None
        process.stdin.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there, variables are always text")
def test_all_bytes_of_a_process_survive(odd_process: subprocess.Popen[bytes]) -> None:
    """Line ends stay, and what is no UTF-8 becomes surrogates, as in os.environ."""
    _, variables, _ = read_process(odd_process.pid)

    assert variables[:4] == (("A", "\udcff\udcfe"), ("LINES", "a\r\nb\r"), ("EMPTY", ""), ("\udce9", "1"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no zombies without fork")
def test_a_zombie_says_that_it_has_ended() -> None:
    """A child that nobody has waited for is still listed, without an environment."""
    process = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.read()  # ends with the process
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    try:
        with pytest.raises(ProcessError, match=rf"Process {process.pid} has ended .* zombie"):
            read_process(process.pid)
    finally:
        process.stdout.close()
        process.wait()
    with pytest.raises(ProcessError, match=rf"There is no process {process.pid}\."):
        read_process(process.pid)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (psutil.AccessDenied(7), "only by its owner and by the administrator"),
        (PermissionError(13, "Permission denied"), "only by its owner"),
        (psutil.NoSuchProcess(7), "There is no process 7."),
        (psutil.ZombieProcess(7), "zombie"),
        (OSError(5, "Input/output error"), "cannot be read: .*Input/output error"),
    ],
)
def test_a_process_that_cannot_be_read_says_why(
    monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    """Each reason is one plain sentence."""

    def refuse(_process: psutil.Process) -> dict[str, str]:
        raise error

    monkeypatch.setattr(Path, "exists", lambda _path: False)
    monkeypatch.setattr(psutil.Process, "environ", refuse)
    monkeypatch.setattr(psutil.Process, "__init__", lambda *_arguments: None)
    monkeypatch.setattr(psutil.Process, "pid", 7)
    monkeypatch.setattr(psutil.Process, "name", lambda _process: "x")
    monkeypatch.setattr(psutil.Process, "status", lambda _process: psutil.STATUS_ZOMBIE)
    with pytest.raises(ProcessError, match=said):
        read_process(7)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (psutil.STATUS_SLEEPING, "part of the system that has no environment"),
        (None, "has just ended"),
    ],
)
def test_a_process_without_a_block_says_why(
    monkeypatch: pytest.MonkeyPatch, found: str | None, said: str
) -> None:
    """Threads of the kernel, and processes that end while they are read."""

    def status(_process: psutil.Process) -> str:
        if found is None:
            raise psutil.NoSuchProcess(7)
        return found

    def gone(_process: psutil.Process) -> dict[str, str]:
        raise ProcessLookupError(3, "No such process")

    monkeypatch.setattr(Path, "exists", lambda _path: False)
    monkeypatch.setattr(psutil.Process, "environ", gone)
    monkeypatch.setattr(psutil.Process, "__init__", lambda *_arguments: None)
    monkeypatch.setattr(psutil.Process, "pid", 7)
    monkeypatch.setattr(psutil.Process, "name", lambda _process: "x")
    monkeypatch.setattr(psutil.Process, "status", status)
    with pytest.raises(ProcessError, match=said):
        read_process(7)
