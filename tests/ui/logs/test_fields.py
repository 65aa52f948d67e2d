"""The field tree of a record."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester

from inspector.base.secrets import MASK
from inspector.ui.logs.fields import SECRET_MARK, FieldsModel, Node, code_place
from inspector.ui.logs.lines import line_of
from tests.ui.logs.fakes import make_record


def shown(fields: Mapping[str, object], *, reveal: bool = False) -> dict[str, Node]:
    """The nodes below the head, by dotted path."""
    model = FieldsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.show_record(line_of(make_record(0, fields=fields), reveal=reveal).shown)
    found: dict[str, Node] = {}
    _walk(model, QModelIndex(), "", found)
    assert tester.parent() is model
    return found


def _walk(model: FieldsModel, parent: QModelIndex, path: str, found: dict[str, Node]) -> None:
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        node = model.node(index)
        assert model.parent(index) == parent
        name = f"{path}.{node.name}" if path else node.name
        found[name] = node
        _walk(model, index, name, found)


def test_the_head_tells_what_every_record_has() -> None:
    """Time local and UTC, level as written, logger, request, source with line."""
    nodes = shown({})

    assert list(nodes) == ["time", "", "level", "logger", "request_id", "source"]
    assert nodes[""].text == "2025-11-22T08:26:40.000Z"
    assert (nodes["level"].text, nodes["level"].kind) == ("info", "")
    assert (nodes["request_id"].text, nodes["source"].text) == ("req-0000", "api.jsonl:1")
    assert nodes["source"].value == "/logs/api.jsonl:1"


def test_a_level_written_otherwise_is_told() -> None:
    """Pino writes 50 for error."""
    model = FieldsModel()
    model.show_record(make_record(5, level_raw="50"))

    assert [model.index(2, column).data() for column in range(3)] == ["level", "error", "written 50"]


def test_the_offset_of_local_time_is_told() -> None:
    """Local time alone would be ambiguous."""
    nodes = shown({})

    assert nodes["time"].kind.startswith("local ")
    assert nodes["time"].kind[6] in "+-"


@pytest.mark.parametrize(
    ("value", "text", "kind"),
    [
        ("hello", "hello", "text"),
        ("", '""', "text"),
        (2**80, str(2**80), "number"),
        (1.5, "1.5", "number"),
        (float("nan"), "nan", "number"),
        (True, "true", "boolean"),
        (False, "false", "boolean"),
        (None, "null", "null"),
        ({"a": 1}, "1 field", "object"),
        ([1, 2], "2 items", "list"),
        ("two\nlines", "two⏎lines", "text"),
        ("<b>bold</b>", "<b>bold</b>", "text"),
    ],
)
def test_values_and_types(value: object, text: str, kind: str) -> None:
    """Every JSON value has a text and a type."""
    node = shown({"field": value})["field"]

    assert (node.text, node.kind) == (text, kind)


def test_nested_fields_are_nodes_of_their_own() -> None:
    """Mappings by key, lists by position."""
    nodes = shown({"http": {"headers": [{"name": "accept"}]}})

    assert nodes["http.headers.[0].name"].text == "accept"


def test_secrets_are_masked_and_marked_below_a_secret_name_too() -> None:
    """Revealed, the mark stays: it is a finding."""
    fields = {"authorization": ["Bearer abcdefgh123", {"raw": "x"}], "url": "amqp://u:pw@mq"}

    hidden, open_ = shown(fields), shown(fields, reveal=True)

    assert hidden["authorization.[1].raw"].text == MASK
    assert hidden["url"].text == f"amqp://u:{MASK}@mq"
    assert (open_["authorization.[1].raw"].text, open_["authorization.[1].raw"].secret) == ("x", True)
    assert MASK in str(hidden["authorization.[0]"].value)


def test_the_mark_is_part_of_the_text() -> None:
    """Colour is never the only sign."""
    model = FieldsModel()
    model.show_record(make_record(0, fields={"password": MASK}))

    assert model.index(model.rowCount() - 1, 1).data() == f"{MASK}  {SECRET_MARK}"


def test_depth_and_width_are_bounded_and_told() -> None:
    """A hostile record does not hold up the window."""
    deep: dict[str, object] = {}
    inner = deep
    for _ in range(100):
        inner["a"] = {}
        inner = inner["a"]  # type: ignore[assignment]

    nodes = shown({"deep": deep, "wide": list(range(5_000))}, reveal=True)

    assert nodes["wide.…"].text == "4,000 more; see Raw"
    assert any(node.text == "nested deeper than is shown; see Raw" for node in nodes.values())
    assert len(nodes) < 1_200


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"filename": "serving.py", "lineno": 42, "funcName": "predict"}, "serving.py:42 predict"),
        ({"module": "serving", "line": 7}, "serving:7"),
        ({"lineno": 7}, ""),
        ({"filename": "serving.py"}, ""),
        ({"filename": 3, "lineno": "x"}, ""),
    ],
)
def test_code_place(fields: dict[str, object], expected: str) -> None:
    """File, line and function under any of their usual names."""
    assert code_place(fields) == expected


def test_nothing_is_shown_for_no_record() -> None:
    """The panel empties."""
    model = FieldsModel()
    model.show_record(make_record(0))
    model.show_record(None)

    assert model.rowCount() == 0
