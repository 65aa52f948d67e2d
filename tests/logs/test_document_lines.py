"""The fast way to the lines of `logs show --json` says what the documents of records say."""

from __future__ import annotations

import json
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.logs.export import DocumentLines, record_document
from inspector.logs.follow import LogSet
from inspector.logs.query import Query

_TEXTS = st.sampled_from(
    [
        "",
        "ready",
        "password=hunter22 x",
        "Bearer abcdefghijklmnopqrstuvwx",
        "ä\u2028",
        "x" * 80,
        '{"token": "t"}',
    ]
) | st.text(max_size=12)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=6,
)
_RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "time": st.sampled_from(
                ["2026-03-04T09:00:00Z", "2026-03-04T08:00:00.5Z", "2026-03-04T09:00:00.000001Z"]
            )
        },
        optional={
            "level": st.sampled_from(["INFO", "error", "no level"]),
            "message": _TEXTS,
            "logger": _TEXTS,
            "request_id": st.sampled_from(["r1", "-", "r2"]),
            "api_token": _VALUES,
            "n": _VALUES,
            "user": _VALUES,
        },
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=50, deadline=None)
@given(records=_RECORDS, more=st.sampled_from(["", "Traceback (most recent call last):\n", "plain words\n"]))
def test_lines_are_those_of_the_documents(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, object]], more: str
) -> None:
    """Masked and revealed, late ones and what belongs to a record included."""
    log = tmp_path_factory.mktemp("lines") / "a.log"
    log.write_text("".join(json.dumps(each) + "\n" + more for each in records), "utf-8")
    logs = LogSet([log], None)
    try:
        logs.refresh()
        ids = logs.rows(Query()).ids.tolist()
        found = logs.records(ids)
        for reveal in (False, True):
            made = logs.read(ids, DocumentLines(reveal=reveal))
            expected = [record_document(record, reveal=reveal) for record in found]

            assert [json.loads(line) for *_, line in made] == json.loads(json.dumps(expected))
            assert [place for *place, _ in made] == [[each.row, each.offset, each.length] for each in found]
    finally:
        logs.close()


def test_a_line_is_utf_8_and_ends(tmp_path: Path) -> None:
    """As the command writes it, without another look."""
    log = tmp_path / "a.log"
    log.write_text('{"level": "INFO", "message": "grün", "n": 12345678901234567890123}\n', "utf-8")
    logs = LogSet([log], None)
    try:
        logs.refresh()
        ((*_, line),) = logs.read([0], DocumentLines(reveal=False))

        assert line.endswith(b'"late":false}\n')
        assert "grün".encode() in line
        assert b"12345678901234567890123" in line
        assert orjson.loads(line.replace(b"12345678901234567890123", b"1"))["level"] == "info"
    finally:
        logs.close()
