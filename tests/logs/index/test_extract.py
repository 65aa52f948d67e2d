"""The index's columns say what decode() says, whatever the line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import nanoarrow
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.logs.formats import FORMATS, Detection, Format, Shape, decode, detect
from inspector.logs.formats.envelopes import ENVELOPES
from inspector.logs.formats.logfmt import LOGFMT
from inspector.logs.formats.spec import Envelope
from inspector.logs.formats.text import PLAIN_TEXT, PYTHON_TEXT
from inspector.logs.index.arrow import Batch, column, integers, slices
from inspector.logs.index.blocks import split
from inspector.logs.index.chunk import Chunk, insert
from inspector.logs.index.database import Database
from inspector.logs.index.extract import ODD, extraction
from inspector.logs.index.filling import filled, has_filling
from inspector.logs.index.habits import Habits, Traits
from inspector.logs.index.progress import Progress
from inspector.logs.index.segment import SegmentIndex
from inspector.logs.index.stamps import NO_STAMP

# The names are those of the lecture's formatter.
_HEAD = (
    '{"timestamp": "2026-03-04T09:15:02.123Z", "level": "INFO", "logger": "a", "message": "m", '
    '"function": "f", "line": 1, "request_id": "q"}'
)
PYTHON = detect([_HEAD.encode()] * 3)

LINES = (
    '{"timestamp": "2026-03-04T09:15:02.123456789+02:00", "level": "warning", "message": "ns"}',
    '{"timestamp": "2026-03-04 09:15:02,123", "level": "ERROR", "message": "comma"}',
    '{"timestamp": "2026-03-04T09:15:02+0130", "level": " Error ", "message": "offset"}',
    '{"timestamp": "2026-03-04T09:15:02-08", "message": "short offset"}',
    '{"timestamp": "2026/03/04 09:15:02", "message": "slashes"}',
    '{"timestamp": "2026-03-04", "message": "date only"}',
    '{"timestamp": "2026-03-04T09:15:60Z", "message": "leap second"}',
    '{"timestamp": "2026-03-04T24:00:00Z", "message": "hour 24"}',
    '{"timestamp": "2026-13-04T09:15:02Z", "message": "month 13"}',
    '{"timestamp": "2026-03-04T09:15:02 Europe/Berlin", "message": "zone name"}',
    '{"timestamp": "2026-03-04T09:15:02UTC", "message": "utc"}',
    '{"timestamp": "0001-01-01T00:00:00Z", "message": "year 1"}',
    '{"timestamp": "9999-12-31T23:59:59Z", "message": "year 9999"}',
    '{"timestamp": "infinity", "message": "infinity"}',
    '{"timestamp": 1772615702, "message": "seconds"}',
    '{"timestamp": 1772615702123, "message": "milliseconds"}',
    '{"timestamp": 1772615702123456, "message": "microseconds"}',
    '{"timestamp": 1772615702123456789, "message": "nanoseconds"}',
    '{"timestamp": 1772615702.25, "message": "fraction"}',
    '{"timestamp": "1772615702", "message": "text"}',
    '{"timestamp": 12, "message": "uptime"}',
    '{"timestamp": -1772615702, "message": "negative"}',
    '{"timestamp": true, "message": "truth"}',
    '{"timestamp": null, "time": "2026-03-04T09:15:02Z", "message": "null then time"}',
    '{"timestamp": {"s": 1}, "message": "nested time"}',
    '{"level": 40, "message": "python number"}',
    '{"level": "40", "message": "number as text"}',
    '{"level": "NOTSET", "message": "no level"}',
    '{"level": ["INFO"], "message": "list"}',
    '{"level": "\\u001b[31mERROR\\u001b[0m", "message": "\\u001b[1mbold\\u001b[0m"}',
    '{"message": {"a": [1, 2.50, null]}, "logger": ["x", 1]}',
    '{"message": "[worker] up", "logger": "{x}"}',
    '{"message": "{}"}',
    '{"message": 5, "logger": 1.50, "request_id": 77}',
    '{"message": 1e16, "logger": true}',
    '{"message": 123456789012345678901234567890}',
    '{"message": ""}',
    "{}",
    '{"message": null}',
    '{"request_id": "-", "message": "placeholder"}',
    '{"request_id": "NULL", "message": "placeholder"}',
    '{"request_id": "00000000-0000-0000-0000-000000000000", "message": "zeros"}',
    '{"request_id": "00000000-0000-0000-0000-00000000000a", "message": "nearly zeros"}',
    '{"request_id": "-a", "message": "dash first"}',
    '{"request_id": " r1 ", "message": "blanks"}',
    '{"request_id": "\\u00a0r1", "message": "no-break space"}',
    '{"request_id": true, "message": "truth"}',
    '{"request_id": "true", "message": "the word"}',
    '{"request_id": {"id": 1}, "message": "object"}',
    '{"request_id": ["a"], "message": "list"}',
    '{"request_id": 0, "message": "zero"}',
    '{"exception": ["a\\n", "b"], "message": "list of lines"}',
    '{"exception": "Traceback\\n  x", "message": "stack"}',
    '{"exception": {"type": "E"}, "message": "object"}',
    '{"exception": "", "message": "no stack"}',
    '{"message": "a", "message": "b"}',
    '{"message": NaN, "level": "INFO"}',
    '{"message": "comma after the last", "n": [1,], }',
    '{"message": "comma after none", "n": [,]}',
    '{"message": "two commas",,}',
    '{"message": "comma in a text,}", "n": nan,}',
    '{"message": inf, "logger": -Infinity, "request_id": nan, "exception": -nan}',
    '{"message": "nearly", "n": nano}',
    '{"message": [nan, -inf,],}',
    '{"message": "lone \\ud800 surrogate"}',
    '{"message": "nul \\u0000 inside"}',
    '{"message": "broken',
    '{"message": "two"} {"message": "objects"}',
    '{"message": "two"}, {"message": "with a comma"}',
    '\x1b[31m{"message": "coloured", "level": "ERROR"}\x1b[0m',
    '\0\0{"message": "behind NULs"}',
    '\x1e{"message": "of a sequence"}',
    '{"message": "in a list"},',
    '["not", "an object"]',
    "plain words",
    "words with \x1b[31mcolour\x1b[0m",
    "nul \x00 byte",
    '\ufeff{"message": "mark"}',
    '{"n": ' + "[" * 30 + "]" * 30 + ', "message": "deep"}',
    '{"message": "größer 日本"}\r',
    "plain with return\r",
)


class Bench:
    """An index that can be filled again and again."""

    def __init__(self, folder: Path) -> None:
        self._database = Database()
        self._segment = SegmentIndex(self._database, 0, folder / "bench.index")

    def rows(
        self, data: bytes, detection: Detection, *, informed: bool
    ) -> tuple[list[tuple[object, ...]], list[bytes]]:
        """What the index holds of these bytes, and the bytes of each record.

        `informed` is to know beforehand how the first record is written.
        """
        self._segment.restart(Progress())
        records = split(data, len(data), detection, open_traceback=False)
        chunk = Chunk(data, records, offset=0, line=1, sequence=0)
        habits = Habits()
        habits.repeats_keys = True
        if informed:
            habits.learn([decode(chunk.record(0), detection)])
        with self._database.reading() as cursor:
            cursor.execute("BEGIN")
            figures = insert(cursor, self._segment.table, chunk, detection, habits)
            rows = cursor.execute(
                f"""SELECT CASE WHEN timed THEN order_ns END, level, structured, request, logger,
                           message, detail
                    FROM {self._segment.table}"""
            ).fetchall()
            cursor.execute("ROLLBACK")
        assert sum(figures.levels) == len(rows)
        return rows, [chunk.record(index) for index in range(len(records))]

    def odd(self, line: bytes, detection: Detection, habits: Habits) -> list[bool]:
        """Whether the SQL leaves this line to the decoder."""
        with self._database.reading() as cursor:
            columns = ("sequence", "line", "offset", "length", "lines", "stamp_ns")
            numbers = {name: integers(np.array([NO_STAMP if name == "stamp_ns" else 1])) for name in columns}
            starts, spec = np.zeros(1, np.int64), detection.format
            texts = {"text": slices(line, starts, len(line))}
            if has_filling(spec):
                messages = filled(line, starts, len(line), np.ones(1, np.int64), spec)
                texts["filled"] = column(messages, nanoarrow.string())
            cursor.register("batch", Batch({**numbers, **texts}))
            sql = extraction(detection, habits, Traits(filled=has_filling(spec)))
            rows = cursor.execute(f"SELECT level FROM ({sql})").fetchall()
            cursor.unregister("batch")
        return [level == ODD for (level,) in rows]

    def close(self) -> None:
        self._segment.close()
        self._database.close()


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """One index for all tests of this module."""
    bench = Bench(tmp_path_factory.mktemp("bench"))
    yield bench
    bench.close()


def assert_agreement(bench: Bench, data: bytes, detection: Detection) -> None:
    """Every column of every row is what the decoder makes of the record's bytes."""
    rows, records = bench.rows(data, detection, informed=False)
    informed, _ = bench.rows(data, detection, informed=True)
    expected = []
    for record in records:
        made = decode(record, detection)
        expected.append(
            (
                made.time_ns,
                int(made.level),
                made.structured,
                made.request_id,
                made.logger,
                made.message,
                made.detail,
            )
        )

    assert expected == rows
    assert expected == informed


