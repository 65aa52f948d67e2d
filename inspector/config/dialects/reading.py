"""What most dialects do alike: files and `.env` files as the spec has them, and names that spell text."""

from __future__ import annotations

from inspector.config.dialects.spec import DialectSpec, FileLayer, LayerInputs
from inspector.config.layers import Layer, LayerKind
from inspector.config.values import KeyPath, part_text, type_name


def spec_layers(spec: DialectSpec, inputs: LayerInputs) -> tuple[tuple[Layer, ...], tuple[Layer, ...]]:
    """The layers of `spec.files`, low to high, and those of `spec.dotenv`, high to low."""
    files = tuple(layer for file in spec.files for layer in inputs.read(file))
    dotenv = (FileLayer(LayerKind.DOTENV, (template,)) for template in spec.dotenv)
    return files, tuple(layer for file in dotenv for layer in inputs.read(file))


def no_text_sentence(path: KeyPath) -> str:
    """Why no name of a variable spells a key with a part that is no text, "" when all of them are."""
    odd = next((part for part in path if not isinstance(part, str)), path)
    if odd is path:
        return ""
    return f"The key {part_text(odd)} is of type {type_name(odd)}, and names spell text alone."
