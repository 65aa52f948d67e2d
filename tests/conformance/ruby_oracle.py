"""The Ruby gem dotenv, asked over a pipe to one long-living Ruby."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

RUBY_FOLDER = Path(__file__).parent / "ruby"
GEMS = RUBY_FOLDER / "gems"
"""Where .ci/run puts the gem, out of the Debian package ruby-dotenv."""

_MAJOR = "3."  # unstable may have a later one than the 3.2.0 that is reproduced


@dataclass(frozen=True, slots=True)
class RubyAnswer:
    """Names and values in order, None with the name of the `error` that was raised; and how many commands
    the gem would have run."""

    values: dict[str, str] | None
    error: str
    ran: int


class RubyOracle:
    """The gem in one Ruby process."""

    def __init__(self, ruby: str, library: Path) -> None:
        self._process = subprocess.Popen(
            [ruby, "-EUTF-8:UTF-8", "-I", str(library), str(RUBY_FOLDER / "oracle.rb")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        self.version = self._line()

    def parse(self, text: str, environ: Mapping[str, str]) -> RubyAnswer:
        """Dotenv::Parser.call."""
        return self._ask(text=text, environ=dict(environ))

    def load(self, paths: Sequence[Path], environ: Mapping[str, str]) -> RubyAnswer:
        """The environment after Dotenv.load."""
        return self._ask(paths=[str(path) for path in paths], environ=dict(environ))

    def close(self) -> None:
        """End the process and wait for it."""
        with self._process:
            assert self._process.stdin is not None
            self._process.stdin.close()

    def _ask(self, **needs: object) -> RubyAnswer:
        assert self._process.stdin is not None
        print(json.dumps(needs), file=self._process.stdin, flush=True)
        answer = json.loads(self._line())
        error = answer.get("error", "")
        return RubyAnswer(None if error else dict(answer["value"]), error, answer["ran"])

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "Ruby ended"
        return line.strip()


def start_oracle() -> RubyOracle:
    """A running oracle. Skips the test where Ruby or the gem are missing; in CI it fails instead."""
    ruby, library = shutil.which("ruby"), next(GEMS.glob("**/lib/dotenv.rb"), None)
    if ruby is not None and library is not None:
        oracle = RubyOracle(ruby, library.parent)
        if oracle.version.startswith(_MAJOR):
            return oracle
        oracle.close()
        missing = f"dotenv is {oracle.version}, and version 3 is reproduced"
    else:
        missing = "ruby is not installed" if ruby is None else f"unpack ruby-dotenv 3 into {GEMS}"
    reason = f"no Ruby oracle: {missing}"
    if os.environ.get("INSPECTOR_CI"):
        pytest.fail(reason)
    pytest.skip(reason)
