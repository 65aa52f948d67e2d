"""Format, request key and zone as the user decides them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.cli import run


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """JSON with times that name no zone, and jobs that nobody takes for requests."""
    path = tmp_path / "a.log"
    path.write_text(
        "".join(
            json.dumps({"time": f"2026-07-04 09:00:{n:02}", "level": "INFO", "msg": "m", "job": f"j{n % 2}"})
            + "\n"
            for n in range(4)
        )
    )
    return path


def test_zone_and_request_key_are_those_given(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Summer time in Berlin is two hours ahead."""
    assert run(["logs", "show", str(log), "--zone", "Europe/Berlin", "--request-key", "job", "--json"]) == 0

    record = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (record["time"], record["request_id"], record["request_key"]) == (
        "2026-07-04T07:00:00.000Z",
        "j0",
        "job",
    )

    assert run(["logs", "requests", str(log), "--request-key", "job", "--json"]) == 0
    assert [json.loads(line)["records"] for line in capsys.readouterr().out.splitlines()] == [2, 2]

    assert run(["logs", "requests", str(log)]) == 0
    assert capsys.readouterr().out == "No request: no field repeats like a request ID.\n"


def test_a_format_is_that_given(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever the lines look like; stats says so."""
    assert run(["logs", "stats", str(log), "--format", "text", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sources"][0]["format"] == "text"

    assert run(["logs", "stats", str(log), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sources"][0]["format"] != "text"


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--format", "nonsense", "there is no log format “nonsense”; known are"),
        ("--zone", "Mars/Base", "there is no time zone “Mars/Base”"),
    ],
)
def test_a_name_that_is_not_known_is_told(
    option: str, value: str, said: str, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, one sentence."""
    assert run(["logs", "show", str(log), option, value]) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err


def test_each_file_takes_the_first_request_key_that_it_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file with none of them keeps its own, and a key that is used nowhere is told."""
    fields = {"a": {"job": "x", "task": "no"}, "b": {"task": "x"}, "c": {"request_id": "x"}}
    for name, ids in fields.items():
        lines = [{"time": f"2026-07-04 09:00:0{n}", "message": name, **ids} for n in range(3)]
        (tmp_path / f"{name}.log").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    keys = [argument for key in ("job", "task", "nowhere") for argument in ("--request-key", key)]

    assert run(["logs", "show", str(tmp_path), *keys, "--request", "x", "--json"]) == 0

    captured = capsys.readouterr()
    found = {
        (record["message"], record["request_key"]) for record in map(json.loads, captured.out.splitlines())
    }
    assert found == {("a", "job"), ("b", "task"), ("c", "request_id")}
    assert captured.err == (
        "inspector: --request-key nowhere is used for no file: "
        "no record has it, or another one goes before.\n"
    )
