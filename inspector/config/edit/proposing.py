"""From a change to the bytes that the file would have: tried on its text and read back by its own parser."""

from __future__ import annotations

import codecs
from collections.abc import Hashable, Iterator

from inspector.base.findings import Severity
from inspector.config.edit import dotenv_text, json_text, toml_text, yaml_text
from inspector.config.edit.changes import Change, EditRefusedError, Keys, Operation, Proposal
from inspector.config.edit.yaml_spelling import Spelling
from inspector.config.formats import MAX_BYTES, parse
from inspector.config.resolve.candidates import same
from inspector.config.values import Document, Node, Value

_JSON = ("json", "jsonc", "json5")


def propose(change: Change) -> Proposal:
    """Try a change: the text around the key stays as it is, and no other value of the file changes.

    Reads the file; writes nothing. Raises EditRefusedError, and OSError when the file cannot be read. A file
    that does not exist is made by SET.
    """
    before = _contents(change)
    bom = codecs.BOM_UTF8 if before is not None and before.startswith(codecs.BOM_UTF8) else b""
    text = _decoded((before or b"")[len(bom) :])
    document = parse(text.encode(), change.path, change.format)
    if text.strip() and _errors(document) and document.root is None:
        raise EditRefusedError("The file has an error.", "Repair it first.")
    wanted = _wanted(document, change)
    for edited in _edited(text, document.root, change):
        again = parse(edited.encode(), change.path, change.format)
        value = again.root.value if again.root is not None else {}
        if same(value, wanted) and _errors(again) <= _errors(document):
            return Proposal(change, before, bom + edited.encode())
    raise EditRefusedError(
        "It cannot be written without changing something else in the file.",
        "The place may be shared (an anchor, a merge) or the value have no spelling here: use an editor.",
    )


def _contents(change: Change) -> bytes | None:
    if not change.file.exists():
        if change.operation is Operation.REMOVE:
            raise EditRefusedError("The file does not exist.")
        return None
    if change.file.stat().st_size > MAX_BYTES:
        raise EditRefusedError("The file is too large.")
    return change.file.read_bytes()


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise EditRefusedError("The file is no UTF-8 text.", "Save it as UTF-8 first.") from error


def _errors(document: Document) -> int:
    """How many errors a file has; that an empty one holds no settings ends with the first key."""
    return sum(
        finding.severity is Severity.ERROR and finding.code != "empty-file" for finding in document.findings
    )


def _edited(text: str, root: Node | None, change: Change) -> Iterator[str]:
    if change.operation is Operation.REMOVE:
        if change.format == "toml":
            return toml_text.without_key(text, root, change.keys)
        if change.format in _JSON:
            return json_text.without_key(text, root, change.keys)
        if change.format.startswith("dotenv"):
            return dotenv_text.without_key(text, root, change.keys)
        return yaml_text.without_key(text, root, change.keys)
    if change.format == "toml":
        return toml_text.with_value(text, root, change.keys, change.value)
    if change.format in _JSON:
        return json_text.with_value(text, root, change.keys, change.value)
    if change.format.startswith("dotenv"):
        return dotenv_text.with_value(text, root, change.keys, change.value)

    def read(flow: str) -> Node | None:
        return parse(flow.encode(), change.path, change.format).root

    return yaml_text.with_value(text, root, change.keys, change.value, Spelling(read))


def _wanted(document: Document, change: Change) -> Value:
    """The tree that the file shall have."""
    root = document.root.value if document.root is not None else {}
    if not isinstance(root, dict):
        raise EditRefusedError("The file holds no mapping.", "Write keys into it first.")
    if change.operation is Operation.SET:
        return _with(root, change.keys, change.value)
    return _without(root, change.keys)


def _with(tree: Value, keys: Keys, value: Value) -> Value:
    if not keys:
        return value
    inner = tree if isinstance(tree, dict) else {}
    return {**inner, keys[0]: _with(inner.get(keys[0]), keys[1:], value)}


def _without(tree: dict[Hashable, Value], keys: Keys) -> Value:
    """Without the value, and without the mappings above it that are empty then."""
    inner = tree.get(keys[0])
    rest = {key: value for key, value in tree.items() if key != keys[0]}
    if len(keys) > 1 and isinstance(inner, dict):
        left = _without(inner, keys[1:])
        if left:
            return {key: left if key == keys[0] else value for key, value in tree.items()}
    return rest
