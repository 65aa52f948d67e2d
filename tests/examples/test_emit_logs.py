"""The example's logs are what its program writes, and hold what the example is about."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector.logs.formats import decode, detect, record_starts
from inspector.logs.records import Level

SERVICES = ("api", "worker")


@pytest.fixture
def example(root: Path) -> Path:
    """The example service's folder."""
    return root / "resources" / "examples" / "ml-service"


def emit(example: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a user would."""
    command = [sys.executable, str(example / "emit_logs.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON records of a file."""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("{"):
            yield json.loads(line)


def test_the_logs_are_made_again_exactly(example: Path, tmp_path: Path) -> None:
    """Running the program changes nothing in the checkout."""
    assert emit(example, "--directory", str(tmp_path)).stderr == ""
    for name in SERVICES:
        assert (tmp_path / f"{name}.jsonl").read_bytes() == (example / "logs" / f"{name}.jsonl").read_bytes()


def test_the_logs_show_what_the_example_is_about(example: Path) -> None:
    """All levels, many loggers, requests over both files, tracebacks, slow and failed requests, a secret."""
    found = {name: list(records(example / "logs" / f"{name}.jsonl")) for name in SERVICES}
    both = [record for name in SERVICES for record in found[name]]
    services: dict[str, set[str]] = defaultdict(set)
    for name in SERVICES:
        for record in found[name]:
            services[record.get("request_id", "")].add(name)
    slow = [record for record in both if record.get("latency_ms", 0) > 1_000]
    failed = [record for record in both if record.get("status", 200) >= 500]

    assert 3_800 <= len(both) <= 4_400
    assert {record["level"] for record in both} == {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}
    assert len({record["logger"] for record in both}) >= 8
    assert sum(len(names) == 2 for names in services.values()) > 100
    assert len([record for record in both if "exception" in record]) > 10
    assert 5 < len(slow) < 40
    assert 5 < len(failed) < 40
    assert any("authorization" in record.get("headers", {}) for record in both)
    assert sum((example / "logs" / f"{name}.jsonl").stat().st_size for name in SERVICES) < 1_500_000


def test_the_logs_are_read_right(example: Path) -> None:
    """Format and request key are found; raw tracebacks belong to the records before them."""
    for name in SERVICES:
        lines = (example / "logs" / f"{name}.jsonl").read_bytes().splitlines()
        detection = detect(lines)
        starts, _ = record_starts(lines, detection)
        plain = [line for line, start in zip(lines, starts, strict=True) if start and line[:1] != b"{"]
        decoded = [decode(line, detection) for line in lines if line.startswith(b"{")]

        assert (detection.format.name, detection.request_key) == ("python-json", "request_id")
        assert all(record.time_ns and record.level is not Level.UNKNOWN for record in decoded)
        assert 1 <= len(plain) <= 10
        assert not any(b"Traceback" in line or line.startswith(b"ConnectionError") for line in plain)


def test_live_writes_with_rotation(example: Path, tmp_path: Path) -> None:
    """Whole records in every file, none lost between them, and the command to look at them is told."""
    folder = tmp_path / "live logs"
    run = emit(
        example, "--live", "--seconds", "1", "--rate", "600", "--rotate-kib", "16", "--directory", str(folder)
    )
    files = sorted(path.name for path in folder.iterdir())

    assert (run.returncode, run.stderr) == (0, "")
    assert "api.jsonl.1" in files
    assert run.stdout.splitlines()[1].startswith("inspector ")
    for path in folder.iterdir():
        assert path.stat().st_size <= 20 * 1024
        times = [record["timestamp"] for record in records(path)]
        assert times == sorted(times)
        assert times


def test_live_leaves_the_checked_in_logs_alone(root: Path) -> None:
    """Its own folder is not tracked, and so stays out of the wheel."""
    live = "resources/examples/ml-service/logs/live/api.jsonl"
    ignored = subprocess.run(["git", "check-ignore", live], cwd=root, capture_output=True, text=True)

    assert ignored.stdout.strip() == live


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(example: Path, tmp_path: Path) -> None:
    """No traceback."""
    (tmp_path / "file").write_text("")
    for mode in ([], ["--live"]):
        run = emit(example, *mode, "--directory", str(tmp_path / "file"))
        assert run.returncode == 1
        assert run.stderr.startswith(f"Cannot write to {tmp_path / 'file'}: ")
        assert len(run.stderr.splitlines()) == 1
