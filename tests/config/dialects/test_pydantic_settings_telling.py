"""What is told about variables and keys that a settings class does not take as they are meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.base.findings import Severity
from inspector.cli import run
from inspector.config.report import arrivals
from inspector.config.report.arrivals import known_paths
from inspector.config.resolve import Status
from tests.config.workspace import found, report_of

_SETTINGS = """
from typing import Any, Optional
from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Db(BaseModel):
    host: str = "localhost"
    port: int = Field(5432, le=65535)


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="ORDERS_", env_nested_delimiter="__", extra={extra!r}, env_file=".env"
    )
    public_url: str = "http://shop"
    port: int = Field(8080, ge=1024)
    db: Db = Db()
    limits: dict[str, int]
    others: Optional[dict[str, Db]] = None


settings = Settings()
"""
_IGNORING = _SETTINGS.format(extra="ignore")


@pytest.mark.parametrize("order", [1, -1])
def test_a_nested_name_counts_more_than_the_json_above_it_in_any_order(order: int, tmp_path: Path) -> None:
    """The sentence does not speak of the order, which decides nothing there."""
    pairs = [("ORDERS_DB__PORT", "80"), ("ORDERS_DB", '{"port": 70}'), ("ORDERS_LIMITS", "{}")]
    report = report_of(tmp_path, {"settings.py": _IGNORING}, dict(pairs[::order]), environment=None)

    port = report.setting("db.port")

    assert port is not None
    assert (port.value, port.source.reason) == (80, "a nested name counts more than the JSON in ORDERS_DB")
    assert found(report, "variable-order-decides") == []


def test_the_order_decides_between_two_nested_names(tmp_path: Path) -> None:
    """Of `X__Y` as JSON and `X__Y__Z` the later one counts."""
    environ = {
        "ORDERS_LIMITS": "{}",
        "ORDERS_OTHERS__A": '{"port": 70}',
        "ORDERS_OTHERS__A__PORT": "80",
    }
    report = report_of(tmp_path, {"settings.py": _IGNORING}, environ, environment=None)

    port = report.setting("others.a.port")

    assert port is not None
    assert port.value == 80
    assert "there the order decides" in port.source.reason


@pytest.mark.parametrize("where", ["process", ".env"])
def test_a_mistyped_variable_is_told_and_not_counted_as_read(where: str, tmp_path: Path) -> None:
    """Its prefix makes it the application's, which never looks at it."""
    files, environ = {"settings.py": _IGNORING}, {"ORDERS_LIMITS": "{}"}
    if where == "process":
        environ["ORDERS_PUBLC_URL"] = "http://x"
    else:
        files[".env"] = "ORDERS_PUBLC_URL=http://x\nOF_SOMEBODY_ELSE=1\n"
    report = report_of(tmp_path, files, environ, environment=None)

    (finding,) = found(report, "variable-ignored")

    assert finding.message == (
        "ORDERS_PUBLC_URL has no effect: Settings has no field publc_url. Did you mean public_url?"
    )
    assert finding.hint == "Rename it to ORDERS_PUBLIC_URL."
    assert [arrival.name for arrival in arrivals(report)] == ["ORDERS_LIMITS"]


def test_a_name_one_letter_too_long_is_told_with_the_right_one(tmp_path: Path) -> None:
    """Also where the key itself is too short to tell."""
    environ = {"ORDERS_LIMITS": "{}", "ORDERS_PORTS": "9000"}
    report = report_of(tmp_path, {"settings.py": _IGNORING}, environ, environment=None)

    (finding,) = found(report, "variable-ignored")

    assert finding.hint == "Rename it to ORDERS_PORT."


