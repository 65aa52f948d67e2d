"""Text and regular expressions: what is found, what is hidden, and where a pattern is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from inspector.logs.follow import LogSet
from inspector.logs.query import Query, QueryError, asking
from inspector.logs.query.patterns import required_text


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[LogSet]:
    """Records whose parts differ; the last is plain text."""
    log = tmp_path / "a.log"
    records = [
        {"message": "Pool exhausted, waited 9123 us", "logger": "db.pool", "request_id": "req-1"},
        {"message": "done 100%", "logger": "api", "request_id": "req-1"},
        {"message": "Straße ÄRGER ok", "logger": "api", "request_id": "req-2"},
        {"message": "x", "logger": "api.pool", "request_id": "req-2", "exception": "Traceback\nOSError: no"},
        {"message": "\u212aelvin \u017fmall", "request_id": "req-2"},
    ]
    log.write_text("".join(json.dumps({"level": "INFO", **each}) + "\n" for each in records) + "only text\n")
    logs = LogSet([log], None)
    logs.refresh()
    yield logs
    logs.close()


def found(logs: LogSet, query: Query) -> list[int]:
    """The rows that match, from 0."""
    return [int(row) for row in logs.rows(query).ids]


@pytest.mark.parametrize(
    ("text", "regex", "expected"),
    [
        ("pool", False, [0, 3]),
        ("Pool", False, [0]),
        ("100%", False, [1]),
        ("done_", False, []),
        ("ärger", False, [2]),
        ("oserror", False, [3]),
        (r"waited 9\d{3} us", True, [0]),
        (r"(?i)WAITED", True, [0]),
        (r"^x$|done", True, [1, 3]),
        (r"db\.pool", True, [0]),
        (r"REQ-\d", True, []),
        (r"req-\d", True, [0, 1, 2, 3, 4]),
        ("kelvin", True, [4]),
        ("small", True, [4]),
        (r"[[:alpha:]]{4,} text", True, [5]),
    ],
)
@pytest.mark.parametrize("asks_loggers", [False, True])
def test_text_is_found_in_all_parts(
    text: str,
    regex: bool,
    expected: list[int],
    asks_loggers: bool,
    logs: LogSet,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is hidden is all the rest; in a large log the loggers are asked first, once each."""
    if asks_loggers:
        monkeypatch.setattr(asking, "_MANY_RECORDS", 1)

    assert found(logs, Query(text=text, regex=regex)) == expected
    assert found(logs, Query(hidden=text, hidden_regex=regex)) == [n for n in range(6) if n not in expected]


def test_more_loggers_than_can_be_asked_first_are_searched(
    logs: LogSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some logs name one for each object."""
    monkeypatch.setattr(asking, "_MANY_RECORDS", 1)
    monkeypatch.setattr(asking, "_FEW_LOGGERS", 1)

    assert found(logs, Query(text="^(api|db)", regex=True)) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("loggers", "expected"),
    [(("api",), [1, 2]), (("api", "db.pool"), [0, 1, 2]), (("",), [4, 5]), ((), []), (("none",), [])],
)
def test_loggers_are_chosen_by_their_whole_name(
    loggers: tuple[str, ...], expected: list[int], logs: LogSet
) -> None:
    """An empty name stands for records without one."""
    assert found(logs, Query(loggers=frozenset(loggers))) == expected


@pytest.mark.parametrize(
    ("pattern", "said", "column"),
    [
        ("a(b", "the “(” at column 2 is not closed", 2),
        (r"(a)[(]\((b", r"the “(” at column 9 is not closed", 9),
        ("a)b", "the “)” at column 2 was not opened", 2),
        ("(a))", "the “)” at column 4 was not opened", 4),
        ("x[a", "the “[” at column 2 is not closed", 2),
        ("a*b|*c", "no argument for repetition operator “*” at column 5", 5),
        ("a+b**", "bad repetition operator “**” at column 4", 4),
        ("a{1001}", "invalid repetition size “{1001}” at column 2", 2),
        (r"\d\y\y", r"invalid escape sequence “\y” at column 3", 3),
        ("ab(?=c)", "invalid perl operator “(?=” at column 3", 3),
        ("[z-a]", "invalid character class range “z-a” at column 2", 2),
        ("a\\", "the “\\” at column 2 has nothing behind it", 2),
    ],
)
def test_a_bad_pattern_is_told_with_its_place(pattern: str, said: str, column: int, logs: LogSet) -> None:
    """Of the text that is searched, and of the one that is hidden."""
    with pytest.raises(QueryError) as shown:
        logs.rows(Query(text=pattern, regex=True))
    with pytest.raises(QueryError) as hidden:
        logs.rows(Query(hidden=pattern, hidden_regex=True))

    assert (str(shown.value), shown.value.column, shown.value.part) == (said, column, "text")
    assert (str(hidden.value), hidden.value.column, hidden.value.part) == (said, column, "hidden")


@pytest.mark.parametrize(
    ("pattern", "sensitive", "expected"),
    [
        (r"waited 9\d{3}1 us", False, "waited 9"),
        (r"Waited \w+", True, "Waited "),
        (r"Waited \w+", False, "waited "),
        (r"a|b", True, ""),
        (r"(?:long one)?short", True, "short"),
        (r"abc*de", True, "ab"),
        (r"abc+de", True, "abc"),
        (r"x\.y\(z", True, "x.y(z"),
        (r"(?i)abc", True, ""),
        (r"\Qabc\E", True, ""),
        (r"[abc]def\x41\p{Greek}[]x]end", True, "def"),
        (r"task", False, "ta"),
        ("(a", True, ""),
        ("\\", True, ""),
    ],
)
def test_the_text_that_a_pattern_needs(pattern: str, sensitive: bool, expected: str) -> None:
    """Nothing when in doubt; k and s have other letters beside them when case does not count."""
    assert required_text(pattern, sensitive=sensitive) == expected


_PIECES = st.sampled_from(
    ["a", "b", "ab", ".", "a*", "b+", "(a|b)", "(?:ab)?", "[ab]", "[^a]", r"\d", r"\.", "a{2}", "b{0,1}", "^"]
)


@settings(max_examples=200, deadline=None)
@given(pieces=st.lists(_PIECES, max_size=6), text=st.text("ab.1", max_size=12))
def test_whatever_matches_holds_the_text_that_is_needed(pieces: list[str], text: str) -> None:
    """Python's expressions are those of RE2 as far as these go."""
    pattern = "".join(pieces)
    assume(re.search(pattern, text))

    assert required_text(pattern, sensitive=True) in text
    assert duckdb.execute("SELECT regexp_matches(?, ?)", [text, pattern]).fetchone() == (True,)
