"""Folders that hold something else than readable files of settings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from inspector.config.layers import LayerStatus
from inspector.config.report import Request, build_report
from tests.config.workspace import found, report_of


def _only_message(folder: Path) -> str:
    (finding,) = build_report(Request(folder)).findings
    assert finding.places
    return finding.message


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    """Reading a pipe would wait for ever."""
    os.mkfifo(tmp_path / "config.yaml")

    assert _only_message(tmp_path) == "The file cannot be read: it is no regular file."


def test_pipes_everywhere(tmp_path: Path) -> None:
    """Discovery opens no pipe either."""
    (tmp_path / "config.yaml").write_text("a: 1\n", "utf-8")
    for name in ("inspector.toml", "pyproject.toml", "settings.py", "config.schema.json", ".env"):
        os.mkfifo(tmp_path / name)

    report = build_report(Request(tmp_path))

    assert [setting.key for setting in report.settings] == ["a"]
    assert [str(finding.places[0]) for finding in report.findings] == [".env"]


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    """The application stops with IsADirectoryError."""
    (tmp_path / "config.yaml").mkdir()

    assert _only_message(tmp_path) == "The file cannot be read: it is a folder."
    assert [str(stop) for stop in build_report(Request(tmp_path)).stops] == [
        "IsADirectoryError: in config.yaml"
    ]


def test_a_virtual_environment_named_dotenv(tmp_path: Path) -> None:
    """load_dotenv passes a folder by, and so do we."""
    (tmp_path / ".env" / "bin").mkdir(parents=True)

    report = report_of(tmp_path, {"config.yaml": "a: 1\n"}, environment=None)

    (layer,) = [layer for layer in report.layers if layer.path == ".env"]
    assert (layer.status, layer.note) == (
        LayerStatus.MISSING,
        "It is a folder, which load_dotenv passes by.",
    )
    assert report.findings == ()


def test_a_link_to_itself(tmp_path: Path) -> None:
    """The link exists, what it leads to does not."""
    (tmp_path / "config.yaml").symlink_to("config.yaml")

    assert _only_message(tmp_path) == "The file cannot be read: too many levels of symbolic links."


def test_a_link_to_nothing_is_an_environment(tmp_path: Path) -> None:
    """A dangling link is found and told of."""
    (tmp_path / "config.production.yaml").symlink_to("elsewhere.yaml")

    report = report_of(tmp_path, {"config.yaml": "a: 1\n"})

    assert report.environments == ("development", "production")
    assert [finding.message for finding in report.findings] == [
        "The file cannot be read: no such file or directory."
    ]


def test_a_broken_file_stops_the_application(tmp_path: Path) -> None:
    """The stop names the exception and the spot; the finding about it is the file's own, once."""
    files = {"config.yaml": 'a: 1\nb: "x\n', "config.production.yaml": "a: !odd 2\n"}

    report = report_of(tmp_path, files)

    assert [str(stop) for stop in report.stops] == [
        "ScannerError: in config.yaml:2:4",
        "ConstructorError: in config.production.yaml:1:4",
    ]
    assert [finding.code for finding in report.findings] == ["broken-file", "broken-file"]
    assert [finding.exception for finding in report.findings] == ["ConstructorError", "ScannerError"]


def test_broken_json_and_bytes_stop_the_application(tmp_path: Path) -> None:
    """Each parser has its own exception; an empty JSON file is one, an empty TOML file is none."""
    (tmp_path / "d.yaml").write_bytes(b"a: \xff\n")
    layers = ", ".join(
        f'{{path = "{name}", kind = "base"}}' for name in ("a.json", "b.json", "c.toml", "d.yaml", "e.toml")
    )
    files = {
        "inspector.toml": f"layers = [{layers}]",
        "a.json": '{"a": }',
        "b.json": "",
        "c.toml": "a =",
        "e.toml": "",
    }

    report = report_of(tmp_path, files)

    assert [str(stop) for stop in report.stops] == [
        "JSONDecodeError: in a.json:1:7",
        "JSONDecodeError: in b.json",
        "TOMLDecodeError: in c.toml:1:1",
        "UnicodeDecodeError: in d.yaml:1:4",
    ]


def test_an_empty_base_below_an_environment(tmp_path: Path) -> None:
    """The merge stops, and that is told once, with the place of the empty file."""
    report = report_of(tmp_path, {"config.yaml": "", "config.production.yaml": "a: 1\n"})

    assert [finding.message for finding in report.findings] == [
        "The application stops at start with AttributeError: 'NoneType' object has no attribute 'copy'.",
    ]


def test_an_environment_without_a_file(tmp_path: Path) -> None:
    """Asked for in the request, it is told with the name that was meant."""
    files = {"config.yaml": "a: 1\n", "config.production.yaml": "a: 1\n"}

    (finding,) = found(report_of(tmp_path, files, environment="prod"), "environment-file-missing")

    assert finding.message.endswith("Did you mean production?")


def test_a_broken_pyproject_that_speaks_of_inspector(tmp_path: Path) -> None:
    """The declaration cannot be read, and that is told; other broken projects are not our business."""
    files = {"config.yaml": "a: 1\n", "pyproject.toml": "[tool.inspector\n"}

    assert [f.code for f in report_of(tmp_path, files, environment=None).findings] == ["broken-file"]
    other = {**files, "pyproject.toml": "[tool.other\n"}
    assert report_of(tmp_path, other, environment=None).findings == ()


def test_a_name_of_very_many_parts(tmp_path: Path) -> None:
    """No tree is built for it, whether it wins or loses."""
    name = "ML_" + "_".join("A" * 60_000)

    report = report_of(tmp_path, {"config.yaml": "a: 1\n", ".env": f"{name}=1\n"}, {name: "2"})

    assert [setting.key for setting in report.settings] == ["a"]
    assert report.stops == ()
    (finding,) = found(report, "variable-malformed")
    assert finding.message.endswith("… splits into 60000 parts; a key of more than 100 parts is not shown.")
    assert len(finding.message) < 200


def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its place, also where nothing else is found."""
    (tmp_path / "config").mkdir()
    scan = os.scandir

    def refusing(path: Path) -> Any:
        if Path(path).name == "config":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    nothing = report_of(tmp_path, {}, environment=None)
    something = report_of(tmp_path, {"config.yaml": "a: 1\n"}, environment=None)

    assert "The folder config may not be read (permission denied)" in nothing.findings[0].message
    (told,) = found(something, "folder-unreadable")
    assert [place.path for place in told.places] == ["config"]
