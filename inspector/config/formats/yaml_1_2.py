"""What a plain YAML scalar means to a reader of YAML 1.2."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from inspector.config.values import Value

if TYPE_CHECKING:
    from ruamel.yaml import YAML

# Everything else is text in YAML 1.2, by its first character or because it has more than one word.
_MAY_BE_SPECIAL = re.compile(r"[-+.0-9][^\n]*|~|=|(?i:true|false|null)|")


@lru_cache(maxsize=4096)
def reading_in_yaml_1_2(raw: str) -> Value:
    """The value of a plain (unquoted, one-line) scalar in YAML 1.2, as ruamel.yaml reads it.

    `NO` is text, `010` is ten and `1e5` a float there, while PyYAML reads False, eight and text.
    """
    if _MAY_BE_SPECIAL.fullmatch(raw) is None:
        return raw
    try:
        return _reader().load(f"value: {raw}")["value"]
    except Exception:  # noqa: BLE001 - the constructors raise ValueError and more for near-numbers such as `0o`
        return raw


@cache
def _reader() -> YAML:
    # Imported here because it costs as much time as all of PyYAML and most files never need it.
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True)
