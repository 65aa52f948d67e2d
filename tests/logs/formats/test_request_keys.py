"""The field that carries the request ID."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from inspector.logs.formats.request_keys import choose_request_key, name_weight, request_id_of

Records = Sequence[dict[str, object]]


def repeated(key: str, ids: int, each: int) -> list[dict[str, object]]:
    """So many IDs with so many records each."""
    return [{key: f"id-{n % ids}", "n": n} for n in range(ids * each)]


def test_figures_are_told() -> None:
    """Share of records and number of requests."""
    choice = choose_request_key(repeated("request_id", 50, 4) + repeated("n", 10, 5))

    assert (choice.key, choice.reason) == ("request_id", "request_id: in 80 % of 250 records, 50 requests")


@pytest.mark.parametrize(
    ("records", "key"),
    [
        ([], None),
        ([{"message": "m"}] * 30, None),
        (repeated("requestId", 10, 5), "requestId"),
        (repeated("X-Request-Id", 10, 5), "X-Request-Id"),
        ([{"req": {"id": n // 3}} for n in range(1, 60)], "req.id"),
        (
            [{"contextMap": {"http": {"request": {"id": f"r{n // 3}"}}}} for n in range(60)],
            "contextMap.http.request.id",
        ),
        ([{"log.request.id": f"r{n // 3}"} for n in range(60)], "log.request.id"),
        ([{"trace": f"projects/p/traces/{n // 3}"} for n in range(60)], "trace"),
        # Below a dotted key, and deeper than four levels, nothing can be named.
        ([{"a": {"b.c": {"request_id": "r"}, "request.id": "r"}}] * 60, None),
        ([{"a": {"b": {"c": {"d": {"request_id": f"r{n // 3}"}}}}} for n in range(60)], None),
        # A trace is a request's last resort.
        ([{"trace_id": f"t{n // 5}", "request_id": f"r{n // 3}"} for n in range(60)], "request_id"),
        ([{"trace_id": f"t{n // 5}"} for n in range(60)], "trace_id"),
        # Unless the better name ties nothing together.
        ([{"trace_id": f"t{n // 5}", "request_id": f"r{n}"} for n in range(60)], "trace_id"),
        ([{"trace_id": f"t{n // 5}", "request_id": "-"} for n in range(60)], "trace_id"),
        ([{"trace_id": f"t{n // 5}", "request_id": "same"} for n in range(60)], "trace_id"),
        # One record a request: what other logs say of it is found by the better name.
        ([{"trace_id": f"t{n}", "request_id": f"r{n}"} for n in range(60)], "request_id"),
        ([{"traceID": f"t{n}"} for n in range(60)], "traceID"),
        ([{"insertId": f"i{n}"} for n in range(60)], None),
        # A parent's ID is another request's.
        ([{"parent_request_id": f"p{n // 9}", "request_id": f"r{n // 3}"} for n in range(60)], "request_id"),
        # The plain name is taken of two that serve alike.
        (
            [{"meta": {"request_id": f"r{n // 3}"}, "request_id": f"r{n // 3}"} for n in range(60)],
            "request_id",
        ),
    ],
)
def test_choice(records: Records, key: str | None) -> None:
    """By name, coverage and repetition."""
    assert choose_request_key(records).key == key


@pytest.mark.parametrize(
    ("records", "reason"),
    [
        (
            [{"request_id": n} for n in range(1, 61)],
            "request_id is different in every record, so it ties no records together",
        ),
        ([{"request_id": "r"}] * 60, "request_id has one value only, so it tells no requests apart"),
    ],
)
def test_refusal_is_explained(records: Records, reason: str) -> None:
    """A good name whose values do not repeat like requests is not taken, and the user learns why."""
    choice = choose_request_key(records)

    assert (choice.key, choice.reason) == (None, reason)


def test_one_record_a_request_is_said() -> None:
    """Such as in an access log."""
    choice = choose_request_key([{"request_id": f"r{n}"} for n in range(60)])

    assert choice.single
    assert choice.reason == (
        "request_id: in 100 % of 60 records, 60 requests; "
        "each record has its own, which other logs may tell more of"
    )


def test_a_short_log_is_taken_by_its_names() -> None:
    """Three records tell nothing about repetition."""
    assert choose_request_key([{"request_id": f"r{n}"} for n in range(3)]).key == "request_id"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a1", "a1"),
        ("  a1 ", "a1"),
        (7, "7"),
        (2**70, str(2**70)),
        ("", None),
        ("-", None),
        ("0", None),
        (0, None),
        ("00000000-0000-0000-0000-000000000000", None),
        ("unknownId", None),
        ("None", None),
        ("...", None),
        (None, None),
        (True, None),
        ({"id": 1}, None),
        (["a"], "a"),
        (["a", "b"], None),
        ([1], None),
        ([], None),
    ],
)
def test_ids(value: object, expected: str | None) -> None:
    """Numbers are IDs, placeholders and containers are not."""
    assert request_id_of(value) == expected


@pytest.mark.parametrize("key", ["session_id", "id", "insertId", "message", "request", "user_id", "span_id"])
def test_names_that_promise_nothing(key: str) -> None:
    """Sessions, spans and records' own IDs are never chosen."""
    assert name_weight(key) == 0
