"""YAML as PyYAML's safe_load (1.1), ruamel.yaml (1.2) or js-yaml read it, with places from the same text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.formats.positions import Positions
from inspector.config.formats.problems import crash, problem, too_deep
from inspector.config.formats.yaml_flavour import Flavour
from inspector.config.formats.yaml_js import JsYaml
from inspector.config.formats.yaml_pyyaml_events import PyYamlEvents
from inspector.config.formats.yaml_recovery import error_offsets, recover
from inspector.config.formats.yaml_ruamel import RuamelYaml
from inspector.config.formats.yaml_ruamel_events import RuamelEvents
from inspector.config.formats.yaml_state import Crashed, Events, TooDeep
from inspector.config.formats.yaml_tree import TreeReader
from inspector.config.formats.yaml_values import PyYaml
from inspector.config.values import Document, Node, NodeKind

FORMAT, FORMAT_1_2, FORMAT_JS = "yaml", "yaml-1.2", "yaml-js"

# Applications use loaders in Python, which read some texts otherwise than libyaml. They are 10 times slower:
# only texts up to this length are read a second time to make sure.
_PURE_LOADER_CHARS = 256 * 1024
_MAX_DIRECTIVES = 1000  # libyaml compares each one with all before it

_LINE_ENDS = ("\n", "\r")
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
        r"no character",
        "The escape stands for no character: the highest is \\U0010FFFF",
        "Correct the number.",
    ),
    (
        r"unsupported version",
        "The library reads only YAML 1.1 and 1.2",
        "Write %YAML 1.2, or remove the line.",
    ),
    (
        r"special characters are not allowed|control characters are not allowed",
        "The file holds a control character",
        "Remove it; it is often invisible in editors.",
    ),
)


@dataclass(frozen=True, slots=True)
class _Library:
    """How one library reads YAML.

    `loader` makes the library's own events and `differs` tells of a text that these are needed for. A library
    without a loader reads by the events of libyaml alone. `ends_lines` tells that a last line without an end
    is read as if it had one.
    """

    format: str
    flavour: Callable[[], Flavour]
    loader: Callable[[str], Events] | None = None
    differs: Callable[[str], bool] | None = None
    ends_lines: bool = False


# A tag right before a bracket, or with a ! inside.
_ODD_TAG = re.compile(r"(?<!\w)!(?:[^\s,\[\]{}]*+[,\[\]{}]|\S+!)")


def _pyyaml_differs(text: str) -> bool:
    """PyYAML refuses tabs and marks in some places, and a ? inside a word in brackets: `[http://x/?y=1]`.

    A comma or a bracket right behind a tag belongs to the tag, and only a name may stand between two !.
    """
    if "\t" in text or "\ufeff" in text or ("!" in text and _ODD_TAG.search(text)):
        return True
    mark = text.rfind("?")
    return mark >= 0 and (text.find("[", 0, mark) >= 0 or text.find("{", 0, mark) >= 0)


_RUAMEL_DIFFERS = re.compile(
    r"[\t\ufeff\x85\u2028\u2029%]|[^\s]#|&\S*:|[|>][-+0-9]*\s*\n\s*#|" + _ODD_TAG.pattern
)

_PYYAML = _Library(FORMAT, PyYaml, PyYamlEvents, _pyyaml_differs)
_RUAMEL = _Library(
    FORMAT_1_2, RuamelYaml, RuamelEvents, lambda text: _RUAMEL_DIFFERS.search(text) is not None
)
_JS_YAML = _Library(FORMAT_JS, JsYaml, ends_lines=True)


def parse(text: str, path: str) -> Document:
    """Read a YAML 1.1 text as PyYAML does.

    What cannot be read is a finding; the entries around it are kept where possible.
    """
    return _parse(text, path, _PYYAML)


def parse_1_2(text: str, path: str) -> Document:
    """The same as ruamel.yaml reads YAML 1.2, which refuses a key that is written twice."""
    return _parse(text, path, _RUAMEL)


def parse_js(text: str, path: str) -> Document:
    """The same as js-yaml reads it, where every key is text and a key that is written twice is refused."""
    return _parse(text, path, _JS_YAML)


def _parse(text: str, path: str, library: _Library) -> Document:
    """Read with libyaml, and again with the library's own loader where the two may differ."""
    text = text.removeprefix("\ufeff")
    if text.count("\n%") > _MAX_DIRECTIVES:
        return Document(path, library.format, text, None, (_too_many_directives(text, path),))
    ended = f"{text}\n" if library.ends_lines and not text.endswith(_LINE_ENDS) else text
    reader = TreeReader(text, path, yaml.CSafeLoader(ended), library.flavour())
    root = reader.read()
    is_short = len(text) <= _PURE_LOADER_CHARS
    may_differ = reader.error is not None or (library.differs is not None and library.differs(text))
    if may_differ and library.loader is not None and is_short:
        try:
            events = library.loader(text)
        except yaml.YAMLError as error:  # PyYAML checks all characters before it starts
            reader.error = error
        else:
            reader = TreeReader(text, path, events, library.flavour())
            root = reader.read()
    return Document(path, library.format, text, *_told(reader, root, text, path, library))


