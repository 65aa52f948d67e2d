"""Folders of the dialect `node-config`: a folder `config` with default files, `config` in package.json."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePosixPath

from inspector.base.findings import Finding, Severity
from inspector.base.paths import is_folder
from inspector.base.places import Place
from inspector.config.dialects.node_config import NODE_CONFIG, NodeConfigRules
from inspector.config.dialects.node_config.layering import YamlReader
from inspector.config.dialects.node_config.naming import EXTENSIONS, INTERLEAVED, MAP_STEM, NEWEST, folders
from inspector.config.dialects.node_config.rules import map_names
from inspector.config.discover.detection import Detection, file_list
from inspector.config.discover.environments import USUAL_ENVIRONMENTS, in_usual_order
from inspector.config.discover.node_packages import MANIFEST, Packages, major_of, read_packages
from inspector.config.formats import format_of, read_document
from inspector.config.resolve import KeyInfo
from inspector.config.values import Document, NodeKind

_FOLDER = "config"
_MAX_FILES = 1000
_PACKAGE = "config"
_FOLLOWED = {
    3: "what is known to differ in version 3 is followed",
    4: "version 4 is not known to differ in what is shown here",
}
_FOLDER_IN_SCRIPT = re.compile(r"\bNODE_CONFIG_DIR=[\"']?([^\s\"']+)")


@dataclass(frozen=True, slots=True)
class _Names:
    """What the names of files tell: deployments and hosts."""

    deployments: tuple[str, ...]
    hosts: tuple[str, ...]


def detect(folder: Path) -> Detection | None:
    """node-config as this folder has it; None without files in its folder and without the dependency.

    The confidence is 0 where nothing but names of files would fit. Reads package.json and maps.
    """
    packages = read_packages(folder)
    depends, named, major = _PACKAGE in packages.declared, _folder_in_scripts(packages), _major(packages)
    place = named or (_FOLDER if folder.name != _FOLDER or is_folder(folder / _FOLDER) else ".")
    files = _files(folder, place)
    stems = {PurePosixPath(file).stem for file in files}
    if not depends and not stems:
        return None
    documents = [
        document
        for file in files
        if PurePosixPath(file).stem == MAP_STEM and (document := _read(folder, file)) is not None
    ]
    names = _names(stems)
    variables = map_names(document.root for document in documents)
    rules = NodeConfigRules(
        place, names.hosts, names.deployments, _yaml_reader(packages, major), variables, major
    )
    reasons = ["config is a dependency in package.json"] if depends else []
    if named is not None:
        reasons.append(f"a script in package.json sets NODE_CONFIG_DIR to {named}")
    reasons += [file_list(files)] if files else []
    if variables:
        count = sum(len(several) for several in variables.values())
        reasons.append(f"{MAP_STEM} names {count} variable{'' if count == 1 else 's'}")
    return Detection(
        replace(NODE_CONFIG, rules=rules),
        _confidence(depends, stems),
        tuple(reasons),
        names.deployments,
        keys={path[:end]: KeyInfo() for path in variables for end in range(1, len(path) + 1)},
        files=files,
        findings=tuple(_other_version(packages, major)),
    )


def _folder_in_scripts(packages: Packages) -> str | None:
    """The folder that a script of package.json names."""
    found = next((match for text in packages.scripts if (match := _FOLDER_IN_SCRIPT.search(text))), None)
    named = folders(found.group(1), _FOLDER) if found is not None else ()
    return named[-1] if named else None


def _files(folder: Path, place: str) -> tuple[str, ...]:
    """The files that may be node-config's, by name; bounded."""
    try:
        with os.scandir(folder / place) as entries:
            names = sorted(entry.name for entry in islice(entries, _MAX_FILES))
    except OSError:
        return ()
    endings = tuple(f".{ending}" for ending in EXTENSIONS)
    fitting = [name for name in names if name.endswith(endings) and not name.startswith(".")]
    return tuple((PurePosixPath(place) / name).as_posix() for name in sorted(fitting, key=_by_rank))


