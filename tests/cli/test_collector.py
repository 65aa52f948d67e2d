"""Python's collector while a command runs."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from inspector.cli import front
from inspector.cli.config import inputs
from inspector.config.environ import Environ, read_environ


@pytest.mark.parametrize(("path", "code"), [("", 0), ("nothing-here", 2)])
def test_a_config_command_runs_without_the_collector(
    path: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is off while the report is built, and on again afterwards, also when the command fails."""
    (tmp_path / "config.yaml").write_text("a: 1\n", "utf-8")
    seen: list[bool] = []

    def watch(spec: str) -> Environ:
        seen.append(gc.isenabled())
        return read_environ(spec)

    monkeypatch.setattr(inputs, "read_environ", watch)

    gc.enable()
    assert front.run(["config", "show", str(tmp_path / path)]) == code
    assert gc.isenabled()
    assert seen == ([False] if code == 0 else [])
