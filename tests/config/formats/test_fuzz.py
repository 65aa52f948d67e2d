"""Every reader on any text: nothing leaves it, every place lies inside the text, and limits hold."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.base.findings import Severity
from inspector.base.places import Place
from inspector.config.formats import FORMATS, FileFormat, parse
from inspector.config.formats.positions import Positions
from inspector.config.formats.problems import FINDING_CODES
from inspector.config.values import Document
from tests.config.formats.texts import mutated, yaml_documents
from tests.config.formats.trees import agrees, walk

_JSON = (
    '{"a": {"b": [1, 2.5e3, null, true]}, "c": "\\u00e9\\n", "d": {}}',
    '{\n  "x y": 1,\n  "l": [{"k": "v"}, []],\n  "z": -0.0\n}\n',
)
_JAVASCRIPT = (
    *_JSON,
    "// c\n{a: 'x', $b: +0x1F, /* d */ \"c\": [.5, Infinity,],}",
    '{"a": 1, // b\n"c": 2,\n}',
)
_VARIABLES = (
    "export A='x y' # c\nB=\"a\\nb\"\nC=${A:-d}\n\nD\nE = 1 #x\nF: v\n",
    "# c\nA=1\r\nB='two\nlines'\n`C`=2\nA=`3`\n",
)
_TOML = (
    'a = 1\n[b.c]\nd = [1, {e = "x"}]\n[[t]]\nn = 1979-05-27T07:32:00Z\n[[t]]\nq = """\nx\\\n y"""\n',
    "# c\r\n[ x . 'y z' ]\r\na.b = '''\r\nz'''\r\nc = [\r\n 1, # d\r\n]\r\n[x]\r\nw = {}\r\n",
)
_PIECES = " \t\n\r:=#'\"`{}[]()<>,.\\/|&*!%@?-+_$~^0179aexnu\x00\x07\x85\u2028\ufeffé😀"
_TEXTS = {
    "yaml": yaml_documents(unique=False),
    "yaml-1.2": yaml_documents(unique=False),
    "yaml-js": yaml_documents(unique=False),
    "toml": st.sampled_from(_TOML),
    "json": st.sampled_from(_JSON),
    "jsonc": st.sampled_from(_JAVASCRIPT),
    "json5": st.sampled_from(_JAVASCRIPT),
    "dotenv": st.sampled_from(_VARIABLES),
    "dotenv-js": st.sampled_from(_VARIABLES),
    "dotenv-ruby": st.sampled_from(_VARIABLES),
}


def test_every_format_has_texts() -> None:
    """A new format must be tried as well."""
    assert set(_TEXTS) == {file_format.name for file_format in FORMATS}


@pytest.mark.parametrize("file_format", FORMATS, ids=lambda file_format: file_format.name)
def test_broken_documents_leave_a_document(file_format: FileFormat) -> None:
    """Characters of whole documents deleted, inserted and swapped."""

    @settings(deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
    @given(mutated(_TEXTS[file_format.name], _PIECES))
    def check(text: str) -> None:
        check_document(parse(text.encode(), "f", file_format.name))

    check()


@pytest.mark.parametrize("file_format", FORMATS, ids=lambda file_format: file_format.name)
def test_any_bytes_leave_a_document(file_format: FileFormat) -> None:
    """Texts without any sense, and bytes that are none."""
    anything = st.one_of(
        st.text(st.sampled_from(_PIECES), max_size=40).map(str.encode),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(str.encode),
        st.binary(max_size=30),
    )

    @settings(deadline=None, max_examples=500)
    @given(anything)
    def check(data: bytes) -> None:
        check_document(parse(data, "f", file_format.name))

    check()


def check_document(document: Document) -> None:
    """What holds for every document: places lie inside, findings are whole, values are those of the nodes."""
    positions = Positions(document.text, "f")
    for finding in document.findings:
        assert finding.code in FINDING_CODES
        assert finding.message.endswith(".")
        assert finding.hint.endswith(".")
        assert finding.places
        for place in finding.places if document.text else ():  # what is no text is not kept
            check_place(place, positions, len(document.text) + 1)  # what is missing is missing at the end
    if document.root is None:
        assert any(finding.severity is Severity.ERROR for finding in document.findings)
        return
    assert agrees(document.root)
    for node in walk(document.root):
        for spot in (node.place, node.key_place, node.alias_place):
            if spot is not None:
                check_place(spot, positions, len(document.text))


def check_place(place: Place, positions: Positions, end: int) -> None:
    """A place with numbers is a span of the text."""
    assert place.path == "f"
    if place.line is not None:
        assert place.column is not None
        assert place.end_line is not None
        assert place.end_column is not None
        start = positions.offset(place.line, place.column)
        assert 0 <= start <= positions.offset(place.end_line, place.end_column) <= end
