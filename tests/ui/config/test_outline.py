"""Reports as rows."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from inspector.base.findings import Severity
from inspector.ui.config.outline import ROOT, Outline, RowKind, build_outline
from tests.ui.config.sample import BASE, make_report, setting, with_value, written

_KEYS = st.lists(
    st.lists(st.sampled_from("abcd"), min_size=1, max_size=4).map(tuple), unique=True, max_size=12
)


def _outline(**changes: object) -> Outline:
    return build_outline(make_report(Path("/w"), **changes))  # type: ignore[arg-type]


def test_rows_follow_the_reading_order() -> None:
    """Mappings stand where their first setting stands; losers follow their setting, highest first."""
    outline = _outline()

    shown = [(row.kind.value, row.key) for row in outline.rows[1:6]]

    expected = [
        ("group", "training"),
        ("setting", "training.batch_size"),
        ("candidate", "training.batch_size"),
        ("candidate", "training.batch_size"),
        ("setting", "training.epochs"),
    ]
    assert expected == shown
    assert [row.candidate.value for row in outline.rows[3:5] if row.candidate is not None] == [32, 16]


def test_a_mapping_counts_what_lies_below() -> None:
    """A group knows its settings, the overridden ones, and the worst finding."""
    outline = _outline()

    number = outline.row_of(("database",))

    assert number is not None
    row = outline.rows[number]
    assert (row.settings, row.overridden, row.worst) == (4, 3, Severity.ERROR)


def test_a_mapping_of_variables_only_is_known_as_one() -> None:
    """Nothing but variables writes training.batch, which often is a mistake."""
    outline = _outline()

    batch, training = outline.row_of(("training", "batch")), outline.row_of(("training",))

    assert batch is not None
    assert training is not None
    assert outline.rows[batch].variables_only
    assert not outline.rows[training].variables_only


def test_a_key_can_be_setting_and_mapping() -> None:
    """When a layer replaces a mapping by a scalar, the lost settings stay below it."""
    outline = _outline(
        settings=(setting("model", written(BASE, "x", 1)), setting("model.name", written(BASE, "y", 2)))
    )

    number = outline.row_of(("model",))

    assert number is not None
    assert outline.rows[number].kind is RowKind.SETTING
    assert [outline.rows[child].key for child in outline.children[number]] == ["model.name"]


def test_thousands_of_levels_need_no_recursion() -> None:
    """A variable with a thousand underscores is legal."""
    deep = ".".join(["a"] * 1_500)
    outline = _outline(settings=(setting(deep, written(BASE, 1, 1)),))

    assert len(outline.rows) == 1_501
    assert outline.rows[1].settings == 1


def test_same_shape_ignores_values() -> None:
    """Only another set of rows is another shape."""
    report = make_report(Path("/w"))
    outline = build_outline(report)

    assert outline.same_shape(build_outline(with_value(report, "training.batch_size", 96)))
    assert not outline.same_shape(_outline(settings=report.settings[1:]))


def test_information_marks_no_row() -> None:
    """Only warnings and errors colour a key."""
    outline = _outline()

    marked = {row.key for row in outline.rows if row.finding is not None}

    assert {"database.port", "training.batch_size", "database.country"} == marked


@given(_KEYS)
def test_every_row_is_found_again_by_its_identity(keys: list[tuple[str, ...]]) -> None:
    """Whatever the keys, identity() and find() are inverse, and parents come before their rows."""
    outline = _outline(
        settings=[setting(".".join(key), written(BASE, 1, 1), written(BASE, 2, 2)) for key in keys]
    )

    numbers = range(1, len(outline.rows))

    assert list(numbers) == [outline.find(outline.identity(number)) for number in numbers]
    assert all(outline.rows[number].parent < number for number in numbers)
    assert len(keys) == outline.rows[ROOT].settings


def test_unchanged_rows_are_kept() -> None:
    """A reload shares what did not change, so that the tree repaints the rest only."""
    report = make_report(Path("/w"))
    before = build_outline(report)

    after = build_outline(with_value(report, "training.batch_size", 96), before)

    changed = [new.key for new, old in zip(after.rows, before.rows, strict=True) if new is not old]
    assert {"training.batch_size"} == set(changed)
    assert before.texts[1:3] != after.texts[1:3]
    assert before.texts[4:] == after.texts[4:]
