"""Mappings of pydantic-settings whose keys are numbers: variables spell them as text."""

from __future__ import annotations

from pathlib import Path

from tests.config.workspace import report_of

_CODE = """\
from pydantic_settings import BaseSettings, SettingsConfigDict, YamlConfigSettingsSource
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_", env_nested_delimiter="__", yaml_file="c.yaml")
    numbers: dict[int, str] = {}
    anything: dict = {}
    @classmethod
    def settings_customise_sources(cls, settings_cls, init_settings, env_settings, dotenv_settings,
                                   file_secret_settings):
        return (env_settings, YamlConfigSettingsSource(settings_cls))
"""


def test_a_variable_sets_a_number_where_the_type_makes_one_of_text(tmp_path: Path) -> None:
    """As pydantic-settings 2.16 does: a key of any type stays beside the text."""
    files = {"settings.py": _CODE, "c.yaml": 'numbers: {1: one, 2: two}\nanything: {1: one, "1": text}\n'}

    report = report_of(tmp_path, files, {"APP_NUMBERS__1": "env", "APP_ANYTHING__1": "e2"})

    assert {s.key: (s.value, s.source.place.variable) for s in report.settings} == {
        "numbers[1]": ("env", "APP_NUMBERS__1"),
        "numbers[2]": ("two", None),
        "anything[1]": ("one", None),
        "anything.1": ("e2", "APP_ANYTHING__1"),
    }
    assert [(one.path, one.applied) for one in report.landed] == [
        (("numbers", 1), True),
        (("anything", "1"), True),
    ]
    assert report.spec.variable_for(("numbers", 2)) == "APP_NUMBERS__2"
    assert report.spec.variable_for(("anything", 1)) is None
