"""Whether a workspace names PyYAML."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inspector.config.report.yaml_readers import yaml_1_1_reader


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("requirements.txt", "dynaconf\nPyYAML>=6  # files\n", "requirements.txt names"),
        ("requirements/dev.txt", "pyyaml\n", "requirements/dev.txt names"),
        ("pyproject.toml", '[project]\ndependencies = ["PyYAML"]\n', "pyproject.toml names"),
        ("requirements-dev.txt", "pyyaml==6.0\n", "requirements-dev.txt names"),
        ("requirements.txt", "# PyYAML is not needed\ntypes-pyyaml\npyyaml-include\n", ""),
        ("requirements.txt", "\0\xff", ""),
        ("notes.txt", "PyYAML\n", ""),
    ],
)
def test_manifests(name: str, text: str, said: str, tmp_path: Path) -> None:
    """Names of libraries count, comments and longer names do not."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text, "latin-1")

    assert yaml_1_1_reader(tmp_path) == said


def test_odd_files(tmp_path: Path) -> None:
    """A folder, a pipe and a link to nowhere name nothing."""
    (tmp_path / "setup.py").mkdir()
    os.mkfifo(tmp_path / "setup.cfg")
    (tmp_path / "Pipfile").symlink_to("nowhere")

    assert yaml_1_1_reader(tmp_path) == ""
    assert yaml_1_1_reader(tmp_path / "missing") == ""
