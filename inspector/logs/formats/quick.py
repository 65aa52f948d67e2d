"""Records that need no second reading: the index knows them, and their object is read in one step."""

from __future__ import annotations

from typing import Any, TypeAlias

import orjson

from inspector.logs.formats.levels import level_of
from inspector.logs.formats.spec import Detection, Shape

_MOST_SHAPES = 1_000
_DIGITS = bytes(ord("0") if byte in b"0123456789" else 0 for byte in range(256))
_LONG = b"0" * 20

Plan: TypeAlias = tuple[str | None, str | None, str | None, str | None]
"""The keys of time, level, logger and message."""

_NO_PLAN: Plan = ("", "", "", "")


class Quick:
    """Reads the objects of one detection where decode() would add nothing to what the index holds."""

    def __init__(self, detection: Detection) -> None:
        spec = detection.format
        self._spec = spec
        self._request_key = detection.request_key or ""
        self._plans: dict[tuple[str, ...], Plan] = {}
        self._levels: dict[str, int] = {}
        # What is put together from several fields is left to decode().
        self.usable = (
            spec.shape is Shape.JSON
            and detection.envelope is None
            and not (spec.second_keys or spec.message_parts or spec.template_keys or spec.byte_lists)
            and not spec.repeats
            and not any(char in self._request_key for char in ".[")
        )

    def fields(
        self,
        data: bytes,
        *,
        timed: bool,
        level: int,
        logger: str | None,
        message: str,
        request: str | None,
    ) -> tuple[str | None, dict[str, Any]] | None:
        """The level as written and the fields of a record; None when decode() must be asked.

        `data` are the record's bytes, the others what the index says of it.
        """
        if b"\\" in data or data.find(b"\n", 0, -1) >= 0 or _LONG in data.translate(_DIGITS):
            return None
        try:
            found = orjson.loads(data)
        except orjson.JSONDecodeError:
            return None
        if type(found) is not dict:
            return None
        keys = tuple(found)
        plan = self._plans.get(keys) or self._planned(keys)
        if plan is _NO_PLAN:
            return None
        time_key, level_key, logger_key, message_key = plan
        level_raw: str | None = None
        if level_key is not None:
            level_raw = found.pop(level_key)
            if type(level_raw) is not str or not self._says(level_raw, level):
                return None
        if (
            (logger_key is not None and (logger is None or found.pop(logger_key) != logger))
            or (message_key is not None and found.pop(message_key) != message)
            or (request is not None and found.pop(self._request_key, None) != request)
        ):
            return None
        if time_key is None:
            return None if timed else (level_raw, found)
        if found[time_key] is None:
            return None
        if timed:
            del found[time_key]
        return level_raw, found

    def _says(self, level_raw: str, level: int) -> bool:
        known = self._levels.get(level_raw)
        if known is None:
            known = int(level_of(level_raw, self._spec.level_numbers))
            if len(self._levels) < _MOST_SHAPES:
                self._levels[level_raw] = known
        return known == level

    def _planned(self, keys: tuple[str, ...]) -> Plan:
        spec = self._spec
        try:
            plan = (
                _first(keys, spec.time_keys),
                _first(keys, spec.level_keys),
                _first(keys, spec.logger_keys),
                _first(keys, spec.message_keys),
            )
        except LookupError:
            plan = _NO_PLAN
        roles = [key for key in plan if key is not None]
        if len(set(roles)) < len(roles):
            plan = _NO_PLAN
        if len(self._plans) < _MOST_SHAPES:
            self._plans[keys] = plan
        return plan


def _first(keys: tuple[str, ...], wanted: tuple[str, ...]) -> str | None:
    """The first that is there; raises LookupError when a nested one might be."""
    for key in wanted:
        if key in keys:
            return key
        for mark in ".[":
            if mark in key and key.partition(mark)[0] in keys:
                raise LookupError(key)
    return None
