"""Folders of the dialect `dynaconf`: its constructor in the code, or its usual files."""

from __future__ import annotations

import fnmatch
import posixpath
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.dialects import DialectSpec, FileLayer
from inspector.config.dialects.dynaconf import (
    CHECKS,
    CONSTRUCTOR,
    DEFAULT_FILES,
    DYNACONF,
    INTERNAL,
    MODULE,
    Argument,
    DynaconfRules,
    Options,
    View,
    as_list,
    local_twin,
    search,
    section_names,
    shown_prefix,
    upper,
)
from inspector.config.discover.detection import Detection, file_list
from inspector.config.discover.dynaconf_code import FoundCall, find_calls
from inspector.config.discover.dynaconf_unread import unread_files
from inspector.config.discover.dynaconf_validators import with_defaults
from inspector.config.discover.environments import in_usual_order
from inspector.config.discover.folder import Folder
from inspector.config.formats import format_of, read_document
from inspector.config.layers import Layer, LayerKind
from inspector.config.values import Document, Node, NodeKind

_NAMES_IT = ("pyproject.toml", "requirements.txt", "setup.cfg", "Pipfile")
_USUAL = ("settings.toml", "settings.yaml", "settings.yml", "settings.json")
_USUAL_SECRETS = (".secrets.toml", ".secrets.yaml", ".secrets.yml", ".secrets.json")
_MAX_MATCHES = 200
_TESTS = frozenset(["test", "tests"])


@dataclass(frozen=True, slots=True)
class _Found:
    """A call in a file, and how many others there are."""

    call: FoundCall
    path: str
    text: str
    others: int


def detect(folder: Folder) -> Detection | None:
    """The options that the code gives dynaconf, and its files; None when nothing speaks of dynaconf."""
    found = _find_call(folder)
    usual = [name for name in (*_USUAL, *_USUAL_SECRETS) if folder.has(name)]
    named = [name for name in _NAMES_IT if "dynaconf" in folder.text(name).lower()]
    if found is None and not named and not usual:
        return None
    options = Options() if found is None else _options(found)
    names = as_list(options.value("SETTINGS_FILE_FOR_DYNACONF")) or _defaults(folder, found, options)
    documents = {path: _read(folder, path) for path in _located(folder, names, options)}
    options = options if found is not None else _guessed(options, documents)
    environments = _environments(options, documents)
    spec = replace(
        DYNACONF,
        rules=DynaconfRules(options),
        files=tuple(FileLayer(LayerKind.BASE, (name,)) for name in names),
        prefix=shown_prefix(options),
        **_selection(folder, options),
    )
    return Detection(
        spec,
        _confidence(found, named, documents),
        tuple(_reasons(found, named, documents, environments, spec)),
        environments=environments,
        defaults=() if found is None else tuple(_code_layers(found, options)),
        files=(*documents, *(() if found is None else (found.path,))),
        findings=() if found is None else tuple(_findings(folder, found, options, names)),
    )


def _find_call(folder: Folder) -> _Found | None:
    """The first call in the file nearest to the top; tests make settings of their own."""
    calls = []
    for path in folder.ending(".py"):
        if not _TESTS.isdisjoint(path.split("/")[:-1]):
            continue
        text = folder.text(path)
        if "dynaconf" in text:
            found = enumerate(find_calls(text, path))
            calls += [(path.count("/"), number, call, path, text) for number, call in found]
    if not calls:
        return None
    _, _, call, path, text = min(calls, key=lambda found: (found[0], found[3], found[1]))
    return _Found(call, path, text, len(calls) - 1)


def _options(found: _Found) -> Options:
    call = found.call
    arguments = dict(call.arguments)
    if call.kind == "FlaskDynaconf":
        arguments = _flask(arguments, call)
    elif call.kind == "DjangoDynaconf":
        arguments = _django(arguments, call, posixpath.dirname(found.path))
    elif call.kind == "settings":
        arguments = {"environments": _said(True, call), "load_dotenv": _said(True, call)}
    return Options(
        tuple(Argument(name, node) for name, node in arguments.items()),
        call.validators.checks,
        found.path,
        posixpath.dirname(found.path),
    )


def _flask(arguments: Mapping[str, Node], call: FoundCall) -> dict[str, Node]:
    """What FlaskDynaconf adds to its arguments."""
    loud = {
        name.upper(): node
        for name, node in arguments.items()
        if name not in ("app", "instance_relative_config", "dynaconf_instance", "extensions_list")
    }
    prefix = loud.setdefault("ENVVAR_PREFIX", _said("FLASK", call)).value
    loud.setdefault("ENV_SWITCHER", _said(f"{prefix}_ENV", call))
    loud.setdefault("ENVIRONMENTS", _said(True, call))
    loud.setdefault("LOAD_DOTENV", _said(True, call))
    return loud


