"""`inspector config explain`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.cli import run


def _explain(workspace: Path, *argv: str) -> int:
    return run(["config", "explain", str(workspace), *argv, "-e", "production", "--environ", "none"])


def test_layers_stand_low_to_high_and_the_winner_is_marked(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every candidate with layer, value, place, its way to that value, and why it won or lost."""
    assert _explain(workspace, "db.port") == 0

    lines = capsys.readouterr().out.splitlines()
    start = lines.index("db.port is 70000  int")
    assert lines[start + 1 : start + 10] == [
        "Where it listens.",
        "A whole number, at most 65535.",
        "",
        "  base         5432   config.yaml:3:9",
        "               written 5432 → read as int → accepted",
        "               overridden by config.production.yaml",
        "▸ environment  70000  config.production.yaml:3:9",
        "               written 70000 → read as int → refused: must be at most 65535",
        "               wins: the highest layer that sets it, but the schema refuses it",
    ]
    assert any(line.startswith("error: ") and "70000" in line for line in lines)


def test_layers_without_the_key_stand_in_their_place_with_the_reason(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Missing files, empty layers, and files of other environments."""
    assert _explain(workspace, "db.port") == 0

    lines = capsys.readouterr().out.splitlines()
    without = next(at for at, line in enumerate(lines) if line.startswith("  dotenv "))
    assert (
        lines[without - 1] == "               wins: the highest layer that sets it, but the schema refuses it"
    )
    assert lines[without : without + 7] == [
        "  dotenv       –      .env  missing: the file does not exist",
        "  dotenv       –      .env.production  no variable in it sets it",
        "  variable     –      process environment  inactive: no process environment is looked at",
        "",
        "Not loaded in production:",
        "  environment  config.staging.yaml  does not set it",
        "",
    ]
    assert lines[without + 7] == "The variable APP_DB_PORT sets it."


def test_a_layer_without_the_key_stands_between_those_that_set_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The order of the layers is the same with the key and without it."""
    (tmp_path / "config.yaml").write_text("port: 1\n", "utf-8")
    (tmp_path / "config.production.yaml").write_text("host: a\n", "utf-8")
    assert _explain(tmp_path, "port", "--set", "ML_PORT=2") == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line[:15].split() for line in lines if line[:2] in ("  ", "▸ ") and line[2] != " "] == [
        ["base"],
        ["environment"],
        ["dotenv"],
        ["dotenv"],
        ["variable"],
        ["▸", "what-if"],
    ]