def test_a_variable_of_a_file_that_the_class_refuses_is_told_once(tmp_path: Path) -> None:
    """As an error, with the class that refuses it."""
    files = {"settings.py": _SETTINGS.format(extra="forbid"), ".env": "ORDERS_PUBLC_URL=http://x\n"}
    report = report_of(tmp_path, files, {"ORDERS_LIMITS": "{}"}, environment=None)

    about = [(f.code, f.hint) for f in report.findings if "PUBLC" in f.message]

    assert about == [("unknown-key", "Rename it to ORDERS_PUBLIC_URL, or remove it.")]


def test_a_variable_of_a_file_that_the_class_keeps_is_a_setting(tmp_path: Path) -> None:
    """extra="allow" keeps it, and it is read as any other one."""
    files = {"settings.py": _SETTINGS.format(extra="allow"), ".env": "ORDERS_COLOUR=red\n"}
    report = report_of(tmp_path, files, {"ORDERS_LIMITS": "{}"}, environment=None)

    colour = report.setting("colour")

    assert colour is not None
    assert colour.value == "red"
    assert "ORDERS_COLOUR" in [arrival.name for arrival in arrivals(report)]
    assert not found(report, "variable-ignored")


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("ORDERS_LIMITS__BIG", "limits.big", 3),
        ("ORDERS_OTHERS__EU__PORT", "others.eu.port", 3),
    ],
)
def test_a_new_key_of_a_mapping_lands_where_it_is_meant_to(
    name: str, key: str, value: int, tmp_path: Path
) -> None:
    """A `dict` takes any key, and a model below it has its fields."""
    environ = {"ORDERS_LIMITS__SMALL": "1", name: str(value)}
    report = report_of(tmp_path, {"settings.py": _IGNORING}, environ, environment=None)

    setting = report.setting(key)

    assert setting is not None
    assert setting.value == value
    assert not [f for f in report.findings if name in f.message]
    assert all(arrival.known for arrival in arrivals(report))


def test_an_unknown_key_of_a_model_in_a_mapping_is_told(tmp_path: Path) -> None:
    """The model drops it."""
    environ = {"ORDERS_LIMITS": "{}", "ORDERS_OTHERS__EU__PROT": "3"}
    report = report_of(tmp_path, {"settings.py": _IGNORING}, environ, environment=None)

    (finding,) = found(report, "variable-ignored")

    assert "Db has no field prot" in finding.message


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "ORDERS_PUBLC_URL",
            "ORDERS_PUBLC_URL is no setting, and no variable that sets one. "
            "Did you mean ORDERS_PUBLIC_URL?\n",
        ),
        (
            "ORDERS_DB__PROT",
            "ORDERS_DB__PROT would set nothing: Db has no field prot. Did you mean ORDERS_DB__PORT?\n",
        ),
    ],
)
@pytest.mark.parametrize("command", ["explain", "variables"])
def test_a_mistyped_name_is_answered_with_the_right_one(
    command: str, typed: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong usage, with the exit code for it."""
    (tmp_path / "settings.py").write_text(_IGNORING, "utf-8")

    assert run(["config", command, str(tmp_path), typed, "--environ", "none"]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("typed", ["orders_public_url", "Orders_Public_Url"])
def test_a_name_may_be_asked_about_in_small_letters(
    typed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Letters do not count in the names that the class reads."""
    (tmp_path / "settings.py").write_text(_IGNORING, "utf-8")

    assert run(["config", "explain", str(tmp_path), typed, "--environ", "none"]) == 0
    assert f"{typed} lands on public_url." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("type_", "text", "value", "said"),
    [
        (
            "int = Field(8080, ge=1024)",
            "80",
            80,
            "port is 80: input should be greater than or equal to 1024.",
        ),
        ("Annotated[float, Field(lt=1)] = 0.5", "1.50", 1.5, "port is 1.5: input should be less than 1."),
        ("Optional[PositiveInt] = None", "-1", -1, "port is -1: input should be greater than 0."),
        ("list[PositiveInt] = []", '["7", "-1"]', [7, -1], "port[1] is -1: input should be greater than 0."),
        ("int = Field(8080, ge=1024)", "abc", "abc", "port is “abc”: input should be a valid integer"),
        ("int = Field(8080, ge=1024, strict=True)", "80", "80", "port is “80”: input should be a valid"),
    ],
)
def test_a_value_beyond_a_limit_is_shown_as_it_was_read(
    type_: str, text: str, value: object, said: str, tmp_path: Path
) -> None:
    """pydantic reads first and compares then; what it cannot read stays as it is."""
    source = (
        "from typing import Annotated, Optional\nfrom pydantic import Field, PositiveInt\n"
        "from pydantic_settings import BaseSettings\n\n\n"
        f"class Settings(BaseSettings):\n    port: {type_}\n"
    )
    report = report_of(tmp_path, {"settings.py": source}, {"PORT": text}, environment=None)

    (finding,) = found(report, "invalid-value")
    setting = report.setting("port")

    assert finding.message.startswith(said)
    assert setting is not None
    assert (setting.value, setting.source.value) == (value, value)
    assert type(setting.value) is type(value)


