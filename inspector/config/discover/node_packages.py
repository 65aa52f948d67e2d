"""What package.json, the lock file and node_modules say about the packages of a Node project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from inspector.base.paths import is_file, is_folder
from inspector.base.places import Place
from inspector.config.formats import read_document

MANIFEST = "package.json"
_DEPENDENCIES = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_RANGE = re.compile(r"(?:npm:[^@ ]+@|workspace:)?[\^~=v ]*([0-9]+)(?:\.[0-9xX*]+)*(?:[-+][\w.+-]*)?")
_LOCKS = ("package-lock.json", "npm-shrinkwrap.json")
_TEXT_LOCKS = ("yarn.lock", "pnpm-lock.yaml")
_MAX_LOCK_BYTES = 30_000_000


@dataclass(frozen=True, slots=True)
class Packages:
    """The packages of a project.

    `declared` are the dependencies of package.json with their ranges and the places of those. `exists` says
    whether there is a package.json at all, `scripts` are the commands in it.
    """

    folder: Path
    declared: Mapping[str, tuple[str, Place]] = field(default_factory=dict)
    scripts: tuple[str, ...] = ()
    exists: bool = False

    @property
    def are_installed(self) -> bool:
        """Whether there is a folder node_modules here."""
        return is_folder(self.folder / "node_modules")

    def installed(self, name: str) -> str | None:
        """The version of a package in node_modules, here or above; "" for one without a version, None when
        it is not there."""
        for place in (self.folder, *self.folder.parents):
            folder = place / "node_modules" / name
            if is_folder(folder):
                version = _object(folder / MANIFEST, f"{name}/{MANIFEST}").get("version")
                return version if isinstance(version, str) else ""
        return None

    def locked(self, name: str) -> str | None:
        """The version of a package in the lock file, None when there is none or it does not say."""
        for lock in _LOCKS:
            content = _object(self.folder / lock, lock)
            for group, key in (("packages", f"node_modules/{name}"), ("dependencies", name)):
                entries = content.get(group)
                entry = entries.get(key) if isinstance(entries, Mapping) else None
                version = entry.get("version") if isinstance(entry, Mapping) else None
                if isinstance(version, str):
                    return version
        return next(filter(None, (_in_text(self.folder / lock, name) for lock in _TEXT_LOCKS)), None)

    def version(self, name: str) -> tuple[str, str] | None:
        """The version of a package and where it is said: installed, locked, or declared as a range."""
        installed = self.installed(name)
        if installed:
            return installed, "installed"
        locked = self.locked(name)
        if locked is not None:
            return locked, "locked"
        return (self.declared[name][0], "declared") if name in self.declared else None


def read_packages(folder: Path) -> Packages:
    """Read package.json; what is missing or broken says nothing."""
    file = folder / MANIFEST
    root = read_document(file, MANIFEST, "json").root if is_file(file) else None
    if root is None or not isinstance(root.value, dict):
        return Packages(folder)
    declared = {}
    for group in _DEPENDENCIES:
        node = root.child(group)
        for name, child in () if node is None else node.entries:
            if isinstance(child.value, str):
                declared[str(name)] = (child.value, child.key_place or child.place)
    scripts = root.child("scripts")
    texts = () if scripts is None else (child.value for _, child in scripts.entries)
    return Packages(folder, declared, tuple(text for text in texts if isinstance(text, str)), True)


def major_of(version: str) -> int | None:
    """The major version of a version or range such as `^3.3.9`; None where it may be several."""
    match = _RANGE.fullmatch(version.strip())
    return None if match is None else int(match.group(1))


def _object(file: Path, path: str) -> Mapping[str, object]:
    """The object in a file of JSON, empty for anything else."""
    root = read_document(file, path, "json").root if is_file(file) else None
    return root.value if root is not None and isinstance(root.value, dict) else {}


def _in_text(file: Path, name: str) -> str | None:
    """The version of a package in a lock file of yarn or pnpm."""
    if not is_file(file):
        return None
    try:
        with file.open("rb") as lines:
            text = lines.read(_MAX_LOCK_BYTES).decode("utf-8", "replace")
    except OSError:
        return None
    return next(_versions(text, name), None)


def _versions(text: str, name: str) -> Iterator[str]:
    quoted = re.escape(name)
    head = rf"^[ ]*[\"']?/?{quoted}@"
    yarn = rf"{head}[^\n]*:\n[ ]+\"?version\"?:?[ ]+\"?([0-9][^\"\s]*)"
    for pattern in (yarn, rf"{head}([0-9][\w.+-]*)"):
        yield from (match.group(1) for match in re.finditer(pattern, text, re.MULTILINE))
