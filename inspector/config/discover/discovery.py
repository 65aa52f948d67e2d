"""Detection and declaration put together."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from inspector.base.findings import Finding, Severity
from inspector.config.dialects import DIALECTS, DialectSpec, FileLayer, dialect_named
from inspector.config.discover.declaration import Declaration, read_declaration
from inspector.config.discover.environments import find_environments, in_usual_order
from inspector.config.discover.prefix import find_prefix

_SCHEMA_NAMES = ("config.schema.json", "settings.schema.json", "schema.json")


@dataclass(frozen=True, slots=True)
class Discovery:
    """How a workspace stacks its layers, and why we think so.

    `dialect` has the workspace's own files, prefix and environment variable. `schema` is relative to
    the workspace. `found` is False when the folder has none of the files that were looked for.
    """

    dialect: DialectSpec
    reasons: tuple[str, ...]
    confidence: float
    environments: tuple[str, ...]
    schema: str | None
    declaration: Declaration
    found: bool
    findings: tuple[Finding, ...] = ()


def discover(workspace: Path, dialect: str | None = None) -> Discovery:
    """Look at the files of a folder. `dialect` is the name of the one to use in place of detection.

    Raises ValueError for a name that is no dialect. Reads a bounded number of small files.
    """
    declaration = read_declaration(workspace)
    spec, reasons = _dialect(dialect, declaration)
    found = _existing(workspace, spec.files)
    dotenv_found = [path for path in (".env",) if (workspace / path).is_file()]
    templates = [path for layer in spec.files for path in layer.paths] + list(spec.dotenv)
    taken = [path for layer in spec.files if not layer.by_environment for path in layer.paths]
    environments = find_environments(workspace, templates, taken)
    by_environment = [
        path
        for environment in environments
        for path in _existing(workspace, spec.files, environment)
        if path not in found
    ]
    dotenv_found += [
        path
        for environment in environments
        for path in (template.replace("{environment}", environment) for template in spec.dotenv)
        if path not in dotenv_found and (workspace / path).is_file()
    ]
    if declaration.environments is not None:
        environments = declaration.environments
    elif environments and spec.default_environment not in environments:
        environments = in_usual_order((*environments, spec.default_environment))
    files = [*found, *by_environment]
    if files:
        reasons.append(" + ".join(files[:4]) + (f" and {len(files) - 4} more" if len(files) > 4 else ""))
    prefix, prefix_reason = _prefix(workspace, declaration, dotenv_found, files, spec)
    reasons.append(prefix_reason)
    schema, schema_reason = _schema(workspace, declaration)
    reasons += [schema_reason] if schema_reason else []
    return Discovery(
        replace(spec, prefix=prefix),
        tuple(reasons),
        _confidence(declaration, found, by_environment),
        environments,
        schema,
        declaration,
        bool(files or dotenv_found or declaration.document),
        (*declaration.findings, *_missing_schema(workspace, declaration)),
    )


def _dialect(wanted: str | None, declaration: Declaration) -> tuple[DialectSpec, list[str]]:
    name = wanted or declaration.dialect or DIALECTS[0].name
    spec = dialect_named(name)
    if spec is None:
        known = ", ".join(dialect.name for dialect in DIALECTS)
        raise ValueError(f"{name} is no dialect. Known are: {known}.")
    reasons = []
    if declaration.path is not None:
        reasons.append(f"declared in {declaration.path}")
    if declaration.layers is not None:
        spec = replace(spec, files=declaration.layers)
    if declaration.environment_variable is not None:
        spec = replace(spec, environment_variable=declaration.environment_variable)
    return spec, reasons


def _existing(workspace: Path, layers: tuple[FileLayer, ...], environment: str | None = None) -> list[str]:
    """The paths that exist, readable or not: what cannot be read is a finding."""
    paths = [path for layer in layers for path in layer.paths_for(environment)]
    return [path for path in paths if os.path.lexists(workspace / path)]


def _prefix(
    workspace: Path, declaration: Declaration, dotenv: list[str], config: list[str], spec: DialectSpec
) -> tuple[str, str]:
    if declaration.prefix is not None:
        return declaration.prefix, f"prefix {declaration.prefix} from {declaration.path}"
    found = find_prefix(workspace, dotenv, config)
    if found is not None:
        return found.prefix, found.reason
    return spec.prefix, f"prefix {spec.prefix}, the usual one of {spec.name}"


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


def _confidence(declaration: Declaration, found: list[str], by_environment: list[str]) -> float:
    if declaration.document is not None:
        return 1.0
    if found and by_environment:
        return 0.9
    return 0.6 if found else 0.3
