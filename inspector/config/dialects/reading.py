"""The usual way to the layers of a dialect: its files and `.env` files, as the spec has them."""

from __future__ import annotations

from inspector.config.dialects.spec import DialectSpec, FileLayer, LayerInputs
from inspector.config.layers import Layer, LayerKind


def spec_layers(spec: DialectSpec, inputs: LayerInputs) -> tuple[tuple[Layer, ...], tuple[Layer, ...]]:
    """The layers of `spec.files`, low to high, and those of `spec.dotenv`, high to low."""
    files = tuple(layer for file in spec.files for layer in inputs.read(file))
    dotenv = (FileLayer(LayerKind.DOTENV, (template,)) for template in spec.dotenv)
    return files, tuple(layer for file in dotenv for layer in inputs.read(file))