def _by_rank(name: str) -> tuple[int, str]:
    stem = PurePosixPath(name).stem
    order = ("default", *USUAL_ENVIRONMENTS, "local", MAP_STEM)
    return (order.index(stem) if stem in order else len(order) - 2, name)


def _is_typical(stems: Iterable[str]) -> bool:
    return any(stem in ("default", MAP_STEM) or stem.startswith("default-") for stem in stems)


def _confidence(depends: bool, stems: set[str]) -> float:
    if depends:
        return 0.95 if _is_typical(stems) else 0.9 if stems else 0.35
    if MAP_STEM in stems:
        return 0.85
    if not _is_typical(stems):
        return 0.0
    return 0.6 if len(stems) > 1 else 0.4


def _names(stems: set[str]) -> _Names:
    """Deployments and hosts. `a-b` is an instance's or a host's file where `a` is there too."""
    own = {stem for stem in stems if stem not in ("default", "local", MAP_STEM)}
    deployments = {stem.removeprefix("local-") for stem in own if stem.startswith("local-")}
    plain = {stem for stem in own if not stem.startswith(("local-", "default-"))}
    known = {stem for stem in plain | deployments if stem in USUAL_ENVIRONMENTS}
    hosts = set()
    for stem in plain:
        first, _, rest = stem.partition("-")
        if first in plain and rest and (rest in known or rest in deployments) and first not in known:
            hosts.add(first)
    for stem in plain - hosts:
        first, _, rest = stem.rpartition("-")
        if first not in plain or not rest:
            deployments.add(stem)
    deployments = {name for name in deployments - hosts if name.partition("-")[0] not in hosts}
    return _Names(in_usual_order(deployments), tuple(sorted(hosts)))


def _read(folder: Path, file: str) -> Document | None:
    usual = format_of(file)
    if usual is None:
        return None
    document = read_document(folder / file, file, NODE_CONFIG.formats.get(usual.name, usual.name))
    return document if document.root is not None and document.root.kind is NodeKind.MAPPING else None


def _yaml_reader(packages: Packages, major: int) -> YamlReader:
    """The package that reads YAML: installed here or above, in the lock file, or named in package.json.

    `yaml` comes first, in version 3 and older `js-yaml`.
    """
    names = ("yaml", "js-yaml") if major > INTERLEAVED else ("js-yaml", "yaml")
    found = _first(names, packages.installed)
    if found is None and packages.are_installed:
        return YamlReader.NONE
    found = found or _first(names, packages.locked) or _first(names, _declared(packages))
    if found is None:
        return YamlReader.UNNAMED if _PACKAGE in packages.declared else _js_yaml("")
    name, version = found
    return YamlReader.OTHER if name == "yaml" else _js_yaml(version)


def _first(names: Sequence[str], version_of: Callable[[str], str | None]) -> tuple[str, str] | None:
    versions = ((name, version_of(name)) for name in names)
    return next(((name, version) for name, version in versions if version is not None), None)


def _declared(packages: Packages) -> Callable[[str], str | None]:
    return lambda name: packages.declared[name][0] if name in packages.declared else None


def _js_yaml(version: str) -> YamlReader:
    major = re.search(r"[0-9]+", version)
    return YamlReader.OTHER if major is not None and int(major.group()) < 5 else YamlReader.JS_YAML_5


def _major(packages: Packages) -> int:
    """The major version of node-config, that of our rules when nothing tells it."""
    said = packages.version(_PACKAGE)
    found = None if said is None else major_of(said[0])
    return NEWEST if found is None else found


def _other_version(packages: Packages, major: int) -> Iterator[Finding]:
    if major == NEWEST:
        return
    said = packages.version(_PACKAGE)
    assert said is not None
    followed = _FOLLOWED.get(major, "what differs is not known")
    ours = NODE_CONFIG.library.removeprefix("node-config ")
    yield Finding(
        "library-version-other",
        Severity.INFO,
        f"This project has version {major} of node-config ({said[0]}, {said[1]}), and the rules here are "
        f"those of {ours}: {followed}.",
        hint="The help lists what differs; check the values that matter in the running application.",
        places=(packages.declared.get(_PACKAGE, ("", Place(MANIFEST)))[1],),
    )
