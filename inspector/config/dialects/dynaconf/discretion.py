"""Secrets kept out of what exceptions say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from inspector.base.secrets import MASK, is_secret_name, mask_text
from inspector.config.layers import Layer
from inspector.config.shadow import Environ, Variable
from inspector.config.values import Node, NodeKind

_REFERENCES = ("@get ", "@format ", "@jinja ", "@read_file ")
_KEYS = ("key", "keys")
_MAX_WORDS = 2_000
_LEFT_OUT = "the message may repeat a secret and is left out"


class Discretion:
    """Masks the secrets of one run in texts. They are looked for once, when the first text comes."""

    def __init__(self, layers: Sequence[Layer], environ: Environ) -> None:
        self._layers = layers
        self._environ = environ
        self._pattern: re.Pattern[str] | None = None
        self._too_many = False
        self._ready = False

    def said(self, message: str) -> str:
        """The message with each word masked that is part of a secret's value."""
        if not self._ready:
            self._look()
        if self._too_many:
            return _LEFT_OUT
        if self._pattern is not None:
            message = self._pattern.sub(MASK, message)
        return mask_text(message)

    def _look(self) -> None:
        """A cast shows but a part of a text, and in other letters; so words are looked for, whatever their
        letters."""
        self._ready = True
        words: set[str] = set()
        for text in self._texts():
            if not text.startswith(_REFERENCES):
                pieces = (text, repr(text)[1:-1], *re.split(r"[\s,;\"'\[\]{}=]+", text))
                words.update(piece for piece in pieces if piece and not piece.startswith("@"))
            if len(words) > _MAX_WORDS:
                self._too_many = True
                return
        if words:
            listed = "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
            self._pattern = re.compile(rf"(?<![^\W_])(?:{listed})(?![^\W_])", re.IGNORECASE)

    def _texts(self) -> Iterator[str]:
        for layer in self._layers:
            if layer.root is not None:
                yield from _secrets(layer.root, "", hidden=False)
        shadowed = (lost.variable for lost in self._environ.shadowed)
        for variable in (*self._environ.applied, *shadowed):
            if _is_secret_variable(variable):
                yield variable.text or ""


def _is_secret_variable(variable: Variable) -> bool:
    return any(map(is_secret_name, (variable.name, *variable.name.split("__"))))


def _secrets(node: Node, above: str, *, hidden: bool) -> Iterator[str]:
    """The texts of values whose keys name a secret."""
    if node.kind is NodeKind.SCALAR:
        if hidden:
            yield from _texts_of(node)
        return
    for key, child in node.entries:
        name = str(key)
        joined = f"{above}.{name}" if name.lower() in _KEYS else name
        secret = hidden or is_secret_name(joined) or any(map(is_secret_name, name.split("__")))
        yield from _secrets(child, name, hidden=secret)
    for child in node.elements:
        yield from _secrets(child, above, hidden=hidden)


def _texts_of(node: Node) -> Iterator[str]:
    if isinstance(node.value, str):
        yield node.value
    elif isinstance(node.value, int | float) and not isinstance(node.value, bool):
        yield str(node.value)
        yield node.raw or ""
