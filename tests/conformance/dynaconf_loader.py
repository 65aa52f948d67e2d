"""An application that loads its settings with the real dynaconf.

Run by the conformance tests in a process of its own: reads cases from stdin, one JSON object a line with the
folder and the process environment, runs the folder's `app.py` and answers with the settings or the exception.
"""

from __future__ import annotations

import inspect
import json
import os
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from dynaconf import utils
from dynaconf.utils.functional import Empty
from dynaconf.utils.parse_conf import Lazy, MetaValue

from tests.conformance.layered_loader import plain

warnings.simplefilter("ignore")
# dynaconf asks for every frame's source just to know the script's folder, which takes half of all time.
inspect.stack = lambda *_: [SimpleNamespace(filename=__file__)]


def answer(case: dict[str, Any]) -> dict[str, Any]:
    """What the application gets in this case, or with what it stops."""
    os.environ.clear()
    os.environ.update(case["environ"])
    os.chdir(case["folder"])
    utils.upperfy.cache_clear()
    utils.find_the_correct_casing.cache_clear()
    try:
        names: dict[str, Any] = {}
        exec(compile(Path("app.py").read_text("utf-8"), "app.py", "exec"), names)
        return {"tree": plain(shown(names["settings"].as_dict()))}
    except RecursionError:
        return {"exception": "RecursionError", "message": ""}
    except Exception as error:  # noqa: BLE001 - the exception is the answer
        return {"exception": type(error).__name__, "message": str(error)}


def shown(value: Any) -> Any:
    """The value without marks for unset keys; an order to merge that is left over as a text."""
    if isinstance(value, dict):
        return {key: shown(child) for key, child in value.items() if not isinstance(child, Empty)}
    if isinstance(value, list):
        return [shown(child) for child in value]
    if isinstance(value, Empty):
        return "@empty"
    if isinstance(value, Lazy):
        return f"@{value.formatter} {value}"
    if isinstance(value, MetaValue):
        return f"@{type(value).__name__.lower()} {shown(value.value)}".strip()
    return value


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)  # noqa: T201 - the answer
