"""python-dotenv itself beside the dialect `dotenv` and the reader of `.env` files.

A process really calls load_dotenv, with and without override, and dotenv_values.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from inspector.config.formats.dotenv import load, parse
from inspector.config.report import Report, Request, build_report

_LOADER = """
import base64, dotenv, json, os, sys
path = sys.argv[1]
for line in sys.stdin:
    data, environ = json.loads(line)
    with open(path, "wb") as file:
        file.write(base64.b64decode(data))
    answer = {}
    for name, work in {
        "kept": lambda: dotenv.load_dotenv(path),
        "overridden": lambda: dotenv.load_dotenv(path, override=True),
        "values": lambda: dotenv.dotenv_values(path),
        "written": lambda: dotenv.dotenv_values(path, interpolate=False),
    }.items():
        os.environ.clear()
        os.environ.update(environ)
        try:
            result = work()
        except ValueError:
            result = None
        answer[name] = list(os.environ.items()) if name in ("kept", "overridden") else result
    print(json.dumps(answer), flush=True)
"""

_NAMES = ["A", "B", "C", "LONG_NAME", "a.b", "x-y", "é", "1", "'Q K'", "'E=F'", "A B", "export"]
_REFERENCES = (
    "$A ${A} ${B} ${C} ${LONG_NAME} ${NONE} ${NONE:-d} ${A:-${B}} ${A:-} ${a.b} ${ } ${} \\${A} $${A}".split()
)
_TEXTS = st.lists(
    st.sampled_from(
        [
            *_REFERENCES,
            *"x 1 \\n \\t \\' \\\" \\\\ # = ' \" ` é".split(),
            " ",
            " # c",
            "  ",
            "\u00a0",
            "\u2028",
            "\x0c",
        ]
    ),
    max_size=4,
).map("".join)
_QUOTED = st.tuples(
    st.sampled_from(["'", '"']), _TEXTS, st.sampled_from(["", "", " # c", " tail", "\n"])
).map(lambda parts: f"{parts[0]}{parts[1]}{parts[0]}{parts[2]}")
_LINES = st.one_of(
    st.tuples(
        st.sampled_from(["", "", "export ", "  ", "export\t"]),
        st.sampled_from(_NAMES),
        st.sampled_from(["=", "=", " = ", "= ", ": ", ""]),
        st.one_of(_TEXTS, _QUOTED),
    ).map("".join),
    st.sampled_from(
        ["# comment", "", "   ", "=x", "'open", "A='two\nlines'", 'B="two\r\nlines"', "bad line here"]
    ),
)


@st.composite
def _data(draw: st.DrawFn) -> bytes:
    """A file: lines with one kind of line end or a mixture, with a byte order mark now and then."""
    lines = draw(st.lists(_LINES, max_size=6))
    ends = draw(st.sampled_from([["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", ""]]))
    text = "".join(line + draw(st.sampled_from(ends)) for line in lines)
    return (draw(st.sampled_from(["", "", "\ufeff"])) + text).encode()


_ENVIRONS = st.dictionaries(
    st.sampled_from(["A", "B", "C", "a.b", "LONG_NAME", "PYTHON_DOTENV_DISABLED"]),
    st.sampled_from(["", "process", "${B}", "$A", "1", "no", "ü"]),
    max_size=4,
)


@dataclass(frozen=True)
class _Library:
    """The process, and the file that it reads."""

    process: subprocess.Popen[str]
    file: Path

    def ask(self, data: bytes, environ: Mapping[str, str]) -> dict[str, Any]:
        """What is left of the environment, and what dotenv_values returns."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps([base64.b64encode(data).decode(), environ]), file=self.process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Library]:
    """One process for all cases; the folder of its file is the workspace."""
    file = tmp_path_factory.mktemp("dotenv") / ".env"
    with subprocess.Popen(
        [sys.executable, "-c", _LOADER, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        yield _Library(process, file)
        assert process.stdin is not None
        process.stdin.close()


def _report(library: _Library, environ: Mapping[str, str]) -> Report:
    return build_report(Request(library.file.parent, dialect="dotenv", environ=tuple(environ.items())))


def _agree(library: _Library, data: bytes, environ: Mapping[str, str]) -> Report:
    """Compare all four calls with the engine; the report is that of the file."""
    real = library.ask(data, environ)
    document = parse(data.decode(), ".env")
    report = _report(library, environ)
    overriding = load(document, environ, override=True)
    after = {**environ, **{value.name: value.value for value in overriding if value.applied}}

    assert [[v.name, v.text] for v in report.environ.applied] == real["kept"]
    assert list(map(list, after.items())) == real["overridden"]
    assert document.root is not None
    assert document.root.value == real["written"]
    assert {value.name: value.value for value in overriding} == real["values"]
    return report


@settings(
    max_examples=600,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=_data(), environ=_ENVIRONS)
@example(data=b"A=${B}\nB=1\n", environ={})
@example(data=b"A=1\nA=${A}2\nB=${A}\n", environ={"A": "process"})
@example(data=b"'E=F'=1\nB=2\n", environ={})
def test_any_file_gives_what_python_dotenv_gives(
    library: _Library, data: bytes, environ: dict[str, str]
) -> None:
    """The environment after load_dotenv with and without override, in its order, and both dotenv_values."""
    _agree(library, data, environ)


@pytest.mark.parametrize(
    ("text", "environ", "expected"),
    [
        ("A=1\n", {"A": ""}, {"A": ""}),
        ("A=1\nB=${A}\n", {"A": "process"}, {"A": "process", "B": "process"}),
        ("A=1\nB=$A\n", {}, {"A": "1", "B": "$A"}),
        ("A=${X:-d}\nB=${X-d}\nC=${X}\n", {}, {"A": "d", "B": "", "C": ""}),
        ("A=${B}\nB=1\n", {}, {"A": "", "B": "1"}),
        ("B=1\nA='${B}'\n", {}, {"B": "1", "A": "1"}),
        ("A=b # c\nB=b#c\nC='b' # c\n", {}, {"A": "b", "B": "b#c", "C": "b"}),
        ("export A=1\nB\nKEY: v\nC=1\nC=2\n", {}, {"A": "1", "C": "2"}),
        ("A.b=1\nA-b=2\n", {}, {"A.b": "1", "A-b": "2"}),
        ("\ufeffA=1\r\nB=2\r\n", {}, {"A": "1", "B": "2"}),
        ("A='x\nB=2\n", {}, {"B": "2"}),
        ("A=\"x\\ny\"\nB='x\\ny'\n", {}, {"A": "x\ny", "B": "x\\ny"}),
    ],
)
def test_rules(text: str, environ: dict[str, str], expected: dict[str, str], library: _Library) -> None:
    """Each rule by itself: the settings are what the application gets for the names in the file."""
    report = _agree(library, text.encode(), environ)

    assert report.values == expected