@pytest.mark.parametrize("line", LINES)
def test_each_line_is_indexed_as_it_is_decoded(bench: Bench, line: str) -> None:
    """Rare spellings of every column agree with the decoder."""
    assert_agreement(bench, f"{_HEAD}\n{line}\n{_HEAD}\n".encode("utf-8", "surrogatepass"), PYTHON)


def test_all_lines_together_are_indexed_as_they_are_decoded(bench: Bench) -> None:
    """What one line needs does not change its neighbours, continuation lines included."""
    lines = "\n".join((*LINES, "Traceback (most recent call last):", "  File x", "ValueError: y", _HEAD))
    assert_agreement(bench, lines.encode("utf-8", "surrogatepass"), PYTHON)


@pytest.mark.parametrize("spec", FORMATS, ids=[spec.name for spec in FORMATS])
def test_samples_of_every_format_are_indexed_as_they_are_decoded(bench: Bench, spec: Format) -> None:
    """The samples that test the decoder test the SQL too, with every request ID that the format names."""
    data = "".join(f"{sample.line}\n" for sample in spec.samples).encode() * 2
    assert_agreement(bench, data, detect(data.splitlines()))
    for key in spec.request_keys[:2]:
        assert_agreement(bench, data, Detection(spec, "", key))


@pytest.mark.parametrize("spec", FORMATS, ids=[spec.name for spec in FORMATS])
def test_usual_records_need_no_decoder(bench: Bench, spec: Format) -> None:
    """What a producer writes all day is read by SQL, with message templates filled in before."""
    line = spec.samples[0].line.encode()
    detection = detect([line])
    habits = Habits()
    habits.learn([decode(line, detection)])

    assert bench.odd(line, detection, habits) == [False]


