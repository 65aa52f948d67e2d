"""Golden reports of the example, one per environment."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from inspector.config.export import report_document
from inspector.config.report import Request, build_report

_GOLDEN = Path(__file__).parent.parent / "data"


@pytest.mark.parametrize("environment", ["development", "staging", "production"])
def test_report_of_the_example(environment: str, root: Path, tmp_path: Path) -> None:
    """The whole document, secrets masked. After a change on purpose: write `document` to the file.

    A copy is read, because git may track the files of the example.
    """
    workspace = tmp_path / "ml-service"
    shutil.copytree(root / "resources/examples/ml-service", workspace)
    golden = json.loads((_GOLDEN / f"ml-service.{environment}.json").read_text("utf-8"))

    document = report_document(build_report(Request(workspace, environment)))
    document["workspace"] = "ml-service"

    assert document == golden
