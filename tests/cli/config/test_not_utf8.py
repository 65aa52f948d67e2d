"""Variables that are no text never stop a command, and JSON stays JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import tomlkit
import yaml

from inspector.cli import run

_VARIABLES = (
    b"APP_DB_HOST=\xff\xfe\0APP_\xff\xe9=x\xff\0APP_DB_PASSWORD=\xff\xff\xff\xff\xff\xff\0app_\xff=1\0"
    b"APP_NEW_\xc3=\xed\xa0\x80\0APP_DB_POOL_\xff=\xff\0ENVIRONMENT=\xff\0"
)


@pytest.fixture
def environ(tmp_path: Path) -> str:
    """The option that names a file with such variables."""
    file = tmp_path / "environ"
    file.write_bytes(_VARIABLES)
    return f"file:{file}"


def _run(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    assert run(["config", *argv]) in (0, 1)
    out = capsys.readouterr().out
    out.encode()  # what a terminal in UTF-8 takes
    return out


@pytest.mark.parametrize("output", ["table", "json", "yaml", "toml", "dotenv"])
def test_show_writes_text_in_every_format(
    output: str, workspace: Path, environ: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each format is valid, whatever bytes the variables hold."""
    out = _run(capsys, "show", str(workspace), "-e", "production", "--environ", environ, "--format", output)

    if output == "json":
        values = {setting["key"]: setting["value"] for setting in json.loads(out)["settings"]}
        assert values["db.host"] == "\udcff\udcfe"
    elif output == "yaml":
        assert yaml.safe_load(out)["db"]["port"] == 70000
    elif output == "toml":
        assert tomlkit.parse(out)["db"]["port"] == 70000


@pytest.mark.parametrize(
    "key", ["db.host", "db.password", "APP_DB_HOST", "APP_\udcff\udce9", '"\udcff\udce9"']
)
@pytest.mark.parametrize("as_json", [True, False])
def test_explain_answers_for_any_key(
    key: str, as_json: bool, workspace: Path, environ: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A key may be named by bytes that are no text, too."""
    argv = ["explain", str(workspace), key, "-e", "production", "--environ", environ]
    status = run(["config", *argv, *(["--json"] if as_json else [])])
    captured = capsys.readouterr()

    assert status in (0, 2)
    (captured.out + captured.err).encode()
    if as_json and status == 0:
        document: dict[str, Any] = json.loads(captured.out)
        assert document["key"]


@pytest.mark.parametrize("as_json", [True, False])
def test_check_tells_of_such_variables(
    as_json: bool, workspace: Path, environ: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Findings name them with escapes."""
    out = _run(
        capsys,
        *("check", str(workspace), "-e", "production", "--environ", environ),
        *(["--json"] if as_json else []),
    )

    assert "db.host" in out or "APP_" in out
    if as_json:
        assert json.loads(out)["findings"]
