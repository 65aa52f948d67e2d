"""Findings over the resolved tree: one file a family, one line a rule."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.base.findings import Finding, Severity
from inspector.config.rules import (
    coercion,
    drift,
    files,
    merging,
    near_misses,
    order,
    reach,
    secrets,
    typos,
    variables,
    yaml_words,
)
from inspector.config.rules.spec import Rule, Scene

__all__ = ["RULES", "Rule", "Scene", "check"]

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

RULES = (
    Rule("file-crashes-start", _ERROR, "A file stops the application", files.crashes_start),
    Rule("variable-crashes-start", _ERROR, "A variable stops the application", variables.crashes_start),
    Rule("secret-changed-by-coercion", _ERROR, "A secret becomes a number", coercion.secret_changed),
    Rule("secret-in-git", _WARNING, "git tracks a file with secrets", secrets.in_git),
    Rule("variable-replaces-mapping", _WARNING, "A variable wipes a mapping", variables.replaces_mapping),
    Rule("variable-changes-alias", _WARNING, "A variable changes another key", variables.changes_alias),
    Rule("variable-lands-elsewhere", _WARNING, "A variable sets an unknown key", variables.lands_elsewhere),
    Rule("variable-ignored", _WARNING, "A variable has no effect", variables.ignored),
    Rule("variable-malformed", _WARNING, "A variable's name has an empty part", variables.malformed),
    Rule("variable-not-text", _WARNING, "A variable is no text", variables.not_utf8),
    Rule("variable-near-miss", _WARNING, "A variable is not read", near_misses.near_miss),
    Rule("variable-order-decides", _WARNING, "The order of variables decides", order.order_decides),
    Rule("variable-empty", _WARNING, "An empty variable replaces a value", coercion.empty),
    Rule("text-looks-like-bool", _WARNING, "A word stays text", coercion.looks_like_bool),
    Rule("bool-changed", _WARNING, "A word becomes its opposite", coercion.bool_changed),
    Rule("text-looks-like-list", _WARNING, "A list stays text", coercion.looks_like_list),
    Rule("number-changed", _WARNING, "A text becomes another number", coercion.number_changed),
    Rule("yaml-text-looks-like-number", _WARNING, "A number is text", yaml_words.text_like_number),
    Rule("yaml-word-read-as-bool", _WARNING, "A word is true or false", yaml_words.word_as_bool),
    Rule("yaml-word-read-as-text", _WARNING, "A word is no true or false", yaml_words.word_as_text),
    Rule("yaml-number-surprise", _WARNING, "A number is another one", yaml_words.number_surprise),
    Rule("null-replaces-mapping", _WARNING, "Null wipes a mapping", merging.null_replaces_mapping),
    Rule("type-conflict", _WARNING, "Layers disagree about a shape", merging.type_conflict),
    Rule("type-drift", _WARNING, "Layers disagree about a type", drift.type_drift),
    Rule("key-near-miss", _WARNING, "A key looks mistyped", typos.key_near_miss),
    Rule("environment-file-missing", _WARNING, "The environment has no file", files.environment_missing),
    Rule("dotenv-shadowed", _WARNING, "A .env value does not count", files.dotenv_shadowed),
    Rule("list-replaced", _INFO, "Lists are replaced", merging.list_replaced),
    Rule("equal-override", _INFO, "The same value again", merging.equal_override),
    Rule("yaml-readers-disagree", _INFO, "YAML 1.1 reads it otherwise", yaml_words.readers_disagree),
    Rule("yaml-read-as-date", _INFO, "A text is a date", yaml_words.read_as_date),
    Rule("unreachable-key", _INFO, "Keys out of reach of variables", reach.unreachable),
)


def check(scene: Scene) -> Iterator[Finding]:
    """The findings of all rules."""
    for rule in RULES:
        yield from rule.check(rule, scene)