LINES_OF = {
    "clef": (
        '{"@t":"2016-06-07T03:44:57Z","@mt":"plain"}',
        '{"@t":"2016-06-07T03:44:57Z","@mt":["no text"]}',
        '{"@t":"2016-06-07T03:44:57Z","@m":null,"@mt":"{A} {@B} {C,5} {D:x} {E} {{","A":1.0,"B":[1]}',
        '{"@t":"2016-06-07T03:44:57Z","@l":null}',
        '{"@t":"2016-06-07T03:44:57Z","@mt":"{A} and {A}","A":123456789012345678901}',
        '{"@t":"2016-06-07T03:44:57Z","@mt":"{A} {B}","A":"\\u001b[1mx","B":"\\ud800"}',
        '{"@t":"2016-06-07T03:44:57Z","@mt":"{A}}} {{{A}","A":"","A":"last"}',
        '{"@t":"2016-06-07T03:44:57Z","@mt":"{A}","@m":["said"],"A":1} ',
        '{"@t":"2016-06-07T03:44:57Z","@mt":"{}{A","@mt":"{A}","A":{"b":[1.50,null]}}',
    ),
    "nginx": (
        '{"status":99,"request":"GET /"}',
        '{"status":"404 ","request":""}',
        '{"status":404.0,"uri":"/","request_method":"GET"}',
        '{"status":true,"request_method":[1],"uri":{"a":1.50}}',
        '{"status":503,"message":"no parts","level":"info"}',
        '{"status":"500","uri":"/only"}',
        '{"status":599,"request_method":"nan","uri":"\u001b[1m"}',
        '{"status":-500,"request_method":2.50,"uri":null}',
        "no object 500",
    ),
    "kubernetes": (
        '{"ts":1580306777044.25,"msg":"a","err":null}',
        '{"ts":1580306777044.1234567,"msg":"a","err":""}',
        '{"ts":"1580306777044.12345678","msg":"a","err":false}',
        '{"ts":1.5803067770441e12,"msg":"a"}',
        '{"ts":12.5,"msg":"a"}',
    ),
    "log4j2": (
        '{"instant":{"epochSecond":1493121664},"message":"no nanoseconds"}',
        '{"instant":{"epochSecond":"1493121664","nanoOfSecond":"5"},"message":"text"}',
        '{"instant":{"epochSecond":1493121664,"nanoOfSecond":5000000000},"message":"too many"}',
        '{"instant":{"epochSecond":1493121664.5,"nanoOfSecond":5},"message":"fraction"}',
        '{"instant":{"epochSecond":9999999999},"message":"beyond"}',
        '{"instant":{"nanoOfSecond":5},"message":"no seconds"}',
        '{"timeMillis":null,"instant":null,"message":"nothing"}',
        '{"timeMillis":"soon","instant":{"epochSecond":1493121664},"message":"first that is present"}',
    ),
    "rust-tracing": (
        '{"spans":[{"a":1},{"request_id":null},{"request_id":"b"}]}',
        '{"spans":{"request_id":"no list"}}',
        '{"spans":[["x"],"y",{"request_id":{"n":1}}]}',
        '{"spans[].request_id":"literal","spans":[{"request_id":"b"}]}',
        '{"spans":[{"request_id":1.50}]}',
    ),
    "opentelemetry": (
        '{"attributes":[{"key":"request_id","value":{"intValue":"7"}}]}',
        '{"attributes":[{"key":"request_id","value":"bare"}]}',
        '{"attributes":[{"key":"x"},{"key":"request_id"},{"key":"request_id","value":{"stringValue":"z"}}]}',
        '{"attributes":[1,{"key":"request_id","value":{"stringValue":null,"intValue":1}}]}',
        '{"attributes":{"request_id":"no list"}}',
        '{"attributes":[{"key":"exception.stacktrace","value":{"stringValue":"{E}"}}]}',
        '{"attributes":[{"key":"exception.stacktrace","value":{"stringValue":"at f"}}],"body":{"n":1.0}}',
        '{"timeUnixNano":"0","observedTimeUnixNano":"1544712661000000000","body":"x"}',
    ),
    "aws-lambda": (
        '{"time":"2024-03-04T05:06:07.1Z","type":"platform.start","record":{"requestId":"79b4f56e"}}',
        '{"requestId":null,"record":{"requestId":"a"}}',
        '{"requestId":"-","record":{"requestId":"a"}}',
        '{"record":{"requestId":["a"]}}',
    ),
    "journald": (
        '{"MESSAGE":[104,105]}',
        '{"MESSAGE":[256]}',
        '{"MESSAGE":["a","b"]}',
        '{"MESSAGE":[]}',
        '{"MESSAGE":[195,40]}',
    ),
    "logfmt": (
        "level=info msg=a",
        'level=info msg="a b"  n=1 ',
        "level=info level=warn msg=twice",
        'level=info msg="say \\"x\\" \\n"',
        "level=info msg=back\\slash",
        'level=info msg="" err=',
        'level=info msg="open',
        "level=info bare msg=b",
        "a=b=c level=error",
        "level==info msg=x",
        '{"level":"info"}',
        "  level=info msg=indented",
        "level=info msg=\u00a0x\u2003",
        "level=info msg=tab\tx=1",
        'level=info msg="vertical\u000b tab" x=1',
        "\u001b[32mlevel=info\u001b[0m msg=coloured x=1",
        "time=1544712661.5 level=40 request_id=- msg=[x] logger={y}",
        'level="say=what" msg="level=error time=1"',
        "level=info msg=1.50 logger=nan",
        "level=größe msg=日本",
    ),
}


