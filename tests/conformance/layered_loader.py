"""An application that follows the rules of the dialect `layered`, with the real libraries.

Run by the conformance tests in a process of its own: reads cases from stdin, one JSON object a line with the
folder, the environment's name and the process environment, and answers each with the tree or the exception.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
from pathlib import Path
from typing import Any

import yaml
from dotenv import load_dotenv

PREFIX = "ML_"


def answer(case: dict[str, Any]) -> dict[str, Any]:
    """What the application gets in this case, or with what it stops."""
    os.environ.clear()
    os.environ.update(case["environ"])
    os.chdir(case["folder"])
    try:
        return {"tree": plain(load(case["environment"]))}
    except Exception as error:  # noqa: BLE001 - the exception is the answer
        return {"exception": type(error).__name__, "message": str(error)}


def load(environment: str) -> Any:
    """All layers, low to high."""
    load_dotenv(f".env.{environment}")
    load_dotenv(".env")
    config = read("config.yaml")
    special = f"config.{environment}.yaml"
    if Path(special).exists():
        config = merged(config, read(special))
    for name, text in os.environ.items():
        if name.startswith(PREFIX):
            put(config, name.removeprefix(PREFIX).lower().split("_"), number(text))
    return config


def read(path: str) -> Any:
    """One file."""
    with Path(path).open(encoding="utf-8") as stream:
        return yaml.safe_load(stream)


def merged(low: Any, high: Any) -> Any:
    """Mappings merge, everything else replaces."""
    both = low.copy()
    for key, value in high.items():
        if key in both and isinstance(both[key], dict) and isinstance(value, dict):
            both[key] = merged(both[key], value)
        else:
            both[key] = value
    return both


def put(config: Any, path: list[str], value: object) -> None:
    """Walk down, making mappings on the way, and assign at the end."""
    for part in path[:-1]:
        config = config.setdefault(part, {})
    config[path[-1]] = value


def number(text: str) -> int | float | str:
    """An int, else a float, else the text."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


def plain(value: Any) -> Any:
    """The value in JSON with the type of everything, keys included."""
    if isinstance(value, dict):
        return {"dict": [[plain(key), plain(item)] for key, item in value.items()]}
    if isinstance(value, list | tuple):
        return {"list": [plain(item) for item in value]}
    if isinstance(value, set):
        return {"set": sorted(repr(item) for item in value)}
    if isinstance(value, datetime.date):
        return {type(value).__name__: value.isoformat()}
    return {type(value).__name__: repr(value)}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)  # noqa: T201 - the answer
