"""A secret that is filled in elsewhere, or has an alias, is a secret there too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.base.secrets import mask_text
from inspector.cli import run
from inspector.config.export import report_document
from inspector.config.report import Request, build_report

_FILLED = "DB_PASSWORD=hunter2env\nURL=x${DB_PASSWORD}\n"
_CASES = [
    ("layered", ".env", "ML_DB_PASSWORD=hunter2env\nML_URL=x${ML_DB_PASSWORD}\n", "url"),
    ("layered", "config.yaml", "password: &p hunter2env\nother: *p\n", "other"),
    ("dotenv", ".env", _FILLED, "URL"),
    ("dotenv-next", ".env", _FILLED, "URL"),
    ("dotenv-vite", ".env", _FILLED.replace("DB_", "VITE_").replace("URL", "VITE_URL"), "VITE_URL"),
    ("dotenv-rails", ".env", _FILLED, "URL"),
    (
        "dynaconf",
        "settings.toml",
        'password = "hunter2env"\nurl = "@format x{this.password}"\n',
        "url",
    ),
]


@pytest.mark.parametrize(("dialect", "file", "text", "key"), _CASES)
def test_what_carries_a_secret_is_one(dialect: str, file: str, text: str, key: str, tmp_path: Path) -> None:
    """No dialect shows a secret in what it is filled into."""
    (tmp_path / file).write_text(text, "utf-8")
    report = build_report(Request(tmp_path, dialect=dialect))
    carrier = next(setting for setting in report.settings if setting.key.lower() == key.lower())
    assert "hunter2env" in str(carrier.value)
    assert carrier.secret
    assert "hunter2env" not in json.dumps(report_document(report))


@pytest.mark.parametrize("command", [["show"], ["variables"], ["explain", "model"]])
def test_the_command_line_shows_none(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A secret of another variable is masked in each step of the way to a value."""
    (tmp_path / "config.yaml").write_text("model: a\n", "utf-8")
    (tmp_path / ".env").write_text("ML_DB_PASSWORD=hunter2env\nML_MODEL=x${ML_DB_PASSWORD}\n", "utf-8")
    run(["config", command[0], str(tmp_path), *command[1:], "--environ", "none"])
    shown = capsys.readouterr().out
    assert "ML_MODEL" in shown or "model" in shown
    assert "hunter2env" not in shown


def test_common_words_are_not_looked_for(tmp_path: Path) -> None:
    """A password that is an ordinary word hides no other setting."""
    (tmp_path / "config.yaml").write_text("password: postgres\ndriver: postgres\n", "utf-8")
    report = build_report(Request(tmp_path, dialect="layered"))
    assert [setting.secret for setting in report.settings] == [True, False]


def test_a_token_for_a_user_is_masked() -> None:
    """A URL may hold a token where a user's name stands; a plain name stays."""
    assert "hunter2tok" not in mask_text("https://hunter2tok@github.com/x")
    assert mask_text("https://git@github.com/x") == "https://git@github.com/x"