def _django(arguments: Mapping[str, Node], call: FoundCall, folder: str) -> dict[str, Node]:
    """What DjangoDynaconf adds: the constants of Django's settings, and its own defaults."""
    added = {
        "ROOT_PATH_FOR_DYNACONF": folder,
        "ENVVAR_PREFIX_FOR_DYNACONF": "DJANGO",
        "ENV_SWITCHER_FOR_DYNACONF": "DJANGO_ENV",
        "ENVIRONMENTS_FOR_DYNACONF": True,
        "load_dotenv": True,
    }
    given = {**dict(call.constants), **arguments}
    taken = {f"{name.upper()}_FOR_DYNACONF" for name in given} | set(given)
    return {**given, **{name: _said(value, call) for name, value in added.items() if name not in taken}}


def _said(value: object, call: FoundCall | None = None) -> Node:
    """A value that no code says, but that stands for it."""
    return Node(NodeKind.SCALAR, value, Place() if call is None else call.place)


def _defaults(folder: Folder, found: _Found | None, options: Options) -> tuple[str, ...]:
    """The usual files: FlaskDynaconf and its kin read those that are there, and so do we without any code."""
    if found is not None and found.call.kind in ("Dynaconf", "LazySettings"):
        return ()
    names = DEFAULT_FILES
    if found is not None:  # without code, a settings.py is more likely Django's own
        half = len(DEFAULT_FILES) // 2
        names = ("settings.py", *DEFAULT_FILES[:half], ".secrets.py", *DEFAULT_FILES[half:])
    there = tuple(name for name in names if set(_located(folder, (name,), options)) - {options.path})
    return there or tuple(path for layer in DYNACONF.files for path in layer.paths)


def _located(folder: Folder, names: Iterable[str], options: Options) -> list[str]:
    """Where files are found, with their local twins; globs by their matches."""
    root = options.value("ROOT_PATH_FOR_DYNACONF")
    found: dict[str, None] = {}
    for name in names:
        places = list(search(name, root if isinstance(root, str) else None, options.folder))
        if any(char in name for char in "*?["):
            pattern = posixpath.normpath(posixpath.join(root if isinstance(root, str) else "", name))
            found.update(dict.fromkeys(islice(fnmatch.filter(folder.files, pattern), _MAX_MATCHES)))
            continue
        place = next((place for place in places if (folder / place).is_file()), None)
        if place is not None:
            found[place] = None
    for place in list(found):
        if (folder / local_twin(place)).is_file():
            found[local_twin(place)] = None
    return list(found)


def _read(folder: Folder, path: str) -> Document:
    if path.endswith(".py"):
        return read_document(folder / path, path, MODULE)
    usual = format_of(path)
    name = None if usual is None else DYNACONF.formats.get(usual.name, usual.name)
    return read_document(folder / path, path, name)


def _unread(path: str) -> Finding:
    return Finding(
        "settings-file-unread",
        Severity.INFO,
        f"dynaconf reads {path} too, and Inspector does not: its settings are missing here.",
        hint="Only files of TOML, YAML, JSON and Python are read.",
        places=(Place(path),),
    )


def _guessed(options: Options, documents: Mapping[str, Document]) -> Options:
    """Without code: files with such sections are written for environments=True."""
    for document in documents.values():
        names = {name.lower() for name in _sections(document)}
        if names & {"default", "global"} or len(names & {"development", "production", "testing"}) > 1:
            return replace(options, arguments=(Argument("environments", _said(True)),))
    return options


def _sections(document: Document) -> Iterator[str]:
    root = document.root
    for key, node in () if root is None or document.format == MODULE else root.entries:
        if node.kind is NodeKind.MAPPING:
            yield str(key)


def _environments(options: Options, documents: Mapping[str, Document]) -> tuple[str, ...]:
    """The sections that are environments, in the usual order; none when environments are off."""
    if options.value("ENVIRONMENTS_FOR_DYNACONF") is False:
        return ()
    default, prefix = options.value("DEFAULT_ENV_FOR_DYNACONF"), options.value("ENVVAR_PREFIX_FOR_DYNACONF")
    others = section_names(default, prefix, "")
    names = {name.lower() for document in documents.values() for name in _sections(document)}
    return in_usual_order(names - set(others))


def _selection(folder: Folder, options: Options) -> dict[str, Any]:
    """What selects the environment: a variable, which `.env` may set, or else the code."""
    view = View(options, {})
    names = ["FORCE_ENV_FOR_DYNACONF", view.switch]
    given = {argument.name for argument in options.normal}
    if "ENV_FOR_DYNACONF" not in given and view.switch != "ENV_FOR_DYNACONF":
        names.append("ENV_FOR_DYNACONF")
    default = view.value("ENV_FOR_DYNACONF")
    if view.loads_dotenv:
        path = next((p for p in search(".env", None, options.folder) if (folder / p).is_file()), ".env")
        written = _values(read_document(folder / path, path, "dotenv"))
        default = next((written[name] for name in names if written.get(name)), default)
    if isinstance(default, list):
        default = ",".join(map(str, default))
    return {"environment_variables": tuple(names), "default_environment": str(default).lower()}


