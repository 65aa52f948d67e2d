"""Where variables land, in the rarer cases."""

from __future__ import annotations

from pathlib import Path

from inspector.base.findings import Severity
from tests.config.workspace import found, report_of


def test_a_secret_of_a_dotenv_file_is_at_home_there(tmp_path: Path) -> None:
    """That no file of settings knows it is as it should be; a slip in its name is told all the same."""
    files = {"config.yaml": "db: {host: x}\nmail: {password: changeme}\n"}

    quiet = report_of(tmp_path, {**files, ".env": "ML_DB_PASSWORD=hunter22x\n"}, environment=None)
    slip = report_of(tmp_path, {**files, ".env": "ML_MAIL_PASSWROD=hunter22x\n"}, environment=None)

    assert quiet.findings == ()
    (finding,) = slip.findings
    assert finding.hint == "Rename it to ML_MAIL_PASSWORD."


def test_nothing_is_unknown_where_nothing_is_known(tmp_path: Path) -> None:
    """Without any file of settings, variables are all there is."""
    report = report_of(tmp_path, {".env": "ML_A=1\n"}, {"ML_B": "2"}, environment=None)

    assert found(report, "variable-lands-elsewhere") == []


def test_a_known_key_that_only_a_file_can_set(tmp_path: Path) -> None:
    """The hint does not propose a name that would not work."""
    report = report_of(
        tmp_path, {"config.yaml": "trainingRate: 1\n"}, {"ML_TRAININGRATES": "2"}, environment=None
    )

    (finding,) = found(report, "variable-lands-elsewhere")
    assert finding.hint == (
        "Set trainingRate in a file. Names are put in small letters, so that none reaches a key with "
        "capital letters."
    )


def test_a_mapping_of_keys_out_of_reach(tmp_path: Path) -> None:
    """The hint names no variable when there is none."""
    report = report_of(tmp_path, {"config.yaml": "a: {b_c: 1}\n"}, {"ML_A": "2"}, environment=None)

    (finding,) = found(report, "variable-replaces-mapping")
    assert finding.hint == "Remove the variable."


def test_a_variable_that_changes_several_keys(tmp_path: Path) -> None:
    """One finding for all of them."""
    files = {"config.yaml": "a: &a {k: {x: 1, y: 2}}\nb: *a\nc: *a\n"}

    report = report_of(tmp_path, files, {"ML_A_K_X": "9"}, environment=None)

    (finding,) = found(report, "variable-changes-alias")
    assert finding.message.startswith("ML_A_K_X sets a.k.x and changes b.k.x, c.k.x too")
    assert finding.key == "a.k.x"


def test_aliases_that_no_variable_touches(tmp_path: Path) -> None:
    """They are as good as any other way to write a value."""
    files = {"config.yaml": "a: &a {k: 1}\nb: *a\nc: {d: 1}\nlist: [*a, {e: *a}]\n"}

    report = report_of(tmp_path, files, {"ML_C_D": "2", "ML_LIST": "3"}, environment=None)

    assert found(report, "variable-changes-alias") == []


def test_a_key_of_too_many_parts(tmp_path: Path) -> None:
    """It is told with the beginning of its name, and is no setting."""
    report = report_of(
        tmp_path, {"config.yaml": "a: 1\n"}, {"ML_" + "_".join("a" * 101): "1"}, environment=None
    )

    (finding,) = found(report, "variable-malformed")
    assert "splits into 101 parts" in finding.message
    assert "…" in finding.message
    assert finding.severity is Severity.WARNING
    assert [setting.key for setting in report.settings] == ["a"]
