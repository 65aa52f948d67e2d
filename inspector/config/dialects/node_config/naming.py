"""Which files node-config reads, in which order: names from deployment, host and instance.

The rule is lib/util.js, loadFileConfigs and locateMatchingFiles (node-config 5.0.1). A name that
comes up twice, such as `local` for two deployments, keeps its last rank.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from inspector.config.layers import LayerKind

MAP_STEM = "custom-environment-variables"
DEFAULT_DEPLOYMENT = "development"

_MAX_NAMED = 30
"""More deployments or folders than this mean nothing, and are not looked for."""

EXTENSIONS = tuple("js cjs mjs ts json jsonc json5 hjson toml coffee yaml yml cson properties xml".split())
"""The endings of one name's files, low to high. (`boolean` and `number` follow; their files give nothing.)"""

_NEW_ENDINGS = frozenset(["mjs", "jsonc"])
NEWEST, INTERLEAVED = 5, 3
"""The major version whose rules these are, and the last one with other files: no .mjs and .jsonc, and the
ending before the instance in the order (node-config 3.3.12, util.loadFileConfigs)."""


class Role(Enum):
    """What a file is for. The value is the kind of its layer."""

    DEFAULT = "default"
    DEPLOYMENT = "deployment"
    HOST = "host"
    HOST_DEPLOYMENT = "host-deployment"
    LOCAL = "local"
    LOCAL_DEPLOYMENT = "local-deployment"

    @property
    def kind(self) -> LayerKind:
        """The kind of layer that such a file is."""
        by_deployment = (Role.DEPLOYMENT, Role.HOST_DEPLOYMENT, Role.LOCAL_DEPLOYMENT)
        return LayerKind.ENVIRONMENT if self in by_deployment else LayerKind.BASE


@dataclass(frozen=True, slots=True)
class Selection:
    """What decides which files are read: deployments in order, host and instance ("" for none), folders.

    Folders are relative to the folder in which the application is started.
    """

    deployments: tuple[str, ...] = (DEFAULT_DEPLOYMENT,)
    host: str = ""
    instance: str = ""
    folders: tuple[str, ...] = ("config",)
    major: int = NEWEST

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings that this version knows, low to high."""
        if self.major > INTERLEAVED:
            return EXTENSIONS
        return tuple(ending for ending in EXTENSIONS if ending not in _NEW_ENDINGS)

    def paths(self, stem: str, endings: Iterable[str] | None = None) -> tuple[str, ...]:
        """The paths of a name, low to high: by ending (all that are known unless given), then by folder."""
        wanted = self.endings if endings is None else endings
        return tuple(f"{folder}/{stem}.{ending}" for ending in wanted for folder in self.folders)


def stems(selection: Selection) -> dict[str, Role]:
    """The names of files without their ending, low to high, and what each is for."""
    ranked: dict[str, Role] = {}
    for base, role in _bases(selection):
        for stem in _of_instance(base, selection):
            known = ranked.pop(stem, role)
            ranked[stem] = known
    return {stem: role for stem, role in ranked.items() if "/" not in stem}


def files(selection: Selection) -> tuple[tuple[str, Role, tuple[str, ...]], ...]:
    """The names of files, low to high, what each is for, and its paths; in version 3 a name comes up once
    for each ending."""
    if selection.major > INTERLEAVED:
        return tuple((stem, role, selection.paths(stem)) for stem, role in stems(selection).items())
    ranked: dict[tuple[str, str], Role] = {}
    for base, role in _bases(selection):
        for ending in selection.endings:
            for stem in _of_instance(base, selection):
                known = ranked.pop((stem, ending), role)
                ranked[stem, ending] = known
    return tuple(
        (stem, role, selection.paths(stem, (ending,)))
        for (stem, ending), role in ranked.items()
        if "/" not in stem
    )


def _of_instance(base: str, selection: Selection) -> tuple[str, ...]:
    return (base, f"{base}-{selection.instance}") if selection.instance else (base,)


def _bases(selection: Selection) -> list[tuple[str, Role]]:
    bases = [("default", Role.DEFAULT)]
    bases += [(deployment, Role.DEPLOYMENT) for deployment in selection.deployments]
    if selection.host:
        first = selection.host.split(".", 1)[0]
        hosts = dict.fromkeys((first, selection.host))
        for deployment in selection.deployments:
            for host in hosts:
                bases += [(host, Role.HOST), (f"{host}-{deployment}", Role.HOST_DEPLOYMENT)]
    for deployment in selection.deployments:
        bases += [("local", Role.LOCAL), (f"local-{deployment}", Role.LOCAL_DEPLOYMENT)]
    return bases


def folders(setting: str, usual: str) -> tuple[str, ...]:
    """The folders that NODE_CONFIG_DIR names, separated as in PATH; `usual` when it is empty.

    A folder that comes up twice counts where it stands last: it is read again there.
    """
    if not setting:
        return (usual,)
    named = [os.path.normpath(folder) for folder in setting.split(os.pathsep) if folder][:_MAX_NAMED]
    return tuple(reversed(dict.fromkeys(reversed(named))))


def deployments(setting: str | None) -> tuple[str, ...]:
    """The deployments that NODE_ENV names, in its order; blanks belong to the names."""
    return tuple((setting or DEFAULT_DEPLOYMENT).split(","))[:_MAX_NAMED]
