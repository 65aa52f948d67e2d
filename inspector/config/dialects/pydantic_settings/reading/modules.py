"""Python files as tables of names, and names followed through imports to what they stand for.

Nothing is imported: a name that leads out of the workspace ends as its dotted name.
"""

from __future__ import annotations

import ast
import builtins
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from inspector.base.places import Place
from inspector.config.dialects.pydantic_settings.reading.canonical import canonical_name
from inspector.config.formats.positions import Positions

_MAX_FILES = 1000
_MAX_FOLDERS = 500
_MAX_DEPTH = 6
_MAX_BYTES = 512 * 1024
_MAX_STEPS = 20
_FOREIGN_FOLDERS = frozenset("node_modules venv env site-packages build dist __pycache__".split())
_THIS_PYTHON = f"Python {sys.version_info.major}.{sys.version_info.minor}"
_FOREIGN_MODULES = sys.stdlib_module_names | frozenset(
    "annotated_types pydantic pydantic_settings typing_extensions".split()
)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Imported:
    """A name that an import binds: `name` of the module, or the module itself when it is None."""

    module: str
    name: str | None
    level: int = 0


Binding: TypeAlias = ast.ClassDef | ast.FunctionDef | ast.expr | Imported


@dataclass(frozen=True)
class PythonFile:
    """A file: its names, the modules whose names it takes over with `*`, and why nothing of it was read."""

    path: str
    text: str
    body: Sequence[ast.stmt] = ()
    names: Mapping[str, Binding] = field(default_factory=dict)
    stars: Sequence[Imported] = ()
    problem: str = ""
    problem_place: Place | None = None

    def place(self, node: ast.AST) -> Place:
        """Where a node stands; columns count characters."""
        line, end_line = getattr(node, "lineno", 1), getattr(node, "end_lineno", None) or 1
        start, end = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", None) or 0
        return Place(self.path, line, self._column(line, start), end_line, self._column(end_line, end))

    def name_place(self, node: ast.ClassDef | ast.FunctionDef) -> Place:
        """Where the name of a class or function stands."""
        place = self.place(node)
        line = self._line(node.lineno)
        column = line.find(node.name, (place.column or 1) - 1) + 1
        return Place(self.path, node.lineno, column, node.lineno, column + len(node.name))

    def source(self, node: ast.AST) -> str:
        """The text of a node."""
        place = self.place(node)
        starts = _positions(self.text)
        last = len(self.text)
        start = starts.offset(place.line or 1, place.column or 1)
        return self.text[start : min(starts.offset(place.end_line or 1, place.end_column or 1), last)]

    def _line(self, number: int) -> str:
        starts = _positions(self.text)
        start = starts.offset(number, 1)
        ends = [at for at in (self.text.find("\n", start), self.text.find("\r", start)) if at >= 0]
        return self.text[start : min(ends, default=len(self.text))]

    def _column(self, line: int, offset: int) -> int:
        """A column in characters of an offset in UTF-8 bytes, which is what `ast` counts."""
        text = self._line(line)
        if not _NOT_ASCII.search(text):
            return offset + 1
        return len(text.encode(errors="surrogatepass")[:offset].decode(errors="ignore")) + 1


@lru_cache(maxsize=256)
def _positions(text: str) -> Positions:
    return Positions(text, "")


@lru_cache(maxsize=256)
def parse_python(text: str, path: str) -> PythonFile:
    """The names of a file. What this Python cannot parse is a file with a problem."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about escapes in texts, which are the author's matter
            tree = ast.parse(text)
    except SyntaxError as error:
        place = Place(path, error.lineno, error.offset) if error.lineno else Place(path)
        return PythonFile(
            path, text, problem=f"it is no Python that {_THIS_PYTHON} reads", problem_place=place
        )
    except (ValueError, RecursionError, MemoryError) as error:
        return PythonFile(
            path, text, problem=f"it cannot be parsed ({type(error).__name__})", problem_place=Place(path)
        )
    names: dict[str, Binding] = {}
    stars: list[Imported] = []
    _bind(tree.body, names, stars)
    return PythonFile(path, text, tree.body, names, stars)


def class_names(node: ast.ClassDef) -> Mapping[str, Binding]:
    """The names that a class binds in its body."""
    names: dict[str, Binding] = {}
    _bind(node.body, names, [])
    return names


def _bind(body: Sequence[ast.stmt], names: dict[str, Binding], stars: list[Imported]) -> None:
    for statement in body:
        match statement:
            case ast.ClassDef() | ast.FunctionDef():
                names[statement.name] = statement
            case ast.Import():
                for alias in statement.names:
                    top = alias.name if alias.asname else alias.name.partition(".")[0]
                    names[alias.asname or top] = Imported(top, None)
            case ast.ImportFrom():
                for alias in statement.names:
                    bound = Imported(statement.module or "", alias.name, statement.level)
                    if alias.name == "*":
                        stars.append(bound)
                    else:
                        names[alias.asname or alias.name] = bound
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                names[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                names[name] = value
            case ast.If():
                _bind(statement.orelse, names, stars)
                _bind(statement.body, names, stars)
            case ast.Try():
                for handler in statement.handlers:
                    _bind(handler.body, names, stars)
                _bind(statement.orelse, names, stars)
                _bind(statement.body, names, stars)
            case ast.With():
                _bind(statement.body, names, stars)
            case _ if type(statement).__name__ == "TypeAlias":  # since Python 3.12
                target = getattr(statement, "name", None)
                if isinstance(target, ast.Name):
                    names[target.id] = getattr(statement, "value", ast.Constant(None))


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a name is looked up: in a class body, then in its file."""

    file: PythonFile
    owner: ast.ClassDef | None = None
    trail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meant:
    """What a dotted name stands for: a binding of a file of the workspace, or a dotted name outside of it.

    `rest` are the attributes behind it that were not followed. `name` is that of the binding.
    """

    rest: tuple[str, ...] = ()
    outside: str = ""
    binding: ast.ClassDef | ast.FunctionDef | ast.expr | None = None
    scope: Scope | None = None
    name: str = ""


