"""What a reload reads again, and what it does not."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from inspector.config.formats import forget_documents, kept, read_document
from inspector.config.values import Document
from tests.config.workspace import report_of

_watched: list[list[str]] = []


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _watched:
        for paths in _watched:
            paths.append(str(arguments[0]))


sys.addaudithook(_note)  # cannot be taken away again; it does nothing while nobody watches


@contextmanager
def _opened() -> Iterator[list[str]]:
    """The paths of all files that are opened meanwhile."""
    paths: list[str] = []
    _watched.append(paths)
    try:
        yield paths
    finally:
        _watched.remove(paths)


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    forget_documents()
    yield
    forget_documents()


def _age(*files: Path) -> None:
    """Make files look as if they had been written an hour ago, their time of change left out of account."""
    for file in files:
        old = time.time() - 3600
        os.utime(file, (old, old))


def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file count as old at once: the time of change cannot be set back."""
    monkeypatch.setattr(kept, "_TICK_NS", -1_000_000_000)


def _values(document: Document) -> object:
    return None if document.root is None else document.root.value


def test_a_reload_opens_only_the_file_that_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are neither read nor parsed again."""
    _settled(monkeypatch)
    files = {
        "inspector.toml": 'dialect = "layered"\nprefix = "ML_"\n',
        "config.yaml": "a: 1\n",
        "config.production.yaml": "b: 2\n",
        ".env": "ML_C=3\n",
    }
    report_of(tmp_path, files)
    (tmp_path / "config.production.yaml").write_text("b: 20\n", "utf-8")

    with _opened() as opened:
        report = report_of(tmp_path, {})

    assert [name for path in opened if (name := Path(path).name) in files] == ["config.production.yaml"]
    assert [setting.value for setting in report.settings] == [1, 20, 3]


@pytest.mark.parametrize("aged", [False, True])
def test_a_file_written_twice_within_one_tick_of_its_clock(aged: bool, tmp_path: Path) -> None:
    """Same size, same times, other bytes: a fresh file is never trusted by its times alone."""
    file = tmp_path / "config.yaml"
    file.write_text("a: 1\n", "utf-8")
    if aged:
        _age(file)
    times = file.stat()
    assert _values(read_document(file, "config.yaml")) == {"a": 1}

    file.write_text("a: 2\n", "utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))

    assert _values(read_document(file, "config.yaml")) == {"a": 2}


def test_the_same_bytes_again_are_not_parsed(tmp_path: Path) -> None:
    """An editor that writes a file without changing it."""
    file = tmp_path / "config.yaml"
    file.write_text("a: 1\n", "utf-8")
    first = read_document(file, "config.yaml")
    file.write_text("a: 1\n", "utf-8")

    assert read_document(file, "config.yaml") is first


@pytest.mark.parametrize("variant", [None, "yaml", "json"])
def test_a_document_belongs_to_its_path_and_format(
    variant: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same bytes as another format, or under another name, are another document."""
    _settled(monkeypatch)
    file = tmp_path / "config.yaml"
    file.write_text("{a: 010}\n", "utf-8")
    first = read_document(file, "other.yaml", "toml")

    again = read_document(file, "config.yaml", variant)

    assert again is not first
    assert again.path == "config.yaml"
    assert read_document(file, "config.yaml", variant) is again


def test_a_file_that_is_gone_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept does not stand in for it."""
    _settled(monkeypatch)
    file = tmp_path / "config.yaml"
    file.write_text("a: 1\n", "utf-8")
    read_document(file, "config.yaml")
    file.unlink()

    document = read_document(file, "config.yaml")

    assert document.root is None
    assert [finding.code for finding in document.findings] == ["file-unreadable"]


def test_the_oldest_documents_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded by the number of documents."""
    _settled(monkeypatch)
    monkeypatch.setattr(kept, "_MAX_DOCUMENTS", 2)
    documents: Sequence[Document] = []
    for name in "abc":
        (tmp_path / f"{name}.yaml").write_text(f"{name}: 1\n", "utf-8")
        documents = [*documents, read_document(tmp_path / f"{name}.yaml", f"{name}.yaml")]

    again = [read_document(tmp_path / f"{name}.yaml", f"{name}.yaml") for name in "cba"]

    assert again[0] is documents[2]
    assert again[1] is documents[1]
    assert again[2] is not documents[0]
