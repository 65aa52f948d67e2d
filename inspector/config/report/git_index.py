"""Which files git tracks, read from the index of the repository. git itself is never run."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path

from inspector.config.report.git_link import LINK, BadLinkError, link_of

_MAX_INDEX_BYTES = 64 * 1024 * 1024
_MAX_SMALL_BYTES = 64 * 1024
_MAX_LEVELS = 100

# gitformat-index(5): a header of 12 bytes; each entry has 40 bytes of file facts, the hash, 2 bytes of flags,
# 2 more when the flag "extended" is set (version 3 and up), and the name.
_HEADER_BYTES = 12
_FACTS_BYTES = 40
_EXTENDED = 0x4000
_NAME_LENGTH = 0x0FFF
_INTENT_TO_ADD = 0x2000
_HASH_BYTES = {False: 20, True: 32}
_SHA256 = re.compile(r"^\s*objectformat\s*=\s*\"?sha256\b", re.IGNORECASE | re.MULTILINE)


class _Unreadable(Exception):  # noqa: N818 - a fact about the index, caught below
    """The index is cut off, or of a kind that is not read."""


def tracked_files(workspace: Path, paths: Collection[str]) -> frozenset[str]:
    """Those of the paths, relative to the workspace, whose files git tracks.

    A link counts as the file it leads to. Linked worktrees and submodules are understood, and so are index
    versions 2 to 4 with SHA-1 and SHA-256, split ones included. What cannot be read tracks nothing, such as
    an index over 64 MiB. Never raises for what the folders hold.
    """
    wanted: dict[Path, dict[bytes, str]] = {}
    for path in paths:
        file = Path(os.path.realpath(workspace / path))
        root = _work_tree(file.parent)
        if root is not None:
            name = os.fsencode(file.relative_to(root).as_posix())
            wanted.setdefault(root, {})[name] = path
    return frozenset(
        names[name] for root, names in wanted.items() for name in _tracked(root, frozenset(names))
    )


def _work_tree(folder: Path) -> Path | None:
    """The top folder of the work tree that a folder is in, None when it is in none."""
    for level in (folder, *folder.parents)[:_MAX_LEVELS]:
        if os.path.lexists(level / ".git"):
            return level
    return None


def _tracked(root: Path, names: frozenset[bytes]) -> frozenset[bytes]:
    try:
        folder = _git_folder(root)
        index = folder / "index"
        status = index.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > _MAX_INDEX_BYTES:
            return frozenset()
        key = (status.st_mtime_ns, status.st_size, status.st_ino)
        return _tracked_in(index, key, names, _HASH_BYTES[_is_sha256(folder)])
    except (OSError, ValueError):
        return frozenset()


@lru_cache(maxsize=8)
def _tracked_in(
    index: Path,
    key: tuple[int, int, int],  # noqa: ARG001 - a changed file is another one
    names: frozenset[bytes],
    hash_bytes: int,
) -> frozenset[bytes]:
    with index.open("rb") as stream:
        data = stream.read(_MAX_INDEX_BYTES + 1)
    try:
        return _found(data, names, hash_bytes, index.parent)
    except (_Unreadable, BadLinkError):
        return frozenset()


def _git_folder(root: Path) -> Path:
    """The folder with the index: `.git`, or what the file `.git` of a worktree or submodule names."""
    place = root / ".git"
    if place.is_dir():
        return place
    words = _small_text(place).split(":", 1)
    if words[0] != "gitdir" or len(words) < 2:
        raise ValueError(".git names no folder")
    return root / words[1].strip()


def _is_sha256(folder: Path) -> bool:
    """Whether the repository has the long hashes. A linked worktree has its configuration elsewhere."""
    common = folder / "commondir"
    home = folder / _small_text(common).strip() if common.is_file() else folder
    config = home / "config"
    return config.is_file() and _SHA256.search(_small_text(config)) is not None


def _small_text(file: Path) -> str:
    if not stat.S_ISREG(file.stat().st_mode):
        raise ValueError("no regular file")
    with file.open("rb") as stream:
        return os.fsdecode(stream.read(_MAX_SMALL_BYTES))


def _found(data: bytes, names: frozenset[bytes], hash_bytes: int, folder: Path) -> frozenset[bytes]:
    """Those of the names that are entries. Entries are sorted by name, so that most are never looked at."""
    if LINK in data:
        entries = _with_shared(data, hash_bytes, folder)
        return frozenset(name for name, flags in entries if name in names and not flags & _INTENT_TO_ADD)
    last, found = max(names), set()
    for name, flags, _ in _entries(data, hash_bytes):
        if name in names and not flags & _INTENT_TO_ADD:
            found.add(name)
        elif name > last:
            break
    return frozenset(found)


def _with_shared(data: bytes, hash_bytes: int, folder: Path) -> Iterator[tuple[bytes, int]]:
    """Name and extended flags of each entry, those of a shared index included."""
    own = list(_entries(data, hash_bytes))
    at = own[-1][2] if own else _HEADER_BYTES
    link = link_of(data, at, len(data) - hash_bytes, hash_bytes, _MAX_INDEX_BYTES // _FACTS_BYTES)
    if link is None:
        yield from ((name, flags) for name, flags, _ in own)
        return
    yield from ((name, flags) for name, flags, _ in own if name)
    replacing = dict(zip(link.replaced, (flags for name, flags, _ in own if not name), strict=False))
    shared = folder / f"sharedindex.{link.shared}"
    status = shared.stat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > _MAX_INDEX_BYTES:
        raise _Unreadable
    with shared.open("rb") as stream:
        base = stream.read(_MAX_INDEX_BYTES + 1)
    for number, (name, flags, _) in enumerate(_entries(base, hash_bytes)):
        if number not in link.deleted:
            yield name, replacing.get(number, flags)


def _entries(data: bytes, hash_bytes: int) -> Iterator[tuple[bytes, int, int]]:
    """Name and extended flags of each entry, and where it ends. In a split index names may be empty."""
    if data[:4] != b"DIRC" or len(data) < _HEADER_BYTES:
        raise _Unreadable
    version, count = int.from_bytes(data[4:8], "big"), int.from_bytes(data[8:12], "big")
    if version not in (2, 3, 4):
        raise _Unreadable
    fixed = _FACTS_BYTES + hash_bytes + 2
    at, end, name = _HEADER_BYTES, len(data) - hash_bytes, b""
    for _ in range(count):
        start, at = at, at + fixed
        if at > end:
            raise _Unreadable
        flags, extended = int.from_bytes(data[at - 2 : at], "big"), 0
        if version > 2 and flags & _EXTENDED:
            extended, at = int.from_bytes(data[at : at + 2], "big"), at + 2
        if version == 4:
            cut, at = _number(data, at)
            stop = data.find(b"\0", at, end)
            if stop < 0 or cut > len(name):
                raise _Unreadable
            name, at = name[: len(name) - cut] + data[at:stop], stop + 1
        else:
            length = flags & _NAME_LENGTH
            stop = at + length if length < _NAME_LENGTH else data.find(b"\0", at + length, end)
            if not at <= stop < end:
                raise _Unreadable
            name, at = data[at:stop], start + (stop - start + 8) // 8 * 8
        yield name, extended, at


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of variable length, as git writes offsets, and where it ends."""
    number = 0
    for position in range(at, min(at + 9, len(data))):
        byte = data[position]
        number = (number << 7) + (byte & 0x7F)
        if not byte & 0x80:
            return number, position + 1
        number += 1
    raise _Unreadable