class PythonFiles:
    """The Python files of a folder, read when they are needed.

    `listed` and `read` are the files and texts that somebody has looked at already; None: look at the disk.
    """

    def __init__(
        self,
        folder: Path,
        listed: Iterable[str] | None = None,
        read: Callable[[str], str] | None = None,
    ) -> None:
        self.folder = folder
        self._listed = listed
        self._read = read
        self._files: dict[str, PythonFile | None] = {}
        self._modules: dict[tuple[tuple[str, ...], int, PurePosixPath], str | None] = {}

    def paths(self) -> Iterator[str]:
        """The Python files, those of foreign packages left out, bounded."""
        if self._listed is not None:
            yield from islice(self._listed, _MAX_FILES)
            return
        found = 0
        for folder, names, files in islice(os.walk(self.folder), _MAX_FOLDERS):
            depth = len(Path(folder).relative_to(self.folder).parts)
            names[:] = sorted(
                name
                for name in names
                if depth < _MAX_DEPTH and not name.startswith(".") and name not in _FOREIGN_FOLDERS
            )
            for name in sorted(files):
                if name.endswith(".py"):
                    yield Path(folder, name).relative_to(self.folder).as_posix()
                    found += 1
                if found >= _MAX_FILES:
                    return

    def text(self, path: str) -> str | None:
        """The text of a file, None when it is large, unreadable, gone, or no text."""
        if self._read is not None:
            return self._read(path).removeprefix("\ufeff") or None
        file = self.folder / path
        try:
            if not file.is_file() or file.stat().st_size > _MAX_BYTES:
                return None
            with file.open("rb") as stream:
                text = stream.read(_MAX_BYTES).decode("utf-8-sig")
        except (OSError, ValueError):
            return None
        return text

    def file(self, path: str) -> PythonFile | None:
        """A file of the workspace, None when it cannot be read."""
        if path not in self._files:
            text = self.text(path)
            self._files[path] = None if text is None else parse_python(text, path)
        return self._files[path]

    def meant(self, parts: Sequence[str], scope: Scope) -> Meant:
        """What a dotted name stands for in a scope."""
        return self._follow(tuple(parts), scope, _MAX_STEPS)

    def _follow(self, parts: tuple[str, ...], scope: Scope, steps: int) -> Meant:
        first, rest = parts[0], parts[1:]
        if scope.owner is not None:
            own = class_names(scope.owner).get(first)
            if own is not None:
                return self._bound(first, own, rest, scope, steps)
            scope = Scope(scope.file)
        binding = scope.file.names.get(first)
        if binding is not None:
            return self._bound(first, binding, rest, scope, steps)
        for star in scope.file.stars:
            found = self._imported(Imported(star.module, first, star.level), rest, scope, steps - 1)
            if found.binding is not None or (
                found.outside not in ("", first) and not hasattr(builtins, first)
            ):
                return found
        return Meant(outside=canonical_name(".".join(parts)))

    def _bound(self, name: str, binding: Binding, rest: tuple[str, ...], scope: Scope, steps: int) -> Meant:
        if steps <= 0:
            return Meant()
        if isinstance(binding, Imported):
            return self._imported(binding, rest, scope, steps - 1)
        if isinstance(binding, ast.ClassDef) and rest:
            inner = class_names(binding).get(rest[0])
            if isinstance(inner, ast.ClassDef):
                below = Scope(scope.file, binding, (*scope.trail, name))
                return self._bound(rest[0], inner, rest[1:], below, steps - 1)
        return Meant(rest, binding=binding, scope=scope, name=name)

    def _imported(self, binding: Imported, rest: tuple[str, ...], scope: Scope, steps: int) -> Meant:
        if steps <= 0:
            return Meant()
        names = rest if binding.name is None else (binding.name, *rest)
        module = tuple(part for part in binding.module.split(".") if part)
        found: tuple[PythonFile, int] | None = None
        for taken in range(len(names) + 1):
            file = self._module((*module, *names[:taken]), binding.level, scope.file.path)
            if file is not None:
                found = file, taken
                if taken < len(names) and names[taken] in file.names:
                    break
        if found is None:
            return Meant(outside=canonical_name(".".join((*module, *names))))
        file, taken = found
        if taken == len(names):
            return Meant()
        return self._follow(names[taken:], Scope(file), steps)

    def _module(self, parts: tuple[str, ...], level: int, importer: str) -> PythonFile | None:
        """The file of a module as an importing file sees it, None for modules of other packages."""
        if not level and (not parts or parts[0] in _FOREIGN_MODULES):
            return None
        folder = PurePosixPath(importer).parent
        for _ in range(level - 1):
            folder = folder.parent
        key = parts, level, folder
        if key not in self._modules:
            roots = (
                [folder]
                if level
                else [PurePosixPath(), PurePosixPath("src"), *reversed(folder.parents), folder]
            )
            bases = [root.joinpath(*parts) for root in roots]
            ways = (
                way for base in bases for way in ((f"{base}.py",) if parts else ()) + (f"{base}/__init__.py",)
            )
            self._modules[key] = next((way for way in ways if (self.folder / way).is_file()), None)
        path = self._modules[key]
        return None if path is None else self.file(path)


def dotted(node: ast.expr) -> tuple[str, ...]:
    """The parts of a dotted name, () for other expressions."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ()
    return (node.id, *reversed(parts))
