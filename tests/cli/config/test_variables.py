"""`inspector config variables`."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from inspector.cli import run


def _variables(workspace: Path, *argv: str) -> int:
    return run(["config", "variables", str(workspace), *argv, "-e", "production", "--environ", "none"])


def test_where_each_variable_lands_is_drawn_on_its_name(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The letters of each part are underlined; then key, type, and the value when it is another one."""
    (workspace / ".env").write_text("APP_DB_HOST=other\nAPP_COUNTRY=010\nAPP_A__B=1\n", "utf-8")
    assert _variables(workspace, "--set", "APP_DB_HOST=here") == 0

    blocks = capsys.readouterr().out.split("\n\n")
    assert blocks[:2] == [
        "shop · production · layered with APP_ · no variables of a process",
        "5 variables that the application reads:",
    ]
    assert (
        blocks[2]
        == """\
▸ APP_DB_HOST=here  what-if
      ╰╯ ╰──╯  → db.host, read as str"""
    )
    assert (
        blocks[5]
        == """\
▸ APP_COUNTRY=010  .env:2
      ╰─────╯  → country, read as int 10"""
    )
    assert (
        blocks[6]
        == """\
▸ APP_A__B=1  .env:3
      │  │  → a."".b, read as int
    no known key"""
    )
    assert (
        blocks[7]
        == """\
  APP_DB_HOST=other  .env:1
      ╰╯ ╰──╯  → db.host, read as str
    no effect: APP_DB_HOST is set in what-if before this file is loaded"""
    )


