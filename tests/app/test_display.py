"""Finding out that there is no display, before Qt aborts the process over it."""

from __future__ import annotations

import itertools
import os
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inspector.app.display import find_display, missing_library, wayland_problem, x11_problem

_numbers = itertools.count(40_000 + os.getpid() % 10_000)


class _Server:
    """An X server that only shakes hands."""

    def __init__(self, number: int, answer: bytes) -> None:
        self.name = f":{number}"
        self.heard = b""
        self._answer = answer
        self._line = socket.socket(socket.AF_UNIX)
        self._line.bind(f"\0/tmp/.X11-unix/X{number}")
        self._line.listen(1)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        client, _ = self._line.accept()
        with client:
            self.heard = client.recv(4096)
            client.sendall(self._answer)

    def close(self) -> None:
        self._thread.join(5)
        self._line.close()


@contextmanager
def _server(answer: bytes) -> Iterator[_Server]:
    server = _Server(next(_numbers), answer)
    try:
        yield server
    finally:
        server.close()


_WELCOME = b"\x01" + bytes(7)


def _refusal(reason: bytes) -> bytes:
    return struct.pack("<BBHHH", 0, len(reason), 11, 0, len(reason) // 4) + reason


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}


def test_a_server_that_welcomes_us_is_a_display(home: dict[str, str]) -> None:
    """The handshake is X11's, without a cookie when there is none."""
    with _server(_WELCOME) as server:
        problem = x11_problem(home | {"DISPLAY": f"{server.name}.0"})

    assert problem == ""
    assert server.heard == struct.pack("<BxHHHHxx", 0x6C, 11, 0, 0, 0)


def test_the_cookie_of_the_display_is_shown(home: dict[str, str], tmp_path: Path) -> None:
    """The entry with this display's number is chosen."""

    def entry(number: bytes, name: bytes, data: bytes) -> bytes:
        fields = (b"host", number, name, data)
        return b"\x01\x00" + b"".join(struct.pack(">H", len(field)) + field for field in fields)

    with _server(_WELCOME) as server:
        (tmp_path / "cookies").write_bytes(
            entry(b"7", b"MIT-MAGIC-COOKIE-1", b"wrong display...")
            + entry(server.name[1:].encode(), b"OTHER", b"wrong kind......")
            + entry(server.name[1:].encode(), b"MIT-MAGIC-COOKIE-1", b"sixteen bytes ok")
        )
        environ = {"DISPLAY": server.name, "XAUTHORITY": str(tmp_path / "cookies")}
        assert x11_problem(home | environ) == ""

    assert server.heard.endswith(b"MIT-MAGIC-COOKIE-1\0\0sixteen bytes ok")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (_refusal(b"No protocol specified\n\0\0"), "refuses the connection (No protocol specified"),
        (b"\x02" + bytes(7), "refuses the connection (not authorised)"),
        (b"\x01", "refuses the connection (it hung up)"),
    ],
)
def test_a_refusal_is_told(answer: bytes, sentence: str, home: dict[str, str]) -> None:
    """The server's own words are in the sentence."""
    with _server(answer) as server:
        assert sentence in x11_problem(home | {"DISPLAY": server.name})


@pytest.mark.parametrize("name", [":64999", "unix:64999", ":99999999999999999999"])
def test_a_display_that_is_not_there(name: str, home: dict[str, str]) -> None:
    """Nobody listens."""
    assert x11_problem(home | {"DISPLAY": name}).startswith(f"The display {name} does not answer")


def test_a_display_that_is_none(home: dict[str, str]) -> None:
    """DISPLAY may hold anything."""
    assert x11_problem(home | {"DISPLAY": "screen"}) == "DISPLAY is 'screen', which names no display."


def test_a_broken_cookie_file_is_no_reason_to_fail(home: dict[str, str], tmp_path: Path) -> None:
    """Without a readable cookie we ask without one."""
    (tmp_path / ".Xauthority").write_bytes(b"\x01\x00\x00\xffshort")
    with _server(_WELCOME) as server:
        assert x11_problem(home | {"DISPLAY": server.name}) == ""


def test_wayland_is_asked_at_its_socket(home: dict[str, str], tmp_path: Path) -> None:
    """A listening socket is a display; a missing one is told."""
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(tmp_path / "wayland-9"))
        line.listen(1)
        assert wayland_problem(home | {"WAYLAND_DISPLAY": "wayland-9"}) == ""
        assert find_display(home | {"WAYLAND_DISPLAY": "wayland-9"}).platform == "wayland"
    problem = wayland_problem(home | {"WAYLAND_DISPLAY": "wayland-8"})
    assert problem.startswith("The Wayland display wayland-8 does not answer (no such file")


def test_no_display_at_all(home: dict[str, str]) -> None:
    """The sentence names what is not set."""
    assert find_display(home).problem == "DISPLAY and WAYLAND_DISPLAY are not set."
    assert find_display(home | {"QT_QPA_PLATFORM": "xcb"}).problem != ""


def test_a_platform_without_display_is_left_alone(home: dict[str, str]) -> None:
    """offscreen, minimal and the like need none."""
    assert find_display(home | {"QT_QPA_PLATFORM": "offscreen"}).problem == ""


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            "libEGL.so.1: cannot open shared object file: No such file or directory",
            "Qt needs libEGL.so, which is missing on this system. "
            "On Debian and Ubuntu it is in the package libegl1.",
        ),
        (
            "libxkbcommon-x11.so.0: cannot open shared object file",
            "Qt needs libxkbcommon-x11.so, which is missing on this system. "
            "On Debian and Ubuntu it is in the package libxkbcommon-x11-0.",
        ),
        ("libother.so.3: not there", "Qt needs libother.so, which is missing on this system."),
        ("No module named 'PySide6'", "Qt cannot be loaded: No module named 'PySide6'."),
    ],
)
def test_a_missing_library_is_named_with_its_package(error: str, sentence: str) -> None:
    """What to install is in the sentence."""
    assert missing_library(ImportError(error)) == sentence
