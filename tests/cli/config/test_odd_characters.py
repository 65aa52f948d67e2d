"""Names and values of any characters never move the cursor, start a line of their own, or break JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from inspector.cli import run

_ODD = st.text(
    st.sampled_from("a_\x1b\x07\r\n\t\x85\u2028\u2029\u202e\ufeff\x9b\udcff\udc80\U000e0001é漢"), max_size=8
)
# A tab in a `.env` file, and a mark that terminals show as nothing.
_HARMLESS = {"\t", "\U000e0001"}
_COMMANDS = [
    *(["show", "-f", name] for name in ("table", "json", "yaml", "toml", "dotenv")),
    ["explain", "a"],
    ["explain", "a", "--json"],
    ["check"],
    ["check", "--json"],
    ["check", "--all-environments"],
    ["variables"],
    ["variables", "--json"],
    ["variables", "a"],
    ["diff", "production", "staging"],
    ["diff", "production", "staging", "--json"],
]


@settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a smaller example would take minutes to find
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(name=_ODD, value=_ODD, key=_ODD)
@example(name="\x1b[2J", value="\u2028x", key="k\x85")
@example(name="\udcff", value="\udcff", key="\r\n")
def test_output_holds_printable_characters_alone(
    name: str, value: str, key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the names and values of variables, in keys and values of files."""
    odd = key.encode(errors="replace").decode()
    tree = {"a": {odd: value.encode(errors="replace").decode(), "b": 1}, "list": [odd]}
    (tmp_path / "config.yaml").write_text(json.dumps(tree), "utf-8")
    (tmp_path / "config.production.yaml").write_text(json.dumps({"a": {odd: 1}}), "utf-8")
    (tmp_path / "config.staging.yaml").write_text(json.dumps({"list": [odd, "x"]}), "utf-8")
    entries = (f"ML_A_{name}={value}", f"ml_{name}x={value}", f"ML_{name}={value}", f"ML_A_B={value}")
    environ = b"\0".join(entry.encode(errors="surrogateescape") for entry in entries) + b"\0"
    (tmp_path / "environ").write_bytes(environ)
    capsys.readouterr()

    for verb, *rest in _COMMANDS:
        code = run(["config", verb, str(tmp_path), *rest, "--environ", f"file:{tmp_path / 'environ'}"])
        captured = capsys.readouterr()
        assert code in (0, 1), captured.err
        moving = {char for char in captured.out + captured.err if not char.isprintable()}
        assert moving - {"\n", *_HARMLESS} == set(), (verb, rest)
        if "json" in rest or "--json" in rest:
            json.loads(captured.out)
