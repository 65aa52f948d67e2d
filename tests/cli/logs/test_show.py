"""`inspector logs show`."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from inspector.cli import run

_TIMEOUT_SECONDS = 30

_ANSWERS = {
    (): 50,
    ("--level", "warning"): 2,
    ("--level", "trace"): 49,
    ("--level", "unknown"): 1,
    ("--level", "debug,error"): 13,
    ("--request", "req-03"): 4,
    ("--request", "req-3"): 0,
    ("--where", "latency_ms > 50"): 6,
    ("--text", "job BEGINS"): 0,
    ("--text", "job begins"): 12,
    ("--regex", "req-0[12]|pool"): 9,
    ("--since", "10:42:50", "--until", "10:42:55"): 4,
    ("--since", "2026-06-17T10:42:50Z", "--level", "info", "--request", "req-10"): 3,
    ("--since=-15m",): 0,
    ("--logger", "api"): 25,
    ("--logger", "worker", "--logger", "-"): 25,
    ("--hide", "job", "--level", "info"): 25,
    ("--until", "2026-06-17"): 0,
}
"""Filters, and how many of the 50 records they leave."""


def _lines(capsys: pytest.CaptureFixture[str], logs: Path, *argv: str) -> list[str]:
    assert run(["logs", "show", str(logs), *argv]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out.splitlines()


def _records(capsys: pytest.CaptureFixture[str], logs: Path, *argv: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in _lines(capsys, logs, "--json", *argv)]


def test_files_of_a_folder_become_one_log_by_time(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every record once, oldest first, from both files."""
    records = _records(capsys, logs)
    times = [record["time"] for record in records if record["time"]]

    assert len(records) == 12 * 4 + 2
    assert times == sorted(times)
    assert {Path(record["source"]).name for record in records} == {"api.jsonl", "worker.jsonl"}
    assert set(records[0]) == {
        "source", "line", "offset", "time", "level", "level_raw", "logger", "request_id", "request_key",
        "message", "fields", "continuation", "late",
    }  # fmt: skip


