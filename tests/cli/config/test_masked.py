"""A secret never appears in the output of any command, in any format, wherever it was planted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from inspector.cli import run

_NAMES = st.sampled_from(["password", "api_key", "clientSecret", "token", "db_pwd", "credentials"])
# Long enough not to be a part of an ordinary word, and of all kinds that files and variables treat in
# their own way.
_LETTERS = st.text("abcdefXYZ0123456789", min_size=10, max_size=16).map(lambda text: f"s{text}")
_DIGITS = st.integers(10**9, 10**15).map(lambda number: f"00{number}")
_MARKED = st.tuples(_LETTERS, st.sampled_from(["#x", " #x", "'", '"', "$X", "${X}", "=", ": y", "\\n", "é"]))
_SECRETS = st.one_of(_LETTERS, _DIGITS, _MARKED.map("".join))
_LAYERS = st.sets(
    st.sampled_from(
        ["config.yaml", "config.production.yaml", "config.staging.yaml", ".env", ".env.staging", "schema",
         "process", "what-if", "other-name", "item"]
    ),
    min_size=1,
)  # fmt: skip
_COMMANDS = [
    *(["show", "-f", name] for name in ("table", "json", "yaml", "toml", "dotenv")),
    *(["explain", "KEY", *form] for form in ([], ["--json"])),
    *(["explain", key] for key in ("app", "ML_APP_{name}")),
    *(["check", *form] for form in ([], ["--json"], ["--all-environments"])),
    *(["variables", *form] for form in ([], ["--json"], ["KEY"], ["KEY", "--json"], ["app"])),
    *(["diff", "production", "staging", *form] for form in ([], ["--all"], ["--all", "--json"])),
]


@settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a smaller example would take minutes to find
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(name=_NAMES, secret=_SECRETS, layers=_LAYERS)
def test_no_command_shows_a_secret(
    name: str, secret: str, layers: set[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same secret in several layers, as text, number or item, under a name that says what it is."""
    for file in tmp_path.iterdir():
        file.unlink()
    capsys.readouterr()
    _plant(tmp_path, name, secret, layers)
    options = ["--environ", f"file:{tmp_path / 'environ.json'}"]
    if "what-if" in layers:
        options += ["--set", f"ML_APP_{name.upper()}={secret}"]
    wanted = _visible_parts(secret)

    for command in _COMMANDS:
        words = [f"app.{name}" if word == "KEY" else word.format(name=name.upper()) for word in command]
        verb, *rest = words
        where = [] if verb == "diff" or "--all-environments" in rest else ["-e", "production"]
        run(["config", verb, str(tmp_path), *rest, *where, *options])
        captured = capsys.readouterr()
        for text in (captured.out, captured.err):
            assert [part for part in wanted if part in text] == [], (words, text)


def _visible_parts(secret: str) -> list[str]:
    """What must not be seen: the letters at its beginning, or the number that becomes of it."""
    return [secret.lstrip("0")[:9]]


def _plant(folder: Path, name: str, secret: str, layers: set[str]) -> None:
    base: dict[str, object] = {"app": {"host": "localhost"}}
    for file in ("config.yaml", "config.production.yaml", "config.staging.yaml"):
        tree = {"app": {"host": file}} if file not in layers else {"app": {name: secret, "host": file}}
        (folder / file).write_text(yaml.safe_dump({**base, **tree}, allow_unicode=True), "utf-8")
    if "item" in layers:
        with (folder / "config.yaml").open("a", encoding="utf-8") as file_end:
            file_end.write(yaml.safe_dump({"list": [{name: secret}], "map": {name: {"a": [secret]}}}))
    variable = f"ML_APP_{name.upper()}"
    for file in (".env", ".env.staging"):
        if file in layers:
            (folder / file).write_text(f"{variable}={json.dumps(secret, ensure_ascii=False)}\n", "utf-8")
    environ = {variable: secret} if "process" in layers else {}
    if "other-name" in layers:
        environ |= {
            f"ml_app_{name}": secret,
            f"ML_APP_X_{name.upper()}": secret,
            f"ML_APP_{name}_{name}": secret,
        }
    (folder / "environ.json").write_text(json.dumps(environ), "utf-8")
    if "schema" in layers:
        rule = {"type": "integer", "default": secret, "maximum": 5, "pattern": "^x$"}
        schema = {"properties": {"app": {"properties": {name: rule}, "additionalProperties": False}}}
        (folder / "config.schema.json").write_text(json.dumps(schema), "utf-8")
