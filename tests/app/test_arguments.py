"""The window's command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector import __version__
from inspector.app.arguments import Arguments, parse_arguments


def test_no_arguments_open_the_start_page() -> None:
    """Everything has a default."""
    assert parse_arguments([]) == Arguments()


def test_all_arguments() -> None:
    """Paths and options in any order."""
    words = "a --size 800x600 --screenshot x.png --theme dark --environment production b.log"
    found = parse_arguments(words.split())

    expected = Arguments((Path("a"), Path("b.log")), Path("x.png"), 800, 600, "dark", "production")
    assert found == expected


def test_paths_alone_are_read_the_same_way() -> None:
    """The short way for the usual case and the parser agree."""
    assert parse_arguments(["a", "b.log"]) == parse_arguments(["--size", "1440x900", "a", "b.log"])


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["--size", "big"], "'big' is no size such as 1440x900"),
        (["--size", "0x900"], "'0x900' is no size such as 1440x900"),
        (["--size", "99999x900"], "99999x900 is larger than"),
        (["--screenshot", "x.jpg"], "x.jpg should end in .png"),
        (["--theme", "pink"], "invalid choice: 'pink'"),
        (["--wings"], "unrecognized arguments: --wings"),
    ],
)
def test_wrong_usage_is_told(argv: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 and a sentence."""
    with pytest.raises(SystemExit) as ended:
        parse_arguments(argv)

    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


def test_help_names_the_other_commands(capsys: pytest.CaptureFixture[str]) -> None:
    """Who asks the window for help learns of the command line too."""
    with pytest.raises(SystemExit) as ended:
        parse_arguments(["--help"])
    text = capsys.readouterr().out

    assert ended.value.code == 0
    assert "inspector config show" in text
    assert "inspector logs show" in text


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """One line."""
    with pytest.raises(SystemExit):
        parse_arguments(["--version"])

    assert capsys.readouterr().out == f"inspector {__version__}\n"
