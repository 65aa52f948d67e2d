"""What the badges and summaries of the settings mean, in sentences for tool tips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from inspector.config.layers import Layer, LayerKind
from inspector.config.resolve import Status
from inspector.ui.config.outline import Row, RowKind
from inspector.ui.config.words import LAYER_GLYPHS, LAYER_WORDS, in_force, plural

LAYER_MEANINGS: Mapping[LayerKind, str] = MappingProxyType(
    {
        LayerKind.DEFAULT: "A value from the code or the schema, used when nothing else sets the key.",
        LayerKind.BASE: "A file that is read in every environment.",
        LayerKind.ENVIRONMENT: "A file that is read in this environment only.",
        LayerKind.DOTENV: "A file of variables, read when the application starts.",
        LayerKind.VARIABLE: "A variable of the process.",
        LayerKind.WHAT_IF: "A variable typed here to see what it would do; it is written nowhere.",
    }
)
SECRET_TIP = "A secret: its value is masked until it is revealed."

_FATES: Mapping[Status, str] = MappingProxyType(
    {
        Status.OVERRIDDEN: "Outlined: another layer has the last word.",
        Status.EQUAL: "Outlined: a higher layer says the same again.",
        Status.INACTIVE: "Outlined: it never reaches the application.",
        Status.INVALID: "Filled: this layer has the last word, and its value breaks a rule.",
        Status.EFFECTIVE: "Filled: this layer has the last word.",
    }
)


def badge_tip(row: Row, layers: Sequence[Layer]) -> str:
    """Which layer the badge of a setting or candidate stands for, and why it is filled or outlined."""
    candidate = row.candidate
    if candidate is None:
        return ""
    kind = candidate.kind
    label = next((layer.label for layer in layers if layer.id == candidate.layer), LAYER_WORDS[kind])
    fate = _FATES[candidate.status]
    if in_force(candidate) and row.kind is RowKind.CANDIDATE:
        fate = _FATES[Status.OVERRIDDEN]
    named = LAYER_WORDS[kind] if label == LAYER_WORDS[kind] else f"{LAYER_WORDS[kind]}: {label}"
    return f"{LAYER_GLYPHS[kind]} {named}\n{LAYER_MEANINGS[kind]}\n{fate}"


def mapping_tip(row: Row) -> str:
    """What the summary of a mapping counts."""
    if not row.overridden or row.highest is None:
        where = (
            ", all of them from variables: no file has this mapping." if row.variables_only else " inside."
        )
        return f"{plural(row.settings, 'setting')}{where}"
    have = "has" if row.overridden == 1 else "have"
    return (
        f"{plural(row.settings, 'setting')} inside; "
        f"{row.overridden:,} {have} a value in more than one layer.\n"
        f"The highest layer that overrides one is {LAYER_WORDS[row.highest]}."
    )
