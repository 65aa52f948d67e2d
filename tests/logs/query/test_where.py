"""Filter expressions over fields: what they find, and what is said when they are wrong."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.base.cancel import Cancelled, CancelToken
from inspector.logs.follow import LogSet
from inspector.logs.query import Query, QueryError
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


def objects(*fields: dict[str, object]) -> str:
    """A log of these JSON records."""
    return "".join(json.dumps({"level": "INFO", "message": "m", **each}) + "\n" for each in fields)


def lines(logs: LogSet, where: str) -> list[int | None]:
    """The line numbers of what matches."""
    return [record.line for record in logs.records(logs.rows(Query(where=where)).ids.tolist())]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("latency_ms > 100", [2]),
        ("latency_ms > 10 * 10 - 60", [2, 3]),
        ("abs(latency_ms) < 50", [1, 3]),
        ("latency_ms < limit_ms", [1, 3]),
        ("http.method = 'GET' and http.status in (200, 204)", [1]),
        ("not http.status between 200 and 299", [2]),
        ("\"user.name\" = 'ann'", [3]),
        ("user.name = 'ann'", [3]),
        ("cached", [2]),
        ("cached = false", [1]),
        ("cached is null", [3]),
        ("path like '/v1/%' or upper(path) = '/HEALTH'", [1, 3]),
        ("case when cached then 1 else 2 end = 1", [2]),
        ("level = 'info' and log_line > 1", [2, 3]),
        ("true", [1, 2, 3]),
    ],
)
def test_expressions_read_fields(where: str, expected: list[int], opened: Opener) -> None:
    """Numbers, texts, truth values, nested fields and names with dots."""
    logs = opened(
        objects(
            {
                "latency_ms": 12.5,
                "limit_ms": 20,
                "http": {"method": "GET", "status": 200},
                "cached": False,
                "path": "/v1/x",
            },
            {"latency_ms": 250, "limit_ms": 20, "http": {"method": "GET", "status": 500}, "cached": True},
            {"latency_ms": 41, "limit_ms": 50, "user.name": "ann", "path": "/health"},
        )
    )

    assert lines(logs, where) == expected


def test_objects_in_odd_places_are_read(opened: Opener) -> None:
    """With a traceback below, spread over lines, with a byte order mark; broken ones have no fields."""
    traceback = "Traceback (most recent call last):\n  File x\nValueError: no\n"
    logs = opened(
        "\ufeff"
        + objects({"n": 1})
        + objects({"n": 2})
        + traceback
        + json.dumps({"message": "m", "n": 3}, indent=2)
        + '\n{"message": "broken", "n": 4\n'
        + "no object, n: 5\n"
        + objects({"n": 6, "other": "ü"})
    )

    assert lines(logs, "n > 0") == [1, 2, 6, 12]
    assert lines(logs, "other = 'ü'") == [12]


def test_many_records_stand_in_order(opened: Opener) -> None:
    """Read in parts on two workers, in blocks where most are wanted and one by one where few are."""
    log = "".join(
        json.dumps({"message": f"m{n}", "level": "ERROR" if n % 997 == 0 else "INFO", "n": n}) + "\n"
        for n in range(50_000)
    )
    logs = opened(log)

    assert lines(logs, "n >= 10 and n % 1000 = 7") == list(range(1008, 50_001, 1000))
    few = logs.rows(Query(where="n > 20000", levels=frozenset({Level.ERROR})))
    assert few.ids.tolist() == [n for n in range(0, 50_000, 997) if n > 20_000]


def test_a_filter_is_cancelled(opened: Opener) -> None:
    """Between two blocks at the latest."""
    token = CancelToken()
    logs = opened(objects({"n": 1}))
    token.cancel()

    with pytest.raises(Cancelled):
        logs.rows(Query(where="n = 1"), cancel=token)


def test_text_has_no_fields_beside_objects(opened: Opener) -> None:
    """In a set of both a field is read where there are any, a column of the index everywhere."""
    logs = opened("2026-03-04 09:15:02,123 - api - ERROR - boom\n", objects({"n": 1, "level": "ERROR"}))

    assert len(lines(logs, "n = 1")) == 1
    assert len(lines(logs, "level = 'error'")) == 2
    assert len(lines(logs, "n is null")) == 1


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("", None),
        ("latency_ms >", "something is missing after “>” at column 12"),
        ("n = = 1", "something is missing after “=” at column 5"),
        ("(n = 1", "“)” is missing after “1” at column 6"),
        ("n = 1)", "“)” at column 6 is not expected there"),
        ("n = 'x", "the quote at column 5 is not closed"),
        ("n = /* x", "the expression cannot be read to its end from column 5 on"),
        ("   ", "the expression is empty: write it like latency_ms > 100"),
        ("select 1", "“SELECT 1” at column 1 is no condition: write it like latency_ms > 100"),
        (
            "n = (select 1)",
            "“(SELECT 1)” at column 6 has no place in a filter: it is one expression over fields",
        ),
        ("count(n) > 1", "“COUNT(n)” at column 1 has no place in a filter: it is one expression over fields"),
        ("latency > 1", "no record has a field “latency” (column 1); did you mean “latency_ms”?"),
        ("http.sttus = 1", "no record has a field “http.sttus” (column 1); did you mean “http.status”?"),
        ("lvel = 'info'", "no record has a field “lvel” (column 1); did you mean “level”?"),
        ("zzzzzz = 1", "no record has a field “zzzzzz” (column 1)"),
    ],
)
def test_what_is_wrong_is_said_plainly(where: str, said: str | None, opened: Opener) -> None:
    """A sentence with the place; an empty filter is none."""
    logs = opened(objects({"n": 1, "latency_ms": 3, "http": {"status": 200}}))
    if said is None:
        assert lines(logs, where) == [1]
        return

    with pytest.raises(QueryError) as raised:
        logs.rows(Query(where=where))

    assert str(raised.value) == said


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (
            "abs(message) > 1",
            "“abs” cannot be applied to a text: "
            "write try_cast(… as double) around what is a number (column 1)",
        ),
        (
            "message like 3",
            "“like” cannot be applied to a text and a number: texts stand in single quotes (column 9)",
        ),
        ("n > 1 and 1 = 'a'", "“a” is not a number (column 15)"),
        ("time > 'foo'", "“foo” is neither number nor time (column 8)"),
        (
            "date_trunc('foo', time) > time",
            "“foo” is no part of a time: write day, hour, minute (column 12)",
        ),
        ("s ~ '('", "the regular expression cannot be read: missing ) (column 1)"),
        ("[1, 2] = 3", "a number and a list cannot stand for each other (column 10)"),
        ("n = 1 && s = 't'", "“&&” at column 7 is no operator here: write and"),
        ("n = 1 || s = 't'", "“||” at column 7 joins texts: write or"),
        ("s =~ 't'", "“=~” at column 3 is no operator here: write ~, as in path ~ '^/v[12]/'"),
        (
            'level == "error"',
            "“\"error\"” at column 10 is a field: texts stand in single quotes, 'error'",
        ),
        ("s == t", "no record has a field “t” (column 6); texts stand in single quotes: 't'"),
    ],
)
def test_what_the_engine_says_is_put_in_words(where: str, said: str, opened: Opener) -> None:
    """Each with its column, none with a name of the engine."""
    logs = opened(objects({"n": 1, "s": "t"}))

    with pytest.raises(QueryError) as raised:
        logs.rows(Query(where=where))

    assert str(raised.value) == said


def test_two_bars_join_texts(opened: Opener) -> None:
    """As in SQL."""
    assert lines(opened(objects({"s": "t"})), "s || 'x' = 'tx'") == [1]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("m > 9223372036854775807", [1, 4]),
        ("9223372036854775807 < m", [1, 4]),
        ("m = 9007199254740993", [3]),
        ("m = 9007199254740992", []),
        ("m in (9007199254740993, 1)", [3]),
        ("m between 9223372036854775808 and 9223372036854775809", [1]),
        ("not m > 9223372036854775807", [2, 3, 5]),
        ("m < k", [2]),
        ("m = k", [3]),
        ("m = 0.5", [5]),
        ("k > 4", [2, 3]),
        ("k is not null", [1, 2, 3]),
    ],
)
def test_whole_numbers_are_compared_to_the_last_digit(
    where: str, expected: list[int], opened: Opener
) -> None:
    """Beyond 2^53 and 2^63; NaN is neither above nor below."""
    logs = opened(
        objects(
            {"m": 2**63, "k": float("nan")},
            {"m": 2**63 - 1, "k": 2**63},
            {"m": 2**53 + 1, "k": 2**53 + 1},
            {"m": 1e30},
            {"m": 0.5},
        )
    )

    assert lines(logs, where) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("list_contains(tags, 'x')", [1]),
        ("array_has(tags, 1)", [3]),
        ("'x' in tags", [1]),
        ("list_has_any(tags, ['x', 'z'])", [1, 2]),
        ("array_length(tags) > 1", [1, 3]),
        ("tags = ['z']", [2]),
        ("list_contains(s, 'xy')", []),
        ("list_contains(in.tags, 'x')", [2]),
    ],
)
def test_lists_are_asked_for_their_items(where: str, expected: list[int], opened: Opener) -> None:
    """As lists of texts; what is no list has no items."""
    logs = opened(
        objects(
            {"tags": ["x", "y z"], "s": "xy"},
            {"tags": ["z"], "in": {"tags": ["x"]}},
            {"tags": [1, {"x": "x"}]},
            {"tags": "x"},
        )
    )

    assert lines(logs, where) == expected


def test_a_field_of_text_is_not_known(opened: Opener) -> None:
    """The columns that there are get listed."""
    logs = opened("plain\n")

    with pytest.raises(QueryError, match="records of text have time, level, logger"):
        logs.rows(Query(where="latency_ms > 1"))


def test_a_rare_field_is_known(opened: Opener) -> None:
    """It stands in one record only, far from what a sample sees."""
    pad = "p" * 1000
    logs = opened(objects(*({"pad": pad, **({"rare": 1} if n == 700 else {})} for n in range(2_000))))

    assert lines(logs, "rare = 1") == [701]
    with pytest.raises(QueryError, match=r"no record has a field “raer” \(column 1\)"):
        logs.rows(Query(where="raer = 1"))


def test_an_empty_log_may_have_any_field(opened: Opener) -> None:
    """Its records are still to come."""
    assert lines(opened(""), "latency_ms > 1") == []


@pytest.mark.parametrize(
    ("where", "column"),
    [
        ("n > 1 and abs(message) > 1", 11),
        ("n > 1 and message like 3", 19),
        ("n = 1 and\n  latency >", 21),
        ("http.status > 1 and http.sttus = 1", 21),
        ('n = 1 or "ser vice" = 2', 10),
        ("n > 1 and foo(n) > 3", 11),
        ("n > 1; select 2", 1),
        ("date_trunc('foo', time) > time", 12),
        ("(" * 60 + "n" + ")" * 60, 51),
        ("n = 1 or " * 2_000 + "n = 1", 10_001),
    ],
)
def test_a_mistake_has_its_column(where: str, column: int | None, opened: Opener) -> None:
    """Counted in characters from 1, over all lines."""
    logs = opened(objects({"n": 1, "http": {"status": 200}}))

    with pytest.raises(QueryError) as raised:
        logs.rows(Query(where=where))

    assert (raised.value.column, raised.value.part) == (column, "where")


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("message::int > 3", [1]),
        ("cast(message as int) is null", [2]),
        ("coalesce(n, 0) >= 2 or length(message) = 1", [1, 2]),
        ("time >= '2026-03-04' and time < '2026-03-05'", []),
        ("greatest(n, 1) > 1 and nullif(n, 3) = 2", [2]),
        ("coalesce(n, latency_ms) < 10", [2]),
        ("n in (1, 2) and n not in (2)", []),
    ],
)
def test_what_cannot_be_converted_is_nothing(where: str, expected: list[int], opened: Opener) -> None:
    """One odd record does not end the search."""
    logs = opened(objects({"message": "7"}, {"message": "no number", "n": 2, "latency_ms": 11}))

    assert lines(logs, where) == expected


_WORDS = st.sampled_from(
    """n latency_ms http.status message level time logger request_id log_line detail "a b" 'x' '%' 1 0.5 -3
    1e9 true false null = <> < > <= >= + - * / % || and or not like ilike in between is ( ) [ ] , . :: case
    when then else end cast as int varchar abs( lower( length( regexp_matches( date_trunc( coalesce( range(
    struct_pack( list_value( repeat( random() now() try( x -> : ; -- /* ' " $1 ? @ ~ ^ ! # \\ {a: 1} select
    from exists( count(*) over ( interval '1 day' array[ unnest( getenv( read_csv( getvariable( pragma set
    é 🙂 \x00 \n""".split(" ")
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(_WORDS, max_size=14))
def test_whatever_is_typed_only_a_query_error_comes_of_it(words: list[str], fuzzed: LogSet) -> None:
    """No other exception leaves, and the log still answers."""
    with contextlib.suppress(QueryError):
        fuzzed.rows(Query(where=" ".join(words)))

    assert len(fuzzed.rows(Query(where="n > 0")).ids) == 2


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LogSet]:
    """A log of two objects, for the whole module."""
    log = tmp_path_factory.mktemp("fuzzed") / "a.log"
    log.write_text(
        objects({"n": 1, "latency_ms": 3.5, "http": {"status": 200}}, {"n": 2, "x": "y", "list": [1]})
    )
    logs = LogSet([log], None)
    logs.refresh()
    yield logs
    logs.close()


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("tags[0] = 'a'", [0]),
        ("tags[-1] = 'a'", [1]),
        ("tags[1] is null", [2, 3]),
        ("items[0].price > 10", [0]),
        ("box.items[1].ids[0] = 7", [2]),
        ("items[0].price < items[1].price", [1]),
        ("\"tags[0]\" = 'literal'", [3]),
        ("message[1] = 'm'", [0, 1, 2, 3]),
        ("tags like '%\"a\"%'", [0, 1]),
    ],
)
def test_items_of_lists_are_fields(opened: Opener, where: str, expected: list[int]) -> None:
    """Counted from 0 as in JSON paths, from the end below; a key that holds the brackets goes before."""
    logs = opened(
        objects(
            {"tags": ["a", "b"], "items": [{"price": "20"}, {"price": 3}]},
            {"tags": ["b", "a"], "items": [{"price": 5}, {"price": 20}]},
            {"tags": ["c"], "box": {"items": [0, {"ids": [7]}]}},
            {"tags[0]": "literal"},
        )
    )

    assert logs.rows(Query(where=where)).ids.tolist() == expected


def test_what_a_header_of_text_names_is_a_field(opened: Opener) -> None:
    """Even where it stands in so few lines that no sample has one."""
    head = "2025-03-04 09:15:02,123 - api - INFO - "
    text = f"{head}ready\n" * 30_000 + f"{head}serving.py:88 - done\n" + f"{head}ready\n" * 30_000
    logs = opened(text)

    assert logs.rows(Query(where="place like 'serving%'")).ids.tolist() == [30_000]
    assert logs.top_values("place").without == 60_000
    assert [field.name for field in logs.stats().fields] == ["place"]
    with pytest.raises(QueryError, match="did you mean “place”"):
        logs.rows(Query(where="plase = 1"))


def test_fields_of_an_envelope_are_fields_of_text(opened: Opener) -> None:
    """CRI and syslog around plain lines, and logfmt by itself."""
    cri = "".join(
        f"2024-03-04T05:06:07.12345678{n}Z {'stderr' if n == 4 else 'stdout'} F ready\n" for n in range(9)
    )
    syslog = "".join(f"Mar  4 05:06:0{n} box{n % 3} sshd[81{n}]: Accepted\n" for n in range(9))
    pairs = "".join(f'level=info msg="m" status={200 + n} user.name=u{n}\n' for n in range(9))

    assert opened(cri).rows(Query(where="stream = 'stderr'")).ids.tolist() == [4]
    assert opened(syslog).rows(Query(where="host = 'box1' and pid > 812")).ids.tolist() == [4, 7]
    assert opened(pairs).rows(Query(where="status >= 207 and user.name <> 'u7'")).ids.tolist() == [8]
    assert opened(syslog).top_values("host").distinct == 3


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("level >= 'warning'", [3, 4]),
        ("level > 'warn'", [4]),
        ("'ERROR' <= level", [4]),
        ("level < 'warning'", [1, 2]),
        ("level between 'info' and 'err'", [2, 3, 4]),
        ("level in ('warn', 'fatal')", [3]),
        ("level = 'ERROR' or level = 'unknown'", [4, 5]),
        ("level <> 'info'", [1, 3, 4, 5]),
        ("upper(level) = 'DEBUG'", [1]),
        ("level like '%n%' and level != 'unknown'", [2, 3]),
    ],
)
def test_levels_are_compared_as_levels(where: str, expected: list[int], opened: Opener) -> None:
    """In any spelling; an unknown one is neither above nor below others."""
    levels = ("DEBUG", "INFO", "WARN", "ERROR")
    logs = opened("".join(objects({"level": level}) for level in levels) + "no level here\n")
    assert lines(logs, where) == expected


def test_what_is_no_level_is_told_with_its_place(opened: Opener) -> None:
    """Words and numbers."""
    logs = opened(objects({}))
    for where, column in (("level >= 'bad'", 10), ("level = 50", 9)):
        with pytest.raises(QueryError, match=f"at column {column} is no level") as raised:
            logs.rows(Query(where=where))
        assert raised.value.column == column


@pytest.mark.parametrize(
    "where",
    [
        "unnest([1, 2])",
        "len(range(100000000)) > 0",
        "range(1000000000) is null",
        "generate_series(1, 1000000000) is null",
        "length(repeat('x', 100000000)) > 1",
        "lpad('x', 1000000000, 'y') = 'x'",
        "len([x for x in [1, 2]]) > 0",
        "random() > 2",
    ],
)
def test_functions_that_make_much_of_nothing_are_refused(where: str, opened: Opener) -> None:
    """A filter looks at a record, in bounded time and memory."""
    logs = opened(objects({}))
    with pytest.raises(QueryError):
        logs.rows(Query(where=where))


def test_a_records_own_field_has_a_name_beside_the_columns(opened: Opener) -> None:
    """Such as a level that is none, and an ID that was not chosen; an object called fields goes before."""
    logs = opened(
        objects(
            *(
                dict[str, object](
                    level="Metadata" if n < 3 else "Request", request_id="same", trace_id=f"t{n // 3}"
                )
                for n in range(30)
            ),
            {"message": "outer", "fields": {"message": "inner"}},
        )
    )

    assert lines(logs, "fields.level = 'Metadata'") == [1, 2, 3]
    assert lines(logs, "fields.request_id = 'same' and request_id = 't0'") == [1, 2, 3]
    assert lines(logs, "fields.message = 'inner'") == [31]
    assert lines(logs, "fields.message = 'm' and fields.trace_id = 't1'") == [4, 5, 6]
    assert logs.top_values("fields.level").distinct == 3
    with pytest.raises(QueryError, match=r"no record has a field “fields\.nothing”"):
        lines(logs, "fields.nothing = 1")
