"""Rows made ready to paint."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector.base.secrets import MASK
from inspector.logs.records import Level
from inspector.ui.logs.lines import fold_of, line_of
from tests.ui.logs.fakes import make_record

TRACEBACK = 'Traceback (most recent call last):\n  File "serving.py", line 42\nRuntimeError: out of memory'


def test_fields_follow_the_message_without_code_places() -> None:
    """Where in the code and which process is for the detail, not for a row."""
    fields = {"model": "bert-v2", "lineno": 42, "ok": True, "none": None, "http": {"a": 1}, "tags": [1, 2]}

    line = line_of(make_record(0, fields=fields), reveal=False)

    assert line.extras == "model=bert-v2 ok=true none=null http={1} tags=[2]"


def test_many_fields_are_counted_not_dropped_silently() -> None:
    """What does not fit is told."""
    line = line_of(make_record(0, fields={f"f{number}": number for number in range(20)}), reveal=False)

    assert line.extras.endswith("f11=11 +8 more")


def test_secrets_are_hidden_until_revealed() -> None:
    """In message and fields alike."""
    record = make_record(0, message="login password=hunter2", fields={"api_key": "abc123"})

    hidden, shown = line_of(record, reveal=False), line_of(record, reveal=True)

    assert (hidden.message, hidden.extras) == (f"login password={MASK}", f"api_key={MASK}")
    assert (shown.message, shown.extras) == ("login password=hunter2", "api_key=abc123")
    assert hidden.record is record


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ""),
        ({"detail": TRACEBACK}, "Traceback, 3 lines · RuntimeError: out of memory"),
        (
            {"detail": TRACEBACK, "continuation": tuple(TRACEBACK.splitlines())},
            "Traceback, 3 lines · RuntimeError: out of memory",
        ),
        ({"detail": "stack", "continuation": ("more",)}, "2 lines · more"),
        ({"continuation": ("  more",)}, "1 line · more"),
        ({"continuation": ("", "  ")}, "2 lines"),
        ({"gone": True}, "bytes no longer in the file"),
    ],
)
def test_what_stands_below_is_one_phrase(changes: dict[str, object], expected: str) -> None:
    """Count and last line; the whole is in the detail."""
    assert fold_of(replace(make_record(0), **changes)) == expected  # type: ignore[arg-type]


def test_control_characters_and_length_are_tamed() -> None:
    """A row is one line, and no longer than a screen can show."""
    line = line_of(make_record(0, message="a\x1b[31m\tb" + "x" * 9000 + "\nsecond"), reveal=False)

    assert line.message.startswith("a [31m b")
    assert len(line.message) == 600
    assert line.message.isprintable()


def test_a_record_without_anything_still_has_a_row() -> None:
    """Unknown level, no time, no logger: the raw text is the message."""
    bare = replace(
        make_record(0, level=Level.UNKNOWN, time_ns=None, message="", raw="noise", fields={}),
        logger=None,
        request_id=None,
    )

    line = line_of(bare, reveal=False)

    assert (line.time, line.level, line.logger, line.request, line.message) == ("", "?", "", "", "noise")


def test_a_record_nested_by_the_hundred_has_a_row() -> None:
    """One hostile record does not keep its neighbours from being shown."""
    deep: dict[str, object] = {}
    for _ in range(3_000):
        deep = {"a": deep}

    line = line_of(make_record(0, message="password=hunter2", fields=deep), reveal=False)

    assert (line.message, line.extras) == (f"password={MASK}", "a={1}")
