"""Detection and declaration put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from inspector.base.findings import Finding, Severity
from inspector.config.dialects import DIALECTS, DialectSpec, dialect_named
from inspector.config.dialects.layered import LAYERED
from inspector.config.discover import layered, node_config
from inspector.config.discover.declaration import Declaration, read_declaration
from inspector.config.discover.detection import Detection
from inspector.config.discover.environments import find_environments, in_usual_order
from inspector.config.layers import Layer
from inspector.config.resolve import KeyInfo
from inspector.config.values import KeyPath

_SCHEMA_NAMES = ("config.schema.json", "settings.schema.json", "schema.json")

DETECTORS: Mapping[str, Callable[[Path], Detection | None]] = {"node-config": node_config.detect}
"""What tells whether a folder follows a dialect, by the dialect's name; `layered` stands when none does."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A dialect that would fit too, with its confidence (0 to 1) and the reasons for it."""

    name: str
    confidence: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Discovery:
    """How a workspace stacks its layers, and why we think so.

    `dialect` has the workspace's own files, prefix and environment variable. `schema` is relative to
    the workspace. `found` is False when the folder has none of the files that were looked for.
    `alternatives` are other dialects that fit, the best first. `defaults` are ready layers below all files,
    `keys` what came with them.
    """

    dialect: DialectSpec
    reasons: tuple[str, ...]
    confidence: float
    environments: tuple[str, ...]
    schema: str | None
    declaration: Declaration
    found: bool
    findings: tuple[Finding, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    defaults: tuple[Layer, ...] = ()
    keys: Mapping[KeyPath, KeyInfo] = field(default_factory=dict)


def discover(workspace: Path, dialect: str | None = None) -> Discovery:
    """Look at the files of a folder. `dialect` is the name of the one to use in place of detection.

    Raises ValueError for a name that is no dialect. Reads a bounded number of small files.
    """
    declaration = read_declaration(workspace)
    wanted = dialect or declaration.dialect
    if wanted is not None and dialect_named(wanted) is None:
        known = ", ".join(spec.name for spec in DIALECTS)
        raise ValueError(f"{wanted} is no dialect. Known are: {known}.")
    detected = _detected(workspace, declaration)
    chosen = next((d for d in detected if wanted in (None, d.dialect.name)), None)
    if chosen is None:
        spec = dialect_named(wanted or "")
        assert spec is not None
        chosen = Detection(_declared_spec(spec, declaration), 0.0)
    spec = chosen.dialect
    environments = _environments(workspace, chosen, declaration)
    reasons = list(chosen.reasons)
    if declaration.path is not None:
        reasons.insert(0, f"declared in {declaration.path}")
    if declaration.prefix is not None:
        reasons.append(f"prefix {declaration.prefix} from {declaration.path}")
    schema, schema_reason = _schema(workspace, declaration)
    reasons += [schema_reason] if schema_reason else []
    return Discovery(
        spec,
        tuple(reasons),
        1.0 if declaration.document is not None else max(chosen.confidence, 0.3),
        environments,
        schema,
        declaration,
        bool(chosen.files or chosen.defaults or declaration.document),
        (*declaration.findings, *chosen.findings, *_missing_schema(workspace, declaration)),
        tuple(
            Alternative(other.dialect.name, other.confidence, other.reasons)
            for other in detected
            if other is not chosen and other.confidence > 0
        ),
        chosen.defaults,
        chosen.keys,
    )


def _detected(workspace: Path, declaration: Declaration) -> list[Detection]:
    """What each dialect makes of the folder, the best first; among equals in the order of the registry."""
    usual = layered.detect(workspace, _declared_spec(LAYERED, declaration), declaration.prefix)
    others = (detect(workspace) for detect in DETECTORS.values())
    found = [usual, *(_declared(other, declaration) for other in others if other is not None)]
    return sorted(found, key=lambda detection: -detection.confidence)


def _declared(detection: Detection, declaration: Declaration) -> Detection:
    return replace(detection, dialect=_declared_spec(detection.dialect, declaration))


def _declared_spec(spec: DialectSpec, declaration: Declaration) -> DialectSpec:
    """A dialect with what the workspace declares in place of what was detected."""
    if declaration.layers is not None:
        spec = replace(spec, files=declaration.layers)
    if declaration.environment_variable is not None:
        spec = replace(spec, environment_variables=(declaration.environment_variable,))
    if declaration.prefix is not None:
        spec = replace(spec, prefix=declaration.prefix)
    return spec


def _environments(workspace: Path, chosen: Detection, declaration: Declaration) -> tuple[str, ...]:
    if declaration.environments is not None:
        return declaration.environments
    spec = chosen.dialect
    environments = chosen.environments
    if environments is None:
        templates = [path for layer in spec.files for path in layer.paths] + list(spec.dotenv)
        taken = [path for layer in spec.files if not layer.by_environment for path in layer.paths]
        environments = find_environments(workspace, templates, taken)
    default = spec.default_environment
    if environments and default is not None and default not in environments:
        environments = in_usual_order((*environments, default))
    return environments


def _schema(workspace: Path, declaration: Declaration) -> tuple[str | None, str]:
    if declaration.schema is not None:
        return declaration.schema, ""
    files = sorted(path.name for path in workspace.glob("*.schema.json") if path.is_file())
    named = [name for name in _SCHEMA_NAMES if (workspace / name).is_file()]
    if named:
        return named[0], f"schema {named[0]}"
    if len(files) == 1:
        return files[0], f"schema {files[0]}"
    if files:
        return None, f"no schema: {', '.join(files[:3])} would all fit"
    return None, ""


def _missing_schema(workspace: Path, declaration: Declaration) -> tuple[Finding, ...]:
    if (
        declaration.schema is None
        or (workspace / declaration.schema).is_file()
        or declaration.document is None
    ):
        return ()
    node = declaration.document.root
    for part in ("tool", "inspector", "schema"):
        child = None if node is None else node.child(part)
        node = child if child is not None else node
    return (
        Finding(
            "schema-missing",
            Severity.ERROR,
            f"The schema {declaration.schema} does not exist.",
            hint="Correct the path; it is relative to the workspace.",
            places=() if node is None else (node.place,),
        ),
    )
