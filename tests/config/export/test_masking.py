"""What was written for a secret is masked like the secret itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.base.secrets import MASK
from inspector.config.export import Veil
from inspector.config.values import Value
from tests.config.workspace import report_of


@pytest.mark.parametrize(
    ("text", "value", "secret", "shown"),
    [
        ("plain", "plain", False, "plain"),
        ("plain", "plain", True, MASK),
        (None, 1, True, None),
        ("http://u:pw1234@h", "x", False, MASK),
        ('{"signing_key": "abc", "a": 1}', {"signing_key": "abc", "a": 1}, False, MASK),
        ('{"signing_key": "abc"}', "one of its values", False, MASK),
        ("@json {token='abc'}", "one of its values", False, MASK),
        ('{"a": [{"b": 1}]}', {"a": [{"b": 1}]}, False, '{"a": [{"b": 1}]}'),
        ("nan", float("nan"), False, "nan"),
        ("x known-secret y", "x", False, f"x {MASK} y"),
    ],
)
def test_written_text(text: str | None, value: Value, secret: bool, shown: str | None) -> None:
    """A text that holds a mapping is masked for the sake of one value in it."""
    assert Veil(secrets=("known-secret",)).written(text, value, secret=secret) == shown
    assert Veil(reveal=True).written(text, value, secret=secret) == text


def test_sentences_hold_no_known_secret() -> None:
    """Nor one that shows by its shape."""
    veil = Veil(secrets=("known-secret",))

    assert veil.sentence("known-secret is no number; password=abc") == f"{MASK} is no number; password={MASK}"
    assert Veil(reveal=True).sentence("known-secret") == "known-secret"


def test_the_secrets_of_several_reports_are_known(tmp_path: Path) -> None:
    """Also those of variables that landed elsewhere."""
    one = report_of(tmp_path, {"config.yaml": "password: first-secret\nn: {token: 12345678}\n"})
    two = report_of(tmp_path, {}, {"ML_A_PASSWORD": "second-secret", "ML_PASSWORD_A": "short"})

    assert set(Veil.over(one, two).secrets) == {"first-secret", "second-secret", "12345678"}
    assert Veil.over(one, reveal=True).secrets == ()
