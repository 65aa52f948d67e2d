"""Layers as they are read from disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.config.dialects import DialectSpec, FileLayer
from inspector.config.dialects.layered import LAYERED, LayeredRules
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.report.stack import read_stack


def _layers(folder: Path, *files: FileLayer, environment: str | None = "production") -> list[Layer]:
    dialect = DialectSpec("test", "test", LayeredRules(), files=files, prefix=LAYERED.prefix)
    stack = read_stack(folder, dialect, environment, (), "none", (), lambda: None)
    return [layer for layer in stack.layers if layer.path is not None]


def test_a_section_is_a_layer(tmp_path: Path) -> None:
    """The part of a file below some keys, which may depend on the environment."""
    (tmp_path / "app.toml").write_text(
        "[tool.app.production]\nport = 1\n[tool.app.production.db]\nhost = 'a'\n"
    )
    file = FileLayer(LayerKind.ENVIRONMENT, ("app.toml",), section=("tool", "app", "{environment}"))

    (layer,) = _layers(tmp_path, file)

    assert layer.root is not None
    assert layer.root.value == {"port": 1, "db": {"host": "a"}}
    assert (layer.id, layer.label, layer.size) == (
        "environment:app.toml[tool.app.production]",
        "app.toml [tool.app.production]",
        2,
    )
    assert layer.by_environment


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("other: 1\n", LayerStatus.MISSING),
        ("production:\n", LayerStatus.EMPTY),
        ("production: {}\n", LayerStatus.EMPTY),
        ("production: 5\n", LayerStatus.EMPTY),
        ("a: [\n", LayerStatus.BROKEN),
    ],
)
def test_a_section_that_is_not_there(text: str, status: LayerStatus, tmp_path: Path) -> None:
    """The layer says so, and gives nothing."""
    (tmp_path / "app.yaml").write_text(text)

    (layer,) = _layers(tmp_path, FileLayer(LayerKind.BASE, ("app.yaml",), section=("{environment}",)))

    assert (layer.status, layer.size) == (status, 0)
    assert layer.merged is (status is not LayerStatus.MISSING)


def test_a_section_of_no_environment(tmp_path: Path) -> None:
    """There is no layer where there is no environment."""
    (tmp_path / "app.yaml").write_text("production: {a: 1}\n")
    file = FileLayer(LayerKind.BASE, ("app.yaml",), section=("{environment}",))

    assert _layers(tmp_path, file, environment=None) == []


def test_a_format_that_the_name_does_not_tell(tmp_path: Path) -> None:
    """A layer may say what its file is written in."""
    (tmp_path / "settings.conf").write_text("[db]\nport = 5\n")

    (layer,) = _layers(tmp_path, FileLayer(LayerKind.BASE, ("settings.conf",), format="toml"))

    assert layer.root is not None
    assert layer.root.value == {"db": {"port": 5}}
