"""A model's verdict in a report: complaints stand at keys and places, secrets stay hidden."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.report import Report, Request, build_report
from inspector.config.report.verdict import ask_model, with_verdict
from inspector.config.resolve import Status
from inspector.config.schemas.model_run import FailureKind, ModelError, ModelFailure, ModelVerdict

_MODEL = "app.settings:Settings"
_FILE = """\
training:
  batch_size: 7
  steps: [1, 0]
  epoks: 3
database:
  password: hunter22
"""


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """A workspace of the layered scheme."""
    (tmp_path / "config.yaml").write_text(_FILE, encoding="utf-8")
    (tmp_path / "config.production.yaml").write_text("training: {batch_size: 9}\n", encoding="utf-8")
    return build_report(Request(tmp_path, environment="production", dialect="layered"))


def _said(report: Report, loc: tuple[str | int, ...], message: str, kind: str = "value_error") -> Finding:
    """The one finding that a complaint adds."""
    judged = with_verdict(report, ModelVerdict(_MODEL, (ModelError(loc, message, kind),)))
    (finding,) = set(judged.findings) - set(report.findings)
    return finding


def test_a_complaint_stands_at_the_value_that_wins(report: Report) -> None:
    """With what else sets it, in the model's own words."""
    finding = _said(report, ("training", "batch_size"), "Value error, Must be a multiple of 8")
    assert finding.code == "invalid-value"
    assert finding.message == (
        "training.batch_size is 9: must be a multiple of 8, says Settings. Also set in base."
    )
    assert [str(place) for place in finding.places] == ["config.production.yaml:1:24"]


def test_the_refused_winner_is_invalid_and_no_other(report: Report) -> None:
    """As for a schema."""
    error = ModelError(("training", "batch_size"), "Too large", "less_than")
    judged = with_verdict(report, ModelVerdict(_MODEL, (error,)))
    statuses = {setting.key: setting.source.status for setting in judged.settings}
    assert statuses.pop("training.batch_size") is Status.INVALID
    assert set(statuses.values()) == {Status.EFFECTIVE}
    again = with_verdict(judged, ModelVerdict(_MODEL))
    assert [setting.source.status for setting in again.settings] == [Status.EFFECTIVE] * 4
    assert again.findings == report.findings


def test_an_item_of_a_list_is_named(report: Report) -> None:
    """A list is one setting."""
    finding = _said(report, ("training", "steps", 1), "Input should be greater than 0")
    assert finding.message == "training.steps[1] is [1, 0]: input should be greater than 0, says Settings."


def test_branches_of_a_type_are_no_keys(report: Report) -> None:
    """pydantic puts the names of unions and validators between those of fields."""
    finding = _said(report, ("training", "function-after[check(), int]", "batch_size", "int"), "Wrong")
    assert finding.key == "training.batch_size"


def test_a_secret_is_not_told(report: Report) -> None:
    """Neither by us nor by a validator that names it."""
    finding = _said(report, ("database", "password"), "Value error, hunter22 is too short")
    assert "hunter22" not in finding.message
    assert finding.message.startswith("database.password is text: ")


def test_a_missing_key_is_told_with_its_name(report: Report) -> None:
    """It has no place, since nothing sets it."""
    finding = _said(report, ("database", "host"), "Field required", "missing")
    assert (finding.code, finding.key) == ("missing-required", "database.host")
    judged = with_verdict(
        report, ModelVerdict(_MODEL, (ModelError(("database", "host"), "Field required", "missing"),))
    )
    assert [missing.key for missing in judged.missing] == ["database.host"]


def test_an_unknown_key_is_told_where_it_is_written(report: Report) -> None:
    """In the file."""
    finding = _said(report, ("training", "epoks"), "Extra inputs are not permitted", "extra_forbidden")
    assert finding.code == "unknown-key"
    assert finding.places[0] == report.settings[2].source.place


def test_a_complaint_about_everything_has_no_key(report: Report) -> None:
    """A validator of the whole model."""
    finding = _said(report, (), "Value error, these do not fit")
    assert finding.key is None
    assert finding.message == "The whole configuration: these do not fit, says Settings."


def test_a_model_that_could_not_be_asked_is_a_finding(report: Report) -> None:
    """With the line that failed; all others stay."""
    failure = ModelFailure(FailureKind.IMPORT, "ModuleNotFoundError: x", Place("app/settings.py", 3, 1))
    judged = with_verdict(report, ModelVerdict(_MODEL, failure=failure))
    (finding,) = set(judged.findings) - set(report.findings)
    assert finding.code == "model-failed"
    assert finding.places == (Place("app/settings.py", 3, 1),)
    assert set(report.findings) < set(judged.findings)


_SETTINGS = """\
from pydantic import field_validator
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    name: str = "x"
    port: int = 80

    @field_validator("port")
    @classmethod
    def even(cls, port: int) -> int:
        if port % 2:
            raise ValueError("Must be even")
        return port
"""


def _with_model(folder: Path, declaration: str = "") -> Report:
    (folder / "app").mkdir(exist_ok=True)
    (folder / "app" / "settings.py").write_text(_SETTINGS, encoding="utf-8")
    (folder / "inspector.toml").write_text(declaration, encoding="utf-8")
    return build_report(Request(folder, dialect="pydantic-settings", environ=(("PORT", "81"),)))


def test_the_model_of_the_project_is_asked(tmp_path: Path) -> None:
    """A validator that cannot be read from its source refuses the value of a variable."""
    interpreter = Path(sys.executable).as_posix()
    report = _with_model(tmp_path, f'interpreter = "{interpreter}"\n')
    assert report.model is not None
    assert report.model.name == "app.settings:Settings"
    verdict = ask_model(report, dict(os.environ))
    judged = with_verdict(report, verdict)
    (finding,) = set(judged.findings) - set(report.findings)
    assert finding.message == "port is 81: must be even, says Settings. Also set in default."
    assert finding.places == (Place(variable="PORT"),)


def test_a_project_without_an_interpreter_is_told(tmp_path: Path) -> None:
    """Nothing is run then."""
    verdict = ask_model(_with_model(tmp_path), {})
    assert verdict.failure is not None
    assert verdict.failure.kind is FailureKind.NO_INTERPRETER


def test_a_project_without_a_model_cannot_be_asked(report: Report) -> None:
    """The caller looks first."""
    assert report.model is None
    with pytest.raises(ValueError, match="no model"):
        ask_model(report, {})
