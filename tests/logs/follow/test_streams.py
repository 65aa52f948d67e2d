"""Standard input and commands as sources of a set. Commands are small Python programs."""

from __future__ import annotations

import gzip
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from inspector.logs.follow import CommandSpec, LogSet, LogState, SourceSpec, SourceStatus, StdinSpec, streams
from inspector.logs.query import Query
from inspector.logs.sources import spool, stream

Opener = Callable[..., LogSet]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Opens log sets and closes them after the test, which leaves no thread, process or file."""
    sets: list[LogSet] = []
    before = set(threading.enumerate())

    def open_set(*sources: SourceSpec | Path) -> LogSet:
        sets.append(LogSet(sources, tmp_path / "cache"))
        return sets[-1]

    yield open_set
    for logs in sets:
        logs.close()
    assert set(threading.enumerate()) == before
    assert psutil.Process().children() == []
    assert not list((tmp_path / "cache").glob("private-*"))


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """The two ends of a pipe; the test closes the second one."""
    read, write = os.pipe()
    yield read, write
    os.close(read)


def program(text: str, *, restart: bool = False) -> CommandSpec:
    """A command that runs this."""
    return CommandSpec((sys.executable, "-u", "-c", f"import os, sys, time\n{text}"), restart)


def shown(logs: LogSet) -> list[str]:
    """The messages of all records."""
    return [record.message for record in logs.records(logs.rows(Query()).ids.tolist())]


def until(logs: LogSet, reached: Callable[[LogState], bool]) -> LogState:
    """Refresh until a state is reached; the suite's time limit ends what never comes."""
    state = logs.refresh()
    while not reached(state):
        time.sleep(0.005)
        state = logs.refresh()
    return state


def test_standard_input_is_shown_as_it_comes(opened: Opener, pipe: tuple[int, int]) -> None:
    """Whole lines at once, half a line when it ends; the end is no problem."""
    read, write = pipe
    logs = opened(StdinSpec(read))
    assert not logs.refresh().ended
    os.write(write, b'{"message": "one"}\n{"mess')
    state = until(logs, lambda state: state.records == 1)
    assert (state.sources[0].status, state.arriving) == (SourceStatus.FOLLOWING, True)

    os.write(write, b'age": "two"}\nlast')
    os.close(write)
    state = until(logs, lambda state: state.ended)

    assert shown(logs) == ["one", "two", "last"]
    assert [(record.source, record.line) for record in logs.records([0, 1, 2])] == [
        ("-", 1),
        ("-", 2),
        ("-", 3),
    ]
    assert (state.sources[0].problem, state.indexed_bytes, state.arriving) == ("", state.size_bytes, False)


@pytest.mark.parametrize("data", [b"", b"x", b"one\ntwo", gzip.compress(b"one\ntwo\n", mtime=0)])
def test_what_comes_may_be_anything(data: bytes, opened: Opener, pipe: tuple[int, int]) -> None:
    """Nothing, too little to decide by, packed."""
    os.write(pipe[1], data)
    os.close(pipe[1])
    logs = opened(StdinSpec(pipe[0]))

    until(logs, lambda state: state.ended)

    assert shown(logs) == {b"": [], b"x": ["x"]}.get(data, ["one", "two"])


def test_a_file_on_standard_input_is_read_to_its_end(opened: Opener, tmp_path: Path) -> None:
    """It cannot be waited for as a pipe can."""
    log = tmp_path / "a.log"
    log.write_bytes(b"one\n" * 10_000)
    with log.open("rb") as file:
        logs = opened(StdinSpec(file.fileno()))
        assert until(logs, lambda state: state.ended).records == 10_000


def test_closing_ends_a_stream_that_goes_on(opened: Opener, pipe: tuple[int, int]) -> None:
    """Nobody waits for the writer."""
    logs = opened(StdinSpec(pipe[0]))
    logs.refresh()
    logs.close()
    os.close(pipe[1])


def test_a_full_disk_makes_the_writer_wait(
    opened: Opener, pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost: it goes on when there is room."""
    monkeypatch.setattr(stream, "_TRY_AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(spool, "LEAST_FREE_BYTES", 1 << 60)
    logs = opened(StdinSpec(pipe[0]))
    os.write(pipe[1], b"one\n")
    until(logs, lambda state: "of the disk is left" in state.sources[0].problem)

    monkeypatch.setattr(spool, "LEAST_FREE_BYTES", 0)
    os.write(pipe[1], b"two\n")
    os.close(pipe[1])

    assert until(logs, lambda state: state.ended).sources[0].problem == ""
    assert shown(logs) == ["one", "two"]


def test_an_index_that_fails_is_made_again(
    opened: Opener, pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From all that came so far, since nobody can send it again."""
    monkeypatch.setattr(streams, "TRY_AGAIN_SECONDS", 0.0)
    os.write(pipe[1], b"one\n")
    logs = opened(StdinSpec(pipe[0]))
    until(logs, lambda state: state.records == 1)
    with monkeypatch.context() as patched:
        patched.setattr("inspector.logs.follow.segments.Ingest.run", _fails)
        os.write(pipe[1], b"two\n")
        until(logs, lambda state: "cannot be indexed: no room" in state.sources[0].problem)
    os.close(pipe[1])

    state = until(logs, lambda state: state.ended)

    assert (shown(logs), state.epoch > 0) == (["one", "two"], True)


def _fails(*_arguments: object) -> None:
    from inspector.logs.index.database import StorageError

    raise StorageError("no room")


def test_a_command_is_read_to_its_end(opened: Opener) -> None:
    """Its stderr is kept apart, secrets masked; exit code 0 is no problem."""
    logs = opened(
        program("print('one'); print('warn password=abc123', file=sys.stderr); os.write(1, b'two')")
    )

    state = until(logs, lambda state: state.ended)
    source = state.sources[0]

    assert shown(logs) == ["one", "two"]
    assert (source.exit_code, source.problem, source.status) == (0, "", SourceStatus.ENDED)
    assert (source.complained, len(source.complaints)) == (1, 1)
    assert source.complaints[0].startswith("warn password=")
    assert "abc123" not in source.complaints[0]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("sys.exit(3)", 3, "ended with exit code 3"),
        ("sys.exit('no such pod')", 1, "ended with exit code 1: no such pod"),
        ("os.kill(os.getpid(), 9)", -9, "was ended by SIGKILL"),
    ],
)
def test_how_a_command_failed_is_told(text: str, code: int, said: str, opened: Opener) -> None:
    """With its last words; what it wrote before is shown."""
    logs = opened(program(f"print('one'); {text}"))

    source = until(logs, lambda state: state.ended).sources[0]

    assert (source.exit_code, shown(logs)) == (code, ["one"])
    assert source.problem.endswith(f"… {said}")


