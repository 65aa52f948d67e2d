"""Which version of the Ruby gem dotenv a project has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.workspace import found, report_of


@pytest.mark.parametrize(
    ("name", "text", "version", "differs", "place"),
    [
        (
            "Gemfile.lock",
            "GEM\n  specs:\n    dotenv (2.4.0)\n    dotenv-rails (2.4.0)\n      dotenv (= 2.4.0)\n",
            "2.4.0",
            "version 2.4 ends each value with its line",
            "Gemfile.lock:3:13",
        ),
        ("Gemfile", 'gem "dotenv-rails", "~> 2.7"\n', "2.7", "version 2.4 ends", "Gemfile:1:25"),
        ("Gemfile", 'gem "dotenv", "1.0.2"\n', "1.0.2", "what differs is not known", "Gemfile:1:16"),
    ],
)
def test_another_major_version_is_told(
    name: str, text: str, version: str, differs: str, place: str, tmp_path: Path
) -> None:
    """With what is known to differ, which was run beside the version whose rules are followed."""
    report = report_of(tmp_path, {name: text, ".env": "A=1\n"}, environment=None)

    (finding,) = found(report, "library-version-other")
    assert report.dialect.name == "dotenv-rails"
    assert f"({version}, {name}), and the rules here are those of 3.2: {differs}" in finding.message
    assert [str(one) for one in finding.places] == [place]


@pytest.mark.parametrize(
    "text",
    [
        "    dotenv (3.2.0)\n",
        "    dotenv\n",
        'gem "dotenv"\n',
        'gem "dotenv", ">= 2.1"\n',
        'gem "dotenv", "~> 3.0"\n',
    ],
)
def test_the_version_may_be_the_one_that_is_followed(text: str, tmp_path: Path) -> None:
    """Nothing is told where it is, or where nobody knows."""
    report = report_of(tmp_path, {"Gemfile": text, ".env": "A=1\n"}, environment=None)

    assert found(report, "library-version-other") == []
