"""Folders whose settings are the variables of `.env` files, and which library reads them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePosixPath

from inspector.config.dialects import DialectSpec
from inspector.config.dialects.dotenv_files import (
    DOTENV,
    DOTENV_FLOW,
    DOTENV_NEXT,
    DOTENV_NPM,
    DOTENV_RAILS,
    DOTENV_VITE,
)
from inspector.config.dialects.dotenv_files.family import DotenvRules
from inspector.config.dialects.dotenv_files.next_env import MODES
from inspector.config.dialects.dotenv_files.vite_env import ViteRules
from inspector.config.discover.detection import Detection, file_list
from inspector.config.discover.environments import find_environments, in_usual_order
from inspector.config.discover.ruby_gems import GEM, other_version
from inspector.config.formats import read_document

_MAX_ENTRIES = 2000
_MAX_FILES = 40
_MAX_BYTES = 256 * 1024
# Endings of files that are copied and filled in by people, and read by no library.
_MODELS = frozenset("bak dist example sample schema template tmpl vault".split())
_DEPENDENCIES = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_SETTINGS = re.compile(r"(?:config|settings)(?:\..+)?\.(?:ya?ml|toml|json)")
_REQUIREMENTS = re.compile(r"requirements.*\.(?:txt|in)|pyproject\.toml|setup\.(?:cfg|py)|Pipfile")
_PYTHON_DOTENV = re.compile(r"python[-_.]dotenv\b", re.IGNORECASE)
_GEMS = ("Gemfile.lock", "Gemfile")
_RAILS = "config/application.rb"
_VITE_CONFIG = re.compile(r"vite\.config\.[cm]?[jt]s")
_TEXT = r"""(?:'([^'\n]*)'|"([^"\n]*)")"""
_ENV_PREFIX = re.compile(rf"\benvPrefix\s*:\s*(?:{_TEXT}|\[([^\]]*)\])")
_ENV_DIR = re.compile(rf"\benvDir\s*:\s*{_TEXT}")


@dataclass(frozen=True, slots=True)
class _Found:
    """What a folder has: names of its files, dependencies in package.json, and who asks for python-dotenv."""

    folder: Path
    names: tuple[str, ...]
    dependencies: frozenset[str]
    python_dotenv: str

    @property
    def is_open(self) -> bool:
        """Whether there are files of modes, and nothing tells who reads them."""
        known = any(name in self.dependencies for name in ("next", "vite", "dotenv-flow"))
        told = known or self.python_dotenv or any(map(_SETTINGS.fullmatch, self.names))
        return not told and any(name != ".env" for name in self.dotenv)

    @property
    def dotenv(self) -> tuple[str, ...]:
        """The `.env` files, those that are only models left out."""
        return tuple(
            name
            for name in self.names
            if (name == ".env" or name.startswith(".env.")) and name.rpartition(".")[2] not in _MODELS
        )


def detect_python(folder: Path) -> Detection:
    """One `.env` file that python-dotenv loads."""
    found = _look(folder)
    reasons = [f"python-dotenv in {found.python_dotenv}"] if found.python_dotenv else []
    confidence = 0.0
    if ".env" in found.dotenv and (reasons or not any(map(_SETTINGS.fullmatch, found.names))):
        confidence = 0.5 if reasons else 0.35
    return _detection(found, DOTENV, confidence, reasons, ())


def detect_next(folder: Path) -> Detection:
    """The files of Next; their order is also the usual one where nothing tells who reads them."""
    found = _look(folder)
    spec = DOTENV_NEXT
    if "next" in found.dependencies:
        return _by_package(found, spec, "next", MODES)
    confidence = 0.4 if found.is_open else 0.0
    return _detection(found, spec, confidence, ["the usual order of such files"], MODES)


def detect_vite(folder: Path) -> Detection:
    """The files of Vite, where vite.config says they are and with its prefix."""
    found = _look(folder)
    spec = _configured(found, DOTENV_VITE)
    modes = in_usual_order({*_environments(found, spec), "development", "production"})
    if "vite" in found.dependencies:
        return _by_package(found, spec, "vite", modes)
    confidence = 0.3 if found.is_open else 0.0
    return _detection(found, spec, confidence, ["another order of such files"], modes)


def detect_flow(folder: Path) -> Detection:
    """The files of dotenv-flow."""
    found = _look(folder)
    modes = _environments(found, DOTENV_FLOW)
    if "dotenv-flow" in found.dependencies:
        return _by_package(found, DOTENV_FLOW, "dotenv-flow", modes)
    confidence = 0.3 if found.is_open else 0.0
    return _detection(found, DOTENV_FLOW, confidence, ["another order of such files"], modes)


def detect_npm(folder: Path) -> Detection:
    """One `.env` file that the npm package dotenv loads."""
    found = _look(folder)
    if "dotenv" not in found.dependencies:
        return _detection(found, DOTENV_NPM, 0.0, [], ())
    detection = _by_package(found, DOTENV_NPM, "dotenv", ())
    return replace(detection, confidence=min(detection.confidence, 0.5))


