"""Variables that meet, tried out in both orders."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.workspace import found, report_of


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("ML_A_B", "ML_A_C"), []),
        (("ML_A", "ML_B"), []),
        (("ML_A_B", "ML_A_b"), ["ML_A_B and ML_A_b both set a.b; ML_A_b wins because it comes later."]),
        (
            ("ML_A_B_C", "ML_A"),
            ["ML_A comes after ML_A_B_C and takes its key; in the other order nothing starts."],
        ),
        (
            ("ML_A", "ML_A_B_C"),
            ["ML_A_B_C comes after ML_A and cannot go below it; in the other order it starts."],
        ),
        (
            ("ML_A", "ML_a", "ML_A_B"),
            [
                "ML_A and ML_a both set a; ML_a wins because it comes later.",
                "ML_A_B comes after ML_a and cannot go below it; in the other order it starts.",
            ],
        ),
    ],
)
def test_pairs(names: tuple[str, ...], said: list[str], tmp_path: Path) -> None:
    """Only pairs whose order changes the result are told."""
    environ = {name: str(number) for number, name in enumerate(names)}

    report = report_of(tmp_path, {"config.yaml": "x: 1\n"}, environ, environment=None)

    assert sorted(f.message for f in found(report, "variable-order-decides")) == sorted(said)


@pytest.mark.parametrize(
    ("text", "environ", "said"),
    [
        ("db: null\n", {"ML_DB_TOKEN": "a", "ML_DB": "1"}, []),
        ("x: s\n", {"ML_X": "1", "ML_X_Y": "2"}, []),
        ("x: null\n", {"ML_X_Y": "1", "ML_X_y": "2"}, []),
        (
            "x: {y: 1, z: 2}\n",
            {"ML_X_Y": "1", "ML_X": "2"},
            ["ML_X comes after ML_X_Y and takes its key; in the other order nothing starts."],
        ),
    ],
)
def test_the_value_in_the_file_counts(
    text: str, environ: dict[str, str], said: list[str], tmp_path: Path
) -> None:
    """Where the application stops in both orders, the order decides nothing."""
    report = report_of(tmp_path, {"config.yaml": text}, environ, environment=None)

    assert [f.message for f in found(report, "variable-order-decides")] == said


def test_equal_values_have_no_order(tmp_path: Path) -> None:
    """Two names with one text give one result."""
    report = report_of(tmp_path, {"config.yaml": "a: 1\n"}, {"ML_A": "5", "ML_a": "5"}, environment=None)

    assert found(report, "variable-order-decides") == []


def test_the_work_is_bounded(tmp_path: Path) -> None:
    """Thousands of names for one key are told so often, and the rest not."""
    names = ["".join(c.upper() if n >> i & 1 else c for i, c in enumerate("abcdefghij")) for n in range(1000)]
    environ = {f"ML_{name}": str(number) for number, name in enumerate(names)}

    report = report_of(tmp_path, {"config.yaml": "a: 1\n"}, environ, environment=None)

    assert len(found(report, "variable-order-decides")) == 200
