"""Folders of the dialect `node-config`: a folder `config` with default files, `config` in package.json."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePosixPath

from inspector.base.paths import is_file, is_folder
from inspector.config.dialects.node_config import NODE_CONFIG, NodeConfigRules
from inspector.config.dialects.node_config.layering import YamlReader
from inspector.config.dialects.node_config.naming import EXTENSIONS, MAP_STEM, folders
from inspector.config.dialects.node_config.rules import map_names
from inspector.config.discover.detection import Detection, file_list
from inspector.config.discover.environments import USUAL_ENVIRONMENTS, in_usual_order
from inspector.config.formats import format_of, read_document
from inspector.config.resolve import KeyInfo
from inspector.config.values import Document, NodeKind

_FOLDER = "config"
_MAX_FILES = 1000
_DEPENDENCIES = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_FOLDER_IN_SCRIPT = re.compile(r"\bNODE_CONFIG_DIR=[\"']?([^\s\"']+)")


@dataclass(frozen=True, slots=True)
class _Package:
    """What package.json says: dependencies with their versions, and where a script says the files are."""

    dependencies: Mapping[str, str]
    folder: str | None = None

    @property
    def depends(self) -> bool:
        """Whether node-config is one of them."""
        return "config" in self.dependencies


@dataclass(frozen=True, slots=True)
class _Names:
    """What the names of files tell: deployments and hosts."""

    deployments: tuple[str, ...]
    hosts: tuple[str, ...]


def detect(folder: Path) -> Detection | None:
    """node-config as this folder has it; None without files in its folder and without the dependency.

    The confidence is 0 where nothing but names of files would fit. Reads package.json and maps.
    """
    package = _package(folder)
    place = package.folder or (_FOLDER if folder.name != _FOLDER or is_folder(folder / _FOLDER) else ".")
    files = _files(folder, place)
    stems = {PurePosixPath(file).stem for file in files}
    if not package.depends and not stems:
        return None
    documents = [
        document
        for file in files
        if PurePosixPath(file).stem == MAP_STEM and (document := _read(folder, file)) is not None
    ]
    names = _names(stems)
    variables = map_names(document.root for document in documents)
    rules = NodeConfigRules(place, names.hosts, names.deployments, _yaml_reader(folder, package), variables)
    reasons = ["config is a dependency in package.json"] if package.depends else []
    if package.folder is not None:
        reasons.append(f"a script in package.json sets NODE_CONFIG_DIR to {package.folder}")
    reasons += [file_list(files)] if files else []
    if variables:
        count = sum(len(several) for several in variables.values())
        reasons.append(f"{MAP_STEM} names {count} variable{'' if count == 1 else 's'}")
    return Detection(
        replace(NODE_CONFIG, rules=rules),
        _confidence(package, stems),
        tuple(reasons),
        names.deployments,
        keys={path[:end]: KeyInfo() for path in variables for end in range(1, len(path) + 1)},
        files=files,
    )


def _package(folder: Path) -> _Package:
    content = _json(folder / "package.json", "package.json")
    groups = (content.get(group) for group in _DEPENDENCIES)
    dependencies = {
        name: version if isinstance(version, str) else ""
        for group in groups
        if isinstance(group, Mapping)
        for name, version in group.items()
    }
    scripts = content.get("scripts")
    texts = (
        [text for text in scripts.values() if isinstance(text, str)] if isinstance(scripts, Mapping) else []
    )
    found = next((match for text in texts if (match := _FOLDER_IN_SCRIPT.search(text))), None)
    named = folders(found.group(1), _FOLDER) if found is not None else ()
    return _Package(dependencies, named[-1] if named else None)


def _json(file: Path, path: str) -> Mapping[str, object]:
    """The object in a file, empty for anything else."""
    root = read_document(file, path, "json").root if is_file(file) else None
    return root.value if root is not None and isinstance(root.value, dict) else {}


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


def _confidence(package: _Package, stems: set[str]) -> float:
    if package.depends:
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


def _yaml_reader(folder: Path, package: _Package) -> YamlReader:
    """The package that reads YAML, installed here or above or named in package.json. `yaml` comes first."""
    places = [place / "node_modules" for place in (folder, *folder.parents)]
    if any(is_folder(place / "yaml") for place in places):
        return YamlReader.OTHER
    installed = next((place for place in places if is_folder(place / "js-yaml")), None)
    if installed is not None:
        manifest = _json(installed / "js-yaml" / "package.json", "js-yaml/package.json")
        return _js_yaml(str(manifest.get("version", "")))
    if is_folder(folder / "node_modules"):
        return YamlReader.NONE
    if "yaml" in package.dependencies:
        return YamlReader.OTHER
    return _js_yaml(package.dependencies.get("js-yaml", ""))


def _js_yaml(version: str) -> YamlReader:
    major = re.search(r"[0-9]+", version)
    return YamlReader.OTHER if major is not None and int(major.group()) < 5 else YamlReader.JS_YAML_5
