"""Secrets below names that miss the key of a secret by a slip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from inspector.config.resolve import KeyInfo, Setting
from inspector.config.resolve.secrecy import is_secret_path
from inspector.config.rules.meaning import is_mistyped_path, squeezed
from inspector.config.values import KeyPath, part_text

_MAX_COMPARED = 100_000
_MIN_CHARS = 6


def with_misspelt(settings: Sequence[Setting], keys: Mapping[KeyPath, KeyInfo]) -> tuple[Setting, ...]:
    """The settings; what only variables set below a mistyped name of a secret is one too: `api_kye`.

    `keys` are those of the schema.
    """
    secrets = secret_keys(settings, keys)
    if not secrets:
        return tuple(settings)
    strays = {
        setting.path
        for setting in settings
        if setting.source.place.variable is not None
        and not setting.secret
        and setting.path not in keys
        and all(c.place.variable for c in setting.candidates)
    }
    if not strays or len(strays) * len(secrets) > _MAX_COMPARED:
        return tuple(settings)
    return tuple(
        replace(setting, secret=True, by_shape=False)
        if setting.path in strays and any(is_slip_of(setting.path, secret) for secret in secrets)
        else setting
        for setting in settings
    )


def is_slip_of(path: KeyPath, secret: KeyPath) -> bool:
    """Whether a key was meant to be that of a secret, though names may be split elsewhere: `api.kye`."""
    if is_mistyped_path(path, secret):
        return True
    letters, other = squeezed("".join(map(part_text, path))), squeezed("".join(map(part_text, secret)))
    return min(len(letters), len(other)) >= _MIN_CHARS and bool(OSA.distance(letters, other) <= 1)


def secret_keys(settings: Sequence[Setting], keys: Mapping[KeyPath, KeyInfo]) -> tuple[KeyPath, ...]:
    """The keys that are secret by their names, the schema, or what sets them."""
    named = [setting.path for setting in settings if setting.secret and not setting.by_shape]
    named += [path for path, info in keys.items() if info.secret or is_secret_path(path)]
    return tuple(dict.fromkeys(named))
