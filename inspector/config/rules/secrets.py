"""Secrets that everybody who has the repository can read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.base.secrets import secret_spans
from inspector.config.resolve.secrecy import is_secret_part, is_secret_path, is_secret_value
from inspector.config.rules.meaning import squeezed
from inspector.config.rules.spec import Rule, Scene, named
from inspector.config.values import SCALAR, KeyPath, Node, Value, join_key, part_text

_WORDS = r"(?:secret|passw(?:or)?d|pass|pwd|token|key|api|access|auth|credentials?|value|text|string|here)"
_ADJECTIVES = r"(?:my|the|some|a|your|dummy|fake|sample|test|testing|default|dev|local|insecure)"
_PLACEHOLDER = re.compile(
    rf"""
    <.*> | \[.*\] | [.*x_?-]+ | \$\{{.*\}} | \$\w+ | %\(\w+\)\w? | %\w+% | \{{\{{.*\}}\}} | @\w+[ ].*
    | !?(?:vault|ssm|secretsmanager|awssm|op|env|file|keyring|gcpsm|azurekv|secret)[:|].*
    | ENC[\[(].*[\])] | \{{cipher\}}.* | \$ANSIBLE_VAULT.*
    | (?:your|insert|enter|replace|fill)[-_ ].*
    | (?:todo|tbd|fixme|none|null|nil|n/?a|unset|empty|missing|undefined|redacted|hidden|masked|removed)
    | (?:{_ADJECTIVES}[-_ ]?)*(?:{_WORDS}[-_ ]?)*
    | (?:admin|root|postgres|guest|user|foo|bar|baz|foobar)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_SIGN = re.compile(
    r"change[-_ ]?(?:me|it|this)|placeholder|example|not[-_ ](?:a[-_ ])?(?:real|secret)"
    r"|\b(?:for|only)[-_ ](?:local[-_ ]?)?(?:dev|development|tests?|testing|local)\b",
    re.IGNORECASE,
)
_RANDOM = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])\S{12,}", re.DOTALL)
_MIN_CHARS = 3
_MAX_CHARS = 4096


def in_git(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """A file that git tracks holds secrets, and not only words that stand for them."""
    by_file: dict[str, dict[KeyPath, Place]] = {}
    for setting in scene.resolution.settings:
        if not setting.secret and not setting.by_shape:
            continue
        for candidate in setting.candidates:
            place = candidate.place
            if not setting.hides(candidate):
                continue
            if place.path is not None and place.line is not None and is_real(candidate.value, setting.path):
                by_file.setdefault(place.path, {}).setdefault(setting.path, place)
    files = {layer.path: layer for layer in scene.layers if layer.path and layer.document is not None}
    tracked = sorted(scene.tracked(list(files)))
    for path in tracked:
        if path in by_file or files[path].names_variables:
            continue
        document = files[path].document
        for key, value, place in _written(None if document is None else document.root, ()):
            if is_real(value, key):
                by_file.setdefault(path, {}).setdefault(key, place)
    for path in tracked:
        if path not in by_file:
            continue
        keys = list(by_file[path])
        what = "a secret, in" if len(keys) == 1 else f"{len(keys)} secrets, in"
        yield rule.finding(
            f"{path} is tracked by git and holds {what} {named(keys)}.",
            f"Take it out of git (git rm --cached {path}), list it in .gitignore, and replace what everybody "
            "who has the repository can read.",
            list(by_file[path].values()),
            join_key(keys[0]) if len(keys) == 1 else None,
        )


def _written(node: Node | None, path: KeyPath) -> Iterator[tuple[KeyPath, Value, Place]]:
    """The secrets in a file of which nothing is in force, by key or by shape."""
    for key, child in () if node is None else node.entries:
        here = (*path, key)
        if child.kind is not SCALAR:
            yield from _written(child, here)
        elif is_secret_path(here) or is_secret_value(child.value):
            yield here, child.value, child.place


def is_real(value: Value, path: KeyPath = ()) -> bool:
    """Whether a value of a secret setting can be a secret itself.

    No empty text, no word that stands for one (`changeme`, `<token>`, `${VAR}`), nothing encrypted, nothing
    that only repeats its key. A number, or a text below a key that only stands in a mapping of secrets
    (`credentials.user`), is none either unless it looks like one.
    """
    if isinstance(value, list):
        return any(is_real(item, path) for item in value)
    if value is None or isinstance(value, bool | dict):
        return False
    text = str(value)[:_MAX_CHARS].strip()
    spans = secret_spans(text)
    if spans:
        return any(_is_real_text(text[start:end]) for start, end in spans)
    named_so = not path or is_secret_part(part_text(path[-1]))
    if not named_so and (not isinstance(value, str) or _RANDOM.fullmatch(text) is None):
        return False
    return _is_real_text(text) and (not path or squeezed(text) != squeezed(part_text(path[-1])))


def _is_real_text(text: str) -> bool:
    return len(text) >= _MIN_CHARS and _PLACEHOLDER.fullmatch(text) is None and _SIGN.search(text) is None
