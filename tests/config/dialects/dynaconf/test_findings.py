"""What the dialect `dynaconf` itself tells."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from inspector.config.report import Report
from tests.config.workspace import found, report_of

_SECTIONS = "[default]\na = 1\n[production]\na = 2\n"
_FILE = "settings_files=['settings.toml']"


def _report(
    folder: Path,
    files: Mapping[str, str],
    environ: Mapping[str, str] | None = None,
    call: str = _FILE,
    environment: str | None = None,
) -> Report:
    code = f"from dynaconf import Dynaconf, Validator\nsettings = Dynaconf({call})\n"
    return report_of(folder, {"app.py": code, **files}, environ, environment=environment)


def test_a_section_that_does_not_exist(tmp_path: Path) -> None:
    """With the name that was meant."""
    report = _report(
        tmp_path, {"settings.toml": _SECTIONS}, call=f"{_FILE}, environments=True", environment="prod"
    )
    (finding,) = found(report, "environment-section-missing")

    assert finding.message == (
        "No file has a section [prod], so that nothing of the environment prod applies. "
        "Did you mean production?"
    )
    assert finding.hint == "Known environments are production."


def test_the_usual_environment_needs_no_section(tmp_path: Path) -> None:
    """Nobody asked for development."""
    report = _report(tmp_path, {"settings.toml": _SECTIONS}, call=f"{_FILE}, environments=True")

    assert found(report, "environment-section-missing") == []


def test_a_key_outside_of_all_sections(tmp_path: Path) -> None:
    """dynaconf passes over it."""
    report = _report(
        tmp_path, {"settings.toml": f"loose = 1\n{_SECTIONS}"}, call=f"{_FILE}, environments=True"
    )
    (finding,) = found(report, "key-outside-section")

    assert finding.key == "loose"
    assert finding.places[0].line == 1


def test_sections_while_environments_are_off(tmp_path: Path) -> None:
    """They become settings."""
    report = _report(tmp_path, {"settings.toml": _SECTIONS})

    assert [place.line for finding in found(report, "sections-are-keys") for place in finding.places] == [
        1,
        3,
    ]
    assert report.setting("PRODUCTION.a") is not None


def test_a_file_that_does_not_exist(tmp_path: Path) -> None:
    """A file of secrets is often absent on purpose."""
    report = _report(
        tmp_path,
        {"settings.toml": "a = 1"},
        call="settings_files=['settings.toml', 'more.toml', '.secrets.toml']",
    )

    assert [finding.places[0].path for finding in found(report, "settings-file-missing")] == ["more.toml"]


def test_a_dotenv_file_that_nothing_loads(tmp_path: Path) -> None:
    """Only if it has something for the application."""
    report = _report(tmp_path, {"settings.toml": "a = 1", ".env": "OTHER=1\nDYNACONF_A=2\n"})
    (finding,) = found(report, "dotenv-not-loaded")

    assert finding.message == ".env sets DYNACONF_A, but dynaconf does not read it."


def test_a_table_that_replaces_another(tmp_path: Path) -> None:
    """The keys that are gone are named."""
    text = "[default.db]\nhost = 1\nport = 2\n[production.db]\nhost = 3\n"
    report = _report(
        tmp_path, {"settings.toml": text}, call=f"{_FILE}, environments=True", environment="production"
    )
    (finding,) = found(report, "mapping-replaced")

    assert finding.message == "settings.toml [production] replaces all of DB: DB.port is gone."
    assert [place.line for place in finding.places] == [4, 1]


def test_a_marker_with_nothing_to_work_on(tmp_path: Path) -> None:
    """The application gets an object of dynaconf."""
    report = _report(tmp_path, {"settings.toml": "a = 1"}, {"DYNACONF_DB__tags": "@merge 1"})
    (finding,) = found(report, "marker-left")

    assert finding.key == "DB.tags"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("@jinja {{ this.x }}", "a template of Jinja"),
        ("@read_file secret.txt", "read from a file"),
        ("@format {this.x.real}", "Invalid dotted lookup"),
        ("@format {this.store}", "only the running application has store"),
        ("@format {this.x:99999}", "padded to a great width"),
        ("@format {this.b}{this.b}", "refers to too many others"),
        ("@get x @merge", "@merge is no cast for a value"),
    ],
)
def test_a_value_that_is_not_known(text: str, why: str, tmp_path: Path) -> None:
    """It stays as it is written, and the finding says why."""
    chain = "".join(
        f'{name} = "@format {{this.{after}}}{{this.{after}}}"\n'
        for name, after in zip("bcdefghijklmnopqr", "cdefghijklmnopqrs", strict=True)
    )
    report = _report(tmp_path, {"settings.toml": f'x = 1\na = """{text}"""\n{chain}s = "s"\n'})

    assert any(why in f.message for f in report.findings if f.key == "A"), report.findings
    assert report.setting("A") is not None


def test_what_looks_below_a_value_that_is_not_known_is_not_known_either(tmp_path: Path) -> None:
    """The file may hold anything, so that reading it is no failure."""
    report = _report(tmp_path, {"settings.toml": 'db = "@read_file x"\na = "@format {this.db.host}"\n'})

    assert [(f.code, f.key) for f in report.findings if f.key == "A"] == [("value-computed", "A")]


def test_a_required_key(tmp_path: Path) -> None:
    """The application stops at start."""
    report = _report(
        tmp_path,
        {"settings.toml": "a = 1"},
        call=f"{_FILE}, validators=[Validator('DB.host', must_exist=True)]",
    )
    (finding,) = found(report, "value-crashes-start")

    assert finding.message == (
        "The application stops at start with ValidationError: DB.host is required in env main."
    )
    assert [str(stop) for stop in report.stops] == ["ValidationError: DB.host is required in env main"]


def test_the_message_of_an_exception_repeats_no_secret(tmp_path: Path) -> None:
    """Neither by the key nor by the shape of the value."""
    report = _report(
        tmp_path,
        {"settings.toml": 'db_password = "@int hunter2"\nurl = "@int http://u:hunter3@host"'},
        {"DYNACONF_API_TOKEN": "@float hunter4"},
    )
    told = " ".join([*(f"{f.message} {f.hint}" for f in report.findings), *map(str, report.stops)])

    assert len(report.stops) == 3
    assert "hunter" not in told


@pytest.mark.parametrize(
    ("files", "call"),
    [
        ({"settings.toml": "[db]\npassword = 'hunter2'"}, "Validator('DB.password', is_type_of=int)"),
        ({"settings.toml": "[db]\npassword = 4711"}, "Validator('DB.password', gte=5000)"),
        ({"settings.toml": "[db]\npassword = 'a b'\nport = '@get db.password @int'"}, "Validator('DB.port')"),
        ({"settings.toml": "[db]\npassword = 'x'"}, "Validator('DB.password', default='hunter2', eq='y')"),
        ({"settings.toml": "[db]\npassword = '@upper tiger'\nport = '@int tiger'"}, "Validator('DB.port')"),
    ],
)
def test_a_secret_inside_of_a_message_is_masked(tmp_path: Path, files: Mapping[str, str], call: str) -> None:
    """Also a short one, one that is a number, and one that another key repeats."""
    report = _report(tmp_path, files, call=f"{_FILE}, validators=[{call}]")
    told = " ".join([*(f"{f.message} {f.hint}" for f in report.findings), *map(str, report.stops)]).lower()

    assert "••••" in told
    assert not any(secret in told for secret in ("hunter2", "4711", "'a b'", "tiger"))


def test_a_message_about_a_key_with_the_name_of_a_secret_is_shown(tmp_path: Path) -> None:
    """There is no secret in it where no value is set, and none in the name of another key."""
    report = _report(
        tmp_path,
        {"settings.toml": "api_key = '@get VAULT'"},
        call=f"{_FILE}, validators=[Validator('DB.password', must_exist=True)]",
    )

    assert [str(stop) for stop in report.stops] == ["ValidationError: DB.password is required in env main"]
    assert [finding.message for finding in found(report, "value-fails-when-read")] == [
        "Reading API_KEY fails with DynaconfParseError: Key VAULT not found in settings and no default value "
        "provided."
    ]


def test_a_variable_that_stops_the_application(tmp_path: Path) -> None:
    """The exception is told with the variable, and the rest is resolved."""
    report = _report(tmp_path, {"settings.toml": "a = 1"}, {"DYNACONF_A": "@int x", "DYNACONF_B": "2"})
    (finding,) = found(report, "variable-crashes-start")

    assert "DynaconfParseError" in finding.message
    assert [(setting.key, setting.value) for setting in report.settings] == [("A", 1), ("B", 2)]


def test_an_option_that_only_the_code_knows(tmp_path: Path) -> None:
    """Its default is taken."""
    report = _report(tmp_path, {"settings.toml": "a = 1"}, call=f"{_FILE}, envvar_prefix=prefix(), **more")
    (finding,) = found(report, "option-computed")

    assert "envvar_prefix, **" in finding.message
    assert report.spec.prefix == "DYNACONF_"


@pytest.mark.parametrize(
    ("call", "files", "told"),
    [
        ("settings_files=['settings.toml', 'settings.ini']", ["settings.ini"], ["settings.ini"]),
        ("settings_files=['settings.py']", ["settings.py", "production_settings.py"], []),
        ("settings_files=['settings.toml', 'settings.py', 'other.ini']", [], []),
        ("settings_files=['settings.*']", ["settings.py", "settings.ini"], ["settings.ini"]),
        ("settings_files=['app.settings']", ["app/settings.py"], ["app/settings.py"]),
        ("settings_files=['settings.toml'], secrets='.secrets.py'", [".secrets.py"], []),
        ("includes=['conf/*.ini', 'x.py']", ["conf/a.ini", "conf/b.toml"], ["conf/a.ini"]),
        (
            "settings_files=['app.settings']",
            ["app/settings.py", "app/production_settings.py", "my_other.py"],
            ["app/settings.py", "app/production_settings.py"],
        ),
    ],
)
def test_files_that_inspector_does_not_read(
    tmp_path: Path, call: str, files: list[str], told: list[str]
) -> None:
    """Told where they are there, whichever option names them."""
    report = _report(tmp_path, {"settings.toml": "a = 1", **dict.fromkeys(files, "A = 2\n")}, call=call)

    places = [finding.places[0].path for finding in found(report, "settings-file-unread")]
    assert sorted(map(str, places)) == sorted(told)


def test_a_file_that_is_not_read_and_that_a_variable_names(tmp_path: Path) -> None:
    """With the place of the variable."""
    environ = {"SETTINGS_FILE_FOR_DYNACONF": "settings.toml,settings.ini"}
    report = _report(tmp_path, {"settings.toml": "a = 1", "settings.ini": "A = 2\n"}, environ)

    (finding,) = found(report, "settings-file-unread")
    assert finding.places[0].variable == "SETTINGS_FILE_FOR_DYNACONF"


def test_the_usual_files_of_flask(tmp_path: Path) -> None:
    """FlaskDynaconf looks for programs and INI files unasked; the file of the call is none of them."""
    code = "from dynaconf import FlaskDynaconf\nFlaskDynaconf(app)\n"
    files = {"settings.py": code, "settings.toml": "a = 1", ".secrets.ini": "[default]\n"}
    report = report_of(tmp_path, files, environment=None)

    assert [f.places[0].path for f in found(report, "settings-file-unread")] == [".secrets.ini"]


def test_hooks_that_inspector_does_not_run(tmp_path: Path) -> None:
    """They may change everything."""
    report = _report(
        tmp_path,
        {"settings.toml": "a = 1", "dynaconf_hooks.py": "def post(s): ...\n"},
    )

    assert [finding.places[0].path for finding in found(report, "hooks-not-run")] == ["dynaconf_hooks.py"]


def test_the_switcher_is_no_unknown_key(tmp_path: Path) -> None:
    """With its prefix it is a setting of dynaconf too, but nobody mistyped it."""
    report = _report(
        tmp_path,
        {"settings.toml": _SECTIONS},
        {"MY_ENV": "production"},
        call=f"{_FILE}, environments=True, envvar_prefix='MY', env_switcher='MY_ENV'",
    )

    assert found(report, "variable-lands-elsewhere") == []
    assert report.environment == "production"
    assert report.setting("ENV") is not None


@pytest.mark.parametrize(
    "environ",
    [
        {"DYNACONF_A": "[" * 20_000},
        {"DYNACONF_A": "@merge " + "a" * 50_000},
        {"DYNACONF_A": '@json {"a": ' * 5_000},
        {"DYNACONF_A___999999999": "1"},
        {"DYNACONF_" + "A__" * 500: "1"},
        {"DYNACONF_A": "@format {this.a}"},
        {"DYNACONF_A": "@get A"},
        {"DYNACONF_A": "-" * 9_000 + "1"},
        {"DYNACONF_A": "@json " + "-" * 9_000 + "1"},
        {"DYNACONF_": "1", "DYNACONF___": "2", "DYNACONF_.": "3", "DYNACONF_[": "4"},
        {"INDEX_SEPARATOR_FOR_DYNACONF": "(", "DYNACONF_A(1": "1"},
        {"ENV_FOR_DYNACONF": "@merge 5", "MERGE_ENABLED_FOR_DYNACONF": "@int x"},
        {"SETTINGS_FILE_FOR_DYNACONF": "[1, {a=2}]"},
        {"INCLUDES_FOR_DYNACONF": "[1]", "PRELOAD_FOR_DYNACONF": "../../x.toml"},
    ],
)
def test_odd_variables_end_in_bounded_time(environ: Mapping[str, str], tmp_path: Path) -> None:
    """No exception leaves the engine, and the other settings are there."""
    report = _report(
        tmp_path,
        {"settings.toml": "a = 1\nb = 2"},
        environ,
        call=f"{_FILE}, INDEX_SEPARATOR_FOR_DYNACONF='___'",
    )

    assert "SETTINGS_FILE_FOR_DYNACONF" in environ or report.setting("B") is not None


def test_lists_that_double_are_cut_off(tmp_path: Path) -> None:
    """With merge_enabled a marked list is joined twice: each file doubles it."""
    names = [f"f{number}.toml" for number in range(40)]
    files = dict.fromkeys(names, "l = ['dynaconf_merge', 1]\n")
    report = _report(tmp_path, files, call=f"settings_files={names!r}, merge_enabled=True")

    setting = report.setting("L")
    assert setting is not None
    assert isinstance(setting.value, list)
    assert len(setting.value) <= 100_000


def test_a_switcher_with_the_prefix_is_a_setting_as_well(tmp_path: Path) -> None:
    """dynaconf makes ENV of SHOP_ENV, and the variable is one of those that are read."""
    call = f"{_FILE}, environments=True, env_switcher='SHOP_ENV', envvar_prefix='SHOP'"

    report = _report(tmp_path, {"settings.toml": _SECTIONS}, {"SHOP_ENV": "production"}, call)

    assert report.environment == "production"
    assert [(one.variable.name, one.path, one.value) for one in report.landed] == [
        ("SHOP_ENV", ("ENV",), "production")
    ]
