"""Settings classes read without importing them, and what reports say about their settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.config.dialects.pydantic_settings.reading import read_settings
from inspector.config.resolve import Status
from tests.config.workspace import found, report_of

_SETTINGS = """
from pathlib import Path
from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings as Base, SettingsConfigDict

ROOT = Path(__file__).parent


class Db(BaseModel):
    host: str = "localhost"
    pool_size: int = Field(5, ge=1, description="Connections kept open.")
    password: SecretStr = SecretStr("default-password")


class Settings(Base):
    model_config = SettingsConfigDict(env_prefix="APP_", env_nested_delimiter="__", env_file=ROOT / ".env")

    debug: bool = False
    db: Db = Db(host="given")
    tags: list[str] = []
    timeout: int = Field(60 * 5, validation_alias="TIMEOUT")


settings = Settings()
"""


def test_a_default_stands_where_the_source_spells_it(tmp_path: Path) -> None:
    """The place of a default is that of its expression, the key's that of the field's name."""
    report = report_of(tmp_path, {"settings.py": _SETTINGS}, environment=None)

    timeout = report.setting("timeout")

    assert timeout is not None
    assert timeout.value == 300
    assert str(timeout.source.place) == "settings.py:21:26"
    assert str(timeout.source.key_place) == "settings.py:21:5"


def test_the_code_of_a_workspace_is_never_run(tmp_path: Path) -> None:
    """A file that would leave a trace when it is imported leaves none."""
    trace = tmp_path / "trace"
    source = f"from pathlib import Path\nPath({str(trace)!r}).touch()\n{_SETTINGS}"

    report = report_of(tmp_path, {"settings.py": source}, environment=None)

    assert report.setting("debug") is not None
    assert not trace.exists()


def test_raw_text_and_read_value_of_a_variable(tmp_path: Path) -> None:
    """The value is the one that pydantic makes of the text, the text is kept."""
    report = report_of(tmp_path, {"settings.py": _SETTINGS}, {"APP_DEBUG": "yes"}, environment=None)

    debug = report.setting("debug")

    assert debug is not None
    assert (debug.value, debug.source.raw, debug.source.kind.value) == (True, "yes", "variable")
    assert [candidate.value for candidate in debug.candidates] == [False, True]


def test_a_default_object_loses_its_other_values(tmp_path: Path) -> None:
    """One variable below a default object replaces it as a whole, and the lost value says so."""
    environ = {"APP_DB__POOL_SIZE": "9"}
    report = report_of(tmp_path, {"settings.py": _SETTINGS}, environ, environment=None)

    host = report.setting("db.host")

    assert host is not None
    assert host.value == "localhost"
    assert [candidate.value for candidate in host.candidates] == ["given", "localhost"]
    assert "replaced as a whole" in host.candidates[0].reason


def test_secrets_are_known_by_their_type(tmp_path: Path) -> None:
    """A SecretStr is a secret, and its text stands in no finding."""
    source = _SETTINGS.replace("password: SecretStr", "opener: SecretStr")
    environ = {"APP_DB__OPENER": "hush-hush-hush", "APP_DB__POOL_SIZE": "0"}
    report = report_of(tmp_path, {"settings.py": source}, environ, environment=None)

    opener = report.setting("db.opener")

    assert opener is not None
    assert opener.secret
    assert not [f for f in report.findings if "hush-hush-hush" in f.message + f.hint]


def test_a_refused_value_has_the_places_of_value_and_rule(tmp_path: Path) -> None:
    """The candidate is invalid, and the finding leads to the variable and to the field."""
    report = report_of(tmp_path, {"settings.py": _SETTINGS}, {"APP_DB__POOL_SIZE": "0"}, environment=None)

    (finding,) = found(report, "invalid-value")
    setting = report.setting("db.pool_size")

    assert [str(place) for place in finding.places] == ["APP_DB__POOL_SIZE", "settings.py:11:5"]
    assert setting is not None
    assert setting.source.status is Status.INVALID


@pytest.mark.parametrize(
    ("key", "names"),
    [
        (("debug",), ["APP_DEBUG"]),
        (("db", "pool_size"), ["APP_DB__POOL_SIZE", "APP_DB"]),
        (("timeout",), ["TIMEOUT"]),
        (("other",), []),
    ],
)
def test_names_of_a_setting(key: tuple[str, ...], names: list[str], tmp_path: Path) -> None:
    """The name of the field itself first, then that of the mapping above it."""
    spec = report_of(tmp_path, {"settings.py": _SETTINGS}, environment=None).spec

    assert [name.name for name in spec.rules.names_for(spec, key)] == names
    assert bool(spec.rules.unreachable(spec, key)) is not bool(names)


def test_a_name_falls_into_its_parts(tmp_path: Path) -> None:
    """Prefix, field, delimiter, field."""
    spec = report_of(tmp_path, {"settings.py": _SETTINGS}, environment=None).spec

    parts = spec.rules.split(spec, "APP_DB__POOL_SIZE")

    assert [(part.text, part.role.value) for part in parts] == [
        ("APP_", "prefix"),
        ("DB", "key"),
        ("__", "separator"),
        ("POOL_SIZE", "key"),
    ]


def test_a_class_is_found_through_files_and_aliases(tmp_path: Path) -> None:
    """Bases and types may stand in other files, under other names."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app/__init__.py").write_text("", "utf-8")
    (tmp_path / "app/base.py").write_text(
        "import pydantic_settings as ps\n\n\nclass Common(ps.BaseSettings):\n    debug: bool = False\n",
        "utf-8",
    )
    (tmp_path / "app/main.py").write_text(
        "from .base import Common as C\n\n\nclass Mine(C):\n    name: str\n", "utf-8"
    )

    models = read_settings(tmp_path)

    fields = {model.root.id: [field.name for field in model.root.fields] for model in models}
    assert fields == {"app/base.py:Common": ["debug"], "app/main.py:Mine": ["debug", "name"]}


@pytest.mark.parametrize(
    "line",
    [
        "x: Foo = 1",
        "x: int = make()",
        "x: int = Field(default_factory=lambda: 1 / 0)",
        "x: int = 10 ** 10 ** 10",
        "x: Annotated[int, Made()] = 1",
        "x: str = f'{open}'",
        "x: dict = {**other}",
        "x: 'int[' = 1",
        "x: int = x",
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_is_shown(line: str, tmp_path: Path) -> None:
    """Each of these is one finding of severity info; the other field keeps its value."""
    source = (
        "from typing import Annotated\nfrom pydantic import Field\n"
        "from pydantic_settings import BaseSettings\n\n\n"
        f"class S(BaseSettings):\n    {line}\n    y: int = 2\n"
    )

    report = report_of(tmp_path, {"s.py": source}, environment=None)

    assert found(report, "settings-model-unread")
    assert report.values["y"] == 2


def test_a_file_that_is_no_python_is_told(tmp_path: Path) -> None:
    """The classes of other files are read all the same."""
    files = {"settings.py": _SETTINGS, "broken.py": "class BaseSettings(:\n"}

    report = report_of(tmp_path, files, environment=None)

    assert report.setting("debug") is not None
    assert [str(f.places[0]) for f in found(report, "settings-model-unread")] == ["broken.py:1:20"]