_FACTORY = """
from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Own(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="OWN_", env_file=".env")
    port: int = Field(1, le=100)


class Holder(BaseModel):
    own: Own = Field(default_factory=Own)


class Settings(BaseSettings):
    a: int = 1
    held: Holder = Field(default_factory=Holder)
"""


def test_a_settings_class_as_a_factory_reads_its_own_sources(tmp_path: Path) -> None:
    """What it refuses is told at its own key, beside what the class around it refuses."""
    files = {"settings.py": _FACTORY, ".env": "OWN_PORT=700\nTOO_MUCH=1\n"}
    report = report_of(tmp_path, files, {"A": "x"}, environment=None)

    refused = {(f.code, f.key, str(f.places[0])) for f in report.findings if f.severity is Severity.ERROR}

    assert refused == {
        ("invalid-value", "held.own.port", ".env:1:10 OWN_PORT"),
        ("unknown-key", "held.own.too_much", ".env:2:10 TOO_MUCH"),
        ("invalid-value", "a", "A"),
    }
    assert found(report, "settings-model-unread") == []
    port = report.setting("held.own.port")
    assert port is not None
    assert (port.value, port.source.status) == (700, Status.INVALID)


def test_a_word_in_capital_letters_keeps_them(tmp_path: Path) -> None:
    """The library's own sentence begins with one."""
    code = "from pydantic import RedisDsn\nfrom pydantic_settings import BaseSettings\n"
    code += "class Settings(BaseSettings):\n    cache: RedisDsn\n"

    (finding,) = found(report_of(tmp_path, {"settings.py": code}, {"CACHE": "http://x"}), "invalid-value")

    assert "URL scheme should be" in finding.message


_READING = """
from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict, YamlConfigSettingsSource


class Db(BaseModel):
    {db_config}
    host: str = "localhost"
    port: int = Field(5432, alias="the_port")


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_nested_delimiter="__", extra={extra!r}, env_file=".env")
    public_url: str = ""
    db: Db = Db()
    others: dict[str, Db] = {{}}

    @classmethod
    def settings_customise_sources(cls, settings_cls, env_settings, dotenv_settings, **rest):
        return env_settings, dotenv_settings, YamlConfigSettingsSource(settings_cls, "config.yaml")
"""


def _reading(extra: str = "ignore", db_config: str = "") -> str:
    return _READING.format(extra=extra, db_config=db_config)


