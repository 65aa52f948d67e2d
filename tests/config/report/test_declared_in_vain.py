"""Declared sections and globs that are not there, though nothing stops."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.base.findings import Severity
from tests.config.workspace import found, report_of

_DECLARED = """dialect = "custom"
environments = ["preprod", "prod", "development", "qa"]
[[layers]]
path = "app.toml"
kind = "base"
section = "main"
[[layers]]
path = "app.toml"
kind = "environment"
section = "deploy.{environment}"
"""
_GLOB = """dialect = "custom"
[[layers]]
path = "app.toml"
kind = "base"
[[layers]]
path = ["conf.d/*.toml", "conf.d/{environment}/*.toml"]
kind = "base"
"""


@pytest.mark.parametrize(
    ("text", "environment", "wanted", "meant"),
    [
        ("[main]\na = 1\n[deploy.prd]\na = 2\n", "prod", "deploy.prod", "deploy.prd"),
        ("[main]\na = 1\n[deploy.dev]\na = 2\n", "development", "deploy.development", "deploy.dev"),
        ("[main]\na = 1\n[deploi.prod]\na = 2\n", "prod", "deploy.prod", "deploi"),
        ("[mian]\na = 1\n[deploy.qa]\na = 2\n", "qa", "main", "mian"),
    ],
)
def test_a_section_of_nearly_the_same_name(
    text: str, environment: str, wanted: str, meant: str, tmp_path: Path
) -> None:
    """It is most likely the one that was meant."""
    files = {"inspector.toml": _DECLARED, "app.toml": text}

    (finding,) = found(report_of(tmp_path, files, environment=environment), "section-near-miss")

    assert finding.message == (
        f"app.toml has no section {wanted}, so that nothing of this layer applies. Did you mean {meant}?"
    )
    assert [place.path for place in finding.places] == ["app.toml", "inspector.toml"]
    assert finding.places[0].line == (1 if meant == "mian" else 3)


@pytest.mark.parametrize("environment", ["preprod", "qa", "prod"])
def test_sections_of_other_environments_are_no_slips(environment: str, tmp_path: Path) -> None:
    """Not each environment needs a section."""
    files = {"inspector.toml": _DECLARED, "app.toml": "[main]\na = 1\n[deploy.prod]\na = 2\n"}

    assert found(report_of(tmp_path, files, environment=environment), "section-near-miss") == []


def test_a_glob_that_no_file_fits(tmp_path: Path) -> None:
    """Nothing stops, and the declaration may be wrong."""
    files = {"inspector.toml": _GLOB, "app.toml": "a = 1\n"}

    (finding,) = found(report_of(tmp_path, files, environment=None), "layer-without-file")

    assert finding.severity is Severity.INFO
    assert finding.message == (
        "No file fits conf.d/*.toml or conf.d/{environment}/*.toml, layer 2 of the declaration: "
        "it gives nothing."
    )
    assert [str(place) for place in finding.places] == ["inspector.toml"]


def test_a_glob_that_fits_in_another_environment(tmp_path: Path) -> None:
    """It is no mistake."""
    files = {"inspector.toml": _GLOB, "app.toml": "a = 1\n", "conf.d/prod/a.toml": "a = 2\n"}

    assert found(report_of(tmp_path, files, environment="development"), "layer-without-file") == []