def detect_rails(folder: Path) -> Detection:
    """The files of the Ruby gem dotenv, which dotenv-rails loads in this order."""
    found = _look(folder)
    modes = in_usual_order({*_environments(found, DOTENV_RAILS), "development", "test", "production"})
    for name in _GEMS:
        text = _text(folder / name) if name in found.names else ""
        gem = GEM.search(text)
        if gem is not None:
            confidence = 0.85 if _files(found, DOTENV_RAILS, modes) else 0.25
            detection = _detection(found, DOTENV_RAILS, confidence, [f"{gem[1]} in {name}"], modes)
            return replace(detection, findings=tuple(other_version(name, text)))
    of_rails = found.is_open and (folder / _RAILS).is_file()
    return _detection(found, DOTENV_RAILS, 0.45 if of_rails else 0.0, [_RAILS] if of_rails else [], modes)


DETECTORS_OF_DOTENV: Mapping[str, Callable[[Path], Detection]] = {
    DOTENV_NEXT.name: detect_next,
    DOTENV_VITE.name: detect_vite,
    DOTENV_RAILS.name: detect_rails,
    DOTENV_FLOW.name: detect_flow,
    DOTENV_NPM.name: detect_npm,
    DOTENV.name: detect_python,
}
"""The detectors of all families, those that a package.json names before the others."""


def _look(folder: Path) -> _Found:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in islice(entries, _MAX_ENTRIES) if not entry.is_dir())
    except OSError:
        names = []
    asks = (name for name in names if _REQUIREMENTS.fullmatch(name))
    python = next((name for name in asks if _PYTHON_DOTENV.search(_text(folder / name))), "")
    return _Found(
        folder, tuple(names), _dependencies(folder) if "package.json" in names else frozenset(), python
    )


def _dependencies(folder: Path) -> frozenset[str]:
    root = read_document(folder / "package.json", "package.json", "json").root
    content = root.value if root is not None and isinstance(root.value, dict) else {}
    groups = (content.get(group) for group in _DEPENDENCIES)
    return frozenset(str(name) for group in groups if isinstance(group, Mapping) for name in group)


def _by_package(found: _Found, spec: DialectSpec, package: str, modes: tuple[str, ...]) -> Detection:
    files = _files(found, spec, modes)
    return _detection(found, spec, 0.85 if files else 0.25, [f"{package} in package.json"], modes)


def _detection(
    found: _Found, spec: DialectSpec, confidence: float, reasons: list[str], modes: tuple[str, ...]
) -> Detection:
    files = _files(found, spec, modes)
    rules = spec.rules
    assert isinstance(rules, DotenvRules)
    variables = _variables(found.folder, files, spec)
    return Detection(
        replace(spec, rules=replace(rules, names=variables)),
        confidence if files else min(confidence, 0.25),
        (*reasons, *([file_list(files)] if files else [])),
        modes,
        files=tuple(files),
    )


def _files(found: _Found, spec: DialectSpec, modes: Sequence[str]) -> list[str]:
    """The files of the spec that exist, in its order, those of all modes."""
    paths = [
        template.replace("{environment}", mode)
        for template in spec.dotenv
        for mode in (modes if "{environment}" in template else ("",))
    ]
    existing = [path for path in dict.fromkeys(paths) if _is_file(found, path)]
    return existing[:_MAX_FILES]


def _is_file(found: _Found, path: str) -> bool:
    return path in found.names if "/" not in path else os.path.lexists(found.folder / path)


def _variables(folder: Path, files: Iterable[str], spec: DialectSpec) -> frozenset[str]:
    variables: set[str] = set()
    for path in files:
        root = read_document(folder / path, path, spec.formats.get("dotenv", "dotenv")).root
        variables.update(str(name) for name, _ in (() if root is None else root.entries))
    return frozenset(variables)


def _environments(found: _Found, spec: DialectSpec) -> tuple[str, ...]:
    others = [template for template in (*spec.dotenv, *DOTENV_FLOW.dotenv) if "{environment}" not in template]
    return find_environments(found.folder, spec.dotenv, others)


def _configured(found: _Found, spec: DialectSpec) -> DialectSpec:
    """The spec with the folder and the prefixes that vite.config names in plain text."""
    name = next((name for name in found.names if _VITE_CONFIG.fullmatch(name)), None)
    text = "" if name is None else _text(found.folder / name)
    folder = _ENV_DIR.search(text)
    if folder is not None:
        place = PurePosixPath(folder[1] or folder[2] or ".")
        if not place.is_absolute() and ".." not in place.parts:
            spec = replace(spec, dotenv=tuple((place / path).as_posix() for path in spec.dotenv))
    prefix = _ENV_PREFIX.search(text)
    if prefix is not None:
        several = re.findall(_TEXT, prefix[3] or "")
        prefixes = tuple(one or other for one, other in several) or (prefix[1] or prefix[2] or "",)
        if all(prefixes):
            spec = replace(spec, prefix=prefixes[0], rules=ViteRules(prefixes=prefixes))
    return spec


def _text(file: Path) -> str:
    """The text of a small file; "" when it is large, unreadable or gone."""
    try:
        if not file.is_file() or file.stat().st_size > _MAX_BYTES:
            return ""
        return file.read_text("utf-8", errors="replace")
    except OSError:
        return ""
