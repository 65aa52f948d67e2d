"""Which names and texts hold secrets, and how they are hidden."""

from __future__ import annotations

import re

MASK = "••••••••"

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

# The last word of a name decides; these speak for themselves.
_SECRET_WORDS = frozenset(
    """
    accesskey accesstoken apikey authorization authtoken bearer cookie credential credentials passphrase
    passwd password passwords privatekey pwd refreshtoken secret secretkey secrets token
    """.split()
)
# `key` alone may be anything; behind one of these words it opens something.
_KEY_KINDS = frozenset(
    "access account api encryption license master private secret shared signing ssh".split()
)
# Words of language models and of paging, whose tokens are no secrets.
_HARMLESS_TOKENS = frozenset("bos cls continuation eos mask max min next num pad page sep unk".split())

# One alternative per kind of secret; the groups whose names begin with `secret` are what gets hidden.
_SECRET_TEXT = re.compile(
    r"""
    [a-z][a-z0-9+.-]{0,30}:// [^\s:/?\#@"']{0,256} : (?P<secret_url>[^\s@/"']{1,1024}) @
  | \b(?:bearer|basic)\s+ (?P<secret_auth>[A-Za-z0-9._~+/=-]{8,})
  | (?:passw(?:or)?d|passphrase|\bpwd|secret|token|(?:api|access|private)[_-]?key|authorization)
    ["']? \s{0,8} [=:] \s{0,8} (?!(?:bearer|basic)\b)
    (?: "(?P<secret_double>[^"\n]+)" | '(?P<secret_single>[^'\n]+)' | (?P<secret_bare>[^\s,;&"'}\])]+) )
  | (?P<secret_jwt>\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)
  | (?P<secret_aws>\bAKIA[0-9A-Z]{16}\b)
  | (?P<secret_hub>\bgh[pousr]_[A-Za-z0-9]{20,}\b)
  | (?P<secret_sk>\bsk-[A-Za-z0-9_-]{16,})
  | (?P<secret_slack>\bxox[abprs]-[A-Za-z0-9-]{10,})
  | (?P<secret_pem>-----BEGIN\ [A-Z ]*PRIVATE\ KEY-----
      (?:(?!-----END).)* (?:-----END\ [A-Z ]*PRIVATE\ KEY-----)? )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


def is_secret_name(name: str) -> bool:
    """Whether a key, field or variable of this name holds a secret.

    The last words decide: `db.password`, `ML_API_KEY`, `clientSecret` and `password2` do; `token_limit`,
    `max_token`, `cache_key` and `password_min_length` do not.
    """
    words = [word.lower() for word in _WORDS.findall(name)]
    while words and (words[-1].isdigit() or (words[-1] in ("hash", "value") and len(words) > 1)):
        words.pop()
    if not words:
        return False
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last == "token" and before in _HARMLESS_TOKENS:
        return False
    return last in _SECRET_WORDS or (last in ("key", "keys") and before in _KEY_KINDS)


def secret_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of every secret that can be recognised in free text, in order.

    Recognised are passwords inside URLs, `password=…` pairs, bearer tokens, JSON web tokens, well-known
    key shapes and private keys.
    """
    return tuple(
        match.span(group)
        for match in _SECRET_TEXT.finditer(text)
        for group, value in match.groupdict().items()
        if value is not None
    )


def mask_text(text: str) -> str:
    """The text with every recognised secret replaced by MASK."""
    return mask_spans(text, secret_spans(text))


def mask_spans(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """The text with the given spans replaced by MASK; spans that touch or overlap share one."""
    pieces, end = [], -1
    for start, stop in sorted(spans):
        if start > end:
            pieces += [text[max(end, 0) : start], MASK]
        end = max(end, stop)
    pieces.append(text[max(end, 0) :])
    return "".join(pieces)
