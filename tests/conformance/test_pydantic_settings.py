"""The dialect `pydantic-settings` against settings classes that are really called."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings

from inspector.base.findings import Severity
from inspector.config.dialects import StackInputs
from inspector.config.dialects.pydantic_settings import PydanticSettingsRules
from inspector.config.dialects.pydantic_settings.stacking import refusals
from inspector.config.report import Report, Request, build_report
from tests.conformance import pydantic_settings_app
from tests.conformance.pydantic_settings_cases import Case, cases

_APP = Path(pydantic_settings_app.__file__)
_CODES = {"missing": "missing-required", "extra_forbidden": "unknown-key"}


class Application:
    """The application in its own process, asked over a pipe."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(_APP)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def load(self, folder: Path, environ: Mapping[str, str], file: str, name: str) -> dict[str, Any]:
        """The application's tree, errors or exception."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        case = {"folder": str(folder), "environ": dict(environ), "file": file, "name": name}
        print(json.dumps(case), file=self._process.stdin, flush=True)
        result: dict[str, Any] = json.loads(self._process.stdout.readline())
        return result

    def close(self) -> None:
        """End the process and wait for it."""
        with self._process:
            assert self._process.stdin is not None
            self._process.stdin.close()


@pytest.fixture(scope="module")
def application() -> Iterator[Application]:
    """One process for all cases of this module."""
    running = Application()
    yield running
    running.close()


def _agree(
    application: Application, folder: Path, case: Case, file: str = "settings.py", name: str = "Settings"
) -> tuple[dict[str, Any], Report]:
    """Run both on the same files and variables, and compare them."""
    for old in folder.iterdir():
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    for path, text in case.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    real = application.load(folder, case.environ, file, name)
    report = build_report(Request(folder, None, "pydantic-settings", environ=tuple(case.environ.items())))
    codes = {finding.code for finding in report.findings if finding.severity is Severity.ERROR}
    rules = report.spec.rules
    assert isinstance(rules, PydanticSettingsRules)
    assert rules.model is not None
    if "exception" in real:
        assert report.stops, real
        first = report.stops[0]
        assert (first.exception, first.message) == (real["exception"], real["message"])
        return real, report
    assert report.stops == (), real
    refused = refusals(rules.model, StackInputs(report.layers, report.environ))
    locations = [(tuple(loc), kind) for loc, kind in real.get("errors", [])]
    assert sorted(refused, key=repr) == sorted(locations, key=repr)
    kinds = {_CODES.get(kind, "invalid-value") for _, kind in locations}
    assert kinds <= codes | ({"invalid-value"} if codes - set(_CODES.values()) else set())
    if "tree" in real:
        assert not codes & {"missing-required", "unknown-key", "invalid-value"}
        assert pydantic_settings_app.plain(report.values) == real["tree"]
    return real, report


@settings(
    max_examples=500,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(case=cases())
def test_generated_classes_give_the_same_tree_errors_or_exception(
    case: Case, application: Application, tmp_path: Path
) -> None:
    """Classes, files and variables of all sorts: same values and types, same errors, or same stop."""
    note(str(case))

    _agree(application, tmp_path, case)
