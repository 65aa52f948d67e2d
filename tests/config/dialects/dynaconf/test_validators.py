"""What validators of dynaconf tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.config.dialects.dynaconf.conditions import filled_in, type_of
from inspector.config.report import Report
from inspector.config.resolve import Status
from tests.config.workspace import found, report_of


def _report(folder: Path, text: str, validator: str, more: str = "") -> Report:
    call = f"settings_files=['settings.toml'], validators=[{validator}]{more}"
    code = f"from dynaconf import Dynaconf, Validator\nsettings = Dynaconf({call})\n"
    return report_of(folder, {"app.py": code, "settings.toml": text}, environment=None)


def test_a_value_of_another_type(tmp_path: Path) -> None:
    """What dynaconf says, where it is said, and where the value stands; setting it would not help."""
    report = _report(tmp_path, "[db]\nport = 'x'\n", "Validator('DB.port', gte=1)")
    (finding,) = found(report, "value-crashes-start")

    assert finding.message == (
        "The application stops at start with ValidationError: Invalid Operation 'gte' for type <class 'str'> "
        "on 'DB.port': '>=' not supported between instances of 'str' and 'int'."
    )
    assert finding.hint == (
        "Change the value of DB.port to one that the validator takes, or change the validator."
    )
    assert [place.path for place in finding.places] == ["app.py", "settings.toml"]


def test_the_trace_says_that_a_value_is_refused(tmp_path: Path) -> None:
    """The candidate that won has the status `invalid`."""
    report = _report(tmp_path, "a = 1\nb = 2\n", "Validator('A', 'B', gte=2)")
    refused, fine = report.settings

    assert (refused.key, refused.source.status) == ("A", Status.INVALID)
    assert refused.source.reason.endswith("but a validator refuses it")
    assert fine.source.status is Status.EFFECTIVE


@pytest.mark.parametrize("text", ["@read_file db.json", "@jinja {{ this.a }}", "@merge @read_file x"])
def test_a_key_below_a_value_that_is_not_known_is_left_to_the_application(text: str, tmp_path: Path) -> None:
    """No exception is made up for it, and the other key of the validator is looked at."""
    text = f"[default]\ndb = '{text}'\na = 9\n"
    validator = "Validator('DB.host', 'A', lte=5)"
    report = _report(tmp_path, text, validator, ", environments=True, default_env='default'")

    assert [finding.key for finding in found(report, "value-crashes-start")] == ["A"]


@pytest.mark.parametrize("environments", ["", ", env='production'"])
def test_a_check_of_an_object_of_dynaconf_is_left_to_the_application(
    environments: str, tmp_path: Path
) -> None:
    """It is told, also where another environment is validated."""
    report = _report(tmp_path, "a = ['@merge 5']\n", f"Validator('A', eq=5{environments})")

    assert [finding.message for finding in found(report, "value-computed")] == [
        "The value of A is not known before the application runs: "
        "a validator looks at an object of dynaconf in it."
    ]
    assert report.stops == ()


def test_a_method_that_the_value_does_not_have(tmp_path: Path) -> None:
    """The exception is Python's own; setting the key is no help."""
    report = _report(tmp_path, "a = 1\n", "Validator('A', startswith='x')")
    (finding,) = found(report, "value-crashes-start")

    assert finding.exception == "AttributeError"
    assert finding.message.startswith("The validator of A stops the application at start")
    assert [place.path for place in finding.places] == ["app.py", "settings.toml"]


def test_a_cast_shows_one_value(tmp_path: Path) -> None:
    """What the file says becomes what the cast makes of it, and stays the file's."""
    report = _report(tmp_path, "a = '5'\n", "Validator('A', cast=int)")
    (setting,) = report.settings

    assert (setting.value, setting.source.value, len(setting.candidates)) == (5, 5, 1)
    assert setting.source.place.path == "settings.toml"


def test_a_value_that_is_refused_in_another_environment_only(tmp_path: Path) -> None:
    """The value of this environment is fine."""
    text = "[default]\na = 1\n[production]\na = 9\n"
    report = _report(tmp_path, text, "Validator('A', lte=5, env='production')", ", environments=True")

    assert [finding.message[-20:] for finding in found(report, "value-crashes-start")] == [
        "9 in env production."
    ]
    assert [setting.source.status for setting in report.settings] == [Status.EFFECTIVE]


def test_what_only_the_running_code_knows(tmp_path: Path) -> None:
    """One finding names all of it."""
    report = _report(
        tmp_path, "a = 1\n", "Validator('A', when=x), Validator('B', 'C', regex='x', condition=f)"
    )
    (finding,) = found(report, "validator-computed")

    assert finding.message.endswith("not shown: when of A; regex of B, C; condition of B, C.")
    assert [place.line for place in finding.places] == [2, 2, 2]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("int", "<class 'int'>"),
        ("(int, float)", "(<class 'int'>, <class 'float'>)"),
        ("int | None", "int | None"),
        ("list[str]", "list[str]"),
        ("dict[str, list[int]]", "dict[str, list[int]]"),
        ("typing.Optional[int]", "typing.Optional[int]"),
        ("Union[int, str]", "typing.Union[int, str]"),
        ("Path", "None"),
        ("None", "None"),
        ("list[Path]", "None"),
        ("__import__('os')", "None"),
        ("int |", "None"),
        ("list[" * 50 + "int" + "]" * 50, "None"),
    ],
)
def test_types_as_they_print(text: str, shown: str) -> None:
    """Only names of known types are followed."""
    assert str(type_of(text)) == shown


def test_messages_of_the_code_get_names_and_nothing_else() -> None:
    """A template that looks into its values stays as it is written."""
    fields = {"name": "A", "value": "1"}

    assert filled_in("{name}: {value}!", fields) == "A: 1!"
    for template in ("{name.__class__}", "{value:>9999999}", "{other}", "{", "{0}"):
        assert filled_in(template, fields) == template
