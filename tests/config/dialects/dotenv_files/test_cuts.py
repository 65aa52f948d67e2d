"""Values of `.env` files that lose a part without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.workspace import found, report_of

_VITE = {"package.json": '{"devDependencies": {"vite": "5"}}'}
_NEXT = {"package.json": '{"dependencies": {"next": "16"}}'}
_NPM = {"package.json": '{"dependencies": {"dotenv": "16"}}'}
_RAILS = {"Gemfile": 'gem "dotenv-rails", "3.2"\n'}
_LOST = "it begins a reference, no variable has the name behind it, and empty text stands in its place."


@pytest.mark.parametrize("project", [_VITE, _NEXT, _NPM, _RAILS])
def test_a_hash_in_a_value(project: dict[str, str], tmp_path: Path) -> None:
    """It begins a comment where the value is not quoted; a comment behind a space is meant as one."""
    text = "VITE_A=abc#def\nVITE_B=x # note\nVITE_C='a#b'\nVITE_D=x #!\nVITE_E=1\n"

    (finding,) = found(report_of(tmp_path, {**project, ".env": text}), "value-cut")

    assert finding.message == "VITE_A in .env is cut at #: a comment begins there."
    assert finding.hint == 'Write it in quotes: VITE_A="…".'
    assert (finding.key, str(finding.places[0])) == ("VITE_A", ".env:1:8 VITE_A")


def test_a_value_that_begins_with_a_hash(tmp_path: Path) -> None:
    """Nothing of it is left."""
    (finding,) = found(report_of(tmp_path, {**_VITE, ".env": "VITE_COLOR=#fff\nVITE_X= # x\n"}), "value-cut")

    assert finding.message == "VITE_COLOR in .env is empty: its # begins a comment."


@pytest.mark.parametrize(
    ("project", "lost", "hint"),
    [
        (
            _VITE,
            ["VITE_A", "VITE_B", "VITE_PASSWORD"],
            r"Write \$ (quotes do not keep it) for a dollar sign.",
        ),
        (
            _NEXT,
            ["VITE_A", "VITE_B", "VITE_PASSWORD"],
            r"Write \$ (quotes do not keep it) for a dollar sign.",
        ),
        (_RAILS, ["VITE_A", "VITE_PASSWORD"], r"Write \$, or the value in single quotes, for a dollar sign."),
        (_NPM, [], ""),
    ],
)
def test_a_dollar_sign_in_a_value(
    project: dict[str, str], lost: list[str], hint: str, tmp_path: Path
) -> None:
    """What stands behind it is lost where references are filled in; a name in a secret is not repeated."""
    text = (
        "VITE_A=pa$word\nVITE_B='a$b'\nVITE_PASSWORD=x${SECRET1}y\nVITE_C=a\\$b\nVITE_D=$VITE_E\n"
        "VITE_E=1\nVITE_F=5$\nVITE_G=$HOME_DIR/x\n"
    )

    findings = found(report_of(tmp_path, {**project, ".env": text}, {"HOME_DIR": "/h"}), "value-cut")

    assert [finding.key for finding in findings] == lost
    assert {finding.hint for finding in findings} == ({hint} if lost else set())
    assert all(finding.message.endswith(f" in .env loses a part at $: {_LOST}") for finding in findings)


def test_a_reference_to_nothing(tmp_path: Path) -> None:
    """It is told as one, with a default as the way out."""
    report = report_of(tmp_path, {**_VITE, ".env": "VITE_A=http://${VITE_HOST}/\nVITE_B=${NO:-1}\n"})

    (finding,) = found(report, "interpolation-unset")

    assert finding.message.startswith("VITE_A in .env refers to VITE_HOST, not set there or before:")
    assert found(report, "value-cut") == []
