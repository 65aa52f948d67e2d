"""The command line reference tells of everything there is, and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from inspector.cli import run
from inspector.cli.front import GROUPS, group


def _commands() -> Iterator[tuple[str, set[str]]]:
    """`config show` and so on, each with its options."""
    for word in GROUPS:
        commands = getattr(get_command(group(word)), "commands")  # noqa: B009 - a group, which its type does not say
        for name, command in commands.items():
            options = {
                option for parameter in command.params for option in parameter.opts if option[0] == "-"
            }
            yield f"{word} {name}", options


@pytest.fixture(scope="module")
def reference() -> str:
    """resources/help/command-line.md"""
    page = Path(__file__).resolve().parent.parent.parent / "resources" / "help" / "command-line.md"
    return page.read_text("utf-8")


def _section(reference: str, title: str) -> str:
    found = re.search(rf"^## {title}.*?$(.*?)(?=^## |\Z)", reference, re.MULTILINE | re.DOTALL)
    assert found is not None, f"no section about {title}"
    return found[1]


def test_every_command_and_option_is_in_the_reference(reference: str) -> None:
    """Each command has a section, and each of its options stands there or among the shared ones."""
    shared = _section(reference, "Options of all config commands")
    commands = dict(_commands())
    missing = {
        (command, option)
        for command, options in commands.items()
        for option in options
        if f"`{option}"
        not in _section(reference, f"inspector {command}") + (shared if command.startswith("config") else "")
    }

    assert len(commands) == 11
    assert missing == set()


def test_the_reference_promises_no_more_than_there_is(reference: str) -> None:
    """Every option in a command's section exists."""
    for command, options in _commands():
        told = set(re.findall(r"`(--?[a-z][a-z-]*)", _section(reference, f"inspector {command}")))
        assert told - options - {"--since"} == set(), command
    shared = set(re.findall(r"`(--?[a-z][a-z-]*)", _section(reference, "Options of all config commands")))
    for command, options in _commands():
        if command.startswith("config"):
            assert shared <= options, command


@pytest.mark.parametrize("command", [command for command, _ in _commands()])
def test_help_of_a_command_fits_80_columns(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """--help lists every option and ends with exit code 0."""
    assert run([*command.split(), "--help"]) == 0

    out = capsys.readouterr().out
    argument = {"logs cache": ""}.get(command, " FILE…" if command.startswith("logs") else " PATH")
    before = " FIELD" if command == "logs top" else ""
    assert out.startswith(f"Usage: inspector {command} [OPTIONS]{before}{argument}")
    assert not argument or re.search(rf"^ {argument}  +[A-Z]", out, re.MULTILINE)
    assert "list[" not in out
    assert all(option in out for option in dict(_commands())[command])
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        ([], "nothing is no command: begin with config or logs."),
        (["confg"], "confg is no command: begin with config or logs."),
        (["config"], "Missing command. Try `inspector config --help`."),
        (["config", "shw"], "No such command 'shw'. Did you mean 'show'? Try `inspector config --help`."),
        (["config", "show"], "Missing argument 'PATH'. Try `inspector config show --help`."),
        (["config", "show", ".", "--colour"], "No such option: --colour"),
        (["config", "show", ".", "--format", "ini"], "'ini' is not one of 'table', 'json', 'yaml'"),
        (["logs", "requests", "x.log", "--sort", "size"], "'size' is not one of 'duration', 'level'"),
        (["logs", "requests", "x.log", "--limit", "0"], "'--limit' / '-n': it must be at least 1. Try"),
        (
            ["logs", "requests", "x.log", "--limit", "abc"],
            "'--limit' / '-n': it must be a whole number. Try `inspector logs requests --help`.",
        ),
    ],
)
def test_wrong_usage_is_one_sentence(
    argv: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code is 2, stdout stays empty, stderr has one line."""
    assert run(argv) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("inspector: ")
    assert sentence in captured.err
    assert captured.err.count("\n") == 1
