"""Folders of the dialect `layered`: config.yaml, files of environments, variables with a prefix."""

from __future__ import annotations

from dataclasses import replace

from inspector.base.paths import is_file
from inspector.config.dialects import DialectSpec
from inspector.config.dialects.layered import LAYERED
from inspector.config.discover.detection import Detection, existing, file_list
from inspector.config.discover.environments import environments_of
from inspector.config.discover.folder import Folder
from inspector.config.discover.prefix import find_prefix
from inspector.config.discover.switch import find_switch


def detect(folder: Folder, spec: DialectSpec = LAYERED, prefix: str | None = None) -> Detection:
    """The scheme as this folder has it. `spec` may name other files; `prefix` is one that was declared."""
    found = existing(folder.path, spec.files)
    dotenv = [path for path in spec.dotenv if "{" not in path and is_file(folder / path)]
    environments = environments_of(folder.path, spec)
    by_environment = [
        path
        for environment in environments
        for path in existing(folder.path, spec.files, environment)
        if path not in found
    ]
    dotenv += [
        path
        for environment in environments
        for path in (template.replace("{environment}", environment) for template in spec.dotenv)
        if path not in dotenv and is_file(folder / path)
    ]
    files = [*found, *by_environment]
    reasons = [file_list(files)] if files else []
    if prefix is None and not (files or dotenv):
        prefix = spec.prefix
    elif prefix is None:
        seen = find_prefix(folder, dotenv, files)
        prefix = spec.prefix if seen is None else seen.prefix
        reasons.append(f"prefix {spec.prefix}, the usual one of {spec.name}" if seen is None else seen.reason)
    undeclared = files and spec.environment_variables == LAYERED.environment_variables
    switch = find_switch(folder, spec.environment_variables) if undeclared else None
    if switch is not None:
        default = spec.default_environment
        if default == LAYERED.default_environment:
            default = switch.default or default
        spec = replace(spec, environment_variables=(switch.variable,), default_environment=default)
        reasons.append(switch.reason)
    return Detection(
        replace(spec, prefix=prefix),
        _confidence(found, by_environment, dotenv),
        tuple(reasons),
        files=(*files, *dotenv),
    )


def _confidence(found: list[str], by_environment: list[str], dotenv: list[str]) -> float:
    if found and by_environment:
        return 0.9
    if found:
        return 0.6
    return 0.3 if by_environment or dotenv else 0.0
