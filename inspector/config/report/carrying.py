"""Settings that carry the text of a secret: filled in from it, or an alias of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from inspector.config.report.hiding import secret_texts, texts_of
from inspector.config.resolve import Setting
from inspector.config.resolve.secrecy import is_secret_part
from inspector.config.shadow import Landed, Variable

# Passwords that are also ordinary values say nothing about where they occur again.
_COMMON = frozenset(
    """
    admin administrator changeme database default development disabled enabled example localhost mongodb
    password postgres postgresql production rabbitmq secret staging string testing username
    """.split()
)
_PLAIN = re.compile(r"[\d\s.,:+-]*|\W*|[$@{<].*", re.DOTALL)
_MIN_CHARS = 6


def with_carried(
    settings: Sequence[Setting],
    landed: Sequence[Landed],
    environ: Iterable[tuple[str, str]] = (),
    variables: Iterable[Variable] = (),
) -> tuple[Setting, ...]:
    """The settings, those with a secret of another one in any of their values marked as secret.

    `environ` and `variables` may hold further secrets, which are only referred to. Secrets of fewer than
    six characters, plain numbers, references and common words are not looked for.
    """
    own = {*secret_texts(settings, landed)}
    own.update(text for name, text in environ if is_secret_part(name) and len(text) >= _MIN_CHARS)
    texts = (variable.text or "" for variable in variables if is_secret_part(variable.name))
    own.update(text for text in texts if len(text) >= _MIN_CHARS)
    secrets = sorted(text for text in own if text.lower() not in _COMMON and not _PLAIN.fullmatch(text))
    if not secrets:
        return tuple(settings)
    pattern = re.compile("|".join(map(re.escape, secrets)))
    return tuple(
        replace(setting, secret=True, by_shape=False)
        if (not setting.secret or setting.by_shape) and _carries(setting, pattern)
        else setting
        for setting in settings
    )


def _carries(setting: Setting, pattern: re.Pattern[str]) -> bool:
    return any(
        pattern.search(text)
        for candidate in setting.candidates
        if not (setting.by_shape and setting.hides(candidate))
        for text in texts_of(candidate.value, candidate.interpolated)
    )
