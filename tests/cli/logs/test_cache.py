"""`inspector logs cache`."""

from __future__ import annotations

import gzip
import os
from importlib import import_module
from pathlib import Path
from unittest.mock import Mock

import pytest

from inspector.cli import run
from inspector.logs.follow import LogSet
from inspector.logs.query import Query


def test_the_cache_tells_its_size_and_is_emptied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Indexes and spools together; a log that is open goes on."""
    cache = tmp_path / "cache"
    monkeypatch.setattr(
        import_module("inspector.cli.logs.cache"), "user_cache_path", Mock(return_value=cache)
    )
    assert run(["logs", "cache"]) == 0
    assert capsys.readouterr().out == f"0.0 MB of 4,295.0 MB in {cache}.\n"
    log = tmp_path / "a.gz"
    log.write_bytes(gzip.compress((b"x" * 99_999 + b"\n") * 150))
    os.utime(log, (0, 0))
    logs = LogSet([log], cache)
    logs.refresh()

    assert run(["logs", "cache"]) == 0
    size = float(capsys.readouterr().out.partition(" ")[0])
    assert run(["logs", "cache", "--clear"]) == 0

    assert size > 10
    assert capsys.readouterr().out.startswith("Removed 1")
    assert len(logs.rows(Query()).ids) == 150
    assert len(logs.records([149])[0].message) == 99_999
    logs.close()
    assert not [path for path in cache.iterdir() if path.stat().st_size > 1_000]
