"""The JavaScript libraries of tests/conformance/node, asked over a pipe to one long-living Node."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, TypeAlias

import pytest

NODE_FOLDER = Path(__file__).parent / "node"
PACKAGES = NODE_FOLDER / "node_modules"

_OLDEST = (20, 19)  # node-config 5 needs require() of ES modules and their detection in .js files
_INTEGER = re.compile(r"-?[0-9]+")

JsValue: TypeAlias = object
"""None, bool, int, float, str, list, dict, datetime, bytes, or one of `Other`."""


class Other(Enum):
    """What JavaScript has and Python has not."""

    UNDEFINED = "undefined"
    FUNCTION = "function"
    SYMBOL = "symbol"
    CYCLE = "cycle"
    INVALID_DATE = "date"


@dataclass(frozen=True, slots=True)
class JsSet:
    """A `Set` with its items in order."""

    items: tuple[JsValue, ...]


@dataclass(frozen=True, slots=True)
class JsMap:
    """A `Map` with its entries in order."""

    entries: tuple[tuple[JsValue, JsValue], ...]


class OracleError(Exception):
    """The exception that the library threw: its name and message."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message


class NodeOracle:
    """The libraries in one Node process. The commands are in node/oracle.cjs."""

    def __init__(self, node: str) -> None:
        self._process = subprocess.Popen(
            [node, str(NODE_FOLDER / "oracle.cjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def ask(self, command: str, **needs: object) -> JsValue:
        """What the library returns. Raises OracleError for what it throws."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({"command": command, **needs}), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        assert line, "Node ended"
        answer = json.loads(line)
        if "error" in answer:
            raise OracleError(answer["error"]["name"], answer["error"]["message"])
        return decode(answer["value"])

    def ask_record(self, command: str, **needs: object) -> dict[str, Any]:
        """The same for commands that return an object with known names."""
        value = self.ask(command, **needs)
        assert isinstance(value, dict)
        return value

    def close(self) -> None:
        """End the process and wait for it."""
        with self._process:
            assert self._process.stdin is not None
            self._process.stdin.close()


def start_oracle() -> NodeOracle:
    """A running oracle. Skips the test where Node or the packages are missing; in CI it fails instead."""
    node, missing = _found()
    if node is None:
        reason = f"no JavaScript oracle: {missing}"
        if os.environ.get("INSPECTOR_CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return NodeOracle(node)


def decode(encoded: Any) -> JsValue:
    """The value that node/encode.cjs wrote. Whole numbers are int as far as JavaScript prints all their
    digits (below 1e21), negative zero is a float."""
    if not isinstance(encoded, dict):
        return encoded
    ((kind, content),) = encoded.items()
    if kind == "list":
        return [decode(item) for item in content]
    if kind == "dict":
        return {key: decode(value) for key, value in content}
    if kind == "number":
        return _number(content)
    if kind == "bigint":
        return int(content)
    if kind == "date" and content is not None:
        return datetime.fromisoformat(content.replace("Z", "+00:00"))
    if kind == "bytes":
        return base64.b64decode(content)
    if kind == "set":
        return JsSet(tuple(decode(item) for item in content))
    if kind == "map":
        return JsMap(tuple((decode(key), decode(value)) for key, value in content))
    return Other(kind)


def same(left: JsValue, right: JsValue) -> bool:
    """Whether two values are equal and of one type all the way down; the order of keys does not count."""
    if type(left) is not type(right):
        return False
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(same(value, right[key]) for key, value in left.items())
    if isinstance(left, float):
        return repr(left) == repr(right)  # NaN is NaN, and 0.0 is not -0.0
    return left == right


def _number(text: str) -> int | float:
    if _INTEGER.fullmatch(text) and text != "-0":
        return int(float(text))
    return float(text.replace("Infinity", "inf"))


def _found() -> tuple[str | None, str]:
    """The path of Node, or None and what is missing."""
    node = shutil.which("node")
    if node is None:
        return None, "node is not installed"
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    version = tuple(int(part) for part in said.strip().removeprefix("v").split(".")[:2])
    if version < _OLDEST:
        return None, f"node is {said.strip()}, older than 20.19"
    if not PACKAGES.is_dir():
        return None, "run npm install --no-package-lock --ignore-scripts in tests/conformance/node"
    return node, ""
