"""Folders with a settings class of pydantic-settings: which class, and what it says about its settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from inspector.base.places import Place
from inspector.config.dialects import DialectSpec, FileLayer
from inspector.config.dialects.pydantic_settings import PYDANTIC_SETTINGS, PydanticSettingsRules
from inspector.config.dialects.pydantic_settings.env_files import (
    ENVIRONMENT,
    in_process,
    selector,
    source_of_unread,
)
from inspector.config.dialects.pydantic_settings.layering import FILE_SOURCES, files_of
from inspector.config.dialects.pydantic_settings.model import ClassKind, SettingsModel, SourceKind
from inspector.config.dialects.pydantic_settings.reading import read_checking_models, read_settings
from inspector.config.discover.checking import wrong
from inspector.config.discover.detection import Detection
from inspector.config.discover.folder import Folder
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.resolve import KeyInfo
from inspector.config.values import Document, KeyPath, Node, NodeKind

_MAX_NAMED = 3
_MAX_OTHERS = 50
_CLOSE = 70.0
# Where one of these is there, somebody reads it, and a model may check it.
_FILES_TO_CHECK = ("config.yaml", "config.yml", "settings.yaml", "settings.toml", "config.toml")


def detect(seen: Folder, model: str | None = None) -> Detection | None:
    """The settings class of a folder; None when there is none. Nothing is imported.

    `model` names the class to take: `Settings`, `app.settings:Settings` or `app/settings.py:Settings`.
    Without it, the one with the most settings that is used and not a part of another one.
    """
    models = _models(seen)
    chosen = _named(models, model) if model is not None else _best(models)
    if chosen is None:
        return None
    return _detection(chosen, models)


def detect_declared(seen: Folder, model: str, declared_in: str, place: Place) -> Detection:
    """The settings class that a declaration names, for certain. `place` is that of the entry.

    When there is no such class, a finding says so, and the one that detect() takes stands in its place, if
    there is any: without one, the confidence is 0.
    """
    named = detect(seen, model)
    if named is not None:
        reasons = (*named.reasons, f"model {model} from {declared_in}")
        return replace(named, confidence=1.0, reasons=reasons)
    known = [found.import_name for found in _models(seen)]
    words = {name if ":" in model else name.rpartition(":")[2]: name for name in known}
    meant = process.extractOne(model, list(words), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    question = "" if meant is None else f" Did you mean {words[meant[0]]}?"
    listed = f"found are: {', '.join(known[:_MAX_NAMED])}" if known else "none is found"
    more = f" and {len(known) - _MAX_NAMED} more" if len(known) > _MAX_NAMED else ""
    usual = detect(seen) or Detection(PYDANTIC_SETTINGS, 0.0)
    rules = usual.dialect.rules
    taken = rules.model if isinstance(rules, PydanticSettingsRules) else None
    outcome = "The entry is left out." if taken is None else f"{taken.import_name} is taken."
    said = f"model: there is no settings class {model}; {listed}{more}.{question}"
    return replace(usual, findings=(wrong(said, place, outcome, detected=True),))


def _models(seen: Folder) -> tuple[SettingsModel, ...]:
    python = tuple(seen.ending(".py"))
    models = read_settings(seen.path, python, seen.text)
    if not models and any(seen.has(name) for name in _FILES_TO_CHECK):
        models = read_checking_models(seen.path, python, seen.text)
    return models


def _named(models: Sequence[SettingsModel], name: str) -> SettingsModel | None:
    """The model that somebody named."""
    path, _, last = name.rpartition(":")
    wanted = path.removesuffix(".py").replace(".", "/")
    for model in models:
        own = model.root.path.removesuffix(".py").removesuffix("/__init__")
        if model.root.id.rpartition(":")[2] == last and (
            not path or own == wanted or own.endswith(f"/{wanted}")
        ):
            return model
    return None


def _best(models: Sequence[SettingsModel]) -> SettingsModel | None:
    parts = {name for model in models for name in model.classes if name != model.root.id}
    bases = {base for model in models for base in model.root.bases}
    ranked = sorted(
        models,
        key=lambda model: (
            model.root.kind is not ClassKind.SETTINGS,
            model.root.id in parts or (model.root.id in bases and not model.uses),
            not model.uses,
            -_size(model),
        ),
    )
    return ranked[0] if ranked else None


def _size(model: SettingsModel) -> int:
    return sum(len(known.fields) for known in model.classes.values())


def _detection(model: SettingsModel, models: Sequence[SettingsModel]) -> Detection:
    from inspector.config.dialects.pydantic_settings.defaults import default_tree
    from inspector.config.dialects.pydantic_settings.describing import describe
    from inspector.config.dialects.pydantic_settings.stacking import rebuilt_of

    rebuilt = rebuilt_of(model)
    layers = [
        _default_layer(path, model.texts[path], default_tree(model, rebuilt, path)) for path in model.texts
    ]
    keys: dict[KeyPath, KeyInfo] = {
        path: KeyInfo(said.text, said.constraint, said.secret, said.types)
        for path, said in describe(model, rebuilt)
    }
    return Detection(
        _spec(model, models),
        _confidence(model),
        tuple(_reasons(model, models)),
        environments=() if selector(model) is None else None,
        defaults=tuple(reversed(layers)),
        keys=keys,
        files=tuple(model.texts),
    )


def _spec(model: SettingsModel, models: Sequence[SettingsModel]) -> DialectSpec:
    files: list[FileLayer] = []
    selecting = selector(model)
    root = in_process(model, {}, ENVIRONMENT).root
    dotenv: list[str] = []
    for use in reversed(root.sources):
        for paths in files_of(root, use, model.folder):
            if use.kind is SourceKind.DOTENV:
                dotenv[:0] = [paths[0]] if source_of_unread(paths[0]) is None else []
            elif use.kind in FILE_SOURCES:
                files.append(FileLayer(LayerKind.BASE, paths))
    option = model.root.option
    others = tuple(one for one in models if one.root.id not in model.classes)[:_MAX_OTHERS]
    return replace(
        PYDANTIC_SETTINGS,
        rules=PydanticSettingsRules(model, others),
        files=tuple(files),
        dotenv=tuple(dotenv),
        environment_variables=() if selecting is None else selecting[:1],
        default_environment=None if selecting is None else selecting[1],
        prefix=str(option("env_prefix") or ""),
        separator=str(option("env_nested_delimiter") or ""),
    )


def _confidence(model: SettingsModel) -> float:
    if model.root.kind is not ClassKind.SETTINGS:
        return 0.2
    if any(
        use.kind in FILE_SOURCES and files_of(model.root, use, model.folder) for use in model.root.sources
    ):
        return 0.95
    return 0.85 if model.uses else 0.7


def _reasons(model: SettingsModel, models: Sequence[SettingsModel]) -> list[str]:
    root = model.root
    if root.kind is not ClassKind.SETTINGS:
        return [
            f"class {root.name} in {root.path} checks values, but is no BaseSettings and reads none itself"
        ]
    parts = [f"class {root.name}(BaseSettings) in {root.path}"]
    prefix, delimiter = root.option("env_prefix"), root.option("env_nested_delimiter")
    parts += [f"prefix {prefix}"] if prefix else ["no prefix"]
    parts += [f"{delimiter} between the parts of nested names"] if delimiter else []
    reasons = [", ".join(parts)]
    shown = in_process(model, {}, "<environment>").root
    paths = [paths[0] for use in shown.sources for paths in files_of(shown, use, model.folder)]
    read = [source_of_unread(path) or path for path in paths]
    reasons += [f"it reads {', '.join(read[:_MAX_NAMED])}"] if read else []
    others = [other.root for other in models if other is not model and other.root.kind is ClassKind.SETTINGS]
    parts_of = [other for other in others if other.id in model.classes or other.id in root.bases]
    alone = [other for other in others if other not in parts_of]
    if alone:
        named = ", ".join(f"{other.name} in {other.path}" for other in alone[:_MAX_NAMED])
        more = f" and {len(alone) - _MAX_NAMED} more" if len(alone) > _MAX_NAMED else ""
        reasons.append(f"other settings classes: {named}{more}")
    return reasons


def _default_layer(path: str, text: str, root: Node) -> Layer:
    size = _count(root)
    status = LayerStatus.LOADED if root.entries else LayerStatus.EMPTY
    note = "Defaults of the settings class." if root.entries else "The classes in it have no defaults."
    document = Document(path, "python", text, root)
    return Layer(f"default:{path}", LayerKind.DEFAULT, path, path, status, note, size, document)


def _count(node: Node) -> int:
    if node.kind is not NodeKind.MAPPING:
        return 1
    return sum(_count(child) for _, child in node.entries)