def _values(document: Document) -> dict[str, str]:
    root = document.root
    entries = () if root is None else root.entries
    return {str(key): node.value for key, node in entries if isinstance(node.value, str)}


def _code_layers(found: _Found, options: Options) -> Iterator[Layer]:
    """What the code itself sets: defaults of validators, then arguments that are no options."""
    tree: dict[str, Any] = {}
    for check in with_defaults(options.checks):
        for name, _ in check.names:
            _plant(tree, name.replace("__", ".").split("."), check.default)
    if tree:
        entries = _grown(tree, found.call.place).entries
        yield _layer(found, CHECKS, f"validators in {found.path}", entries, "Defaults of validators.")
    arguments = [(upper(a.name), a.node) for a in options.normal if a.name not in INTERNAL]
    if arguments:
        label = f"{found.call.kind} in {found.path}"
        yield _layer(found, CONSTRUCTOR, label, arguments, "Arguments in the code.")


def _plant(tree: dict[str, Any], parts: Sequence[str], node: Node | None) -> None:
    """Put a default where its dotted name points; one below another default is left out."""
    path = (upper(parts[0]), *parts[1:])
    for part in path[:-1]:
        below = tree.setdefault(part, {})
        if not isinstance(below, dict):
            return
        tree = below
    tree.setdefault(path[-1], node)


def _grown(tree: Mapping[str, Any], place: Place) -> Node:
    entries = tuple(
        (key, _grown(child, place) if isinstance(child, dict) else child) for key, child in tree.items()
    )
    return Node(NodeKind.MAPPING, {key: node.value for key, node in entries}, place, entries=entries)


def _layer(
    found: _Found, name: str, label: str, entries: Sequence[tuple[Hashable, Node]], note: str
) -> Layer:
    last = dict(entries)
    value = {key: node.value for key, node in last.items()}
    root = Node(NodeKind.MAPPING, value, found.call.place, entries=tuple(last.items()))
    document = Document(found.path, "python", found.text, root)
    return Layer(name, LayerKind.DEFAULT, label, found.path, note=note, size=len(last), document=document)


def _confidence(found: _Found | None, named: Sequence[str], documents: Mapping[str, Document]) -> float:
    if found is not None:
        return 0.95
    if named:
        return 0.75 if documents else 0.2
    secrets = any(PurePosixPath(path).name.startswith(".secrets.") for path in documents)
    return 0.55 if secrets else 0.35


def _reasons(
    found: _Found | None,
    named: Sequence[str],
    documents: Mapping[str, Document],
    environments: Sequence[str],
    spec: DialectSpec,
) -> Iterator[str]:
    if found is not None:
        others = f", and {found.others} more" if found.others else ""
        yield f"{found.call.kind}(…) in {found.path}:{found.call.place.line}{others}"
    if named:
        yield f"dynaconf in {file_list(named)}"
    if documents:
        yield file_list(list(documents))
    if environments:
        yield f"sections {', '.join(f'[{name}]' for name in environments[:4])}"
    yield f"prefix {spec.prefix}" if spec.prefix else "no prefix: every variable is read"


def _findings(folder: Folder, found: _Found, options: Options, names: Sequence[str]) -> Iterator[Finding]:
    if found.call.unknown:
        listed = ", ".join(name for name, _ in found.call.unknown)
        yield Finding(
            "option-computed",
            Severity.INFO,
            f"{found.call.kind} in {found.path} is given values that only the running code knows: {listed}. "
            "Their defaults are taken.",
            hint="Write them as literals, or say in inspector.toml what differs, such as the prefix.",
            places=tuple(place for _, place in found.call.unknown),
        )
    untold = found.call.validators.untold
    if untold:
        listed = "; ".join(
            dict.fromkeys(f"{one.what} of {one.names}" if one.names else one.what for one in untold)
        )
        yield Finding(
            "validator-computed",
            Severity.INFO,
            f"Validators in {found.path} ask for what only the running code knows, so that what they refuse "
            f"or set is not shown: {listed}.",
            hint="Start the application to see whether it accepts the values.",
            places=tuple(dict.fromkeys(one.place for one in untold)),
        )
    yield from map(_unread, unread_files(folder, found.call.kind, found.path, options, names))
    hooks = [posixpath.join(path, "dynaconf_hooks.py") for path in {"", posixpath.dirname(found.path)}]
    for path in hooks:
        if (folder / path).is_file():
            yield Finding(
                "hooks-not-run",
                Severity.INFO,
                f"{path} may change settings after all files and variables; Inspector does not run it.",
                hint="What its hooks return wins over what is shown here.",
                places=(Place(path),),
            )
