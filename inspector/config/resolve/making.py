"""Candidates and settings, made in a third of the time that their constructors need.

A frozen dataclass pays one object.__setattr__ for every field, and a large workspace has a candidate for
every key and layer. A twin with the same slots is filled the usual way and then becomes the frozen class.
"""

from __future__ import annotations

from typing import Any

from inspector.config.resolve.settings import Candidate, KeyInfo, Setting, Status
from inspector.config.resolve.shadow import Written
from inspector.config.values import KeyPath, Value, type_name


class _CandidateTwin:
    __slots__ = Candidate.__slots__

    def __init__(self, written: Written, status: Status, reason: str) -> None:
        layer, source = written.layer, written.source
        self.layer = layer.id
        self.kind = layer.kind
        self.value = written.value
        self.type = type_name(written.value)
        self.raw = source.raw
        self.status = status
        self.reason = reason
        self.place = source.place
        self.key_place = source.key_place


class _SettingTwin:
    __slots__ = Setting.__slots__

    def __init__(
        self,
        path: KeyPath,
        value: Value,
        secret: bool,
        source: Candidate,
        candidates: tuple[Candidate, ...],
        info: KeyInfo,
    ) -> None:
        self.path = path
        self.value = value
        self.type = type_name(value)
        self.secret = secret
        self.source = source
        self.candidates = candidates
        self.description = info.description
        self.constraint = info.constraint


def make_candidate(written: Written, status: Status, reason: str) -> Candidate:
    """The candidate for what a layer writes."""
    twin: Any = _CandidateTwin(written, status, reason)
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
) -> Setting:
    """The setting with its candidates."""
    twin: Any = _SettingTwin(path, value, secret, source, candidates, info)
    twin.__class__ = Setting
    made: Setting = twin
    return made
