"""The dialect `layered`: YAML files merged deeply, then variables whose names are split at each `_`."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache

from inspector.config.dialects.reading import no_text_sentence, spec_layers
from inspector.config.dialects.spec import (
    DialectSpec,
    FileLayer,
    LayerInputs,
    NamePart,
    PartRole,
    Stacked,
    StackInputs,
    VariableName,
)
from inspector.config.layers import Layer, LayerKind
from inspector.config.shadow import (
    MAX_PARTS,
    Environ,
    Landed,
    MergedFiles,
    Variable,
    VariableSources,
    Written,
    assign,
    compose_environ,
)
from inspector.config.values import KeyPath, Value, key_texts, part_text

_SEPARATOR = "_"
_NAME = re.compile(r"[A-Z0-9_]*")


def key_path(name: str) -> KeyPath:
    """Where a name without its prefix points: `TRAINING_BATCH_SIZE` is `training.batch.size`."""
    return tuple(name.lower().split(_SEPARATOR))


def variable_for(path: KeyPath) -> str | None:
    """The name without prefix that sets a key; None for keys that no name a shell accepts can spell."""
    texts = key_texts(path)
    name = "-" if texts is None else _SEPARATOR.join(texts).upper()
    return name if _NAME.fullmatch(name) and key_path(name) == path else None


@lru_cache(maxsize=65536)
def _is_spelled(part: Hashable) -> bool:
    """Whether a part of a key is one of a name: a key all of whose parts are has a name."""
    return isinstance(part, str) and _SEPARATOR not in part and variable_for((part,)) is not None


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


@dataclass(frozen=True, slots=True)
class LayeredRules:
    """The rules of the lecture's scheme, its exceptions included."""

    def layers(self, spec: DialectSpec, inputs: LayerInputs) -> tuple[tuple[Layer, ...], tuple[Layer, ...]]:
        """The files as the spec has them."""
        return spec_layers(spec, inputs)

    def compose(self, spec: DialectSpec, sources: VariableSources) -> Environ:  # noqa: ARG002
        """load_dotenv(override=False) for each file."""
        return compose_environ(sources)

    def stack(self, spec: DialectSpec, inputs: StackInputs) -> Stacked:
        """Files merged deeply, then each variable put where its name points."""
        tree = MergedFiles([layer for layer in inputs.layers if layer.merged])
        stops = tree.stops
        landed = []
        root = tree.root
        for variable in inputs.environ.applied:
            if not self.claims(spec, variable.name):
                continue
            written = _written(spec, variable, applied=True)
            if len(written.target) > MAX_PARTS:
                landed.append(Landed(variable, written.target, written.value, applied=False, too_deep=True))
                continue
            stop = tree.stop_for(written) or assign(root, written)
            landed.append(Landed(variable, written.target, written.value, stop is None, stop))
            if stop is not None:
                stops.append(stop)
        for lost in inputs.environ.shadowed:
            if not self.claims(spec, lost.variable.name):
                continue
            written = _written(spec, lost.variable, applied=False, reason=lost.reason)
            if len(written.target) <= MAX_PARTS:
                root.remember(written)
            landed.append(
                Landed(lost.variable, written.target, written.value, applied=False, reason=lost.reason)
            )
        return Stacked(root, tuple(stops), tuple(landed))

    def claims(self, spec: DialectSpec, name: str) -> bool:
        """Every name with the prefix, letter by letter."""
        return name.startswith(spec.prefix)

    def names_for(self, spec: DialectSpec, path: KeyPath) -> tuple[VariableName, ...]:
        """One name in capital letters; other letters land on the same key and the last one counts."""
        name = variable_for(path)
        if name is None:
            return ()
        other = "" if name == name.lower() else "; small letters behind the prefix land on the same key"
        return (VariableName(spec.prefix + name, f"the last in the environment wins{other}"),)

    def unreachable(self, spec: DialectSpec, path: KeyPath) -> str:  # noqa: ARG002
        """Why names split at `_` and put in small letters never reach a key."""
        if all(map(_is_spelled, path)):
            return ""
        if odd := no_text_sentence(path):
            return odd
        texts = tuple(map(part_text, path))
        if any(_SEPARATOR in part for part in texts):
            return "Names are split at each _, so that none reaches a key that holds one."
        if any(part != part.lower() for part in texts):
            return "Names are put in small letters, so that none reaches a key with capital letters."
        return "No name that a shell accepts spells this key."

    def split(self, spec: DialectSpec, name: str) -> tuple[NamePart, ...]:
        """The prefix, then a part for each `_`."""
        parts = [NamePart(spec.prefix, PartRole.PREFIX)] if spec.prefix else []
        for number, text in enumerate(name.removeprefix(spec.prefix).split(_SEPARATOR)):
            parts += [NamePart(_SEPARATOR, PartRole.SEPARATOR)] if number else []
            parts.append(NamePart(text, PartRole.KEY))
        return tuple(parts)

    def text_for(self, spec: DialectSpec, path: KeyPath, value: Value) -> str | None:  # noqa: ARG002
        """A text, or a number in the one spelling that reads back the same."""
        text = value if isinstance(value, str) else str(value)
        read = read_text(text)
        return text if type(read) is type(value) and str(read) == text else None


def _written(spec: DialectSpec, variable: Variable, *, applied: bool, reason: str = "") -> Written:
    path = key_path(variable.name[len(spec.prefix) :])
    value = None if variable.text is None else read_text(variable.text)
    return Written(variable.layer, variable, value, False, applied, reason, path)


LAYERED = DialectSpec(
    name="layered",
    title="config.yaml, config.<environment>.yaml, then variables split at _",
    rules=LayeredRules(),
    files=(
        FileLayer(LayerKind.BASE, ("config.yaml", "config.yml"), required=True),
        FileLayer(LayerKind.ENVIRONMENT, ("config.{environment}.yaml", "config.{environment}.yml")),
    ),
    dotenv=(".env.{environment}", ".env"),
    environment_variables=("ENVIRONMENT",),
    default_environment="development",
    prefix="ML_",
    separator=_SEPARATOR,
)
