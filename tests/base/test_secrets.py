"""Secrets in names and in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.base.secrets import MASK, is_secret_name, mask_spans, mask_text, secret_spans


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "db.password",
        "ML_DATABASE_PASSWORD",
        "clientSecret",
        "CLIENTSECRET",
        "dbpassword",
        "API_KEY",
        "apiKey",
        "aws_secret_access_key",
        "authorization",
        "Set-Cookie",
        "refreshToken",
        "password2",
        "password_hash",
        "token",
        "HTTPToken",
        "PGPASS",
        "SMTP_PASS",
        "BASIC_AUTH",
        "NPM_AUTH",
        "STRIPE_KEY",
        "PASSWRD",
        "db_pasword",
        "PIN",
        "card_pin",
    ],
)
def test_secret_names(name: str) -> None:
    """Names whose last words speak of a secret."""
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "42",
        "key",
        "cache_key",
        "token_limit",
        "max_token",
        "max_tokens",
        "password_min_length",
        "secretary",
        "tokenizer",
        "secret_file",
        "monkey",
        "keyboard",
        "author",
        "auth",
        "ENABLE_AUTH",
        "public_key",
        "STRIPE_PUBLISHABLE_KEY",
        "low_pass",
        "led_pin",
        "auth_url",
        "auth_type",
    ],
)
def test_harmless_names(name: str) -> None:
    """Names that only contain such a word."""
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("postgres://app:hunter2@db:5432/x", f"postgres://app:{MASK}@db:5432/x"),
        ("redis://:hunter2@cache/0", f"redis://:{MASK}@cache/0"),
        ("Authorization: Bearer abcdefgh12345", f"Authorization: Bearer {MASK}"),
        ("login password=hunter2, user=ann", f"login password={MASK}, user=ann"),
        ('{"password": "hunter2"}', f'{{"password": "{MASK}"}}'),
        ("api_key='a b c'", f"api_key='{MASK}'"),
        ("key AKIAABCDEFGHIJKLMNOP used", f"key {MASK} used"),
        ("sk_live_51HabcDEF and sk_test_51HabcDEF", f"{MASK} and {MASK}"),
        ("github_pat_11ABCDEFG0123456789", MASK),
        ("https://hooks.slack.com/services/T0/B0/XyZ", f"https://hooks.slack.com/services/{MASK}"),
        ("AccountName=a;AccountKey=aBcD1234==;E=x", f"AccountName=a;AccountKey={MASK};E=x"),
        ("https://abc123def@o1.ingest.sentry.io/4", f"https://{MASK}@o1.ingest.sentry.io/4"),
        (f"https://{'0a' * 16}@errors.example.com/1", f"https://{MASK}@errors.example.com/1"),
        ("ssh://git@example.com/x task_live", "ssh://git@example.com/x task_live"),
        ("eyJhbGciOiJI.eyJzdWIiOiIx.c2ln end", f"{MASK} end"),
        ("-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\nrest", f"{MASK}\nrest"),
        ("nothing to see: http://host:80/a?b=c", "nothing to see: http://host:80/a?b=c"),
        ("tokens used: 12", "tokens used: 12"),
    ],
)
def test_texts_are_masked(text: str, masked: str) -> None:
    """Only the secret itself is hidden; what surrounds it stays readable."""
    assert mask_text(text) == masked


@given(st.text())
def test_masking_is_stable_and_keeps_the_rest(text: str) -> None:
    """Spans are in order, inside the text, and do not overlap."""
    end = 0
    for start, stop in secret_spans(text):
        assert end <= start < stop <= len(text)
        end = stop


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5))
def test_masked_spans_hide_every_character_of_them(text: str, bounds: list[tuple[int, int]]) -> None:
    """Overlapping and touching spans become one mask, and no other character is lost."""
    spans = tuple((min(b), max(b)) for b in bounds if b[0] != b[1] and max(b) <= len(text))
    hidden = {i for start, stop in spans for i in range(start, stop)}
    kept = "".join(char for i, char in enumerate(text) if i not in hidden)

    assert mask_spans(text.replace("•", "."), spans).replace(MASK, "") == kept.replace("•", ".")


def test_long_hostile_text_is_quick() -> None:
    """Texts that tempt a backtracking expression end at once."""
    for piece in ("a://", "password", "eyJ", "bearer ", "-----BEGIN PRIVATE KEY-----", "x" * 9 + ":"):
        assert mask_text(piece * 20_000)
