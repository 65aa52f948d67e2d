""".env files: names, values and what they leave in an environment are those of python-dotenv."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator

import dotenv
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inspector.config.formats import text_at
from inspector.config.formats.dotenv import load, parse
from tests.config.formats.trees import agrees

_PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "A",
                "B",
                "ML_C",
                "'Q K'",
                "=",
                " = ",
                "\n",
                "\n\n",
                "\r\n",
                "\r",
                " ",
                "\t",
                "export ",
                "# c",
                " # c",
            ),
            *(
                "1",
                "two words",
                "'",
                '"',
                "'s ${A}'",
                '"d\\n${B:-x}"',
                "${A}",
                "${NONE:-d}",
                "$A",
                "\\",
                "\\'",
                '\\"',
            ),
            *(
                "A=1\n",
                "B=${A}\n",
                "A=${B}2\n",
                "X='multi\nline'\n",
                "E=\n",
                "N\n",
                "é=ü\n",
                "a.b-c=1\n",
                "#",
                ":",
            ),
            *("\x0c", "\u2028", "\x85", "''", '""', "=#x", "= #x", "export", "\u3000"),
        ]
    ),
    max_size=14,
).map("".join)

_LOADER = """
import dotenv, json, os, sys
for line in sys.stdin:
    text, environ = json.loads(line)
    os.environ.clear()
    os.environ.update(environ)
    with open(sys.argv[1], "w", encoding="utf-8", newline="") as file:
        file.write(text)
    try:
        dotenv.load_dotenv(sys.argv[1])
    except ValueError:
        pass
    print(json.dumps(list(os.environ.items())), flush=True)
"""


@settings(deadline=None, max_examples=500)
@given(_PIECES)
@example("A=1 # c\n")
@example("A='x' y\nB=2\n")
def test_any_text_is_read_as_python_dotenv_reads_it(text: str) -> None:
    """Names and values are those of dotenv_values without interpolation, and places hold their text."""
    document = parse(text, ".env")
    seen = io.StringIO(text, newline=None).read()
    expected = dotenv.dotenv_values(stream=io.StringIO(seen), interpolate=False)
    assert document.root is not None
    assert document.root.value == dict(expected)
    assert agrees(document.root)
    assert list(dict(document.root.entries)) == list(expected)
    for key, node in document.root.entries:
        assert node.key_place is not None
        written = text_at(seen, node.key_place)
        assert written in (key, f"'{key}'")
        assert text_at(document.text, node.place) == node.raw
        assert dotenv.dotenv_values(
            stream=io.StringIO(f"{written}={node.raw}" if node.value is not None else written),
            interpolate=False,
        ) == {key: node.value}


@pytest.fixture(scope="module")
def loader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen[str]]:
    """A process that really calls load_dotenv, once for each line that it is sent."""
    file = tmp_path_factory.mktemp("dotenv") / ".env"
    with subprocess.Popen(
        [sys.executable, "-c", _LOADER, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


@settings(deadline=None, max_examples=300)
@given(
    _PIECES,
    st.dictionaries(
        st.sampled_from(["A", "B", "E", "ML_C", "PYTHON_DOTENV_DISABLED"]),
        st.sampled_from(["", "env", "no", "1"]),
    ),
)
@example("A=1\nB=${A}\nA=2\n", {})
@example("A=file\nB=${A}${C}\nC=3\n", {"A": ""})
@example("A=1\n'B=C'=2\nD=3\n", {})
@example("A=1\n", {"PYTHON_DOTENV_DISABLED": "TRUE"})
def test_loading_leaves_the_environment_that_load_dotenv_leaves(
    loader: subprocess.Popen[str], text: str, environ: dict[str, str]
) -> None:
    """The applied names, their values and their order are those of a process that calls load_dotenv."""
    assert loader.stdin is not None
    assert loader.stdout is not None
    loader.stdin.write(json.dumps([text, environ]) + "\n")
    loader.stdin.flush()
    left = json.loads(loader.stdout.readline())
    loaded = load(parse(text, ".env"), environ)
    applied = [[value.name, value.value] for value in loaded if value.applied]
    assert [list(pair) for pair in environ.items()] + applied == left
    for value in loaded:
        assert bool(value.reason) is not value.applied
