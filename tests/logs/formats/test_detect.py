"""The format chosen from a sample, and the reason given."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from inspector.logs.formats import Detection, RequestCandidate, decode, detect
from inspector.logs.formats.detect import SAMPLE_LINES
from inspector.logs.records import Level


def lines(*records: Mapping[str, object]) -> list[bytes]:
    """Records as JSON lines."""
    return [json.dumps(record).encode() for record in records]


def chosen(detection: Detection) -> tuple[str, str]:
    """Name and reason."""
    return detection.format.name, detection.reason


def test_reasons_can_be_read() -> None:
    """The marks, the scale and the share that is not JSON are told."""
    python = {"timestamp": "2025-03-04T09:15:02Z", "level": "INFO", "logger": "a", "message": "m"}
    pino = {"level": 30, "time": 1_741_079_702_000, "pid": 1, "hostname": "h", "msg": "m"}

    assert chosen(detect([*lines(*[python | {"function": "f", "line": n} for n in range(3)]), b"oops"])) == (
        "python-json",
        "Python JSON: timestamp, level, logger, message, function and line in all of 3 records; "
        "JSON in 3 of 4 records",
    )
    assert chosen(detect(lines(pino))) == (
        "pino",
        "pino: level, time, pid and hostname in 1 record; numeric level 30",
    )
    assert chosen(detect(lines({"ts": 1_741_079_702, "lvl": "warn", "text": "m"}))) == (
        "json",
        "JSON: time in ts, level in lvl, message in text",
    )
    assert chosen(detect(lines({"x": 1}))) == (
        "json",
        "JSON: objects without a known time, level or message",
    )


@pytest.mark.parametrize(
    "sample", [[], [b""], [b"hello", b"world"], [b"\x00\xff\xfe"], [b"[1, 2]", b'"text"']]
)
def test_plain_text_takes_the_rest(sample: list[bytes]) -> None:
    """Nothing, prose, binary data and JSON that holds no objects."""
    assert detect(sample).format.name == "text"


def test_the_more_frequent_kind_of_line_decides() -> None:
    """A few plain lines before JSON, and a few objects among headed lines, mislead nobody."""
    warning = [b"OpenJDK 64-Bit Server VM warning: x"] * 3
    header = b"2025-03-04 09:15:02,123 - api - INFO - "

    assert detect(warning + lines({"message": "m"})).format.name == "json"
    assert detect([header + b"a", header + b"b", b'{"a": 1}']).format.name == "python-text"


def test_a_level_that_is_no_severity_is_an_ordinary_field() -> None:
    """The audit log of Kubernetes calls its verbosity `level`."""
    audit = {"level": "Metadata", "stageTimestamp": "2025-03-04T09:15:02Z", "auditID": "a-1", "verb": "get"}
    detection = detect(lines(audit, audit | {"level": "Request"}))
    decoded = decode(lines(audit)[0], detection)

    assert "level" not in detection.format.level_keys
    assert "level holds no severity but Metadata" in detection.reason
    assert (decoded.level, decoded.level_raw, decoded.fields["level"]) == (Level.UNKNOWN, None, "Metadata")


def test_other_fields_that_hold_no_level_are_not_mentioned() -> None:
    """Only of `level` and `severity` would one expect it."""
    detection = detect(lines({"priority": "urgent", "level": "info", "msg": "m"}))

    assert "priority" not in detection.format.level_keys
    assert detection.reason == "JSON: level in level, message in msg"


def test_one_stray_word_does_not_disqualify_a_level() -> None:
    """A level stays one when most of its words are known."""
    detection = detect(lines({"level": "info", "msg": "a"}, {"level": "custom", "msg": "b"}))

    assert "level" in detection.format.level_keys
    assert decode(b'{"level": "custom"}', detection).level_raw == "custom"


def test_a_time_field_that_never_holds_a_time_is_passed_over() -> None:
    """`time` may be a duration."""
    detection = detect(lines({"time": 0.25, "ts": 1_741_079_702, "msg": "a"}))

    assert decode(b'{"time": 0.25, "ts": 1741079702}', detection).time_ns == 1_741_079_702_000_000_000


def test_keys_are_narrowed_only_by_a_good_sample() -> None:
    """After a few records any usual name may still come; after many, absent ones cost time for nothing."""
    few = detect(lines({"msg": "a"}))
    many = detect(lines(*[{"msg": "a", "n": n} for n in range(200)]))

    assert decode(b'{"message": "later"}', few).message == "later"
    assert (many.format.message_keys, many.sampled) == (("msg",), 200)


def test_the_sample_is_bounded() -> None:
    """Its start and its end are looked at, whatever its size."""
    sample = [b"noise"] * 1_000 + [b"never seen " * 3] * 50_000 + lines({"message": "m"}) * 1_000

    detection = detect(sample)

    assert detection.format.name == "json"
    assert detection.sampled == SAMPLE_LINES // 2


def test_pretty_printed_objects_are_seen() -> None:
    """Objects over several lines count as JSON."""
    text = json.dumps({"level": "info", "message": "m", "request_id": "r-1"}, indent=2).encode()
    detection = detect(text.split(b"\n") * 3)
    decoded = decode(text, detection)

    assert (detection.format.name, detection.request_key) == ("json", "request_id")
    assert (decoded.message, decoded.level, decoded.request_id) == ("m", Level.INFO, "r-1")


def test_bunyan_and_pino_are_told_apart() -> None:
    """Bunyan writes `v` and a name; pino with level labels stays pino."""
    base = {"time": 1_741_079_702_000, "pid": 1, "hostname": "h", "msg": "m"}

    assert detect(lines(base | {"level": 40, "v": 0, "name": "n"})).format.name == "bunyan"
    assert detect(lines(base | {"level": "info"})).format.name == "pino"
    assert detect(lines(base | {"level": "info", "v": 0, "name": "n"})).format.name == "pino"


REQUESTS = [
    {
        "level": "info",
        "msg": "m",
        "request_id": f"r{n // 4}",
        "trace_id": f"t{n // 20}",
        "id": n,
        "path": n % 3,
    }
    for n in range(60)
]


def test_what_may_carry_the_request_id_is_told_with_its_figures() -> None:
    """The chosen field first, and those one may switch to."""
    detection = detect(lines(*REQUESTS))

    assert detection.request_key == "request_id"
    assert detection.request_candidates == (
        RequestCandidate("request_id", coverage=1.0, repeats=4.0, requests=15),
        RequestCandidate("trace_id", coverage=1.0, repeats=20.0, requests=3),
    )


def test_the_request_key_can_be_chosen() -> None:
    """Any field, whatever its name; the figures tell what came of it."""
    by_path = detect(lines(*REQUESTS), request_key="path")
    absent = detect(lines(*REQUESTS), request_key="nothing")

    assert (by_path.request_key, by_path.request_reason) == (
        "path",
        "path: in 67 % of 60 records, 2 requests; numbers that each log counts for itself",
    )
    assert "path" in [candidate.key for candidate in by_path.request_candidates]
    assert decode(lines(REQUESTS[4])[0], by_path).request_id == "1"
    assert absent.request_missed
    assert (absent.request_key, absent.request_reason) == (
        "request_id",
        "request_id: in 100 % of 60 records, 15 requests; nothing in no record so far",
    )


def test_figures_do_not_count_as_another_format() -> None:
    """A source that grows is not indexed again because its figures change."""
    few, many = detect(lines(*REQUESTS[:30])), detect(lines(*REQUESTS))

    assert few.request_candidates != many.request_candidates
    assert "RequestCandidate" not in repr(many)


@pytest.mark.parametrize("name", ["pino", "zap", "logfmt", "python-text", "text", "json", "opentelemetry"])
def test_the_format_can_be_chosen_by_name(name: str) -> None:
    """Whatever the lines look like, none at all included."""
    for sample in ([], [b"hello"], lines(*REQUESTS), [b"level=info msg=m request_id=r"] * 3):
        detection = detect(sample, format=name)
        assert detection.format.name == name
        assert "chosen by name" in detection.reason


def test_an_unknown_format_is_refused() -> None:
    """The error names those that are known."""
    with pytest.raises(ValueError, match=r"no log format “pinot”; known are bunyan, pino, .*text"):
        detect([], format="pinot")


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ({"level": "info", "time": "2025-03-04T09:15:02Z", "msg": "m"}, "logrus"),
        ({"level": "INFO", "time": "2025-03-04T09:15:02Z", "msg": "m"}, "slog"),
        ({"level": "info", "time": "2025-03-04T09:15:02Z", "message": "m"}, "zerolog"),
        ({"level": "info", "ts": 1_741_079_702.5, "caller": "a.go:1", "msg": "m"}, "zap"),
        ({"level": "info", "ts": "2025-03-04T09:15:02Z", "msg": "m", "exception": "KeyError: 3"}, "json"),
        ({"ts": 1_741_079_702_123.5, "caller": "a.go:1", "msg": "m", "v": 0}, "kubernetes"),
        ({"level": "info", "timestamp": "2025-03-04T09:15:02Z", "message": "m"}, "winston"),
        ({"level": "Info", "timestamp": "2025-03-04T09:15:02Z", "message": "m"}, "json"),
        ({"level": 30, "time": 1_741_079_702_000, "msg": "m"}, "json"),
        ({"status": "200", "request": "GET /"}, "json"),
    ],
)
def test_relatives_are_told_apart(record: Mapping[str, object], name: str) -> None:
    """By the spelling of levels and the names of a few fields."""
    assert detect(lines(record, record)).format.name == name


def test_two_kinds_of_records_in_one_file() -> None:
    """Marks of neither stand in nearly all records: the usual names of both are read."""
    pino = {"level": "info", "time": 1_741_079_702_000, "pid": 1, "hostname": "h", "msg": "a"}
    zerolog = {"level": "warn", "time": "2025-03-04T09:15:02Z", "message": "b"}
    detection = detect(lines(pino, zerolog, pino, zerolog))
    decoded = [decode(line, detection) for line in lines(pino, zerolog)]

    assert detection.format.name == "json"
    assert [(one.message, one.level) for one in decoded] == [("a", Level.INFO), ("b", Level.WARNING)]


def test_logfmt_has_a_request_key() -> None:
    """Its pairs are fields like those of JSON."""
    sample = [f"level=info msg=m request_id=r{n // 3} n={n}".encode() for n in range(30)]
    detection = detect([*sample, b"noise"])

    assert chosen(detection) == ("logfmt", "logfmt: the header fits 30 of 31 lines")
    assert (detection.request_key, decode(sample[3], detection).request_id) == ("request_id", "r1")
    assert decode(sample[3], detection).fields == {"n": "3"}


def test_an_empty_line_is_none_that_a_header_misses() -> None:
    """It is left out of the count."""
    sample = [b"level=info msg=a n=1", b"", b"level=info msg=b n=2", b"\r\n"]

    assert detect(sample).reason == "logfmt: the header fits 2 of 2 lines"
