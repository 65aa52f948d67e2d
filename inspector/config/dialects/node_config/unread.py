"""Files whose values stay unknown: programs, which are never run, and formats that are not read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.layers import Layer, LayerStatus

_PROGRAMS = frozenset(["js", "cjs", "mjs", "ts", "coffee"])
_FORMATS = frozenset(["hjson", "cson", "properties", "xml"])
_LOST = frozenset(["aliases-too-many", "file-too-deep", "file-too-large"])


def set_aside(layer: Layer) -> Layer:
    """A layer as it takes part: what cannot be read by rights is inactive and says so."""
    why = _why(layer.path or "")
    if not why:
        return layer
    return replace(
        layer, status=LayerStatus.INACTIVE, note=f"{why}: its values are unknown.", document=None, size=0
    )


def is_unknown(layer: Layer) -> bool:
    """Whether the application gets values from a file that Inspector does not have."""
    if layer.status is LayerStatus.INACTIVE:
        return bool(_why(layer.path or ""))
    findings = () if layer.document is None else layer.document.findings
    return any(
        finding.code in _LOST
        or (finding.code == "file-unreadable" and not finding.exception)
        or (finding.code == "file-not-text" and finding.exception)  # Node reads U+FFFD for such bytes
        for finding in findings
    )


def unknown_values(layer: Layer, has_lower: bool) -> Finding:
    """The finding about such a layer."""
    below = "what lower files set may be replaced" if has_lower else "what it sets is not shown"
    why = _why(layer.path or "") or "The file could not be read as the application reads it"
    return Finding(
        "values-unknown",
        Severity.WARNING,
        f"{layer.label}: {why[0].lower()}{why[1:]}, so that {below}.",
        hint="Start the application to see its values, or write them in a file without code, such as JSON5.",
        places=(Place(layer.path),),
    )


def _why(path: str) -> str:
    ending = PurePosixPath(path).suffix[1:]
    if ending in _PROGRAMS:
        return "It is a program, and Inspector runs nothing of a workspace"
    return f"Inspector does not read .{ending} files" if ending in _FORMATS else ""
