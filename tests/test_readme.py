"""Every command of the README is run, and does what the README shows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector.ui.logs.actions import PAGE_ACTIONS, TABLE_ACTIONS
from inspector.ui.shell.menus import ACTIONS

_TIMEOUT_SECONDS = 60
_RUN = "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/inspector resources/examples/ml-service"
_TEST = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest"


@dataclass(frozen=True, slots=True)
class Shown:
    """A command of the README, and the output that stands below it."""

    command: str
    output: tuple[str, ...]

    @property
    def argv(self) -> list[str]:
        """The command with this Python in place of the installed programs."""
        program, *words = shlex.split(self.command)
        return [sys.executable, *(["-m", "inspector"] if program == "inspector" else []), *words]

    @property
    def endless(self) -> bool:
        """Whether it goes on until Ctrl-C."""
        return "--live" in self.command or "--follow" in self.command

    @property
    def exit_code(self) -> int:
        """The example has errors, and `config check` says so."""
        return 1 if " config check " in self.command else 0


def _blocks(language: str) -> list[str]:
    readme = (Path(__file__).resolve().parent.parent / "README.md").read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)


def _shown() -> list[Shown]:
    shown: list[Shown] = []
    for block in _blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *output = part.rstrip("\n").split("\n")
            shown.append(Shown(command, tuple(output)))
    return shown


@pytest.fixture
def checkout(tmp_path: Path, root: Path) -> Path:
    """A folder that has the example at the place where the README has it."""
    example = Path("resources", "examples", "ml-service")
    shutil.copytree(root / example, tmp_path / example, ignore=shutil.ignore_patterns("live", "__pycache__"))
    return tmp_path


def _environ() -> dict[str, str]:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return {
        **{k: v for k, v in os.environ.items() if k not in hidden},
        "COLUMNS": "80",
        "PYTHONUNBUFFERED": "1",
    }


def test_the_two_commands_to_set_up_are_there() -> None:
    """One line each, to be pasted as they are."""
    lines = "".join(_blocks("sh")).splitlines()

    assert _RUN in lines
    assert _TEST in lines


def test_every_command_has_a_test() -> None:
    """Nothing is hidden in a block of another language."""
    shown = _shown()
    languages = set(
        re.findall(r"^```(\w+)$", Path(__file__, "..", "..", "README.md").resolve().read_text("utf-8"), re.M)
    )

    assert languages == {"sh", "console"}
    assert len([s for s in shown if not s.endless]) >= 6
    assert len([s for s in shown if s.endless]) == 2


@pytest.mark.parametrize("shown", [s for s in _shown() if not s.endless], ids=lambda shown: shown.command)
def test_the_command_does_what_is_shown(shown: Shown, checkout: Path) -> None:
    """The exit code is right, and the lines shown come out in this order; … stands for anything."""
    done = subprocess.run(
        shown.argv,
        cwd=checkout,
        env=_environ(),
        capture_output=True,
        encoding="utf-8",
        timeout=_TIMEOUT_SECONDS,
    )
    lines = iter(done.stdout.splitlines())
    expected = [line for line in shown.output if line.strip() not in ("", "…")]

    assert done.stderr == ""
    assert done.returncode == shown.exit_code
    assert [line for line in expected if not any(_fits(line, real) for real in lines)] == []
    if "--screenshot" in shown.command:
        assert (checkout / "window.png").read_bytes().startswith(b"\x89PNG")
    else:
        assert done.stdout != ""


def test_the_live_log_can_be_followed(checkout: Path) -> None:
    """One command writes, the other shows what comes."""
    writer_shown, reader_shown = (shown for shown in _shown() if shown.endless)
    live = checkout / "resources" / "examples" / "ml-service" / "logs" / "live"
    with _started([*writer_shown.argv, "--rate", "200"], checkout) as writer:
        try:
            deadline = time.monotonic() + _TIMEOUT_SECONDS
            while not list(live.glob("*.jsonl")):
                assert time.monotonic() < deadline
                assert writer.poll() is None
            with _started(reader_shown.argv, checkout) as reader:
                assert reader.stdout is not None
                try:
                    line = reader.stdout.readline()
                finally:
                    _interrupt(reader)
        finally:
            _interrupt(writer)

    assert re.match(r"\d{4}-\d\d-\d\dT[\d:.]+Z (WARNING|ERROR|CRITICAL) ", line)
    assert reader.returncode == 130


def test_pages_that_are_linked_exist(root: Path) -> None:
    """Links and pictures of the README lead somewhere."""
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", (root / "README.md").read_text("utf-8"))

    assert len(targets) > 5
    assert [target for target in targets if not (root / target).exists()] == []


def test_every_key_of_the_window_is_in_the_guide(root: Path) -> None:
    """The table of keys tells of all shortcuts of the window and of Logs, and of F8 and F5 of Config."""
    guide = (root / "resources" / "help" / "getting-started.md").read_text("utf-8")
    rows = [line.split("|")[1:3] for line in guide.splitlines() if line.startswith("| ")][1:]
    told = {(key.strip(), where.strip()) for keys, where in rows for key in keys.split(",")}
    minimum = {f"Ctrl+Shift+{number}" for number in range(1, 6)}
    alike = {"Return": "Enter"}

    for where, actions in (("window", ACTIONS), ("Logs", (*TABLE_ACTIONS, *PAGE_ACTIONS))):
        keys = {key for action in actions for key in action.shortcut.split("; ") if key}
        named = {alike.get(key, key) for key in keys} - minimum
        assert named == {key for key, place in told if place == where and "…" not in key and key != "End"}, (
            where
        )
    assert ("Ctrl+Shift+1 … Ctrl+Shift+5", "Logs") in told
    assert {("F8", "Config"), ("Shift+F8", "Config"), ("F5", "Config"), ("Enter", "Config")} <= told


def _interrupt(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=_TIMEOUT_SECONDS)
    finally:
        process.kill()  # leaving the block would wait for it; one that has ended does not mind


def _started(argv: list[str], folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        argv, cwd=folder, env=_environ(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )


def _fits(shown: str, real: str) -> bool:
    """Whether a line is as shown, apart from the width of columns and what … leaves out at its end."""
    begin, real = " ".join(shown.removesuffix("…").split()), " ".join(real.split())
    return real.startswith(begin) if shown.endswith("…") else real == begin
