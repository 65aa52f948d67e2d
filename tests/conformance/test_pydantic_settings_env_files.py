"""`env_file` with parts that the process has, beside a real settings class of pydantic-settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from inspector.config.layers import LayerKind, LayerStatus
from inspector.config.report import Report
from tests.config.workspace import found, report_of
from tests.conformance import pydantic_settings_app
from tests.conformance.test_pydantic_settings import Application

_SETTINGS = """
import os
from os import environ
from pathlib import Path
from pydantic_settings import BaseSettings, SettingsConfigDict

HERE = Path(__file__).resolve().parent
ENV = os.getenv("APP_ENV", "dev")


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_", extra="ignore", env_file={files})
    a: int = 1
"""
_FILES = {".env": "APP_A=2\n", ".env.dev": "APP_A=3\n", ".env.prod": "APP_A=4\n"}


@pytest.fixture(scope="module")
def application() -> Iterator[Application]:
    """One process for all cases of this module."""
    running = Application()
    yield running
    running.close()


def _report(folder: Path, files: str, environ: Mapping[str, str], environment: str | None = None) -> Report:
    written = {**_FILES, "settings.py": _SETTINGS.replace("{files}", files)}
    return report_of(folder, written, environ, environment=environment)


@pytest.mark.parametrize(
    "environ", [{}, {"APP_ENV": "prod"}, {"APP_ENV": "nowhere"}, {"DOTENV": ".env.prod"}]
)
@pytest.mark.parametrize(
    "files",
    [
        '(".env", f".env.{ENV}")',
        '[".env", ".env." + ENV]',
        '(".env", ".env.{}".format(os.getenv("APP_ENV", default="dev")))',
        "f\".env.{environ.get('APP_ENV', 'dev')}\"",
        "f\".env.{os.environ.get('APP_ENV') or 'dev'}\"",
        'HERE / f".env.{ENV}"',
        '(HERE / ".env", str(HERE / (".env." + ENV)))',
        'os.getenv("DOTENV", ".env")',
        'os.getenv("DOTENV")',
    ],
)
def test_the_variable_selects_the_file(
    files: str, environ: Mapping[str, str], application: Application, tmp_path: Path
) -> None:
    """The same value as the library gives, with no word about files or variables that count for nothing."""
    report = _report(tmp_path, files, environ)
    real = application.load(tmp_path, environ, "settings.py", "Settings")

    assert pydantic_settings_app.plain(report.values) == real["tree"]
    assert found(report, "variable-ignored") == []


def test_the_environment_that_is_asked_for_selects_the_file(tmp_path: Path) -> None:
    """It stands in place of the variable, and the others are listed."""
    report = _report(tmp_path, '(".env", f".env.{ENV}")', {"APP_ENV": "dev"}, "prod")

    assert (report.values, report.environments) == ({"a": 4}, ("dev", "prod"))
    assert found(report, "dotenv-not-loaded") == []
    assert [layer.path for layer in report.layers if layer.by_environment] == [".env.prod"]


def test_without_the_variable_the_default_is_the_environment(tmp_path: Path) -> None:
    """That of os.getenv."""
    report = _report(tmp_path, '(".env", f".env.{ENV}")', {})

    assert (report.environment, report.values) == ("dev", {"a": 3})


def test_an_item_that_is_not_known_is_a_layer_that_is_not_read(tmp_path: Path) -> None:
    """The other items count, and nothing is said of files and variables that it may read."""
    report = _report(tmp_path, '(".env", chosen(ENV))', {"APP_WHICH": "prod"})

    assert report.values == {"a": 2}
    unread = [layer for layer in report.layers if layer.kind is LayerKind.DOTENV and layer.path is None]
    assert [(layer.label, layer.status) for layer in unread] == [("chosen(ENV)", LayerStatus.INACTIVE)]
    assert len(found(report, "settings-model-unread")) == 1
    assert found(report, "variable-ignored") == []


def test_a_file_whose_name_is_not_known_may_be_any(tmp_path: Path) -> None:
    """No `.env` file is called unread then."""
    report = _report(tmp_path, "chosen(ENV)", {})

    assert report.values == {"a": 1}
    assert found(report, "dotenv-not-loaded") == []


def test_a_variable_without_which_the_application_stops_leaves_the_file_unknown(tmp_path: Path) -> None:
    """`os.environ[NAME]` with no such variable."""
    report = _report(tmp_path, "f\".env.{os.environ['APP_ENV']}\"", {})

    labels = [layer.label for layer in report.layers if layer.kind is LayerKind.DOTENV]

    assert labels == [".env.{APP_ENV}"]
