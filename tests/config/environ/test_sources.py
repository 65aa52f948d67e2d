"""Environments of this shell, of processes and from files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.config.environ import Environ, EnvironError, read_environ
from inspector.config.environ.sources import MAX_BYTES


def test_none_is_empty() -> None:
    """Nothing is read for `none`."""
    assert read_environ("none") == Environ((), "none")


def test_current_is_the_environment_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """All variables, in the order of os.environ."""
    monkeypatch.setenv("ML_A", "1")
    environ = read_environ("current")
    assert environ.variables == tuple(os.environ.items())
    assert ("ML_A", "1") in environ.variables
    assert environ.label == "this shell"


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    """A process with two variables that waits until it is no longer needed."""
    with subprocess.Popen(
        [sys.executable, "-c", "import sys; print(flush=True); sys.stdin.read()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"ML_B": "2", "ML_A": "x=y"},
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        assert process.stdin is not None
        process.stdin.close()


def test_the_environment_of_a_process_is_the_one_it_was_started_with(
    sleeper: subprocess.Popen[bytes],
) -> None:
    """The variables come in their order, and the label tells which process they are of."""
    environ = read_environ(f"pid:{sleeper.pid}")
    assert [pair for pair in environ.variables if pair[0].startswith("ML_")] == [
        ("ML_B", "2"),
        ("ML_A", "x=y"),
    ]
    assert environ.label.startswith(f"process {sleeper.pid} (")
    assert environ.notes == (
        "What the process has set or removed since it was started is not visible from outside.",
    )


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("", "names no environment: use current, none, pid:N or file:F"),
        ("shell", "names no environment"),
        ("current:1", "names no environment"),
        ("pid", "names no environment"),
        ("pid:", "no process number"),
        ("pid:-1", "no process number"),
        ("pid:²", "no process number"),
        ("pid:99999999999", "no process number"),
        ("pid:999999999", "no process 999999999"),
        ("file:", "needs the path"),
        ("file:/nowhere/env", "/nowhere/env cannot be read: no such file"),
        ("file:nul\0", "cannot be read"),
    ],
)
def test_a_wrong_name_says_what_is_understood(spec: str, said: str) -> None:
    """Every wrong name is one plain sentence."""
    with pytest.raises(EnvironError, match=said) as raised:
        read_environ(spec)
    assert str(raised.value).endswith(".")


def test_a_file_is_read_and_named(tmp_path: Path) -> None:
    """A file with the output of env gives its variables, labelled with its name."""
    file = tmp_path / "environ.txt"
    file.write_text("ML_A=1\nML_B=two words # kept\n")
    assert read_environ(f"file:{file}") == Environ(
        (("ML_A", "1"), ("ML_B", "two words # kept")), "file environ.txt"
    )


def test_a_file_that_is_no_environment_says_why(tmp_path: Path) -> None:
    """Other text and huge files are told apart."""
    file = tmp_path / "x"
    file.write_text("hello\n")
    with pytest.raises(EnvironError, match="holds no environment: its first line is not NAME=value"):
        read_environ(f"file:{file}")
    with file.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(EnvironError, match="larger than any environment"):
        read_environ(f"file:{file}")


def test_one_of_several_containers_is_named_behind_the_file(tmp_path: Path) -> None:
    """`file:F#NAME` chooses; a file whose own name holds # is still found."""
    file = tmp_path / "inspect.json"
    file.write_text('[{"Name": "/web", "Config": {"Env": ["A=1"]}}, {"Name": "/db", "Config": {"Env": []}}]')
    odd = tmp_path / "env#1"
    odd.write_text("A=2\n")

    assert read_environ(f"file:{file}#web") == Environ((("A", "1"),), "file inspect.json, web")
    assert read_environ(f"file:{odd}") == Environ((("A", "2"),), "file env#1")
    with pytest.raises(
        EnvironError, match=r"inspect.json holds no environment: it has several containers \(web, db\)"
    ):
        read_environ(f"file:{file}")
    with pytest.raises(EnvironError, match=r"nothing.json cannot be read"):
        read_environ(f"file:{tmp_path}/nothing.json#web")


def test_the_form_is_told_where_it_counts(tmp_path: Path) -> None:
    """What `env` printed is known by names that shells export; quotes in it are a part of the values."""
    hand, dump, plain = tmp_path / "hand.env", tmp_path / "dump.env", tmp_path / "plain.env"
    hand.write_text("A='b c'\n")
    dump.write_text("HOME=/root\nPATH=/bin\nPWD=/\nA='b c'\nB=x # y\n")
    plain.write_text("A=1\n")

    assert read_environ(f"file:{hand}") == Environ(
        (("A", "b c"),), "file hand.env, read as a hand-written .env file"
    )
    assert read_environ(f"file:{dump}").variables[3:] == (("A", "'b c'"), ("B", "x # y"))
    assert read_environ(f"file:{dump}").label == "file dump.env"
    assert read_environ(f"file:{plain}").label == "file plain.env"


def test_an_odd_entry_of_a_container_is_left_out_with_a_note(tmp_path: Path) -> None:
    """The others are read."""
    file = tmp_path / "inspect.json"
    file.write_text('[{"Name": "/web", "Config": {"Env": ["A=1", "ODD", "B=2"]}}]')

    read = read_environ(f"file:{file}")

    assert read.variables == (("A", "1"), ("B", "2"))
    assert read.notes == ("1 of 3 entries of Env are not NAME=value and are left out.",)


def test_what_a_file_leaves_open_is_noted(tmp_path: Path) -> None:
    """The notes of the text come along."""
    file = tmp_path / "compose.yaml"
    file.write_text("services: {web: {environment: [A]}}\n")

    assert read_environ(f"file:{file}").notes == (
        "A is left out: its value is that of the shell in which Compose runs.",
    )
