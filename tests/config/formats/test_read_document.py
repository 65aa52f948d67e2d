"""Files of every kind become documents, never exceptions."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inspector.base.places import Place
from inspector.config.formats import (
    FINDING_CODES,
    FORMATS,
    MAX_BYTES,
    format_of,
    parse,
    read_document,
    text_at,
)
from inspector.config.values import Document


def only_code(document: Document) -> str:
    """The code of the single finding of a document without a root."""
    assert document.root is None
    (finding,) = document.findings
    assert finding.code in FINDING_CODES
    assert finding.message.endswith(".")
    assert finding.hint.endswith(".")
    return finding.code


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("config.yaml", "yaml"),
        ("conf/CONFIG.YML", "yaml"),
        ("pyproject.toml", "toml"),
        ("a.schema.json", "json"),
        (".env", "dotenv"),
        (".env.production", "dotenv"),
        ("service.env", "dotenv"),
        ("environment", None),
        ("README.md", None),
    ],
)
def test_formats_are_known_by_name(name: str, expected: str | None) -> None:
    """The end of a name, or the name itself, tells the format."""
    found = format_of(name)
    assert (found.name if found is not None else None) == expected


def test_a_good_file_of_every_format_is_read(tmp_path: Path) -> None:
    """Every registered format reads its own way to write one setting."""
    texts = {"yaml": "a: x\n", "toml": 'a = "x"\n', "json": '{"a": "x"}', "dotenv": "a=x\n"}
    texts |= {"jsonc": '{"a": "x", /* */}', "json5": "{a: 'x'}"}
    for file_format in FORMATS:
        file = tmp_path / f"file{file_format.suffixes[0]}" if file_format.suffixes else tmp_path / "settings"
        file.write_text(texts[file_format.name.partition("-")[0]])
        document = read_document(file, file.name, None if file_format.suffixes else file_format.name)
        assert document.findings == ()
        assert document.format == file_format.name
        assert document.root is not None
        assert document.root.value == {"a": "x"}
        child = document.root.child("a")
        assert child is not None
        assert child.place.path == file.name


def test_a_named_format_wins_over_the_name(tmp_path: Path) -> None:
    """A file may be read as another format than its name tells."""
    file = tmp_path / "settings.txt"
    file.write_text("a: 1\n")
    assert only_code(read_document(file, "settings.txt")) == "format-unknown"
    assert only_code(read_document(file, "settings.txt", "ini")) == "format-unknown"
    document = read_document(file, "settings.txt", "yaml")
    assert document.root is not None
    assert document.root.value == {"a": 1}


def test_what_is_no_readable_file_is_a_finding(tmp_path: Path) -> None:
    """Missing files, folders, pipes and impossible names are unreadable, and nothing waits for them."""
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    for name in ("missing.yaml", "folder.yaml", "pipe.yaml", "nul\0.yaml"):
        assert only_code(read_document(tmp_path / name, name)) == "file-unreadable"


def test_an_unreadable_file_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without permission says so in the words of the system."""

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    file = tmp_path / "config.yaml"
    file.write_text("a: 1\n")
    monkeypatch.setattr(Path, "open", refuse)
    document = read_document(file, "config.yaml")
    assert only_code(document) == "file-unreadable"
    assert "permission denied" in document.findings[0].message


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    """A file above the limit is a finding with its size, whatever is in it."""
    file = tmp_path / "config.yaml"
    with file.open("wb") as stream:
        stream.truncate(2 * 1024**3)
    document = read_document(file, "config.yaml")
    assert only_code(document) == "file-too-large"
    assert "2048.0 MiB" in document.findings[0].message
    assert only_code(parse(b" " * (MAX_BYTES + 1), "config.yaml")) == "file-too-large"


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"a: 1\nb: \xff\n", 2, 4),
        (b"\x89PNG\r\n\x1a\n", 1, 1),
        ("a: é\nü: ".encode() + b"\xc3", 2, 4),
        (b"a: \x00\n", 1, 4),
        ("a: 1\n".encode("utf-16"), 1, 1),
    ],
)
def test_a_file_that_is_no_text_names_its_first_bad_byte(data: bytes, line: int, column: int) -> None:
    """The place of the first byte that is no UTF-8 (or that no text has) counts characters."""
    document = parse(data, "config.yaml")
    assert only_code(document) == "file-not-text"
    (place,) = document.findings[0].places
    assert (place.line, place.column) == (line, column)


def test_utf_16_is_recognised() -> None:
    """A file that some editors save as UTF-16 gets a hint of its own."""
    document = parse("a: 1\n".encode("utf-16"), "config.yaml")
    assert "UTF-16" in document.findings[0].hint


def test_a_byte_order_mark_takes_no_column() -> None:
    """YAML and .env files may start with a byte order mark; places do not count it."""
    for data, path in ((b"\xef\xbb\xbfa: 1\n", "c.yaml"), (b"\xef\xbb\xbfa=1\n", ".env")):
        document = parse(data, path)
        assert document.findings == ()
        assert document.root is not None
        child = document.root.child("a")
        assert child is not None
        assert child.key_place == Place(path, 1, 1, 1, 2)
        assert text_at(document.text, child.place) == "1"


def test_text_at_a_place_without_numbers_is_empty() -> None:
    """A place that names only a file or a variable spans nothing."""
    assert text_at("abc", Place("c.yaml")) == ""
    assert text_at("abc", Place(variable="ML_A")) == ""
