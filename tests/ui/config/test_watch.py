"""Changes on disk."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from inspector.base.cancel import Cancelled, CancelToken
from inspector.ui.config.watch import changed_paths, marks_beside, marks_of, wait_for_change


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text("a: 1\n")
    return path


def test_nothing_changed(file: Path) -> None:
    """The same files have the same marks."""
    assert changed_paths(marks_of([file, file.parent, file.parent / "missing"])) == ()


def test_a_file_that_is_written_replaced_or_removed_has_changed(file: Path) -> None:
    """Editors do all three."""
    marks = marks_of([file])
    file.write_text("a: 12\n")
    written = changed_paths(marks)
    marks = marks_of([file])
    other = file.with_name("new")
    other.write_text("a: 12\n")
    other.replace(file)
    replaced = changed_paths(marks)
    marks = marks_of([file])
    file.unlink()

    assert [(file,)] * 3 == [written, replaced, changed_paths(marks)]


def test_a_folder_changes_with_its_names(file: Path) -> None:
    """A new config.staging.yaml is a change, a growing log in the same folder is none."""
    log = file.with_name("api.log")
    log.write_text("x\n")
    marks = marks_of([file.parent])

    log.write_text("x\ny\n")
    assert changed_paths(marks) == ()

    file.with_name("config.staging.yaml").write_text("")
    assert (file.parent,) == changed_paths(marks)


def test_a_missing_file_that_comes_has_changed(file: Path) -> None:
    """Layers that do not exist yet are watched as well."""
    missing = file.with_name("config.production.yaml")
    marks = marks_of([missing])

    missing.write_text("a: 2\n")

    assert (missing,) == changed_paths(marks)


def test_files_are_named_before_folders(file: Path) -> None:
    """The status bar names the file, not the folder that it lies in."""
    new = file.with_name("zzz.yaml")
    marks = marks_of([file.parent, new])

    new.write_text("")

    assert (new, file.parent) == changed_paths(marks)


def test_marks_beside_cover_the_files_of_a_folder(file: Path) -> None:
    """Before the first report nobody knows which files matter."""
    (file.parent / "folder").mkdir()

    assert {file, file.parent} == set(marks_beside(file.parent))
    assert {file.parent / "gone": None} == marks_beside(file.parent / "gone")


def test_a_change_before_the_wait_is_seen(file: Path) -> None:
    """What was written while the report was made must not be missed."""
    marks = marks_of([file])
    file.write_text("a: 12\n")

    assert (file,) == wait_for_change(marks, CancelToken())


@pytest.mark.parametrize("folder", ["", "not-there/"])
def test_a_change_during_the_wait_is_seen(file: Path, folder: str) -> None:
    """Also in a folder that does not exist yet, which no system watches."""
    target = file.parent / f"{folder}new.yaml"
    token = CancelToken()
    found: list[tuple[Path, ...]] = []
    thread = threading.Thread(target=_wait, args=(target, token, found))
    thread.start()

    target.parent.mkdir(exist_ok=True)
    target.write_text("a: 1\n")
    thread.join(timeout=20)
    token.cancel()
    thread.join(timeout=20)

    assert [(target,)] == found


@pytest.mark.parametrize("folder", ["", "not-there/"])
def test_a_wait_can_be_cancelled(file: Path, folder: str) -> None:
    """Quitting does not wait for a change."""
    token = CancelToken()
    marks = marks_of([file.parent / f"{folder}new.yaml"])
    threading.Timer(0, token.cancel).start()

    with pytest.raises(Cancelled):
        wait_for_change(marks, token)


def _wait(target: Path, token: CancelToken, found: list[tuple[Path, ...]]) -> None:
    try:
        found.append(wait_for_change({target: None}, token))
    except Cancelled:
        return
