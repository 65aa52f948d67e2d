"""References of `.env` files that name nothing."""

from __future__ import annotations

from pathlib import Path

from inspector.base.findings import Severity
from tests.config.workspace import found, report_of


def _told(folder: Path, dotenv: str, environ: dict[str, str] | None = None) -> list[str]:
    report = report_of(folder, {"config.yaml": "a: 1\n", ".env": dotenv}, environ, environment=None)
    assert all(finding.severity is Severity.INFO for finding in found(report, "interpolation-unset"))
    return [finding.message for finding in found(report, "interpolation-unset")]


def test_references_in_a_circle_and_to_themselves_name_nothing(tmp_path: Path) -> None:
    """The first of a circle finds nothing, and so does one that is its own; the second has the empty text."""
    assert _told(tmp_path, "A=${B}\nB=${A}\nC=${C}\n") == [
        "A, C in .env refer to B, C, not set there or before: empty text stands in place."
    ]


def test_references_that_are_filled_in_are_not_told(tmp_path: Path) -> None:
    """By the process, a line above, or a default; nor is a variable that does not count."""
    text = "A=1\nB=${A}${SHELL_HAS_IT}${NOBODY:-}\nTAKEN=${NOBODY}\nD=${NOBODY}\nD=1\n"

    assert _told(tmp_path, text, {"SHELL_HAS_IT": "", "TAKEN": "x"}) == []


def test_references_in_a_secret_are_not_named(tmp_path: Path) -> None:
    """What looks like a reference may be a part of the secret."""
    assert _told(tmp_path, "DB_PASSWORD=ab${hunter}cd\n") == [
        "DB_PASSWORD in .env refers to variables, not set there or before: empty text stands in place."
    ]


def test_no_escape_is_proposed_that_python_dotenv_does_not_know(tmp_path: Path) -> None:
    """A backslash before $ stays in the value."""
    text = "A=" + "x" * 1000 + "\n" + "A=${A}${A}\n" * 40
    report = report_of(tmp_path, {"config.yaml": "a: 1\n", ".env": text}, environment=None)

    (finding,) = found(report, "interpolation-endless")
    assert finding.hint == "Write a value in place of one of the references."
