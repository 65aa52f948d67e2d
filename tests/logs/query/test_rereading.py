"""Queries over records that SQL cannot read, or would read in another way than they are shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector.logs.follow import LogSet
from inspector.logs.query import Query

Opener = Callable[[str], LogSet]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Opens a log of this text and closes it after the test."""
    sets: list[LogSet] = []

    def open_set(text: str) -> LogSet:
        path = tmp_path / "app.log"
        path.write_bytes(text.encode())
        sets.append(LogSet([path], None))
        sets[-1].refresh()
        return sets[-1]

    yield open_set
    for logs in sets:
        logs.close()


def log(*members: str) -> str:
    """A log of objects with these members, as they are written."""
    return "".join(f'{{"level":"info","message":"m",{each}}}\n' for each in members)


def lines(logs: LogSet, where: str) -> list[int | None]:
    """The line numbers of what matches."""
    return [record.line for record in logs.records(logs.rows(Query(where=where)).ids.tolist())]


REFUSED = log(
    r'"n":1,"odd":"lone \ud800 x"', '"n":1', r'"n":1,"in":{"odd":"\udfff"}', '"n":2,"bad":"\x02"', '"n":3'
)


def test_a_lone_surrogate_hides_no_other_field(opened: Opener) -> None:
    """Each of the record's fields answers as it is shown; what is no JSON at all has none."""
    logs = opened(REFUSED)

    assert lines(logs, "n = 1") == [1, 2, 3]
    assert lines(logs, "odd like 'lone%x'") == [1]
    assert lines(logs, "n is null") == [4]


def test_a_lone_surrogate_is_counted(opened: Opener) -> None:
    """The most frequent values, and the fields of a log, are those of all records that are shown."""
    logs = opened(REFUSED)

    assert [(each.value, each.records) for each in logs.top_values("n").values] == [(1, 3), (3, 1)]
    fields = {each.name: each.records for each in logs.stats().fields}
    assert (fields["n"], fields["odd"], fields["in.odd"]) == (4, 1, 1)


def test_the_first_of_several_objects_in_a_line_answers(opened: Opener) -> None:
    """It is the one that is shown."""
    logs = opened(log('"n":1') + '{"level":"info","n":2} {"level":"info","n":3}\n')

    assert lines(logs, "n = 2") == [2]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("x = 2", [1, 3]),
        ("x = 1", [2]),
        ("a.b = 1", [2, 5]),
        ("a.c = 1", [4]),
        ("tags[0] = 'b'", [5]),
    ],
)
def test_of_two_members_of_one_name_the_last_counts(where: str, expected: list[int], opened: Opener) -> None:
    """As it is shown, at every depth; the same name elsewhere is no repetition."""
    logs = opened(
        log(
            '"x":1,"x":2',
            '"x":1,"a":{"x":7,"b":1}',
            '"x" : 3, "x" : 2',
            '"a":{"b":1},"a":{"c":1}',
            '"a":{"b":0,"b":1},"tags":["a"],"tags":["b"]',
        )
    )

    assert lines(logs, where) == expected


def test_the_last_of_two_members_is_counted(opened: Opener) -> None:
    """The most frequent values, too."""
    logs = opened(log('"x":1,"x":2', '"x":1', '"x":2'))

    assert [(each.value, each.records) for each in logs.top_values("x").values] == [(2, 2), (1, 1)]


def test_a_field_goes_before_that_of_its_envelope(opened: Opener) -> None:
    """Docker's `stream` is the record's own where it has one."""
    inner = [{"level": "info", "message": "m", "n": 0}, {"level": "info", "message": "m", "stream": "own"}]
    logs = opened(
        "".join(
            json.dumps({"log": json.dumps(each) + "\n", "stream": "stdout", "time": "2026-06-17T10:42:00Z"})
            + "\n"
            for each in (inner[0], inner[1], inner[0])
        )
    )

    assert lines(logs, "stream = 'own'") == [2]
    assert lines(logs, "stream = 'stdout'") == [1, 3]