@pytest.mark.parametrize("name", LINES_OF)
def test_odd_lines_of_one_format_are_indexed_as_they_are_decoded(bench: Bench, name: str) -> None:
    """What only this format looks at, in spellings that its producer never wrote."""
    spec = next(spec for spec in FORMATS if spec.name == name)
    usual = [sample.line for sample in spec.samples]
    data = "\n".join((*usual, *LINES_OF[name], *usual)).encode()
    for key in spec.request_keys[:2] or (None,):
        assert_agreement(bench, data, Detection(spec, "", key))


@pytest.mark.parametrize("spec", FORMATS, ids=[spec.name for spec in FORMATS])
def test_foreign_lines_are_indexed_as_they_are_decoded(bench: Bench, spec: Format) -> None:
    """A format meets the lines of all others."""
    lines = [sample.line for other in FORMATS for sample in other.samples[:1]]
    assert_agreement(bench, "\n".join((*lines, *LINES)).encode("utf-8", "surrogatepass"), Detection(spec, ""))


STAMPS = (
    "2026-03-04T09:15:02.123Z",
    "2026-03-04T09:15:02Z",
    "2026-03-04 09:15:02,123",
    "2024-02-29T23:59:59.123456789+05:30",
    "2026-03-04T09:15:02-0800",
    "2026-02-29T09:15:02.123Z",
    "2026-03-04T24:00:00.000Z",
    "2026-03-04T09:60:02.123Z",
    "2026-03-04T09:15:60.123Z",
    "2026-13-04T09:15:02.123Z",
    "2026-03-00T09:15:02.123Z",
    "2026-03-04T09:15:02.1:3Z",
    " 026-03-04T09:15:02.123Z",
    "2026-03-04T 9:15:02.123Z",
    "2026-03-04T09:15:02.12 Z",
    "0026-03-04T09:15:02.123Z",
    "9026-03-04T09:15:02.123Z",
    "2026-03-04T09:15:02.123+24:00",
    "2026-03-04T09:15:02.123Zz",
)


