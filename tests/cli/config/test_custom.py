"""The `config` commands on workspaces that declare their own rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.cli import run

_SECRET = "hunter22xyz"
_DECLARED = """dialect = "custom"
prefix = ["BASE_", "APP_"]
interpolation = "{filling}"
[[layers]]
path = "a.yaml"
kind = "base"
"""
_COMMANDS = (
    *(["show", "-f", name] for name in ("table", "json", "yaml", "toml", "dotenv")),
    *(["explain", key] for key in ("link", "copy", "APP_COPY")),
    *(["check", *form] for form in ([], ["--json"])),
    *(["variables", *form] for form in ([], ["--json"], ["link"])),
)


@pytest.mark.parametrize(
    ("filling", "reference"), [("keys", "${db.password}"), ("variables", "${APP_DB__PASSWORD}")]
)
def test_a_secret_that_others_carry_is_masked(
    filling: str, reference: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through a reference in a file or in a variable, or as the same text under another name."""
    (tmp_path / "inspector.toml").write_text(_DECLARED.format(filling=filling))
    (tmp_path / "a.yaml").write_text(f'db: {{password: {_SECRET}}}\nlink: "x {reference} y"\ncopy: a\n')
    inputs = ["--environ", "none", "--set", f"APP_DB__PASSWORD={_SECRET}", "--set", f"APP_COPY={_SECRET}"]
    inputs += ["--set", f"APP_LINK2=a {reference}"]

    for command in _COMMANDS:
        run(["config", command[0], str(tmp_path), *command[1:], *inputs])
        captured = capsys.readouterr()
        assert captured.out, command
        assert _SECRET not in captured.out + captured.err, command


def test_the_headline_has_all_prefixes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A variable with any of them is read."""
    (tmp_path / "inspector.toml").write_text(_DECLARED.format(filling="none"))
    (tmp_path / "a.yaml").write_text("copy: a\n")

    run(["config", "show", str(tmp_path), "--environ", "none"])
    assert " · custom with BASE_ and APP_ · " in capsys.readouterr().out

    run(["config", "show", str(tmp_path), "--environ", "none", "--prefix", "X_"])
    assert " · custom with X_ · " in capsys.readouterr().out
