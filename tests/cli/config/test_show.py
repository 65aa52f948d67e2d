"""`inspector config show`."""

from __future__ import annotations

import json
import shlex
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from inspector.cli import run
from inspector.cli.config.words import also_fits
from inspector.config.discover import Alternative
from inspector.config.report import Request, build_report

_NO_PROCESS = ("--environ", "none")


def _shown(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    assert run(["config", "show", *argv, *_NO_PROCESS]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def _document(capsys: pytest.CaptureFixture[str], *argv: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(_shown(capsys, *argv, "--format", "json"))
    return document


def _settings(document: dict[str, Any]) -> dict[str, Any]:
    return {setting["key"]: setting for setting in document["settings"]}


def test_the_table_has_value_and_place_of_every_setting(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line a setting: value, type, layer, file and line."""
    lines = _shown(capsys, str(workspace), "-e", "production").splitlines()
    rows = {line.split()[0]: line.split()[1:] for line in lines if "." in line or line.startswith("country")}

    assert lines[0] == "shop · production · layered with APP_ · no variables of a process"
    assert rows["db.host"] == ["db.example.com", "str", "environment", "config.production.yaml:2"]
    assert rows["db.port"] == ["70000", "(invalid)", "int", "environment", "config.production.yaml:3"]
    assert rows["db.pool_size"] == ["10", "int", "base", "config.yaml:4"]
    assert rows["db.pool.size"] == ["20", "int", "dotenv", ".env.production:2"]
    assert rows["country"] == ["false", "bool", "base", "config.yaml:5"]
    assert "hunter2" not in "\n".join(lines)
    assert lines[-1].startswith("7 settings, ")


def test_dialects_that_would_fit_too_are_told(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the line below the first, with their confidence; without any there is no such line."""
    report = build_report(Request(workspace))
    other = Alternative("pydantic-settings", 0.63, ("settings.py",))
    choice = replace(report.dialect, alternatives=(other,), confidence=0.9)

    assert also_fits(report) == ""
    assert also_fits(replace(report, dialect=replace(choice, confidence=1.0))) == ""
    assert also_fits(replace(report, dialect=choice)) == (
        "also fits: pydantic-settings (0.6); --dialect chooses"
    )
    lines = _shown(capsys, str(workspace)).splitlines()
    assert lines[1].startswith("layered: declared in inspector.toml; config.yaml + config.staging.yaml")
    assert lines[2] == ""


_MODEL = """
from pydantic import BaseModel
from pydantic_settings import BaseSettings, SettingsConfigDict

class Db(BaseModel):
    host: str = "localhost"
    password: str

class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_", env_nested_delimiter="__")
    port: int = 80
    token: str
    db: Db
"""


def test_keys_without_a_value_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the application requires and nobody sets is what people look for: in the table and in JSON."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "settings.py").write_text(_MODEL, "utf-8")

    lines = _shown(capsys, str(folder), "--set", "APP_DB__HOST=db").splitlines()
    document = _document(capsys, str(folder), "--set", "APP_DB__HOST=db")

    assert [line.split() for line in lines if "(missing)" in line] == [
        ["token", "(missing)", "required", "settings.py:12"],
        ["db.password", "(missing)", "required", "settings.py:7"],
    ]
    assert lines[-1].startswith("2 settings, 1 overridden, 2 missing;")
    assert [(missing["key"], missing["status"], missing["line"]) for missing in document["missing"]] == [
        ("token", "missing", 12),
        ("db.password", "missing", 7),
    ]


def test_an_undefined_key_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A variable that takes the value away does not take the key out of sight."""
    (tmp_path / "config").mkdir()
    files = {
        "package.json": '{"dependencies": {"config": "5.0.1"}}',
        "config/default.json": '{"port": 80, "name": "shop"}',
        "config/custom-environment-variables.json": '{"port": {"__name": "PORT", "__format": "number"}}',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")

    lines = _shown(capsys, str(tmp_path), "--set", "PORT=many").splitlines()

    assert [line.split()[:2] for line in lines if line.startswith("port")] == [["port", "(undefined)"]]


def test_a_key_with_nothing_but_a_variable_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Reading it stops the application until somebody sets the variable."""
    (tmp_path / "config").mkdir()
    names = '{"port": "PORT", "db": {"password": {"__name": "DB_PASSWORD", "__format": "json"}}}'
    files = {
        "package.json": '{"dependencies": {"config": "5.0.1"}}',
        "config/default.json": '{"port": 80}',
        "config/custom-environment-variables.json": names,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")

    missing = _document(capsys, str(tmp_path))["missing"]
    set_now = _document(capsys, str(tmp_path), "--set", 'DB_PASSWORD="x"')["missing"]

    assert [(entry["key"], entry["status"], entry["line"]) for entry in missing] == [
        ("db.password", "undefined", 1)
    ]
    assert set_now == []


def test_a_required_validator_of_dynaconf_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its key is missing until somebody sets it."""
    code = "from dynaconf import Dynaconf, Validator\n"
    code += (
        's = Dynaconf(settings_files=["settings.toml"], validators=[Validator("TOKEN", must_exist=True)])\n'
    )
    (tmp_path / "conf.py").write_text(code, "utf-8")
    (tmp_path / "settings.toml").write_text("port = 80\n", "utf-8")

    assert run(["config", "explain", str(tmp_path), "TOKEN", *_NO_PROCESS]) == 0
    assert "TOKEN is not set" in capsys.readouterr().out
    missing = _document(capsys, str(tmp_path))["missing"]
    set_now = _document(capsys, str(tmp_path), "--set", "DYNACONF_TOKEN=x")["missing"]

    assert ([entry["key"] for entry in missing], set_now) == (["TOKEN"], [])


def test_an_environment_where_there_are_none_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody takes values that hold everywhere for those of production."""
    (tmp_path / ".env").write_text("A=1\n", "utf-8")

    assert run(["config", "show", str(tmp_path), "-e", "prod", "--environ", "none"]) == 0

    assert capsys.readouterr().err == (
        "inspector: There are no environments here: no file is for prod, or for any other.\n"
    )


def test_a_declared_dialect_that_does_not_exist(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is guessed in its place, whatever the format; --dialect helps until it is corrected."""
    (tmp_path / "config.yaml").write_text("a: 1\n", "utf-8")
    (tmp_path / "inspector.toml").write_text('dialect = "costom"\n', "utf-8")

    ends = [
        run(["config", "show", str(tmp_path), *words, "--environ", "none"])
        for words in ([], ["-f", "json"], ["--dialect", "layered"])
    ]

    captured = capsys.readouterr()
    assert ends == [2, 2, 0]
    assert captured.err.startswith(
        'inspector: inspector.toml:1:1: dialect: "costom" is no dialect; known are'
    )
    assert "Did you mean custom?" in captured.err
    assert captured.out.startswith(f"{tmp_path.name} · ")


def test_json_has_the_shape_of_the_contract(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Layers low to high, settings with candidates low to high, findings."""
    document = _document(capsys, str(workspace), "-e", "production")
    port = _settings(document)["db.port"]

    assert set(document) >= {
        "schema", "workspace", "dialect", "environment", "environments", "layers", "settings", "findings",
    }  # fmt: skip
    assert document["schema"] == "inspector.config/1"
    assert document["environment"] == "production"
    assert set(document["environments"]) == {"development", "production", "staging"}
    assert all({"id", "kind", "label", "path", "status"} <= set(layer) for layer in document["layers"])
    assert [candidate["value"] for candidate in port["candidates"]] == [5432, 70000]
    assert port["source"] == port["candidates"][-1]
    assert (port["source"]["path"], port["source"]["line"], port["source"]["column"]) == (
        "config.production.yaml", 3, 9,
    )  # fmt: skip
    assert {
        "layer",
        "kind",
        "value",
        "type",
        "raw",
        "status",
        "reason",
        "path",
        "line",
        "column",
        "variable",
    } <= set(port["source"])
    assert any(
        finding["severity"] == "error" and finding["key"] == "db.port" for finding in document["findings"]
    )


def test_secrets_are_masked_until_revealed(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Value and raw text are hidden in every format, and come with --reveal-secrets."""
    masked = {
        name: _shown(capsys, str(workspace), "-e", "production", "-f", name)
        for name in ("table", "json", "yaml", "toml", "dotenv")
    }
    revealed = _document(capsys, str(workspace), "-e", "production", "--reveal-secrets")

    assert [name for name, text in masked.items() if "hunter2" in text] == []
    assert [name for name, text in masked.items() if "••••••••" not in text] == []
    assert _settings(revealed)["db.password"]["value"] == "hunter2-hunter2"


def test_values_can_be_read_back(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """YAML and TOML hold the effective values."""
    as_yaml = yaml.safe_load(_shown(capsys, str(workspace), "-e", "staging", "--format", "yaml"))
    as_toml = tomllib.loads(_shown(capsys, str(workspace), "-e", "staging", "--format", "toml"))

    assert as_yaml == as_toml
    assert as_yaml["db"] == {"host": "db.staging.example.com", "port": 5432, "pool_size": 10}
    assert as_yaml["country"] is False


def test_what_if_variables_win_and_are_not_written(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--set beats every file, and the folder stays as it is."""
    before = {path.name: path.read_bytes() for path in workspace.iterdir()}
    document = _document(
        capsys, str(workspace), "-e", "staging", "--set", "APP_DB_HOST=here", "--set", "APP_X=1"
    )

    settings = _settings(document)
    assert settings["db.host"]["value"] == "here"
    assert settings["db.host"]["source"]["kind"] == "what-if"
    assert settings["x"]["value"] == 1
    assert {path.name: path.read_bytes() for path in workspace.iterdir()} == before


def test_the_variables_of_the_shell_count_by_default(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --environ the process environment is that of Inspector itself."""
    monkeypatch.setenv("APP_DB_HOST", "from-the-shell")
    assert run(["config", "show", str(workspace), "--format", "json"]) == 0

    source = _settings(json.loads(capsys.readouterr().out))["db.host"]["source"]
    assert (source["value"], source["kind"], source["variable"]) == (
        "from-the-shell",
        "variable",
        "APP_DB_HOST",
    )


def test_a_file_of_variables_and_another_prefix_can_be_chosen(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--environ file:F and --prefix replace what was detected."""
    variables = tmp_path / "variables"
    variables.write_text("SHOP_DB_HOST=from-a-file\nAPP_DB_HOST=not-looked-at\n", "utf-8")
    argv = [
        "config",
        "show",
        str(workspace),
        "--environ",
        f"file:{variables}",
        "--prefix",
        "SHOP_",
        "-f",
        "json",
    ]
    assert run(argv) == 0

    assert _settings(json.loads(capsys.readouterr().out))["db.host"]["value"] == "from-a-file"


def test_a_file_stands_for_its_folder(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Naming config.yaml is naming its project."""
    of_folder = _document(capsys, str(workspace), "-e", "staging")
    of_file = _document(capsys, str(workspace / "config.yaml"), "-e", "staging")

    assert of_file["settings"] == of_folder["settings"]


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["no/such/folder"], "no/such/folder does not exist."),
        (["/dev/null"], "/dev/null cannot be read: "),
        ([".", "--environ", "shell"], "'shell' names no environment"),
        ([".", "--environ", "pid:999999999"], "There is no process 999999999."),
        ([".", "--schema", "none.json"], "none.json is no schema file."),
        ([".", "--set", "NAME"], "--set NAME is not of the form NAME=VALUE."),
        ([".", "--set", "=1"], "--set =1 is not of the form NAME=VALUE."),
        ([".", "--dialect", "spring"], "spring is no dialect. Known are: layered"),
    ],
)
def test_wrong_inputs_are_one_sentence(
    argv: list[str],
    sentence: str,
    workspace: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Exit code 2, nothing on stdout, the reason on stderr."""
    monkeypatch.chdir(workspace)
    assert run(["config", "show", *argv]) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert sentence in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize("command", [("show",), ("check",), ("explain", "x")])
def test_a_folder_without_configuration_says_what_was_looked_for(
    command: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong folder does not look like a healthy one."""
    name, *key = command
    assert run(["config", name, str(tmp_path), *key, *_NO_PROCESS]) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert "config.yaml" in captured.err
    assert captured.err.count("\n") == 1


def test_a_broken_file_does_not_hide_the_others(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The other layers still resolve."""
    (workspace / "config.production.yaml").write_text("db: [\n", "utf-8")
    document = _document(capsys, str(workspace), "-e", "production")

    assert _settings(document)["db.port"]["value"] == 5432
    assert any(
        finding["severity"] == "error" and finding["places"][0]["path"] == "config.production.yaml"
        for finding in document["findings"]
    )


def test_files_without_settings_are_no_empty_table(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says that there are none and where the reason is told."""
    for file in workspace.iterdir():
        file.unlink()
    (workspace / "config.yaml").write_text("", "utf-8")

    lines = _shown(capsys, str(workspace)).splitlines()
    assert "Setting" not in " ".join(lines)
    assert lines[-1] == (
        f"0 settings, 0 overridden; `inspector config check {workspace} --environ none` "
        "tells of 1 error and 0 warnings."
    )
    assert run(["config", "explain", str(workspace), "a.b", *_NO_PROCESS]) == 2
    assert "a.b is no setting: there are none;" in capsys.readouterr().err


@pytest.mark.parametrize("argv", [("show",), ("show", "--format", "json"), ("explain", "db.port")])
def test_an_environment_that_does_not_exist_is_told(
    argv: tuple[str, ...], workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The values without it are shown, and one line on stderr says that they are."""
    name, *rest = argv
    assert run(["config", name, str(workspace), *rest, "-e", "prod", *_NO_PROCESS]) == 0

    captured = capsys.readouterr()
    assert "5432" in captured.out
    assert captured.err == (
        "inspector: There is no environment prod here; known are development, staging, production. "
        "Did you mean production?\n"
    )


def test_a_log_is_no_configuration(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever names a log is told which command shows it, and not the settings of its folder."""
    (workspace / "api.jsonl.1").touch()
    monkeypatch.chdir(workspace)
    assert run(["config", "show", "api.jsonl.1"]) == 2

    assert capsys.readouterr() == (
        "",
        "inspector: api.jsonl.1 is a log: `inspector logs show api.jsonl.1` shows its records.\n",
    )


def test_the_command_that_tells_of_findings_looks_at_the_same(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It has every option that changes what is seen; a secret that was typed is not shown again."""
    options = ["-e", "production", "--prefix", "APP_", "--schema", str(workspace / "schema.json")]
    typed = ["--environ", "none", "--set", "APP_DB_POOL=1 2", "--set", "APP_DB_PASSWORD=hunter3-hunter3"]

    text = _shown(capsys, str(workspace), *options, *typed)

    hidden = [*options, *typed[:-1], "APP_DB_PASSWORD=…"]
    assert f"`{shlex.join(['inspector', 'config', 'check', str(workspace), *hidden])}` tells of" in text
    assert "hunter3" not in text


def test_keys_that_a_layer_took_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They stand below the settings, and in JSON beside the missing ones."""
    (tmp_path / "config.yaml").write_text("db: {host: x}\na: 1\n", "utf-8")
    (tmp_path / "config.production.yaml").write_text("db: off\n", "utf-8")

    document = _document(capsys, str(tmp_path), "-e", "production")
    lines = _shown(capsys, str(tmp_path), "-e", "production").splitlines()

    assert [(one["key"], one["status"], one["path"], one["line"]) for one in document["missing"]] == [
        ("db.host", "gone", "config.production.yaml", 1)
    ]
    assert ["db.host", "(gone)", "environment", "config.production.yaml:1"] in [
        line.split() for line in lines
    ]
    assert ", 1 gone" in lines[-1]
