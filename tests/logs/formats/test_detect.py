"""The format chosen from a sample, and the reason given."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from inspector.logs.formats import Detection, decode, detect
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
