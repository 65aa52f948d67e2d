"""Values, written texts and sentences with secrets masked, and values as JSON can hold them."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from inspector.base.secrets import MASK, mask_text
from inspector.config.report import Report
from inspector.config.report.hiding import secret_texts
from inspector.config.resolve import Candidate, Setting
from inspector.config.resolve.secrecy import (
    is_secret_below,
    is_secret_part,
    is_secret_value,
    is_secret_with,
)
from inspector.config.values import Value, is_endless, join_key, number_text, part_text, shown_part

_PAIR = re.compile(r"""([\w.-]+)["']?\s*[:=]""")
_HOLDS_PAIRS = ("{", "[", "@")


@dataclass(frozen=True, slots=True)
class Veil:
    """How much of a report's secrets is shown. `secrets` are their texts, to be found where they occur
    again: in what was written for a whole mapping, or in a sentence."""

    reveal: bool = False
    secrets: tuple[str, ...] = ()

    @classmethod
    def of(cls, report: Report, *, reveal: bool = False) -> Veil:
        """The veil over a report."""
        return cls(reveal, () if reveal else secret_texts(report.settings, report.landed))

    @classmethod
    def over(cls, *reports: Report, reveal: bool = False) -> Veil:
        """The veil over several reports."""
        secrets = {text for report in reports for text in cls.of(report, reveal=reveal).secrets}
        return cls(reveal, tuple(sorted(secrets, key=lambda text: (-len(text), text))))

    def value(self, value: Value, *, secret: bool) -> Value:
        """A value with MASK in place of each secret in it."""
        return masked_value(value, secret=secret, reveal=self.reveal)

    def key(self, key: Hashable) -> Hashable:
        """A part of a key, with MASK in place of a secret in it."""
        return key if self.reveal else _masked_key(key)

    def hides(self, value: Value, *, secret: bool) -> bool:
        """Whether a value is or holds a secret that is not shown."""
        return not self.reveal and _is_changed(value, self.value(value, secret=secret))

    def written(self, text: str | None, value: Value, *, secret: bool) -> str | None:
        """What was written for a value, masked as a whole when the value itself is or holds a secret."""
        if self.reveal or not text:
            return text
        if secret or is_secret_value(text) or _holds_secret(value):
            return MASK
        if text.lstrip().startswith(_HOLDS_PAIRS) and any(map(is_secret_part, _PAIR.findall(text))):
            return MASK
        return self._without_known(text)

    def raw(self, candidate: Candidate, setting: Setting) -> str | None:
        """What was written for a candidate."""
        return self.written(candidate.raw, candidate.value, secret=setting.hides(candidate))

    def sentence(self, text: str) -> str:
        """A sentence of Inspector's or of a library's."""
        return text if self.reveal else mask_text(self._without_known(text))

    def _without_known(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, MASK)
        return text


def masked_value(value: Value, *, secret: bool, reveal: bool = False) -> Value:
    """The value with MASK in place of each secret in it."""
    return value if reveal else _masked(value, "", secret)


def _masked(value: Value, name: str, secret: bool) -> Value:
    """A value that stands below a key of this name."""
    if value is None or value == "":
        return value
    if secret or is_secret_value(value) or is_secret_with(name, value):
        return MASK
    if isinstance(value, list | tuple):
        return [_masked(item, name, False) for item in value]
    if isinstance(value, dict):
        return {
            _masked_key(key): _masked(item, str(key), is_secret_below(name, str(key)))
            for key, item in value.items()
        }
    return value


def _masked_key(key: Hashable) -> Hashable:
    return shown_part(key) if isinstance(key, str) else key


def _is_changed(value: Value, masked: Value) -> bool:
    if isinstance(value, list | tuple) and isinstance(masked, list):
        return any(map(_is_changed, value, masked))
    if isinstance(value, dict) and isinstance(masked, dict):
        return len(value) != len(masked) or any(
            map(_is_changed, (*value, *value.values()), (*masked, *masked.values()))
        )
    return value is not masked and value != masked


def _holds_secret(value: Value, name: str = "") -> bool:
    if is_secret_with(name, value):
        return True
    if isinstance(value, list | tuple):
        return any(_holds_secret(item, name) for item in value)
    if isinstance(value, dict):
        return any(
            is_secret_below(name, str(key)) or _holds_secret(item, str(key)) or is_secret_value(key)
            for key, item in value.items()
        )
    return is_secret_value(value)


def json_value(value: Value) -> Any:
    """A value as JSON can hold it: dates as ISO text, bytes as hexadecimal, non-finite floats and
    numbers of thousands of digits as text."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return number_text(value) if is_endless(value) else value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, dict):
        return {_json_key(key, value): json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((json_value(item) for item in value), key=str)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)


def _json_key(key: Hashable, mapping: Mapping[Any, Value]) -> str:
    """The name of a key in JSON, as YAML spells it; between brackets where a text reads the same."""
    if isinstance(key, str):
        return key
    name = part_text(key)
    return join_key((key,)) if name in mapping else name
