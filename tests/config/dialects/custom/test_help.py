"""The help says all about the dialect `custom`, and what it shows works."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from inspector.config.dialects import DIALECTS
from inspector.config.discover.declaration import read_declaration
from inspector.config.discover.declared import (
    DeclarationTable,
    DotenvTable,
    LayerTable,
    MergeTable,
    Table,
    VariablesTable,
    keys_of,
)
from tests.config.workspace import found, report_of


def _help(root: Path) -> str:
    return (root / "resources/help/dialects.md").read_text("utf-8")


def _example(root: Path) -> str:
    found_here = re.search(r"^```toml\n(.*?)^```", _help(root), re.MULTILINE | re.DOTALL)
    assert found_here is not None
    return found_here[1]


def test_every_dialect_has_a_section(root: Path) -> None:
    """In the order of the registry or not, but with its name as the heading."""
    headings = re.findall(r"^## (.+)$", _help(root), re.MULTILINE)

    assert {dialect.name for dialect in DIALECTS} <= set(headings)


def test_every_key_is_in_the_example_and_in_a_table(root: Path) -> None:
    """A key that nobody can look up is no key."""
    text, example = _help(root), tomllib.loads(_example(root))
    layers = {key for layer in example["layers"] for key in layer}
    tables: list[tuple[type[Table], set[str], str]] = [
        (DeclarationTable, set(example), ""),
        (LayerTable, layers, ""),
        (DotenvTable, set(example["dotenv"]), "dotenv."),
        (VariablesTable, set(example["variables"]) | {"max_splits"}, "variables."),
        (MergeTable, set(example["merge"]), "merge."),
    ]

    for table, shown, above in tables:
        assert shown == set(keys_of(table)), table
        for key in shown - {"dialect", "layers", "dotenv", "variables", "merge", "list_key"}:
            assert f"| `{above}{key}` |" in text, key
    words = {
        word
        for table, _, _ in tables
        for field in table.model_fields.values()
        for word in _words(field.annotation)
    }
    assert {word for word in words if f"`{word}`" not in text} == set()


def _words(annotation: object) -> list[str]:
    """The words that a key may be set to."""
    args = getattr(annotation, "__args__", ())
    words = [str(word) for word in getattr(annotation, "__members__", {}).values()]
    return words + [arg for arg in args if isinstance(arg, str)] + [w for arg in args for w in _words(arg)]


def test_the_example_resolves(root: Path, tmp_path: Path) -> None:
    """Each rule of it at work in a small workspace."""
    files = {
        "inspector.toml": _example(root),
        "settings.schema.json": '{"properties": {"training": {"properties": {"batch_size": {}}}}}',
        "config/defaults.toml": 'log_level = "info"\n',
        "config/base.yml": "training: {batch_size: 32}\nservers: [{name: a, port: 1}]\nurl: 'http://${HOST:-localhost}/'\n",
        "config/conf.d/10.yaml": "servers: [{name: b}]\n",
        "config/conf.d/20.yaml": "servers: [{name: a, port: 2}]\n",
        "deploy.toml": "[deploy.staging]\nreplicas = 3\n[deploy.production]\nreplicas = 9\n",
        ".env": "LEGACY_LOG_LEVEL=warning\nAPP_TRAINING__BATCH_SIZE=64\nHOST=example.org\n",
        ".env.staging": "APP_TRAINING__BATCH_SIZE=128\nAPP_EMPTY=\n",
        "app/settings.py": "from pydantic_settings import BaseSettings\n\n\n"
        "class Settings(BaseSettings):\n    log_level: str\n",
    }

    report = report_of(tmp_path, files, {"APP_ENV": "staging", "APP_LOG_LEVEL": "debug"}, environment=None)

    assert report.environments == ("development", "staging", "production")
    assert found(report, "declaration-invalid") == []
    assert report.stops == ()
    assert {setting.key: setting.value for setting in report.settings} == {
        "log_level": "debug",
        "training.batch_size": 128,
        "servers": [{"name": "a", "port": 2}, {"name": "b"}],
        "url": "http://example.org/",
        "replicas": 3,
        "env": "staging",
    }


def test_model_and_interpreter_are_remembered(root: Path, tmp_path: Path) -> None:
    """For those who look at the model; nothing runs."""
    (tmp_path / "inspector.toml").write_text(_example(root), "utf-8")

    declared = read_declaration(tmp_path)

    assert (declared.model, declared.interpreter) == ("app.settings:Settings", ".venv/bin/python")
