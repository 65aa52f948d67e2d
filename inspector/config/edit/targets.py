"""Which files of a report can be changed, and what a change of a setting is in each of them."""

from __future__ import annotations

from collections.abc import Hashable

from inspector.config.edit.changes import Change, EditRefusedError, Keys, Operation
from inspector.config.formats import format_of, parse
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.report import Report
from inspector.config.resolve import Setting
from inspector.config.resolve.secrecy import is_secret_path
from inspector.config.values import KeyPath, Node, Value

WRITTEN_FORMATS = ("yaml", "yaml-1.2", "yaml-js", "toml", "json", "jsonc", "json5")
_FILES = (LayerKind.BASE, LayerKind.ENVIRONMENT, LayerKind.DOTENV)


def changeable_layers(report: Report) -> tuple[Layer, ...]:
    """The layers, low to high, whose files can be changed, files that do not exist yet included."""
    return tuple(layer for layer in report.layers if _is_changeable(report, layer))


def setting_to(report: Report, layer: Layer, path: KeyPath, value: Value) -> Change:
    """What gives a setting this value in a layer. Raises EditRefusedError when the layer has no way to."""
    if layer.kind is LayerKind.DOTENV:
        spec = report.spec
        name = _variable_in(report, layer, path) or spec.variable_for(path)
        text = spec.rules.text_for(spec, path, value)
        if name is None:
            why = spec.rules.unreachable(spec, path)
            raise EditRefusedError("No variable sets it.", why)
        if text is None:
            raise EditRefusedError(
                "No text of a variable becomes this value.", "Write it in a file of settings."
            )
        return _change(report, layer, path, (name,), Operation.SET, text)
    return _change(report, layer, path, _written_keys(layer, path), Operation.SET, value)


def removal_from(report: Report, layer: Layer, path: KeyPath) -> Change:
    """What takes a setting out of a layer. Raises EditRefusedError when the layer does not set it."""
    if layer.kind is LayerKind.DOTENV:
        name = _variable_in(report, layer, path)
        if name is None:
            raise EditRefusedError("The file does not set it.")
        return _change(report, layer, path, (name,), Operation.REMOVE, None)
    return _change(report, layer, path, _written_keys(layer, path), Operation.REMOVE, None)


def _is_changeable(report: Report, layer: Layer) -> bool:
    if layer.path is None or layer.kind not in _FILES or layer.names_variables:
        return False
    if layer.status is LayerStatus.INACTIVE:
        return False
    return layer.kind is LayerKind.DOTENV or written_format(report, layer) in WRITTEN_FORMATS


def written_format(report: Report, layer: Layer) -> str:
    """The format in which the dialect reads a layer's file, by its name when it is not there yet."""
    if layer.document is not None:
        return layer.document.format
    if layer.kind is LayerKind.DOTENV:
        usual = "dotenv"
    else:
        known = format_of(layer.path or "")
        usual = known.name if known is not None else ""
    return report.spec.formats.get(usual, usual)


def _change(
    report: Report, layer: Layer, path: KeyPath, keys: Keys, operation: Operation, value: Value
) -> Change:
    assert layer.path is not None
    setting = _setting(report, path)
    secret = setting.secret if setting is not None else is_secret_path(path)
    file = report.workspace / layer.path
    return Change(file, layer.path, written_format(report, layer), keys, operation, value, secret)


def _setting(report: Report, path: KeyPath) -> Setting | None:
    return next((setting for setting in report.settings if setting.path == path), None)


def _variable_in(report: Report, layer: Layer, path: KeyPath) -> str | None:
    """The variable that sets a key in a file, as it is written there."""
    setting = _setting(report, path)
    candidates = setting.candidates if setting is not None else ()
    return next(
        (c.place.variable for c in candidates if c.layer == layer.id and c.place.variable is not None), None
    )


def _written_keys(layer: Layer, path: KeyPath) -> Keys:
    """The keys as the file has them: an application may read them in other letters."""
    document = layer.document
    if document is None:
        return (*layer.section, *path)
    keys: list[Hashable] = []
    read = document.root
    written = parse(document.text.encode(), document.path, document.format).root
    for part in (*layer.section, *path):
        child = read.child(part) if read is not None else None
        name = _spelled(written, part) if child is not None and written is not None else part
        keys.append(name)
        read = child
        written = written.child(name) if written is not None else None
    return tuple(keys)


def _spelled(written: Node, part: Hashable) -> Hashable:
    if written.child(part) is not None or not isinstance(part, str):
        return part
    folded = part.casefold()
    return next(
        (key for key, _ in written.entries if isinstance(key, str) and key.casefold() == folded), part
    )
