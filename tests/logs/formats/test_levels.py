"""Levels, from words and from numbers."""

from __future__ import annotations

import pytest

from inspector.logs.formats.levels import (
    OTEL_LEVELS,
    PINO_LEVELS,
    PYTHON_LEVELS,
    SYSLOG_LEVELS,
    level_of,
    level_scale,
    speaks_of_levels,
)
from inspector.logs.records import Level


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("INFO", Level.INFO),
        ("information", Level.INFO),
        (" WARN ", Level.WARNING),
        ("Warning", Level.WARNING),
        ("w", Level.WARNING),
        ("exception", Level.ERROR),
        ("SEVERE", Level.ERROR),
        ("dpanic", Level.CRITICAL),
        ("FATAL", Level.CRITICAL),
        ("notice", Level.NOTICE),
        ("finest", Level.TRACE),
        ("fine", Level.DEBUG),
        ("INFO+2", Level.INFO),
        ("DEBUG-4", Level.DEBUG),
        ("Metadata", Level.UNKNOWN),
        ("", Level.UNKNOWN),
        ("infos", Level.UNKNOWN),
        (None, Level.UNKNOWN),
        (True, Level.UNKNOWN),
        (1.5, Level.UNKNOWN),
        ({"name": "INFO"}, Level.UNKNOWN),
    ],
)
def test_words(word: object, expected: Level) -> None:
    """Every usual spelling in any case; anything else is unknown, not guessed."""
    assert level_of(word, {}) == expected


@pytest.mark.parametrize(
    ("value", "python", "pino"),
    [
        (10, Level.DEBUG, Level.TRACE),
        (30, Level.WARNING, Level.INFO),
        (40, Level.ERROR, Level.WARNING),
        ("40", Level.ERROR, Level.WARNING),
        (60, Level.UNKNOWN, Level.CRITICAL),
        (33, Level.UNKNOWN, Level.UNKNOWN),
    ],
)
def test_numbers_mean_what_the_source_means(value: object, python: Level, pino: Level) -> None:
    """40 is an error to Python and a warning to pino."""
    assert (level_of(value, PYTHON_LEVELS), level_of(value, PINO_LEVELS)) == (python, pino)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([{"level": "info"}], {}),
        ([{"level": 20}, {"level": 40}], PYTHON_LEVELS),
        ([{"level": 20, "msg": "x"}], PINO_LEVELS),
        ([{"level": 60}], PINO_LEVELS),
        ([{"level": "6"}, {"level": "3"}], SYSLOG_LEVELS),
        ([{"level": 9, "severityNumber": 9}], OTEL_LEVELS),
    ],
)
def test_scale(records: list[dict[str, object]], expected: dict[int, Level]) -> None:
    """The scale of an unknown producer follows from all its numbers and the fields beside them."""
    assert level_scale(records, ("level",)) == expected


def test_opentelemetry_has_four_numbers_a_level() -> None:
    """1 to 24 in fours, from trace to fatal."""
    assert [OTEL_LEVELS[n].word for n in (1, 4, 5, 12, 13, 17, 20, 24)] == [
        "trace",
        "trace",
        "debug",
        "info",
        "warning",
        "error",
        "error",
        "critical",
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["Metadata", "Request"], False),
        (["Metadata", "info"], True),
        ([30], True),
        (["6"], True),
        ([True], False),
        ([], False),
    ],
)
def test_speaks_of_levels(values: list[object], expected: bool) -> None:
    """A field called level that never holds one is an ordinary field."""
    assert speaks_of_levels(values) is expected
