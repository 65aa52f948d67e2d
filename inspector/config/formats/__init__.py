"""Bytes to trees of nodes with places: one file per format."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.formats import dotenv, dotenv_js, dotenv_ruby, json, json5, jsonc, python, toml, yaml
from inspector.config.formats.kept import document_of, forget_documents, read_contents, unchanged_document
from inspector.config.formats.positions import text_at
from inspector.config.formats.problems import FINDING_CODES, MAX_BYTES, problem
from inspector.config.formats.yaml_1_2 import reading_in_yaml_1_2
from inspector.config.values import Document

__all__ = [
    "FINDING_CODES",
    "FORMATS",
    "MAX_BYTES",
    "FileFormat",
    "forget_documents",
    "format_of",
    "parse",
    "read_document",
    "reading_in_yaml_1_2",
    "text_at",
]


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format that settings are written in, as one library reads it.

    `suffixes` are endings of file names, in small letters. `names` are file names of this format without
    such an ending; a name that ends with a dot stands for all that start with it. A variant of a format has
    none of either: it is chosen by its own name. `parse` takes the
    decoded text and the path for its places.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    parse: Callable[[str, str], Document]
    names: tuple[str, ...] = ()


FORMATS = (
    FileFormat(yaml.FORMAT, "YAML", (".yaml", ".yml"), yaml.parse),
    FileFormat(yaml.FORMAT_1_2, "YAML 1.2", (), yaml.parse_1_2),
    FileFormat(yaml.FORMAT_JS, "YAML (js-yaml)", (), yaml.parse_js),
    FileFormat(toml.FORMAT, "TOML", (".toml",), toml.parse),
    FileFormat(json.FORMAT, "JSON", (".json",), json.parse),
    FileFormat(jsonc.FORMAT, "JSON with comments", (".jsonc",), jsonc.parse),
    FileFormat(json5.FORMAT, "JSON5", (".json5",), json5.parse),
    FileFormat(dotenv.FORMAT, "Variables (.env)", (".env",), dotenv.parse, (".env", ".env.")),
    FileFormat(dotenv_js.FORMAT, "Variables (npm dotenv)", (), dotenv_js.parse),
    FileFormat(dotenv_ruby.FORMAT, "Variables (Ruby dotenv)", (), dotenv_ruby.parse),
)
# No files of settings by themselves: a dialect asks for them.
_ASKED_FOR = (FileFormat(python.FORMAT, "Python", (), python.parse),)


def format_of(path: str | PurePath) -> FileFormat | None:
    """The format of a file by its name; None when the name tells nothing."""
    name = PurePath(path).name.lower()
    for file_format in FORMATS:
        for known in file_format.names:
            if name == known or (known.endswith(".") and name.startswith(known)):
                return file_format
        if name.endswith(file_format.suffixes):
            return file_format
    return None


def parse(data: bytes, path: str, format: str | None = None) -> Document:  # noqa: A002
    """Read bytes as a file of the given format, or of the one that the name of `path` tells.

    Never raises for what the bytes are: that is findings of the document.
    """
    file_format = _format_named(format) if format is not None else format_of(path)
    if file_format is None:
        return _unread(path, format or "", _format_unknown(path))
    if len(data) > MAX_BYTES:
        return _unread(path, file_format.name, _too_large(path, len(data)))
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _unread(path, file_format.name, _not_text(path, data, error.start))
    if "\0" in text:
        return _unread(path, file_format.name, _not_text(path, data, data.index(0)))
    return file_format.parse(text, path)


def read_document(file: Path, path: str, format: str | None = None) -> Document:  # noqa: A002
    """Read a file; `path` is what its places say.

    Never raises for what the file is: missing, too large, unreadable or broken files are documents
    without a root and with a finding.
    """
    file_format = _format_named(format) if format is not None else format_of(path)
    name = file_format.name if file_format is not None else format or ""
    key = (os.path.abspath(file), path, format)  # noqa: PTH100 - resolve() would ask for each folder
    try:
        status = file.stat()
        if stat.S_ISDIR(status.st_mode):
            return _unread(path, name, _unreadable(path, "it is a folder", "IsADirectoryError"))
        if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for somebody to write to it
            return _unread(path, name, _unreadable(path, "it is no regular file"))
        if status.st_size > MAX_BYTES:
            return _unread(path, name, _too_large(path, status.st_size))
        known = unchanged_document(key)
        if known is not None:
            return known
        contents = read_contents(file, MAX_BYTES)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return _unread(path, name, _unreadable(path, reason.lower(), type(error).__name__))
    return document_of(key, contents, lambda data: parse(data, path, format))


def _format_named(name: str) -> FileFormat | None:
    return next((known for known in (*FORMATS, *_ASKED_FOR) if known.name == name), None)


def _unread(path: str, format: str, finding: Finding) -> Document:  # noqa: A002
    return Document(path, format, "", None, (finding,))


def _format_unknown(path: str) -> Finding:
    known = ", ".join(ending for file_format in FORMATS for ending in file_format.suffixes)
    return problem(
        "format-unknown",
        f"{path} has no ending that tells its format.",
        f"Known endings are {known}.",
        Place(path),
    )


def _too_large(path: str, size_bytes: int) -> Finding:
    return problem(
        "file-too-large",
        f"The file has {size_bytes / 1024 / 1024:.1f} MiB, more than the {MAX_BYTES // 1024 // 1024} MiB "
        "that are read as settings.",
        "Check that this is the right file; keep data and settings apart.",
        Place(path),
    )


def _unreadable(path: str, reason: str, exception: str = "") -> Finding:
    finding = problem(
        "file-unreadable",
        f"The file cannot be read: {reason}.",
        "Check that it exists, is a file, and that you may read it.",
        Place(path),
    )
    return replace(finding, exception=exception)


def _not_text(path: str, data: bytes, offset: int) -> Finding:
    line = data.count(b"\n", 0, offset) + 1
    line_start = data.rfind(b"\n", 0, offset) + 1
    column = len(data[line_start:offset].decode(errors="replace")) + 1
    hint = "Save it as UTF-8, or check that this is the right file."
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        hint = "It looks like UTF-16: save it as UTF-8."
    said = f"is no UTF-8 text: byte {offset + 1} is 0x{data[offset]:02x}"
    if not data[offset]:
        said = f"holds a NUL byte, at byte {offset + 1}: no text has one"
        if hint.startswith("Save"):
            hint = "Remove it, or check that this is the right file."
    finding = problem(
        "file-not-text",
        f"The file {said}.",
        hint,
        Place(path, line, column, line, column + 1),
    )
    return replace(finding, exception="UnicodeDecodeError" if data[offset] else "")
