"""Sentences about a whole report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inspector.base.findings import Finding, Severity
from inspector.config.layers import LayerStatus
from inspector.config.report import Report
from inspector.ui.config.outline import build_outline
from inspector.ui.config.summary import empty_texts, first_choice, status_line
from tests.ui.config.sample import BASE, SETTINGS, make_report


@pytest.fixture
def report() -> Report:
    return make_report(Path("/w"))


@pytest.mark.parametrize(
    ("hits", "summary"),
    [
        (None, "7 settings · 4 overridden · 5 layers"),
        (0, "0 of 7 settings · 4 overridden · 5 layers"),
    ],
)
def test_the_status_bar_counts(report: Report, hits: int | None, summary: str) -> None:
    """Layers that take no part do not count; a query tells how many it kept."""
    line = status_line(report, hits)

    assert (summary, 1, 2) == (line.summary, line.errors, line.warnings)


def test_an_empty_report_says_what_was_looked_for(report: Report) -> None:
    """The finding about the folder becomes the page."""
    finding = Finding("nothing-found", Severity.INFO, "Nothing here. Looked for a.yaml.", hint="Write one.")

    texts = empty_texts(replace(report, settings=(), layers=(), findings=(finding,)))

    assert texts == ("Nothing here", "Looked for a.yaml. Write one.")


def test_an_empty_report_without_a_finding_has_a_title(report: Report) -> None:
    """The page is never blank."""
    bare = replace(report, settings=(), layers=(), findings=())

    assert empty_texts(bare) == ("No configuration here", "")


def test_files_without_settings_are_named(report: Report) -> None:
    """They were there, and gave nothing."""
    broken = replace(BASE, status=LayerStatus.BROKEN)

    title, text = empty_texts(replace(report, settings=(), layers=(broken,)))

    assert (title, text.startswith("Nothing could be taken from config.yaml.")) == ("No settings", True)


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        (range(7), "training.batch_size"),  # a finding, and three candidates
        ((1, 2, 3), "database.port"),  # a finding, and two candidates
        ((1, 2), "database.host"),  # two candidates
        ((1,), "training.epochs"),
        ((), None),
    ],
)
def test_the_first_sight_shows_what_the_program_is_for(
    report: Report, keys: tuple[int, ...], chosen: str | None
) -> None:
    """A finding with several candidates, or the next best."""
    outline = build_outline(replace(report, settings=tuple(SETTINGS[key] for key in keys)))

    number = first_choice(outline)

    assert chosen == (outline.rows[number].key if number is not None else None)
