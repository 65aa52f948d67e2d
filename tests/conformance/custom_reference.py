"""What the help says about the dialect `custom`, written down a second time, in the plainest way.

Nothing of Inspector is used here. Slow and without places; only the tree counts.
"""

from __future__ import annotations

import glob
import json
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml
from dotenv import load_dotenv
from ruamel.yaml import YAML

REFERENCE = re.compile(r"(\$?)\$\{([^{}]*)\}")
NOT_IN_NAMES = re.compile("[^A-Za-z0-9_]")


class UnfilledError(Exception):
    """A reference leads nowhere."""


class Application:
    """One start of an application that follows a declaration."""

    def __init__(self, folder: Path, declared: Mapping[str, Any], environ: Mapping[str, str]) -> None:
        self.folder = folder
        self.declared = declared
        self.names: dict[str, Any] = {"match": "split", "case": "lower", "values": "text"}
        self.names |= {"empty": "value", "unknown": "set", "max_splits": -1, **declared.get("variables", {})}
        self.rules: dict[str, Any] = {"mappings": "deep", "lists": "replace", "nulls": "overrides"}
        self.rules |= {"conflicts": "replace", **declared.get("merge", {})}
        self.separator: str = declared.get("separator", "__")
        self.environment = self.selected(environ)
        self.environ = self.with_dotenv(environ)
        self.stopped = False
        self.unfilled = False
        self.landed: dict[str, tuple[Any, ...]] = {}

    def start(self, schema: list[list[str]]) -> dict[Any, Any]:
        """The tree that it gets."""
        tree: dict[Any, Any] = {}
        for layer in self.declared["layers"]:
            for values in self.values_of(layer):
                tree = self.merged(tree, self.fill_variables(values))
        known = self.known_keys(tree)
        known += [tuple(path) for path in schema if path not in [list(map(str, keys)) for keys in known]]
        for name in self.in_order():
            tree = self.put(tree, name, known)
        return self.fill_keys(tree)

    # Environments and files

    def selected(self, environ: Mapping[str, str]) -> str | None:
        names = self.declared.get("environment_variable", [])
        for name in [names] if isinstance(names, str) else names:
            if environ.get(name):
                return environ[name]
        default: str | None = self.declared.get("default_environment")
        return default

    def with_environment(self, text: str) -> str | None:
        if "{environment}" in text and self.environment is None:
            return None
        return text.replace("{environment}", self.environment or "")

    def values_of(self, layer: Mapping[str, Any]) -> list[dict[Any, Any]]:
        paths = [layer["path"]] if isinstance(layer["path"], str) else layer["path"]
        section = self.with_environment(layer.get("section", ""))
        files = [self.with_environment(path) for path in paths]
        if section is None or None in files:
            return []
        if any("*" in path for path in paths):
            found = [name for path in files if path for name in sorted(glob.glob(path, root_dir=self.folder))]  # noqa: PTH207
        else:
            found = [path for path in files if path and (self.folder / path).exists()][:1]
        trees = []
        for path in found:
            tree: Any = read_file(self.folder / path, layer.get("format"))
            for part in section.split(".") if section else []:
                tree = tree.get(part) if isinstance(tree, dict) else None
            trees += [tree] if isinstance(tree, dict) else []
        return trees

    # Variables

    def with_dotenv(self, environ: Mapping[str, str]) -> dict[str, str]:
        declared = self.declared.get("dotenv", {})
        if not isinstance(declared, dict):
            declared = {"files": declared}
        files = declared.get("files", [])
        files = [files] if isinstance(files, str) else list(files)
        override = declared.get("override", False)
        first_wins = declared.get("wins", "first") == "first"
        if override == first_wins:
            files = files[::-1]
        with patch.dict(os.environ, environ, clear=True):
            for file in files:
                path = self.with_environment(file)
                if path is not None and (self.folder / path).is_file():
                    load_dotenv(self.folder / path, override=override)
            return dict(os.environ)

    def prefixes(self) -> list[str]:
        prefix = self.declared.get("prefix", [])
        return [prefix] if isinstance(prefix, str) else list(prefix)

    def prefix_of(self, name: str) -> str | None:
        fitting = [prefix for prefix in self.prefixes() if name.startswith(prefix)]
        return max(fitting, key=len) if fitting else None

    def in_order(self) -> list[str]:
        return [name for prefix in self.prefixes() for name in self.environ if self.prefix_of(name) == prefix]

    def put(self, tree: dict[Any, Any], name: str, known: list[tuple[Any, ...]]) -> dict[Any, Any]:
        prefix, text = self.prefix_of(name), self.environ[name]
        assert prefix is not None
        keys = self.meaning(name[len(prefix) :], known)
        texts = [tuple(map(str, other)) for other in known]
        self.landed[name] = keys
        if self.names["unknown"] == "ignored" and tuple(map(str, keys)) not in texts:
            return tree
        if self.names["empty"] == "ignored" and text == "":
            return tree
        return self.put_at(tree, keys, self.read(text))

    def put_at(self, tree: dict[Any, Any], keys: tuple[Any, ...], value: Any) -> dict[Any, Any]:
        first, rest = keys[0], keys[1:]
        if rest and isinstance(tree.get(first), dict):
            return {**tree, first: self.put_at(tree[first], rest, value)}
        for key in reversed(rest):
            value = {key: value}
        return self.merged(tree, {first: value}, top=True)

    def read(self, text: str) -> Any:
        return read_text(text, self.names["values"])

    # Names

    def meaning(self, name: str, known: list[tuple[Any, ...]]) -> tuple[Any, ...]:
        split = self.split(name, known)
        if self.names["match"] == "split" or split in known:
            return split
        for keys in known:
            read = self.separator.join(NOT_IN_NAMES.sub("_", str(key)) for key in keys)
            same = {
                "lower": read == name.lower(),
                "keep": read == name,
                "known-keys": read.lower() == name.lower(),
            }
            if same[self.names["case"]]:
                return keys
        return split

    def split(self, name: str, known: list[tuple[Any, ...]]) -> tuple[Any, ...]:
        parts = name.split(self.separator, self.names["max_splits"]) if self.separator else [name]
        keys: tuple[Any, ...] = ()
        for part in parts:
            text = part if self.names["case"] == "keep" else part.lower()
            here = [other[len(keys)] for other in known if len(other) == len(keys) + 1 and other[:-1] == keys]
            if self.names["case"] == "known-keys":
                alike = [key for key in here if str(key) == part]
                alike += [key for key in here if str(key).lower() == part.lower()]
            else:
                alike = [key for key in here if str(key) == text]
            looks = self.names["match"] == "known-keys" or self.names["case"] == "known-keys"
            keys = (*keys, alike[0] if alike and looks else text)
        return keys

    def known_keys(self, tree: dict[Any, Any], above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        known = []
        for key, value in tree.items():
            known.append((*above, key))
            known += self.known_keys(value, (*above, key)) if isinstance(value, dict) else []
        return known

    # Merging

    def merged(self, low: dict[Any, Any], high: dict[Any, Any], *, top: bool = True) -> dict[Any, Any]:
        result = dict(low)
        for key, value in high.items():
            met = self.met(result[key], value) if key in result else self.met(MISSING, value)
            if met is MISSING:
                result.pop(key, None)
            else:
                result[key] = met
        return result

    def met(self, low: Any, high: Any) -> Any:
        """What comes of a value that meets another one, or nothing; MISSING when nothing is left."""
        if high is None:
            if self.rules["nulls"] == "deletes":
                return MISSING
            return low if self.rules["nulls"] == "ignored" and low is not MISSING else None
        if low is MISSING or low is None:
            return self.alone(high)
        if isinstance(low, dict) and isinstance(high, dict):
            return self.merged(low, high) if self.rules["mappings"] == "deep" else self.alone(high)
        if isinstance(low, list):
            if isinstance(high, dict) and self.rules["lists"] == "by-index" and all_numbers(high):
                return self.by_index(
                    low, [high[key] for key in sorted(high, key=int)], sorted(map(int, high))
                )
            if isinstance(high, list):
                return self.lists(low, high)
        if self.rules["conflicts"] == "error" and kind(low) != kind(high):
            self.stopped = True
            return low
        return self.alone(high)

    def alone(self, value: Any) -> Any:
        if self.rules["nulls"] == "deletes" and isinstance(value, dict):
            return {key: self.alone(item) for key, item in value.items() if item is not None}
        return value

    def lists(self, low: list[Any], high: list[Any]) -> list[Any]:
        rule = self.rules["lists"]
        if rule == "replace":
            return high
        if rule == "append":
            return low + high
        if rule == "append-unique":
            result = list(low)
            for item in high:
                if not any(same(item, other) for other in result):
                    result.append(item)
            return result
        if rule == "by-index":
            return self.by_index(low, high, list(range(len(high))))
        return self.by_key(low, high)

    def by_index(self, low: list[Any], items: list[Any], indices: list[int]) -> list[Any]:
        result: list[Any] = list(low)
        for index, item in zip(indices, items, strict=True):
            if index < len(low):
                result[index] = self.met(low[index], item)
            else:
                result.append(self.met(MISSING, item))
        return [item for item in result if item is not MISSING]

    def by_key(self, low: list[Any], high: list[Any]) -> list[Any]:
        key = self.rules["list_key"]
        result = list(low)
        for item in high:
            meets = None
            for index, other in enumerate(result):
                both = isinstance(item, dict) and isinstance(other, dict) and key in item and key in other
                if meets is None and both and same(item[key], other[key]):
                    meets = index
            if meets is not None:
                result[meets] = self.met(result[meets], item)
            elif isinstance(item, dict) and key in item:
                result.append(self.met(MISSING, item))
            else:
                result.append(item)
        return result

    # Interpolation

    def fill_variables(self, values: Any) -> Any:
        if self.declared.get("interpolation") != "variables":
            return values

        def look_up(name: str, default: str | None) -> str:
            if default is not None and not self.environ.get(name):
                return default
            if name not in self.environ:
                raise UnfilledError
            return self.environ[name]

        def fill(text: str) -> Any:
            filled = REFERENCE.sub(lambda match: replaced(match, look_up), text)
            whole = REFERENCE.fullmatch(text)
            return self.read(filled) if whole and not whole[1] else filled

        return self.in_texts(values, fill)

    def fill_keys(self, tree: dict[Any, Any]) -> dict[Any, Any]:
        if self.declared.get("interpolation") != "keys":
            return tree

        def value_at(path: list[str], seen: list[list[str]]) -> Any:
            if path in seen:
                raise UnfilledError
            value: Any = tree
            for part in path:
                below = [key for key in value if str(key) == part] if isinstance(value, dict) else []
                if not below:
                    return MISSING
                value = value[below[0]]
            return fill(value, [*seen, path]) if isinstance(value, str) else value

        def fill(text: str, seen: list[list[str]]) -> Any:
            def look_up(name: str, default: str | None) -> Any:
                value = value_at(name.split("."), seen)
                if default is not None and (value is MISSING or value is None or value == ""):
                    return default
                if value is MISSING or isinstance(value, dict | list):
                    raise UnfilledError
                return value

            whole = REFERENCE.fullmatch(text)
            if whole and not whole[1]:
                return look_up(*parts_of(whole[2]))
            return REFERENCE.sub(lambda match: replaced(match, look_up), text)

        def walk(value: Any, path: list[str]) -> Any:
            if isinstance(value, dict):
                return {key: walk(item, [*path, str(key)]) for key, item in value.items()}
            if isinstance(value, list):
                return [self.in_texts(item, lambda text: fill(text, [])) for item in value]
            return self.in_texts(value, lambda text: fill(text, [path]))

        result: dict[Any, Any] = walk(tree, [])
        return result

    def in_texts(self, value: Any, fill: Callable[[str], Any]) -> Any:
        if isinstance(value, dict):
            return {key: self.in_texts(item, fill) for key, item in value.items()}
        if isinstance(value, list):
            return [self.in_texts(item, fill) for item in value]
        if not isinstance(value, str) or "${" not in value:
            return value
        try:
            return fill(value)
        except UnfilledError:
            self.unfilled = True
            return value


MISSING = object()


def parts_of(inner: str) -> tuple[str, str | None]:
    name, colon, default = inner.partition(":-")
    return name, default if colon else None


def replaced(match: re.Match[str], look_up: Callable[[str, str | None], Any]) -> str:
    return match[0][1:] if match[1] else str(look_up(*parts_of(match[2])))


def all_numbers(mapping: dict[Any, Any]) -> bool:
    def number(key: object) -> bool:
        return (type(key) is int and key >= 0) or (
            isinstance(key, str) and bool(re.fullmatch("[0-9]{1,9}", key))
        )

    return bool(mapping) and all(map(number, mapping))


def kind(value: Any) -> str:
    return "mapping" if isinstance(value, dict) else "list" if isinstance(value, list) else "single"


def same(left: Any, right: Any) -> bool:
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return len(left) == len(right) and all(
            any(same(key, other) and same(value, right[other]) for other in right)
            for key, value in left.items()
        )
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right or (left != left and right != right))


def read_text(text: str, values: str) -> Any:
    if not text or values == "text":
        return text
    if values == "numbers":
        for number in (int, float):
            try:
                return number(text)
            except ValueError:
                pass
        return text
    try:
        if values == "yaml":
            return yaml.safe_load(text)
        if values == "yaml-1.2":
            return YAML(typ="safe", pure=True).load(text)
        if values == "json":
            return json.loads(text)
        read = tomllib.loads(f"value = {text}")
        return read["value"] if list(read) == ["value"] else text
    except Exception:  # noqa: BLE001 - whatever the parser says, it is no such text
        return text


def read_file(path: Path, file_format: str | None) -> Any:
    text = path.read_text("utf-8")
    file_format = file_format or path.suffix.lstrip(".")
    if file_format == "toml":
        return tomllib.loads(text)
    if file_format == "json":
        return json.loads(text)
    if file_format == "yaml-1.2":
        return YAML(typ="safe", pure=True).load(text)
    return yaml.safe_load(text)
