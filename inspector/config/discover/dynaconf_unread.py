"""Files of settings that dynaconf reads and Inspector does not: INI files, modules by their names."""

from __future__ import annotations

import fnmatch
import posixpath
from collections.abc import Iterable, Iterator, Sequence

from inspector.config.dialects.dynaconf import SUFFIXES, Options, as_list, search
from inspector.config.discover.folder import Folder

_ENDINGS = (".ini", ".conf", ".properties")
_USUAL = ("settings.ini", ".secrets.ini")
_OPTIONS = ("PRELOAD_FOR_DYNACONF", "SECRETS_FOR_DYNACONF", "INCLUDES_FOR_DYNACONF")
_MOST = 20


def unread_files(
    folder: Folder, kind: str, code: str, options: Options, names: Sequence[str]
) -> tuple[str, ...]:
    """The paths of those that are there, in their order: files of the code's options, the usual ones of calls
    that read them unasked, and those beside a program that an environment adds (`production_settings.py`).

    `kind` is the class that is called, `code` the file of the call, which is no file of settings itself.
    """
    wanted = [*names, *(name for option in _OPTIONS for name in as_list(options.value(option)))]
    if kind not in ("Dynaconf", "LazySettings"):
        wanted += _USUAL
    root = options.value("ROOT_PATH_FOR_DYNACONF")
    start = root if isinstance(root, str) else None
    found = dict.fromkeys(path for name in wanted for path in _found(folder, name, start, options.folder))
    found.pop(code, None)
    beside = dict.fromkeys(path for known in found for path in _beside(folder, known))
    return tuple({**found, **beside})[:_MOST]


def _found(folder: Folder, name: str, root: str | None, start: str) -> Iterator[str]:
    if any(char in name for char in "*?["):
        pattern = posixpath.normpath(posixpath.join(root or "", name))
        yield from (path for path in fnmatch.filter(folder.files, pattern) if path.endswith(_ENDINGS))
        return
    if name.endswith(SUFFIXES):
        return
    if not name.endswith(_ENDINGS):
        name = f"{name.replace('.', '/')}.py"  # the name of a module
    found = next((place for place in search(name, root, start) if (folder / place).is_file()), None)
    if found is not None:
        yield found


def _beside(folder: Folder, path: str) -> Iterable[str]:
    """load_from_env_named_file: any environment may have one."""
    if not path.endswith(".py"):
        return ()
    place, name = posixpath.split(path)
    return fnmatch.filter(folder.files, posixpath.join(place, f"*_{name.lstrip('.')}"))
