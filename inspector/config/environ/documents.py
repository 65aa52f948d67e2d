"""Environments inside of JSON and YAML, recognised by their shape."""

from __future__ import annotations

import json
import re
from typing import Any

from inspector.config.environ import compose, kubernetes
from inspector.config.environ.lines import read_pairs
from inspector.config.environ.written import Part, Written, choose
from inspector.config.environ.yaml_values import read_yaml, text_of

_KEY_OR_ITEM = re.compile(r"[ \t]*(?:(?:[\w./-]+|\"[^\"]+\"|'[^']+'):(?=[ \t]|\Z)|- )")


def looks_like_yaml(text: str) -> bool:
    """Whether the first line that says something is `key:` or an item of a list."""
    lines = (
        line for line in text.split("\n") if line.strip() and not line.lstrip().startswith(("#", "---", "%"))
    )
    return _KEY_OR_ITEM.match(next(lines, "")) is not None


def read_json_text(text: str, part: str) -> Written:
    """An environment inside of JSON. Raises ValueError with a part of a sentence."""
    try:
        value = json.loads(text, parse_int=str, parse_float=str)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ValueError(f"it starts like JSON and is none{where}") from error
    return _read([value], part, "JSON")


def read_yaml_text(text: str, part: str) -> Written:
    """An environment inside of YAML. Raises ValueError with a part of a sentence."""
    return _read([value for value in read_yaml(text) if value is not None], part, "YAML")


def _read(documents: list[Any], part: str, language: str) -> Written:
    if any(map(kubernetes.is_kubernetes, documents)):
        parts, kind = kubernetes.parts_of(documents)
        return choose(parts, part, kind)
    value = documents[0] if len(documents) == 1 else documents
    if compose.is_compose(value):
        return choose(compose.services_of(value), part, "service")
    inspected = _inspected(value)
    if inspected:
        return choose(inspected, part, "container")
    if part:
        raise ValueError(f"it has no parts, so that #{part} names none")
    if isinstance(value, list):
        return _list(value, language)
    if isinstance(value, dict):
        return _mapping(value, language)
    raise ValueError(f"the {language} in it is neither a list nor a mapping")


def _inspected(value: Any) -> list[Part]:
    """The containers or images of `docker inspect`, services of Swarm included."""
    entries = value if isinstance(value, list) else [value]
    if not entries or not all(isinstance(entry, dict) for entry in entries):
        return []
    parts = [Part(_inspected_name(entry), _Inspected(entry)) for entry in entries]
    return parts if all(_config(entry) is not None for entry in entries) else []


def _config(entry: dict[str, Any]) -> dict[str, Any] | None:
    """The mapping that has the list Env."""
    for path in (("Config",), ("Spec", "TaskTemplate", "ContainerSpec")):
        inner: Any = entry
        for key in path:
            inner = inner.get(key) if isinstance(inner, dict) else None
        if isinstance(inner, dict):
            return inner
    return None


def _inspected_name(entry: dict[str, Any]) -> str:
    tags = entry.get("RepoTags")
    spec = entry.get("Spec")
    candidates = (
        entry.get("Name"),
        spec.get("Name") if isinstance(spec, dict) else None,
        tags[0] if isinstance(tags, list) and tags else None,
        str(entry.get("Id", entry.get("ID", ""))).removeprefix("sha256:")[:12],
    )
    name = next((name for name in candidates if isinstance(name, str) and name), "?")
    return name.removeprefix("/")


class _Inspected:
    """Reads the environment of one container."""

    def __init__(self, entry: dict[str, Any]) -> None:
        self._entry = entry

    def __call__(self) -> Written:
        """The variables with which it was started."""
        entries = (_config(self._entry) or {}).get("Env") or []
        if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
            raise ValueError("Env of its container is no list of texts")
        pairs = [entry for entry in entries if entry.find("=") > 0]
        more = len(entries) - len(pairs)
        note = f"{more} of {len(entries)} entries of Env are not NAME=value and are left out."
        return Written(read_pairs(pairs), (note,) if more else ())


def _list(entries: list[Any], language: str) -> Written:
    if entries and all(isinstance(entry, dict) and "name" in entry for entry in entries):
        return kubernetes.read_env_list(entries)
    if not all(isinstance(entry, str) for entry in entries):
        raise ValueError(f'the {language} list must hold texts such as "NAME=value"')
    return Written(read_pairs(entries)) if language == "JSON" else compose.read_environment(entries)


def _mapping(values: dict[str, Any], language: str) -> Written:
    if language == "YAML":
        inner = values.get("environment", values.get("env"))
        if isinstance(inner, list) and any(isinstance(entry, dict) for entry in inner):
            return kubernetes.read_env_list(inner)
        return compose.read_environment(inner if isinstance(inner, dict | list) else values)
    if any(value is None or isinstance(value, dict | list) for value in values.values()):
        raise ValueError("the JSON mapping must have texts as values")
    return Written(tuple((name, text_of(value)) for name, value in values.items()))
