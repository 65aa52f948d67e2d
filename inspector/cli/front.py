"""From words to a command, and from its end to an exit code."""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from importlib import import_module

import typer
from typer.main import get_command

from inspector.cli.output import CommandError, complain, prepare_streams

GROUPS: Mapping[str, str] = {
    "config": "inspector.cli.config",
    "logs": "inspector.cli.logs",
}
"""First word to the module that holds its commands; only the one that is needed is imported."""

EXIT_USAGE = 2
EXIT_INTERRUPTED = 130
EXIT_BROKEN_PIPE = 141

_PLAIN_WORDS = (
    (r"Value error, ", ""),
    (r"Input should be a valid integer.*", "it must be a whole number"),
    (r"Input should be greater than or equal to (\d+)", r"it must be at least \1"),
)
"""What the library says of a value, and what people are told."""


def run(argv: Sequence[str]) -> int:
    """Run `config …` or `logs …` and return the exit code; whatever the user did wrong is one sentence."""
    prepare_streams()
    try:
        code = _invoke(argv)
        sys.stdout.flush()
    except CommandError as error:
        complain(str(error))
        return EXIT_USAGE
    except typer.TyperException as error:
        complain(_wrong_usage(error, argv))
        return EXIT_USAGE
    except (KeyboardInterrupt, typer.Abort):
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return EXIT_BROKEN_PIPE
    return code


def group(word: str) -> typer.Typer:
    """The commands behind `config` or `logs`."""
    app: typer.Typer = import_module(GROUPS[word]).app
    return app


def _invoke(argv: Sequence[str]) -> int:
    word, *rest = argv or [""]
    if word not in GROUPS:
        raise CommandError(f"{word or 'nothing'} is no command: begin with {' or '.join(GROUPS)}.")
    command = get_command(group(word))
    short = _no_collector() if word == "config" else nullcontext()  # `logs show --follow` may run for days
    # Not through main(): it would end the process by itself, and take a broken pipe for an error.
    try:
        with short, command.make_context(f"inspector {word}", list(rest)) as context:
            return int(command.invoke(context) or 0)
    except typer.Exit as end:
        return end.exit_code


@contextmanager
def _no_collector() -> Iterator[None]:
    """Python's collector off: a command builds one answer and ends, and looking for cycles in it costs a
    fifth of the time. The window does without as well, and collects by timer."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _wrong_usage(error: typer.TyperException, argv: Sequence[str]) -> str:
    message = error.format_message()
    for pattern, plain in _PLAIN_WORDS:
        message = re.sub(pattern, plain, message)
    end = "" if message.endswith((".", "?")) else "."
    context = getattr(error, "ctx", None)
    command = f"inspector {argv[0]}" if context is None else context.command_path
    return f"{message}{end} Try `{command} --help`."


def _forget_stdout() -> None:
    """Nobody reads any more: keep the interpreter from complaining when it flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
