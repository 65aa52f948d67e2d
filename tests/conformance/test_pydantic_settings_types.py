"""Variables for fields of types with parts, beside a real settings class of pydantic-settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from inspector.base.findings import Severity
from inspector.config.report import Report
from tests.config.workspace import found, report_of
from tests.conformance import pydantic_settings_app
from tests.conformance.test_pydantic_settings import Application

_SETTINGS = """
from typing import Annotated, NamedTuple, Optional, Union
from typing_extensions import NotRequired, Required, TypedDict
from pydantic import BaseModel, ConfigDict, SecretStr, field_validator
from pydantic.alias_generators import to_camel
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Loose(TypedDict, total=False):
    k: int
    maxSize: int
    n: Required[int]


class Firm(Loose):
    first: int
    second: NotRequired[list[int]]
    token: NotRequired[SecretStr]


class Shut(TypedDict):
    __pydantic_config__ = ConfigDict(extra="forbid")
    k: int


class Point(NamedTuple):
    x: int = 0


class Cat(BaseModel):
    lives: int = 9


class Dog(BaseModel):
    good: bool = True


class Leaf(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")
    max_size: int = 1


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_nested_delimiter="__", env_file=".env")
    {field}

    @field_validator("raw", mode="before", check_fields=False)
    @classmethod
    def split(cls, value):
        return value.split(",") if isinstance(value, str) else value
"""


@pytest.fixture(scope="module")
def application() -> Iterator[Application]:
    """One process for all cases of this module."""
    running = Application()
    yield running
    running.close()


def _report(folder: Path, field: str, environ: Mapping[str, str], dotenv: str = "") -> Report:
    files = {"settings.py": _SETTINGS.replace("{field}", field), ".env": dotenv}
    return report_of(folder, files, environ, environment=None)


@pytest.mark.parametrize(
    ("field", "environ"),
    [
        ('td: Loose = {"k": 1, "n": 2}', {"TD__K": "8", "TD__N": "3"}),
        ('td: Loose = {"k": 1, "n": 2}', {"TD": '{"n": "4", "odd": 1}', "TD__K": "5"}),
        ('td: Loose = {"k": 1, "n": 2}', {"TD__N": "4", "TD__MAXSIZE": "1"}),
        ('td: Loose = {"k": 1, "n": 2}', {"TD__K": "8"}),
        ("td: Loose", {"TD__N": "x"}),
        ("td: Optional[Firm] = None", {"TD__FIRST": "1", "TD__N": "2", "TD__SECOND": "[3]"}),
        ("td: Firm", {"TD__FIRST": "1", "TD__N": "2", "TD__SECOND": '["3"]', "TD__TOKEN": "hush"}),
        ("td: Shut", {"TD__K": "1", "TD__ODD": "2"}),
        ("tds: dict[str, Loose] = {}", {"TDS__A__N": "1"}),
        ("pet: Union[Cat, Dog] = Cat()", {"PET__GOOD": "false"}),
        ("leaves: dict[str, Leaf] = {}", {"LEAVES__FOO__MAXSIZE": "2"}),
        ("leaves: dict[str, Leaf] = {}", {"LEAVES": '{"foo": {"maxSize": 2}}'}),
    ],
)
def test_parts_of_a_type_are_what_the_library_makes_of_them(
    field: str, environ: Mapping[str, str], application: Application, tmp_path: Path
) -> None:
    """The same tree, or errors on both sides."""
    report = _report(tmp_path, field, environ)
    real = application.load(tmp_path, environ, "settings.py", "Settings")

    errors = [finding for finding in report.findings if finding.severity is Severity.ERROR]
    assert bool(errors) is ("tree" not in real), (errors, real)
    if "tree" in real:
        assert pydantic_settings_app.plain(report.values) == real["tree"]
    assert found(report, "variable-ignored") == []


def test_a_part_of_a_typed_dict_that_is_a_secret_is_one(tmp_path: Path) -> None:
    """By its type."""
    report = _report(tmp_path, "td: Firm", {"TD": '{"first": 1, "n": 2, "token": "hush"}'})

    assert [setting.key for setting in report.settings if setting.secret] == ["td.token"]


def test_below_a_type_that_is_not_known_nothing_is_refused(application: Application, tmp_path: Path) -> None:
    """The value is said to be not known, as the library may take it."""
    report = _report(tmp_path, "point: Point = Point()", {}, "POINT__X=8\n")
    real = application.load(tmp_path, {}, "settings.py", "Settings")

    assert "tree" in real
    assert [finding for finding in report.findings if finding.severity is not Severity.INFO] == []
    unread = [finding.message for finding in found(report, "settings-model-unread")]
    assert any("what POINT__X makes of point is not known, as its type is not" in said for said in unread)


def test_a_name_that_no_variable_can_spell_is_to_be_written_as_json(tmp_path: Path) -> None:
    """Names below a `dict` become small letters."""
    report = _report(tmp_path, "leaves: dict[str, Leaf] = {}", {}, "LEAVES__FOO__MAXSIZE=3\n")

    (refused,) = found(report, "unknown-key")
    assert refused.hint == "No name of a variable spells maxSize here: write it as JSON in LEAVES."


def test_a_text_that_code_reads_is_told_to_be_no_list_by_nobody(
    application: Application, tmp_path: Path
) -> None:
    """The documented way to a list with commas: NoDecode and a validator with mode="before"."""
    report = _report(tmp_path, "raw: Annotated[list[str], NoDecode] = []", {"RAW": "a,b"})
    real = application.load(tmp_path, {"RAW": "a,b"}, "settings.py", "Settings")

    assert real["tree"] == pydantic_settings_app.plain({"raw": ["a", "b"]})
    assert found(report, "text-looks-like-list") == []
