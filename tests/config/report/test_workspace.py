"""Which folder is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from inspector.config.report.workspace import workspace_of

_CLASS = "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    a: int = 1\n"


@pytest.mark.parametrize(
    ("files", "opened", "folder"),
    [
        ({"pyproject.toml": "", "app/settings.py": _CLASS}, "app/settings.py", "."),
        ({".git/HEAD": "", "app/conf/settings.py": _CLASS}, "app/conf/settings.py", "."),
        (
            {"package.json": '{"dependencies": {"config": "5"}}', "config/default.json": "{}"},
            "config/default.json",
            ".",
        ),
        ({"inspector.toml": "", "src/main.py": ""}, "src/main.py", "."),
        (
            {"pyproject.toml": "", "api/config.yaml": "a: 1", "api/config.dev.yaml": ""},
            "api/config.yaml",
            "api",
        ),
        ({"pyproject.toml": "", "web/package.json": "{}", "web/.env": "A=1"}, "web/.env", "web"),
        ({"pyproject.toml": "", "config.yaml": "a: 1"}, "config.yaml", "."),
        ({"conf/config.yaml": "a: 1"}, "conf/config.yaml", "conf"),
    ],
)
def test_the_project_around_a_file(
    files: Mapping[str, str], opened: str, folder: str, tmp_path: Path
) -> None:
    """The nearest project, or the folder of a file that is configuration only there."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")

    assert workspace_of(tmp_path / opened) == tmp_path / folder


def test_a_folder_is_looked_at_itself(tmp_path: Path) -> None:
    """Whoever names a folder means it, although a project is around."""
    (tmp_path / "pyproject.toml").write_text("", "utf-8")
    (tmp_path / "app").mkdir()

    assert workspace_of(tmp_path / "app") == tmp_path / "app"
