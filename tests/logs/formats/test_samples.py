"""Each format's own samples are detected as that format and decoded to what they say."""

from __future__ import annotations

import re

import duckdb
import pytest

from inspector.logs.formats import FORMATS, Format, Sample, Shape, decode, detect
from inspector.logs.formats.decode import HEADER_ROLES
from inspector.logs.formats.times import time_ns

_OTHER_GROUPS = """
    application application_2 span span_2 pid stamp client user method path protocol status bytes referer
    agent more connection zone database role
""".split()
CASES = [(spec, sample) for spec in FORMATS for sample in spec.samples]


@pytest.mark.parametrize(("spec", "sample"), CASES, ids=[spec.name for spec, _ in CASES])
def test_sample(spec: Format, sample: Sample) -> None:
    """A sample alone is enough to be told from all other formats, and is read right."""
    line = sample.line.encode()
    detection = detect([line])
    decoded = decode(line, detection)

    assert detection.format.name == spec.name
    assert (
        decoded.time_ns,
        decoded.level,
        decoded.message,
        decoded.logger,
        decoded.request_id,
        decoded.raw,
    ) == (
        None if sample.time is None else time_ns(sample.time),
        sample.level,
        sample.message,
        sample.logger,
        sample.request_id,
        sample.line,
    )
    assert decoded.structured is (spec.pattern is not None or spec.shape is Shape.JSON)


@pytest.mark.parametrize("spec", FORMATS, ids=[spec.name for spec in FORMATS])
def test_samples_together(spec: Format) -> None:
    """All samples of a format, again and again, are that format, and so they are beside some noise."""
    lines = [sample.line.encode() for sample in spec.samples] * 20

    assert detect(lines).format.name == spec.name
    assert detect([*lines, *[b"noise"] * (len(lines) // 10)]).format.name == spec.name


def test_registry() -> None:
    """Names are unique and every format has samples with all its roles."""
    assert len({spec.name for spec in FORMATS}) == len(FORMATS)
    assert all(len(spec.samples) > 1 for spec in FORMATS)
    assert all(
        (spec.message_keys or spec.message_parts) and spec.time_keys
        for spec in FORMATS
        if spec.shape is Shape.JSON
    )
    for spec in FORMATS:
        if spec.pattern is not None:
            assert set(re.compile(spec.pattern).groupindex) <= {
                "time",
                "level",
                "logger",
                "request",
                "message",
                "place",
                "thread",
                *HEADER_ROLES,
                *_OTHER_GROUPS,
            }
            if spec.shape is Shape.TEXT:
                assert {*spec.status_keys, *spec.message_parts} <= set(re.compile(spec.pattern).groupindex)


def test_patterns_are_read_alike_by_the_database() -> None:
    """Headers use what Python's `re` and the index's RE2 both know."""
    with duckdb.connect() as database:
        for spec in FORMATS:
            for sample in spec.samples:
                if spec.pattern is None:
                    continue
                found = database.execute("select regexp_matches(?, ?)", [sample.line, spec.pattern])
                assert found.fetchone() == (True,)
