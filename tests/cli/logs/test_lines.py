"""Records as text."""

from __future__ import annotations

from dataclasses import replace

from inspector.cli.logs.lines import plain, record_lines
from inspector.logs.records import Level, Record

_RECORD = Record(
    row=0,
    source="api.jsonl",
    line=1,
    offset=0,
    length=10,
    time_ns=1_781_692_920_123_000_000,
    level=Level.ERROR,
    level_raw="ERROR",
    logger="api.serving",
    request_id="req-7",
    request_key="request_id",
    message="Prediction failed",
    raw="{}",
    fields={"latency_ms": 45.5, "path": "/v1 x", "user": {"id": 7}, "ok": False, "note": None, "q": ""},
)


def _text(record: Record) -> list[str]:
    return [plain(line) for line in record_lines(record)]


def test_a_record_is_one_line_with_its_fields() -> None:
    """Time, level, logger, request, message, then the fields; texts with blanks are quoted."""
    assert _text(_RECORD) == [
        "2026-06-17T10:42:00.123Z ERROR    api.serving req-7 Prediction failed "
        'latency_ms=45.5 path="/v1 x" user={"id":7} ok=false note=null q=""'
    ]


def test_a_late_record_says_so_at_its_end() -> None:
    """Its time lies before one that was seen earlier in its source."""
    assert _text(replace(_RECORD, fields={}, late=True)) == [
        "2026-06-17T10:42:00.123Z ERROR    api.serving req-7 Prediction failed (late)"
    ]


def test_what_belongs_to_a_record_stands_below_it() -> None:
    """Further lines of the message and the traceback are indented."""
    record = replace(_RECORD, message="two\nlines", detail="Traceback:\n  File x", fields={})

    assert _text(record)[0].endswith("two")
    assert _text(record)[1:] == ["    lines", "    Traceback:", "      File x"]


def test_what_is_missing_is_a_dash() -> None:
    """Columns stay in their place without time, logger and request."""
    record = replace(_RECORD, time_ns=None, logger=None, request_id=None, level=Level.UNKNOWN, fields={})

    assert _text(record) == ["- UNKNOWN  - - Prediction failed"]


def test_terminal_codes_in_a_log_are_shown() -> None:
    """A log line cannot clear the screen."""
    record = replace(_RECORD, message="\x1b[2Jgone", logger="a\x07", fields={"k\x1b": "v\x1b"})

    assert "\x1b" not in "".join(_text(record))
    assert "\\x1b[2Jgone" in _text(record)[0]


def test_a_traceback_is_not_written_twice() -> None:
    """A field that stands below as a traceback is left out of the line."""
    fields = {"exception": "Traceback:\n  File x", "step": "Trace"}
    record = replace(_RECORD, detail="Traceback:\n  File x\ncontinued", fields=fields)

    assert _text(record)[0].endswith("Prediction failed step=Trace")


def test_an_object_without_a_message_is_told_once() -> None:
    """It is its own message; the fields of an envelope around plain text are shown."""
    raw = '{"latency_ms": 45.5}'
    record = replace(_RECORD, message=raw, raw=raw, fields={"latency_ms": 45.5}, logger=None, request_id=None)
    enveloped = replace(record, message="up", raw="up", fields={"pod": "db-0"}, structured=False)

    assert _text(record) == ['2026-06-17T10:42:00.123Z ERROR    - - {"latency_ms": 45.5}']
    assert _text(enveloped) == ["2026-06-17T10:42:00.123Z ERROR    - - up pod=db-0"]
