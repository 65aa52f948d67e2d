"""The one look at a folder that all detectors share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inspector.config.discover import folder as module
from inspector.config.discover.folder import Folder


def _make(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"text of {name}", "utf-8")


def test_what_a_folder_holds(tmp_path: Path) -> None:
    """Files and folders, those near the top first, without what is hidden or not the project's own."""
    _make(
        tmp_path, "b.py", "a.yaml", "src/x/deep.py", "conf/a.yaml", "node_modules/x/i.js", ".git/HEAD", ".env"
    )
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "broken").symlink_to(tmp_path / "nothing")

    seen = Folder.read(tmp_path)

    assert seen.files == (".env", "a.yaml", "b.py", "broken", "loop", "conf/a.yaml", "src/x/deep.py")
    assert seen.folders == ("conf", "src", "src/x")
    assert seen.complete
    assert list(seen.ending(".py")) == ["b.py", "src/x/deep.py"]
    assert (seen / "a.yaml") == tmp_path / "a.yaml"


def test_names_that_are_not_listed(tmp_path: Path) -> None:
    """What is asked for by name is told from the disk."""
    _make(tmp_path, ".hidden/config.yaml", "a.yaml")

    seen = Folder.read(tmp_path)

    assert [seen.has(name) for name in ("a.yaml", ".hidden/config.yaml", "none.yaml")] == [True, True, False]
    assert seen.text(".hidden/config.yaml") == "text of .hidden/config.yaml"
    assert seen.text("none.yaml") == ""


def test_texts_are_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Large files, pipes and folders have none; bytes that are no text do no harm."""
    monkeypatch.setattr(module, "MAX_TEXT_BYTES", 10)
    (tmp_path / "large").write_text("x" * 11)
    (tmp_path / "odd").write_bytes(b"a\xff\0b")
    os.mkfifo(tmp_path / "pipe")

    seen = Folder.read(tmp_path)

    assert [seen.text(name) for name in ("large", "odd", "pipe", ".", "nul\0")] == ["", "a�\0b", "", "", ""]


def test_a_text_is_read_once(tmp_path: Path) -> None:
    """All detectors see the same."""
    _make(tmp_path, "a.py")
    seen = Folder.read(tmp_path)
    first = seen.text("a.py")
    (tmp_path / "a.py").write_text("other")

    assert seen.text("a.py") == first


def test_a_folder_below_shares_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is cut out of what was seen, and its texts count with the others."""
    _make(tmp_path, "services/api/config.yaml", "services/api/src/a.py", "services/apis/b.py")
    monkeypatch.setattr(module, "MAX_TEXTS", 1)
    below = Folder.read(tmp_path).below("services/api")

    assert (below.path, below.files, below.folders) == (
        tmp_path / "services" / "api",
        ("config.yaml", "src/a.py"),
        ("src",),
    )
    assert below.text("config.yaml") != ""
    assert below.text("src/a.py") == ""


@pytest.mark.parametrize(
    ("bound", "limit"), [("MAX_NAMES", 5), ("MAX_FOLDERS", 2), ("MAX_DEPTH", 1), ("MAX_NAMES_IN_FOLDER", 3)]
)
def test_bounds(bound: str, limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A look that met one says so."""
    _make(
        tmp_path,
        *(f"d{number}/e/f{number}.py" for number in range(4)),
        *(f"{number}.txt" for number in range(4)),
    )
    assert Folder.read(tmp_path).complete
    monkeypatch.setattr(module, bound, limit)

    seen = Folder.read(tmp_path)

    assert not seen.complete
    assert len(seen.files) <= 5
    assert len(seen.folders) <= 8


def test_a_folder_that_cannot_be_listed(tmp_path: Path) -> None:
    """It is empty."""
    assert Folder.read(tmp_path / "none").files == ()
