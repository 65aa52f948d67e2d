"""What a plain YAML scalar means to PyYAML, which reads YAML 1.1."""

from __future__ import annotations

from functools import lru_cache

import yaml

from inspector.config.values import Value


@lru_cache(maxsize=4096)
def reading_in_yaml_1_1(raw: str) -> Value:
    """The value of a plain (unquoted, one-line) scalar for PyYAML's safe_load; the text itself where
    PyYAML refuses it."""
    try:
        return yaml.safe_load(f"value: {raw}")["value"]
    except (yaml.YAMLError, ValueError, TypeError, KeyError, IndexError, RecursionError):
        return raw
