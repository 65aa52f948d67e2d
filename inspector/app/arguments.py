"""The command line of the window. Parsed before Qt is loaded."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector import __version__

_DESCRIPTION = "See where every setting comes from, and what every request did."
_EPILOG = """\
without a window:
  inspector config show|explain|check …   effective settings, where they come from, findings
  inspector logs show|requests|stats …    records, requests and figures of log files
  (each with --help)

exit codes:
  0 fine, 1 `config check` found an error, 2 wrong usage or something that cannot be read, 3 no display
"""
_SIZE = re.compile(r"(\d{2,5})x(\d{2,5})")
_LARGEST = 16_384


@dataclass(frozen=True, slots=True)
class Arguments:
    """What the window was asked to do.

    `theme` is None when the prefs decide, `environment` when the rules of the configuration do.
    """

    paths: tuple[Path, ...] = ()
    screenshot: Path | None = None
    width: int = 1440
    height: int = 900
    theme: str | None = None
    environment: str | None = None


def parse_arguments(argv: Sequence[str]) -> Arguments:
    """Read the arguments. Raises SystemExit: 0 after --help and --version, 2 for wrong usage."""
    if not any(word.startswith("-") for word in argv):
        return Arguments(tuple(map(Path, argv)))  # what is most usual should not wait for a parser
    parser = ArgumentParser(
        prog="inspector",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="a folder, or log files")
    parser.add_argument(
        "--screenshot",
        metavar="OUT.png",
        type=Path,
        help="write a picture of the window and end; needs no display",
    )
    parser.add_argument("--size", metavar="WxH", type=_size, default=(1440, 900), help="size of that picture")
    parser.add_argument("--theme", choices=("system", "light", "dark"), help="colours, for this run")
    parser.add_argument("--environment", "-e", metavar="E", help="the environment that Config shows first")
    parser.add_argument("--version", action="version", version=f"inspector {__version__}")
    found = parser.parse_intermixed_args(argv)
    if found.screenshot is not None and found.screenshot.suffix.lower() != ".png":
        parser.error(f"--screenshot writes PNG: {found.screenshot} should end in .png")
    width, height = found.size
    return Arguments(tuple(found.paths), found.screenshot, width, height, found.theme, found.environment)


def _size(text: str) -> tuple[int, int]:
    match = _SIZE.fullmatch(text)
    if match is None:
        raise ArgumentTypeError(f"{text!r} is no size such as 1440x900")
    width, height = int(match[1]), int(match[2])
    if max(width, height) > _LARGEST:
        raise ArgumentTypeError(f"{text} is larger than {_LARGEST}x{_LARGEST}")
    return width, height