@pytest.mark.parametrize(
    "template",
    [
        '{"timestamp": "%s", "level": "INFO", "message": "m"}',
        '{"timestamp":"%s"}',
        '{ "timestamp" : "%s", "time": "2020-01-01T00:00:00Z"}',
        '{"time": "%s", "timestamp": "2020-01-01T00:00:00Z", "message": "the other key counts"}',
    ],
)
@pytest.mark.parametrize("first", STAMPS)
def test_times_at_the_beginning_are_indexed_as_they_are_decoded(
    bench: Bench, first: str, template: str
) -> None:
    """What holds for the first line is believed of no other."""
    lines = "\n".join(template % stamp for stamp in (first, *STAMPS, first))
    assert_agreement(bench, lines.encode(), PYTHON)
    assert_agreement(bench, "\n".join([template % first] * 3).encode(), PYTHON)


@pytest.mark.parametrize(
    "value",
    [
        "r\\n",
        "r\\t",
        "r\\u0020",
        "\\u00a0r",
        "r\\u2003",
        "r ",
        "\\\\n",
        '\\"',
        "\\u001b[1mr",
        "nan",
        "Infinity",
        "none",
        "N/A",
        "a\\nb",
    ],
)
def test_odd_texts_among_simple_lines_are_indexed_as_they_are_decoded(bench: Bench, value: str) -> None:
    """Escapes and words that mean something else, in every place of an otherwise simple log."""
    keys = ("request_id", "logger", "message", "exception", "level")
    lines = [f'{{"timestamp": "2026-03-04T09:15:02.123Z", "{key}": "{value}"}}' for key in keys]
    assert_agreement(bench, "\n".join((_HEAD, *lines)).encode(), PYTHON)


def test_bytes_that_are_no_text_are_replaced(bench: Bench) -> None:
    """The record beside them is not touched, and lengths stay those of the file."""
    data = b'{"message": "\xff\xfe"}\n{"message": "fine \xc3\xa4"}\nplain \xe2\x82\n'
    assert_agreement(bench, data, PYTHON)


_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False).filter(bool),
    st.text(max_size=12),
    st.sampled_from(
        ["INFO", "warn", "Error", "-", "0", "000", "[x", "{", "2026-03-04 09:15:02,5", "\x1b[1m"]
    ),
    st.datetimes().map(str),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from("ab"), st.text(max_size=3), max_size=2),
)
_KEYS = st.sampled_from(
    ["timestamp", "time", "level", "logger", "name", "message", "exception", "request_id", "x"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(_KEYS, _VALUES, max_size=6), min_size=1, max_size=20), st.booleans())
def test_any_object_is_indexed_as_it_is_decoded(
    bench: Bench, records: list[dict[str, object]], ascii_only: bool
) -> None:
    """Objects with values of every kind under the keys that matter."""
    data = "\n".join(json.dumps(record, ensure_ascii=ascii_only) for record in records)
    assert_agreement(bench, data.encode("utf-8", "surrogatepass"), PYTHON)


