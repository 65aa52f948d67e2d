"""`.env` files that lie in the workspace, and that nothing makes variables of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from inspector.base.findings import Finding, Severity
from inspector.base.paths import is_file
from inspector.base.places import Place
from inspector.config.dialects import DialectSpec
from inspector.config.dialects.dotenv_files.family import DotenvRules
from inspector.config.discover import Discovery
from inspector.config.discover.folder import Folder
from inspector.config.formats import read_document
from inspector.config.layers import Layer, LayerKind, LayerStatus

# What loads such a file, by the names of files that may say so.
_PYTHON = re.compile(r"load_dotenv|dotenv_values|\bread_env(?:file)?\b")
_SCRIPT = re.compile(
    r"(?:^|[;&\s])(?:source|\.|-?include)\s+[\"']?\S*\.env\b|--env-file\b|\bdotenv\s", re.MULTILINE
)
_NODE = re.compile(r"dotenv/config|loadEnvFile|--env-file\b|(?:require\(|from|import)\s*[\"']@?dotenv")
_SERVICE = re.compile(r"\benv_file\b|EnvironmentFile|--env-file\b|dotenv-load|\bdotenv\s+(?:run|-f|-e|--)")
_LOADERS: Mapping[str, re.Pattern[str]] = {
    ".py": _PYTHON,
    **dict.fromkeys((".js", ".cjs", ".mjs", ".ts", "package.json"), _NODE),
    **dict.fromkeys((".sh", "Makefile", ".envrc"), _SCRIPT),
    **dict.fromkeys((".yaml", ".yml", ".service", "justfile", "Justfile", "Dockerfile"), _SERVICE),
}
# They load .env for what they start, without a word in a file.
_STARTERS: Mapping[str, str] = {"Pipfile": "pipenv", "Procfile": "foreman or honcho"}
_CODE = re.compile(r"\benviron\b|\bgetenv\b")
_MAX_READ = 200
_MAX_NAMED = 4


def dotenv_unloaded(
    found: Discovery,
    dialect: DialectSpec,
    layers: Sequence[Layer],
    environment: str | None,
    environ: Mapping[str, str],
) -> Iterator[Finding]:
    """S26: files whose variables the application would read, and that are no layer of it.

    `environ` is the process environment: what has the file's value there was loaded by somebody. Families of
    `.env` files name the ones that they read by themselves, and dynaconf tells of its own.
    """
    if isinstance(dialect.rules, DotenvRules) or found.folder is None:
        return
    if any(layer.kind is LayerKind.DOTENV and layer.path is None for layer in layers):
        return  # one of a name that is not known may be any of them
    read = {layer.path for layer in layers if layer.kind is LayerKind.DOTENV}
    for path in dict.fromkeys((".env", f".env.{environment}" if environment else ".env")):
        if path not in read and is_file(found.folder / path):
            named = _named_in(found.folder, path, dialect, environ)
            if named:
                yield _unread(found, dialect, sorted(filter(None, read)), path, named)
    if dialect.name == "layered":
        yield from _taken_on_trust(found.folder, layers, dialect, environ)


def _named_in(
    folder: Folder, path: str, dialect: DialectSpec, environ: Mapping[str, str]
) -> dict[str, Place]:
    """The variables of a file that the application would read, and that are not what the process has."""
    root = read_document(folder / path, path, "dotenv").root
    return {
        str(key): node.key_place or node.place
        for key, node in (() if root is None else root.entries)
        if _is_read(dialect, str(key)) and environ.get(str(key)) != node.value
    }


def _is_read(dialect: DialectSpec, name: str) -> bool:
    return name in dialect.environment_variables or dialect.rules.claims(dialect, name)


def _unread(
    found: Discovery, dialect: DialectSpec, read: Sequence[str], path: str, named: Mapping[str, Place]
) -> Finding:
    assert found.folder is not None
    loader = _loader_in(found.folder)
    why, hint = _why_not(found, dialect, read, path)
    said = f"{path} sets {_listed(named)}, and its values are not looked at: {why}"
    if loader:
        return Finding(
            "dotenv-not-loaded",
            Severity.INFO,
            f"{said}. {loader} may load it all the same.",
            hint=f"To see its values, look at the variables of the file: --environ file:{path}.",
            places=tuple(islice(named.values(), _MAX_NAMED)),
        )
    return Finding(
        "dotenv-not-loaded",
        Severity.WARNING,
        f"{said}, and nothing else here loads it.",
        hint=hint,
        places=tuple(islice(named.values(), _MAX_NAMED)),
    )


def _why_not(found: Discovery, dialect: DialectSpec, read: Sequence[str], path: str) -> tuple[str, str]:
    """Why a dialect does not read a file, and what would make it."""
    others = f"{' and '.join(read)} alone" if read else "no .env file"
    if dialect.name == "pydantic-settings":
        return (
            f"the settings class reads {others}" if read else "the settings class has no env_file",
            f'Give its model_config env_file="{path}", or export the variables.',
        )
    if dialect.name == "node-config":
        return (
            "node-config reads no .env files",
            f"Start the application with node --env-file={path}, or export the variables.",
        )
    where = found.declaration.path or "the declaration"
    return (
        f"{where} names {others}",
        f'Write dotenv = "{path}" in {where} if the application loads it, or export the variables.',
    )


def _taken_on_trust(
    folder: Folder, layers: Sequence[Layer], dialect: DialectSpec, environ: Mapping[str, str]
) -> Iterator[Finding]:
    """Files that the scheme has as layers, where the code that reads variables is here and loads none."""
    for layer in layers:
        if layer.kind is not LayerKind.DOTENV or layer.status is not LayerStatus.LOADED or not layer.path:
            continue
        named = _named_in(folder, layer.path, dialect, environ)
        if not named or not folder.complete or not _reads_variables(folder) or _loader_in(folder):
            continue
        yield Finding(
            "dotenv-not-loaded",
            Severity.INFO,
            f"{layer.path} sets {_listed(named)}, which counts here as loaded, but no code in this folder "
            "loads it.",
            hint="Call load_dotenv() before the variables are read, unless what starts the application "
            "loads it.",
            places=tuple(islice(named.values(), _MAX_NAMED)),
        )


def _reads_variables(folder: Folder) -> bool:
    return any(_CODE.search(folder.text(name)) for name in islice(folder.ending(".py"), _MAX_READ))


def _loader_in(folder: Folder) -> str:
    """The file that says that a `.env` file is loaded, "" when none of those that were looked at does."""
    for name in islice(folder.ending(*_LOADERS), _MAX_READ):
        loader = next(pattern for ending, pattern in _LOADERS.items() if name.endswith(ending))
        if loader.search(folder.text(name)):
            return name
    return next((who for name, who in _STARTERS.items() if folder.has(name)), "")


def _listed(named: Mapping[str, Place]) -> str:
    more = f" and {len(named) - _MAX_NAMED} more" if len(named) > _MAX_NAMED else ""
    return ", ".join(islice(named, _MAX_NAMED)) + more
