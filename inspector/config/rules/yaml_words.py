"""Plain YAML scalars that PyYAML (YAML 1.1) and readers of YAML 1.2 take for different things."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.formats import reading_in_yaml_1_2, text_at
from inspector.config.formats.yaml_1_1 import reading_in_yaml_1_1
from inspector.config.resolve.secrecy import is_secret_path
from inspector.config.rules.odd_yaml import BOOL_WORDS, DATES, NUMBER_STARTS
from inspector.config.rules.spec import Rule, Scene, named
from inspector.config.values import KeyPath, Node, Value, join_key, part_text, type_name

_MAX_SHOWN = 4


def text_like_number(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S14: `1e-5` is text for PyYAML, which wants `1.0e-5`."""
    for path, node in scene.odd_yaml.scalars:
        value, raw = node.value, node.raw
        if not isinstance(value, str) or raw != value or value[:1] not in NUMBER_STARTS:
            continue
        number = reading_in_yaml_1_2(raw)
        if isinstance(number, int | float) and not is_secret_path(path) and not _becomes(scene, path, node):
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
            f"The key {written} is read as {part_text(path[-1])} (YAML 1.1).",
            f'Quote it ("{written}") for the text.',
            (node.key_place or node.place,),
            join_key(path),
        )


def _becomes(scene: Scene, path: KeyPath, node: Node) -> bool:
    """Whether the application makes a number of the text, as pydantic does for a field of that type."""
    setting = scene.settings.get(path)
    return setting is not None and any(
        candidate.place == node.place and type(candidate.value) in (int, float)
        for candidate in setting.candidates
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


def read_as_date(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S16: `2024-05-01` is a date and no text."""
    by_file: dict[tuple[str, str], list[tuple[KeyPath, Node]]] = {}
    plain = ((path, node) for _, path, node in scene.odd_yaml.plain)
    for path, node in (*scene.odd_yaml.scalars, *plain):
        if type(node.value) in DATES and not is_secret_path(path):
            info = scene.schema_keys.get(path)
            spot = join_key(path) if info is not None and info.types else ""
            by_file.setdefault((node.place.path or "", spot), []).append((path, node))
    for (file, _), dates in by_file.items():
        paths = [path for path, _ in dates]
        verb = "is read as a date" if len(paths) == 1 else "are read as dates"
        yield rule.finding(
            f"In {file} {named(paths)} {verb}, not as text.",
            f"Quote it ({_quoted(dates[0][1])}) if text is meant: JSON has no dates.",
            [node.place for _, node in dates],
            join_key(paths[0]) if len(paths) == 1 else None,
        )


def word_as_text(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S15 the other way round: for YAML 1.2 `no` is text, which counts as true."""
    for _, path, node in scene.odd_yaml.plain:
        word = str(node.value).lower()
        if not _is_bool_meant(scene, path, node):
            continue
        place = _place_of_bool(scene, path)
        yield rule.finding(
            f"{join_key(path)}: {node.raw} is read as text (YAML 1.2), which counts as true.",
            f"Write {_word(word in ('yes', 'on'))}.",
            (node.place, *([] if place is None else [place])),
            join_key(path),
        )


def readers_disagree(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """What a reader of YAML 1.1 makes of a file that the application reads as YAML 1.2.

    A warning where the workspace names such a reader, else worth knowing only.
    """
    by_layer: dict[str, list[tuple[KeyPath, Node, Value]]] = {}
    for layer, path, node in scene.odd_yaml.plain:
        if node.raw is None or is_secret_path(path) or _is_bool_meant(scene, path, node):
            continue
        other = reading_in_yaml_1_1(node.raw)
        if type(other) is not type(node.value) or (other != node.value and other == other):
            by_layer.setdefault(layer.label, []).append((path, node, other))
    reader = scene.yaml_1_1_reader() if by_layer else ""
    for label, values in by_layer.items():
        first = values[:_MAX_SHOWN]
        shown = [f"{join_key(path)} ({node.raw}: {_said(other)})" for path, node, other in first]
        more = f" and {len(values) - _MAX_SHOWN} more" if len(values) > _MAX_SHOWN else ""
        who = f"PyYAML, which {reader}," if reader else "A reader of YAML 1.1 such as PyYAML"
        yield rule.finding(
            f"{who} makes something else of {', '.join(shown)}{more} in {label}.",
            "Put text in quotes, and write numbers plainly: then all readers agree.",
            [node.place for _, node, _ in values],
            join_key(values[0][0]) if len(values) == 1 else None,
            Severity.WARNING if reader else None,
        )


def _said(value: Value) -> str:
    if isinstance(value, bool):
        return _word(value)
    return f"the {'text' if isinstance(value, str) else type_name(value)} {value}"


def _is_bool_elsewhere(scene: Scene, path: KeyPath) -> bool:
    """Whether the schema or another layer has true or false here, so that it is what is wanted."""
    info = scene.schema_keys.get(path)
    if info is not None and info.types:
        return info.types == ("boolean",)
    return _place_of_bool(scene, path) is not None


def _is_bool_meant(scene: Scene, path: KeyPath, node: Node) -> bool:
    """Whether a word of YAML 1.2 stands where the schema or another layer has true or false."""
    return (
        isinstance(node.value, str) and node.value.lower() in BOOL_WORDS and _is_bool_elsewhere(scene, path)
    )


def _place_of_bool(scene: Scene, path: KeyPath) -> Place | None:
    """Where a layer has true or false in so many words."""
    setting = scene.settings.get(path)
    words = () if setting is None else (c for c in setting.candidates if isinstance(c.value, bool))
    return next((c.place for c in words if c.raw is None or c.raw.lower() in ("true", "false")), None)


def _quoted(node: Node) -> str:
    return f'"{node.raw}"'


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
