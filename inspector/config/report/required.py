"""Declared files and sections that are not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rapidfuzz import fuzz

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.dialects import DialectSpec, FileLayer
from inspector.config.dialects.custom import CUSTOM
from inspector.config.discover import matching_files
from inspector.config.discover.environments import USUAL_ENVIRONMENTS
from inspector.config.layers import Layer, LayerStatus
from inspector.config.shadow import Stop
from inspector.config.values import KeyPath, Node, NodeKind, join_key

_CLOSE_PERCENT = 75.0
_SHORTENED_CHARS = 3


def missing_base(layers: Sequence[Layer]) -> tuple[Stop, ...]:
    """The stop of an application that opens a file which does not exist, in every environment."""
    return tuple(
        Stop(
            "FileNotFoundError",
            f"[Errno 2] No such file or directory: '{layer.path}'",
            (Place(layer.path),),
        )
        for layer in layers
        if layer.required and layer.status is LayerStatus.MISSING and layer.document is None
    )


def required_layers_missing(
    workspace: Path,
    dialect: DialectSpec,
    layers: Sequence[Layer],
    environment: str | None,
    declared_in: str | None,
) -> Iterator[Finding]:
    """Required sections that a file does not have, and required globs that no file fits.

    What else the application does then, nobody knows.
    """
    places = () if declared_in is None else (Place(declared_in),)
    for layer in layers:
        if layer.required and layer.status is LayerStatus.MISSING and layer.document is not None:
            yield Finding(
                "required-layer-missing",
                Severity.ERROR,
                f"{layer.path} has no section {join_key(layer.section)}, which is required.",
                hint="Write the section, or correct its name in the declaration.",
                places=(Place(layer.path), *places),
            )
    for file in dialect.files:
        patterns = file.paths_for(environment)
        if not file.required or not file.every or not patterns:
            continue
        if not any(matching_files(workspace, pattern) for pattern in patterns):
            yield Finding(
                "required-layer-missing",
                Severity.ERROR,
                f"No file fits {' or '.join(patterns)}, and one is required.",
                hint="Create one, or correct the path in the declaration: it is relative to the workspace.",
                places=places,
            )


def declared_in_vain(
    workspace: Path, dialect: DialectSpec, layers: Sequence[Layer], declared_in: str | None
) -> Iterator[Finding]:
    """Sections that are missing while one of nearly the same name is there, and globs that no file fits.

    Neither stops anything, so that nobody would notice. Required ones are told elsewhere.
    """
    if dialect.name != CUSTOM.name:
        return
    places = () if declared_in is None else (Place(declared_in),)
    for layer in layers:
        if layer.section and layer.status is LayerStatus.MISSING and not layer.required:
            close = _close_section(layer)
            if close is not None:
                path, node = close
                yield Finding(
                    "section-near-miss",
                    Severity.WARNING,
                    f"{layer.path} has no section {join_key(layer.section)}, so that nothing of this layer "
                    f"applies. Did you mean {join_key(path)}?",
                    hint=f"Rename {join_key(path)} in {layer.path}, or correct the declaration"
                    f"{' or the environment' if layer.by_environment else ''}.",
                    places=(node.key_place or node.place, *places),
                )
    for number, file in enumerate(dialect.files, start=1):
        if file.every and not file.required and not _fits_any(workspace, file):
            yield Finding(
                "layer-without-file",
                Severity.INFO,
                f"No file fits {' or '.join(file.paths)}, layer {number} of the declaration: it gives "
                "nothing.",
                hint="Correct the path, which is relative to the workspace, or remove the layer.",
                places=places,
            )


def _fits_any(workspace: Path, file: FileLayer) -> bool:
    """Whether a file fits a glob in any environment."""
    patterns = (path.replace("{environment}", "*") for path in file.paths)
    return any(matching_files(workspace, pattern) for pattern in patterns)


def _close_section(layer: Layer) -> tuple[KeyPath, Node] | None:
    """The section of a file whose name is close to the missing one, None when there is none."""
    node = None if layer.document is None else layer.document.root
    for depth, part in enumerate(layer.section):
        child = None if node is None else node.child(part)
        if child is not None:
            node = child
            continue
        tables = {
            str(key): below
            for key, below in (() if node is None else node.entries)
            if below.kind is NodeKind.MAPPING
        }
        names = [name for name in tables if _may_mean(name, part)]
        if not names:
            return None
        meant = max(names, key=lambda name: fuzz.ratio(part, name))
        return (*layer.section[:depth], meant), tables[meant]
    return None


def _may_mean(name: str, wanted: str) -> bool:
    """Whether one name is the other one mistyped or shortened: `prd` and `prod`, `dev` and `development`."""
    shorter, longer = sorted((name.lower(), wanted.lower()), key=len)
    if shorter == longer:
        return True
    if name in USUAL_ENVIRONMENTS and wanted in USUAL_ENVIRONMENTS and not longer.startswith(shorter):
        return False  # prod and preprod
    letters = iter(longer)
    shortened = (
        len(shorter) >= _SHORTENED_CHARS
        and longer.startswith(shorter[0])
        and all(letter in letters for letter in shorter)
    )
    return shortened or fuzz.ratio(name, wanted) >= _CLOSE_PERCENT
