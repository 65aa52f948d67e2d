"""Which settings are secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.base.secrets import MASK
from inspector.cli import run
from inspector.config.export import masked_value
from inspector.config.report import arrivals
from inspector.config.resolve.secrecy import is_secret_path
from inspector.config.values import KeyPath, Value
from tests.config.workspace import report_of


@pytest.mark.parametrize(
    ("path", "secret"),
    [
        (("db", "password"), True),
        (("password", "of", "db"), True),
        (("app", "api", "key"), True),
        (("app", "Private", "Keys"), True),
        (("cache", "key"), False),
        (("key",), False),
        (("api", "port"), False),
    ],
)
def test_a_key_may_name_a_secret_with_two_of_its_parts(path: KeyPath, secret: bool) -> None:
    """A dialect that splits names at each `_` makes `api.key` of `API_KEY`."""
    assert is_secret_path(path) is secret


def test_names_of_variables_count_as_well(tmp_path: Path) -> None:
    """Whatever key they land on, for every layer that sets it."""
    files = {"config.yaml": "app: {api: {key: first-one, port: 1}}\n"}
    report = report_of(tmp_path, files, {"ML_APP_API_KEY": "second-one"})

    assert {setting.key: setting.secret for setting in report.settings} == {
        "app.api.key": True,
        "app.api.port": False,
    }


def test_keys_inside_of_lists_are_masked_in_the_same_way() -> None:
    """With the part above them."""
    value = [{"api": {"key": "x", "port": 1}, "clientsecret": "y"}]

    assert masked_value(value, secret=False) == [{"api": {"key": MASK, "port": 1}, "clientsecret": MASK}]


@pytest.mark.parametrize(
    "value",
    [
        "sk_live_51HabcDEF",
        "sk_test_51HabcDEF",
        "AKIAABCDEFGHIJKLMNOP",
        "ghp_0123456789abcdefghij",
        "github_pat_11ABCDEFG0123456789",
        "xoxb-123456789012-abc",
        "https://hooks.slack.com/services/T0/B0/XyZ",
        "AccountName=a;AccountKey=aBcD1234==",
        "-----BEGIN RSA PRIVATE KEY-----\nMII",
        "eyJhbGciOiJI.eyJzdWIiOiIx.c2ln",
        "https://abc123def@o1.ingest.sentry.io/4",
    ],
)
def test_a_value_of_a_known_shape_is_a_secret_below_any_key(value: str) -> None:
    """Whatever the key is called."""
    assert masked_value({"any": value}, secret=False) == {"any": MASK}


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"tokens": ["a1", "b2"]}, {"tokens": MASK}),
        ({"tokens": "a1,b2"}, {"tokens": MASK}),
        ({"max_tokens": 5, "tokens": 5}, {"max_tokens": 5, "tokens": 5}),
        ({"tokens": [1, 2], "stop_tokens": ["x"]}, {"tokens": [1, 2], "stop_tokens": ["x"]}),
        ({"password": ""}, {"password": ""}),
    ],
)
def test_several_secrets_hide_in_a_list_and_an_empty_one_shows(values: Value, shown: Value) -> None:
    """Numbers of tokens are none, and to see that a password is empty helps."""
    assert masked_value(values, secret=False) == shown


def test_a_list_of_secrets_is_a_secret_setting(tmp_path: Path) -> None:
    """Also in the text of the file."""
    text = "app:\n  tokens:\n    - first-token\n  max_tokens: 5\n"
    report = report_of(tmp_path, {"config.yaml": text})

    assert {one.key: one.secret for one in report.settings} == {"app.tokens": True, "app.max_tokens": False}
    assert [text[start:end] for start, end in report.texts["config.yaml"].secrets] == ["first-token"]


def test_a_variable_that_misses_the_key_of_a_secret_by_a_slip_is_one(tmp_path: Path) -> None:
    """Its value is the secret that did not arrive."""
    files = {"config.yaml": "app: {api_key: first-one, host: a}\n"}
    report = report_of(tmp_path, files, {"ML_APP_API_KYE": "second-one", "ML_APP_HOTS": "b"})
    secrets = {arrival.name: arrival.secret for arrival in arrivals(report)}

    assert secrets == {"ML_APP_API_KYE": True, "ML_APP_HOTS": False}
    assert not [one.key for one in report.settings if one.value == "second-one" and not one.secret]


@pytest.mark.parametrize("form", ["table", "json", "yaml", "toml", "dotenv"])
@pytest.mark.parametrize("dialect", ["layered", "node-config"])
def test_a_password_in_a_key_is_masked(
    form: str, dialect: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In every format, in lists, and in findings."""
    text = """hooks: {"https://u:SECRET99@h/": key}
list: [{"https://u:SECRET99@h/": 1}]
"https://u:SECRET99@h/": {a: 1}
"""
    (tmp_path / "config").mkdir()
    for file in (tmp_path / "config.yaml", tmp_path / "config" / "default.yaml"):
        file.write_text(text, "utf-8")
    options = [str(tmp_path), "--environ", "none", "--dialect", dialect]

    assert run(["config", "show", *options, "--format", form]) == 0
    run(["config", "check", *options])
    run(["config", "variables", *options])
    run(["config", "explain", *options, "list"])

    out = capsys.readouterr()
    assert "SECRET99" not in out.out + out.err
    assert MASK in out.out


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("auth: user:SECRET", True),
        ("basic_auth: user:SECRET", True),
        ("auth: basic", False),
        ("auth: {type: basic}", False),
        ("auth: http://host/x", False),
        ("auth: localhost:8080", False),
        ("auth_url: http://x", False),
        ("PIN: 1234", True),
        ("PASSWRD: abcdef", True),
    ],
)
def test_names_and_values_that_are_secrets_together(text: str, secret: bool, tmp_path: Path) -> None:
    """The source view hides what the tree hides."""
    report = report_of(tmp_path, {"config.yaml": f"{text}\n"}, environment=None)

    assert [setting.secret for setting in report.settings] == [secret]
    assert bool(report.texts["config.yaml"].secrets) is secret


def test_a_text_in_the_place_of_a_mapping_with_a_secret_is_one(tmp_path: Path) -> None:
    """It most likely holds the same secret; a number or a word of YAML does not."""
    files = {
        "config.yaml": "db: {password: hunter2}\ncache: {token: abc}\nplain: {host: h}\n",
        "config.production.yaml": "db: user/SECRET@h\ncache: 5\nplain: h\n",
    }
    report = report_of(tmp_path, files)

    assert {setting.key: setting.secret for setting in report.settings} == {
        "db": True,
        "cache": False,
        "plain": False,
    }
