"""Models of a project, run in an interpreter of their own: verdicts, and everything that can go wrong."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from pathlib import Path

import pytest

from inspector.base.cancel import Cancelled, CancelToken
from inspector.base.places import Place
from inspector.config.schemas.interpreters import Interpreter, project_interpreter
from inspector.config.schemas.model_run import FailureKind, ModelError, ModelVerdict, run_model

_OWN = Interpreter(Path(sys.executable), "of the tests")
_MODEL = """\
from pydantic import BaseModel, Field, field_validator

class Database(BaseModel):
    host: str
    port: int = Field(default=1, ge=1)

    @field_validator("host")
    @classmethod
    def known(cls, host):
        if host == "localhost":
            raise ValueError("no host of production")
        return host

class Settings(BaseModel):
    name: str
    since: object = None
    database: Database
"""


def _run(folder: Path, source: str, values: dict[str, object] | None = None, **more: float) -> ModelVerdict:
    (folder / "app").mkdir()
    (folder / "app" / "settings.py").write_text(source, encoding="utf-8")
    return run_model(folder, _OWN, "app.settings:Settings", values or {}, dict(os.environ), **more)  # type: ignore[arg-type]


def test_a_model_accepts_values(tmp_path: Path) -> None:
    """No error, and the version of pydantic that said so."""
    verdict = _run(tmp_path, _MODEL, {"name": "x", "since": dt.date(2025, 1, 1), "database": {"host": "db"}})
    assert (verdict.errors, verdict.failure) == ((), None)
    assert verdict.version.startswith("2.")


def test_every_complaint_is_told_with_its_key(tmp_path: Path) -> None:
    """Those of the model's own validators, too."""
    verdict = _run(tmp_path, _MODEL, {"database": {"host": "localhost", "port": 0}})
    assert verdict.errors == (
        ModelError(("name",), "Field required", "missing"),
        ModelError(("database", "host"), "Value error, no host of production", "value_error"),
        ModelError(("database", "port"), "Input should be greater than or equal to 1", "greater_than_equal"),
    )


def test_a_settings_class_looks_at_nothing_but_the_values(tmp_path: Path) -> None:
    """Neither at variables nor at .env files: those were resolved already."""
    (tmp_path / ".env").write_text("PORT=99999\nNAME=env\n", encoding="utf-8")
    source = """\
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="forbid")
    name: str
    home: str = Field(validation_alias="HOME")
    port: int = Field(default=1, lt=10)
"""
    verdict = _run(tmp_path, source, {"home": 5, "port": "3", "more": 1})
    assert sorted((error.loc, error.type) for error in verdict.errors) == [
        (("home",), "string_type"),
        (("more",), "extra_forbidden"),
        (("name",), "missing"),
    ]


_MODEL_1 = """\
from pydantic.v1 import BaseModel, BaseSettings, Field, validator

class Database(BaseModel):
    port: int = Field(1, ge=1)

    @validator("port")
    def known(cls, port):
        if port == 13:
            raise ValueError("no lucky port")
        return port

class Settings(BaseSettings):
    name: str
    home: str = Field("x", env="HOME", alias="dwelling")
    database: Database

    class Config:
        extra = "forbid"
"""


def test_a_model_of_pydantic_1_is_asked_in_its_own_way(tmp_path: Path) -> None:
    """Its errors have other names, and its variables count as little."""
    verdict = _run(tmp_path, _MODEL_1, {"home": "y", "database": {"port": 13}, "more": 1})
    assert sorted(verdict.errors, key=lambda error: error.loc) == [
        ModelError(("database", "port"), "no lucky port", "value_error"),
        ModelError(("more",), "extra fields not permitted", "value_error.extra"),
        ModelError(("name",), "field required", "value_error.missing"),
    ]


