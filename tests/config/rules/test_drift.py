"""Types of one key in several layers."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.base.findings import Severity
from tests.config.workspace import found, report_of


def test_many_are_told_together(tmp_path: Path) -> None:
    """A layer that writes everything as text is one finding, with the first keys and places."""
    base = "".join(f"key{number}: {number}\n" for number in range(200))
    above = "".join(f'key{number}: "{number}"\n' for number in range(200))

    report = report_of(tmp_path, {"config.yaml": base, "config.production.yaml": above})

    (finding,) = found(report, "type-drift")
    assert finding.message == (
        "config.production.yaml gives 200 settings another type than lower layers do: "
        "key0, key1, key2, key3 and 196 more."
    )
    assert (finding.key, len(finding.places)) == (None, 100)


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ("1", "1.5"),
        ("null", "1"),
        ("1", "null"),
        ("{a: 1}", "5"),
        ("text", "text"),
        ("[1]", "[x]"),
        ("2020-01-01", "2020-01-02 10:00:00"),
    ],
)
def test_what_is_no_drift(low: str, high: str, tmp_path: Path) -> None:
    """Whole and broken numbers are numbers; null has no type; mappings have a rule of their own."""
    files = {"config.yaml": f"a: {low}\n", "config.production.yaml": f"a: {high}\n"}

    assert found(report_of(tmp_path, files), "type-drift") == []


def test_a_value_that_took_no_part_is_not_compared(tmp_path: Path) -> None:
    """The .env file has text, but the process has a number like the base."""
    files = {"config.yaml": "a: 1\n", ".env": "ML_A=x\n"}

    report = report_of(tmp_path, files, {"ML_A": "2"}, environment=None)

    assert [finding.code for finding in report.findings] == ["dotenv-shadowed"]


def test_null_between_is_passed_over(tmp_path: Path) -> None:
    """The value below the null is the one that differs."""
    files = {"config.yaml": "a: 1\n", "config.production.yaml": "a: null\n", ".env": "ML_A=x\n"}

    (finding,) = found(report_of(tmp_path, files), "type-drift")

    assert finding.message == "a is text in ML_A in .env and a number in config.yaml."
    assert finding.severity is Severity.WARNING


def test_a_schema_with_types_decides(tmp_path: Path) -> None:
    """What it allows is no drift, and defaults are not compared."""
    schema = '{"properties": {"a": {"type": ["string", "integer"], "default": true}, "b": {"default": true}}}'
    files = {
        "config.yaml": "a: 1\nb: 1\n",
        "config.production.yaml": "a: x\n",
        "config.schema.json": schema,
    }

    assert report_of(tmp_path, files).findings == ()


def test_values_of_a_key_above_are_not_compared(tmp_path: Path) -> None:
    """A number that stood for the whole mapping is no value of the keys in it."""
    files = {"config.yaml": "a: 5\n", "config.production.yaml": "a: {b: x}\n"}

    assert [finding.code for finding in report_of(tmp_path, files).findings] == ["type-conflict"]


def test_a_variable_that_cannot_be_text(tmp_path: Path) -> None:
    """The hint asks for nothing that no variable can give, and of a secret not to write it into a file."""
    files = {"config.yaml": 'server: {port: "8080"}\ndb: {password: abc}\n'}

    report = report_of(
        tmp_path, files, {"ML_SERVER_PORT": "6543", "ML_DB_PASSWORD": "6543"}, environment=None
    )

    said, or_code = (
        "A variable that looks like a number is read as one here and is never text:",
        "or let the code",
    )
    assert {finding.key: finding.hint for finding in found(report, "type-drift")} == {
        "server.port": f"{said} write a number in config.yaml too, {or_code} make text of server.port.",
        "db.password": f"{said} choose one that is not like a number, {or_code} make text of db.password.",
    }
