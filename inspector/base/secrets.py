"""Which names and texts hold secrets, and how they are hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

MASK = "••••••••"

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

# The last word of a name decides; these speak for themselves.
_SECRET_WORDS = frozenset(
    """
    accesskey accesstoken apikey authorization authtoken bearer cookie credential credentials passphrase
    passord passowrd passsword passwd passwod passwor password passwords passwort passwrd paswd pasword
    paswword pgpass privatekey pswd psswd psswrd pwd pwrd refreshtoken secert secrect secret secretkey secrets
    secrte sercet tokne token
    """.split()
)
# Names in one case have no words: `CLIENTSECRET`, `dbpassword`.
_SECRET_ENDS = (
    "accesskey",
    "apikey",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "secret",
    "secretkey",
)
# `key` alone may be anything; behind one of these words it opens something.
_KEY_KINDS = frozenset(
    """
    access account anthropic api datadog encryption github gitlab hmac jwt license mailgun master openai
    private secret sendgrid shared signing slack ssh stripe twilio
    """.split()
)
# `auth` alone is mostly a mapping, and behind one of these words a switch.
_SWITCHES = frozenset(
    """
    allow disable disabled enable enabled force has is need needs no optional require required requires
    skip use uses with
    """.split()
)
# `pass` may be one of several; behind one of these words it lets somebody in.
_PASS_OWNERS = frozenset(
    """
    admin amqp app auth basic database db email ftp http imap ldap login mail mongo mysql pg postgres proxy
    rabbitmq redis root smtp ssh user
    """.split()
)
# `pin` may be one of a chip; alone, or behind one of these words, it opens something.
_PIN_OWNERS = frozenset(["", *"access account admin card device security sim user".split()])
# Words of language models and of paging, whose tokens are no secrets.
_HARMLESS_TOKENS = frozenset(
    """
    bad bos cls completion continuation eos input mask max min next num output pad page prompt sep skip
    special stop suppress total unk
    """.split()
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of secret in free text: words without which there is none, and a pattern.

    Words are in small letters and are looked for first, which takes a fraction of the pattern's time.
    What the pattern's groups match gets hidden.
    """

    words: tuple[str, ...]
    pattern: re.Pattern[str]


def _kind(words: str, pattern: str) -> _Kind:
    return _Kind(tuple(words.split("|")), re.compile(pattern, re.VERBOSE | re.IGNORECASE | re.DOTALL))


_KINDS = (
    _kind("://", r""":// [^\s:/?\#@"']{0,256} : ([^\s@/"']{1,1024}) @"""),
    _kind("bearer|basic", r"""\b(?:bearer|basic)\s{1,8} ([A-Za-z0-9._~+/=-]{8,})"""),
    _kind(
        "passw|passphrase|pwd|secret|token|authorization|apikey|api_key|api-key|accesskey|access_key|access-key"
        "|privatekey|private_key|private-key",
        r"""
        (?:passw(?:or)?d|passphrase|\bpwd|secret|token|(?:api|access|private)[_-]?key|authorization)
        ["']? \s{0,8} [=:] \s{0,8} (?!(?:bearer|basic)\b)
        (?: "([^"\n]+)" | '([^'\n]+)' | ([^\s,;&"'}\])]+) )
        """,
    ),
    _kind("eyj", r"""\b(eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)"""),
    _kind("akia|asia", r"""\b(A[KS]IA[0-9A-Z]{16})\b"""),
    _kind("ghp_|gho_|ghu_|ghs_|ghr_", r"""\b(gh[pousr]_[A-Za-z0-9]{20,})\b"""),
    _kind("github_pat_", r"""\b(github_pat_[A-Za-z0-9_]{16,})"""),
    _kind("k_live_|k_test_", r"""\b([sr]k_(?:live|test)_[A-Za-z0-9]{6,})"""),
    _kind("hooks.slack.com", r"""\bhooks\.slack\.com/(?:services|workflows|triggers)/([A-Za-z0-9/_-]{6,})"""),
    _kind("accountkey", r"""\bAccountKey\s{0,8}=\s{0,8}([A-Za-z0-9+/=]{6,})"""),
    # The public key of a service stands for a user: https://0123456789abcdef0123456789abcdef@…
    _kind("://", r"""://([0-9a-f]{24,64})@"""),
    # A token instead of a user's name: https://…@github.com
    _kind("://", r"""\b(?:https?|git)://(?=[^\s/@]{0,256}\d)([^\s:/?\#@"']{8,1024})@"""),
    _kind("sentry", r"""://([A-Za-z0-9]{6,64})@[a-z0-9.-]{0,128}sentry"""),
    _kind("sk-", r"""\b(sk-[A-Za-z0-9_-]{16,})"""),
    _kind("xox", r"""\b(xox[abprs]-[A-Za-z0-9-]{10,})"""),
    _kind(
        "private key-----",
        r"""(-----BEGIN\ [A-Z ]{0,40}PRIVATE\ KEY-----
            (?:(?!-----END).)* (?:-----END\ [A-Z ]{0,40}PRIVATE\ KEY-----)?)""",
    ),
)

_ALL_WORDS = tuple(word for kind in _KINDS for word in kind.words)


@lru_cache(maxsize=4096)
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
    return (
        last in _SECRET_WORDS
        or last.endswith(_SECRET_ENDS)
        or (last in ("key", "keys") and before in _KEY_KINDS)
        or (last == "auth" and before != "" and before not in _SWITCHES)
        or (last == "pass" and before in _PASS_OWNERS)
        or (last == "pin" and before in _PIN_OWNERS)
    )


def secret_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of every secret that can be recognised in free text, in order.

    Recognised are passwords inside URLs, `password=…` pairs, bearer tokens, JSON web tokens, well-known
    key shapes, addresses of hooks and private keys.
    """
    small = text.lower()
    for word in _ALL_WORDS:
        if word in small:
            break
    else:
        return ()
    found = sorted(
        match.span(match.lastindex or 0)
        for kind in _KINDS
        if any(word in small for word in kind.words)
        for match in kind.pattern.finditer(text)
    )
    spans: list[tuple[int, int]] = []
    for start, stop in found:
        if spans and start < spans[-1][1]:
            start, stop = spans[-1][0], max(stop, spans.pop()[1])
        spans.append((start, stop))
    return tuple(spans)


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
