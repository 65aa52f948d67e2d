"""What a report of a folder with dynaconf shows of each setting."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from inspector.config.layers import LayerStatus
from inspector.config.report import Report
from inspector.config.resolve import Setting, Status
from tests.config.workspace import report_of

_CODE = "from dynaconf import Dynaconf\nsettings = Dynaconf({})\n"
_FILE = """\
[default]
name = "demo"
tags = ["a"]
[default.db]
host = "localhost"
port = 5432
[production]
tags = ["b", "dynaconf_merge"]
[production.db]
host = "db.prod"
[staging.db]
host = "db.staging"
dynaconf_merge = true
"""


def _report(
    folder: Path,
    files: Mapping[str, str],
    environ: Mapping[str, str] | None = None,
    call: str = "settings_files=['settings.toml'], environments=True",
    environment: str | None = "production",
) -> Report:
    return report_of(folder, {"app.py": _CODE.format(call), **files}, environ, environment=environment)


def _setting(report: Report, key: str) -> Setting:
    setting = report.setting(key)
    assert setting is not None, key
    return setting


def test_sections_are_layers_in_the_order_in_which_they_are_read(tmp_path: Path) -> None:
    """Those that are not read are there too, inactive."""
    report = _report(tmp_path, {"settings.toml": _FILE})
    layers = [layer for layer in report.layers if layer.path == "settings.toml"]

    assert [(layer.label, layer.status) for layer in layers] == [
        ("settings.toml [staging]", LayerStatus.INACTIVE),
        ("settings.toml [default]", LayerStatus.LOADED),
        ("settings.toml [production]", LayerStatus.LOADED),
    ]
    assert report.environments == ("development", "staging", "production")
    assert len({layer.id for layer in report.layers}) == len(report.layers)


def test_a_replaced_table_takes_its_values_with_it(tmp_path: Path) -> None:
    """The value that lost says that the whole table was replaced."""
    report = _report(tmp_path, {"settings.toml": _FILE})
    lost, won = _setting(report, "DB.host").candidates

    assert (won.value, won.status, won.place.line) == ("db.prod", Status.EFFECTIVE, 10)
    assert (lost.value, lost.status, lost.place.line) == ("localhost", Status.OVERRIDDEN, 5)
    assert lost.reason == ("replaced as a whole: settings.toml [production] sets DB to a mapping of its own")
    assert report.setting("DB.port") is None


def test_a_merged_table_keeps_the_others(tmp_path: Path) -> None:
    """dynaconf_merge = true."""
    report = _report(tmp_path, {"settings.toml": _FILE}, environment="staging")

    assert _setting(report, "DB.port").value == 5432
    assert [c.reason for c in _setting(report, "DB.host").candidates] == [
        "overridden by settings.toml [staging]",
        "the highest layer that sets it",
    ]
    assert report.setting("DB.dynaconf_merge") is None


def test_items_of_a_joined_list_stay(tmp_path: Path) -> None:
    """Both layers have part in the value."""
    report = _report(tmp_path, {"settings.toml": _FILE})
    setting = _setting(report, "TAGS")

    assert setting.value == ["a", "b"]
    assert [(c.value, c.status) for c in setting.candidates] == [
        (["a"], Status.EFFECTIVE),
        (["b"], Status.EFFECTIVE),
    ]


def test_a_replaced_list_is_replaced(tmp_path: Path) -> None:
    """Without a marker."""
    report = _report(
        tmp_path,
        {"settings.toml": "l = [1]", "settings.local.toml": "l = [2]"},
        call="settings_files=['settings.toml']",
    )
    lost, won = _setting(report, "L").candidates

    assert (lost.status, won.value) == (Status.OVERRIDDEN, [2])


def test_a_variable_finds_the_key_of_a_file(tmp_path: Path) -> None:
    """It stands beside the file's value, read as TOML, with its text."""
    report = _report(tmp_path, {"settings.toml": _FILE}, {"DYNACONF_DB__HOST": "'9'"}, environment="staging")
    setting = _setting(report, "DB.host")

    assert setting.value == "9"
    assert (setting.source.raw, setting.source.place.variable) == ("'9'", "DYNACONF_DB__HOST")
    (landed,) = report.landed
    assert (landed.path, landed.value, landed.applied) == (("DB", "host"), "9", True)


def test_a_cast_keeps_what_was_written(tmp_path: Path) -> None:
    """The value is typed, `raw` is the text of the file."""
    report = _report(tmp_path, {"settings.toml": 'a = "@int 5"'}, call="settings_files=['settings.toml']")
    source = _setting(report, "A").source

    assert (source.value, source.raw) == (5, '"@int 5"')


def test_a_value_that_refers_to_others_is_worked_out(tmp_path: Path) -> None:
    """As far as that needs no running application."""
    report = _report(
        tmp_path,
        {"settings.toml": 'a = "x"\nb = "@format {this.a}/{env[HOME]}"\nc = "@jinja {{ this.a }}"'},
        {"HOME": "/h"},
        call="settings_files=['settings.toml']",
    )

    assert _setting(report, "B").value == "x//h"
    assert _setting(report, "C").value == "@jinja {{ this.a }}"


