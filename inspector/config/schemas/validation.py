"""Settings checked against a schema: every violation with the value's place and the rule's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

import referencing
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError, best_match
from jsonschema.protocols import Validator
from jsonschema.validators import extend, validator_for

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.dialects import DialectSpec
from inspector.config.layers import Layer, LayerKind
from inspector.config.resolve import Setting
from inspector.config.resolve.lookup import closest, places_in_files
from inspector.config.schemas.advice import advice
from inspector.config.schemas.reading import Schema, resolve_ref
from inspector.config.schemas.words import demand, kind_words, value_words
from inspector.config.values import KeyPath, Node, Value, join_key, key_texts, part_text

FINDING_CODES = ("invalid-value", "missing-required", "schema-broken", "unknown-key")

_MAX_REFS = 50
_VARIABLES = (LayerKind.DOTENV, LayerKind.VARIABLE, LayerKind.WHAT_IF)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is checked, and how to speak about it."""

    schema: Schema
    settings: dict[KeyPath, Setting]
    layers: Sequence[Layer]
    dialect: DialectSpec
    would_set: Callable[[KeyPath], str]
    odd: tuple[KeyPath, ...]

    def path(self, texts: tuple[str, ...]) -> KeyPath:
        """The key that the application has, of what jsonschema calls it; `odd` are those with other parts."""
        for path in self.odd:
            pairs = zip(map(part_text, path), texts, strict=False)
            shared = sum(takewhile(bool, (part == text for part, text in pairs)))
            if key_texts(path[:shared]) is None:
                return (*path[:shared], *texts[shared:])
        return texts


def validate(
    schema: Schema,
    settings: Sequence[Setting],
    layers: Sequence[Layer],
    dialect: DialectSpec,
    would_set: Callable[[KeyPath], str],
) -> tuple[Finding, ...]:
    """Check the effective values.

    Hints name the variables that work in the dialect; for a key that none sets, `would_set` says what would.
    A schema that cannot be used is a finding as well. Nothing outside of the schema's file is read.
    """
    by_path = {setting.path: setting for setting in settings}
    odd = tuple([path for path in by_path if key_texts(path) is None])
    subject = _Subject(schema, by_path, layers, dialect, would_set, odd)
    found: dict[tuple[str, str | None, str], Finding] = {}
    try:
        for error in _errors(schema, settings):
            for finding in _findings(subject, error):
                found.setdefault((finding.code, finding.key, finding.message), finding)
    except SchemaError as error:
        return (_broken(_schema_words(error), _rule_place(schema, list(error.absolute_path))),)
    except referencing.exceptions.Unresolvable as error:
        what = f"refers to {error.ref}, which is not in the file; nothing else is read"
        return (*found.values(), _broken(what, Place(schema.document.path)))
    except RecursionError:
        return (*found.values(), _broken("refers to itself without end", Place(schema.document.path)))
    except Exception as error:  # noqa: BLE001 - behind odd references stand rules that nobody has checked
        what = f"has a rule that cannot be applied ({type(error).__name__})"
        return (*found.values(), _broken(what, Place(schema.document.path)))
    return tuple(found.values())


def refusal(schema: Schema, settings: Sequence[Setting], setting: Setting, value: Value) -> str:
    """What the schema wants if a setting had this value (`must be at most 9`), "" when it accepts it.

    A schema that cannot be used refuses nothing.
    """
    others = [replace(s, value=value) if s.path == setting.path else s for s in settings]
    try:
        for error in _errors(schema, others):
            leaf = best_match([error])
            if isinstance(leaf, ValidationError):
                trail = tuple(str(part) for part in leaf.absolute_path)
                if trail[: len(setting.path)] == tuple(map(part_text, setting.path)):
                    return _must(leaf)
    except Exception:  # noqa: BLE001 - validate() tells what is wrong with the schema
        return ""
    return ""


def _errors(schema: Schema, settings: Sequence[Setting]) -> Iterator[ValidationError]:
    """All violations. Raises what jsonschema raises for schemas that cannot be used."""
    kind = validator_for(schema.raw, default=Draft202012Validator)
    kind.check_schema(schema.raw)
    careful: type[Validator] = extend(  # type: ignore[no-untyped-call]  # the stubs leave it out
        kind, {"multipleOf": _multiple_of(kind)}
    )
    return iter(careful(schema.raw, registry=referencing.Registry()).iter_errors(_instance(settings)))


def _multiple_of(kind: type[Validator]) -> Callable[..., Iterator[ValidationError]]:
    """The keyword as jsonschema has it, which for infinity and huge numbers raises in place of refusing."""
    usual = kind.VALIDATORS["multipleOf"]

    def check(validator: Any, wanted: Any, value: Any, rules: Any) -> Iterator[ValidationError]:
        try:
            yield from usual(validator, wanted, value, rules)
        except OverflowError:
            yield ValidationError("not a multiple")

    return check


def _schema_words(error: SchemaError) -> str:
    """Which rule of the meta-schema a schema breaks."""
    where = "/".join(str(part) for part in error.absolute_path) or "its root"
    words = demand(str(error.validator), error.validator_value)
    broken = f"must be {words}" if words else f"breaks the rule {error.validator}"
    return f"is no valid JSON Schema: {where} {broken}"


def _broken(what: str, place: Place) -> Finding:
    return Finding(
        "schema-broken",
        Severity.ERROR,
        f"The schema {what}. Values are not checked any further.",
        hint="Repair the schema, or name another one.",
        places=(place,),
    )


