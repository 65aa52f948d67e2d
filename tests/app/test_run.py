"""`inspector` as a process: exit codes, sentences, pictures."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

_TIMEOUT_S = 90


def _run(
    *arguments: str | Path, environ: dict[str, str] | None = None, code: str = ""
) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if key not in _DISPLAYS}
    start = ["-c", code] if code else ["-m", "inspector"]
    return subprocess.run(
        [sys.executable, *start, *map(str, arguments)],
        env=clean | (environ or {}),
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_S,
        check=False,
    )


_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def _size_of(picture: Path) -> tuple[int, int]:
    head = picture.read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", head[16:])
    return width, height


@pytest.mark.parametrize(
    ("environ", "reason"),
    [
        ({}, "DISPLAY and WAYLAND_DISPLAY are not set."),
        ({"DISPLAY": ":64999"}, "The display :64999 does not answer"),
        ({"DISPLAY": ":64999", "QT_QPA_PLATFORM": "xcb"}, "The display :64999 does not answer"),
    ],
)
def test_without_a_display(environ: dict[str, str], reason: str) -> None:
    """One line that says so and how to go on, exit code 3, no core dump."""
    ended = _run(environ=environ)

    assert ended.returncode == 3
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert ended.stderr.startswith(f"inspector: No window can be shown: {reason}")
    assert "inspector config show PATH" in ended.stderr
    assert "--screenshot" in ended.stderr


def test_without_the_libraries_of_qt() -> None:
    """A library that Qt misses is named with its package, exit code 3."""
    code = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name == "PySide6.QtGui":
            raise ImportError("libEGL.so.1: cannot open shared object file", name=name)
sys.meta_path.insert(0, Missing())
sys.argv[0] = "inspector"
from inspector.__main__ import main
sys.exit(main())
"""
    ended = _run(code=code, environ={"QT_QPA_PLATFORM": "offscreen"})

    assert ended.returncode == 3
    assert "Qt needs libEGL.so, which is missing on this system." in ended.stderr
    assert "libegl1" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_paths_that_do_not_exist() -> None:
    """Exit code 2 and a sentence, before any window."""
    ended = _run("no/such/folder", "no/such.log")

    assert ended.returncode == 2
    assert ended.stderr == "inspector: no/such/folder does not exist. no/such.log does not exist.\n"


def test_a_picture_of_standard_input(tmp_path: Path) -> None:
    """It is a log like any other."""
    command = [sys.executable, "-m", "inspector", "--screenshot", str(tmp_path / "a.png"), "-"]
    ended = subprocess.run(command, input="one\ntwo\n", capture_output=True, text=True, timeout=60)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert (tmp_path / "a.png").stat().st_size > 10_000


def test_a_picture_of_an_environment(tmp_path: Path) -> None:
    """Not the one that a variable names: the picture is another."""
    (tmp_path / "config.yaml").write_text("port: 1\n", "utf-8")
    (tmp_path / "config.production.yaml").write_text("port: 2\n", "utf-8")
    plain, production = tmp_path / "plain.png", tmp_path / "production.png"
    first = _run("--screenshot", plain, tmp_path)
    second = _run("--screenshot", production, "--environment", "production", tmp_path)

    assert (first.returncode, first.stderr, second.returncode, second.stderr) == (0, "", 0, "")
    assert plain.read_bytes() != production.read_bytes()


def test_a_picture_of_the_start_page(tmp_path: Path) -> None:
    """It has the size that was asked for and needs no display."""
    target = tmp_path / "start.png"
    ended = _run("--screenshot", target, "--size", "900x600", "--theme", "dark")

    assert (ended.returncode, ended.stderr) == (0, "")
    assert _size_of(target) == (900, 600)


def test_a_picture_of_a_log(tmp_path: Path) -> None:
    """The window waits until the log is read, and leaves nothing running."""
    log = tmp_path / "app.jsonl"
    log.write_text('{"time": "2026-05-01T10:00:00Z", "level": "info", "message": "hello"}\n' * 20, "utf-8")
    target = tmp_path / "log.png"
    ended = _run("--screenshot", target, log)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert _size_of(target) == (1440, 900)


def test_a_picture_that_cannot_be_written(tmp_path: Path) -> None:
    """Exit code 2 and a sentence."""
    target = tmp_path / "missing" / "x.png"
    ended = _run("--screenshot", target)

    assert ended.returncode == 2
    assert ended.stderr == f"inspector: {target} cannot be written.\n"


def test_an_interrupted_program_cleans_up(tmp_path: Path) -> None:
    """SIGTERM ends it as quitting does: prefs are written, no crash file stays, the code tells the signal."""
    state, log = tmp_path / "state" / "inspector-workbench", tmp_path / "app.jsonl"
    log.write_text('{"message": "hello"}\n', "utf-8")
    environ = {f"XDG_{name.upper()}_HOME": str(tmp_path / name) for name in ("config", "state", "cache")}
    process = subprocess.Popen(
        [sys.executable, "-m", "inspector", str(log)],
        env=os.environ | environ | {"QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.DEVNULL,
    )
    prefs = tmp_path / "config" / "inspector-workbench" / "prefs.json"
    deadline = time.monotonic() + _TIMEOUT_S
    while not prefs.exists() and time.monotonic() < deadline:  # the recent path is written once it is open
        assert process.poll() is None
        time.sleep(0.02)
    process.terminate()

    assert process.wait(_TIMEOUT_S) == 128 + signal.SIGTERM
    assert str(log) in prefs.read_text("utf-8")
    assert [path.name for path in state.iterdir()] == ["inspector.jsonl"]


def test_unusable_prefs_do_not_stop_a_start(tmp_path: Path) -> None:
    """They are kept aside; the own log tells."""
    prefs = tmp_path / "config" / "inspector-workbench" / "prefs.json"
    prefs.parent.mkdir(parents=True)
    prefs.write_text("{broken", "utf-8")
    environ = {f"XDG_{name.upper()}_HOME": str(tmp_path / name) for name in ("config", "state", "cache")}
    ended = _run("--screenshot", tmp_path / "x.png", environ=environ)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert prefs.with_name("prefs.json.broken").read_text("utf-8") == "{broken"
    own_log = (tmp_path / "state" / "inspector-workbench" / "inspector.jsonl").read_text("utf-8")
    assert "Prefs cannot be used" in own_log
