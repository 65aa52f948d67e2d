"""YAML 1.1 as PyYAML's safe_load reads it, with places from the marks of the same text."""

from __future__ import annotations

import re

import yaml

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.formats.positions import Positions
from inspector.config.formats.problems import crash, problem, too_deep
from inspector.config.formats.yaml_tree import TooDeep, TreeReader
from inspector.config.values import Document, Node, NodeKind

FORMAT = "yaml"

# Applications use the pure loader, which refuses some tabs and marks that libyaml accepts. It is 10 times
# slower, so that only texts up to this length are read a second time to make sure.
_PURE_LOADER_CHARS = 256 * 1024
_LIBYAML_IS_LAXER_WITH = ("\t", "\ufeff")

_NEVER_CLOSED = r"unexpected end of stream|expected ',' or '[\]}]'"
_QUOTED = re.compile(r"(?<=[ ('])(?:'[^']*'|\"[^\"]*\")")

# What PyYAML says, what that means, how to repair it.
_EXPLANATIONS = (
    (
        r"found character '\\t' that cannot start any token",
        "A tab stands where YAML allows only spaces",
        "Indent with spaces.",
    ),
    (
        r"mapping values are not allowed here",
        "A colon makes this a second key on the line, or the line is indented too far",
        "Put a value that holds ': ' in quotes, or line the key up with its neighbours.",
    ),
    (
        r"could not find expected ':'",
        "A key without a colon",
        "Write `key: value`; indent the line if it belongs to the value above.",
    ),
    (
        r"found unexpected end of stream",
        "A quote is opened and never closed",
        "Close the quote.",
    ),
    (
        r"expected a single document",
        "A second document starts here, and the application reads exactly one",
        "Remove the line `---`, or move what follows into a file of its own.",
    ),
    (
        r"found undefined alias",
        "The alias has no anchor above it",
        "Write the anchor (&name) before the alias (*name), or quote a value that starts with *.",
    ),
    (
        r"found duplicate anchor",
        "The anchor is written twice",
        "Give the two anchors different names.",
    ),
    (
        r"expected <block end>|did not find expected key|did not find expected '-' indicator",
        "The line does not fit the indentation of the block around it",
        "Line it up with the keys of its block; a quoted value must end with its quote.",
    ),
    (
        r"expected ',' or '[\]}]'",
        "A bracket is opened and not closed, or a comma is missing",
        "Close the bracket, or separate the items with commas.",
    ),
    (
        r"found character '[%@`]' that cannot start any token",
        "A value cannot start with this character",
        "Put the value in quotes.",
    ),
    (
        r"special characters are not allowed|control characters are not allowed",
        "The file holds a control character",
        "Remove it; it is often invisible in editors.",
    ),
)


def parse(text: str, path: str) -> Document:
    """Read a YAML text. What cannot be read is a finding; the entries around it are kept where possible."""
    text = text.removeprefix("\ufeff")
    reader, root = _read(text, path)
    findings = list(reader.findings)
    if reader.error is not None:
        findings.insert(0, _finding(reader.error, text, path))
        kept = root if root is not None and root.entries else None
        return Document(path, FORMAT, text, kept, tuple(findings))
    if root is None or (root.kind is NodeKind.SCALAR and root.value is None):
        if not findings:
            findings.append(_empty(path))
        return Document(path, FORMAT, text, None, tuple(findings))
    if root.kind is not NodeKind.MAPPING:
        findings.append(_no_mapping(root))
    return Document(path, FORMAT, text, root, tuple(findings))


def _read(text: str, path: str) -> tuple[TreeReader, Node | None]:
    """Read with libyaml, and again with the loader of most applications where the two may differ."""
    reader = TreeReader(text, path, yaml.CSafeLoader(text))
    root = reader.read()
    if len(text) <= _PURE_LOADER_CHARS and (
        reader.error is not None or any(char in text for char in _LIBYAML_IS_LAXER_WITH)
    ):
        try:
            loader = yaml.SafeLoader(text)
        except yaml.YAMLError as error:  # the pure loader checks all characters before it starts
            reader.error = error
            return reader, root
        reader = TreeReader(text, path, loader)
        root = reader.read()
    return reader, root


def _finding(error: yaml.YAMLError | TooDeep, text: str, path: str) -> Finding:
    """The finding about what ended the reading of a text. It repeats nothing of the text."""
    positions = Positions(text, path)
    if isinstance(error, TooDeep):
        return too_deep(path, positions.place(error.offset))
    kind = type(error).__name__
    said, offsets = str(error).partition("\n")[0], [0]
    if isinstance(error, yaml.MarkedYAMLError):
        said = " ".join(part for part in (error.context, error.problem) if part)
        marks = [mark for mark in (error.problem_mark, error.context_mark) if mark is not None]
        # What is never closed is reported where it is opened, everything else where the reading ended.
        marks = marks[::-1] if re.search(_NEVER_CLOSED, said) else marks[:1]
        offsets = [mark.index for mark in marks]
    elif isinstance(error, yaml.reader.ReaderError):
        offsets = [error.position]
    places = tuple(positions.place(min(offset, len(text))) for offset in offsets)
    for pattern, meaning, hint in _EXPLANATIONS:
        if re.search(pattern, said):
            return crash(meaning, kind, hint, *places)
    return crash(
        f"This is not YAML ({_QUOTED.sub('…', said)})",
        kind,
        "Correct the line, or the one above it.",
        *places,
    )


def _empty(path: str) -> Finding:
    return problem(
        "empty-file",
        "The file holds no settings: the application gets null in place of a mapping.",
        "Write at least one key, or {} for an empty mapping, or delete the file.",
        Place(path),
    )


def _no_mapping(root: Node) -> Finding:
    what = "a list" if root.kind is NodeKind.SEQUENCE else "a single value"
    return problem(
        "broken-file",
        f"The file holds {what} where a mapping of settings is expected.",
        "Write `key: value` lines at the top level.",
        root.place,
    )
