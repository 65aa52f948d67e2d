"""`inspector logs … -` and `--command`, as programs of their own."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

_SECONDS = 60
_LINE = '{"timestamp": "2026-06-17T10:42:00Z", "level": "INFO", "message": "one", "request_id": "r"}\n'


def _inspector(*argv: str, given: str | None = "") -> tuple[int, str, str]:
    """Its exit code, stdout and stderr; without a text its standard input is no pipe."""
    done = subprocess.run(
        [sys.executable, "-m", "inspector", "logs", *argv],
        input=given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        encoding="utf-8",
        timeout=_SECONDS,
    )
    return done.returncode, done.stdout, done.stderr


def _command(text: str) -> str:
    return shlex.join([sys.executable, "-u", "-c", f"import sys, time\n{text}"])


def test_standard_input_is_read_to_its_end() -> None:
    """By each of the commands; the last line needs no end."""
    records = [
        json.loads(line) for line in _inspector("show", "-", "--json", given=_LINE * 2 + "x")[1].splitlines()
    ]
    assert [(record["source"], record["line"], record["message"]) for record in records] == [
        ("-", 1, "one"),
        ("-", 2, "one"),
        ("-", 3, "x"),
    ]
    assert _inspector("requests", "-", "--json", given=_LINE * 2)[1].count('"records":2') == 1
    assert json.loads(_inspector("stats", "-", "--json", given=_LINE * 2)[1])["records"] == 2
    assert _inspector("show", "-", "--count") == (0, "0\n", "")


def test_a_pipe_needs_no_name() -> None:
    """It is read when nothing else is named; without one, something must be."""
    assert _inspector("show", "--count", given=_LINE) == (0, "1\n", "")
    assert _inspector("show", given=None) == (
        2,
        "",
        "inspector: Name a log file, a folder, - for standard input, or --command.\n",
    )


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_a_named_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    """Beside a file, under its own name, as soon as somebody writes."""
    pipe, log = tmp_path / "pipe", tmp_path / "a.log"
    os.mkfifo(pipe)
    log.write_text(_LINE)
    with subprocess.Popen(
        [sys.executable, "-m", "inspector", "logs", "show", "--json", str(log), str(pipe)],
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        pipe.write_text(_LINE * 2)
        out, _ = process.communicate(timeout=_SECONDS)

    sources = [json.loads(line)["source"] for line in out.splitlines()]
    assert (process.returncode, sources) == (0, [str(log), str(pipe), str(pipe)])


@pytest.mark.skipif(sys.platform == "win32", reason="pipes cannot be asked there")
def test_following_ends_when_nobody_reads(tmp_path: Path) -> None:
    """As behind `| head -1`, without waiting for another record."""
    log = tmp_path / "a.log"
    log.write_text(_LINE)
    with subprocess.Popen(
        [sys.executable, "-m", "inspector", "logs", "show", "-f", str(log)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert "one" in process.stdout.readline()
        process.stdout.close()
        assert (process.wait(_SECONDS), process.stderr.read()) == (141, "")


def test_a_command_with_a_pipe_is_told_to_need_a_shell() -> None:
    """In quotes the same sign is a word for the program."""
    said = _inspector("show", "--command", "echo x | cat")[2]
    assert "without a shell" in said
    assert "--command \"sh -c 'echo x | cat'\"" in said
    assert _inspector("show", "--count", "--command", "echo '|'") == (0, "1\n", "")


def test_a_pattern_that_fits_no_file_is_a_mistake(tmp_path: Path) -> None:
    """Only with --follow files may come later."""
    pattern = str(tmp_path / "*.log")

    assert _inspector("show", pattern) == (2, "", f"inspector: {pattern} fits no file.\n")


def test_following_standard_input_ends_with_it() -> None:
    """As `tail -f` does behind a pipe."""
    code, out, err = _inspector("show", "-", "--follow", given=_LINE)

    assert (code, err) == (0, "")
    assert out.count("one") == 1


def test_records_are_written_as_they_come() -> None:
    """And Ctrl-C ends it without a word."""
    with subprocess.Popen(
        [sys.executable, "-m", "inspector", "logs", "show", "-", "--follow"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        for message in ("one", "two"):
            process.stdin.write(_LINE.replace("one", message))
            process.stdin.flush()
            assert message in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert (process.wait(_SECONDS), process.stderr.read()) == (130, "")


def test_commands_are_sources(tmp_path: Path) -> None:
    """Several, beside a file; what they complain of stands apart on stderr."""
    log = tmp_path / "a.log"
    log.write_text(_LINE)
    first = _command(f"print({_LINE.strip()!r}); print('careful', file=sys.stderr)")
    second = _command(f"print({_LINE.strip()!r})")

    code, out, err = _inspector("show", str(log), "--command", first, "--command", second, "--count")

    assert (code, out) == (0, "3\n")
    assert err == f"inspector: {sys.executable}: careful\n"


def test_a_command_that_fails_is_told() -> None:
    """With its exit code; what it wrote is shown, and ours is 2."""
    failing = _command(f"print({_LINE.strip()!r}); sys.exit('gone')")
    for argv in (("--count",), ("--follow",)):
        code, out, err = _inspector("show", "--command", failing, *argv)

        assert (code, len(out.splitlines())) == (2, 1)
        assert "ended with exit code 1: gone" in err
        assert "Traceback" not in err


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--command", "a 'b"), '--command "a \'b" cannot be understood: no closing quotation.'),
        (("--command", ""), "--command '' cannot be understood: no command."),
        (("--command", "no-such-program"), "no-such-program cannot be started: no such file or directory"),
        (("x.log", "--restart"), "--restart goes with --follow."),
    ],
)
def test_wrong_usage_is_a_sentence(argv: tuple[str, ...], said: str) -> None:
    """Exit code 2."""
    code, out, err = _inspector("show", *argv)

    assert (code, out, err) == (2, "", f"inspector: {said}\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ending_us_ends_the_command(number: signal.Signals) -> None:
    """Whatever we are told to end with."""
    endless = _command("import os\nprint(os.getpid())\ntime.sleep(999)")
    with subprocess.Popen(
        [sys.executable, "-m", "inspector", "logs", "show", "--follow", "--json", "--command", endless],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        pid = int(json.loads(process.stdout.readline())["message"])
        process.send_signal(number)
        assert process.wait(_SECONDS) == 128 + number
    deadline = time.monotonic() + 10
    while psutil.pid_exists(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not psutil.pid_exists(pid)
