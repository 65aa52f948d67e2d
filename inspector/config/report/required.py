"""Files that the application does not start without, and that are not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.dialects import DialectSpec
from inspector.config.discover import matching_files
from inspector.config.layers import Layer, LayerStatus
from inspector.config.shadow import Stop
from inspector.config.values import join_key


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
