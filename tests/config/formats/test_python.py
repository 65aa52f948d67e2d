"""Modules of settings: what is a literal, what is computed, and texts that are no Python."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.config.formats import parse as parse_bytes
from inspector.config.formats.python import Computed, parse
from inspector.config.values import Value
from tests.config.formats.trees import agrees


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A = 1\nA = 2\n", {"A": 2}),
        ("A = B = 'x' 'y'\n", {"A": "xy", "B": "xy"}),
        ("A: int = -3\nB: int\n", {"A": -3}),
        ("A = (1, [2.5, None], {'k': True})\n", {"A": [1, [2.5, None], {"k": True}]}),
        ("a = 1\nMixed = 2\n_A = 3\nA__b = 4\n__X__ = 5\n", {"_A": 3, "A__b": 4}),
        ("A = 1\ndel A\n", {}),
        ("def f():\n    B = 1\n", {}),
        ("dynaconf_merge = True\nA = 1\n", {"dynaconf_merge": True, "A": 1}),
        ("\ufeffA = 1\r\nB = 2\r\n", {"A": 1, "B": 2}),
    ],
)
def test_literals_are_values(text: str, value: Value) -> None:
    """The last assignment of a name at the top counts."""
    document = parse(text, "s.py")
    assert document.findings == ()
    assert document.root is not None
    assert document.root.value == value
    assert agrees(document.root)
    assert not any(isinstance(node, Computed) for _, node in document.root.entries)


@pytest.mark.parametrize(
    ("text", "written", "line"),
    [
        ("A = f(1)\n", "f(1)", 1),
        ("B = 1\nA = B\n", "B", 2),
        ("A = {'k': g()}\n", "{'k': g()}", 1),
        ("A = {1: 2}\n", "{1: 2}", 1),
        ("A = b'x'\n", "b'x'", 1),
        ("A = 1\nif x:\n    A = 2\n", "if x: …", 2),
        ("A = 1\nA += 1\n", "A += 1", 2),
        ("A = [1]\nA.append(2)\n", "A.append(2)", 2),
        ("A = {}\nA['k'] = 1\n", "A['k'] = 1", 2),
        ("A, b = 1, 2\n", "A, b = 1, 2", 1),
        ("from x import A\n", "from x import A", 1),
        ("class A: pass\n", "class A: pass", 1),
    ],
)
def test_everything_else_is_computed(text: str, written: str, line: int) -> None:
    """It has the text and the place of the code."""
    document = parse(text, "s.py")
    assert document.root is not None
    node = document.root.child("A")
    assert isinstance(node, Computed)
    assert (node.value, node.place.line) == (written, line)


@pytest.mark.parametrize("text", ["A = (\n", "A =\n", "  A = 1\n", "A = 'x\n"])
def test_what_is_no_python_is_a_finding(text: str) -> None:
    """The application stops with SyntaxError."""
    document = parse(text, "s.py")
    assert document.root is None
    assert [(f.code, f.exception) for f in document.findings] == [("broken-file", "SyntaxError")]


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from([*"A =1\n([{:,'.-+*\"\\\t#é", "if ", "lambda", "    ", "import "])).map("".join)
)
def test_any_text_leaves_a_document(text: str) -> None:
    """A root, or a finding that says why there is none."""
    document = parse_bytes(text.encode(), "s.py", "python")
    assert (document.root is None) == bool([f for f in document.findings if f.code != "value-computed"])
    assert document.root is None or agrees(document.root)


@pytest.mark.parametrize("text", ["A = " + "[" * 5000, "A = " + "-" * 20000 + "1", "A = " + "9" * 5000])
def test_deep_and_long_code_ends(text: str) -> None:
    """In a finding or a computed value."""
    document = parse(text, "s.py")
    assert document.root is None or document.root.entries
