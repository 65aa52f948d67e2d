"""Which `.env` files an environment reads, where names alone do not decide it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from inspector.config.dialects.spec import DialectSpec, FileLayer, LayerInputs
from inspector.config.layers import Layer, LayerKind, LayerStatus

_LOCAL = ".env.local"
_TEST = "test"


def without_local(layers: Sequence[Layer], environment: str | None, reader: str) -> tuple[Layer, ...]:
    """The layers, with .env.local inactive in the environment `test`."""
    if environment != _TEST:
        return tuple(layers)
    note = f"{reader} does not read it in the environment {_TEST}."
    return tuple(
        replace(layer, status=LayerStatus.INACTIVE, note=note)
        if layer.path == _LOCAL and layer.status is not LayerStatus.MISSING
        else layer
        for layer in layers
    )


def layers_of_mode(spec: DialectSpec, inputs: LayerInputs, mode: str) -> tuple[Layer, ...]:
    """The layers that are read in a mode, though the environment is called otherwise; the environment's own
    files are inactive."""
    read: list[Layer] = []
    for template in spec.dotenv:
        read += inputs.read(FileLayer(LayerKind.DOTENV, (template.replace("{environment}", mode),)))
    note = f"It is read in no environment that is known here; {mode} counts in place of {inputs.environment}."
    for template in spec.dotenv:
        if "{environment}" in template:
            own = inputs.read(FileLayer(LayerKind.DOTENV, (template,)))
            read += [
                replace(layer, status=LayerStatus.INACTIVE, note=note)
                for layer in own
                if layer.status is not LayerStatus.MISSING
            ]
    return tuple(read)