_WORDS = st.sampled_from(
    [
        "level=",
        "msg=",
        "time=",
        "info",
        "error",
        '"',
        "\\",
        " ",
        "  ",
        "=",
        "a",
        "2026-03-04T09:15:02Z",
        "1.5",
        "é",
    ]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(_WORDS, max_size=12).map("".join), min_size=1, max_size=15))
def test_any_pairs_are_indexed_as_they_are_decoded(bench: Bench, lines: list[str]) -> None:
    """Quotes, blanks and signs in every place of a line of logfmt."""
    data = "\n".join(("level=info msg=x", *lines)).encode()
    assert_agreement(bench, data, Detection(LOGFMT, "", "msg"))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=30), min_size=1, max_size=10).map(b"\n".join).filter(bool))
def test_any_bytes_are_indexed_as_they_are_decoded(bench: Bench, data: bytes) -> None:
    """No input makes the two differ, and none fails."""
    for spec in FORMATS:
        if spec.shape is not Shape.JSON or spec.name == "json":
            assert_agreement(bench, data, Detection(spec, ""))


ZONED = (
    "2025-03-30 01:59:59,999",  # the clock of Berlin goes from 02:00 to 03:00
    "2025-03-30 02:00:00",
    "2025-03-30 02:30:00.5",
    "2025-03-30 03:00:00",
    "2025-10-26 01:59:59",  # and from 03:00 back to 02:00
    "2025-10-26 02:00:00",
    "2025-10-26 02:59:59.999999999",
    "2025-10-26 03:00:00",
    "2025-10-26T02:30:00Z",
    "2025-10-26T02:30:00+05:30",
    "1969-12-31 23:59:59",
    "1970-01-01 00:00:00",
    "1900-06-01 12:00:00",
    "2099-12-31 23:59:59",
    "2100-01-01 00:00:00",
    "2150-07-01 12:00:00",
    "2025-06-30T23:59:60",
)


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Africa/Monrovia", "Australia/Lord_Howe"]
)
def test_times_without_a_zone_are_indexed_in_the_zone_that_was_set(bench: Bench, zone: str) -> None:
    """Hours that a clock skips or shows twice, years beyond the table, and times that name their zone."""
    for template in ('{"timestamp": "%s"}', '{"message": "m", "timestamp": "%s"}'):
        for first in ZONED[:1] if "m" in template[:5] else ZONED[::5]:
            lines = "\n".join(template % stamp for stamp in (first, *ZONED)).encode()
            assert_agreement(bench, lines, replace(PYTHON, zone=zone))
    text = "\n".join(f"{stamp} - api - INFO - up" for stamp in ZONED).encode()
    assert_agreement(bench, text, detect(text.splitlines(), zone=zone))


def wrapped(envelope: str, lines: list[str]) -> bytes:
    """These lines as this envelope has them."""
    time = "2024-03-04T05:06:07.5Z"
    found = []
    for number, line in enumerate(lines):
        stream = ("stdout", "stderr")[number % 5 == 0]
        if envelope == "docker":
            parts = [line[:20], line[20:] + "\n"] if number % 3 == 0 else [line + "\n"]
            found += [json.dumps({"log": part, "stream": stream, "time": time}) for part in parts]
        elif envelope == "cri":
            marked = [("P", line[:20]), ("F", line[20:])] if number % 3 == 0 else [("F", line)]
            found += [f"{time} {stream} {mark} {part}" for mark, part in marked]
        elif envelope in _PREFIXES:
            found.append(_PREFIXES[envelope] + line)
        elif envelope == "elasticsearch":
            found.append(json.dumps({"_index": "i", "_source": {"message": line, "n": [number]}}))
        else:
            key, others = _AROUND[envelope]
            found.append(json.dumps({**others, key: line}))
    return "\n".join(found).encode("utf-8", "surrogatepass") + b"\n"


_PREFIXES = {
    "compose": "\x1b[36mweb-1  | \x1b[0m",
    "syslog-5424": "<11>1 2024-03-04T05:06:07Z box shop 7 - - ",
    "syslog": "Mar  4 05:06:07 box shop[7]: ",
    "kubectl-prefix": "[pod/db-0/db] 2024-03-04T05:06:07.123456789Z ",
    "heroku": "2024-03-04T05:06:07.123456+00:00 app[web.1]: ",
    "aws-logs-tail": "2024-03-04T05:06:07.123000+00:00 2024/03/04/[$LATEST]1a2b ",
    "timestamps": "2024-03-04T05:06:07.123456789Z ",
    "stern": "shop-6d4cf56db6-x2x9q web ",
}
_AROUND: dict[str, tuple[str, dict[str, object]]] = {
    "loki": ("line", {"labels": {"a": "b"}, "timestamp": "2024-03-04T05:06:07.1Z"}),
    "fluent-bit": ("log", {"date": 1709528767.5, "kubernetes": {"a": "b"}}),
    "cloudwatch": ("message", {"timestamp": 1709528767500, "ingestionTime": 1709528768000}),
}


