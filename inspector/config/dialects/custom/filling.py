"""`${…}` in texts filled in: from variables while a file is read, or from other keys at the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from operator import is_
from typing import NamedTuple

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.base.secrets import is_secret_name
from inspector.config.dialects.custom.options import Reading
from inspector.config.dialects.custom.texts import read_as
from inspector.config.values import Filled, Node, NodeKind, Value

MAX_CHARS = 64 * 1024
"""A text that grows longer is left as it is written."""

MAX_ALL_CHARS = 16 * 1024 * 1024
"""When the texts of a workspace grow by more than that, the rest is left as it is written."""

REFERENCE = re.compile(r"(\$?)\$\{([^{}]*)\}")
_SHOWN_CHARS = 60


class UnfilledError(Exception):
    """A reference that cannot be filled in. The text is a part of a sentence about it."""


class Reference(NamedTuple):
    """What stands between `${` and `}`: a name, and the text that stands in for it, None without one."""

    name: str
    default: str | None

    @classmethod
    def of(cls, inner: str) -> Reference:
        """The parts of `name` or `name:-default`."""
        name, colon, default = inner.partition(":-")
        return cls(name, default if colon else None)


def references(text: str) -> list[Reference]:
    """The references in a text, those that are escaped by another `$` left out."""
    return [Reference.of(inner) for escape, inner in REFERENCE.findall(text) if not escape]


def is_reference(text: str) -> bool:
    """Whether a text is nothing but one reference."""
    whole = REFERENCE.fullmatch(text)
    return whole is not None and not whole[1]


class Filler:
    """Fills texts within bounds, from what `look_up` gives for a reference; it may raise UnfilledError."""

    def __init__(self, look_up: Callable[[Reference], Value]) -> None:
        self._look_up = look_up
        self._left_chars = MAX_ALL_CHARS

    def fill(self, text: str) -> Value:
        """A text with its references filled in; one that is nothing but a reference is what that gives.

        Raises UnfilledError.
        """
        if is_reference(text):
            return self._look_up(references(text)[0])
        chars = 0

        def filled(match: re.Match[str]) -> str:
            nonlocal chars
            new = match[0][1:] if match[1] else str(self._look_up(Reference.of(match[2])))
            chars += len(new)
            self._left_chars -= len(new)
            if chars > MAX_CHARS or self._left_chars < 0:
                raise UnfilledError(f"the text would grow by more than {MAX_CHARS:,} characters")
            return new

        return REFERENCE.sub(filled, text)


class VariableFiller:
    """Fills variables into the trees of files. `findings` has what could not be filled in."""

    def __init__(self, variables: Mapping[str, str], reading: Reading) -> None:
        self.findings: list[Finding] = []
        self._variables = variables
        self._reading = reading
        self._filler = Filler(self._look_up)

    def fill(self, node: Node) -> Node:
        """The tree with its texts filled in. A text that is one reference is read like a variable's."""
        if node.kind is NodeKind.SCALAR:
            return self._filled(node, node.value) if isinstance(node.value, str) else node
        entries = tuple((key, self.fill(child)) for key, child in node.entries)
        elements = tuple(map(self.fill, node.elements))
        old = (*(child for _, child in node.entries), *node.elements)
        if all(map(is_, (*(child for _, child in entries), *elements), old)):
            return node
        value: Value = [child.value for child in elements]
        if node.kind is NodeKind.MAPPING:
            value = {key: child.value for key, child in entries}
        return replace(node, value=value, entries=entries, elements=elements)

    def _filled(self, node: Node, text: str) -> Node:
        if "${" not in text:
            return node
        try:
            result = str(self._filler.fill(text))
        except UnfilledError as error:
            self.findings.append(unfilled(text, error, node.place))
            return node
        secret = any(is_secret_name(reference.name) for reference in references(text))
        value = read_as(result, self._reading) if is_reference(text) else result
        return as_filled(node, value, result, secret=secret)

    def _look_up(self, reference: Reference) -> str:
        text = self._variables.get(reference.name)
        if not text and reference.default is not None:
            return reference.default
        if text is None:
            raise UnfilledError(f"no variable {shown(reference.name)} is set")
        return text


def as_filled(node: Node, value: Value, text: str, *, secret: bool) -> Node:
    """The node with another value; `raw` stays as written."""
    return Filled(
        node.kind, value, node.place, node.key_place, node.raw, node.alias_place, text=text, secret=secret
    )


def unfilled(text: str, error: UnfilledError, place: Place, key: str | None = None) -> Finding:
    """The finding about a text whose references cannot be filled in."""
    names = ", ".join(shown("${" + reference.name + "}") for reference in references(text)[:3])
    return Finding(
        "reference-unfilled",
        Severity.ERROR,
        f"{names} cannot be filled in: {error}. The text is shown as it is written.",
        key,
        "Set what it refers to, give a default as in ${NAME:-default}, or write $${ for a plain ${.",
        (place,),
    )


def shown(name: str) -> str:
    """A name as a sentence holds it."""
    return name if len(name) <= _SHOWN_CHARS else f"{name[:_SHOWN_CHARS]}…"
