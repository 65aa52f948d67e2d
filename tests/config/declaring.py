"""A dialect written as a declaration, for tests that read it back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from inspector.config.dialects import DialectSpec, FileLayer
from inspector.config.dialects.custom import CUSTOM, CustomRules, Filling
from inspector.config.shadow import MergeRules


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
