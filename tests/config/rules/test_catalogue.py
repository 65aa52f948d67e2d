"""The catalogue of findings: catalogue.toml has a workspace for each entry, and what its hint makes of it."""

from __future__ import annotations

import os
import subprocess
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from inspector.base.findings import Severity
from inspector.config.report import Report
from inspector.config.rules import RULES
from tests.config.workspace import found, report_of

_USUAL = {
    "config.yaml": """\
training:
  batch_size: 32
  epochs: 3
model: resnet
version: "3.1"
rate: 0.5
debug: false
layers: [1, 2]
""",
    "config.production.yaml": "rate: 0.25\n",
}

# The numbers of the catalogue without a workspace here, and where they are tested.
_ELSEWHERE = {
    "S13": "a number of 5,000 digits, in test_a_number_of_many_digits",
    "S23": "it takes several environments in one process: tests/config/report/test_survey.py",
    "S28": "a sentence of variable-near-miss (S07), the same on every system",
}
# Codes that only some dialects show: tests/config/rules/test_dialects.py.
_OF_OTHER_DIALECTS = {"bool-changed", "variable-ignored", "yaml-word-read-as-text", "yaml-readers-disagree"}
# TOML cannot hold such a variable: tests/config/rules/test_not_utf8.py.
_OF_BYTES = {"variable-not-text"}


@dataclass(frozen=True)
class _Entry:
    """What differs from the usual workspace, the finding, and how its hint is followed.

    `fixed` has what the hint changes: `files`, files to do `without`, the `environ`, the `environment`, the
    files that are `tracked`.
    """

    about: str
    code: str
    severity: str
    message: str
    places: Sequence[str]
    hint: str
    key: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    without: Sequence[str] = ()
    environ: Mapping[str, str] = field(default_factory=dict)
    environment: str = "production"
    tracked: Sequence[str] = ()
    fixed: Mapping[str, Any] = field(default_factory=dict)

    def report(self, folder: Path) -> Report:
        """The report of the workspace as it is."""
        return _report(folder, self.files, self.without, self.environ, self.environment, self.tracked)

    def fixed_report(self, folder: Path) -> Report:
        """The report of the workspace after the hint was followed."""
        fixed = self.fixed
        return _report(
            folder,
            {**self.files, **fixed.get("files", {})},
            [
                *(name for name in self.without if name not in fixed.get("files", ())),
                *fixed.get("without", ()),
            ],
            fixed.get("environ", self.environ),
            fixed.get("environment", self.environment),
            fixed.get("tracked", self.tracked),
        )


def _report(
    folder: Path,
    files: Mapping[str, str],
    without: Sequence[str],
    environ: Mapping[str, str],
    environment: str,
    tracked: Sequence[str],
) -> Report:
    files = {name: text for name, text in {**_USUAL, **files}.items() if name not in without}
    if tracked:
        report_of(folder, files)
        for words in (["init", "-q"], ["add", "--", *tracked]):
            environment_of_git = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
            subprocess.run(["git", "-C", str(folder), *words], check=True, env=environment_of_git)
    return report_of(folder, files, environ, environment=environment)


_ENTRIES = tuple(
    _Entry(**entry)
    for entry in tomllib.loads(Path(__file__).with_name("catalogue.toml").read_text("utf-8"))["entry"]
)
_NAMES = [f"{entry.about}-{entry.code}-{number}" for number, entry in enumerate(_ENTRIES)]


@pytest.mark.parametrize("entry", _ENTRIES, ids=_NAMES)
def test_the_finding(entry: _Entry, tmp_path: Path) -> None:
    """The workspace shows exactly this finding of its code, with all places."""
    (finding,) = found(entry.report(tmp_path), entry.code)

    assert finding.message == entry.message
    assert finding.hint == entry.hint
    assert [str(place) for place in finding.places] == list(entry.places)
    assert (finding.severity.value, finding.key) == (entry.severity, entry.key)


@pytest.mark.parametrize("entry", _ENTRIES, ids=_NAMES)
def test_the_hint_takes_it_away(entry: _Entry, tmp_path: Path) -> None:
    """Whoever follows the hint is rid of the finding, and gets no new error or warning for it."""
    assert entry.fixed
    before = {finding.code for finding in entry.report(tmp_path / "before").findings}

    after = entry.fixed_report(tmp_path / "after")

    assert found(after, entry.code) == []
    assert [f for f in after.findings if f.severity is not Severity.INFO and f.code not in before] == []


def test_every_number_and_every_rule_has_an_entry() -> None:
    """Nothing of the catalogue is left out, and no rule is without a workspace that shows it."""
    numbers = {entry.about for entry in _ENTRIES} | set(_ELSEWHERE)
    codes = {entry.code for entry in _ENTRIES} | _OF_OTHER_DIALECTS | _OF_BYTES

    assert {f"S{number:02}" for number in range(1, 31)} - numbers == set()
    assert {rule.code for rule in RULES} - codes == set()


def test_a_number_of_many_digits(tmp_path: Path) -> None:
    """S13: int() refuses more than 4,300 digits, and float() makes infinity of them."""
    report = report_of(tmp_path, _USUAL, {"ML_VERSION": "9" * 5000})

    (finding,) = found(report, "number-changed")
    shown = "9" * 39
    assert finding.message == (
        f"ML_VERSION is “{shown}…” and becomes the float inf, which JSON and comparisons do not know."
    )
