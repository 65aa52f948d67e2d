"""Texts of variables that become something else than was written."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from inspector.base.findings import Finding
from inspector.config.layers import LayerKind
from inspector.config.resolve.secrecy import is_secret_part, is_secret_path
from inspector.config.rules.spec import Rule, Scene
from inspector.config.shadow import Landed
from inspector.config.values import join_key, type_name

_WORDS = frozenset("true false yes no on off null none ~".split())
_USUAL_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)?(\.[0-9]*)?([eE][-+]?[0-9]+)?")
_FILES = (LayerKind.DEFAULT, LayerKind.BASE, LayerKind.ENVIRONMENT)


def looks_like_bool(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S09: words that other tools read as true, false or null stay text."""
    for landed in scene.resolution.landed:
        text = landed.variable.text
        if (
            not landed.applied
            or text is None
            or text.strip().lower() not in _WORDS
            or _is_secret(scene, landed)
        ):
            continue
        yield rule.finding(
            f"{landed.variable.name} stays the text “{text}”, which counts as true.",
            f"No variable can give true, false or null here: set {join_key(landed.path)} in a file.",
            (landed.variable.place,),
            join_key(landed.path),
        )


def empty(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S09: an empty text counts, and takes the place of a value."""
    for landed in scene.resolution.landed:
        setting = scene.settings.get(landed.path)
        if not landed.applied or landed.value != "" or setting is None or setting.value != "":
            continue
        below = [c for c in setting.overridden if c.kind in _FILES and c.value not in ("", None)]
        if below:
            yield rule.finding(
                f"{landed.variable.name} is empty, and the empty text replaces the value of "
                f"{below[0].kind.word}.",
                f"Unset {landed.variable.name} (unset, not empty) to get the other value back.",
                (landed.variable.place, below[0].place),
                join_key(landed.path),
            )


def number_changed(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S10 to S13: a text that is read as a number and does not print back the same."""
    for landed in _changed(scene):
        if _is_secret(scene, landed) or (_is_number_elsewhere(scene, landed) and _is_usual(landed)):
            continue
        text = landed.variable.text or ""
        shown = text if len(text) <= 40 else f"{text[:39]}…"
        yield rule.finding(
            f"{landed.variable.name} is “{shown}” and becomes the {type_name(landed.value)} {landed.value}.",
            f"Set {join_key(landed.path)} in a file, in quotes, if the text matters.",
            (landed.variable.place,),
            join_key(landed.path),
        )


def secret_changed(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S29: the same with a secret, where nobody sees the difference."""
    for landed in _changed(scene):
        if not _is_secret(scene, landed):
            continue
        yield rule.finding(
            f"{landed.variable.name} becomes a number ({type_name(landed.value)}): "
            "the application does not get the secret that was written.",
            f"Set {join_key(landed.path)} in a file, in quotes, or choose a secret with letters in it.",
            (landed.variable.place,),
            join_key(landed.path),
        )


def _changed(scene: Scene) -> Iterator[Landed]:
    for landed in scene.resolution.landed:
        if landed.applied and not isinstance(landed.value, str) and str(landed.value) != landed.variable.text:
            yield landed


def _is_secret(scene: Scene, landed: Landed) -> bool:
    info = scene.schema_keys.get(landed.path)
    return (
        (info is not None and info.secret)
        or is_secret_path(landed.path)
        or is_secret_part(landed.variable.name)
    )


def _is_number_elsewhere(scene: Scene, landed: Landed) -> bool:
    """Whether files give the same key numbers, so that a number is what is wanted."""
    setting = scene.settings.get(landed.path)
    others = [] if setting is None else [c.value for c in setting.candidates if c.kind in _FILES]
    return bool(others) and all(type(value) in (int, float) for value in others)


def _is_usual(landed: Landed) -> bool:
    text = landed.variable.text or ""
    finite = isinstance(landed.value, int) or (
        isinstance(landed.value, float) and math.isfinite(landed.value)
    )
    return finite and _USUAL_NUMBER.fullmatch(text) is not None
