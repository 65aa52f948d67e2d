"""Layers that a declaration requires and that are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.workspace import report_of

_BASE = '[[layers]]\npath = "base.toml"\nkind = "base"\n'


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        ('path = "app.toml"\nsection = "tool.shop"', "app.toml has no section tool.shop, which is required."),
        ('path = "conf.d/*.toml"', "No file fits conf.d/*.toml, and one is required."),
    ],
)
def test_what_is_required_and_missing(layer: str, message: str, tmp_path: Path) -> None:
    """It is an error that says what is looked for; what exception the application has, nobody knows."""
    declared = f'dialect = "custom"\n{_BASE}[[layers]]\nkind = "base"\nrequired = true\n{layer}\n'
    files = {"inspector.toml": declared, "base.toml": "a = 1\n", "app.toml": "[tool.other]\nb = 1\n"}

    report = report_of(tmp_path, files, environment=None)

    assert [(f.code, f.message) for f in report.findings] == [("required-layer-missing", message)]
    assert report.stops == ()


@pytest.mark.parametrize(
    "layer",
    ['path = "app.toml"\nsection = "tool.other"', 'path = "a*.toml"', 'path = "{environment}.d/*.toml"'],
)
def test_what_is_there_or_needs_an_environment(layer: str, tmp_path: Path) -> None:
    """Nothing is told."""
    declared = f'dialect = "custom"\n{_BASE}[[layers]]\nkind = "environment"\nrequired = true\n{layer}\n'
    files = {"inspector.toml": declared, "base.toml": "a = 1\n", "app.toml": "[tool.other]\nb = 1\n"}

    assert report_of(tmp_path, files, environment=None).findings == ()
