"""What one dialect makes of a folder."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from inspector.base.findings import Finding
from inspector.config.dialects import DialectSpec, FileLayer
from inspector.config.discover.globbing import is_glob, matching_files
from inspector.config.layers import Layer
from inspector.config.resolve import KeyInfo
from inspector.config.values import KeyPath


@dataclass(frozen=True, slots=True)
class Detection:
    """A dialect filled in for a folder, and why it would fit.

    `confidence` is 0 to 1, 0 when nothing of the dialect is there. `environments` is None where they are to
    be told from the names of files. `defaults` are ready layers below all files, such as the defaults of a
    settings model; `keys` is what such a model says about its settings. `files` are all paths that were
    found, relative to the folder.
    """

    dialect: DialectSpec
    confidence: float
    reasons: tuple[str, ...] = ()
    environments: tuple[str, ...] | None = None
    defaults: tuple[Layer, ...] = ()
    keys: Mapping[KeyPath, KeyInfo] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def existing(folder: Path, layers: Sequence[FileLayer], environment: str | None = None) -> list[str]:
    """The paths of layers that exist, readable or not: what cannot be read is a finding."""
    found: dict[str, None] = {}
    for layer in layers:
        for path in layer.paths_for(environment):
            if layer.every and is_glob(path):
                found |= dict.fromkeys(matching_files(folder, path))
            elif os.path.lexists(folder / path):
                found[path] = None
    return list(found)


def file_list(files: Sequence[str]) -> str:
    """Files as a reason names them."""
    return " + ".join(files[:4]) + (f" and {len(files) - 4} more" if len(files) > 4 else "")
