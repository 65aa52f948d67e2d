"""Variables that are no text."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.base.findings import Severity
from inspector.config.environ import read_environ
from inspector.config.report import Request, build_report
from tests.config.workspace import found, report_of

_FILES = {"config.yaml": "model: a\n"}


def test_a_variable_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    """With its name and no value; others are not, whatever letters they hold."""
    environ = {"ML_MODEL": b"caf\xe9".decode(errors="surrogateescape"), "ML_OTHER": "café", "X": "\udcff"}

    (finding,) = found(report_of(tmp_path, _FILES, environ), "variable-not-text")

    assert (finding.severity, finding.key) == (Severity.WARNING, "model")
    assert finding.message == (
        "ML_MODEL in process environment holds bytes that are no UTF-8 text: "
        "halves of characters stand in their place."
    )
    assert [place.variable for place in finding.places] == ["ML_MODEL"]


@pytest.mark.parametrize("data", [b"ML_MODEL=caf\xe9\0A=1\0", b"ML_MODEL=caf\xe9\nA=1\n"])
def test_so_is_one_of_a_file(data: bytes, tmp_path: Path) -> None:
    """As a process shows its environment, and as `env` writes it."""
    (tmp_path / "config.yaml").write_text(_FILES["config.yaml"], "utf-8")
    (tmp_path / "dump").write_bytes(data)
    environ = read_environ(f"file:{tmp_path / 'dump'}")

    report = build_report(Request(tmp_path, environ=environ.variables))

    assert [finding.key for finding in found(report, "variable-not-text")] == ["model"]
