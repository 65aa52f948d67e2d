"""The dialect `layered`: YAML files merged deeply, then variables whose names are split at each `_`."""

from __future__ import annotations

import re

from inspector.config.dialects.spec import DialectSpec, FileLayer
from inspector.config.layers import LayerKind
from inspector.config.values import KeyPath, Value

_SEPARATOR = "_"
_NAME = re.compile(r"[A-Z0-9_]*")


def key_path(name: str) -> KeyPath:
    """Where a name without its prefix points: `TRAINING_BATCH_SIZE` is `training.batch.size`."""
    return tuple(name.lower().split(_SEPARATOR))


def variable_for(path: KeyPath) -> str | None:
    """The name without prefix that sets a key; None for keys that no name a shell accepts can spell."""
    name = _SEPARATOR.join(path).upper()
    return name if _NAME.fullmatch(name) and key_path(name) == path else None


def read_text(text: str) -> Value:
    """An int where Python reads one, else a float, else the text itself."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


LAYERED = DialectSpec(
    name="layered",
    title="config.yaml, config.<environment>.yaml, then variables split at _",
    files=(
        FileLayer(LayerKind.BASE, ("config.yaml", "config.yml"), required=True),
        FileLayer(LayerKind.ENVIRONMENT, ("config.{environment}.yaml", "config.{environment}.yml")),
    ),
    dotenv=(".env.{environment}", ".env"),
    environment_variable="ENVIRONMENT",
    default_environment="development",
    prefix="ML_",
    separator=_SEPARATOR,
    key_path=key_path,
    variable_for=variable_for,
    read_text=read_text,
)
