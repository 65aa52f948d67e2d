"""Cells of the matrix as words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inspector.base.places import Place
from inspector.base.secrets import MASK
from inspector.config.report import Missing, Report
from inspector.config.report.matrix import MatrixRow, matrix
from inspector.config.resolve import Setting
from inspector.ui.config.compare.cells import State, letter, markdown, search_text, shown_cell, spoken
from tests.ui.config.sample import BASE, make_report, setting, with_value, written


def _rows(*reports: Report) -> dict[str, MatrixRow]:
    return {row.key: row for row in matrix(reports)}


def _report(*settings: Setting) -> Report:
    return make_report(Path("/w"), settings or None)


def test_a_cell_has_value_layer_and_place() -> None:
    """And whether it differs from the first."""
    row = _rows(_report(), with_value(_report(), "training.batch_size", 8))["training.batch_size"]

    first, second = (shown_cell(row, column, reveal=False) for column in (0, 1))

    assert (first.text, second.text) == ("128", "8")
    assert (first.odd, second.odd) == (False, True)
    assert first.place == "config.production.yaml:3:15"
    assert spoken(row, 1, "staging", reveal=False) == (
        "training.batch_size in staging, 8, from environment, differs"
    )


def test_what_is_wrong_has_a_sign_and_a_word() -> None:
    """Invalid, asked for without a value, and simply not set."""
    gone = replace(
        _report(*_report().settings[1:3]),
        missing=(Missing(("database", "port"), Place("settings.schema.json")),),
    )
    rows = _rows(_report(), gone)

    assert shown_cell(rows["database.port"], 0, reveal=False).words == "70000 ✖ invalid"
    assert shown_cell(rows["database.port"], 1, reveal=False).words == "✖ missing"
    assert shown_cell(rows["database.country"], 1, reveal=False).words == "– not set"


def test_secrets_are_compared_without_being_read() -> None:
    """Equal ones have equal letters; revealed ones need none."""
    other = with_value(_report(), "database.password", "third-hunter2")
    row = _rows(_report(), other, _report())["database.password"]

    words = [shown_cell(row, column, reveal=False).words for column in range(3)]

    assert words == [f"{MASK} A", f"{MASK} B", f"{MASK} A"]
    assert shown_cell(row, 1, reveal=True).words == "third-hunter2"
    assert "hunter2" not in search_text(row)


def test_letters_go_on() -> None:
    """After Z."""
    assert [letter(group) for group in (0, 25, 26, 53)] == ["A", "Z", "A1", "B2"]


def test_markdown_is_masked_and_cannot_be_broken() -> None:
    """Pipes and backticks of a value stay inside of its cell."""
    odd = setting("a.pipe", written(BASE, "x|`y`", 1))
    secret = next(one for one in _report().settings if one.secret)
    text = markdown(["one", "two"], matrix([_report(odd, secret), _report(odd)]))

    assert text.splitlines() == [
        "| Setting | one | two |",
        "| --- | --- | --- |",
        "| `a.pipe` | `` x\\|`y` `` (base) | `` x\\|`y` `` (base) |",
        f"| `database.password` | `{MASK}` A (.env) | – not set |",
    ]


def test_an_empty_text_is_told_from_nothing() -> None:
    """In a table for people."""
    row = _rows(_report(setting("a", written(BASE, "", 1))))["a"]

    assert shown_cell(row, 0, reveal=False).state is State.SET
    assert "(empty) (base)" in markdown(["one"], [row])
