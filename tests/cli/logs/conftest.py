"""Two services' logs of the same requests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

_REQUESTS = 12


def _line(second: int, service: str, level: str, message: str, **fields: object) -> str:
    time = f"2026-06-17T10:{42 + second // 60:02}:{second % 60:02}.000Z"
    return json.dumps({"timestamp": time, "level": level, "logger": service, "message": message, **fields})


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """A folder with api.jsonl and worker.jsonl: 12 requests of 4 records, of which the last fails."""
    folder = tmp_path / "logs"
    folder.mkdir()
    api: list[str] = []
    worker: list[str] = []
    for n in range(_REQUESTS):
        name, start = f"req-{n:02}", 5 * n
        failed = n == _REQUESTS - 1
        api.append(_line(start, "api", "INFO", "Request begins", request_id=name, path=f"/v1/{n}"))
        worker.append(_line(start + 1, "worker", "DEBUG", "Job begins", request_id=name, queue="jobs"))
        extra = (
            {"exception": "Traceback (most recent call last):\n  File x\nValueError: no"} if failed else {}
        )
        level = "ERROR" if failed else "INFO"
        worker.append(
            _line(start + 2, "worker", level, "Job ends", request_id=name, latency_ms=n * 10, **extra)
        )
        api.append(
            _line(start + 2 + n % 3, "api", "WARNING" if failed else "INFO", "Request ends", request_id=name)
        )
    api.append(_line(70, "api", "INFO", "Token used", token="abc-very-secret"))
    api.append("starting worker pool")
    (folder / "api.jsonl").write_text("\n".join(api) + "\n", "utf-8")
    (folder / "worker.jsonl").write_text("\n".join(worker) + "\n", "utf-8")
    (folder / "notes.txt").write_text("no log\n", "utf-8")
    return folder