def test_a_variable_on_an_unknown_key_is_told_the_closest(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And whether a variable can set that one."""
    assert _variables(workspace, "--set", "APP_DB_PROT=1") == 0

    lines = capsys.readouterr().out.splitlines()
    pool = next(i for i, line in enumerate(lines) if line.startswith("▸ APP_DB_POOL_SIZE=20"))
    assert lines[pool + 1] == "      ╰╯ ╰──╯ ╰──╯  → db.pool.size, read as int"
    assert lines[pool + 2] == (
        "    no known key; did you mean db.pool_size? No variable sets it. "
        "Names are split at each _, so that none reaches a key that holds one. "
        "APP_DB__POOL_SIZE would set it if names were split at __, which the application does not do today."
    )
    assert "    no known key; did you mean db.port? The variable APP_DB_PORT sets it." in lines


def test_a_variable_that_stops_the_application(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The exception is told."""
    assert _variables(workspace, "--set", "APP_COUNTRY_NAME=x") == 0

    out = capsys.readouterr().out
    assert "  APP_COUNTRY_NAME=x  what-if\n" in out
    assert "    no effect: the application stops at start with TypeError: " in out


def test_near_misses_are_told_as_ignored(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are no variables of the application, and it does not hear of them."""
    assert _variables(workspace, "--set", "app_DB_HOST=here") == 0

    out = capsys.readouterr().out
    assert "2 variables that the application reads:" in out
    assert "warning: app_DB_HOST is ignored: " in out


def test_the_names_of_all_keys(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Those that variables reach with the variable that is set, the others with the reason."""
    assert _variables(workspace) == 0

    lines = capsys.readouterr().out.splitlines()
    title = next(i for i, line in enumerate(lines) if line.startswith("Setting "))
    rows = [line.split() for line in lines[title + 1 : title + 5]]
    assert rows == [
        ["db.host", "APP_DB_HOST"],
        ["db.port", "APP_DB_PORT"],
        ["country", "APP_COUNTRY"],
        ["list", "APP_LIST"],
    ]
    assert lines[-2:] == [
        "Out of reach: db.pool_size",
        "              Names are split at each _, so that none reaches a key that holds one.",
    ]


def test_one_key_with_its_names_and_a_line_for_the_shell(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is set now stands between them."""
    assert _variables(workspace, "db.host", "--set", "APP_DB_HOST=my host") == 0

    assert capsys.readouterr().out.splitlines() == [
        "shop · production · layered with APP_ · no variables of a process",
        "",
        "db.host is set by:",
        "  APP_DB_HOST  the last in the environment wins; "
        "small letters behind the prefix land on the same key",
        "",
        "Set now:",
        "▸ APP_DB_HOST=my host  what-if",
        "      ╰╯ ╰──╯  → db.host, read as str",
        "",
        "  export APP_DB_HOST='my host'",
    ]


def test_one_key_that_no_variable_sets(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The reason, and no line for the shell."""
    assert _variables(workspace, "db.pool_size") == 0

    assert capsys.readouterr().out.splitlines()[1:] == [
        "",
        "db.pool_size is set by no variable.",
        "Names are split at each _, so that none reaches a key that holds one.",
        "",
        "No variable lands on it.",
    ]


def test_a_key_above_others_has_names_for_them(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And one that replaces them all."""
    assert _variables(workspace, "db") == 0

    out = capsys.readouterr().out
    assert "db is set as a whole by:\n  APP_DB  " in out
    assert "No variable sets it now.\n" in out
    assert "export APP_DB=…\n" in out
    assert "db.host       APP_DB_HOST" in out
    assert "Out of reach: db.pool_size\n" in out


def test_a_variable_in_place_of_a_key(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where it lands, set or not."""
    assert _variables(workspace, "APP_DB_POOL_SIZE") == 0
    assert capsys.readouterr().out.splitlines()[1:4] == [
        "APP_DB_POOL_SIZE lands on db.pool.size.",
        "",
        "db.pool.size is set by:",
    ]
    assert _variables(workspace, "APP_NEW") == 0
    assert "export APP_NEW=…\n" in capsys.readouterr().out


def test_an_unknown_key_is_wrong_usage(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the suggestion that explain gives."""
    assert _variables(workspace, "db.prot") == 2

    assert "db.prot is no setting. Did you mean db.port" in capsys.readouterr().err


def test_secrets_are_masked(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By the name of the variable, of the key, and by shape; also in the line for the shell."""
    argv = ("--set", "APP_URL=http://me:hunter22@x", "--set", "APP_X_TOKEN=hunter33")
    for key in ([], ["db.password"], ["url"], ["x.token"]):
        for form in ([], ["--json"]):
            assert _variables(workspace, *key, *form, *argv) == 0
    assert "hunter" not in capsys.readouterr().out

    assert _variables(workspace, *argv, "--reveal-secrets") == 0
    out = capsys.readouterr().out
    assert [text for text in ("hunter2-hunter2", "hunter22", "hunter33") if text not in out] == []


def test_nothing_is_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The names of the keys are told all the same."""
    (tmp_path / "config.yaml").write_text("a: 1\n", "utf-8")
    assert _variables(tmp_path) == 0

    assert capsys.readouterr().out.splitlines()[1:] == [
        "",
        "No variable that the application reads is set.",
        "",
        "Setting  Variable  Set in",
        "a        ML_A",
    ]


def test_json(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names in parts, where they land, what was meant; the names of all keys."""
    assert _variables(workspace, "--json") == 0

    document = json.loads(capsys.readouterr().out)
    assert (document["schema"], document["prefix"]) == ("inspector.config/1", "APP_")
    password, pool = document["variables"]
    assert "".join(part["text"] for part in pool["split"]) == "APP_DB_POOL_SIZE"
    assert [part["text"] for part in pool["split"] if part["role"] == "key"] == ["DB", "POOL", "SIZE"]
    assert (pool["key"], pool["raw"], pool["value"], pool["type"]) == ("db.pool.size", "20", 20, "int")
    assert (pool["effective"], pool["known"], pool["closest"]) == (True, False, "db.pool_size")
    assert pool["closest_unreachable"].startswith("Names are split at each _")
    assert (pool["path"], pool["line"]) == (".env.production", 2)
    assert (password["secret"], password["raw"], password["value"]) == (True, "••••••••", "••••••••")
    keys = {key["key"]: key for key in document["keys"]}
    assert keys["db.host"]["names"][0]["name"] == "APP_DB_HOST"
    assert keys["db.pool_size"]["names"] == []
    assert document["ignored"] == []


def test_json_of_one_key(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The names, the example, and the variables that land on it."""
    assert _variables(workspace, "APP_DB_POOL_SIZE", "--json") == 0

    document = json.loads(capsys.readouterr().out)
    assert (document["key"], document["typed"]) == ("db.pool.size", "APP_DB_POOL_SIZE")
    assert [name["name"] for name in document["names"]] == ["APP_DB_POOL_SIZE"]
    assert document["example"] == "export APP_DB_POOL_SIZE=20"
    assert [variable["name"] for variable in document["variables"]] == ["APP_DB_POOL_SIZE"]


def test_names_of_an_explicit_map_have_no_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is drawn below them; a variable that sets several keys is one variable."""
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "default.json").write_text('{"db": {"host": "a", "port": 1}}', "utf-8")
    (folder / "custom-environment-variables.json").write_text('{"db": {"host": "DB_HOST"}}', "utf-8")
    assert (
        _variables(tmp_path, "--set", "DB_HOST=b", "--set", 'NODE_CONFIG={"db":{"port":2,"host":"c"}}') == 0
    )
    everything = capsys.readouterr().out
    assert _variables(tmp_path, "db.host") == 0

    assert "2 variables that the application reads:\n" in everything
    assert "▸ DB_HOST=b  what-if\n    → db.host, read as str\n" in everything
    assert capsys.readouterr().out.splitlines()[2:5] == [
        "db.host is set by, the first that is set wins:",
        "  DB_HOST",
        "  NODE_CONFIG  JSON, below custom-environment-variables",
    ]


def test_settings_that_are_variables_themselves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Their names are told once, and are known to the files that write them."""
    (tmp_path / ".env").write_text("HOST=a\nPORT=1\n", "utf-8")
    assert _variables(tmp_path, "--dialect", "dotenv", "--set", "PORT=2") == 0

    lines = capsys.readouterr().out.splitlines()
    assert "2 variables that the application reads:" in lines
    assert lines[lines.index("▸ HOST=a  .env:1") + 1] == "    read as str"
    assert "    no known key" not in lines
    assert lines[-1] == "Each setting is set by the variable of its name."


def test_an_example_of_a_whole_mapping_holds_the_value(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the variable holds JSON, the line gives the key the value that it has, unless that is secret."""
    folder = tmp_path / "config"
    folder.mkdir()
    text = '{"db": {"host": "it\'s", "port": 1}, "auth": {"password": "s3cret"}}'
    (folder / "default.json").write_text(text, "utf-8")

    def example(key: str) -> str:
        assert _variables(tmp_path, key, "--dialect", "node-config") == 0
        return next(line.strip() for line in capsys.readouterr().out.splitlines() if "export " in line)

    assert example("db.port") == """export NODE_CONFIG='{"db": {"port": 1}}'"""
    assert shlex.split(example("db.host"))[1] == 'NODE_CONFIG={"db": {"host": "it\'s"}}'
    assert example("db") == """export NODE_CONFIG='{"db": {"host": "it'"'"'s", "port": 1}}'"""
    assert example("auth.password") == """export NODE_CONFIG='{"auth": {"password": "…"}}'"""
    assert example("auth") == """export NODE_CONFIG='{"auth": "…"}'"""


def test_a_variable_of_many_settings_is_shown_as_it_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not as one of the values in it; and while it is not set, it is told what it can set."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "default.json").write_text('{"a": {"b": 2}, "password": "x"}', "utf-8")
    (tmp_path / "package.json").write_text('{"dependencies": {"config": "^4"}}', "utf-8")
    asked = ["config", "variables", str(tmp_path), "NODE_CONFIG", "--environ", "none"]

    assert run([*asked, "--set", 'NODE_CONFIG={"a":{"b":1}}']) == 0
    assert 'NODE_CONFIG={"a":{"b":1}}' in capsys.readouterr().out
    assert run([*asked[:3], *asked[4:], "--set", 'NODE_CONFIG={"password":"hunter22"}']) == 0
    shown = capsys.readouterr().out
    assert "NODE_CONFIG=••••••••" in shown
    assert "hunter22" not in shown
    assert run(asked) == 2
    assert "NODE_CONFIG is a variable that is not set; it can set a.b, password" in capsys.readouterr().err
