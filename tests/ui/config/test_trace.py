"""The ladder and the steps of one setting."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inspector.base.findings import Severity
from inspector.base.secrets import MASK
from inspector.config.layers import LayerKind, LayerStatus
from inspector.config.report import Report, Request, build_report
from inspector.config.resolve import Setting
from inspector.ui.config.trace import ladder, steps
from tests.config.workspace import report_of
from tests.ui.config.sample import BASE, LAYERS, VARIABLE, WHAT_IF, make_report, setting, written


@pytest.fixture
def report() -> Report:
    return make_report(Path("/w"))


def _setting(report: Report, key: str) -> Setting:
    found = report.setting(key)
    assert found is not None
    return found


def test_the_ladder_has_every_layer_high_to_low(report: Report) -> None:
    """Layers without the key stand there too, and say why; what nobody typed does not."""
    rungs = ladder(report, _setting(report, "training.batch_size"))

    shown = [(rung.layer.kind.value, rung.candidate.value if rung.candidate else rung.note) for rung in rungs]

    landed = "ML_TRAINING_BATCH_SIZE lands on training.batch.size; training.batch_size stays 128"
    expected = [
        ("variable", "no variable sets it"),
        ("dotenv", landed),
        ("environment", 128),
        ("base", 32),
        ("default", 16),
    ]
    assert expected == shown
    assert [rung.wins for rung in rungs] == [False, False, True, False, False]
    assert rungs[1].severity is Severity.WARNING


def test_a_layer_that_gives_a_key_twice_has_two_rungs(report: Report) -> None:
    """Two variables can fold to one path."""
    twice = setting("a", written(VARIABLE, 1, variable="ML_A"), written(VARIABLE, 2, variable="ML_a"))

    rungs = [rung for rung in ladder(report, twice) if rung.layer is VARIABLE]

    assert [rung.candidate.value for rung in rungs if rung.candidate is not None] == [2, 1]


@pytest.mark.parametrize(
    ("status", "severity"), [(LayerStatus.BROKEN, Severity.ERROR), (LayerStatus.MISSING, None)]
)
def test_a_layer_that_takes_no_part_says_so(status: LayerStatus, severity: Severity | None) -> None:
    """A broken file is an error; a missing one is not."""
    base = replace(LAYERS[1], status=status, note="line 3: no such thing")
    report = make_report(Path("/w"), layers=(base,))

    (rung,) = ladder(report, setting("a", written(VARIABLE, 1, variable="ML_A")))

    assert ("line 3: no such thing", severity) == (rung.note, rung.severity)


def test_the_steps_lead_from_text_to_validated_value(report: Report) -> None:
    """What is written, how it was read, whether it holds, why it won."""
    one = _setting(report, "training.batch_size")

    found = steps(report, one, one.source, reveal=False)

    expected = [
        ("text", "“128”", None),
        ("read as", "int 128", None),
        ("validated", "✔ multiple of 8", True),
        ("why", "the highest layer that sets it", None),
    ]
    assert expected == [(step.name, step.text, step.valid) for step in found]


@pytest.mark.parametrize(
    ("raw", "shown"), [('"2.4.2"', '"2.4.2"'), ("'on'", "'on'"), ("on", "“on”"), ('"', '“"”'), ("", "“”")]
)
def test_a_text_that_is_quoted_gets_no_more_quotes(report: Report, raw: str, shown: str) -> None:
    """JSON and quoted YAML bring their own."""
    one = setting("a", written(BASE, "x", 1, raw=raw))

    assert shown == steps(report, one, one.source, reveal=False)[0].text


def test_what_was_typed_has_a_rung(report: Report) -> None:
    """Only a what-if layer with nothing in it is left out."""
    typed = replace(WHAT_IF, status=LayerStatus.LOADED, size=1)
    more = replace(report, layers=(*report.layers[:-1], typed))

    kinds = [rung.layer.kind for rung in ladder(more, _setting(report, "training.epochs"))]

    assert kinds[0] is LayerKind.WHAT_IF


def test_a_broken_rule_is_told(report: Report) -> None:
    """The finding's sentence stands where the rule would."""
    one = _setting(report, "database.port")

    validated = steps(report, one, one.source, reveal=False)[2]

    assert validated.valid is False
    assert "must be at most 65535" in validated.text


def test_only_the_winner_is_validated(report: Report) -> None:
    """The application never checks what lost."""
    one = _setting(report, "database.port")

    assert "validated" not in [step.name for step in steps(report, one, one.candidates[0], reveal=False)]


def test_secrets_show_neither_text_nor_value(report: Report) -> None:
    """Both the raw text and the value are masked."""
    one = _setting(report, "database.password")

    hidden = steps(report, one, one.source, reveal=False)
    shown = steps(report, one, one.source, reveal=True)

    assert f"“{MASK}”" == hidden[0].text
    assert not any("hunter2" in step.text for step in hidden)
    assert shown[0].text == "“prod-hunter2”"


def test_written_text_hides_the_secrets_in_it(tmp_path: Path) -> None:
    """Also those of other keys, where one text was written for a whole mapping."""
    report = report_of(tmp_path, {"config.yaml": "host: a\n"}, {"ML_HOST": "{'token': 'abc', 'host': 'b'}"})
    one = replace(report.settings[0], secret=False)

    hidden, below, shown = (
        steps(report, one, candidate, reveal=reveal)[0].text
        for candidate, reveal in ((one.source, False), (one.candidates[0], False), (one.source, True))
    )

    assert (hidden, below, shown) == (f"“{MASK}”", "“a”", "“{'token': 'abc', 'host': 'b'}”")


def test_a_secret_of_another_setting_is_hidden_in_texts_and_sentences(tmp_path: Path) -> None:
    """What repeats a secret of the report is one as a whole; a reason hides the part."""
    (tmp_path / "config.yaml").write_text(
        "password: tr0ub4dor-3\ngreeting: say tr0ub4dor-3 to all\n", "utf-8"
    )
    report = build_report(Request(tmp_path))
    one = _setting(report, "greeting")
    source = replace(one.source, reason="refused: tr0ub4dor-3 is no greeting")
    one = replace(one, source=source, candidates=(source,))

    hidden = [step.text for step in steps(report, one, source, reveal=False) if step.name in ("text", "why")]
    shown = [step.text for step in steps(report, one, source, reveal=True) if step.name in ("text", "why")]
    notes = [
        [rung.note for rung in ladder(report, one, reveal=reveal) if rung.candidate]
        for reveal in (False, True)
    ]

    assert hidden == [f"“{MASK}”", f"refused: {MASK} is no greeting"]
    assert shown == ["“say tr0ub4dor-3 to all”", "refused: tr0ub4dor-3 is no greeting"]
    assert notes == [[hidden[1]], [shown[1]]]
