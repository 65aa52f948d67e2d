"""Which variables set a setting, and the texts to paste."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inspector.base.secrets import MASK
from inspector.config.report import Report
from inspector.config.resolve import Setting
from inspector.ui.config.reach import Way, pastes, reach
from tests.ui.config.sample import BASE, make_report, setting, written


def _report() -> Report:
    report = make_report(Path("/w"))
    return replace(report, spec=replace(report.spec, prefix="ML_"))


def _setting(key: str) -> Setting:
    found = _report().setting(key)
    assert found is not None
    return found


def test_a_variable_in_force_is_told() -> None:
    """Its name, that it wins, where it was set, and the text that it holds."""
    (way,) = reach(_report(), _setting("database.port"), reveal=False).ways

    assert way.name == "ML_DATABASE_PORT"
    assert (way.state, way.wins) == ("sets it now, in this shell", True)
    assert way.text == "70000"


def test_a_variable_that_is_not_set_has_the_present_value_to_paste() -> None:
    """So that one starts from what is there."""
    (way,) = reach(_report(), _setting("database.host"), reveal=False).ways

    assert (way.name, way.state, way.wins, way.place) == ("ML_DATABASE_HOST", "", False, None)
    assert way.text == "prod-db.example.com"


def test_a_key_out_of_reach_says_why() -> None:
    """No name, and the reason of the dialect."""
    found = reach(_report(), _setting("training.batch_size"), reveal=False)

    assert found.ways == ()
    assert "split at each _" in found.unreachable


@pytest.mark.parametrize("reveal", [False, True])
def test_a_secret_is_pasted_masked_until_it_is_revealed(reveal: bool) -> None:
    """In every form."""
    (way,) = reach(_report(), _setting("database.password"), reveal=reveal).ways

    for paste in pastes(way):
        assert ("prod-hunter2" in paste.text) is reveal
        assert (MASK in paste.text) is not reveal


def test_a_value_that_no_text_gives_leaves_a_gap() -> None:
    """In `layered` every text that is no number stays text."""
    (way,) = reach(_report(), setting("a.list", written(BASE, [1, 2], 1)), reveal=False).ways

    assert way.text == "…"


def test_every_form_is_offered() -> None:
    """As they are pasted."""
    texts = [paste.text for paste in pastes(Way("ML_NAME", text="a b"))]

    assert texts == [
        "export ML_NAME='a b'",
        'ML_NAME="a b"',
        'environment:\n  ML_NAME: "a b"',
        '- name: ML_NAME\n  value: "a b"',
        'Environment="ML_NAME=a b"',
    ]
