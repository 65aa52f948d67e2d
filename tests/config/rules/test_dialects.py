"""Rules say what is true in each dialect: dialects.toml has small workspaces with all their findings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from inspector.config.dialects import DIALECTS
from tests.config.workspace import report_of


@dataclass(frozen=True)
class _Workspace:
    """`codes` are those of all findings. `severities`, `messages` and `hints` are by code; several findings
    of a code have any of them in common with one."""

    dialect: str
    about: str
    files: Mapping[str, str]
    codes: Sequence[str]
    environ: Mapping[str, str] = field(default_factory=dict)
    environment: str = "production"
    severities: Mapping[str, str] = field(default_factory=dict)
    messages: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)


_REGISTERED = frozenset(dialect.name for dialect in DIALECTS)
_WORKSPACES = tuple(
    _Workspace(**workspace)
    for workspace in tomllib.loads(Path(__file__).with_name("dialects.toml").read_text("utf-8"))["workspace"]
    if workspace["dialect"] in _REGISTERED
)


@pytest.mark.parametrize("workspace", _WORKSPACES, ids=[f"{w.dialect}-{w.about}" for w in _WORKSPACES])
def test_findings_of_a_workspace(workspace: _Workspace, tmp_path: Path) -> None:
    """Exactly these codes, and these words where they depend on the dialect."""
    report = report_of(tmp_path, workspace.files, workspace.environ, environment=workspace.environment)

    assert report.dialect.name == workspace.dialect
    assert sorted({finding.code for finding in report.findings}) == sorted(workspace.codes)
    for name, wanted in (
        ("severity", workspace.severities),
        ("message", workspace.messages),
        ("hint", workspace.hints),
    ):
        for code, text in wanted.items():
            assert text in [getattr(f, name) for f in report.findings if f.code == code]


@pytest.mark.parametrize("dialect", sorted({workspace.dialect for workspace in _WORKSPACES}))
def test_a_dialect_has_a_quiet_workspace_and_one_that_is_not(dialect: str) -> None:
    """A usual workspace has nothing to tell."""
    codes = [workspace.codes for workspace in _WORKSPACES if workspace.dialect == dialect]

    assert [] in codes
    assert len(codes) > 1
