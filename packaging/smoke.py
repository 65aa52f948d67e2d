"""Does an installed Inspector start and work? `python packaging/smoke.py PATH/TO/inspector`."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent.parent / "resources" / "examples" / "ml-service"
TIMEOUT_SECONDS = 120
_PNG = b"\x89PNG\r\n\x1a\n"


class SmokeError(Exception):
    """The program did not do what it must; the text says what."""


def main() -> int:
    """Run every step; 0 when all went well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=Path, help="the installed inspector")
    program = parser.parse_args().program.resolve()
    with tempfile.TemporaryDirectory() as folder:
        for step in STEPS:
            try:
                step(program, Path(folder))
            except (SmokeError, OSError, ValueError, subprocess.TimeoutExpired) as error:
                print(f"failed: {step.__doc__}\n{error}", file=sys.stderr)
                return 1
            print(f"ok: {step.__doc__}")
    return 0


def check_finds_errors(program: Path, folder: Path) -> None:
    """config check finds the example's errors and exits with 1"""
    out = _run(program, folder, "config", "check", str(EXAMPLE), "--all-environments", exit_code=1)
    _expect("database.port" in out, "database.port is not among the findings", out)


def show_resolves(program: Path, folder: Path) -> None:
    """config show resolves one setting through its layers"""
    words = ("config", "show", str(EXAMPLE), "-e", "production", "--environ", "none", "--format", "json")
    settings = {setting["key"]: setting for setting in json.loads(_run(program, folder, *words))["settings"]}
    setting = settings["training.batch_size"]
    _expect(setting["value"] == 128, "training.batch_size is not 128", setting)
    _expect(setting["source"]["path"] == "config.production.yaml", "it comes from elsewhere", setting)


def stats_count(program: Path, folder: Path) -> None:
    """logs stats counts the example's records"""
    stats = json.loads(_run(program, folder, "logs", "stats", str(EXAMPLE / "logs"), "--json"))
    _expect(stats["records"] > 1000, "there are too few records", stats)
    _expect(stats["levels"]["error"] > 0, "there is no error", stats)


def screenshot_is_written(program: Path, folder: Path) -> None:
    """--screenshot renders the window without a display"""
    picture = folder / "window.png"
    _run(program, folder, "--screenshot", str(picture), str(EXAMPLE))
    data = picture.read_bytes()
    _expect(data.startswith(_PNG) and len(data) > 10_000, "the picture is empty", f"{len(data)} bytes")


def missing_path_is_said(program: Path, folder: Path) -> None:
    """a path that does not exist is one sentence and exit code 2"""
    _run(program, folder, "config", "show", "no/such/folder", exit_code=2, complains=True)


STEPS: tuple[Callable[[Path, Path], None], ...] = (
    check_finds_errors,
    show_resolves,
    stats_count,
    screenshot_is_written,
    missing_path_is_said,
)


def _run(program: Path, folder: Path, *words: str, exit_code: int = 0, complains: bool = False) -> str:
    """Run the program away from the checkout, without a display, and return what it printed."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environ = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [str(program), *words],
        cwd=folder,
        env=environ,
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    _expect(done.returncode == exit_code, f"exit code {done.returncode}, not {exit_code}", done.stderr)
    lines = done.stderr.splitlines()
    _expect(len(lines) == int(complains), "unexpected words on stderr", done.stderr)
    return done.stdout


def _expect(condition: bool, otherwise: str, evidence: object) -> None:
    if not condition:
        raise SmokeError(f"{otherwise}:\n{evidence}")


if __name__ == "__main__":
    sys.exit(main())
