"""Two environments key by key."""

from __future__ import annotations

from pathlib import Path

from inspector.config.report import Change, compare
from tests.config.workspace import report_of

_FILES = {
    "config.yaml": "a: 1\nb: 2\nc: [1]\nd: {x: 1}\n",
    "config.staging.yaml": "a: 5\nf: 1\ng: .nan\n",
    "config.production.yaml": "e: 0\na: 1.0\nd: {y: 1, x: 1}\nb: {deep: 1}\ng: .nan\n",
}


def test_every_key_once_in_reading_order(tmp_path: Path) -> None:
    """What the second adds stands where it has it; types count, places do not."""
    staging = report_of(tmp_path, _FILES, environment="staging")
    production = report_of(tmp_path, _FILES, environment="production")

    assert [(d.key, d.change) for d in compare(staging, production)] == [
        ("a", Change.CHANGED),
        ("b.deep", Change.ADDED),
        ("b", Change.REMOVED),
        ("c", Change.EQUAL),
        ("d.x", Change.EQUAL),
        ("d.y", Change.ADDED),
        ("e", Change.ADDED),
        ("f", Change.REMOVED),
        ("g", Change.EQUAL),
    ]


def test_a_number_is_another_value_than_the_same_number_of_another_type(tmp_path: Path) -> None:
    """1 and 1.0 differ."""
    development = report_of(tmp_path, _FILES, environment="development")
    production = report_of(tmp_path, _FILES, environment="production")

    assert compare(development, production)[0].change is Change.CHANGED
    assert all(d.change is Change.EQUAL for d in compare(production, production))


def test_secret_in_one_is_secret_in_both(tmp_path: Path) -> None:
    """A secret that shows by its shape may be seen in one environment alone."""
    files = {
        "config.yaml": "url: http://x\n",
        "config.production.yaml": "url: http://me:s3cretpw@x\n",
        "config.staging.yaml": "{}",
    }
    staging = report_of(tmp_path, files, environment="staging")
    production = report_of(tmp_path, files, environment="production")

    assert [d.secret for d in compare(staging, production)] == [True]
