"""Golden reports of the example, one per environment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.config.export import report_document
from inspector.config.report import Request, build_report

_GOLDEN = Path(__file__).parent.parent / "data"


@pytest.mark.parametrize("environment", ["development", "staging", "production"])
def test_report_of_the_example(environment: str, root: Path) -> None:
    """The whole document, secrets masked. After a change on purpose: write `document` to the file."""
    workspace = root / "resources/examples/ml-service"
    golden = json.loads((_GOLDEN / f"ml-service.{environment}.json").read_text("utf-8"))

    document = report_document(build_report(Request(workspace, environment)))
    document["workspace"] = "ml-service"

    assert document == golden
