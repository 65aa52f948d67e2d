"""Texts of variables that become something else than was written, or cannot become what was meant."""

from __future__ import annotations

import math
import re
import shlex
from collections.abc import Iterator

from inspector.base.findings import Finding, Severity
from inspector.config.rules.spec import FILES, Rule, Scene
from inspector.config.shadow import Landed
from inspector.config.values import join_key, type_name

_BOOLS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_SAID = {**_BOOLS, "1": True, "0": False, "t": True, "f": False, "y": True, "n": False, "enabled": True}
_NULLS = frozenset("null none ~".split())
_USUAL_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)?(\.[0-9]*)?([eE][-+]?[0-9]+)?")
_OCTAL = re.compile(r"\s*[-+]?0[0-9_]+\s*")
_LIST = re.compile(r"\s*\[(?:[^\[\]]*,.*|\s*|\s*[\"'\[{].*|\s*[-+]?[0-9.]+\s*)\]\s*", re.DOTALL)
_MAPPING = re.compile(r"\s*\{\s*(?:[\"']?[\w.-]+[\"']?\s*[:=].*)?\}\s*", re.DOTALL)
_CAST = "@"
_SHOWN_CHARS = 40
_NUMBERS = ("integer", "number")


def looks_like_bool(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S09: words that other tools read as true, false or null stay text."""
    for landed in scene.applied:
        text = landed.value
        if not isinstance(text, str):
            continue
        word = text.strip().lower()
        if word not in _BOOLS and word not in _NULLS:
            continue
        if scene.is_secret(landed) or _is_wanted_text(scene, landed, word):
            continue
        value = _BOOLS.get(word)
        better = scene.text_for(landed.path, value)
        key, name = join_key(landed.path), landed.variable.name
        below = [c for c in scene.in_files(landed.path) if not isinstance(c.value, str)]
        yield rule.finding(
            f"{name} stays the text “{text}”, which counts as true.",
            f"Write {name}={better}."
            if better is not None
            else f"No variable can give true, false or null here: set {key} in a file.",
            (landed.variable.place, *(c.place for c in below[:1])),
            key,
        )


def bool_changed(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S09 and its kin: a word that means true elsewhere is read as false, or the other way round."""
    for landed in scene.applied:
        value, text = landed.value, landed.variable.text or ""
        said = _SAID.get(text.strip().lower())
        if not isinstance(value, bool) or said is None or said is value:
            continue
        better = scene.text_for(landed.path, said)
        name, key = landed.variable.name, join_key(landed.path)
        yield rule.finding(
            f"{name} is “{text}” and becomes {'true' if value else 'false'}.",
            f"Write {name}={better}." if better is not None else f"Set {key} in a file.",
            (landed.variable.place,),
            key,
        )


def looks_like_list(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S27: a list or a mapping that a variable was meant to give stays text."""
    for landed in scene.applied:
        text = landed.value
        if not isinstance(text, str) or not text or landed.read_by_code:
            continue
        lists = [c for c in scene.in_files(landed.path) if isinstance(c.value, list)]
        what = _shape(text)
        if scene.is_secret(landed) or (not lists and (not what or _is_text_usual(scene, landed))):
            continue
        what = what or "list"
        key, name = join_key(landed.path), landed.variable.name
        shown = text if len(text) <= _SHOWN_CHARS else f"{text[: _SHOWN_CHARS - 1]}…"
        example = scene.text_for(landed.path, ["a", "b"])
        yield rule.finding(
            f"{name} stays the text “{shown}” and is no {what}.",
            f"Write {name}={example}."
            if example is not None and what == "list"
            else f"No variable can give a {what} here, unless code of the application reads the text as one: "
            f"set {key} in a file.",
            (landed.variable.place, *(c.place for c in lists[:1])),
            key,
            None if lists else Severity.INFO,
        )


def empty(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S09: an empty text counts, and takes the place of a value."""
    for landed in scene.applied:
        if landed.value != "":
            continue
        setting = scene.settings.get(landed.path)
        if setting is None or setting.value != "":
            continue
        below = [c for c in setting.overridden if c.kind in FILES and c.value not in ("", None)]
        if below:
            yield rule.finding(
                f"{landed.variable.name} is empty, and the empty text replaces the value of "
                f"{scene.label(below[0])}.",
                f"Unset {landed.variable.name} (unset, not empty) to get the other value back.",
                (landed.variable.place, below[0].place),
                join_key(landed.path),
            )


def number_changed(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S10 to S13: a text that is read as a number and does not print back the same."""
    for landed in _changed(scene):
        if scene.is_secret(landed) or _is_wanted_number(scene, landed):
            continue
        text = landed.variable.text or ""
        shown = text if len(text) <= _SHOWN_CHARS else f"{text[: _SHOWN_CHARS - 1]}…"
        key = join_key(landed.path)
        yield rule.finding(
            f"{landed.variable.name} is “{shown}” and becomes the {type_name(landed.value)} {landed.value}"
            f"{'' if _is_finite(landed.value) else ', which JSON and comparisons do not know'}.",
            f"Set {key} in a file, in quotes, if the text matters{_in_quotes(scene, landed)}."
            if _is_finite(landed.value)
            else f"Write a finite number, or set {key} in a file, in quotes{_in_quotes(scene, landed)}.",
            (landed.variable.place, *(c.place for c in scene.in_files(landed.path)[:1])),
            key,
        )


def secret_changed(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S29: the same with a secret, where nobody sees the difference."""
    for landed in _changed(scene):
        if not scene.is_secret(landed):
            continue
        key = join_key(landed.path)
        yield rule.finding(
            f"{landed.variable.name} becomes a number ({type_name(landed.value)}): "
            "the application does not get the secret that was written.",
            f"Set {key} in a file, in quotes, or choose a secret with letters in it.",
            (landed.variable.place,),
            key,
        )


def _changed(scene: Scene) -> Iterator[Landed]:
    for landed in scene.applied:
        value = landed.value
        if type(value) in (int, float) and (str(value) != landed.variable.text or not _is_finite(value)):
            yield landed


def _types(scene: Scene, landed: Landed) -> tuple[str, ...]:
    info = scene.schema_keys.get(landed.path)
    return () if info is None else info.types


def _is_wanted_text(scene: Scene, landed: Landed, word: str) -> bool:
    """Whether such a word is most likely meant as the text that it is."""
    types = _types(scene, landed)
    if types:
        return "string" in types and not {"boolean", "null"} & set(types)
    values = [c.value for c in scene.in_files(landed.path) if c.value is not None]
    if any(isinstance(value, bool) for value in values):
        return False
    if scene.text_for(landed.path, 1) is None:  # every variable is text, and the code knows
        return True
    return word in _BOOLS and bool(values) and all(isinstance(value, str) and value for value in values)


def _shape(text: str) -> str:
    """What a text is written like: `list`, `mapping`, "" for neither."""
    if _LIST.fullmatch(text):
        return "list"
    return "mapping" if _MAPPING.fullmatch(text) else ""


def _is_text_usual(scene: Scene, landed: Landed) -> bool:
    """Whether a text written like a list is most likely taken apart by the code."""
    return "string" in _types(scene, landed) or scene.text_for(landed.path, 1) is None


def _is_wanted_number(scene: Scene, landed: Landed) -> bool:
    """Whether a cast (`@int`) or the schema asks for a number, or files have some and this one is usual."""
    if not _is_finite(landed.value):
        return False
    if (landed.variable.text or "").startswith(_CAST):
        return True
    types = _types(scene, landed)
    if types:
        return any(name in types for name in _NUMBERS) and "string" not in types
    values = [c.value for c in scene.in_files(landed.path)]
    if not values or not all(type(value) in (int, float) for value in values):
        return False
    text = landed.variable.text or ""
    if _USUAL_NUMBER.fullmatch(text) is not None:
        return True
    return _in_quotes(scene, landed) != "" and _OCTAL.fullmatch(text) is None  # a number in its own syntax


def _is_finite(value: object) -> bool:
    return isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))


def _in_quotes(scene: Scene, landed: Landed) -> str:
    """How the variable itself gives the text, where it can."""
    text = scene.text_for(landed.path, landed.variable.text)
    return (
        ""
        if text in (None, landed.variable.text)
        else f", or write {landed.variable.name}={shlex.quote(text)}"
    )
