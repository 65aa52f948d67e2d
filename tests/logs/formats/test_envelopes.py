"""Lines in envelopes: found, taken out, and what the envelope says kept."""

from __future__ import annotations

import json

import duckdb
import pytest

from inspector.logs.formats import decode, detect
from inspector.logs.formats.envelopes import CRI, DOCKER, ENVELOPES
from inspector.logs.formats.spec import Envelope, EnvelopeSample
from inspector.logs.formats.times import time_ns
from inspector.logs.formats.unwrap import WITHIN_A_LINE, outer_fields, unwrap
from inspector.logs.records import Level

CASES = [(envelope, sample) for envelope in ENVELOPES for sample in envelope.samples]


def docker(text: str, stream: str = "stdout") -> str:
    """A line of docker's json-file driver."""
    return json.dumps({"log": text, "stream": stream, "time": "2024-03-04T05:06:07Z"})


@pytest.mark.parametrize(("envelope", "sample"), CASES, ids=[envelope.name for envelope, _ in CASES])
def test_samples(envelope: Envelope, sample: EnvelopeSample) -> None:
    """A sample alone is told from all other envelopes, and read right."""
    block = "".join(f"{line}\n" for line in sample.lines).encode()
    detection = detect(block.splitlines())
    decoded = decode(block, detection)
    time = None if sample.time is None else time_ns(sample.time)

    assert detection.envelope == envelope
    assert detection.reason.startswith(f"{envelope.title} around ")
    assert unwrap(block, envelope).data == f"{sample.text}\n".encode()
    assert (decoded.raw, decoded.time_ns) == (sample.text, time)
    assert sample.fields.items() <= decoded.fields.items()


@pytest.mark.parametrize("envelope", ENVELOPES, ids=[envelope.name for envelope in ENVELOPES])
def test_patterns_are_read_alike_by_the_database(envelope: Envelope) -> None:
    """Prefixes use what Python's `re` and the index's RE2 both know."""
    if envelope.pattern is None:
        return
    with duckdb.connect() as database:
        for sample in envelope.samples:
            found = database.execute("select regexp_matches(?, ?)", [sample.lines[0], "^" + envelope.pattern])
            assert found.fetchone() == (True,)


def test_any_format_may_be_inside() -> None:
    """The inner record has its own time, level, logger and request."""
    inner = {
        "level": 40,
        "time": 1_741_079_702_000,
        "pid": 1,
        "hostname": "h",
        "name": "n",
        "msg": "m",
        "reqId": 7,
    }
    line = docker(json.dumps(inner) + "\n", "stderr").encode()
    detection = detect([line] * 3)
    decoded = decode(line, detection)

    assert (detection.format.name, detection.request_key) == ("pino", "reqId")
    assert detection.reason == (
        "docker json-file around pino: level, time, pid and hostname in all of 3 records; numeric level 40"
    )
    assert (decoded.time_ns, decoded.level, decoded.logger, decoded.request_id, decoded.message) == (
        1_741_079_702_000_000_000,
        Level.WARNING,
        "n",
        "7",
        "m",
    )
    assert decoded.fields == {"stream": "stderr", "time": "2024-03-04T05:06:07Z", "pid": 1, "hostname": "h"}


def test_syslog_lends_its_level_and_its_name() -> None:
    """Of a record that has none."""
    line = b"<11>1 2024-03-04T05:06:07Z box shop 7 - - out of stock"
    decoded = decode(line, detect([line]))

    assert (decoded.level, decoded.level_raw, decoded.logger) == (Level.ERROR, None, "shop")
    assert decoded.time_ns == time_ns("2024-03-04T05:06:07Z")


def test_partial_lines_are_joined_within_their_stream() -> None:
    """Of two streams that write at once the first part stays what it is."""
    parts = [docker("a"), docker("b\n"), docker("c"), docker("d\n", "stderr"), docker("e"), docker("f")]
    unwrapped = unwrap("\n".join(parts).encode(), DOCKER)

    assert (unwrapped.data, unwrapped.physical) == (b"ab\nc\nd\nef", [0, 2, 3, 4])
    assert unwrapped.partial