@pytest.mark.parametrize("envelope", ENVELOPES, ids=[envelope.name for envelope in ENVELOPES])
def test_lines_in_envelopes_are_indexed_as_they_are_decoded(bench: Bench, envelope: Envelope) -> None:
    """Odd lines of JSON and of text, parts, tracebacks, and lines that the envelope does not have."""
    traceback = ["Traceback (most recent call last):", "  File x", "ValueError: y"]
    lines = [*(line.replace("\n", "") for line in LINES), *traceback, _HEAD]
    data = wrapped(envelope.name, lines)
    noise = b"noise\n\xff\xfe\n\n" + data[: len(data) // 2]
    for detection in (PYTHON, Detection(PYTHON_TEXT, ""), Detection(PLAIN_TEXT, "")):
        assert_agreement(bench, data, replace(detection, envelope=envelope))
    assert_agreement(bench, data + noise, replace(PYTHON, envelope=envelope))
    assert_agreement(bench, b"\xef\xbb\xbf" + data, replace(PYTHON, envelope=envelope, zone="Europe/Berlin"))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=30), min_size=1, max_size=10).map(b"\n".join).filter(bool))
def test_any_bytes_in_an_envelope_are_indexed_as_they_are_decoded(bench: Bench, data: bytes) -> None:
    """No input makes the two differ, and none fails."""
    for envelope in ENVELOPES:
        good = wrapped(envelope.name, ["one", _HEAD])
        assert_agreement(bench, good + data + b"\n" + good, replace(PYTHON, envelope=envelope))


def _keys_of(spec: Format) -> list[str]:
    """All keys that a format looks at, lists without their brackets."""
    parts = [key for part in spec.message_parts for key in part.split("|")]
    pairs = [key for pair in spec.second_keys for key in pair]
    keys = (*spec.time_keys, *spec.level_keys, *spec.logger_keys, *spec.message_keys, *parts, *pairs)
    others = (*spec.template_keys, *spec.detail_keys, *spec.request_keys, *spec.status_keys, *spec.error_keys)
    return [key.replace("[]", "").partition("[")[0] for key in (*keys, *others, "A")]


def _nested(record: dict[str, object]) -> dict[str, object]:
    """Dotted keys as objects within objects."""
    found: dict[str, object] = {}
    for key, value in record.items():
        *heads, last = key.split(".")
        node = found
        for head in heads:
            inner = node.get(head)
            if not isinstance(inner, dict):
                node[head] = inner = {}
            node = inner
        node[last] = value
    return found


_ODD_VALUES = st.sampled_from(
    [
        1_741_046_400,
        1_741_046_400.25,
        1_741_046_400_123.5,
        "1741046400.123456",
        404,
        "503",
        "2xx",
        "{A} {b} {{",
        "projects/p/traces/abc",
        f"00-{'a' * 32}-{'b' * 16}-01",
        f"00-{'0' * 32}-{'b' * 16}-01",
        [104, 105],
        [{"key": "request_id", "value": {"stringValue": "q"}}],
        [{"request_id": "w"}],
    ]
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.sampled_from([spec for spec in FORMATS if spec.shape is Shape.JSON]), st.booleans())
def test_any_values_of_any_format_are_indexed_as_they_are_decoded(
    bench: Bench, data: st.DataObject, spec: Format, zoned: bool
) -> None:
    """Values of every kind under all the keys that a format looks at, dotted and nested."""
    keys = st.sampled_from(_keys_of(spec))
    flat = st.dictionaries(keys, _VALUES | _ODD_VALUES, min_size=1, max_size=7)
    records = data.draw(st.lists(flat | flat.map(_nested), min_size=1, max_size=12))
    key = data.draw(st.sampled_from([None, *spec.request_keys]))
    lines = "\n".join(json.dumps(record) for record in records).encode()
    assert_agreement(bench, lines, Detection(spec, "", key, zone="Europe/Berlin" if zoned else ""))
