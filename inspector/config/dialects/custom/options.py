"""The choices that a declared dialect has beside its layers and merge rules."""

from __future__ import annotations

from enum import StrEnum


class Match(StrEnum):
    """How a name finds the key it means."""

    SPLIT = "split"
    KNOWN_KEYS = "known-keys"


class Case(StrEnum):
    """What becomes of the letters of a name."""

    LOWER = "lower"
    KEEP = "keep"
    KNOWN_KEYS = "known-keys"


class Reading(StrEnum):
    """What the text of a variable is read as; a text that cannot be read so stays text."""

    TEXT = "text"
    NUMBERS = "numbers"
    YAML = "yaml"
    YAML_1_2 = "yaml-1.2"
    JSON = "json"
    TOML = "toml"


class Empty(StrEnum):
    """What an empty variable is."""

    VALUE = "value"
    IGNORED = "ignored"


class Unknown(StrEnum):
    """What becomes of a variable that means no known key."""

    SET = "set"
    IGNORED = "ignored"


class Filling(StrEnum):
    """What `${…}` in a text of a file is filled in with."""

    NONE = "none"
    VARIABLES = "variables"
    KEYS = "keys"