def test_lines_without_the_envelope_stay_as_they_are() -> None:
    """Nothing is lost where something else writes in between."""
    cri = "2024-03-04T05:06:07Z stdout F a\nnoise\n2024-03-04T05:06:07Z stdout P b\nnoise\n"

    assert unwrap(cri.encode(), CRI).data == b"a\nnoise\nb\nnoise\n"
    assert unwrap(cri.replace(" P ", " F ").encode(), CRI).data == b"a\nnoise\nb\nnoise\n"
    assert unwrap(b'{"log":"a\\n"}\n{"log":1}\n{"log":"x","other":1}\n\n', DOCKER).data == (
        b'a\n{"log":1}\n{"log":"x","other":1}\n\n'
    )
    assert outer_fields(b"noise", CRI) == {} == outer_fields(b"noise", DOCKER)


def test_a_line_that_holds_several_is_one_record() -> None:
    """Its further lines belong to the first, whatever they look like."""
    block = "\n".join((docker('{"a":1}\n{"b":2}\n'), docker("{}\n"))).encode()
    unwrapped = unwrap(block, DOCKER)

    assert unwrapped.data == b'{"a":1}\n{"b":2}\n{}'
    assert unwrapped.physical == [0, WITHIN_A_LINE, 1]


@pytest.mark.parametrize(
    "line",
    [
        "INFO  | up and running",
        "| a | b |",
        "2025-03-04T09:15:02.5Z INFO http.access: GET /health 200",
        "2025-03-04 09:15:02 main Server: started",
        "2025-03-04T09:15:02Z - api: started",
        "2024-03-04 09:15:02.250 | SUCCESS  | api:run - trained",
        '{"log":"a","stream":"stdout","time":"2024-03-04T05:06:07Z","kubernetes":{}}',
        "2024-03-04T05:06:07Z stdout X a",
        "Mar  4 05:06:07 no colon here",
        "<13> no syslog",
    ],
)
def test_what_looks_like_an_envelope(line: str) -> None:
    """But is none."""
    assert detect([line.encode()] * 5).envelope is None


def test_nearly_all_lines_must_have_it() -> None:
    """A few container lines in another log are ordinary lines."""
    wrapped = [b"2024-03-04T05:06:07Z stdout F a"] * 8
    assert detect([*wrapped, b"noise"] * 2).envelope is None
    assert detect([*wrapped * 2, b"noise"]).envelope is CRI


def test_a_letter_that_looks_like_a_mark_is_none() -> None:
    """Lines that are not partial are not taken apart one by one."""
    block = b"2024-03-04T05:06:07Z stdout F POST P a\n" * 3

    assert unwrap(block, CRI).physical is None
    assert unwrap(block, CRI).data == b"POST P a\n" * 3


@pytest.mark.parametrize(
    "line",
    [
        "2024-03-04T05:06:07.123456789Z INFO api: ready",
        "2024-03-04T05:06:07.123456789Z [main] ERROR app/x - down",
        "the user said hello",
        '{"timestamp":1709528767500,"message":"no time of ingestion"}',
        '{"line":"no labels","timestamp":"2024-03-04T05:06:07Z"}',
        '{"log":"unknown companions","date":1709528767.5,"level":"info"}',
        '{"_source":"no object"}',
    ],
)
def test_formats_that_begin_like_an_envelope_are_kept(line: str) -> None:
    """A time is taken for that of the tool only where nothing else is known of the line."""
    assert detect([line.encode()] * 3).envelope is None


def test_numbers_beyond_64_bits_survive_the_envelope() -> None:
    """An object within an object is written anew."""
    line = b'{"_index":"i","_id":"1","_source":{"message":"m","n":123456789012345678901234567890}}\n'
    detection = detect([line])

    assert decode(line, detection).fields["n"] == 123456789012345678901234567890
    assert unwrap(line * 2, ENVELOPES[10]).data.count(b"123456789012345678901234567890") == 2
