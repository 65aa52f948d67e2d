"""Whole numbers that Python reads from hexadecimal digits and refuses to write in decimal ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.config.export import effective_text, json_value
from inspector.config.formats import parse
from inspector.config.values import is_endless, number_text
from tests.config.workspace import found, report_of

_NUMBER = f"0x{'f' * 5000}"


@pytest.mark.parametrize("format_name", ["yaml", "yaml-1.2"])
@pytest.mark.parametrize(
    "text", [f"b: 1\na: {_NUMBER}\n", f"b: 1\n? {_NUMBER}\n: 1\n", f"b: 1\na: [{_NUMBER}]\n"]
)
def test_yaml_keeps_the_rest(format_name: str, text: str) -> None:
    """As a value, a key or an item it is left out, with a finding at its place."""
    document = parse(text.encode(), "x", format_name)

    assert document.root is not None
    assert isinstance(document.root.value, dict)
    assert document.root.value["b"] == 1
    assert [finding.code for finding in document.findings] == ["broken-file"]
    assert document.findings[0].places[0].line == 2


@pytest.mark.parametrize("text", [f"b = 1\na = {_NUMBER}\n", f"b = 1\na = [{_NUMBER}]\n"])
def test_toml_tells_where_it_is(text: str) -> None:
    """Only the number is left out, with the list that holds it."""
    document = parse(text.encode(), "x.toml")

    assert document.root is not None
    assert document.root.value == {"b": 1}
    assert [(finding.code, finding.places[0].line) for finding in document.findings] == [("broken-file", 2)]


def test_a_text_of_such_digits_is_text() -> None:
    """In quotes it can be as long as it likes."""
    document = parse(f'a = "{_NUMBER}"\n'.encode(), "x.toml")

    assert document.root is not None
    assert document.findings == ()


def test_a_report_is_made_all_the_same(tmp_path: Path) -> None:
    """And all texts of it."""
    report = report_of(tmp_path, {"config.yaml": f"a: {_NUMBER}\nb: 1\npassword: {_NUMBER}\n"})

    assert [setting.key for setting in report.settings] == ["b"]
    assert len(found(report, "broken-file")) == 2
    for name in ("yaml", "toml", "dotenv"):
        assert "0xff" not in effective_text(report, name)


def test_numbers_are_written_whatever_their_length() -> None:
    """In decimal digits as long as Python does that."""
    assert number_text(255) == "255"
    assert number_text(0.5) == "0.5"
    assert number_text(int(_NUMBER, 16)) == json_value(int(_NUMBER, 16)) == _NUMBER
    assert not is_endless(10**4299)
    assert str(10**4299)
    assert is_endless(10**4300)
