"""The most frequent values of a field."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from inspector.base.cancel import Cancelled, CancelToken
from inspector.logs.follow import LogSet
from inspector.logs.query import Query, QueryError
from inspector.logs.query.values import TopValues, ValueKind
from inspector.logs.records import Level

Opener = Callable[..., LogSet]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Opens a log of these texts, one file each, and closes it after the test."""
    sets: list[LogSet] = []

    def open_set(*texts: str) -> LogSet:
        paths = [tmp_path / f"{number}.log" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text)
        sets.append(LogSet(paths, None))
        sets[-1].refresh()
        return sets[-1]

    yield open_set
    for logs in sets:
        logs.close()


def objects(*fields: Mapping[str, object]) -> str:
    """A log of these JSON records."""
    return "".join(json.dumps({"level": "INFO", "message": "m", **each}) + "\n" for each in fields)


def found(top: TopValues) -> list[tuple[object, int]]:
    """Values and how often they came."""
    return [(value.value, value.records) for value in top.values]


def test_numbers_and_texts_are_told_apart(opened: Opener) -> None:
    """As are true and "true"; one number may be written in several ways."""
    logs = opened(
        objects({"v": 200}, {"v": "200"}, {"v": 200.0}, {"v": True}, {"v": "true"}, {"v": None}, {})
        + '{"level": "INFO", "message": "m", "v": 2e2}\n'
        + '{"level": "INFO", "message": "m", "v": "\\u0032\\u0030\\u0030"}\n'
    )
    top = logs.top_values("v")

    assert [(value.value, value.kind, value.records) for value in top.values] == [
        (200, ValueKind.NUMBER, 3),
        ("200", ValueKind.TEXT, 2),
        (True, ValueKind.TRUTH, 1),
        ("true", ValueKind.TEXT, 1),
    ]
    assert (top.records, top.without, top.distinct) == (9, 2, 4)


def test_a_name_with_dots_is_the_literal_key_before_the_nested_one(opened: Opener) -> None:
    """Objects and lists are values of their own; long numbers keep their digits."""
    logs = opened(
        objects(
            {"http.status": 1, "http": {"status": 2}},
            {"http": {"status": 2}},
            {"http": {"status": 12345678901234567890}},
            {"http": {"status": [1, "a"]}},
            {"http": "none"},
        )
    )

    assert sorted(found(logs.top_values("http.status")), key=str) == [
        ('[1,"a"]', 1),
        (1, 1),
        (12345678901234567890, 1),
        (2, 1),
    ]
    assert logs.top_values("http.status").without == 1


def test_columns_of_the_index_have_the_names_of_filters(opened: Opener) -> None:
    """Over several files, lines of text included."""
    logs = opened(
        objects({"logger": "a"}, {"logger": "b", "level": "ERROR"}, {"logger": "a", "exception": "x"}),
        objects({"logger": "a"}) + "plain\n",
    )

    assert found(logs.top_values("level")) == [("info", 3), ("error", 1), ("unknown", 1)]
    top = logs.top_values("logger", limit=1)
    assert (found(top), top.distinct, top.without) == ([("a", 3)], 2, 1)
    assert found(logs.top_values("detail")) == [("x", 1)]
    assert found(logs.top_values("log_line", limit=2)) == [(1, 2), (2, 2)]


def test_filters_are_combined(opened: Opener) -> None:
    """Also those over fields, and a range of files."""
    logs = opened(
        objects(*({"n": n, "level": "ERROR" if n % 2 else "INFO", "part": n % 3} for n in range(60))),
        "text only\n",
    )
    errors = Query(levels=frozenset([Level.ERROR]))

    assert found(logs.top_values("part", errors)) == [(0, 10), (1, 10), (2, 10)]
    assert found(logs.top_values("part", Query(levels=errors.levels, where="n < 6"))) == [
        (0, 1),
        (1, 1),
        (2, 1),
    ]
    assert logs.top_values("part").without == 1
    assert found(logs.top_values("nothing")) == []
    with pytest.raises(QueryError):
        logs.top_values("part", Query(where="n <"))


def test_values_that_are_all_different_are_counted_to_the_last(opened: Opener) -> None:
    """Over more records than are read at once."""
    logs = opened(objects(*({"id": n % 25_000} for n in range(45_000))))
    top = logs.top_values("id", limit=3)

    assert (top.distinct, top.records, found(top)) == (25_000, 45_000, [(0, 2), (1, 2), (10, 2)])


def test_an_empty_log_has_no_values(opened: Opener) -> None:
    """Nor one that is not there."""
    assert opened("").top_values("x") == TopValues("x", (), 0, 0, 0)


def test_it_can_be_cancelled(opened: Opener) -> None:
    """As every question."""
    logs = opened(objects({"v": 1}))
    token = CancelToken()
    token.cancel()

    with pytest.raises(Cancelled):
        logs.top_values("v", cancel=token)
    assert found(logs.top_values("v")) == [(1, 1)]


def test_items_of_lists_are_counted(opened: Opener) -> None:
    """Named as in a condition."""
    logs = opened(objects({"tags": ["a", "b"]}, {"tags": ["a"]}, {"tags": ["c", "a"]}, {"tags": []}))

    assert found(logs.top_values("tags[0]")) == [("a", 2), ("c", 1)]
    assert found(logs.top_values("tags[-1]")) == [("a", 2), ("b", 1)]


def test_a_name_without_a_column_of_the_index_is_the_records_own(opened: Opener) -> None:
    """A request ID that was not chosen, for it tells no requests apart."""
    logs = opened(objects(*({"request_id": "same"} for _ in range(30))))

    assert found(logs.top_values("request_id")) == [("same", 30)]
