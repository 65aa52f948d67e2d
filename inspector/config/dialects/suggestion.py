"""For a dialect whose names do not reach every key: the same dialect with names that do."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from inspector.config.dialects.custom import CUSTOM, CustomRules, Filling, Match, Reading
from inspector.config.dialects.custom.known import KnownKeys
from inspector.config.dialects.layered import LAYERED
from inspector.config.dialects.spec import DialectSpec, FileLayer
from inspector.config.shadow import MergeRules
from inspector.config.values import KeyPath

_NOT_TODAY = ", which the application does not do today"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A dialect like the one of a workspace but for how names mean keys. `change` says what would have to
    change in the application, as what follows "if": `names were split at __`."""

    change: str
    dialect: DialectSpec


@dataclass(frozen=True, slots=True)
class WorkingName:
    """A name that would set a key, and the change that it takes."""

    name: str
    change: str


def suggestions(spec: DialectSpec, known: Collection[KeyPath] = ()) -> tuple[Suggestion, ...]:
    """What would work in place of a dialect, the smallest change for its users last; () when it works.

    `known` are the keys that files and a schema name, mappings included.
    """
    if spec.name != LAYERED.name:
        return ()
    keys = KnownKeys.of(None, known)
    apart = CustomRules((spec.prefix,), reading=Reading.NUMBERS, known=keys)
    matched = replace(apart, match=Match.KNOWN_KEYS)
    same = replace(spec, name=CUSTOM.name, title=CUSTOM.title)
    return (
        Suggestion("names were split at __", replace(same, separator="__", rules=apart)),
        Suggestion("names were matched with the known keys", replace(same, separator="_", rules=matched)),
    )


def working_names(
    spec: DialectSpec, path: KeyPath, known: Collection[KeyPath] = ()
) -> tuple[WorkingName, ...]:
    """The names that would set a key in what is suggested in place of a dialect, () when there are none."""
    return _working(suggestions(spec, known), path)


def would_set(suggested: Sequence[Suggestion], path: KeyPath) -> str:
    """A name that would set a key after a change of the application, "" when no such change is known:
    `ML_A__B would set it if names were split at __, which the application does not do today.`
    """
    working = _working(suggested, path)
    return f"{working[0].name} would set it if {working[0].change}{_NOT_TODAY}." if working else ""


def _working(suggested: Sequence[Suggestion], path: KeyPath) -> tuple[WorkingName, ...]:
    return tuple(
        WorkingName(name, suggestion.change)
        for suggestion in suggested
        if (name := suggestion.dialect.variable_for(path)) is not None
    )


def declaration_text(spec: DialectSpec) -> str:
    """The text of an `inspector.toml` that declares a dialect with the rules of `custom`.

    Its files are those of the spec. Raises TypeError for a dialect with other rules.
    """
    rules = spec.rules
    if not isinstance(rules, CustomRules):
        raise TypeError(f"{spec.name} has rules of its own")
    return "\n".join([*_top(spec, rules), *_layers(spec), *_tables(spec, rules)]) + "\n"


def _top(spec: DialectSpec, rules: CustomRules) -> Iterator[str]:
    yield _entry("dialect", CUSTOM.name)
    if spec.environment_variables:
        yield _entry("environment_variable", list(spec.environment_variables))
    if spec.default_environment is not None:
        yield _entry("default_environment", spec.default_environment)
    if rules.prefixes:
        yield _entry("prefix", rules.prefixes[0] if len(rules.prefixes) == 1 else list(rules.prefixes))
    yield _entry("separator", spec.separator)
    if rules.filling is not Filling.NONE:
        yield _entry("interpolation", rules.filling)


def _layers(spec: DialectSpec) -> Iterator[str]:
    for layer in spec.files:
        yield "\n[[layers]]"
        yield _entry("path", layer.paths[0] if len(layer.paths) == 1 else list(layer.paths))
        yield _entry("kind", layer.kind)
        yield from _details(layer)


def _details(layer: FileLayer) -> Iterator[str]:
    if layer.format is not None:
        yield _entry("format", layer.format)
    if layer.section:
        yield _entry("section", ".".join(layer.section))
    if layer.required:
        yield "required = true"


def _tables(spec: DialectSpec, rules: CustomRules) -> Iterator[str]:
    usual = CustomRules()
    if spec.dotenv:
        yield "\n[dotenv]"
        yield _entry("files", list(spec.dotenv))
        if rules.dotenv_overrides:
            yield "override = true"
    variables = {
        "match": (rules.match, usual.match),
        "case": (rules.case, usual.case),
        "values": (rules.reading, usual.reading),
        "empty": (rules.empty, usual.empty),
        "unknown": (rules.unknown, usual.unknown),
        "max_splits": (rules.max_splits, None),
    }
    yield from _table("variables", variables)
    merging, merge = rules.merging, MergeRules()
    yield from _table(
        "merge",
        {
            "mappings": (merging.mappings, merge.mappings),
            "lists": (merging.lists, merge.lists),
            "list_key": (merging.list_key, ""),
            "nulls": (merging.nulls, merge.nulls),
            "conflicts": (merging.conflicts, merge.conflicts),
        },
    )


def _table(name: str, entries: Mapping[str, tuple[object, object]]) -> Iterator[str]:
    """What differs from the usual."""
    lines = [_entry(key, value) for key, (value, usual) in entries.items() if value != usual]
    if lines:
        yield f"\n[{name}]"
        yield from lines


def _entry(key: str, value: object) -> str:
    """A line of TOML: its texts, numbers and lists of texts are those of JSON."""
    return f"{key} = {json.dumps(value, ensure_ascii=False)}"
