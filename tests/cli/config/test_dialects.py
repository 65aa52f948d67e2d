"""All `config` commands in every dialect, on one folder that has files for each of them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from inspector.cli import run
from inspector.config.dialects import DIALECTS
from inspector.config.export import json_value
from inspector.config.report import Request, build_report, known_paths

_FILES = {
    "config.yaml": "db: {host: base, port: 1, pool_size: 2}\npassword: s3cret-base\nlist: [a, b]\n",
    "config.production.yaml": "db: {host: production}\nlist: [c]\n",
    "config/default.json": '{"db": {"host": "base", "port": 1, "password": "s3cret-node"}, "list": ["a"]}\n',
    "config/production.json": '{"db": {"host": "production"}}\n',
    "config/custom-environment-variables.json": '{"db": {"host": "DB_HOST", "password": "DB_PASSWORD"}}\n',
    "settings.toml": '[default]\nhost = "base"\nlist = [1, 2]\n[default.db]\nport = 1\n'
    '[production]\nhost = "production"\n',
    ".secrets.toml": '[default]\ntoken = "s3cret-dynaconf"\n',
    ".env": "HOST=base\nDB_HOST=dotenv\nDB_PASSWORD=s3cret-env\nEMPTY=\nREF=${HOST}/x\n"
    "VITE_HOST=vite\nVITE_API_KEY=s3cret-vite\n",
    ".env.production": "HOST=production\n",
    ".env.local": "HOST=local\n",
    "settings.py": "from pydantic import BaseModel, SecretStr\n"
    "from pydantic_settings import BaseSettings, SettingsConfigDict\n\n"
    "class Db(BaseModel):\n    host: str = 'here'\n    port: int = 5432\n\n"
    "class Settings(BaseSettings):\n"
    "    model_config = SettingsConfigDict(env_prefix='APP_', env_nested_delimiter='__', env_file='.env',\n"
    "        extra='ignore')\n"
    "    host: str = 'base'\n    db: Db = Db()\n    code: SecretStr = SecretStr('hidden-model')\n",
}
_ENVIRON = {
    "DB_HOST": "process",
    "DB_PASSWORD": "s3cret-process",
    "APP_HOST": "process",
    "APP_DB__PORT": "7",
    "APP_CODE": "hidden-code",
    "ML_DB_HOST": "process",
    "ML_PASSWORD": "s3cret-ml",
    "DYNACONF_HOST": "process",
    "DYNACONF_DB__PORT": "8",
    "DYNACONF_TOKEN": "s3cret-dyna",
    "NODE_CONFIG": '{"db": {"password": "s3cret-node-config"}}',
}
_DECLARED = """
dialect = "custom"
prefix = "APP_"
interpolation = "variables"
dotenv = [".env"]
default_environment = "production"
layers = [
  {path = "config.yaml", kind = "base"},
  {path = "config.{environment}.yaml", kind = "environment"},
  {path = "settings.toml", kind = "environment", section = "{environment}"},
  {path = "urls.yaml", kind = "base"},
]
merge = {lists = "append"}
"""
_NOTHING = object()
_NAMES = [dialect.name for dialect in DIALECTS]


@pytest.fixture
def folder(tmp_path: Path, dialect: str) -> Path:
    """Files of all dialects, and a declaration for the one that needs it."""
    declared = {"inspector.toml": _DECLARED, "urls.yaml": "url: 'x ${DB_PASSWORD}'\n"}
    for name, text in (_FILES | (declared if dialect == "custom" else {})).items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    (tmp_path / "environ.json").write_text(json.dumps(_ENVIRON), "utf-8")
    return tmp_path


def _run(capsys: pytest.CaptureFixture[str], folder: Path, dialect: str, verb: str, *argv: str) -> str:
    options = ["--dialect", dialect, "--environ", f"file:{folder / 'environ.json'}"]
    code = run(["config", verb, str(folder), *argv, *options])
    captured = capsys.readouterr()
    assert code in (0, 1), captured.err
    return captured.out


@pytest.mark.parametrize("dialect", _NAMES)
def test_every_command_masks_and_writes_json(
    dialect: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No secret of any file, variable or default is in any output."""
    outputs = [
        _run(capsys, folder, dialect, "show", "-f", form) for form in ("table", "yaml", "toml", "dotenv")
    ]
    report = json.loads(_run(capsys, folder, dialect, "show", "-f", "json"))
    keys = [setting["key"] for setting in report["settings"]]
    assert keys
    for key in keys:
        outputs += [_run(capsys, folder, dialect, verb, key) for verb in ("explain", "variables")]
    for verb, *rest in (("explain", keys[0]), ("variables",), ("variables", keys[0]), ("check",)):
        outputs.append(_run(capsys, folder, dialect, verb, *rest, "--json"))
        json.loads(outputs[-1])
    outputs += [_run(capsys, folder, dialect, "variables"), json.dumps(report)]

    assert [output for output in outputs if "s3cret" in output] == []
    if dialect == "pydantic-settings":  # the model says that it is a secret, its name does not
        assert [output for output in outputs if "hidden-" in output] == []


@pytest.mark.parametrize("dialect", _NAMES)
def test_exported_values_are_those_of_the_report(
    dialect: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """YAML and TOML hold what JSON says, each with its origin behind it."""
    report = json.loads(_run(capsys, folder, dialect, "show", "-f", "json", "--reveal-secrets"))
    expected = {setting["key"]: setting["value"] for setting in report["settings"]}
    as_yaml = _run(capsys, folder, dialect, "show", "-f", "yaml", "--reveal-secrets")
    as_toml = _run(capsys, folder, dialect, "show", "-f", "toml", "--reveal-secrets")

    assert _leaves(yaml.safe_load(as_yaml), expected) == expected
    assert _leaves(tomllib.loads(as_toml), expected) == {k: v for k, v in expected.items() if v is not None}
    assert as_yaml.count("  # ") >= len(expected)


@pytest.mark.parametrize("dialect", _NAMES)
def test_the_name_that_is_told_first_sets_the_key(dialect: str, folder: Path) -> None:
    """What `variables` promises holds when the variable is set."""
    report = build_report(Request(folder, dialect=dialect))
    spec = report.spec
    told = {path: spec.rules.names_for(spec, path) for path in known_paths(report)}
    plain = {path: names[0].name for path, names in told.items() if names and names[0].plain}
    for path, name in plain.items():
        tried = build_report(Request(folder, dialect=dialect, what_if=((name, "1"),)))
        assert path in {landed.path for landed in tried.landed if landed.variable.name == name}, name


def _leaves(tree: dict[str, Any], keys: dict[str, Any]) -> dict[str, Any]:
    """The values of a tree by joined keys; those that are not there are left out."""
    found = {}
    for key in keys:
        value: Any = tree
        for part in _parts(key):
            value = value[part] if isinstance(value, dict) and part in value else _NOTHING
        if value is not _NOTHING:
            found[key] = json_value(value)
    return found


def _parts(key: str) -> list[str]:
    """A joined key is a dotted key of TOML."""
    parts: list[str] = []
    below: Any = tomllib.loads(f"{key} = 1")
    while isinstance(below, dict):
        ((part, below),) = below.items()
        parts.append(part)
    return parts
