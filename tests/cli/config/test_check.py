"""`inspector config check`."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from inspector.cli import run


def test_errors_come_first_with_a_place_to_jump_to(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paths are as seen from the current folder, as compilers write them."""
    monkeypatch.chdir(workspace.parent)
    assert run(["config", "check", "shop", "-e", "production", "--environ", "none"]) == 1

    out = capsys.readouterr().out
    lines = out.splitlines()
    severities = [line.split(": ")[1] for line in lines if line.startswith(("shop/", "APP_"))]
    assert lines[0].startswith("shop/config.production.yaml:3:9: error: ")
    assert lines[0].endswith(" [invalid-value]")
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    assert "shop/config.yaml:5:10: warning: " in out
    assert lines[-1].startswith("production: 1 error, ")


def test_warnings_alone_are_no_failure(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit code is 0 without an error."""
    assert run(["config", "check", str(workspace), "-e", "staging", "--environ", "none"]) == 0

    assert "warning: " in capsys.readouterr().out


def test_all_environments_tell_each_finding_once(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What holds everywhere is told once; what does not names its environments."""
    assert run(["config", "check", str(workspace), "--all-environments", "--environ", "none"]) == 1

    out = capsys.readouterr().out
    assert out.count("config.yaml:5:10: warning: ") == 1
    port = next(line for line in out.splitlines() if "[invalid-value]" in line)
    assert "(in production)" in port
    assert out.splitlines()[-1].startswith("development, staging, production: 1 error, ")


def test_findings_that_differ_in_numbers_alone_are_one(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each environment counts its own settings; the cause is the same."""
    run(["config", "check", str(workspace), "--all-environments", "--environ", "none"])

    unreachable = [line for line in capsys.readouterr().out.splitlines() if "[unreachable-key]" in line]
    assert len(unreachable) == 1
    assert " (in " not in unreachable[0]


def test_what_shows_only_side_by_side_belongs_to_all(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A value that counts in no environment is told when all of them are checked."""
    for name in ("development", "staging", "production"):
        (workspace / f"config.{name}.yaml").write_text("country: SE\n", "utf-8")
    argv = ["config", "check", str(workspace), "--environ", "none", "--json"]
    run([*argv, "-e", "staging"])
    alone = json.loads(capsys.readouterr().out)["findings"]
    run([*argv, "--all-environments"])
    together = json.loads(capsys.readouterr().out)["findings"]

    assert [finding for finding in alone if finding["code"] == "override-dead"] == []
    (dead,) = (finding for finding in together if finding["code"] == "override-dead")
    assert dead["places"][0]["path"] == "config.yaml"
    assert dead["environments"] == ["development", "staging", "production"]


def test_the_order_does_not_depend_on_environments(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By severity, then by place, whatever environment a finding was first seen in."""
    (workspace / "config.development.yaml").write_text("zz: NO\n", "utf-8")
    (workspace / "config.aa.yaml").write_text("zz: NO\n", "utf-8")
    run(["config", "check", str(workspace), "--all-environments", "--environ", "none"])

    lines = [line for line in capsys.readouterr().out.splitlines() if ": warning: " in line]
    assert lines == sorted(lines)


def test_json_lists_environments_of_each_finding(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """FINDING of the contract, with the environments that have it."""
    assert run(["config", "check", str(workspace), "--all-environments", "--environ", "none", "--json"]) == 1

    document = json.loads(capsys.readouterr().out)
    port = next(finding for finding in document["findings"] if finding["code"] == "invalid-value")
    assert document["schema"] == "inspector.config/1"
    assert document["environments"] == ["development", "staging", "production"]
    assert port["environments"] == ["production"]
    assert port["places"][0] == {"path": "config.production.yaml", "line": 3, "column": 9, "variable": None}
    assert set(port) == {"code", "severity", "key", "message", "hint", "places", "environments"}


def test_a_healthy_project_has_nothing_to_tell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No finding is exit code 0 and one line."""
    (tmp_path / "config.yaml").write_text("name: shop\n", "utf-8")
    assert run(["config", "check", str(tmp_path), "--environ", "none"]) == 0

    assert capsys.readouterr().out.endswith(": nothing to tell.\n")


def test_secrets_stay_out_of_findings(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Even with --reveal-secrets, which every `config` command takes."""
    (workspace / ".env.production").write_text("APP_DB_PASSWORD=0012345\n", "utf-8")
    run(["config", "check", str(workspace), "-e", "production", "--environ", "none", "--reveal-secrets"])

    out = capsys.readouterr().out
    assert "db.password" in out
    assert "12345" not in out


def test_one_environment_or_all_of_them(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both options at once are wrong usage."""
    assert run(["config", "check", str(workspace), "-e", "staging", "--all-environments"]) == 2

    assert "exclude each other" in capsys.readouterr().err


def test_an_environment_that_does_not_exist_fails(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A misspelt name in CI does not pass for a check of production. What there is to tell is told."""
    assert run(["config", "check", str(workspace), "-e", "prod", "--environ", "none"]) == 2

    captured = capsys.readouterr()
    assert "[environment-file-missing]" in captured.out
    assert captured.out.splitlines()[-1].startswith("prod: ")
    assert captured.err == (
        "inspector: There is no environment prod here; known are development, staging, production. "
        "Did you mean production?\n"
    )


def test_where_no_environment_is_known_any_name_will_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A project with one file for all environments can be checked under the name of each."""
    (tmp_path / "config.yaml").write_text("name: shop\n", "utf-8")

    assert run(["config", "check", str(tmp_path), "-e", "production", "--environ", "none"]) == 0
    assert capsys.readouterr().err == (
        "inspector: There are no environments here: no file is for production, or for any other.\n"
    )


def test_what_the_dialect_says_of_an_environment_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Next reads the files of production then: no wrong usage. The footer of show names this command."""
    (tmp_path / "package.json").write_text('{"dependencies": {"next": "16"}}', "utf-8")
    (tmp_path / ".env.production").write_text("A=1\n", "utf-8")

    assert run(["config", "show", str(tmp_path), "-e", "staging", "--environ", "none"]) == 0
    footer = capsys.readouterr().out.splitlines()[-1]
    command = shlex.split(footer.split("`")[1])
    assert run([*command[1:], "--environ", "none"]) == 0

    assert "[environment-not-supported]" in capsys.readouterr().out


def test_one_sentence_of_several_environments_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The place of what was meant differs between them: the one finding has both."""
    files = {
        "config.yaml": "other: 1\n",
        "config.development.yaml": "training: {batch_size: 1}\n",
        "config.production.yaml": "training: {batch_size: 2}\n",
        ".env": "ML_TRAINING_BATCH_SIZE=9\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")

    run(["config", "check", str(tmp_path), "--all-environments", "--json", "--environ", "none"])

    findings = json.loads(capsys.readouterr().out)["findings"]
    (finding,) = [finding for finding in findings if finding["code"] == "variable-lands-elsewhere"]
    assert finding["environments"] == ["development", "production"]
    assert [place["path"] for place in finding["places"]] == [
        ".env",
        "config.development.yaml",
        "config.production.yaml",
    ]


def test_many_places_are_not_all_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first ones are enough for a reader, and how many more there are; JSON has them all."""
    names = "abcde"
    for file, value in (("config.yaml", 1), ("config.development.yaml", 2), ("config.production.yaml", 3)):
        (tmp_path / file).write_text("".join(f"{name}: {value}\n" for name in names), "utf-8")
    argv = ["config", "check", str(tmp_path), "--all-environments", "--environ", "none"]

    run(argv)
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    run([*argv, "--json"])
    (finding,) = json.loads(capsys.readouterr().out)["findings"]

    (also,) = [line for line in lines if line.startswith("also ")]
    assert also.endswith(" and 8 more")
    assert len(also.split(", ")) == 6
    assert len(finding["places"]) == 15


def test_the_base_is_no_environment(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A pattern that fits the file of all environments, too, does not make it one."""
    text = 'dialect = "custom"\nlayers = [{path = "base.yaml", kind = "base"}, '
    text += '{path = "{environment}.yaml", kind = "environment"}]\n'
    files = {"inspector.toml": text, "base.yaml": "a: 1\n", "production.yaml": "a: 2\n"}
    for name, content in files.items():
        (tmp_path / name).write_text(content, "utf-8")

    codes = [
        run(["config", "check", str(tmp_path), "-e", name, "--environ", "none"])
        for name in ("base", "production")
    ]

    assert codes == [2, 0]
    captured = capsys.readouterr()
    assert "There is no environment base here; known are production." in captured.err
    assert (
        "base.yaml is the file of all environments, so that nothing of the environment base" in captured.out
    )
    assert "Choose another environment; known are production." in captured.out
    assert "equal-override" not in captured.out


def test_an_environment_with_a_file_is_known_although_it_is_not_declared(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What inspector.toml lists is not all that may be looked at."""
    with (workspace / "inspector.toml").open("a", encoding="utf-8") as file:
        file.write('environments = ["development", "production"]\n')

    assert run(["config", "check", str(workspace), "-e", "staging", "--environ", "none"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("mode", "code", "said"),
    [
        ("staging", 0, "There is no environment staging here"),
        ("qa", 0, ""),
        ("productoin", 2, "Did you mean production?"),
    ],
)
def test_any_name_is_a_mode_of_vite(
    mode: str, code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown one is told, one in a script is known, and one close to another is most likely misspelt."""
    manifest = '{"scripts": {"build": "vite build --mode qa"}, "devDependencies": {"vite": "^5"}}'
    (tmp_path / "package.json").write_text(manifest, "utf-8")
    (tmp_path / ".env").write_text("VITE_A=1\n", "utf-8")
    (tmp_path / ".env.production").write_text("VITE_A=2\n", "utf-8")

    assert run(["config", "check", str(tmp_path), "-e", mode, "--environ", "none"]) == code
    error = capsys.readouterr().err
    assert said in error
    assert bool(said) == bool(error)
