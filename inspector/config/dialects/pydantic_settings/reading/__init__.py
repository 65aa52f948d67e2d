"""Settings models read from the Python files of a folder, without importing them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from inspector.config.dialects.pydantic_settings.model import ClassId, ClassKind, SettingsModel, Unread
from inspector.config.dialects.pydantic_settings.reading.classes import ClassReader
from inspector.config.dialects.pydantic_settings.reading.modules import PythonFiles, Scope, class_names

_CLASS = re.compile(r"^[ \t]*class[ \t]+\w+[ \t]*\(", re.MULTILINE)
_NAMED_LIKE_SETTINGS = re.compile(
    r"^[ \t]*class[ \t]+\w*(?:Settings|Config|Configuration)[ \t]*\(", re.MULTILINE
)
_MAX_TOTAL_CHARS = 16 * 1024 * 1024
_TESTS = frozenset(["tests", "test", "testing"])


def read_settings(
    folder: Path, listed: Iterable[str] | None = None, read: Callable[[str], str] | None = None
) -> tuple[SettingsModel, ...]:
    """The settings classes of a folder, in the order of their files.

    A class counts when it derives from BaseSettings, through other files and import aliases too. Those in
    tests are left out. A file that cannot be parsed is noted in every model. `listed` and `read` are the
    Python files and their texts ("" for those out of reach), None to look at the disk.
    """
    files = PythonFiles(folder, listed, read)
    texts = _texts(files)
    reader = ClassReader(files)
    found: dict[ClassId, None] = {}
    broken: list[Unread] = []
    wanted = {"BaseSettings"}
    left = dict(texts)
    while True:
        chosen = [path for path, text in left.items() if _may_hold(text, wanted)]
        if not chosen:
            break
        for path in chosen:
            del left[path]
            file = files.file(path)
            if file is None:
                continue
            if file.problem and file.problem_place is not None:
                broken.append(Unread(file.problem_place, f"nothing of {path} is read: {file.problem}"))
            for node, scope in _classes(Scope(file)):
                class_id, kind = reader.kind(node, scope)
                if kind is ClassKind.SETTINGS:
                    found[class_id] = None
                    wanted.add(node.name)
    return tuple(_model(reader, class_id, files, texts, broken) for class_id in found)


def read_checking_models(
    folder: Path, listed: Iterable[str] | None = None, read: Callable[[str], str] | None = None
) -> tuple[SettingsModel, ...]:
    """Models that are named like settings and derive from BaseModel alone: they check values that somebody
    else has read. The arguments are those of read_settings."""
    files = PythonFiles(folder, listed, read)
    texts = _texts(files)
    reader = ClassReader(files)
    found: list[ClassId] = []
    for path, text in texts.items():
        file = files.file(path) if _NAMED_LIKE_SETTINGS.search(text) else None
        for node, scope in () if file is None else _classes(Scope(file)):
            if _NAMED_LIKE_SETTINGS.match(f"class {node.name}("):
                class_id, kind = reader.kind(node, scope)
                found += [class_id] if kind is ClassKind.MODEL else []
    return tuple(_model(reader, class_id, files, texts, []) for class_id in found)


def _texts(files: PythonFiles) -> Mapping[str, str]:
    texts: dict[str, str] = {}
    total = 0
    for path in files.paths():
        if _TESTS & set(PurePosixPath(path).parts[:-1]) or PurePosixPath(path).name.startswith("test_"):
            continue
        text = files.text(path)
        if text is not None:
            texts[path] = text
            total += len(text)
        if total > _MAX_TOTAL_CHARS:
            break
    return texts


def _may_hold(text: str, wanted: set[str]) -> bool:
    """Whether a file may have a class that derives from one of these."""
    if "BaseSettings" in text:
        return True
    return _CLASS.search(text) is not None and any(
        name in text and re.search(rf"\b{re.escape(name)}\b", text) for name in wanted
    )


def _classes(scope: Scope) -> Iterator[tuple[ast.ClassDef, Scope]]:
    names = scope.file.names if scope.owner is None else class_names(scope.owner)
    for binding in names.values():
        if isinstance(binding, ast.ClassDef):
            yield binding, scope
            yield from _classes(Scope(scope.file, binding, (*scope.trail, binding.name)))


def _model(
    reader: ClassReader,
    class_id: ClassId,
    files: PythonFiles,
    texts: Mapping[str, str],
    broken: list[Unread],
) -> SettingsModel:
    classes = reader.classes(class_id)
    root = classes[class_id]
    unread = [note for known in classes for note in reader.unread.get(known, ())]
    paths = dict.fromkeys(known.path for known in classes.values())
    own = {path: file.text for path in paths if (file := files.file(path)) is not None}
    call = re.compile(rf"(?<![\w.]){re.escape(root.name)}[ \t]*\(")
    definition = re.compile(rf"class[ \t]+{re.escape(root.name)}[ \t]*\(")
    uses = sum(len(call.findall(text)) - len(definition.findall(text)) for text in texts.values())
    return SettingsModel(
        root, classes, own, tuple(dict.fromkeys((*broken, *unread))), uses, files.folder.as_posix()
    )