def test_arguments_and_validators_of_the_code_are_the_lowest_layers(tmp_path: Path) -> None:
    """Each with its place in the code; options are no settings."""
    report = _report(
        tmp_path,
        {"settings.toml": "a = 2"},
        call="settings_files=['settings.toml'], A=1, validators=[Validator('a', 'DB.port', default=9)]",
    )

    assert [layer.label for layer in report.layers][:2] == ["validators in app.py", "Dynaconf in app.py"]
    assert [(c.value, c.place.path) for c in _setting(report, "A").candidates] == [
        (9, "app.py"),
        (1, "app.py"),
        (2, "settings.toml"),
    ]
    assert _setting(report, "DB.port").source.place.line == 2
    assert report.setting("SETTINGS_FILES") is None


def test_a_dotenv_file_that_is_not_loaded_is_inactive(tmp_path: Path) -> None:
    """Without load_dotenv."""
    report = _report(tmp_path, {"settings.toml": _FILE, ".env": "DYNACONF_NAME=x\n"})
    (layer,) = [layer for layer in report.layers if layer.path == ".env"]

    assert layer.status is LayerStatus.INACTIVE
    assert _setting(report, "NAME").value == "demo"


def test_a_dotenv_value_that_lost_is_shown(tmp_path: Path) -> None:
    """The process has the variable already."""
    report = _report(
        tmp_path,
        {"settings.toml": _FILE, ".env": "DYNACONF_NAME=x\n"},
        {"DYNACONF_NAME": "y"},
        call="settings_files=['settings.toml'], environments=True, load_dotenv=True",
    )
    setting = _setting(report, "NAME")

    assert setting.value == "y"
    assert [c.value for c in setting.candidates] == ["demo", "x", "y"]


def test_what_if_comes_on_top(tmp_path: Path) -> None:
    """A typed variable, with its own layer."""
    report = report_of(
        tmp_path,
        {"app.py": _CODE.format("settings_files=['settings.toml']"), "settings.toml": "a = 1"},
        {"DYNACONF_A": "2"},
        environment=None,
        what_if={"DYNACONF_A": "3"},
    )

    assert _setting(report, "A").value == 3
    assert _setting(report, "A").source.layer == "what-if"


def test_a_deleted_key_is_gone(tmp_path: Path) -> None:
    """`@del` in a variable."""
    report = _report(
        tmp_path,
        {"settings.toml": "a = 1\nb = 2"},
        {"DYNACONF_A": "@del"},
        call="settings_files=['settings.toml']",
    )

    assert [setting.key for setting in report.settings] == ["B"]


def test_a_broken_file_leaves_the_others(tmp_path: Path) -> None:
    """The application stops; the rest is resolved."""
    report = _report(
        tmp_path,
        {"settings.toml": "a = 1", "more.toml": "b = ["},
        call="settings_files=['settings.toml', 'more.toml']",
    )

    assert [stop.exception for stop in report.stops] == ["TOMLDecodeError"]
    assert _setting(report, "A").value == 1


def test_a_value_beside_one_that_is_not_known(tmp_path: Path) -> None:
    """A variable for another key of the table is merged all the same."""
    report = _report(
        tmp_path,
        {"settings.toml": '[db]\nkey = "@read_file key.txt"\nkeys = ["@jinja {{ x }}"]\nport = 1'},
        {"DYNACONF_DB__port": "2", "DYNACONF_DB__keys": "@merge a"},
        call="settings_files=['settings.toml']",
    )

    assert report.stops == ()
    assert report.values == {"DB": {"key": "@read_file key.txt", "keys": ["@jinja {{ x }}", "a"], "port": 2}}


def test_without_a_process_its_variables_are_not_known(tmp_path: Path) -> None:
    """`--environ none` looks at none, which is no error of the workspace."""
    report = _report(
        tmp_path,
        {"settings.toml": 'a = "@format {env[USER]}"\n'},
        call="settings_files=['settings.toml']",
    )

    assert _setting(report, "A").value == "@format {env[USER]}"
    assert [finding.code for finding in report.findings] == ["value-computed"]


def test_where_a_variable_landed_before_its_table_was_replaced(tmp_path: Path) -> None:
    """It found the key of the file, whatever the spelling of the table that came later."""
    report = _report(
        tmp_path,
        {"settings.toml": '[db]\nurl = "x"'},
        {"DYNACONF_DB__URL": "y", "DYNACONF_DB": '{URL = "z", other = 1}'},
        call="settings_files=['settings.toml']",
    )

    assert [landed.path for landed in report.landed] == [("DB", "url"), ("DB",)]
    assert "variable-lands-elsewhere" not in [finding.code for finding in report.findings]
