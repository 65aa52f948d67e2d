"""The dialect dotenv-rails: its order of files, references, commands and stops."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.config.dialects.dotenv_files.ruby_values import parsed
from inspector.config.report import Report
from tests.config.workspace import found, report_of

_GEMFILE = {"Gemfile": 'gem "dotenv-rails"\n'}


def _report(folder: Path, environment: str | None, files: dict[str, str], **environ: str) -> Report:
    return report_of(folder, {**_GEMFILE, **files}, environ, environment=environment)


@pytest.mark.parametrize(
    ("environment", "environ", "value"),
    [
        ("production", {}, "1"),
        ("staging", {}, "2"),
        ("test", {}, "4"),
        (None, {"RAILS_ENV": "production"}, "1"),
        (None, {"RACK_ENV": "test"}, "4"),
        (None, {"RAILS_ENV": "staging", "RACK_ENV": "test"}, "2"),
        (None, {}, "2"),
        ("production", {"A": ""}, ""),
    ],
)
def test_order_of_files(environment: str | None, environ: dict[str, str], value: str, tmp_path: Path) -> None:
    """.env.local stands above the environment's own file and is not read in test; the process wins."""
    files = {
        ".env.production.local": "A=1\n",
        ".env.local": "A=2\n",
        ".env.production": "A=3\n",
        ".env": "A=4\n",
    }

    report = _report(tmp_path, environment, files, **environ)

    assert report.dialect.name == "dotenv-rails"
    assert report.values == {"A": value}


def test_a_file_sees_what_is_set_above_it(tmp_path: Path) -> None:
    """References mean the file's own names first, as far as nothing has set them before."""
    files = {".env.production": "HOST=db\n", ".env": "HOST=localhost\nURL=x://${HOST}/$NONE\nP='$HOST'\n"}

    assert _report(tmp_path, "production", files).values == {
        "HOST": "db",
        "URL": "x://db/",
        "P": "$HOST",
    }


def test_a_command_is_never_run(tmp_path: Path) -> None:
    """Its text stays whole, and a finding stands at the value."""
    files = {".env": "A=1\nSHA=v$A-$(touch $A ran)\nB=\\$(x)\nC='$(x)'\n"}
    report = _report(tmp_path, "production", files)

    (finding,) = found(report, "command-not-run")
    assert report.values == {"A": "1", "SHA": "v1-$(touch $A ran)", "B": "$(x)", "C": "$(x)"}
    assert [(place.path, place.line, place.variable) for place in finding.places] == [(".env", 2, "SHA")]
    assert sorted(path.name for path in tmp_path.iterdir()) == [".env", "Gemfile"]


def test_a_name_behind_export_that_nothing_has_set_stops_the_application(tmp_path: Path) -> None:
    """With a value from above there is nothing to tell."""
    files = {".env": "A=1\nexport A\nexport B\n"}

    (stop,) = _report(tmp_path, "production", files).stops
    assert (stop.exception, stop.places[0].line) == ("Dotenv::FormatError", 3)
    assert _report(tmp_path, "production", files, B="x").stops == ()


def test_values_that_grow_are_left_as_written(tmp_path: Path) -> None:
    """Time and memory are bounded, and the other values are read."""
    text = "A=" + "x" * 1000 + "\n" + "A=$A$A\n" * 40 + "B=1\n"
    report = _report(tmp_path, "production", {".env": text})

    (finding,) = found(report, "interpolation-endless")
    assert finding.places[0].variable == "A"
    assert report.values["B"] == "1"
    assert len(str(report.values["A"])) <= 1024 * 1024


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("A=$(a (b) c)d", ["A"]),
        ("A=$(a())", []),
        ("A=$()", []),
        ("A=$(a", []),
        ("A=$((a)", []),
        ("A=$(x)\nA=1", []),
        ('A="$(a\nb)"', ["A"]),
    ],
)
def test_what_is_a_command(text: str, commands: list[str]) -> None:
    """Parentheses must be balanced, and none of them empty."""
    assert parsed(text, {}).commands == commands
