"""YAML 1.1 as PyYAML's safe_load reads it, with places from the marks of the same text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import yaml
from yaml.nodes import Node as YamlNode

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.formats.positions import Positions
from inspector.config.formats.problems import MAX_DEPTH, problem, too_deep
from inspector.config.formats.yaml_tree import TreeBuilder
from inspector.config.values import Document, Node, NodeKind

FORMAT = "yaml"

# Applications use the pure loader, which refuses some tabs that libyaml accepts. It is 10 times slower,
# so that only texts up to this length are read a second time to make sure.
_PURE_LOADER_CHARS = 256 * 1024
_LIBYAML_DIFFERS = re.compile(r"\t")
_DEEP_INDENT = re.compile(rf"^[ \t?:-]{{{MAX_DEPTH // 2},}}", re.MULTILINE)
_TOP_LEVEL_LINE = re.compile(r"^[^\s#]", re.MULTILINE)

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


class _QuickLoader(yaml.CSafeLoader):
    """CSafeLoader without its hooks for path resolvers, which nobody registers and every node pays for."""

    def descend_resolver(self, current_node: YamlNode | None, current_index: object) -> None:
        """Nothing to descend into."""

    def ascend_resolver(self) -> None:
        """Nothing to come back from."""


def parse(text: str, path: str) -> Document:
    """Read a YAML text. What cannot be read is a finding; entries around it are kept where possible."""
    text = text.removeprefix("\ufeff")
    depth_problem = _depth_problem(text, path)
    if depth_problem is not None:
        return Document(path, FORMAT, text, None, (depth_problem,))
    try:
        composed = _compose(text)
    except yaml.YAMLError as error:
        return _broken(text, path, error)
    if composed is None:
        return Document(path, FORMAT, text, None, (_empty(path),))
    return _document(text, path, composed)


def _document(text: str, path: str, composed: YamlNode, *problems: Finding) -> Document:
    aliases = _aliases(text) if "*" in text and "&" in text else None
    builder = TreeBuilder(text, path, aliases)
    root = builder.build(composed)
    findings = [*problems, *builder.findings]
    if root is not None and root.kind is not NodeKind.MAPPING:
        if root.value is None:
            return Document(path, FORMAT, text, None, (*findings, _empty(path)))
        findings.append(_no_mapping(root))
    return Document(path, FORMAT, text, root, tuple(findings))


def _compose(text: str) -> YamlNode | None:
    """The composed document, None when there is none. Raises what the application's loader would raise."""
    try:
        composed = yaml.compose(text, Loader=_QuickLoader)
    except yaml.YAMLError:
        if len(text) > _PURE_LOADER_CHARS:
            raise
        return yaml.compose(text, Loader=yaml.SafeLoader)
    if len(text) <= _PURE_LOADER_CHARS and _LIBYAML_DIFFERS.search(text):
        return yaml.compose(text, Loader=yaml.SafeLoader)
    return composed


def _aliases(text: str) -> Iterator[tuple[yaml.Mark, yaml.Mark]]:
    for event in yaml.parse(text, Loader=_QuickLoader):
        if isinstance(event, yaml.AliasEvent):
            yield event.start_mark, event.end_mark


def _depth_problem(text: str, path: str) -> Finding | None:
    """A finding when the text nests so deep that composing it could exhaust the stack.

    Almost every file is cleared by counting brackets and indentation; the others are read as events.
    """
    brackets = text.count("[") + text.count("{")
    if brackets < MAX_DEPTH // 2 and not _DEEP_INDENT.search(text):
        return None
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_QuickLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    mark = event.start_mark
                    return too_deep(path, Positions(text, path).place(mark.index))
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        return None  # composing the text meets the same error, and has it explained
    return None


def _broken(text: str, path: str, error: yaml.YAMLError) -> Document:
    """The entries above the error, and the finding about it."""
    positions = Positions(text, path)
    offset = _error_offset(error)
    place = Place(path) if offset is None else positions.place(offset)
    finding = _explain(error, place)
    for end in _salvage_ends(text, error):
        try:
            composed = _compose(text[:end])
        except yaml.YAMLError:
            continue
        if composed is None:
            break
        document = _document(text[:end], path, composed, finding)
        return Document(path, FORMAT, text, document.root, document.findings)
    return Document(path, FORMAT, text, None, (finding,))


def _salvage_ends(text: str, error: yaml.YAMLError) -> Iterator[int]:
    """Where to cut the text so that whole top-level blocks are left, longest first."""
    last_key = 0
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_QuickLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            elif depth == 1 and event.start_mark.column == 0:
                last_key = event.start_mark.index
    except yaml.YAMLError:
        pass
    offset = _error_offset(error)
    if offset is not None:
        starts = [match.start() for match in _TOP_LEVEL_LINE.finditer(text, last_key, offset + 1)]
        yield from islice(reversed(starts), 3)
    yield last_key


def _error_offset(error: yaml.YAMLError) -> int | None:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        return mark.index if mark is not None else None
    if isinstance(error, yaml.reader.ReaderError):
        return error.position
    return None


def _explain(error: yaml.YAMLError, place: Place) -> Finding:
    kind = type(error).__name__
    if isinstance(error, yaml.MarkedYAMLError):
        said = " ".join(part for part in (error.context, error.problem) if part)
    else:
        said = str(error).splitlines()[0] if str(error) else kind
    for pattern, meaning, hint in _EXPLANATIONS:
        if re.search(pattern, said):
            return problem("broken-file", f"{meaning}: the application stops with {kind}.", hint, place)
    return problem(
        "broken-file",
        f"This is not YAML ({said}): the application stops with {kind}.",
        "Correct the line, or the one above it.",
        place,
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
