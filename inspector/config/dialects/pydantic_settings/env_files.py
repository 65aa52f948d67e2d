"""`env_file` with parts that only the running process has: variables in names, and unknown ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from inspector.config.dialects.pydantic_settings.model import ClassKind, ModelClass, SettingsModel
from inspector.config.values import Value

VARIABLES_OPTION = "env_file_variables"
"""The entry beside env_file in the options of a class: the variables in it, with their defaults."""

ENVIRONMENT = "{environment}"
_UNREAD = "\x01"
_VARIABLE = re.compile("\x00([^\x00]*)\x00")


def variable_in_text(name: str) -> str:
    """A variable as a part of a text. No path holds a NUL."""
    return f"\x00{name}\x00"


def variable_named(text: str) -> str | None:
    """The variable that the whole text is, None for other texts."""
    match = _VARIABLE.fullmatch(text)
    return None if match is None else match.group(1)


def unread_file(source: str) -> str:
    """The path that stands for one which only running the code gives. `source` is how it is written."""
    return _UNREAD + source


def source_of_unread(path: str) -> str | None:
    """How such a path is written, None for one that is known."""
    return path[len(_UNREAD) :] if path.startswith(_UNREAD) else None


def selector(model: SettingsModel) -> tuple[str, str | None] | None:
    """The variable that selects among `.env` files, and its default; None without one.

    One that holds a whole path selects none: it may say anything.
    """
    for owner in _settings(model):
        for path in _paths(owner.option("env_file")):
            name = next(iter(_VARIABLE.findall(path)), None)
            if name is not None and variable_named(path) is None and source_of_unread(path) is None:
                return name, _defaults(owner).get(name)
    return None


def is_unread(model: SettingsModel) -> bool:
    """Whether there may be `.env` files that are not known."""
    paths = [path for owner in _settings(model) for path in _paths(owner.option("env_file"))]
    return any(source_of_unread(path) is not None for path in paths)


def variables_of(model: SettingsModel) -> frozenset[str]:
    """The variables in the names of `.env` files."""
    return frozenset(name for owner in _settings(model) for name in _defaults(owner))


def reads_variable(model: SettingsModel, name: str) -> bool:
    """Whether the files of the classes read a variable by themselves, with os.getenv or os.environ."""
    call = re.compile(rf"(?:getenv|environ(?:\.get)?)\s*[(\[]\s*[\"']{re.escape(name)}[\"']")
    return any(name in text and call.search(text) is not None for text in model.texts.values())


def in_process(
    model: SettingsModel, environ: Mapping[str, str], environment: str | None, *, keep: bool = False
) -> SettingsModel:
    """The model with the names of `.env` files as a process has them.

    `environment` stands in place of the variable that selects them, `{environment}` with `keep`. A file whose
    variable has no value is one that is not known.
    """
    names = variables_of(model)
    if not names:
        return model
    values = {name: environ[name] for name in names if name in environ}
    selecting = selector(model)
    if selecting is not None and environment is not None:
        values[selecting[0]] = ENVIRONMENT if keep else environment
    return _filled(model, tuple(sorted(values.items())))


@lru_cache(maxsize=32)
def _filled(model: SettingsModel, values: tuple[tuple[str, str], ...]) -> SettingsModel:
    classes = {name: _with_paths(owner, dict(values)) for name, owner in model.classes.items()}
    return replace(model, root=classes.get(model.root.id, model.root), classes=classes)


def _with_paths(owner: ModelClass, values: Mapping[str, str]) -> ModelClass:
    defaults = {name: text for name, text in _defaults(owner).items() if text is not None}
    known = {**defaults, **values}
    paths: list[Value] = []
    for path in _paths(owner.option("env_file")):
        if all(name in known for name in _VARIABLE.findall(path)):
            paths.append(_VARIABLE.sub(lambda match: known[match.group(1)], path))
        elif variable_named(path) is None:  # without a value for a whole path there is no file
            paths.append(unread_file(_VARIABLE.sub(r"{\1}", path)))
    if not _defaults(owner):
        return owner
    return replace(owner, config=(*owner.config, ("env_file", paths)))


def _settings(model: SettingsModel) -> Iterator[ModelClass]:
    yield model.root
    for owner in model.classes.values():
        if owner.kind is ClassKind.SETTINGS and owner.id != model.root.id:
            yield owner


def _defaults(owner: ModelClass) -> Mapping[str, str | None]:
    defaults = owner.option(VARIABLES_OPTION)
    return defaults if isinstance(defaults, dict) else {}


def _paths(value: Value) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [path for path in values if isinstance(path, str)]
