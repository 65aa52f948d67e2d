"""Can a window be shown here? Asked before Qt is, because Qt aborts the process when it cannot."""

from __future__ import annotations

import re
import socket
import struct
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

_TIMEOUT_S = 2.0
_DISPLAY = re.compile(r"(?P<host>.*):(?P<number>\d+)(\.\d+)?")
_COOKIE = b"MIT-MAGIC-COOKIE-1"
# The libraries that Qt's wheels expect from the system, and the Debian packages that bring them.
_PACKAGES = {
    "libEGL": "libegl1",
    "libGL": "libgl1",
    "libxkbcommon-x11": "libxkbcommon-x11-0",
    "libxkbcommon": "libxkbcommon0",
    "libdbus-1": "libdbus-1-3",
    "libfontconfig": "libfontconfig1",
    "libfreetype": "libfreetype6",
    "libglib-2.0": "libglib2.0-0",
    "libxcb-cursor": "libxcb-cursor0",
    "libxcb-icccm": "libxcb-icccm4",
    "libxcb-image": "libxcb-image0",
    "libxcb-keysyms": "libxcb-keysyms1",
    "libxcb-randr": "libxcb-randr0",
    "libxcb-render-util": "libxcb-render-util0",
    "libxcb-shape": "libxcb-shape0",
    "libxcb-xkb": "libxcb-xkb1",
    "libX11-xcb": "libx11-xcb1",
}
_LIBRARY = re.compile(r"(lib[\w.+-]+?)\.so")
GO_ON = (
    "Without a window: `inspector config show PATH`, `inspector logs show FILE`, "
    "or a picture with `inspector --screenshot OUT.png PATH`."
)


@dataclass(frozen=True, slots=True)
class Display:
    """`platform` is the Qt platform to ask for, "" to let Qt choose; `problem` says why there is none."""

    platform: str = ""
    problem: str = ""


def find_display(environ: Mapping[str, str]) -> Display:
    """Which display a window can be shown on. Connects to it, for at most a few seconds.

    Other systems than X11 and Wayland ones always have one. A platform asked for by QT_QPA_PLATFORM is
    looked at only when it is one of these two.
    """
    if sys.platform in ("win32", "darwin"):
        return Display()
    asked = environ.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    if asked and not asked.startswith(("xcb", "wayland")):
        return Display()
    problems = []
    if not asked.startswith("xcb"):
        problem = wayland_problem(environ)
        if not problem:
            return Display() if asked or not x11_problem(environ) else Display("wayland")
        problems.append(problem)
    if not asked.startswith("wayland"):
        problem = x11_problem(environ) or _plugin_problem()
        if not problem:
            return Display("" if asked else "xcb")
        problems.append(problem)
    named = [problem for problem in problems if problem is not _UNSET]
    return Display(problem=" ".join(named) or "DISPLAY and WAYLAND_DISPLAY are not set.")


_UNSET = "not set"


def wayland_problem(environ: Mapping[str, str]) -> str:
    """Why no Wayland compositor answers, "" when one does."""
    name = environ.get("WAYLAND_DISPLAY", "")
    if not name:
        return _UNSET
    path = Path(environ.get("XDG_RUNTIME_DIR", "")) / name
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(_TIMEOUT_S)
            line.connect(str(path))
    except OSError as error:
        return f"The Wayland display {name} does not answer ({_reason(error)})."
    return ""


def x11_problem(environ: Mapping[str, str]) -> str:
    """Why no X server lets us in, "" when one does."""
    name = environ.get("DISPLAY", "")
    if not name:
        return _UNSET
    match = _DISPLAY.fullmatch(name)
    if match is None:
        return f"DISPLAY is {name!r}, which names no display."
    host, number = match["host"].rpartition("/")[2], int(match["number"])
    try:
        with _connect(host, number) as line:
            refusal = _shake_hands(line, _cookie(environ, number))
    except (OSError, OverflowError) as error:
        return f"The display {name} does not answer ({_reason(error)})."
    return f"The display {name} refuses the connection ({refusal})." if refusal else ""


def missing_library(error: ImportError | OSError) -> str:
    """The sentence for a library that Qt needs and the system lacks."""
    match = _LIBRARY.search(str(error))
    if match is None:
        return f"Qt cannot be loaded: {error}."
    library = match[1]
    package = next((name for stem, name in _PACKAGES.items() if library.startswith(stem)), None)
    hint = f" On Debian and Ubuntu it is in the package {package}." if package else ""
    return f"Qt needs {match[0]}, which is missing on this system.{hint}"


def _plugin_problem() -> str:
    spec = find_spec("PySide6")
    if spec is None or spec.origin is None:
        return ""
    plugin = Path(spec.origin).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    if not plugin.exists():
        return ""  # a Qt of the system: it knows where its plugins are
    import ctypes  # only here, to keep the start short

    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return missing_library(error)
    return ""


def _connect(host: str, number: int) -> socket.socket:
    if host and host != "unix":
        return socket.create_connection((host.strip("[]"), 6000 + number), _TIMEOUT_S)
    path = f"/tmp/.X11-unix/X{number}"
    errors: list[OSError] = []
    for address in (f"\0{path}", path):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(_TIMEOUT_S)
        try:
            line.connect(address)
        except OSError as error:
            line.close()
            errors.append(error)
        else:
            return line
    raise errors[-1]


def _shake_hands(line: socket.socket, cookie: bytes) -> str:
    """The X11 connection set-up; returns why it was refused, "" when it was not."""
    name = _COOKIE if cookie else b""
    line.sendall(
        struct.pack("<BxHHHHxx", 0x6C, 11, 0, len(name), len(cookie)) + _padded(name) + _padded(cookie)
    )
    head = b""
    while len(head) < 8:
        piece = line.recv(8 - len(head))
        if not piece:
            return "it hung up"
        head += piece
    if head[0] == 1:
        return ""
    reason = line.recv(head[1]).decode("latin-1").strip() if head[0] == 0 else ""
    return reason.rstrip(".") or "not authorised"


def _padded(text: bytes) -> bytes:
    return text + b"\0" * (-len(text) % 4)


def _cookie(environ: Mapping[str, str], number: int) -> bytes:
    path = environ.get("XAUTHORITY") or str(Path(environ.get("HOME", "")) / ".Xauthority")
    try:
        entries = list(_authorities(Path(path).read_bytes()))
    except (OSError, struct.error):
        return b""
    fitting = [
        data for display, name, data in entries if name == _COOKIE and display in (b"", b"%d" % number)
    ]
    return fitting[0] if fitting else b""


def _authorities(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    place = 0
    while place < len(content):
        place += 2  # the family of the address; display numbers are enough for us
        fields = []
        for _ in range(4):
            (length,) = struct.unpack_from(">H", content, place)
            fields.append(content[place + 2 : place + 2 + length])
            place += 2 + length
        yield fields[1], fields[2], fields[3]


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()
