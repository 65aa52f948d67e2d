"""Which names and texts hold secrets, and how they are hidden."""

from __future__ import annotations

import re

MASK = "••••••••"

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SECRET_WORDS = frozenset(
    [
        "password",
        "passwd",
        "passphrase",
        "pwd",
        "secret",
        "secrets",
        "token",
        "credential",
        "credentials",
        "authorization",
        "cookie",
        "apikey",
        "secretkey",
        "accesskey",
        "privatekey",
        "authtoken",
        "accesstoken",
        "refreshtoken",
        "bearer",
    ]
)
_KEY_OWNERS = frozenset(
    [
        "api",
        "access",
        "private",
        "secret",
        "signing",
        "encryption",
        "master",
        "shared",
        "account",
        "license",
        "ssh",
    ]
)
_HARMLESS_BEFORE_TOKEN = frozenset(
    ["max", "min", "num", "next", "pad", "eos", "bos", "unk", "mask", "sep", "cls", "page", "continuation"]
)

# One alternative per kind of secret; the group named `secret…` is what gets hidden.
_SECRET_TEXT = re.compile(
    r"""
    (?P<url> [a-z][a-z0-9+.-]*:// [^\s:/?\#@"']* : (?P<secret_url>[^\s@/"']+) @ )
  | (?P<auth> \b(?:bearer|basic)\s+ (?P<secret_auth>[A-Za-z0-9._~+/=-]{8,}) )
  | (?P<pair> (?:password|passwd|passphrase|\bpwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|authorization)
        ["']? \s* [=:] \s* (?!bearer\b|basic\b)
        (?: "(?P<secret_dq>[^"\n]+)" | '(?P<secret_sq>[^'\n]+)' | (?P<secret_bare>[^\s,;&"'}\])]+) ) )
  | (?P<secret_jwt> \beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]* )
  | (?P<secret_known> \b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{20,}|sk-[A-Za-z0-9_-]{16,}|xox[abprs]-[A-Za-z0-9-]{10,})\b )
  | (?P<secret_pem> -----BEGIN\ [A-Z ]*PRIVATE\ KEY----- .*? (?:-----END\ [A-Z ]*PRIVATE\ KEY-----|\Z) )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


def is_secret_name(name: str) -> bool:
    """Whether a key, field or variable of this name holds a secret.

    The last words decide: `db.password`, `ML_API_KEY` and `clientSecret` do, `token_limit`,
    `max_token` and `password_min_length` do not.
    """
    words = [word.lower() for word in _WORDS.findall(name)]
    while words and words[-1].isdigit():
        words.pop()
    if not words:
        return False
    if words[-1] in ("hash", "value", "file") and len(words) > 1 and words[-1] != "file":
        words.pop()
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last == "token" and before in _HARMLESS_BEFORE_TOKEN:
        return False
    return last in _SECRET_WORDS or (last in ("key", "keys") and before in _KEY_OWNERS)


def secret_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of every secret that can be recognised in a free text, in order.

    Recognised are passwords inside URLs, `password=…` pairs, bearer tokens, JSON web tokens, well-known
    key shapes and private keys. Runs in linear time on any input.
    """
    spans = []
    for match in _SECRET_TEXT.finditer(text):
        for group, value in match.groupdict().items():
            if value is not None and group.startswith("secret"):
                spans.append(match.span(group))
    return tuple(spans)


def mask_text(text: str) -> str:
    """The text with every recognised secret replaced by MASK."""
    return mask_spans(text, secret_spans(text))


def mask_spans(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """The text with the given spans replaced by MASK; a span that overlaps an earlier one joins it."""
    pieces, end = [], 0
    for start, stop in sorted(spans):
        if stop <= end:
            continue
        if start >= end:
            pieces += [text[end:start], MASK]
        end = stop
    pieces.append(text[end:])
    return "".join(pieces)
