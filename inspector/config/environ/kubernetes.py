"""Environments inside of Kubernetes objects: of containers, and those that ConfigMaps and Secrets hold."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any

from inspector.config.environ.lines import decoded
from inspector.config.environ.written import Part, Written, last_of_each

_REFERENCE = re.compile(r"\$(?:\$|\(([^)]*)\))")
_MAX_CHARS = 8 * 1024 * 1024
"""More than Linux allows for a whole environment."""

_CONTAINERS = ("containers", "initContainers", "ephemeralContainers")
_SOURCES = {
    "configMapKeyRef": "a ConfigMap",
    "secretKeyRef": "a Secret",
    "fieldRef": "the Pod itself",
    "resourceFieldRef": "the limits of the container",
    "fileKeyRef": "a file in the container",
}


def is_kubernetes(value: Any) -> bool:
    """Whether a value is an object of Kubernetes or a list of such."""
    return isinstance(value, dict) and isinstance(value.get("kind"), str) and "apiVersion" in value


def read_env_list(entries: list[Any]) -> Written:
    """A list of {name, value} as containers have it, with `$(NAME)` filled in as the kubelet does."""
    known: dict[str, str] = {}
    lost: dict[str, str] = {}
    length = 0
    for entry in entries:
        name = entry.get("name") if isinstance(entry, dict) else None
        if not isinstance(name, str) or not name or "=" in name:
            raise ValueError("an entry of its env list has no name")
        value = entry.get("value")
        text, reason = "", ""
        if entry.get("valueFrom"):
            reason = f"its value comes from {_source(entry['valueFrom'])}"
        elif value is not None and not isinstance(value, str):
            reason = "its value is no text, which Kubernetes refuses"
        else:
            text, unknown = _expanded(value or "", known, lost)
            reason = f"it holds the value of {unknown}" if unknown else ""
            length += len(text)
        if length > _MAX_CHARS:
            raise ValueError("its values grow beyond all bounds by their references $(NAME)")
        known.pop(name, None)
        lost.pop(name, None)
        if reason:
            lost[name] = reason
        else:
            known[name] = text
    notes = tuple(f"{name} is left out: {reason}." for name, reason in lost.items())
    return Written(tuple(known.items()), notes)


def parts_of(documents: list[Any]) -> tuple[list[Part], str]:
    """Everything in these objects that holds an environment, and what a sentence calls it.

    Containers come first: ConfigMaps and Secrets count only where there is no container.
    """
    objects = [item for document in documents for item in _items(document)]
    containers = [part for item in objects for part in _containers(item)]
    if containers:
        return containers, "container"
    return [part for item in objects for part in _data(item)], "ConfigMap or Secret"


def _items(value: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(value, dict):
        return
    items = value.get("items")
    if isinstance(items, list):
        yield from (item for item in items if isinstance(item, dict))
    else:
        yield value


def _containers(item: dict[str, Any]) -> Iterator[Part]:
    spec = _pod_spec(item)
    for key in _CONTAINERS:
        listed = spec.get(key)
        for container in listed if isinstance(listed, list) else ():
            if isinstance(container, dict):
                yield Part(f"{_name(item)}/{container.get('name') or '?'}", _Container(container))


def _pod_spec(item: dict[str, Any]) -> dict[str, Any]:
    """What an object says about its Pod: a CronJob has a Job in it, which has a Pod in it."""
    spec = item.get("spec")
    for key in ("jobTemplate", "template"):
        inner = spec.get(key) if isinstance(spec, dict) else None
        spec = inner.get("spec") if isinstance(inner, dict) else spec
    return spec if isinstance(spec, dict) else {}


class _Container:
    """Reads the environment of one container."""

    def __init__(self, container: dict[str, Any]) -> None:
        self._container = container

    def __call__(self) -> Written:
        """Its variables; what envFrom brings is not in the text."""
        entries = self._container.get("env") or []
        if not isinstance(entries, list):
            raise ValueError("env of its container is no list")
        written = read_env_list(entries)
        sources = self._container.get("envFrom") or []
        names = [_reference(source) for source in sources] if isinstance(sources, list) else []
        notes = tuple(f"What {name} brings in (envFrom) is not known." for name in names)
        return Written(written.variables, (*written.notes, *notes))


def _data(item: dict[str, Any]) -> Iterator[Part]:
    if item.get("kind") in ("ConfigMap", "Secret"):
        yield Part(_name(item), _Data(item))


class _Data:
    """Reads what a ConfigMap or Secret gives as variables."""

    def __init__(self, item: dict[str, Any]) -> None:
        self._item = item

    def __call__(self) -> Written:
        """Each key as a variable, as envFrom makes it."""
        secret = self._item["kind"] == "Secret"
        pairs: list[tuple[str, str]] = []
        notes = []
        for part, is_encoded in (("data", secret), ("stringData", False)):
            data = self._item.get(part) or {}
            if not isinstance(data, dict):
                raise ValueError(f"{part} of {_name(self._item)} is no mapping")
            for name, value in data.items():
                text = _decoded(value) if is_encoded else value
                if not isinstance(text, str) or not name or "=" in name or "\0" in text:
                    notes.append(f"{name} is left out: no variable can hold what it is.")
                else:
                    pairs.append((name, text))
        if self._item.get("binaryData"):
            notes.append("What stands in binaryData is left out: no variable can hold it.")
        return Written(last_of_each(pairs), tuple(notes))


def _decoded(value: Any) -> str | None:
    try:
        return decoded(base64.b64decode(value, validate=True)) if isinstance(value, str) else None
    except (binascii.Error, ValueError):
        return None


def _name(item: dict[str, Any]) -> str:
    metadata = item.get("metadata")
    name = metadata.get("name") if isinstance(metadata, dict) else None
    return name if isinstance(name, str) and name else "?"


def _source(value_from: Any) -> str:
    keys = list(value_from) if isinstance(value_from, dict) else []
    return next((_SOURCES[key] for key in keys if key in _SOURCES), "elsewhere") + " (valueFrom)"


def _reference(source: Any) -> str:
    for key, what in (("configMapRef", "the ConfigMap"), ("secretRef", "the Secret")):
        inner = source.get(key) if isinstance(source, dict) else None
        if isinstance(inner, dict):
            return f"{what} {inner.get('name')}"
    return "another object"


def _expanded(text: str, known: dict[str, str], lost: dict[str, str]) -> tuple[str, str]:
    """The text with `$(NAME)` of earlier variables filled in, and the name of one that is not known.

    `$$` is `$`, so that `$$(NAME)` stays; a name that is not in the list stays as it is written.
    """
    unknown = ""

    def fill(found: re.Match[str]) -> str:
        nonlocal unknown
        name = found[1]
        if name is None:
            return "$"
        if name in lost:
            unknown = unknown or name
        return known.get(name, found[0])

    return _REFERENCE.sub(fill, text), unknown
