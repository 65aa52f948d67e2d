"""Run by the project's own interpreter, as a file: checks values by a pydantic model, version 1 or 2.

It imports nothing of Inspector and runs on Python 3.8. On standard input it gets one pickled dict: `model`
("package.module:Class"), `paths` (folders to import from), `values`. To the file that its argument names it
writes one JSON object: `errors`, each with `loc`, `message` and `type`, or `failure`.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import pickle
import sys
import traceback
from pathlib import Path
from typing import Any

_MOST_MEMORY = 4 << 30
_MOST_WRITTEN = 64 << 20


def main() -> None:
    """Answer, and end at once."""
    answer_file = Path(sys.argv[1])
    asked = pickle.load(sys.stdin.buffer)
    _limit()
    sys.path[:0] = asked["paths"]
    sys.argv = [asked["model"]]
    try:
        answer = _checked(asked)
    except SystemExit as error:
        answer = _failure("exits", error, "sys.exit was called")
    except BaseException as error:  # noqa: BLE001 - whatever the project does is an answer
        answer = _failure("raises", error)
    answer_file.write_text(json.dumps(answer), "utf-8")
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    os._exit(0)  # threads and exit handlers of the project have no say


def _checked(asked: dict[str, Any]) -> dict[str, Any]:
    module_name, _, class_name = asked["model"].partition(":")
    try:
        import pydantic
    except ImportError as error:
        return _failure("no-pydantic", error)
    try:
        module = importlib.import_module(module_name)
    except SystemExit as error:
        return _failure("exits", error, "sys.exit was called")
    except BaseException as error:  # noqa: BLE001 - the same
        return _failure("import", error)
    model: Any = module
    for part in class_name.split("."):
        model = getattr(model, part, None)
    if not isinstance(model, type) or not (hasattr(model, "model_validate") or hasattr(model, "parse_obj")):
        return {"failure": {"kind": "no-class", "message": class_name, "place": None}}
    version = str(getattr(pydantic, "VERSION", ""))
    try:
        _validated(model, asked["values"])
    except Exception as error:  # noqa: BLE001 - the same
        if type(error).__name__ != "ValidationError":
            return _failure("raises", error)
        return {"errors": _errors(error), "version": version}
    return {"errors": [], "version": version}


def _validated(model: Any, values: dict[str, Any]) -> Any:
    """Settings classes look at nothing but what they are given."""
    own: dict[str, Any]
    if hasattr(model, "settings_customise_sources"):
        config = dict(model.model_config, populate_by_name=True, env_file=None, secrets_dir=None)
        own = {"model_config": config, "settings_customise_sources": classmethod(_given_alone)}
        return type(model)(model.__name__, (model,), {**own, "__module__": model.__module__})(**values)
    if hasattr(getattr(model, "__config__", None), "customise_sources"):
        given = {"allow_population_by_field_name": True, "customise_sources": classmethod(_given_alone)}
        own = {"Config": type("Config", (model.__config__,), given)}
        return type(model)(model.__name__, (model,), {**own, "__module__": model.__module__})(**values)
    return model.model_validate(values) if hasattr(model, "model_validate") else model.parse_obj(values)


def _given_alone(*classes: Any, init_settings: Any, **others: Any) -> tuple[Any, ...]:
    del classes, others
    return (init_settings,)


def _errors(error: Any) -> list[dict[str, Any]]:
    return [
        {
            "loc": [part if isinstance(part, int) else str(part) for part in one["loc"]],
            "message": str(one["msg"]),
            "type": str(one["type"]),
        }
        for one in error.errors()
    ]


def _failure(kind: str, error: BaseException, message: str | None = None) -> dict[str, Any]:
    """The last line of the project's own code that the exception went through."""
    place: list[Any] | None = None
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename != __file__ and "importlib" not in frame.filename:
            place = [frame.filename, frame.lineno]
    if isinstance(error, SyntaxError) and error.filename:
        place = [error.filename, error.lineno]
    text = message or f"{type(error).__name__}: {error}"
    return {"failure": {"kind": kind, "message": text[:2000], "place": place}}


def _limit() -> None:
    """A model that eats memory or prints without end fails in place of the machine."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_WRITTEN, _MOST_WRITTEN))
    except (ImportError, ValueError, OSError):
        pass  # Windows has no such limits


if __name__ == "__main__":
    main()