@pytest.mark.parametrize("argv", [("no-such-program", "-f"), ("a\0b",)])
def test_a_command_that_cannot_be_started_is_told(argv: tuple[str, ...], opened: Opener) -> None:
    """It has ended, and the others go on."""
    logs = opened(CommandSpec(argv), program("print('one')"))

    state = until(logs, lambda state: state.ended)

    assert "cannot be started: " in state.sources[0].problem
    assert shown(logs) == ["one"]


def test_a_command_is_started_again_on_request(opened: Opener) -> None:
    """What it wrote before stays; half a line is a line."""
    logs = opened(program("os.write(1, b'one\\nhalf')"))
    name = until(logs, lambda state: state.ended).sources[0].path

    logs.restart(name)
    until(logs, lambda state: state.ended and state.records == 4)

    assert shown(logs) == ["one", "half", "one", "half"]


def test_a_command_is_started_again_by_itself(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """After pauses that double; the exit code of the last run is told meanwhile."""
    monkeypatch.setattr(streams, "FIRST_PAUSE_SECONDS", 0.05)
    spec = program("print(time.monotonic_ns()); sys.exit(1)", restart=True)
    logs = opened(spec)

    state = until(logs, lambda state: state.records == 4)
    times = [int(message) / 1e9 for message in shown(logs)]
    pauses = [after - before for before, after in pairwise(times)]

    assert (state.ended, state.arriving) == (False, True)
    assert all(pause >= least for pause, least in zip(pauses, (0.05, 0.1, 0.2), strict=True))


def test_closing_ends_a_command_and_all_that_it_started(opened: Opener, tmp_path: Path) -> None:
    """Also what does not want to end."""
    spec = program(
        "import signal, subprocess\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(999)'])\n"
        "print(os.getpid()); print(child.pid); time.sleep(999)"
    )
    logs = opened(spec)
    until(logs, lambda state: state.records == 2)
    pids = [int(message) for message in shown(logs)]

    logs.close()

    deadline = time.monotonic() + 10
    while any(map(_lives, pids)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(map(_lives, pids))


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_much_output_comes_through_whole(opened: Opener) -> None:
    """Both pipes at once, more than they hold."""
    logs = opened(
        program("for n in range(50_000): print(n)\nfor n in range(9_999): print(n, file=sys.stderr)")
    )

    state = until(logs, lambda state: state.ended)

    assert (state.records, state.sources[0].complained) == (50_000, 9_999)
    assert state.sources[0].complaints[-1] == "9998"
    assert shown(logs)[-1] == "49999"


def test_streams_and_files_stand_by_time(opened: Opener, pipe: tuple[int, int], tmp_path: Path) -> None:
    """One log of all sources."""
    log = tmp_path / "a.log"
    log.write_text('{"time": "2026-03-04T09:15:02Z", "message": "two"}\n')
    os.write(pipe[1], b'{"time": "2026-03-04T09:15:01Z", "message": "one"}\n')
    os.close(pipe[1])
    logs = opened(log, StdinSpec(pipe[0]))

    until(logs, lambda state: state.records == 2)

    assert shown(logs) == ["one", "two"]
    assert [record.message for record in logs.preview()] == ["two"]


@pytest.mark.parametrize(
    ("text", "argv"),
    [("kubectl logs -f 'a b'", ("kubectl", "logs", "-f", "a b")), ("echo $HOME;ls", ("echo", "$HOME;ls"))],
)
def test_a_command_line_is_split_without_a_shell(text: str, argv: tuple[str, ...]) -> None:
    """Quotes count, nothing else."""
    assert CommandSpec.from_text(text).argv == argv


@pytest.mark.parametrize("text", ["", "  ", "a 'b"])
def test_what_is_no_command_line_is_refused(text: str) -> None:
    """Nothing, and an open quote."""
    with pytest.raises(ValueError, match="No"):
        CommandSpec.from_text(text)


def test_secrets_in_a_command_line_are_not_shown() -> None:
    """Its label is what everybody sees."""
    assert "abc123" not in CommandSpec.from_text("curl --password=abc123 http://u:abc123@h/").label
