"""A pydantic model run in the project's own interpreter: a process of its own, with limits, after trust."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from inspector.base.cancel import CancelToken
from inspector.base.places import Place
from inspector.config.schemas.interpreters import Interpreter
from inspector.config.values import Value

TIME_LIMIT_SECONDS = 20.0
_LOOK_SECONDS = 0.05
_MOST_ANSWER_BYTES = 8 << 20
_MOST_OUTPUT_BYTES = 64 << 10
_KEPT_VARIABLES = ("PATH", "HOME", "USERPROFILE", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL")


class FailureKind(StrEnum):
    """Why a model gave no verdict."""

    NO_INTERPRETER = "no-interpreter"
    NO_PYDANTIC = "no-pydantic"
    IMPORT = "import"
    NO_CLASS = "no-class"
    RAISES = "raises"
    EXITS = "exits"
    TIME_LIMIT = "time-limit"
    DIED = "died"


@dataclass(frozen=True, slots=True)
class ModelError:
    """One complaint of a model. `loc` are its own words for the spot: names, indexes and branches."""

    loc: tuple[str | int, ...]
    message: str
    type: str


@dataclass(frozen=True, slots=True)
class ModelFailure:
    """No verdict: what happened, and the line of the project's code, None when it is not known."""

    kind: FailureKind
    message: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class ModelVerdict:
    """What a model says about values. `output` is what the project printed meanwhile, its end.

    `failure` is None when the model could be asked; `errors` are its complaints then.
    """

    model: str
    errors: tuple[ModelError, ...] = ()
    failure: ModelFailure | None = None
    output: str = ""
    version: str = ""


def run_model(
    workspace: Path,
    interpreter: Interpreter,
    model: str,
    values: Mapping[Any, Value],
    environ: Mapping[str, str],
    cancel: CancelToken | None = None,
    time_limit_seconds: float = TIME_LIMIT_SECONDS,
) -> ModelVerdict:
    """Ask a model ("package.module:Class") about values. Runs code of the project: only after trust is given.

    Of `environ`, the process's variables, only what an interpreter needs is passed on. Takes as long as the
    model's imports; ends with the time limit, with all that was begun. Any thread. Raises Cancelled.
    """
    asked = pickle.dumps(
        {"model": model, "paths": [str(workspace), str(workspace / "src")], "values": dict(values)},
        protocol=4,
    )
    kept = {name: environ[name] for name in _KEPT_VARIABLES if name in environ}
    with (
        as_file(files("inspector.config.schemas") / "model_worker.py") as worker,
        tempfile.TemporaryDirectory(prefix="inspector-model-") as folder,
        tempfile.TemporaryFile() as output,
    ):
        answer = Path(folder) / "answer.json"
        try:
            process = subprocess.Popen(
                [str(interpreter.program), "-B", str(worker), str(answer)],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                cwd=workspace,
                env={**kept, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"},
                start_new_session=True,
            )
        except OSError as error:
            said = f"{interpreter.program} cannot be started: {(error.strerror or str(error)).lower()}"
            return ModelVerdict(model, failure=ModelFailure(FailureKind.NO_INTERPRETER, said))
        try:
            in_time = _waited(process, asked, cancel, time_limit_seconds)
        finally:
            _end(process)
        printed = _tail(output)
        if not in_time:
            said = f"it did not end within {time_limit_seconds:g} s"
            return ModelVerdict(model, failure=ModelFailure(FailureKind.TIME_LIMIT, said), output=printed)
        return _verdict(model, workspace, _answer(answer), process.returncode, printed)


def _waited(
    process: subprocess.Popen[bytes], asked: bytes, cancel: CancelToken | None, time_limit_seconds: float
) -> bool:
    """Whether the process ended in time."""
    assert process.stdin is not None
    pipe = process.stdin

    def hand_over() -> None:
        with contextlib.suppress(OSError), pipe:
            pipe.write(asked)

    threading.Thread(target=hand_over, name="model-values", daemon=True).start()
    waited = 0.0
    while waited < time_limit_seconds:
        if cancel is not None:
            cancel.raise_if_cancelled()
        try:
            process.wait(_LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            waited += _LOOK_SECONDS
        else:
            return True
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """Nothing that was begun goes on."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _tail(output: Any) -> str:
    size = output.seek(0, os.SEEK_END)
    output.seek(max(0, size - _MOST_OUTPUT_BYTES))
    text: str = output.read(_MOST_OUTPUT_BYTES).decode(errors="replace")
    return text


def _answer(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(_MOST_ANSWER_BYTES)
    except FileNotFoundError:
        return b""


def _verdict(model: str, workspace: Path, answer: bytes, returned: int, printed: str) -> ModelVerdict:
    try:
        said = json.loads(answer)
        failure = said.get("failure")
        if failure is None:
            errors = tuple(
                ModelError(tuple(one["loc"]), str(one["message"]), str(one["type"])) for one in said["errors"]
            )
            return ModelVerdict(model, errors, output=printed, version=str(said["version"]))
        place = failure["place"]
        where = None if place is None else Place(_shown(Path(place[0]), workspace), place[1], 1)
        kind = FailureKind(failure["kind"])
        return ModelVerdict(model, failure=ModelFailure(kind, str(failure["message"]), where), output=printed)
    except (ValueError, KeyError, TypeError, AttributeError):
        how = f"with exit code {returned}" if returned >= 0 else f"by signal {-returned}"
        return ModelVerdict(
            model,
            failure=ModelFailure(FailureKind.DIED, f"its process ended {how} and gave no answer"),
            output=printed,
        )


def _shown(file: Path, workspace: Path) -> str:
    return file.relative_to(workspace).as_posix() if file.is_relative_to(workspace) else file.as_posix()