def _told(
    reader: TreeReader, root: Node | None, text: str, path: str, library: _Library
) -> tuple[Node | None, tuple[Finding, ...]]:
    """The tree as far as it is shown, and all that there is to tell about it."""
    findings = list(reader.findings)
    if reader.error is not None:
        root, findings = recover(text, path, reader.error, library.flavour)
        findings.insert(0, _finding(reader.error, text, path, reader.flavour))
        return root if root is not None and root.entries else None, tuple(findings)
    if root is None or (root.kind is NodeKind.SCALAR and root.value is None):
        if not findings:
            findings.append(_empty(path, reader))
        return None, tuple(findings)
    if root.kind is not NodeKind.MAPPING:
        findings.append(_no_mapping(root))
    return root, tuple(findings)


def _finding(error: yaml.YAMLError | TooDeep, text: str, path: str, flavour: Flavour) -> Finding:
    """The finding about what ended the reading of a text. It repeats nothing of the text."""
    positions = Positions(text, path)
    if isinstance(error, TooDeep):
        return too_deep(path, positions.place(error.offset))
    kind = flavour.syntax_error or type(error).__name__
    if isinstance(error, Crashed):
        kind = error.exception
    said = str(error).partition("\n")[0]
    if isinstance(error, yaml.MarkedYAMLError):
        said = " ".join(part for part in (error.context, error.problem) if part)
    places = tuple(positions.place(offset) for offset in error_offsets(error, text))
    for pattern, meaning, hint in _EXPLANATIONS:
        if re.search(pattern, said):
            return crash(meaning, kind, hint, *places)
    return crash(
        f"This is not YAML ({_QUOTED.sub('…', said)})",
        kind,
        "Correct the line, or the one above it.",
        *places,
    )


def _empty(path: str, reader: TreeReader) -> Finding:
    hint = "Write at least one key, or {} for an empty mapping, or delete the file."
    if reader.is_empty and reader.flavour.syntax_error:
        exception = reader.flavour.syntax_error
        return crash("The file holds no settings", exception, hint, Place(path), code="empty-file")
    message = "The file holds no settings: the application gets null in place of a mapping."
    return problem("empty-file", message, hint, Place(path))


def _too_many_directives(text: str, path: str) -> Finding:
    return problem(
        "broken-file",
        f"The file has more than {_MAX_DIRECTIVES} lines that start with % and was not read.",
        "Check that this is the right file; a directive such as %YAML 1.2 is written once.",
        Positions(text, path).place(text.index("\n%") + 1),
    )


def _no_mapping(root: Node) -> Finding:
    what = "a list" if root.kind is NodeKind.SEQUENCE else "a single value"
    return problem(
        "broken-file",
        f"The file holds {what} where a mapping of settings is expected.",
        "Write `key: value` lines at the top level.",
        root.place,
    )
