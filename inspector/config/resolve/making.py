"""Candidates and settings, made in a third of the time that their constructors need.

A frozen dataclass pays one object.__setattr__ for every field, and a large workspace has a candidate for
every key and layer. A twin with the same slots is filled the usual way and then becomes the frozen class.
"""

from __future__ import annotations

from typing import Any

from inspector.config.resolve.settings import Candidate, KeyInfo, Setting, Status
from inspector.config.shadow import Variable, Written
from inspector.config.values import Filled, KeyPath, Node, Value, type_name


class _CandidateTwin:
    __slots__ = Candidate.__slots__


class _SettingTwin:
    __slots__ = Setting.__slots__


_NAMES = {bool: "bool", int: "int", float: "float", str: "str"}


def make_candidate(written: Written, status: Status, reason: str) -> Candidate:
    """The candidate for what a layer writes."""
    layer, source, value = written[:3]
    twin: Any = _CandidateTwin()
    twin.layer = layer.id
    twin.kind = layer.kind
    twin.value = value
    twin.type = _NAMES.get(value.__class__) or type_name(value)
    twin.raw = source.raw
    twin.status = status
    twin.reason = reason
    twin.place = source.place
    twin.key_place = source.key_place
    twin.interpolated = None
    twin.alias_place = None if isinstance(source, Variable) else source.alias_place
    if source.__class__ is not Node and isinstance(source, Variable | Filled) and source.text != source.raw:
        twin.interpolated = source.text
    twin.__class__ = Candidate
    made: Candidate = twin
    return made


def make_setting(
    path: KeyPath,
    value: Value,
    secret: bool,
    source: Candidate,
    candidates: tuple[Candidate, ...],
    info: KeyInfo,
    by_shape: bool = False,
) -> Setting:
    """The setting with its candidates."""
    twin: Any = _SettingTwin()
    twin.path = path
    twin.value = value
    twin.type = _NAMES.get(value.__class__) or type_name(value)
    twin.secret = secret
    twin.source = source
    twin.candidates = candidates
    twin.description = info.description
    twin.constraint = info.constraint
    twin.by_shape = by_shape
    twin.__class__ = Setting
    made: Setting = twin
    return made
