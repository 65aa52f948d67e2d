"""Documents of the command line contract, and hidden secrets."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.base.secrets import MASK
from inspector.logs.export import (
    masked_record,
    record_document,
    request_document,
    shown_time,
    stats_document,
    top_document,
)
from inspector.logs.formats import decode, detect
from inspector.logs.query.values import TopValue, TopValues, ValueKind
from inspector.logs.records import Level, Record
from inspector.logs.requests import RequestSummary
from inspector.logs.stats import FieldStats, SourceStats, Stats

T = 1_741_079_702_000_000_000


def record(text: str) -> Record:
    """A record as the log set would hand it out."""
    data = text.encode()
    decoded = decode(
        data, detect([b'{"timestamp": "2025-03-04T09:15:02Z", "level": "INFO", "message": "m"}'])
    )
    return decoded.at(
        row=0,
        source="logs/api.jsonl",
        line=3,
        offset=40,
        length=len(data),
    )


def test_record_document() -> None:
    """One line of `logs show --json`."""
    text = '{"timestamp": "2025-03-04T09:15:02.5Z", "level": "WARN", "message": "m", "n": 1, "x": NaN}\nbelow'

    assert record_document(record(text)) == {
        "source": "logs/api.jsonl",
        "line": 3,
        "offset": 40,
        "time": "2025-03-04T09:15:02.500Z",
        "level": "warning",
        "level_raw": "WARN",
        "logger": None,
        "request_id": None,
        "request_key": None,
        "message": "m",
        "fields": {"n": 1, "x": "NaN"},
        "continuation": ["below"],
        "late": False,
    }


def test_request_document() -> None:
    """One line of `logs requests --json`."""
    summary = RequestSummary("r-1", "request_id", 3, T, T + 1_500_000, Level.ERROR, 1, ("a", "b"), ("x",))

    assert request_document(summary) == {
        "request_id": "r-1",
        "request_key": "request_id",
        "records": 3,
        "first": "2025-03-04T09:15:02.000Z",
        "last": "2025-03-04T09:15:02.001500Z",
        "duration_ms": 1.5,
        "level": "error",
        "errors": 1,
        "sources": ["a", "b"],
        "loggers": ["x"],
        "open": False,
    }


def test_stats_document() -> None:
    """`logs stats --json`."""
    stats = Stats(
        records=2,
        lines=3,
        unparsed=1,
        levels=tuple((level, int(level is Level.INFO)) for level in Level),
        first_ns=None,
        last_ns=T,
        formats=("pino",),
        fields=(FieldStats("msg", 2, 1),),
        continuation=1,
        without_level=1,
        out_of_order=1,
        sources=(SourceStats("a.log", 2, 3, "pino", "pino: why", "reqId", "reqId: figures", 2, 1),),
    )

    assert stats_document(stats) == {
        "records": 2,
        "lines": 3,
        "unparsed": 1,
        "levels": {
            "unknown": 0,
            "trace": 0,
            "debug": 0,
            "info": 1,
            "notice": 0,
            "warning": 0,
            "error": 0,
            "critical": 0,
        },
        "first": None,
        "last": "2025-03-04T09:15:02.000Z",
        "formats": ["pino"],
        "fields": [{"name": "msg", "records": 2, "distinct": 1}],
        "continuation": 1,
        "without_level": 1,
        "out_of_order": 1,
        "invalid": 0,
        "huge": 0,
        "odd": {"duplicates": 0, "big_numbers": 0, "not_numbers": 0, "surrogates": 0, "nul": 0},
        "sources": [
            {
                "path": "a.log",
                "records": 2,
                "lines": 3,
                "format": "pino",
                "reason": "pino: why",
                "request_key": "reqId",
                "request_reason": "reqId: figures",
                "with_request": 2,
                "requests": 1,
            }
        ],
    }


@pytest.mark.parametrize(
    ("time_ns", "expected"),
    [
        (None, ""),
        (T, "2025-03-04T09:15:02.000Z"),
        (T + 120_000_000, "2025-03-04T09:15:02.120Z"),
        (T + 120_000, "2025-03-04T09:15:02.000120Z"),
        (T + 1, "2025-03-04T09:15:02.000000001Z"),
        (-1, "1969-12-31T23:59:59.999999999Z"),
        (0, "1970-01-01T00:00:00.000Z"),
        (2**63 - 1, "2262-04-11T23:47:16.854775807Z"),
    ],
)
def test_shown_time(time_ns: int | None, expected: str) -> None:
    """Milliseconds at least, and no digit lost."""
    assert shown_time(time_ns) == expected


SECRETS = [
    '{"message": "m", "password": "hunter22"}',
    '{"message": "m", "api_key": 98765432123}',
    '{"message": "m", "headers": {"Authorization": "hunter22", "cookie": ["hunter22"]}}',
    '{"message": "m", "list": [{"client_secret": {"deep": "hunter22"}}]}',
    '{"message": "login with password=hunter22 failed"}',
    '{"message": "sent {\\"cookie\\": \\"hunter22\\"}"}',
    '{"message": "sent {\\"cookie\\": hunter22 broken"}',
    '{"message": "postgresql://u:hunter22@db/x"}',
    '{"message": "m", "note": "Authorization: Bearer hunter22hunter22"}',
    '{"message": "m", "exception": "Traceback\\nValueError: token=hunter22"}',
    '{"message": "m"}\nTraceback (most recent call last):\nValueError: token=hunter22',
    '{\n  "message": "m",\n  "password":\n    "hunter22"\n}',
    '{"passw\\u006frd": "hunter22"}',
    '{"password": "first-hunter22", "password": "hunter22"}',
    '{"password": "hunter22", "password": ""}',
    "plain text with password=hunter22",
    'plain text with {"cookie": "hunter22"} in it',
    '{"cookie": "hunter22"',
]


@pytest.mark.parametrize("text", SECRETS)
def test_secrets_are_hidden_everywhere(text: str) -> None:
    """By the names of fields at any depth, and by their looks in texts, escaped or not."""
    shown = json.dumps(record_document(record(text))) + repr(masked_record(record(text)))

    assert "hunter22" not in shown
    assert "98765432123" not in shown
    assert MASK in repr(masked_record(record(text)))


def test_lines_stay_lines() -> None:
    """Masking a text record keeps the lines below it apart."""
    masked = masked_record(record('no json\n  password=hunter22\n  {"cookie": "hunter22"}\n  end'))

    assert masked.continuation == (f"  password={MASK}", f'  {{"cookie": "{MASK}"}}', "  end")


@pytest.mark.parametrize("text", SECRETS)
def test_secrets_are_shown_on_purpose(text: str) -> None:
    """`reveal` changes nothing."""
    original = record(text)
    document = record_document(original, reveal=True)

    assert (document["message"], document["fields"]) == (original.message, dict(original.fields))


@pytest.mark.parametrize(
    "text",
    [
        '{"message":  "m", "password": "", "token_count": 5, "secret": null, "cookie": true}',
        '{\n  "message": "m"\n}',
        "plain\n  below",
        '{"message": "m", "max_token": 5}\nTraceback (most recent call last):\nKeyError: 1',
    ],
)
def test_nothing_to_hide(text: str) -> None:
    """A record without secrets stays as it is, to the letter."""
    original = record(text)
    assert masked_record(original) == original


@given(st.text())
def test_any_text_can_be_masked(text: str) -> None:
    """Masking a text and a piece of JSON around it never fails."""
    for line in (text, json.dumps({"message": text, "password": text}), '{"cookie": ' + text):
        document: dict[str, Any] = record_document(record(line))
        assert json.dumps(document)


def test_values_of_a_secret_field_are_masked_each_by_itself() -> None:
    """By the name of the field, whatever they are; in other fields what looks like a secret."""
    values = (TopValue("1234", ValueKind.NUMBER, 3), TopValue("abc", ValueKind.TEXT, 1))
    secret = TopValues("user.password", values, 9, 5, 2)
    url = TopValues("url", (TopValue("https://u:pw12@host/", ValueKind.TEXT, 1),), 1, 0, 1)

    assert top_document(secret) == {
        "field": "user.password",
        "records": 9,
        "without": 5,
        "distinct": 2,
        "values": [
            {"value": "••••••••", "type": "text", "records": 3},
            {"value": "••••••••", "type": "text", "records": 1},
        ],
    }
    assert top_document(secret, reveal=True)["values"][0] == {"value": 1234, "type": "number", "records": 3}
    assert top_document(url)["values"][0]["value"] == "https://u:••••••••@host/"
