"""The stable JSON shapes, and masking in them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from inspector.base.secrets import MASK
from inspector.config.export import json_value, report_document, shown_value
from inspector.config.values import Value
from tests.config.workspace import report_of

_FILES = {
    "config.yaml": "db: {port: 1, url: 'postgres://me:hunter22@db/x', password: s3cret-1}\n",
    "config.production.yaml": "db: {port: 2}\n",
    ".env.production": "ML_DB_PASSWORD=s3cret-2\n",
}


def test_shape(tmp_path: Path) -> None:
    """Names and order of all fields are the contract."""
    document = json.loads(
        json.dumps(report_document(report_of(tmp_path, _FILES, {"ML_DB_PORT": "x", "ml_DB_PORT": "y"})))
    )

    assert list(document) == [
        "schema", "workspace", "dialect", "detection", "environment", "environments", "layers", "settings",
        "missing", "findings",
    ]  # fmt: skip
    assert document["schema"] == "inspector.config/1"
    assert (document["dialect"], document["environment"]) == ("layered", "production")
    assert document["environments"] == ["development", "production"]
    assert document["detection"]["confidence"] == 0.9
    assert document["detection"]["reasons"][0] == "config.yaml + config.production.yaml"
    assert document["detection"]["alternatives"] == []
    assert document["layers"][0] == {
        "id": "base:config.yaml",
        "kind": "base",
        "label": "config.yaml",
        "path": "config.yaml",
        "status": "loaded",
    }
    assert [(layer["id"], layer["status"]) for layer in document["layers"]] == [
        ("base:config.yaml", "loaded"),
        ("environment:config.production.yaml", "loaded"),
        ("dotenv:.env", "missing"),
        ("dotenv:.env.production", "loaded"),
        ("variable", "loaded"),
        ("what-if", "inactive"),
    ]
    port = document["settings"][0]
    assert list(port) == ["key", "value", "type", "secret", "source", "candidates"]
    assert (port["key"], port["value"], port["type"], port["secret"]) == ("db.port", "x", "str", False)
    assert port["source"] == port["candidates"][-1]
    assert port["candidates"][0] == {
        "layer": "base:config.yaml",
        "kind": "base",
        "value": 1,
        "type": "int",
        "raw": "1",
        "status": "overridden",
        "reason": "overridden by ML_DB_PORT in process environment",
        "path": "config.yaml",
        "line": 1,
        "column": 12,
        "variable": None,
        "alias": None,
    }
    assert port["candidates"][-1]["variable"] == "ML_DB_PORT"
    assert port["candidates"][-1]["path"] is None
    (finding,) = [f for f in document["findings"] if f["code"] == "variable-near-miss"]
    assert finding == {
        "code": "variable-near-miss",
        "severity": "warning",
        "key": None,
        "message": "ml_DB_PORT is ignored: the prefix is ML_, and capital and small letters differ, "
        "except on Windows.",
        "hint": "Rename it to ML_DB_PORT.",
        "places": [{"path": None, "line": None, "column": None, "variable": "ml_DB_PORT"}],
    }


def test_masked_by_default(tmp_path: Path) -> None:
    """No secret is in the document until it is revealed."""
    report = report_of(tmp_path, _FILES)

    masked = json.dumps(report_document(report), ensure_ascii=False)
    revealed = json.dumps(report_document(report, reveal=True))

    assert [text for text in ("hunter22", "s3cret-1", "s3cret-2") if text in masked] == []
    assert [text for text in ("hunter22", "s3cret-1", "s3cret-2") if text not in revealed] == []
    password = next(s for s in report_document(report)["settings"] if s["key"] == "db.password")
    assert (password["value"], password["candidates"][0]["raw"]) == (MASK, MASK)


@pytest.mark.parametrize(
    ("value", "secret", "shown"),
    [
        (None, False, "null"),
        (None, True, "null"),
        (True, False, "true"),
        (5, True, MASK),
        ("a, b", False, "a, b"),
        ([1, "a", "b, c", None], False, "[1, a, 'b, c', null]"),
        ({"a": [], "b": {"c": 1.5}}, False, "{a: [], b: {c: 1.5}}"),
        ({"user": "me", "password": "x"}, False, f"{{user: me, password: {MASK}}}"),
        ([{"api_key": "x"}, "redis://u:pw1234@h"], False, f"[{{api_key: {MASK}}}, {MASK}]"),
        (dt.date(2020, 1, 2), False, "2020-01-02"),
        ("two\nlines", False, "two⏎lines"),
        (float("inf"), False, "inf"),
    ],
)
def test_shown_value(value: Value, secret: bool, shown: str) -> None:
    """Values for a cell."""
    assert shown_value(value, secret=secret) == shown


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (dt.datetime(2020, 1, 2, 3, 4, 5, tzinfo=dt.timezone.utc), "2020-01-02T03:04:05+00:00"),  # noqa: UP017
        (dt.time(1, 2), "01:02:00"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (b"\x00\xff", "00ff"),
        ({"b", "a"}, ["a", "b"]),
        ({1: [None], None: (2,)}, {"1": [None], "null": [2]}),
    ],
)
def test_json_value(value: Value, expected: object) -> None:
    """What JSON cannot hold."""
    assert json_value(value) == expected
    json.dumps(json_value(value), allow_nan=False)