def test_keys_that_the_class_ignores_are_told(tmp_path: Path) -> None:
    """Mistyped ones each by itself, the others together; what another finding tells is not told again."""
    files = {
        "settings.py": _reading(),
        "config.yaml": (
            "publc_url: x\nlogging: {level: debug}\nversion: 3\n"
            "db:\n  HOST: y\n  the_port: 3\nothers:\n  eu: {hots: z, the_port: 4}\n"
        ),
        ".env": "OF_SOMEBODY_ELSE=1\n",
    }
    environ = {"DB": '{"prot": 1, "the_prot": 2}', "DB__HOTS": "x"}
    report = report_of(tmp_path, files, environ, environment=None)

    told = [
        (f.severity, f.key, f.hint.partition(",")[0], str(f.places[0])) for f in found(report, "key-ignored")
    ]

    assert told == [
        (Severity.INFO, "publc_url", "Rename it to public_url", "config.yaml:1:1"),
        (Severity.INFO, None, "Remove what nothing else reads.", "config.yaml:2:1"),
        (Severity.INFO, "db.HOST", "Rename it to host", "config.yaml:5:3"),
        (Severity.INFO, "others.eu.hots", "Rename it to host", "config.yaml:8:8"),
        (Severity.INFO, "db.prot", "Remove what nothing else reads.", "DB"),
        (Severity.INFO, "db.the_prot", "Rename it to the_port", "DB"),
    ]
    assert [f.places[0].variable for f in found(report, "variable-ignored")] == ["DB__HOTS"]


def test_very_many_ignored_keys_make_few_findings(tmp_path: Path) -> None:
    """A file that other programs read too does not drown the rest."""
    mistyped = "".join(f"public_url{'xyzabcdefg'[n % 10]}{'k' * (n // 10 % 3)}: 1\n" for n in range(30))
    other = "".join(f"other_thing_{n}: 1\n" for n in range(500))
    report = report_of(
        tmp_path, {"settings.py": _reading(), "config.yaml": mistyped + other}, environment=None
    )

    told = found(report, "key-ignored")

    assert len(told) == 21
    assert (
        "and 505 more in config.yaml" in told[0].message or "and 505 more in config.yaml" in told[-1].message
    )


@pytest.mark.parametrize("extra", ["forbid", "allow"])
def test_keys_that_are_kept_or_refused_are_not_ignored(extra: str, tmp_path: Path) -> None:
    """Only extra="ignore" drops them."""
    files = {
        "settings.py": _reading(extra, f'model_config = {{"extra": "{extra}"}}'),
        "config.yaml": "publc_url: x\ndb: {hosts: z}\n",
    }
    report = report_of(tmp_path, files, environment=None)

    assert found(report, "key-ignored") == []
    assert len(found(report, "unknown-key")) == (2 if extra == "forbid" else 0)


def test_a_variable_of_another_settings_class_is_left_to_it(tmp_path: Path) -> None:
    """Prefixes of two classes often begin alike."""
    other = (
        "from pydantic_settings import BaseSettings\n\n\n"
        'class Mail(BaseSettings, env_prefix="ORDERS_MAIL_"):\n    host: str = ""\n'
    )
    environ = {"ORDERS_LIMITS": "{}", "ORDERS_MAIL_HOST": "x", "ORDERS_MAIL_HOTS": "y"}
    files = {"settings.py": _IGNORING, "mail.py": other}
    report = report_of(tmp_path, files, environ, environment=None)

    assert [f.places[0].variable for f in found(report, "variable-ignored")] == ["ORDERS_MAIL_HOTS"]
    assert not [f for f in report.findings if "ORDERS_MAIL_HOST " in f.message]


def test_a_factory_inside_of_a_given_mapping_refuses_too(tmp_path: Path) -> None:
    """The mapping is given, and only what it lacks is made."""
    files = {"settings.py": _FACTORY, ".env": "OWN_PORT=700\n"}
    report = report_of(tmp_path, files, {"HELD": "{}"}, environment=None)

    told = [(f.code, f.key) for f in report.findings if f.severity is Severity.ERROR]

    assert told == [("invalid-value", "held.own.port")]


def test_of_two_fields_with_one_alias_the_refusing_one_is_told(tmp_path: Path) -> None:
    """The location goes on below the one that is a model."""
    source = (
        "from pydantic import BaseModel, Field\nfrom pydantic_settings import BaseSettings\n\n\n"
        "class Db(BaseModel):\n    port: int = 1\n\n\n"
        'class Settings(BaseSettings):\n    text: str = Field("", alias="db")\n    db: Db = Db()\n'
    )
    report = report_of(tmp_path, {"settings.py": source}, {"DB": '{"port": "x"}'}, environment=None)

    assert ("invalid-value", "db.port") in [(f.code, f.key) for f in report.findings]


