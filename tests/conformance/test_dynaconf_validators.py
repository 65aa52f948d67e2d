"""Validators of dynaconf, on the real library and on Inspector."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.dynaconf_application import Application, agree

_SECTIONS = "[default]\na = 1\n[production]\na = 9\nb = 2\n"


@pytest.fixture(scope="module")
def application() -> Iterator[Application]:
    """One process for all cases of this module."""
    running = Application()
    yield running
    running.close()


@pytest.mark.parametrize(
    ("settings", "validators"),
    [
        ("a = 'x'", "Validator('A', gte=3)"),
        ("a = {b = 1}", "Validator('A', gte=3)"),
        ("a = [1]", "Validator('A', lt=3)"),
        ("a = 2020-01-01", "Validator('A', gte=5)"),
        ("a = '@none'", "Validator('A', gte=1)"),
        ("a = 1", "Validator('A', len_min=3)"),
        ("a = 'abc'", "Validator('A', len_max=2)"),
        ("a = 1", "Validator('A', startswith='x')"),
        ("a = 1", "Validator('A', is_in='x')"),
        ("a = 1", "Validator('A', is_in=('x', 1.5))"),
        ("a = 'b'", "Validator('A', cont='x')"),
        ("a = [1]", "Validator('A', is_type_of=dict)"),
        ("a = 'b'", "Validator('A', is_type_of=(int, float))"),
        ("a = 'b'", "Validator('A', is_type_of=int | None)"),
        ("a = ['b']", "Validator('A', is_type_of=list[int])"),
        ("a = [1]", "Validator('A', is_type_of=list[int])"),
        ("a = {b = 1}", "Validator('A', is_type_of=dict[str, str])"),
        ("a = 'b'", "Validator('A', is_type_of='int')"),
        ("a = 'b'", "Validator('A', is_type_of='nope')"),
        ("a = {b = 1, c = ['x']}", "Validator('A', eq=5)"),
        ("a = true", "Validator('A', eq=5)"),
        ("a = '@int @format {this.b}'\nb = 3", "Validator('A', gte=5)"),
        ("a = '@jinja {{ 1 }}'", "Validator('A', ne=5)"),
        ("a = '5'", "Validator('A', cast=int, gte=9)"),
        ("a = '5'", "Validator('A', cast=int, gte=2)"),
        ("a = '52'", "Validator('A', cast=list)"),
        ("a = 'x'", "Validator('A', cast=int)"),
        ("a = {b = 1}", "Validator('A', cast=str)"),
        ("a = {b = '@merge 5'}", "Validator('A', cast=str, len_max=9)"),
        ("", "Validator('A', cast=int, gte=9)"),
        ("", "Validator('A', cast=int, default='7', gte=9)"),
        ("a = 1\nb = 2", "Validator('A', gte=5, when=Validator('B', eq=2))"),
        ("a = 1\nb = 3", "Validator('A', gte=5, when=Validator('B', eq=2))"),
        ("a = 1", "Validator('A', gte=5, when=Validator('B', eq=2))"),
        ("a = 1", "Validator('A', gte=5, when=Validator('B', must_exist=True))"),
        ("a = 1", "Validator('A', when=Validator('B', default=3))"),
        ("a = 1", "Validator('A', gte=5, when=Validator('B.c') | Validator('A', eq=2))"),
        (
            "a = 1",
            "Validator('A', gte=5, messages={'operations': '{name}>{op_value} {value} {env}'})",
        ),
        ("", "Validator('A', must_exist=True, messages={'must_exist_true': '{name} is not there'})"),
        ("a = '@none'", "Validator('A', default=3, apply_default_on_none=True)"),
        ("a = '@none'", "Validator('A', default=3)"),
        ("a = 5", "Validator('A', gte=7) | Validator('A', lte=2)"),
        ("a = 5", "Validator('A', gte=7) | Validator('A', lte=5)"),
        ("a = 5", "(Validator('A', gte=7) & Validator('A', lte=2)) | Validator('B', must_exist=True)"),
        ("a = 5", "Validator('A', env='production', gte=7)"),
        ("db = {u = 5}", "Validator('db__u', ne=5)"),
        ("db = 1", "Validator('db.u', must_exist=True)"),
        ("", "Validator('DB.password', must_exist=True)"),
    ],
)
def test_validators(application: Application, tmp_path: Path, settings: str, validators: str) -> None:
    """The tree or the exception, word for word."""
    agree(
        application,
        tmp_path,
        {"settings.toml": settings},
        {},
        f"settings_files=['settings.toml'], validators=[{validators}]",
    )


@pytest.mark.parametrize(
    "validators",
    [
        "Validator('A', gte=5, env='production')",
        "Validator('A', gte=10, env='production')",
        "Validator('A', lte=5, env=['development', 'production'])",
        "Validator('A', lte=5, env='development,production')",
        "Validator('C', default=5, env='production')",
        "Validator('OWN', must_exist=True, env='production')",
        "Validator('A', gte=10, when=Validator('A', eq=9, env='production'))",
        "Validator('A', gte=10, env='production', when=Validator('A', eq=9))",
    ],
)
def test_validators_of_other_environments(application: Application, tmp_path: Path, validators: str) -> None:
    """dynaconf loads that environment for them, without the settings of the code."""
    call = f"settings_files=['settings.toml'], environments=True, OWN=1, validators=[{validators}]"
    agree(application, tmp_path, {"settings.toml": _SECTIONS}, {}, call)
