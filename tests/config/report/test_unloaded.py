"""`.env` files that nothing loads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from inspector.base.findings import Severity
from tests.config.workspace import found, report_of

_PYDANTIC = {
    "settings.py": "from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n"
    '    model_config = {"env_prefix": "APP_"}\n    port: int = 1\n',
    ".env": "APP_PORT=3\nOTHER=1\n",
}
_NODE = {
    "package.json": '{"dependencies": {"config": "^5.0.0"}}',
    "config/default.json": '{"port": 1}',
    "config/custom-environment-variables.json": '{"port": "PORT"}',
    ".env": "PORT=3\nNODE_ENV=production\nOTHER=1\n",
}
_CUSTOM = {
    "inspector.toml": 'dialect = "custom"\nprefix = "APP_"\n[[layers]]\npath = "a.yaml"\nkind = "base"\n',
    "a.yaml": "port: 1\n",
    ".env": "APP_PORT=3\nOTHER=1\n",
}
_LAYERED = {"config.yaml": "a: 1\n", "app.py": "import os\n\nos.environ\n", ".env": "ML_A=3\nOTHER=1\n"}


@pytest.mark.parametrize(
    ("files", "message", "hint"),
    [
        (
            _PYDANTIC,
            "sets APP_PORT, and its values are not looked at: the settings class has no env_file",
            'Give its model_config env_file=".env", or export the variables.',
        ),
        (
            _NODE,
            "sets PORT, NODE_ENV, and its values are not looked at: node-config reads no .env files",
            "Start the application with node --env-file=.env, or export the variables.",
        ),
        (
            _CUSTOM,
            "sets APP_PORT, and its values are not looked at: inspector.toml names no .env file",
            'Write dotenv = ".env" in inspector.toml if the application loads it, or export the variables.',
        ),
    ],
    ids=["pydantic-settings", "node-config", "custom"],
)
def test_a_file_that_the_dialect_does_not_read(
    files: Mapping[str, str], message: str, hint: str, tmp_path: Path
) -> None:
    """It is told with the variables that the application would read, and with what would load it."""
    (finding,) = found(report_of(tmp_path, files, environment=None), "dotenv-not-loaded")

    assert finding.severity is Severity.WARNING
    assert finding.message == f".env {message}, and nothing else here loads it."
    assert finding.hint == hint
    assert str(finding.places[0]) == ".env:1:1"


@pytest.mark.parametrize(
    ("files", "loader"),
    [
        ({**_PYDANTIC, "main.py": "from dotenv import load_dotenv\n"}, "main.py"),
        ({**_NODE, "index.js": "require('dotenv').config()\n"}, "index.js"),
        ({**_CUSTOM, "compose.yaml": "services:\n  app:\n    env_file: .env\n"}, "compose.yaml"),
        ({**_CUSTOM, "run.sh": "set -a; . ./.env\n"}, "run.sh"),
        ({**_CUSTOM, "Pipfile": ""}, "pipenv"),
    ],
)
def test_something_else_may_load_it(files: Mapping[str, str], loader: str, tmp_path: Path) -> None:
    """Then the finding only says so."""
    (finding,) = found(report_of(tmp_path, files, environment=None), "dotenv-not-loaded")

    assert finding.severity is Severity.INFO
    assert finding.message.endswith(f". {loader} may load it all the same.")
    assert finding.hint == "To see its values, look at the variables of the file: --environ file:.env."


def test_another_file_is_declared(tmp_path: Path) -> None:
    """The files that the dialect does read are named, and those are never told."""
    declared = 'dotenv = ".env.local"\n' + _CUSTOM["inspector.toml"]
    files = {**_CUSTOM, "inspector.toml": declared, ".env.local": "APP_PORT=4\n"}

    (finding,) = found(report_of(tmp_path, files, environment=None), "dotenv-not-loaded")

    assert ": inspector.toml names .env.local alone, and" in finding.message


@pytest.mark.parametrize(
    ("files", "environ"),
    [
        (_PYDANTIC, {"APP_PORT": "3"}),
        ({**_PYDANTIC, ".env": "OTHER=1\n"}, {}),
        (
            {
                **_PYDANTIC,
                "settings.py": _PYDANTIC["settings.py"].replace('"APP_"', '"APP_", "env_file": ".env"'),
            },
            {},
        ),
        ({**_LAYERED, "app.py": "import os\nfrom dotenv import load_dotenv\n\nos.environ\n"}, {}),
        ({**_LAYERED, "app.py": "print()\n"}, {}),
        (_LAYERED, {"ML_A": "3"}),
    ],
)
def test_nothing_is_wrong(files: Mapping[str, str], environ: Mapping[str, str], tmp_path: Path) -> None:
    """A file that is read, that somebody loaded, or that has nothing for the application is not told."""
    assert found(report_of(tmp_path, files, environ, environment=None), "dotenv-not-loaded") == []


def test_the_lecture_s_scheme_without_load_dotenv(tmp_path: Path) -> None:
    """The values count, and the finding says that nothing here loads them."""
    report = report_of(tmp_path, _LAYERED, environment=None)

    (finding,) = found(report, "dotenv-not-loaded")
    assert finding.severity is Severity.INFO
    assert finding.message == (
        ".env sets ML_A, which counts here as loaded, but no code in this folder loads it."
    )
    assert report.settings[0].value == 3