def test_of_two_fields_with_one_alias_that_is_told_into_which_the_place_of_the_refusal_leads(
    tmp_path: Path,
) -> None:
    """A member of a union would be named in it, and a key of a mapping is."""
    hook = "    @classmethod\n    def settings_customise_sources(cls, settings_cls, **sources):\n"
    hook += '        return (YamlConfigSettingsSource(settings_cls, "c.yaml"),)\n'
    source = (
        "from typing import Literal, Union\nfrom pydantic import BaseModel, Field\n"
        "from pydantic_settings import BaseSettings, YamlConfigSettingsSource\n\n\n"
        'class Cat(BaseModel):\n    kind: Literal["cat"] = "cat"\n\n\n'
        'class Dog(BaseModel):\n    kind: Literal["dog"] = "dog"\n\n\n'
        "class Settings(BaseSettings):\n"
        '    pet: Union[Cat, Dog] = Field(Cat(), alias="shared")\n'
        '    counts: dict[str, int] = Field({}, alias="shared")\n'
        f"{hook}\n\nsettings = Settings()\n"
    )
    files = {"settings.py": source, "c.yaml": "shared: {kind: dog}\n"}

    report = report_of(tmp_path, files, {}, environment=None)

    assert [finding.key for finding in found(report, "invalid-value")] == ["counts.kind"]


def test_a_mapping_in_a_variable_is_shown_as_it_was_read_itself(tmp_path: Path) -> None:
    """Each variable has its own keys, in the types of the fields, whatever others add to the mapping."""
    files = {"settings.py": _IGNORING, ".env": 'ORDERS_DB={"port": "70"}\n'}
    environ = {"ORDERS_DB": '{"host": "x"}', "ORDERS_LIMITS": '{"a": "1"}'}

    report = report_of(tmp_path, files, environ, environment=None)

    assert [(one.name, one.landed.value) for one in arrivals(report)] == [
        ("ORDERS_DB", {"host": "x"}),
        ("ORDERS_LIMITS", {"a": 1}),
        ("ORDERS_DB", {"port": 70}),
    ]


def test_a_variable_that_the_class_refuses_says_so_in_its_reason(tmp_path: Path) -> None:
    """Its line in the list of variables is no dead end."""
    files = {"settings.py": _SETTINGS.format(extra="forbid"), ".env": "ORDERS_LIMITS={}\nORDERS_NEW=1\n"}

    report = report_of(tmp_path, files, environment=None)

    new = next(one for one in arrivals(report) if one.name == "ORDERS_NEW")
    assert (new.effective, new.reason) == (False, "Settings has no field new, and refuses it")


def test_what_pyproject_toml_says_to_others_is_no_key(tmp_path: Path) -> None:
    """Keys are those below the header, without the header."""
    settings = (
        "from pydantic_settings import BaseSettings, PyprojectTomlConfigSettingsSource\n\n\n"
        "class Settings(BaseSettings):\n"
        '    model_config = {"pyproject_toml_table_header": ("tool", "mine")}\n'
        "    port: int = 1\n\n"
        "    @classmethod\n"
        "    def settings_customise_sources(cls, settings_cls, init_settings, env_settings, **others):\n"
        "        return env_settings, PyprojectTomlConfigSettingsSource(settings_cls)\n"
    )
    pyproject = '[project]\nname = "x"\n[tool.mine]\nport = 2\n'
    files = {"settings.py": settings, "pyproject.toml": pyproject}
    report = report_of(tmp_path, files, environment=None)

    assert report.values == {"port": 2}
    assert list(known_paths(report)) == [("port",)]
