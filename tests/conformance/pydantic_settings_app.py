"""An application with a settings class of pydantic-settings: it is imported and called for real.

Run by the conformance tests in a process of its own: reads cases from stdin, one JSON object a line with the
folder, the process environment and the class, and answers each with the tree, the errors or the exception.
"""

from __future__ import annotations

import dataclasses
import datetime
import enum
import importlib.util
import json
import os
import sys
import warnings
from typing import Any

from pydantic import BaseModel, RootModel, Secret, SecretBytes, SecretStr, TypeAdapter, ValidationError


def answer(case: dict[str, Any]) -> dict[str, Any]:
    """What the application gets in this case, or with what it stops."""
    os.environ.clear()
    os.environ.update(case["environ"])
    os.chdir(case["folder"])
    try:
        kind = load(case["file"], case["name"])
    except Exception as error:  # noqa: BLE001 - the exception is the answer
        message = str(error).partition("\n")[0] if isinstance(error, ValidationError) else str(error)
        return {"exception": type(error).__name__, "message": message}
    try:
        settings = kind()
    except ValidationError as error:
        found = [[list(problem["loc"]), problem["type"]] for problem in error.errors(include_url=False)]
        return {"errors": found, "title": error.title}
    except Exception as error:  # noqa: BLE001 - the exception is the answer
        return {"exception": type(error).__name__, "message": str(error)}
    return {"tree": plain(settings)}


def load(file: str, name: str) -> type[BaseModel]:
    """Import the file, and give the class."""
    sys.modules.pop("settings_of_case", None)
    spec = importlib.util.spec_from_file_location("settings_of_case", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["settings_of_case"] = module
    spec.loader.exec_module(module)
    made: type[BaseModel] = getattr(module, name)
    return made


def plain(value: Any) -> Any:
    """The value in JSON with the type of everything; what files cannot hold, as pydantic writes it."""
    if isinstance(value, RootModel):
        return plain(value.root)
    if isinstance(value, BaseModel):
        return plain({**(value.__pydantic_extra__ or {}), **value.__dict__})
    if dataclasses.is_dataclass(value):
        return plain({field.name: getattr(value, field.name) for field in dataclasses.fields(value)})
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if isinstance(value, SecretStr | SecretBytes | Secret):
        return plain(value.get_secret_value())
    if isinstance(value, dict):
        return {"dict": sorted(([str(key), plain(item)] for key, item in value.items()), key=json.dumps)}
    if isinstance(value, list | tuple):
        return {"list": [plain(item) for item in value]}
    if isinstance(value, set | frozenset):
        return {"list": [plain(item) for item in sorted(value, key=repr)]}
    kinds: tuple[Any, ...] = (bool, int, float, str, bytes)
    kind = next((kind for kind in kinds if isinstance(value, kind)), None)
    if value is None or kind is not None:
        return {"NoneType": "None"} if kind is None else {kind.__name__: repr(kind(value))}
    if isinstance(value, datetime.date | datetime.time):
        return {type(value).__name__: value.isoformat()}
    if isinstance(value, datetime.timedelta):
        return {"str": repr(TypeAdapter(datetime.timedelta).dump_python(value, mode="json"))}
    return {"str": repr(str(value))}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)  # noqa: T201 - the answer
