"""Which workbench a path belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.ui.shell.opening import Opening, is_config, plan_opening


def _files(folder: Path, *names: str, content: str = "") -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")


@pytest.mark.parametrize(
    "name", ["config.yaml", "a.YML", "pyproject.toml", ".env", ".env.production", "x.env"]
)
def test_configuration_is_known_by_name(tmp_path: Path, name: str) -> None:
    """Its content does not matter."""
    _files(tmp_path, name)

    assert is_config(tmp_path / name)


@pytest.mark.parametrize(
    "name",
    ["app.log", "app.jsonl", "app.log.1", "app.log.2026-05-01", "worker.ndjson", "console.out", "syslog"],
)
def test_everything_else_is_a_log(tmp_path: Path, name: str) -> None:
    """Rotated and unknown names included."""
    _files(tmp_path, name)

    assert not is_config(tmp_path / name)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("{}", True),
        ('{\n  "a": 1\n}', True),
        ("[1,\n2]", True),
        ('{"a": 1}', True),
        ('{"a": 1}\n{"a": 2}\n', False),
        ('{"a": 1}\n\n{"a": 2}\n', True),
        ("[1]\n[2]\n", True),
        ("", True),
    ],
)
def test_a_json_file_is_known_by_its_first_lines(tmp_path: Path, content: str, expected: bool) -> None:
    """Objects on two lines are records; anything else is one document."""
    _files(tmp_path, "x.json", content=content)

    assert is_config(tmp_path / "x.json") is expected


def test_a_folder_brings_its_logs_along(tmp_path: Path) -> None:
    """Live ones, in it and in its log folder; they were not asked for by name."""
    _files(tmp_path, "config.yaml", "b.log", "logs/a.jsonl", "logs/a.jsonl.1", "logs/notes.txt")
    opening = plan_opening([tmp_path])

    assert opening == Opening(tmp_path, (), (tmp_path / "b.log", tmp_path / "logs" / "a.jsonl"))
    assert opening.asked == (tmp_path,)
    assert not opening.empty


def test_folders_and_logs_combine(tmp_path: Path) -> None:
    """Logs asked for by name replace those found; each opens once; the first path decides what is shown."""
    _files(tmp_path, "s/config.yaml", "s/logs/a.log", "x.log")
    folder, log = tmp_path / "s", tmp_path / "x.log"

    assert plan_opening([folder / "config.yaml", log, log, folder]) == Opening(folder, (log,))
    assert plan_opening([log, folder]) == Opening(folder, (log,), logs_first=True)


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    """The rest opens all the same."""
    _files(tmp_path, "x.log")
    opening = plan_opening([tmp_path / "gone", tmp_path / "x.log", Path("x" * 300)])

    assert opening.logs == (tmp_path / "x.log",)
    assert opening.problems[0] == f"{tmp_path / 'gone'} does not exist."
    assert opening.problems[1].startswith("xxx")
    assert "cannot be opened: " in opening.problems[1]


def test_a_second_folder_is_told(tmp_path: Path) -> None:
    """One workspace is shown at a time."""
    _files(tmp_path, "a/config.yaml", "b/config.yaml")
    opening = plan_opening([tmp_path / "a", tmp_path / "b"])

    assert opening.workspace == tmp_path / "a"
    assert opening.problems == (
        f"One folder is shown at a time: {tmp_path / 'a'}. Not opened: {tmp_path / 'b'}.",
    )
    assert plan_opening([]).empty


def test_a_folder_of_logs_opens_in_logs(tmp_path: Path) -> None:
    """Where there is no configuration, its logs are what was meant."""
    _files(tmp_path, "logs/a.jsonl", "docker-compose.yaml")

    assert plan_opening([tmp_path]) == Opening(
        tmp_path, (), (tmp_path / "logs" / "a.jsonl",), logs_first=True
    )
    assert plan_opening([tmp_path / "logs"]).logs_first

    _files(tmp_path, "config.yaml")
    assert not plan_opening([tmp_path]).logs_first


@pytest.mark.parametrize(
    ("name", "awaited"),
    [
        ("app.log", True),
        ("api.jsonl.1", True),
        ("service", False),
        ("config.yaml", False),
        ("nowhere/app.log", False),
    ],
)
def test_a_log_that_does_not_exist_yet_is_waited_for(tmp_path: Path, name: str, awaited: bool) -> None:
    """As long as its folder exists; a folder or a configuration is not waited for."""
    opening = plan_opening([tmp_path / name])

    assert opening.logs == ((tmp_path / name,) if awaited else ())
    assert bool(opening.problems) is not awaited


def test_standard_input_is_a_log() -> None:
    """Its name is no path."""
    opening = plan_opening([Path("-")])

    assert (opening.logs, opening.problems, opening.logs_first) == ((Path("-"),), (), True)