@pytest.mark.parametrize(
    ("key", "place", "alias"),
    [
        ("m", "config.yaml:2:7", "config.yaml:3:4"),
        ("other.x", "config.yaml:1:13", "config.yaml:4:8"),
        ("other.deep.z", "config.yaml:1:26", "config.yaml:4:8"),
        ("merged.x", "config.yaml:1:13", "config.yaml:6:7"),
        ("merged.deep.z", "config.yaml:1:26", "config.yaml:6:7"),
        ("merged.y", "config.yaml:7:6", None),
        ("top.x", "config.yaml:1:13", None),
    ],
)
def test_a_value_behind_an_alias_has_both_places(
    key: str, place: str, alias: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The alias itself, one of a mapping above the key, and one of a merge key."""
    text = "top: &b {x: 1, deep: {z: 2}}\nn: &n 7\nm: *n\nother: *b\nmerged:\n  <<: *b\n  y: 3\n"
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    (tmp_path / "config.production.yaml").write_text("{m: 0, other: {deep: {z: 0}}}\n", "utf-8")
    assert _explain(tmp_path, key) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line[2:].startswith("base ")]
    assert _explain(tmp_path, key, "--json") == 0
    document = json.loads(capsys.readouterr().out)

    told = place if alias is None else f"{place}, repeated by the alias at {alias}"
    assert line.endswith(f"  {told}")
    (candidate, *others) = document["setting"]["candidates"]
    assert f"{candidate['path']}:{candidate['line']}:{candidate['column']}" == place
    where = candidate["alias"]
    assert (where and f"{where['path']}:{where['line']}:{where['column']}") == alias
    assert [other["alias"] for other in others] == [None] * len(others)


def test_what_other_environments_would_set_is_shown(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Their files and their variables, the secrets in them masked."""
    (workspace / ".env.staging").write_text("APP_DB_PASSWORD=hunter3-hunter3\n", "utf-8")
    _explain(workspace, "db.host")
    host = capsys.readouterr().out
    _explain(workspace, "db.password")
    password = capsys.readouterr().out

    assert "  environment  config.staging.yaml:2  sets it to db.staging.example.com" in host.splitlines()
    assert "  dotenv       .env.staging:1       sets it to ••••••••" in password.splitlines()


def test_a_secret_of_another_environment_is_masked_though_it_is_not_set_here(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The name alone says that it is one."""
    (workspace / ".env.staging").write_text("APP_MAIL_PASSWORD=0012345678\n", "utf-8")
    for form in ([], ["--json"]):
        assert _explain(workspace, "APP_MAIL_PASSWORD", *form) == 0

    out = capsys.readouterr().out
    assert "sets it to ••••••••" in out
    assert "12345678" not in out


def test_the_way_of_a_variable_has_all_its_steps(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As written, filled in, read; here a port of two variables."""
    (workspace / ".env.production").write_text("PORT=80\nAPP_DB_PORT=${PORT}80\n", "utf-8")
    assert _explain(workspace, "db.port") == 0

    assert "written ${PORT}80 → filled in 8080 → read as int → accepted\n" in capsys.readouterr().out


def test_a_key_that_no_variable_reaches(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The reason is told in place of a name."""
    assert _explain(workspace, "db.pool_size") == 0

    assert "No variable sets it. Names are split at each _" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "said", "key"),
    [
        ("DB.PORT", "DB.PORT is spelt db.port here.", "db.port is 70000  int"),
        ("DB_PORT", "DB_PORT is spelt db.port here.", "db.port is 70000  int"),
        ("db-Host", "db-Host is spelt db.host here.", "db.host is db.example.com  str"),
        ("APP_DB_PORT", "APP_DB_PORT lands on db.port.", "db.port is 70000  int"),
        ("APP_DB_POOL_SIZE", "APP_DB_POOL_SIZE lands on db.pool.size.", "db.pool.size is 20  int"),
    ],
)
def test_a_key_may_be_spelt_otherwise_or_be_a_variable(
    typed: str, said: str, key: str, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The key that is meant is explained, and how it was found."""
    assert _explain(workspace, typed) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == said
    assert key in lines


def test_a_spelling_of_two_keys_is_asked_about(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Keys that differ in their joints alone."""
    assert _explain(workspace, "db.poolSize") == 2

    assert (
        capsys.readouterr().err == "inspector: db.poolSize may be db.pool_size or db.pool.size: say which.\n"
    )


def test_a_key_above_others_lists_them(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With their values, sources and places."""
    assert _explain(workspace, "db") == 0

    out = capsys.readouterr().out
    assert "db holds 5 settings\n" in out
    assert "db.host       db.example.com   str   environment  config.production.yaml:2\n" in out
    assert "hunter2" not in out
    assert "  environment  config.staging.yaml:1  sets settings below it" in out.splitlines()
    assert "The variable APP_DB sets it as a whole." in out


def test_json_of_a_key_above_others(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The setting is null, the settings are below."""
    assert _explain(workspace, "DB", "--json") == 0

    document = json.loads(capsys.readouterr().out)
    assert (document["key"], document["typed"], document["setting"]) == ("db", "DB", None)
    assert [setting["key"] for setting in document["below"]][:2] == ["db.host", "db.port"]


def test_json_holds_the_setting_and_its_findings(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The candidates stand low to high, as everywhere in JSON."""
    assert _explain(workspace, "db.port", "--json") == 0

    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "inspector.config/1"
    assert document["environment"] == "production"
    assert [candidate["kind"] for candidate in document["setting"]["candidates"]] == ["base", "environment"]
    assert [finding["key"] for finding in document["findings"]] == ["db.port"]
    assert document["trace"][-1] == {
        "layer": "environment:config.production.yaml",
        "raw": "70000",
        "interpolated": None,
        "value": 70000,
        "type": "int",
        "accepted": False,
        "wanted": "must be at most 65535",
        "status": "invalid",
        "reason": "the highest layer that sets it, but the schema refuses it",
    }
    assert {layer["label"]: layer["reason"] for layer in document["without"]} == {
        ".env": "missing: The file does not exist.",
        ".env.production": "no variable in it sets it",
        "process environment": "inactive: No process environment is looked at.",
        "what-if": "inactive: Nothing is typed.",
    }
    (elsewhere,) = document["elsewhere"]
    assert (elsewhere["path"], elsewhere["environment"]) == ("config.staging.yaml", "staging")
    assert (elsewhere["value"], elsewhere["place"]) == (None, None)
    assert document["variables"]["names"][0]["name"] == "APP_DB_PORT"
    assert document["variables"]["unreachable"] == ""


def test_a_secret_is_masked_until_revealed(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The value shows only with --reveal-secrets."""
    _explain(workspace, "db.password")
    masked = capsys.readouterr().out
    _explain(workspace, "db.password", "--reveal-secrets")

    assert "hunter2" not in masked
    assert "••••••••" in masked
    assert "hunter2-hunter2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("db.prot", "db.prot is no setting. Did you mean db.port"),
        ("list.0", "list.0 is a part of list, which is one value: ask for list."),
        ("zzz", "zzz is no setting; `inspector config show` lists all 7."),
        (
            "APP_DB_PROT",
            "APP_DB_PROT is not set, and nothing here knows db.prot, which it would set. "
            "Did you mean APP_DB_PORT?",
        ),
        ("APP_ZZZ", "APP_ZZZ is not set, and nothing here knows zzz, which it would set.\n"),
        (
            "AP_DB_PORT",
            "AP_DB_PORT is no setting, and no variable that sets one. Did you mean APP_DB_PORT?",
        ),
    ],
)
def test_an_unknown_key_is_answered_with_a_suggestion(
    key: str, sentence: str, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2 and one sentence that helps on."""
    assert _explain(workspace, key) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert sentence in captured.err


_CUSTOM = """
dialect = "custom"
environments = ["production"]
[[layers]]
path = "a.yaml"
kind = "base"
[[layers]]
path = "b.yaml"
kind = "base"
"""
_NODE = {"package.json": '{"dependencies": {"config": "5.0.1"}}'}


@pytest.mark.parametrize(
    ("files", "argv", "by"),
    [
        (
            {"config.yaml": "training: {epochs: 3}\n", "config.production.yaml": "training: null\n"},
            [],
            "replaced as a whole by training in config.production.yaml:1:11, which is null",
        ),
        (
            {"config.yaml": "training: {epochs: 3}\n"},
            ["--set", "ML_TRAINING=4"],
            "replaced as a whole by training, which ML_TRAINING in what-if sets to a value of type int",
        ),
        (
            {
                **_NODE,
                "config/default.yaml": "training: {epochs: 3}\n",
                "config/production.yaml": "training: text\n",
            },
            [],
            "replaced as a whole by training in config/production.yaml:1:11, which is text",
        ),
        (
            {
                "inspector.toml": _CUSTOM,
                "a.yaml": "training: {epochs: 3}\n",
                "b.yaml": "training: [1]\n",
            },
            [],
            "replaced as a whole by training in b.yaml:1:11, which is a list",
        ),
        (
            {
                "inspector.toml": f'{_CUSTOM}[merge]\nnulls = "deletes"\n',
                "a.yaml": "training: {epochs: 3}\n",
                "b.yaml": "training: null\n",
            },
            [],
            "replaced as a whole by training in b.yaml:1:11, which is null",
        ),
        (
            {
                "inspector.toml": f'{_CUSTOM}[merge]\nnulls = "deletes"\n',
                "a.yaml": "training: {epochs: 3}\n",
                "b.yaml": "training: {epochs: null}\n",
            },
            [],
            "taken away by training.epochs in b.yaml:1:20, which is null",
        ),
    ],
)
def test_a_key_that_was_taken_away_is_explained(
    files: dict[str, str], argv: list[str], by: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not set; what lower layers set is shown, with what replaced the mapping above it."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")

    assert _explain(tmp_path, "training.epochs", *argv) == 0

    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    start = lines.index("training.epochs is not set")
    assert lines[start + 2].split()[1] == "3"
    assert " ".join(lines[start + 4 : start + 6]).startswith(by)
    assert _explain(tmp_path, "training.epochs", "--json", *argv) == 0
    document = json.loads(capsys.readouterr().out)
    (gone,) = document["gone"]
    assert document["setting"] is None
    assert (gone["key"], gone["value"]) == ("training.epochs", None)
    assert [(c["value"], c["status"], c["reason"]) for c in gone["candidates"]] == [(3, "overridden", by)]


def test_all_that_was_taken_away_below_a_key_is_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mapping inside of one that is gone, key by key and with secrets masked."""
    (tmp_path / "config.yaml").write_text("a: {b: {c: 1, password: tr0ub4dor, d: 3}}\n", "utf-8")
    (tmp_path / "config.production.yaml").write_text("a: null\n", "utf-8")

    assert _explain(tmp_path, "a.b") == 0

    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line.endswith(" is not set")] == [
        "a.b is not set",
        "a.b.c is not set",
        "a.b.password is not set",
        "a.b.d is not set",
    ]
    assert "tr0ub4dor" not in out


def test_a_variable_that_stops_the_application_does_not_set_the_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its layer and the last sentence say the same."""
    (tmp_path / "config.yaml").write_text("db: {password: a}\n", "utf-8")
    (tmp_path / "config.production.yaml").write_text("db: null\n", "utf-8")
    (tmp_path / "v.env").write_text("ML_DB_PASSWORD=00123\n", "utf-8")

    run(["config", "explain", str(tmp_path), "db.password", "-e", "production", "--environ",
         f"file:{tmp_path / 'v.env'}"])  # fmt: skip

    out = capsys.readouterr().out
    assert "file v.env  ML_DB_PASSWORD points here and stops the application" in out
    assert "\nML_DB_PASSWORD points here and stops the application.\n" in out
    assert "sets it" not in out


def test_a_short_key_is_not_proposed_for_a_long_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its few letters stand in any name."""
    (tmp_path / "config.yaml").write_text("a: {k: 1}\n", "utf-8")

    assert run(["config", "explain", str(tmp_path), "no.such.key", "--environ", "none"]) == 2

    assert "no.such.key is no setting; `inspector config show` lists all 1." in capsys.readouterr().err
