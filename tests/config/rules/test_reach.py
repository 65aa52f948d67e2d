"""Keys that are no text, which no variable reaches."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.workspace import found, report_of


@pytest.mark.parametrize(
    ("key", "kind"),
    [("1", "int"), ("true", "bool"), ("null", "null"), ("1.5", "float"), ("2024-05-01", "date")],
)
def test_a_key_that_is_no_text_is_out_of_reach(key: str, kind: str, tmp_path: Path) -> None:
    """A variable of its spelling makes a text key beside it."""
    report = report_of(tmp_path, {"config.yaml": f"{key}: one\n"}, {f"ML_{key.upper()}": "x"})

    (finding,) = found(report, "unreachable-key")
    assert finding.key == f"[{key}]"
    assert finding.hint.startswith(f"The key {key} is of type {kind}, and names spell text alone. ")
    assert finding.places[0].line == 1


def test_a_text_key_of_digits_is_in_reach(tmp_path: Path) -> None:
    """Quotes make it text."""
    assert found(report_of(tmp_path, {"config.yaml": "'1': one\n"}), "unreachable-key") == []
