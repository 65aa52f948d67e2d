"""Plain YAML scalars that PyYAML (YAML 1.1) and readers of YAML 1.2 take for different things."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from inspector.base.findings import Finding
from inspector.config.formats import reading_in_yaml_1_2, text_at
from inspector.config.resolve.secrecy import is_secret_path
from inspector.config.rules.odd_yaml import NUMBER_STARTS
from inspector.config.rules.spec import Rule, Scene
from inspector.config.values import KeyPath, join_key, type_name


def text_like_number(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S14: `1e-5` is text for PyYAML, which wants `1.0e-5`."""
    for path, node in scene.odd_yaml.scalars:
        value, raw = node.value, node.raw
        if not isinstance(value, str) or raw != value or value[:1] not in NUMBER_STARTS:
            continue
        number = reading_in_yaml_1_2(raw)
        if isinstance(number, int | float) and not is_secret_path(path):
            yield rule.finding(
                f"{join_key(path)}: {raw} is read as text (YAML 1.1), not as the number {number}.",
                f"Write {_spelled(number)}, or put it in quotes if text is meant.",
                (node.place,),
                join_key(path),
            )


def word_as_bool(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S15: `NO`, `yes` and `on` are read as true or false."""
    for path, node in scene.odd_yaml.scalars:
        raw = node.raw
        if not isinstance(node.value, bool) or raw is None or raw.lower() in ("true", "false"):
            continue
        if _is_bool_elsewhere(scene, path):
            continue
        yield rule.finding(
            f"{join_key(path)}: {raw} is read as {_word(node.value)} (YAML 1.1).",
            f'Quote it ("{raw}") for the text, which YAML 1.2 reads without quotes; '
            f"write {_word(node.value)} for the value.",
            (node.place,),
            join_key(path),
        )
    for document, path, node in scene.odd_yaml.keys:
        written = "" if node.key_place is None else text_at(document.text, node.key_place)
        if written.lower() in ("true", "false"):
            continue
        yield rule.finding(
            f"The key {written} is read as {path[-1]} (YAML 1.1).",
            f'Quote it ("{written}") for the text.',
            (node.key_place or node.place,),
            join_key(path),
        )


def number_surprise(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S16: `010` is eight, `1:30` is ninety."""
    for path, node in scene.odd_yaml.scalars:
        value, raw = node.value, node.raw
        if type(value) not in (int, float) or raw is None or str(value) == raw or is_secret_path(path):
            continue
        other = reading_in_yaml_1_2(raw)
        if type(other) is type(value) and (other == value or str(other) == str(value)):
            continue
        yield rule.finding(
            f"{join_key(path)}: {raw} is read as {value} (YAML 1.1); YAML 1.2 reads "
            f"{'the text' if isinstance(other, str) else 'the ' + type_name(other)} {other}.",
            f"Write {value} for the number, or put it in quotes for the text.",
            (node.place,),
            join_key(path),
        )


def _is_bool_elsewhere(scene: Scene, path: KeyPath) -> bool:
    """Whether the schema or another layer has true or false here, so that it is what is wanted."""
    info = scene.schema_keys.get(path)
    if info is not None and info.types:
        return info.types == ("boolean",)
    setting = scene.settings.get(path)
    words = [] if setting is None else [c for c in setting.candidates if isinstance(c.value, bool)]
    return any(c.raw is None or c.raw.lower() in ("true", "false") for c in words)


def _word(value: bool) -> str:
    return "true" if value else "false"


@lru_cache(maxsize=256)
def _spelled(number: int | float) -> str:
    """A number as YAML 1.1 wants it: with a point, and a sign in the exponent."""
    text = repr(number)
    mantissa, exponent, power = text.partition("e")
    if not exponent:
        return text
    point = mantissa if "." in mantissa else f"{mantissa}.0"
    return f"{point}e{power if power[:1] in '+-' else '+' + power}"
