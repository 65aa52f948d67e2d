"""The oracle itself: every command answers, with types, and a missing one never passes CI."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conformance import node_oracle as module
from tests.conformance.node_oracle import NodeOracle, OracleError, Other, same, start_oracle


@pytest.mark.parametrize(
    ("command", "text", "value"),
    [
        ("js-yaml", "a: [1, 2.50, yes, ~, 010]", {"a": [1, 2.5, "yes", None, 10]}),
        ("yaml", "a: [1, 2.50, yes, ~, 010]", {"a": [1, 2.5, "yes", None, 10]}),
        (
            "json5",
            "{a: [+1, .5, 0x10, NaN, -0, 1e21], /* c */}",
            {"a": [1, 0.5, 16, float("nan"), -0.0, 1e21]},
        ),
        ("json", '{"a": 12345678901234567890}', {"a": int(12345678901234567890.0)}),
        ("toml", "a = 1.0\nb.c = [true, inf]", {"a": 1, "b": {"c": [True, float("inf")]}}),
        ("dotenv-parse", "A=1 # c\nB='$A'", {"A": "1", "B": "$A"}),
    ],
)
def test_parsers_answer_with_their_values_and_types(
    command: str, text: str, value: object, node_oracle: NodeOracle
) -> None:
    """Numbers, null and text come back as what they are in JavaScript."""
    assert same(node_oracle.ask(command, text=text), value)


def test_dates_are_moments_in_universal_time(node_oracle: NodeOracle) -> None:
    """A JavaScript Date is a datetime."""
    value = node_oracle.ask("toml", text="d = 1979-05-27T07:32:00.5+01:00")

    assert value == {"d": datetime(1979, 5, 27, 6, 32, 0, 500000, UTC)}


def test_what_a_library_throws_is_raised_with_its_name(node_oracle: NodeOracle) -> None:
    """The exception's own name and message come through, and the next case works again."""
    with pytest.raises(OracleError) as raised:
        node_oracle.ask("json", text="{")

    assert raised.value.name == "SyntaxError"
    assert node_oracle.ask("json", text="1") == 1


@pytest.mark.parametrize("command", ["config", "config-again"])
def test_config_returns_the_tree_and_its_sources(
    command: str, node_oracle: NodeOracle, tmp_path: Path
) -> None:
    """node-config sees the case's variables and nothing of this process."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "default.json").write_text('{"a": 1, "port": 80}', "utf-8")
    (tmp_path / "config" / "custom-environment-variables.json").write_text(
        '{"port": "PORT", "bad": {"__name": "PORT", "__format": "no such format"}}', "utf-8"
    )

    answer = node_oracle.ask_record(
        command, folder=str(tmp_path), environ={"PORT": "90", "NODE_CONFIG": "{", "HOST": "h"}
    )

    assert answer["tree"] == {"a": 1, "port": "90", "bad": Other.UNDEFINED}
    assert answer["sources"] == [
        "config/default.json",
        "$NODE_CONFIG",
        "config/custom-environment-variables.json",
    ]
    assert answer["said"] == "The $NODE_CONFIG environment variable is malformed JSON\n"


def test_dotenv_families_return_the_environment_afterwards(node_oracle: NodeOracle, tmp_path: Path) -> None:
    """dotenv with and without expansion, Next, Vite and dotenv-flow."""
    (tmp_path / ".env").write_text("VITE_A=1\nB=${VITE_A}2\nSET=file\n", "utf-8")
    (tmp_path / ".env.production").write_text("VITE_A=3\n", "utf-8")
    folder, environ = str(tmp_path), {"NODE_ENV": "production", "SET": "process"}
    paths = [str(tmp_path / ".env.production"), str(tmp_path / ".env")]

    plain = node_oracle.ask_record("dotenv", paths=paths, environ=environ)["environ"]
    expanded = node_oracle.ask_record("dotenv", paths=paths, environ=environ, expand=True)["environ"]
    next_env = node_oracle.ask_record("next", folder=folder, environ=environ)
    vite = node_oracle.ask("vite", folder=folder, environ=environ, mode="production")
    flow = node_oracle.ask_record("flow", environ=environ, options={"path": folder, "node_env": "production"})

    assert plain == environ | {"VITE_A": "3", "B": "${VITE_A}2"}
    assert expanded == environ | {"VITE_A": "3", "B": "32"}
    assert next_env["environ"].items() >= (environ | {"VITE_A": "3", "B": "32"}).items()
    assert next_env["files"] == [".env.production", ".env"]
    assert vite == {"VITE_A": "3"}
    assert flow["environ"] == environ | {"VITE_A": "3", "B": "${VITE_A}2"}
    assert flow["files"] == [".env", ".env.production"]


def test_a_missing_oracle_is_skipped_at_a_desk_and_fails_in_ci(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without the packages there is a reason to read; where INSPECTOR_CI is set there is no way past."""
    monkeypatch.setattr(module, "PACKAGES", tmp_path / "nothing")

    monkeypatch.delenv("INSPECTOR_CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no JavaScript oracle: "):
        start_oracle()
    monkeypatch.setenv("INSPECTOR_CI", "1")
    with pytest.raises(pytest.fail.Exception, match="no JavaScript oracle: "):
        start_oracle()