def _instance(settings: Sequence[Setting]) -> dict[str, Any]:
    """The effective values as one tree, with keys that are text; of 1 and "1" the later one stands."""
    tree: dict[str, Any] = {}
    for setting in settings:
        branch = tree
        *above, last = map(part_text, setting.path)
        for part in above:
            below = branch.get(part)
            if not isinstance(below, dict):
                below = branch[part] = {}
            branch = below
        # The settings' own empty mapping must not grow here.
        branch[last] = {} if setting.value == {} else setting.value
    return tree


def _findings(subject: _Subject, error: ValidationError) -> Iterator[Finding]:
    leaf = best_match([error])
    if not isinstance(leaf, ValidationError):
        return
    texts = tuple(str(part) for part in leaf.absolute_path)
    path = subject.path(texts)
    rule = _rule_place(subject.schema, list(leaf.absolute_schema_path))
    if leaf.validator == "required" and isinstance(leaf.instance, dict):
        wanted = leaf.validator_value
        for name in wanted if isinstance(wanted, list) else ():
            if name not in leaf.instance:
                yield _missing(subject, (*path, name), rule)
    elif leaf.validator == "additionalProperties" and isinstance(leaf.instance, dict):
        for name in _extras(leaf.instance, leaf.schema):
            yield _unknown(subject, subject.path((*texts, name)), rule)
    else:
        yield _invalid(subject, leaf, rule)


def _missing(subject: _Subject, path: KeyPath, rule: Place) -> Finding:
    key = join_key(path)
    name = subject.dialect.variable_for(path)
    below = any(other[: len(path)] == path and len(other) > len(path) for other in subject.schema.keys)
    by_variable = f", or set {name}" if name and not below else ""
    would = "" if below else f" {subject.would_set(path)}".rstrip()
    return Finding(
        "missing-required",
        Severity.ERROR,
        f"{key} is required, and no layer sets it.",
        key,
        f"Write it in a file{by_variable}.{would}",
        (rule,),
    )


def _extras(instance: dict[str, Any], schema: Any) -> list[str]:
    named = schema.get("properties", {})
    patterns = schema.get("patternProperties", {})
    return [
        name
        for name in instance
        if name not in named and not any(re.search(pattern, name) for pattern in patterns)
    ]


def _unknown(subject: _Subject, path: KeyPath, rule: Place) -> Finding:
    key = join_key(path)
    siblings = [other for other in subject.schema.keys if len(other) == len(path)]
    meant = closest(path, siblings) or closest(path, subject.schema.keys)
    places = list(places_in_files(subject.layers, path))
    for setting in subject.settings.values():
        if setting.path[: len(path)] == path and setting.source.kind in _VARIABLES:
            places.insert(0, setting.source.place)
    question = f" Did you mean {join_key(meant)}?" if meant else ""
    return Finding(
        "unknown-key",
        Severity.ERROR,
        f"{key} is unknown.{question}",
        key,
        f"Rename it to {join_key(meant)}, or remove it." if meant else "Remove it, or add it to the schema.",
        (*places, rule),
    )


def _invalid(subject: _Subject, error: ValidationError, rule: Place) -> Finding:
    trail = subject.path(tuple(str(part) for part in error.absolute_path))
    setting = next(
        (
            subject.settings[trail[:end]]
            for end in range(len(trail), 0, -1)
            if trail[:end] in subject.settings
        ),
        None,
    )
    must = _must(error)
    if setting is None:
        places = places_in_files(subject.layers, trail)
        what = join_key(trail) if trail else "The whole configuration"
        return Finding(
            "invalid-value",
            Severity.ERROR,
            f"{what}: {must}.",
            join_key(trail) if trail else None,
            "Correct it in the layer that sets it.",
            (*places, rule),
        )
    item = "".join(f"[{part}]" for part in trail[len(setting.path) :])
    hidden = setting.secret or error.instance is None
    shown = kind_words(error.instance) if hidden else value_words(error.instance)
    also = [
        f"{candidate.kind.word} ({'hidden' if setting.hides(candidate) else value_words(candidate.value)})"
        for candidate in setting.overridden
    ]
    also_words = f" Also set in {', '.join(also)}." if also else ""
    return Finding(
        "invalid-value",
        Severity.ERROR,
        f"{setting.key}{item} is {shown}: {must}.{also_words}",
        setting.key,
        advice(subject.dialect, setting, error),
        (setting.source.place, rule),
    )


def _must(error: ValidationError) -> str:
    word = str(error.validator)
    words = demand(word, error.validator_value)
    return f"must be {words}" if words else f"breaks the rule {word} of the schema"


def _rule_place(schema: Schema, path: list[str | int]) -> Place:
    """Where a rule stands: the schema's path, with references followed."""
    root = schema.document.root
    assert root is not None
    node, place = root, root.place
    for part in path:
        child = _step(root, node, part)
        if child is None:
            break
        node, place = child, child.key_place or child.place
    return place


def _step(root: Node, node: Node, part: str | int) -> Node | None:
    """One step of a schema's path. The path is silent about references, which are followed on the way."""
    for _ in range(_MAX_REFS):
        if isinstance(part, int):
            child = node.elements[part] if part < len(node.elements) else None
        else:
            child = node.child(part)
        if child is not None:
            return child
        ref = node.child("$ref")
        target = None if ref is None else resolve_ref(root, ref.value)
        if target is None:
            return None
        node = target
    return None