@pytest.mark.parametrize(
    ("source", "kind", "words", "line"),
    [
        (
            "import nothing_such\n",
            FailureKind.IMPORT,
            "ModuleNotFoundError: No module named 'nothing_such'",
            1,
        ),
        ("x = 1\n1 / 0\n", FailureKind.IMPORT, "ZeroDivisionError: division by zero", 2),
        ("def f(:\n", FailureKind.IMPORT, "SyntaxError", 1),
        ("import sys\nsys.exit(3)\n", FailureKind.EXITS, "sys.exit was called", 2),
        ("Other = 1\n", FailureKind.NO_CLASS, "Settings", None),
        ("Settings = 1\n", FailureKind.NO_CLASS, "Settings", None),
        ("import os\nos._exit(4)\n", FailureKind.DIED, "exit code 4", None),
        ("import os\nos.kill(os.getpid(), 9)\n", FailureKind.DIED, "signal 9", None),
    ],
)
def test_a_model_that_cannot_be_asked_says_why(
    tmp_path: Path, source: str, kind: FailureKind, words: str, line: int | None
) -> None:
    """With the line of the project's code where there is one."""
    failure = _run(tmp_path, source).failure
    assert failure is not None
    assert failure.kind is kind
    assert words in failure.message
    assert failure.place == (None if line is None else Place("app/settings.py", line, 1))


def test_a_validator_that_raises_something_else_is_a_failure(tmp_path: Path) -> None:
    """The application stops with it."""
    source = _MODEL.replace('raise ValueError("no host of production")', "raise KeyError(host)")
    failure = _run(tmp_path, source, {"name": "x", "database": {"host": "localhost"}}).failure
    assert failure is not None
    assert (failure.kind, failure.message) == (FailureKind.RAISES, "KeyError: 'localhost'")
    assert failure.place == Place("app/settings.py", 11, 1)


def test_a_model_that_hangs_is_ended_with_all_that_it_began(tmp_path: Path) -> None:
    """Its child processes included."""
    source = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "open('child', 'w').write(str(child.pid))\n"
        "time.sleep(600)\n"
    )
    failure = _run(tmp_path, source, time_limit_seconds=3.0).failure
    assert failure is not None
    assert failure.kind is FailureKind.TIME_LIMIT
    child = int((tmp_path / "child").read_text("utf-8"))
    deadline = time.monotonic() + 10
    while _alive(child):
        assert time.monotonic() < deadline


def _alive(number: int) -> bool:
    """Whether a process runs; one that was ended and that nobody waits for does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{number}/status").read_text("utf-8")
    except FileNotFoundError:
        return False


def test_what_the_project_prints_is_no_answer(tmp_path: Path) -> None:
    """It is kept to be shown."""
    verdict = _run(tmp_path, "print('{\"errors\": []}')\n" + _MODEL, {"name": 1})
    assert verdict.output == '{"errors": []}\n'
    assert verdict.errors


def test_asking_can_be_cancelled(tmp_path: Path) -> None:
    """Without waiting for the model."""
    cancel = CancelToken()
    cancel.cancel()
    (tmp_path / "m.py").write_text("import time\ntime.sleep(60)\n", encoding="utf-8")
    with pytest.raises(Cancelled):
        run_model(tmp_path, _OWN, "m:Settings", {}, dict(os.environ), cancel)


def test_an_interpreter_that_is_none_is_told(tmp_path: Path) -> None:
    """By the system's words."""
    verdict = run_model(tmp_path, Interpreter(tmp_path / "none", "x"), "m:S", {}, {})
    assert verdict.failure is not None
    assert verdict.failure.kind is FailureKind.NO_INTERPRETER


def _environment(folder: Path) -> Path:
    (folder / "bin").mkdir(parents=True)
    (folder / "pyvenv.cfg").touch()
    (folder / "bin" / "python").touch()
    return folder / "bin" / "python"


def test_the_interpreter_is_that_of_the_project(tmp_path: Path) -> None:
    """The declared one, then its virtual environment, then the active one, then one further up."""
    work = tmp_path / "repo" / "service"
    work.mkdir(parents=True)
    (tmp_path / "repo" / ".git").mkdir()
    _environment(tmp_path / ".venv")
    assert project_interpreter(work, None, {}) is None
    above = _environment(tmp_path / "repo" / "venv")
    found = project_interpreter(work, None, {})
    assert found == Interpreter(above, "the virtual environment venv of repo")
    active = _environment(tmp_path / "active")
    found = project_interpreter(work, None, {"VIRTUAL_ENV": str(tmp_path / "active")})
    assert found == Interpreter(active, "the active virtual environment (VIRTUAL_ENV)")
    own = _environment(work / ".venv")
    found = project_interpreter(work, None, {"VIRTUAL_ENV": str(tmp_path / "active")})
    assert found == Interpreter(own, "the virtual environment .venv of service")
    found = project_interpreter(work, "../py/bin/python", {})
    assert found == Interpreter(tmp_path / "repo" / "py" / "bin" / "python", "named in the declaration")
