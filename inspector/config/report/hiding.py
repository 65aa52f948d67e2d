"""Secrets found in the texts of files, and kept out of findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.base.secrets import MASK, mask_text
from inspector.config.formats.positions import Positions
from inspector.config.layers import Layer, LayerKind
from inspector.config.report.model import SourceText
from inspector.config.resolve import Setting
from inspector.config.resolve.secrecy import is_secret_part, is_secret_with, shape_spans
from inspector.config.shadow import Landed
from inspector.config.values import SCALAR, SEQUENCE, Document, KeyPath, Node, Value, number_text

_ASSIGNMENT = re.compile(
    r"""^[ \t]*(?:-[ \t]+)?["']?([\w.-]+)["']?[ \t]*[:=][ \t]*(\S[^\r\n]*)""", re.MULTILINE
)
# Shorter texts would be found inside of ordinary words.
_MIN_CHARS = 6
_NO_SECRETS = frozenset(["null", "~", "none", "true", "false", "|", ">", "|-", ">-", "{", "["])


def source_text(document: Document, secret_paths: frozenset[KeyPath], known: Iterable[str]) -> SourceText:
    """The text of a file with the spans of all secrets: by key, by shape, and where they occur again.

    `secret_paths` are the keys of this file whose values are secrets whatever their names are.
    """
    text = document.text
    positions = Positions(text, document.path)
    spans = {*_shapes(text), *_repeated(text, known)}
    if document.root is not None:
        spans.update(_spans(document.root, (), secret_paths, positions, hidden=False))
    if document.root is None or any(finding.severity is Severity.ERROR for finding in document.findings):
        spans.update(
            match.span(2)
            for match in _ASSIGNMENT.finditer(text)
            if is_secret_part(match.group(1)) and match.group(2).strip().lower() not in _NO_SECRETS
        )
    return SourceText(document.path, text, document.format, _joined(spans))


_shapes = lru_cache(maxsize=32)(shape_spans)
"""A reload looks for shapes in the same texts again."""


def schema_text(document: Document, secret_defaults: Iterable[Place], known: Iterable[str]) -> SourceText:
    """The text of a schema or a map, in which a key such as `password` holds a rule or a variable's name."""
    text = document.text
    positions = Positions(text, document.path)
    spans = {*_repeated(text, known)}
    for place in secret_defaults:
        spans.update(_span(place, positions))
    return SourceText(document.path, text, document.format, _joined(spans))


def _repeated(text: str, known: Iterable[str]) -> Iterable[tuple[int, int]]:
    for secret in known:
        yield from ((match.start(), match.end()) for match in re.finditer(re.escape(secret), text))


def secret_texts(settings: Sequence[Setting], landed: Sequence[Landed] = ()) -> tuple[str, ...]:
    """The secrets themselves as texts, longest first; short ones are left out.

    They are those of settings, and of variables whose names say so wherever they landed.
    """
    found: set[str] = set()
    for setting in settings:
        if not setting.secret and not setting.by_shape:
            continue
        for candidate in setting.candidates:
            if setting.hides(candidate):
                found.update(texts_of(candidate.value, candidate.raw, candidate.interpolated))
    for variable in (place for place in landed if is_secret_part(place.variable.name)):
        found.update(texts_of(variable.value, variable.variable.raw, variable.variable.text))
    usable = {text for text in found if len(text) >= _MIN_CHARS and text.strip()}
    return tuple(sorted(usable, key=lambda text: (-len(text), text)))


def texts_of(*values: Value) -> Iterable[str]:
    """The texts of values, and of those inside of them."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield number_text(value)
        elif isinstance(value, list | tuple):
            yield from texts_of(*value)
        elif isinstance(value, dict):
            yield from texts_of(*value.values())


def hidden(finding: Finding, secrets: Sequence[str]) -> Finding:
    """A finding whose sentences hold no secret."""
    message, hint = _hidden(finding.message, secrets), _hidden(finding.hint, secrets)
    if (message, hint) == (finding.message, finding.hint):
        return finding
    return replace(finding, message=message, hint=hint)


def _hidden(text: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, MASK)
    return mask_text(text)


def _spans(
    node: Node, path: KeyPath, secret_paths: frozenset[KeyPath], positions: Positions, *, hidden: bool
) -> Iterable[tuple[int, int]]:
    for key, child in node.entries:
        name = str(key)
        here = (*path, key) if secret_paths else ()
        inside = hidden or is_secret_part(name) or here in secret_paths
        if child.kind is SCALAR:
            if (inside or is_secret_with(name, child.value)) and child.value is not None:
                yield from _span(child.place, positions)
        else:
            several = is_secret_part(name[:-1]) and child.kind is SEQUENCE and name[-1:] in "sS"
            yield from _spans(child, here, secret_paths, positions, hidden=inside or several)
    for child in node.elements:
        if child.kind is SCALAR:
            if hidden:
                yield from _span(child.place, positions)
        else:
            yield from _spans(child, path, secret_paths, positions, hidden=hidden)


def _span(place: Place, positions: Positions) -> Iterable[tuple[int, int]]:
    numbers = place.line, place.column, place.end_line, place.end_column
    if None not in numbers:
        line, column, end_line, end_column = numbers
        yield positions.offset(line or 1, column or 1), positions.offset(end_line or 1, end_column or 1)


def _joined(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans in order, those that overlap as one."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def _by_name(setting: Setting) -> bool:
    """Whether every value of a setting is a secret; one that has the shape of a secret shows by that."""
    return setting.secret and not setting.by_shape


def secret_paths(settings: Sequence[Setting], layers: Sequence[Layer]) -> Mapping[str, frozenset[KeyPath]]:
    """Per file, the keys of that file whose values are secrets."""
    of_settings = frozenset(setting.path for setting in settings if _by_name(setting))
    by_variable = {
        candidate.place.variable
        for setting in settings
        if _by_name(setting)
        for candidate in setting.candidates
        if candidate.place.variable
    }
    names = frozenset((name,) for name in by_variable)
    return {
        layer.path: names if layer.kind is LayerKind.DOTENV else of_settings
        for layer in layers
        if layer.path is not None
    }
