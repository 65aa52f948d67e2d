"""Layers, values and places as the Config workbench writes them."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from types import MappingProxyType

from inspector.base.findings import Severity
from inspector.base.places import Place
from inspector.config.export import shown_value
from inspector.config.layers import LayerKind
from inspector.config.resolve import Candidate, Setting, Status
from inspector.ui.kit.elide import LONGEST_SHOWN

LAYER_WORDS: Mapping[LayerKind, str] = MappingProxyType(
    {kind: ".env" if kind is LayerKind.DOTENV else kind.value for kind in LayerKind}
)
LAYER_GLYPHS: Mapping[LayerKind, str] = MappingProxyType(
    {
        LayerKind.DEFAULT: "◌",
        LayerKind.BASE: "▤",
        LayerKind.ENVIRONMENT: "▣",
        LayerKind.DOTENV: "◧",
        LayerKind.VARIABLE: "$",
        LayerKind.WHAT_IF: "✎",
    }
)
SEVERITY_GLYPHS: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "✖", Severity.WARNING: "⚠", Severity.INFO: "ℹ"}
)
FORMAT_WORDS: Mapping[str, str] = MappingProxyType(
    {"yaml": "YAML 1.1", "toml": "TOML", "json": "JSON", "dotenv": ".env"}
)

_TIP_COLUMNS = 80


def value_text(candidate: Candidate, setting: Setting, *, reveal: bool) -> str:
    """A candidate's value as one line, masked when the setting is secret."""
    return shown_value(candidate.value, secret=setting.hides(candidate), reveal=reveal)


def type_text(candidate: Candidate, setting: Setting) -> str:
    """The word in the type column: what a secret is matters less than that it is one."""
    return "secret" if setting.hides(candidate) else candidate.type


def status_text(candidate: Candidate) -> str:
    """The word in front of a candidate that is not in force."""
    return candidate.status.value


def place_text(place: Place) -> str:
    """A place as the last column writes it: `config.yaml:14:15`, `ML_DATABASE_PORT`."""
    return str(place)


def copied_line(key: str, candidate: Candidate, setting: Setting, *, reveal: bool) -> str:
    """Key, value and place in one line, for the clipboard."""
    place = place_text(candidate.place)
    line = f"{key} = {value_text(candidate, setting, reveal=reveal)}"
    return f"{line}  # {place}" if place else line


def plural(count: int, word: str) -> str:
    """`1 setting`, `2 settings`."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def in_force(candidate: Candidate) -> bool:
    """Whether the application gets this candidate, valid or not."""
    return candidate.status in (Status.EFFECTIVE, Status.INVALID)


def wrapped(text: str) -> str:
    """A text for a tool tip, in short lines."""
    lines = (textwrap.wrap(line, _TIP_COLUMNS) or [""] for line in text[:LONGEST_SHOWN].splitlines())
    return "\n".join(part for line in lines for part in line)


def phrase(text: str) -> str:
    """A sentence as it stands in a table: without its capital and its full stop. Names keep theirs."""
    text = text.strip()
    if text.endswith(".") and not text.endswith(".."):
        text = text[:-1]
    named = len(text) < 2 or not (text[1].islower() or text[1] == " ")
    return text if named else text[0].lower() + text[1:]