def test_text_has_one_line_a_record_and_the_traceback_below(
    logs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Errors can be read as they are."""
    assert _lines(capsys, logs, "--level", "error") == [
        "2026-06-17T10:42:57.000Z ERROR    worker.jsonl worker req-11 Job ends latency_ms=110",
        "    Traceback (most recent call last):",
        "      File x",
        "    ValueError: no",
    ]


def test_filters_can_be_combined(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--count writes how many records answer."""
    counts = {argv: _lines(capsys, logs, "--count", *argv) for argv in _ANSWERS}

    assert counts == {argv: [str(number)] for argv, number in _ANSWERS.items()}


def test_the_first_or_the_last_of_what_matches_is_shown(
    logs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the order of time; --count counts what would be shown."""
    every = _lines(capsys, logs, "--level", "info", "--json")

    assert _lines(capsys, logs, "--level", "info", "--limit", "3", "--json") == every[:3]
    assert _lines(capsys, logs, "--level", "info", "--tail", "3", "--json") == every[-3:]
    assert _lines(capsys, logs, "--tail", "0") == []
    assert _lines(capsys, logs, "--tail", "7", "--count") == ["7"]
    assert _lines(capsys, logs, "--tail", "99", "--count") == ["50"]


def test_a_line_says_which_of_several_files_it_is_from(
    logs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Aligned, and with the folder where two have one name; not for one file alone."""
    (logs / "log").mkdir()
    (logs / "log" / "api.jsonl").write_bytes((logs / "api.jsonl").read_bytes())

    columns = {line[34:52] for line in _lines(capsys, logs, "--text", "job ends") if line.startswith("2026")}
    columns |= {line[34:52] for line in _lines(capsys, logs, "--text", "request ends")}

    assert columns == {"worker.jsonl   wor", "logs/api.jsonl api", "log/api.jsonl  api"}
    assert _lines(capsys, logs / "worker.jsonl", "--limit", "1")[0][34:].startswith("worker req-00")


def test_secrets_are_masked_until_revealed(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In text and in JSON."""
    masked = _lines(capsys, logs, "--text", "token used") + _lines(
        capsys, logs, "--text", "token used", "--json"
    )
    revealed = _lines(capsys, logs, "--text", "token used", "--reveal-secrets")

    assert len(masked) == 2
    assert "very-secret" not in "".join(masked)
    assert "token=abc-very-secret" in revealed[0]


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["none.log"], "none.log does not exist."),
        (["/dev/null"], "cannot be read: not a regular file"),
        (["."], ". holds no log: looked for *.log, *.jsonl, *.ndjson, there and in logs and log."),
        (
            ["api.jsonl", "--level", "loud"],
            "--level loud is no level: choose from unknown, trace, debug, info",
        ),
        (["api.jsonl", "--since", "noon"], "--since noon is no time"),
        (["api.jsonl", "--where", "level ="], "inspector: --where: "),
        (["api.jsonl", "--where", "1; drop table x"], "inspector: --where: "),
        (["api.jsonl", "--regex", "("], "inspector: --regex: the “(” at column 1 is not closed"),
        (["api.jsonl", "--text", "a", "--regex", "b"], "--text and --regex exclude each other."),
        (["api.jsonl", "--count", "--follow"], "--count and --follow exclude each other."),
    ],
)
def test_wrong_questions_are_one_sentence(
    argv: list[str],
    sentence: str,
    logs: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Exit code 2, nothing on stdout, the reason on stderr."""
    (logs / "empty").mkdir()
    monkeypatch.chdir(logs / "empty" if argv == ["."] else logs)
    assert run(["logs", "show", *argv]) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert sentence in captured.err
    assert captured.err.count("\n") == 1


def test_a_folder_that_cannot_be_listed_is_one_sentence(
    logs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's reason is passed on."""

    def refuse(folder: Path) -> list[str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "listdir", refuse)
    assert run(["logs", "show", str(logs)]) == 2

    assert capsys.readouterr().err == f"inspector: {logs} cannot be read: permission denied\n"


def test_older_files_of_a_log_come_with_an_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Or when they are named; a pattern in quotes is looked for."""
    (tmp_path / "messages").write_text("three\n", "utf-8")
    (tmp_path / "messages.1").write_text("two\n", "utf-8")
    (tmp_path / "messages.2.gz").write_bytes(gzip.compress(b"one\n"))
    os.utime(tmp_path / "messages.2.gz", (0, 0))
    log = tmp_path / "messages"

    assert _lines(capsys, log, "--count") == ["1"]
    assert [line.split()[-1] for line in _lines(capsys, log, "--rotated")] == ["one", "two", "three"]
    assert _lines(capsys, log, f"{log}.1", "--count") == ["2"]
    assert _lines(capsys, tmp_path / "mess*", "--count") == ["3"]


def test_an_empty_log_is_no_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing in it, nothing written, exit code 0."""
    (tmp_path / "empty.log").touch()
    assert run(["logs", "show", str(tmp_path / "empty.log")]) == 0

    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("command", [("show", "--count"), ("requests",), ("stats",)])
def test_what_cannot_be_read_does_not_hide_the_rest(
    command: tuple[str, ...], logs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As with cat: one sentence each on stderr, the others are shown, exit code 2."""
    name, *options = command
    files = [str(logs / "none.log"), str(logs / "api.jsonl"), "/dev/null", str(logs / "worker.jsonl")]
    assert run(["logs", name, str(logs), *options]) == 0
    everything = capsys.readouterr().out
    assert run(["logs", name, *files, *options]) == 2

    captured = capsys.readouterr()
    assert captured.out == everything
    assert captured.err.splitlines() == [
        f"inspector: {logs / 'none.log'} does not exist.",
        "inspector: null cannot be read: not a regular file",
    ]


def test_what_is_no_text_is_told(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An archive is named as such instead of passing for a log of odd records."""
    archive = logs / "api.log.zip"
    archive.write_bytes(b"PK\x03\x04" + gzip.compress(b"".join(b"line %d\n" % n for n in range(5_000))))
    assert run(["logs", "show", str(logs / "api.jsonl"), str(archive), "--text", "token used"]) == 2

    captured = capsys.readouterr()
    assert "Token used" in captured.out
    assert captured.err == "inspector: api.log.zip is a zip archive: unpack it to read it\n"


def test_a_compressed_log_is_unpacked(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its lines are those of the text in it; what is cut off is told, and ends the command with 2."""
    packed = logs / "api.log.2.gz"
    data = gzip.compress(b"".join(b"line %d\n" % n for n in range(5_000)))
    packed.write_bytes(data)
    assert _records(capsys, packed, "--text", "line 4999")[0]["line"] == 5_000

    packed.write_bytes(data[:-4])
    assert run(["logs", "show", str(packed), "--text", "line 1", "--count"]) == 2
    assert "ends in the middle of its gzip data: shown up to there" in capsys.readouterr().err


def test_when_nothing_can_be_read_each_reason_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every file has its line, and there is no output."""
    assert run(["logs", "show", str(tmp_path / "a.log"), str(tmp_path), "/dev/null"]) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 3


def test_a_folder_stands_for_its_logs_and_not_for_its_configuration(
    logs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rotated logs and those in `logs` belong to it; JSON configuration and compressed files do not."""
    project = logs.parent
    (project / "package.json").write_text('{"name": "shop"}\n', "utf-8")
    (project / "api.log.1").write_text("rotated by number\n", "utf-8")
    (project / "api.log-20260617").write_text("rotated by day\n", "utf-8")
    (project / "api.log.2.gz").write_bytes(b"\x1f\x8b\x08")

    assert _lines(capsys, project, "--count") == ["52"]
    (logs / "api.jsonl").rename(logs / "api.jsonl.3")
    assert _lines(capsys, project, "--count") == ["52"]


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("warn", "warning"),
        ("ERR", "error"),
        ("fatal", "critical"),
        ("crit", "critical"),
        ("information", "info"),
        ("dbg,err", "debug,error"),
        ("unknown", "unknown"),
    ],
)
def test_levels_go_by_the_names_that_producers_use(
    words: str, meaning: str, logs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A word that a log may hold is understood as it is there."""
    with_words = _lines(capsys, logs, "--level", words, "--count")

    assert with_words == _lines(capsys, logs, "--level", meaning, "--count")


def test_nothing_found_is_said_and_is_no_error(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Apart from the output, so that programs read nothing."""
    assert run(["logs", "show", str(logs), "--request", "nope"]) == 0

    assert capsys.readouterr() == ("", "No record matches.\n")


def test_a_crash_below_a_record_is_among_the_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Printed by the interpreter after the last thing that was logged."""
    log = tmp_path / "a.log"
    traceback = 'Traceback (most recent call last):\n  File "x.py", line 1, in run\nMemoryError\n'
    log.write_text('{"time":"2026-03-04T09:00:01Z","level":"info","message":"serving"}\n' * 3 + traceback)

    (found,) = _records(capsys, log, "--level", "error")

    assert (found["line"], found["level_raw"], len(found["continuation"])) == (3, "info", 3)


class _Running:
    """The program in a process of its own, its output read line by line."""

    def __init__(self, *argv: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "inspector", *argv],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        self._lines: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def line(self) -> str:
        """The next line; raises Empty when none comes."""
        return self._lines.get(timeout=_TIMEOUT_SECONDS)

    def end(self) -> tuple[int, str]:
        """Exit code and stderr, once the process has ended."""
        code = self.process.wait(_TIMEOUT_SECONDS)
        self._reader.join()
        assert self.process.stderr is not None
        return code, self.process.stderr.read()

    def close(self) -> None:
        """Leave nothing behind."""
        if self.process.poll() is None:
            self.process.kill()
        self.end()
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))


@pytest.fixture
def following(logs: Path) -> Iterator[_Running]:
    """`logs show --follow` on the warnings of api.jsonl."""
    program = _Running("logs", "show", "--follow", "--level", "warning", str(logs / "api.jsonl"))
    yield program
    program.close()


def _append(file: Path, message: str) -> None:
    with file.open("a", encoding="utf-8") as stream:
        stream.write(
            json.dumps({"timestamp": "2026-06-17T11:00:00Z", "level": "ERROR", "message": message}) + "\n"
        )


def test_follow_loses_nothing_and_repeats_nothing(logs: Path, following: _Running) -> None:
    """Appended records, lines that belong to a record already shown, a rotated file, a truncated one."""
    file = logs / "api.jsonl"
    assert following.line().endswith("Request ends")
    _append(file, "failed")
    assert following.line().endswith("failed")
    with file.open("a", encoding="utf-8") as stream:
        stream.write("Traceback (most recent call last):\n  File x\nValueError: no\n")
    assert [following.line() for _ in range(3)] == [
        "    Traceback (most recent call last):",
        "      File x",
        "    ValueError: no",
    ]
    file.rename(logs / "api.jsonl.1")
    _append(file, "after rotation")
    assert following.line().endswith("after rotation")
    file.write_text("", "utf-8")
    _append(file, "after truncation")
    assert following.line().endswith("after truncation")
    following.process.send_signal(signal.SIGINT)

    assert following.end() == (130, "")


def test_follow_waits_for_a_file_that_is_not_there_yet(tmp_path: Path) -> None:
    """It says so once on stderr, and shows what the file holds when it comes."""
    file = tmp_path / "later.jsonl"
    program = _Running("logs", "show", "--follow", str(file))
    try:
        assert program.process.stderr is not None
        assert "later.jsonl" in program.process.stderr.readline()
        _append(file, "here I am")
        assert program.line().endswith("here I am")
        program.process.send_signal(signal.SIGINT)
        assert program.end() == (130, "")
    finally:
        program.close()


def test_a_reader_that_stops_is_no_error(tmp_path: Path) -> None:
    """A closed pipe ends the program quietly."""
    file = tmp_path / "long.log"
    file.write_text("a line that is long enough to fill the pipe\n" * 20_000, "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "inspector", "logs", "show", str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    with process.stderr as stderr:
        assert stderr.read() == ""
    assert process.wait(_TIMEOUT_SECONDS) == 141


def test_a_terminal_gets_colours_around_the_same_words(
    logs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Levels are told apart by colour, too; a long line is not broken."""
    plain = _lines(capsys, logs, "--level", "error")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = _lines(capsys, logs, "--level", "error")

    assert "\x1b[31mERROR" in coloured[0]
    assert [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in coloured] == plain


def test_progress_is_told_on_a_terminal_and_wiped(
    logs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Indexing a large file takes seconds; what is told of it does not stay."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert run(["logs", "show", str(logs), "--count"]) == 0

    err = capsys.readouterr().err
    assert "\rreading 100 %" in err
    assert err.endswith("\r\x1b[K")


def test_an_empty_condition_is_a_mistake(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As one of blanks is."""
    for condition in ("", " "):
        assert run(["logs", "show", str(logs), "-w", condition]) == 2
        assert "--where: the expression is empty" in capsys.readouterr().err
