"""What every layer says of one key."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inspector.config.layers import LayerStatus
from inspector.config.report import Request, Trace, asked, build_report, trace

_FILES = {
    "config.yaml": "a: {x: 1, y: 2}\n",
    "config.production.yaml": "a: {x: 7}\n",
    "config.staging.yaml": "a: {x: 8}\n",
    "config.test.yaml": "a: 1\n",
    "config.qa.yaml": "b: [\n",
    ".env": "ML_A_X=text\n",
    ".env.staging": "ML_A_X=9\n",
    "config.schema.json": (
        '{"properties": {"a": {"properties": {"x": {"type": "integer", "maximum": 5, "default": 3}}}}}'
    ),
}


def _trace(folder: Path, key: str, files: dict[str, str] | None = None) -> Trace:
    for name, text in (files or _FILES).items():
        (folder / name).write_text(text, "utf-8")
    request = Request(folder, "production")
    report = build_report(request)
    meant = asked(report, request, key)
    assert meant is not None
    return trace(report, request, meant)


def test_the_schema_judges_every_candidate(tmp_path: Path) -> None:
    """Losers too: whether they would be better shows."""
    steps = _trace(tmp_path, "a.x").steps

    assert [(step.candidate.value, step.accepted, step.wanted) for step in steps] == [
        (3, True, ""),
        (1, True, ""),
        (7, False, "must be at most 5"),
        ("text", False, "must be a whole number"),
    ]


def test_what_the_schema_does_not_name_is_not_judged(tmp_path: Path) -> None:
    """Nor anything without a schema, nor with one that cannot be used."""
    assert [step.accepted for step in _trace(tmp_path, "a.y").steps] == [None]
    files = {name: text for name, text in _FILES.items() if "schema" not in name}
    (tmp_path / "config.schema.json").unlink()
    assert {step.accepted for step in _trace(tmp_path, "a.x", files).steps} == {None}
    broken = {**_FILES, "config.schema.json": _FILES["config.schema.json"].replace("5", '"no"')}
    assert {step.wanted for step in _trace(tmp_path, "a.x", broken).steps} == {""}


def test_layers_without_the_key(tmp_path: Path) -> None:
    """With the reason; those that have it are not among them."""
    without = {other.layer.label: other.reason for other in _trace(tmp_path, "a.y").without}

    assert without == {
        "config.schema.json": "does not set it",
        "config.production.yaml": "does not set it",
        ".env": "no variable in it sets it",
        ".env.production": "missing: The file does not exist.",
        "process environment": "inactive: No process environment is looked at.",
        "what-if": "inactive: Nothing is typed.",
    }


def test_layers_of_other_environments(tmp_path: Path) -> None:
    """Each once, with what it would set; a file that is broken sets nothing."""
    elsewhere = _trace(tmp_path, "a.x").elsewhere

    assert {
        other.layer.label: (other.environment, other.value, other.place and other.place.line)
        for other in elsewhere
    } == {
        "config.test.yaml": ("test", None, None),
        "config.qa.yaml": ("qa", None, None),
        "config.staging.yaml": ("staging", 8, 1),
        ".env.staging": ("staging", "9", 1),
    }


def test_a_key_above_others(tmp_path: Path) -> None:
    """It has no steps; layers that set something below it have it."""
    found = _trace(tmp_path, "a")

    assert found.steps == ()
    assert [other.layer.label for other in found.without][:1] == [".env.production"]
    staging = next(other for other in found.elsewhere if other.layer.label == "config.staging.yaml")
    assert (staging.value, staging.place and staging.place.column) == (None, 1)


def test_what_a_finding_says_of_a_value_that_is_refused(tmp_path: Path) -> None:
    """Where no schema judges, the dialect may: its words are told."""
    for name, text in _FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    request = Request(tmp_path, "production")
    report = build_report(request)
    meant = asked(report, request, "a.x")
    assert meant is not None
    without_schema = replace(report, checked_by=None)

    assert [(step.accepted, step.wanted) for step in trace(without_schema, request, meant).steps] == [
        (None, ""),
        (None, ""),
        (None, ""),
        (False, "must be a whole number"),
    ]
    (last,) = trace(replace(without_schema, findings=()), request, meant).steps[-1:]
    assert (last.accepted, last.wanted) == (False, "")


_SECTIONS = {
    "inspector.toml": (
        'dialect = "custom"\nenvironments = ["production", "staging"]\n'
        '[[layers]]\npath = "all.toml"\nkind = "base"\nsection = "base"\n'
        '[[layers]]\npath = "all.toml"\nkind = "environment"\nsection = "{environment}"\n'
    ),
    "all.toml": "[base]\na = 1\nb = 1\n[production]\na = 2\n[staging]\nA = 3\n",
}


def test_sections_of_other_environments(tmp_path: Path) -> None:
    """One file may hold all environments; letters need not be those of the key."""
    for name, text in _SECTIONS.items():
        (tmp_path / name).write_text(text, "utf-8")
    request = Request(tmp_path, "production")
    report = build_report(request)
    meant = asked(report, request, "a")
    assert meant is not None

    (other,) = trace(report, request, meant).elsewhere

    assert (other.layer.label, other.environment, other.value) == ("all.toml [staging]", "staging", 3)


def test_a_section_that_is_passed_by_is_told_with_what_it_would_set(tmp_path: Path) -> None:
    """It stands among the layers that are not loaded, and not among those without the key."""
    for name, text in _SECTIONS.items():
        (tmp_path / name).write_text(text, "utf-8")
    request = Request(tmp_path, "production")
    report = build_report(request)
    inactive = replace(
        report.layers[0], id="base:all.toml[staging]", section=("staging",), status=LayerStatus.INACTIVE
    )
    report = replace(report, layers=(*report.layers, inactive))
    found = [asked(report, request, key) for key in ("a", "b")]
    traces = [trace(report, request, meant) for meant in found if meant is not None]

    assert [(e.layer.label, e.environment, e.value) for e in traces[0].elsewhere][:1] == [
        ("all.toml [base]", None, 3)
    ]
    assert inactive.id not in {other.layer.id for other in traces[0].without}
    assert inactive.id in {other.layer.id for other in traces[1].without}
