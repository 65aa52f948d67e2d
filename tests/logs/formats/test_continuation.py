"""Which lines start a record."""

from __future__ import annotations

import pytest

from inspector.logs.formats import Detection, detect, record_starts, starts_record

JSON = detect([b'{"level": "info", "message": "x"}'])
TEXT = detect([b"2025-03-04 09:15:02,123 - api - INFO - ready"])
LOGFMT = detect([b"level=info msg=a"])
PLAIN = detect([b"hello"])


def starts(text: str, detection: Detection = JSON) -> list[str]:
    """The lines of a text that start records."""
    lines = text.encode().splitlines()
    flags, _ = record_starts(lines, detection)
    return [line.decode() for line, flag in zip(lines, flags, strict=True) if flag]


def test_a_traceback_belongs_to_the_record_before() -> None:
    """From its first line to the exception, chained ones included."""
    text = (
        '{"message": "a"}\n'
        "Traceback (most recent call last):\n"
        '  File "a.py", line 1, in f\n'
        "    g()\n"
        "KeyError: 'x'\n"
        "\n"
        "During handling of the above exception, another exception occurred:\n"
        "\n"
        "Traceback (most recent call last):\n"
        '  File "a.py", line 2, in f\n'
        "torch.cuda.OutOfMemoryError: CUDA out of memory\n"
        '{"message": "b"}\n'
        "KeyError: not after a traceback\n"
    )
    assert starts(text) == ['{"message": "a"}', '{"message": "b"}', "KeyError: not after a traceback"]


def test_only_one_line_closes_a_traceback() -> None:
    """After the exception, a line that reads like one is a record of its own."""
    text = '{"a":1}\nTraceback (most recent call last):\n  x\nKeyboardInterrupt\nwarning: disk\n'
    assert starts(text) == ['{"a":1}', "warning: disk"]


def test_an_open_traceback_is_carried_over_a_border() -> None:
    """Work done in pieces gives the same answer as in one."""
    first, opened = record_starts([b'{"a":1}', b"Traceback (most recent call last):", b"  x"], JSON)
    second, closed = record_starts([b"ValueError: y", b"ValueError: z"], JSON, opened)

    assert (first, opened, second, closed) == ([True, False, False], True, [False, True], False)


STACKS = (
    "java.lang.IllegalStateException: no bean\n"
    "\tat com.example.App.main(App.java:7)\n"
    "\t... 3 common frames omitted\n"
    "Caused by: java.io.IOException: reset\n"
    "\tat com.example.Net.read(Net.java:9)",
    "System.InvalidOperationException: Sequence contains no elements\n"
    "   at System.Linq.ThrowHelper.ThrowNoElementsException()\n"
    "--- End of stack trace from previous location ---\n"
    "   at Shop.Program.Main() in /app/Program.cs:line 3",
    "TypeError: Cannot read properties of undefined (reading 'id')\n"
    "    at handler (/app/index.js:12:15)\n"
    "    at process.processTicksAndRejections (node:internal/process/task_queues:95:5) {\n"
    "  code: 'E_X'\n"
    "}",
    "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x1]\n"
    "\n"
    "goroutine 1 [running]:\n"
    "main.(*Server).run(0xc000010000, {0x1, 0x2})\n"
    "\t/app/main.go:12 +0x1d\n"
    "main.main()\n"
    "\t/app/main.go:7 +0x1d\n"
    "created by main.serve\n"
    "\t/app/main.go:5\n"
    "exit status 2",
    "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n"
    "stack backtrace:\n"
    "   0: rust_begin_unwind\n"
    "             at /rustc/9fc6b431/library/std/src/panicking.rs:600:5\n"
    "note: Some details are omitted, run with `RUST_BACKTRACE=full` for a verbose backtrace.",
)


@pytest.mark.parametrize("stack", STACKS, ids=["java", "dotnet", "node", "go", "rust"])
@pytest.mark.parametrize("detection", [JSON, TEXT], ids=["json", "text"])
def test_a_stack_belongs_to_the_record_before(stack: str, detection: Detection) -> None:
    """All of its lines, and nothing of what follows."""
    record = '{"message": "a"}' if detection is JSON else "2025-03-04 09:15:02,123 - api - ERROR - a"
    assert starts(f"{record}\n{stack}\nListening on port 80\n", detection) == [record, "Listening on port 80"]


@pytest.mark.parametrize(
    "line", ["panic: no model", "warning: disk", "done(ok)", "main.go: up", "Exception in thread main: x"]
)
def test_lines_that_look_like_a_part_of_a_stack(line: str) -> None:
    """Alone they are records."""
    assert starts(f'{{"message": "a"}}\n{line}\n') == ['{"message": "a"}', line]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "    at f (a.js:1:1)",
        "\tat java.lang.Thread.run",
        "Caused by: java.io.IOException: x",
        "}",
        "},",
        "]",
        "goroutine 1 [running]:",
        "[SQL: select 1]",
        "--- End of inner exception stack trace ---",
        "The above exception was the direct cause of the following exception:",
    ],
)
@pytest.mark.parametrize("detection", [JSON, TEXT, PLAIN], ids=["json", "text", "plain"])
def test_lines_that_continue(line: str, detection: Detection) -> None:
    """Indented and blank lines, stacks and closing brackets start nothing in any format."""
    assert not starts_record(line.encode(), detection)
    assert not starts_record(line.encode() + b"\r\n", detection)


@pytest.mark.parametrize(
    ("line", "detection"),
    [
        ('{"level": "info"}', JSON),
        ('\ufeff{"level": "info"}', JSON),
        ("{broken", JSON),
        ("Listening on port 80", JSON),
        ("[INFO] x", JSON),
        ("ValueError: x", JSON),
        ("2025-03-04 09:15:02,123 - api - INFO - ready", TEXT),
        ("\x1b[32m2025-03-04 09:15:02,123 - api - INFO - ready\x1b[0m", TEXT),
        ("no header", TEXT),
        ("hello", PLAIN),
    ],
)
def test_lines_that_start_a_record(line: str, detection: Detection) -> None:
    """JSON objects and headers, and every other line that stands for itself."""
    assert starts_record(line.encode(), detection)


def test_a_pretty_printed_object_is_one_record() -> None:
    """From the brace that opens it to the one that closes it."""
    assert starts('{\n  "a": {\n    "b": 1\n  }\n}\n{\n  "a": 2\n}\n') == ["{", "{"]


@pytest.mark.parametrize("piece", ["(", "a.", "a", "=", 'a=" ', 'a="x\\"', "a=b ", "main.run(", "[x"])
@pytest.mark.parametrize("detection", [JSON, TEXT, LOGFMT], ids=["json", "text", "logfmt"])
def test_a_long_line_takes_no_longer_than_it_is_long(piece: str, detection: Detection) -> None:
    """No pattern tries a line again and again: with a time limit on the test, this is its proof."""
    assert starts_record((piece * 1_000_000).encode() + b"!", detection)
