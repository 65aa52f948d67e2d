"""`inspector config diff`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.cli import run


def _diff(workspace: Path, *argv: str) -> int:
    return run(["config", "diff", str(workspace), *argv, "--environ", "none"])


def _rows(out: str) -> list[list[str]]:
    return [line.split() for line in out.splitlines() if line[:1] in ("-", "+") or line.startswith("   ")][1:]


def test_both_values_with_layers_and_places(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is equal is not shown; what one of them alone has stands on one line."""
    assert _diff(workspace, "staging", "production") == 0

    out = capsys.readouterr().out
    assert (
        out.splitlines()[0] == "shop · staging → production · layered with APP_ · no variables of a process"
    )
    assert _rows(out) == [
        "- db.host db.staging.example.com str environment config.staging.yaml:2".split(),
        "+ db.example.com str environment config.production.yaml:2".split(),
        "- db.port 5432 int base config.yaml:3".split(),
        "+ 70000 int environment config.production.yaml:3".split(),
        "+ db.password •••••••• str dotenv .env.production:1".split(),
        "+ db.pool.size 20 int dotenv .env.production:2".split(),
        "- list [a, b] list 2 base config.yaml:6".split(),
        "+ [c] list 1 environment config.production.yaml:4".split(),
    ]
    assert out.splitlines()[-1] == "3 settings differ, 2 settings only in production; 2 are equal."


def test_the_other_way_round_keys_are_removed(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only in the first environment."""
    assert _diff(workspace, "production", "staging") == 0

    out = capsys.readouterr().out
    assert "- db.pool.size 20 int dotenv .env.production:2".split() in _rows(out)
    assert out.splitlines()[-1] == "3 settings differ, 2 settings only in production; 2 are equal."


def test_equal_settings_are_shown_on_demand(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--all; they have no sign."""
    assert _diff(workspace, "staging", "production", "--all") == 0

    assert "country false bool base config.yaml:5".split() in _rows(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("staging", "said"),
    [
        ("hunter2-hunter2", "do not differ: 6 settings."),
        ("hunter3-hunter3", "1 setting differs; 5 are equal."),
    ],
)
def test_secrets_are_compared_without_being_read(
    staging: str, said: str, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whether they are equal shows; what they are does not."""
    (workspace / "config.staging.yaml").write_text("{}", "utf-8")
    (workspace / "config.production.yaml").write_text("{}", "utf-8")
    (workspace / ".env.staging").write_text(f"APP_DB_PASSWORD={staging}\n", "utf-8")
    (workspace / ".env.production").write_text("APP_DB_PASSWORD=hunter2-hunter2\n", "utf-8")
    assert _diff(workspace, "staging", "production", "--all") == 0

    out = capsys.readouterr().out
    assert "hunter" not in out
    assert out.count("••••••••") == (1 if "not" in said else 2)
    assert out.count("•••••••• (another)") == (0 if "not" in said else 1)
    assert out.splitlines()[-1].endswith(said)

    _diff(workspace, "staging", "production", "--all", "--reveal-secrets")
    assert staging in capsys.readouterr().out


def test_values_that_look_alike_show_their_types(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Narrow terminals leave out the column of types."""
    (workspace / "config.staging.yaml").write_text("country: 1\n", "utf-8")
    (workspace / "config.production.yaml").write_text("country: '1'\n", "utf-8")
    assert _diff(workspace, "staging", "production") == 0

    out = capsys.readouterr().out
    assert "1 (int)" in out
    assert "1 (str)" in out


def test_exit_code_on_demand(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As with git: 1 when there is a difference, 0 when there is none."""
    assert _diff(workspace, "staging", "production", "--exit-code") == 1
    assert _diff(workspace, "staging", "staging", "--exit-code") == 0
    assert capsys.readouterr().out.endswith("staging and staging do not differ: 5 settings.\n")


def test_json(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both sides with their sources, null where a key is not set."""
    assert _diff(workspace, "staging", "production", "--json") == 0

    document = json.loads(capsys.readouterr().out)
    differences = {difference["key"]: difference for difference in document["differences"]}
    assert document["schema"] == "inspector.config/1"
    assert document["environments"] == ["staging", "production"]
    assert document["counts"] == {"changed": 3, "added": 2, "removed": 0, "equal": 2}
    assert list(differences) == ["db.host", "db.port", "db.password", "db.pool.size", "list"]
    assert differences["db.password"]["secret"]
    assert differences["db.password"]["before"] is None
    assert differences["db.password"]["after"]["value"] == "••••••••"
    assert differences["db.password"]["after"]["source"]["raw"] == "••••••••"
    assert differences["db.port"]["change"] == "changed"
    assert differences["db.port"]["before"]["source"]["path"] == "config.yaml"
    assert differences["db.port"]["after"]["value"] == 70000


def test_what_if_holds_in_both(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A variable of the process does not depend on the environment."""
    assert _diff(workspace, "staging", "production", "--set", "APP_DB_HOST=here") == 0

    assert "db.host" not in capsys.readouterr().out


@pytest.mark.parametrize("names", [("staging", "prod"), ("prod", "staging")])
def test_an_unknown_environment_is_wrong_usage(
    names: tuple[str, str], workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On either side, with the suggestion that check gives."""
    assert _diff(workspace, *names) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert "There is no environment prod here;" in captured.err
    assert "Did you mean production?" in captured.err


def test_without_environments_there_is_nothing_to_compare(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A typed name would pass for one that has no file yet."""
    (tmp_path / "config.yaml").write_text("a: 1\n", "utf-8")
    assert _diff(tmp_path, "staging", "production") == 2

    assert "There is no environment staging here: nothing depends on one." in capsys.readouterr().err


def test_vite_takes_any_mode(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A note says that a mode has no file; a misspelt one and the one that Vite refuses are wrong usage."""
    (tmp_path / "package.json").write_text('{"devDependencies": {"vite": "5"}}')
    (tmp_path / ".env").write_text("VITE_A=1\n")
    (tmp_path / ".env.production").write_text("VITE_A=2\n")

    assert _diff(tmp_path, "production", "moon") == 0
    captured = capsys.readouterr()
    assert "1 setting differs" in captured.out
    assert "There is no environment moon here;" in captured.err
    assert captured.err.strip().endswith("The files of all environments alone are compared.")

    assert _diff(tmp_path, "production", "producton") == 2
    assert _diff(tmp_path, "production", "local") == 2
    assert "Vite takes no mode that is called local" in capsys.readouterr().err
