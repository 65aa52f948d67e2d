"""`inspector logs cache`: what is kept so that logs open at once, and how to do without it."""

from __future__ import annotations

from typing import Annotated

import typer
from platformdirs import user_cache_path

from inspector.cli.logs.files import CACHE_NAME
from inspector.logs.index.cache import Cache


def cache(
    clear: Annotated[bool, typer.Option("--clear", help="Throw all of it away.")] = False,
) -> int:
    """Tell how much disk the indexes of logs take, and where they are."""
    folder = user_cache_path(CACHE_NAME, appauthor=False)
    kept = Cache(folder)
    if clear:
        print(f"Removed {_megabytes(kept.clear())} from {folder}.")
    else:
        print(f"{_megabytes(kept.size_bytes)} of {_megabytes(kept.limit_bytes)} in {folder}.")
    return 0


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
