"""Every record is given out once, whatever its time: at once, in pieces, and while files grow."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.cli import run
from inspector.cli.logs import writing

Seconds = list[int | None]
"""The times of a file's records, None for a record that is text without a time."""

_SEVERAL = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_TIMES = st.lists(st.none() | st.integers(0, 9), max_size=12)


def _lines(source: int, seconds: Sequence[int | None], first: int = 0) -> str:
    """Records that name their source and number."""
    return "".join(
        f"{source}/{number}\n"
        if second is None
        else f'{{"time": "2026-03-04T09:00:0{second}Z", "level": "info", "message": "{source}/{number}"}}\n'
        for number, second in enumerate(seconds, first)
    )


def _written(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@_SEVERAL
@given(files=st.lists(_TIMES, min_size=1, max_size=4))
def test_show_writes_all_that_it_counts(
    files: list[Seconds],
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By time, late records put in their place, of one file as of several."""
    monkeypatch.setattr(writing, "_PAGE", 3)
    folder = tmp_path_factory.mktemp("logs")
    for source, seconds in enumerate(files):
        (folder / f"{source}.log").write_text(_lines(source, seconds), "utf-8")

    assert run(["logs", "show", str(folder), "--json"]) == 0
    records = _written(capsys)
    assert run(["logs", "show", str(folder), "--count"]) == 0
    counted = int(capsys.readouterr().out)

    expected = {
        f"{source}/{number}" for source, seconds in enumerate(files) for number in range(len(seconds))
    }
    assert counted == len(records)
    assert Counter(record["message"] for record in records) == Counter(expected)
    times = [record["time"] for record in records if record["time"]]
    assert times == sorted(times)


@_SEVERAL
@given(pieces=st.lists(st.lists(_TIMES, min_size=2, max_size=2), min_size=1, max_size=5))
def test_following_writes_each_record_once(
    pieces: list[list[Seconds]],
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever came between two looks, also when more of a file shows that it has another format."""
    monkeypatch.setattr(writing, "_PAGE", 3)
    folder = tmp_path_factory.mktemp("logs")
    paths = [folder / f"{source}.log" for source in range(2)]
    counts, waiting = [0, 0], iter(pieces)

    def grow() -> None:
        """Take the place of a pause: the files grow, in the end the user interrupts."""
        piece = next(waiting, None)
        if piece is None:
            raise KeyboardInterrupt
        for source, seconds in enumerate(piece):
            with paths[source].open("a", encoding="utf-8") as file:
                file.write(_lines(source, seconds, counts[source]))
            counts[source] += len(seconds)

    grow()
    monkeypatch.setattr(sys.modules["inspector.cli.logs.show"], "_pause", grow)

    assert run(["logs", "show", "--follow", "--json", str(folder)]) == 130

    expected = {f"{source}/{number}" for source in range(2) for number in range(counts[source])}
    assert Counter(record["message"] for record in _written(capsys)) == Counter(expected)


def test_what_counts_as_written_is_bounded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The places that are remembered are the last ones, and no record comes twice for it."""
    monkeypatch.setattr(writing, "_MOST_KNOWN", 4)
    file = tmp_path / "a.log"
    file.write_text("plain\n" * 3, "utf-8")
    more = iter([_lines(0, [1] * 60, 10), _lines(0, [4], 90)])

    def grow() -> None:
        text = next(more, None)
        if text is None:
            raise KeyboardInterrupt
        with file.open("a", encoding="utf-8") as stream:
            stream.write(text)

    monkeypatch.setattr(sys.modules["inspector.cli.logs.show"], "_pause", grow)

    assert run(["logs", "show", "--follow", "--json", str(file)]) == 130

    assert [record["message"] for record in _written(capsys)] == [
        *["plain"] * 3,
        *(f"0/{number}" for number in range(10, 70)),
        "0/90",
    ]
