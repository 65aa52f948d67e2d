"""Which dialect a folder follows, how sure that is, and what there is elsewhere."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from inspector.config.dialects import DIALECTS
from inspector.config.discover import discover
from inspector.config.discover import folder as folder_module
from inspector.config.discover.discovery import DETECTORS
from inspector.config.discover.folder import Folder
from inspector.config.report import Request, build_report
from tests.config.workspace import found, report_of

_DECLARED = 'dialect = "custom"\n[[layers]]\npath = "app.yaml"\nkind = "base"\n'

_SETTINGS_CLASSES = 1000  # as many files are looked at for classes of pydantic-settings


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def test_nothing_is_nothing(tmp_path: Path) -> None:
    """No confidence and no reasons where there is nothing to see."""
    _write(tmp_path, {"README.md": "", "main.py": 'os.environ["ML_A"].startswith("ML_")', "src/x.py": ""})

    seen = discover(tmp_path)

    assert (seen.found, seen.confidence, seen.reasons, seen.alternatives, seen.elsewhere) == (
        False,
        0.0,
        (),
        (),
        (),
    )


@pytest.mark.parametrize("name", DETECTORS)
def test_detectors_have_no_confidence_in_nothing(name: str, tmp_path: Path) -> None:
    """Neither in an empty folder nor in one of somebody else's files."""
    assert not _confidence(name, tmp_path)

    _write(tmp_path, {"README.md": "config", "index.html": "<p>", "data/a.csv": "1,2", "LICENSE": "MIT"})
    assert not _confidence(name, tmp_path)


def _confidence(name: str, folder: Path) -> float:
    detection = DETECTORS[name](Folder.read(folder))
    return 0.0 if detection is None else detection.confidence


@pytest.mark.parametrize("dialect", [dialect.name for dialect in DIALECTS])
def test_a_dialect_that_is_asked_for_without_its_files(dialect: str, tmp_path: Path) -> None:
    """It is the one, and nothing of it is there."""
    _write(tmp_path, {"README.md": ""})

    seen = discover(tmp_path, dialect)

    assert (seen.dialect.name, seen.confidence, seen.found) == (dialect, 0.0, False)
    assert seen.reasons[0] == "asked for; nothing of it was found here"


def test_the_best_comes_first(tmp_path: Path) -> None:
    """Alternatives stand in the order of their confidence, with reasons that a person can read."""
    _write(
        tmp_path,
        {
            "config.yaml": "a: 1",
            "package.json": '{"dependencies": {"config": "4"}}',
            "config/default.json": "{}",
            "config/production.json": "{}",
        },
    )

    seen = discover(tmp_path)

    assert seen.dialect.name == "node-config"
    sure = [seen.confidence, *(other.confidence for other in seen.alternatives)]
    assert sure == sorted(sure, reverse=True)
    assert "layered" in [other.name for other in seen.alternatives]
    assert all(other.reasons for other in seen.alternatives)
    assert discover(tmp_path, "layered").reasons[0] == "asked for"
    assert "node-config" in [other.name for other in discover(tmp_path, "layered").alternatives]


def test_a_declared_dialect_is_certain(tmp_path: Path) -> None:
    """Others are listed all the same."""
    _write(tmp_path, {"inspector.toml": _DECLARED, "app.yaml": "a: 1", "config.yaml": "a: 2"})

    seen = discover(tmp_path)

    assert (seen.dialect.name, seen.confidence) == ("custom", 1.0)
    assert seen.reasons == ("declared in inspector.toml", "app.yaml")


def test_custom_is_never_guessed(tmp_path: Path) -> None:
    """Without a declaration it has no files."""
    _write(tmp_path, {"config.yaml": "a: 1"})

    assert discover(tmp_path).dialect.name == "layered"
    assert "custom" not in [other.name for other in discover(tmp_path).alternatives]


@pytest.mark.parametrize(
    ("files", "hint"),
    [
        ({"services/api/config.yaml": "a: 1"}, "There is configuration in services/api: open that folder."),
        (
            {"conf/config.yaml": "a: 1", "src/app/config.yaml": "b: 1", "backend/config.yaml": "c: 1"},
            "There is configuration in conf, src/app, backend: open one of these folders.",
        ),
        (
            {"a/b/c/config.yaml": "a: 1"},
            "Open the folder that holds these files, or say in inspector.toml what the layers are.",
        ),
        (
            {f"apps/a{number}/config.yaml": "a: 1" for number in range(7)},
            "There is configuration in apps/a0, apps/a1, apps/a2, apps/a3, apps/a4 and 2 more: "
            "open one of these folders.",
        ),
    ],
)
def test_configuration_in_a_folder_below(files: dict[str, str], hint: str, tmp_path: Path) -> None:
    """Where the opened folder has none, the hint names those that do."""
    (finding,) = found(report_of(tmp_path, files, environment=None), "nothing-found")

    assert finding.hint == hint


def test_a_huge_repository_costs_bounded_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With bounds made small: no more names and texts than these, however many files there are."""
    for package in range(30):
        (tmp_path / f"pkg{package}").mkdir()
        for number in range(100):
            (tmp_path / f"pkg{package}" / f"m{number}.py").write_text("x = 1\n")
    for number in range(300):
        (tmp_path / f"big{number}.json").write_text("{}")
    monkeypatch.setattr(folder_module, "MAX_NAMES", 400)
    monkeypatch.setattr(folder_module, "MAX_NAMES_IN_FOLDER", 100)
    monkeypatch.setattr(folder_module, "MAX_TEXTS", 30)
    seen = Folder.read(tmp_path)
    opened: list[str] = []
    usual_open = Path.open

    def counted(self: Path, *args: object, **kwargs: object) -> object:
        opened.append(self.name)
        return usual_open(self, *args, **kwargs)  # type: ignore[call-overload]  # whatever it was called with

    monkeypatch.setattr(Path, "open", counted)

    assert not discover(tmp_path).found
    assert len(seen.files) <= 400
    assert len(opened) <= _SETTINGS_CLASSES + 30 + 10

    opened.clear()
    (tmp_path / "config.yaml").write_text("a: 1\n")
    assert discover(tmp_path).dialect.name == "layered"
    assert len(opened) <= _SETTINGS_CLASSES + 30 + 10


def test_files_that_nobody_may_look_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are findings, or not there; nothing stops."""
    names = ("config.yaml", ".env", "inspector.toml", "pyproject.toml", "config.schema.json", "package.json")
    _write(tmp_path, dict.fromkeys(names, "a: 1"))
    usual = os.stat

    def forbidding(path: object, *args: object, **kwargs: object) -> os.stat_result:
        if str(path).endswith(names):
            raise PermissionError(13, "Permission denied", str(path))
        return usual(path, *args, **kwargs)  # type: ignore[arg-type]  # whatever it was called with

    monkeypatch.setattr(os, "stat", forbidding)

    report = build_report(Request(tmp_path))

    paths = {finding.places[0].path for finding in found(report, "file-unreadable")}
    assert paths == {"config.yaml", ".env"}
