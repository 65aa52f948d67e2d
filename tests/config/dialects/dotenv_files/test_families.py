"""The families of `.env` files as reports show them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inspector.config.dialects import DialectSpec, NamePart, PartRole, VariableName, dialect_named
from inspector.config.dialects.dotenv_files import (
    DOTENV,
    DOTENV_FAMILIES,
    DOTENV_FLOW,
    DOTENV_NEXT,
    DOTENV_VITE,
)
from inspector.config.dialects.dotenv_files.vite_env import ViteRules
from inspector.config.layers import LayerStatus
from inspector.config.report import Report
from inspector.config.resolve import Status
from tests.config.workspace import found, report_of

_NEXT = {"package.json": '{"dependencies": {"next": "16"}}'}
_VITE = {"package.json": '{"devDependencies": {"vite": "5"}}'}
_FLOW = {"package.json": '{"dependencies": {"dotenv-flow": "4"}}'}


def _values(report: Report) -> dict[str, object]:
    return {setting.key: setting.value for setting in report.settings}


def _layers(report: Report) -> dict[str, LayerStatus]:
    return {layer.label: layer.status for layer in report.layers if layer.path is not None}


def test_settings_are_the_variables_that_files_name(tmp_path: Path) -> None:
    """The process gives values to those alone; the order is that of the files, the lowest first."""
    files = {**_NEXT, ".env": "B=1\nA=2\n", ".env.production": "C=3\nB=4\n"}
    report = report_of(tmp_path, files, {"HOME": "/root", "C": "process"})

    assert list(_values(report).items()) == [("B", "4"), ("A", "2"), ("C", "process")]
    setting = report.setting("C")
    assert setting is not None
    assert [(c.layer, c.status, c.reason) for c in setting.candidates] == [
        (
            "dotenv:.env.production",
            Status.OVERRIDDEN,
            "C is set in process environment, which comes before .env.production",
        ),
        ("variable", Status.EFFECTIVE, "the highest layer that sets it"),
    ]


def test_every_candidate_has_raw_and_filled_in_text(tmp_path: Path) -> None:
    """The trace shows what was written and what became of it."""
    report = report_of(tmp_path, {**_NEXT, ".env": 'HOST=h\nURL="http://$HOST/"\n'})
    setting = report.setting("URL")

    assert setting is not None
    source = setting.source
    assert (source.raw, source.interpolated, source.value) == ("http://$HOST/", "http://h/", "http://h/")
    assert (source.place.path, source.place.line, source.place.variable) == (".env", 2, "URL")


def test_what_if_wins_and_may_be_new(tmp_path: Path) -> None:
    """A typed variable is a setting even where no file has it."""
    report = report_of(tmp_path, {**_NEXT, ".env": "A=1\nB=$A\n"}, {"A": "2"}, what_if={"A": "3", "NEW": "x"})

    assert _values(report) == {"A": "3", "B": "3", "NEW": "x"}
    assert [(layer.status, layer.size) for layer in report.layers if layer.id == "what-if"] == [
        (LayerStatus.LOADED, 2)
    ]


def test_an_exported_variable_shadows_the_file(tmp_path: Path) -> None:
    """dotenv-shadowed tells both places, in every family."""
    for number, manifest in enumerate((_NEXT, _FLOW, {"requirements.txt": "python-dotenv"})):
        folder = tmp_path / str(number)
        folder.mkdir()
        (finding,) = found(report_of(folder, {**manifest, ".env": "A=1\n"}, {"A": ""}), "dotenv-shadowed")
        assert "where it is empty" in finding.message
        assert [place.path for place in finding.places] == [".env", None]


def test_next_skips_its_local_file_in_test(tmp_path: Path) -> None:
    """The layer is there and says why it does not count."""
    files = {**_NEXT, ".env": "A=env\n", ".env.local": "A=local\nB=local\n"}
    report = report_of(tmp_path, files, environment="test")

    assert _values(report) == {"A": "env"}
    (layer,) = [layer for layer in report.layers if layer.label == ".env.local"]
    assert (layer.status, layer.note) == (
        LayerStatus.INACTIVE,
        "Next does not read it in the environment test.",
    )
    assert _layers(report)[".env.test"] is LayerStatus.MISSING
    without = report_of(tmp_path / "other", {**_NEXT, ".env": "A=1\n"}, environment="test")
    assert _layers(without)[".env.local"] is LayerStatus.MISSING


def test_next_loads_nothing_a_second_time(tmp_path: Path) -> None:
    """A process that Next has started has the variables already."""
    report = report_of(tmp_path, {**_NEXT, ".env": "A=1\n"}, {"__NEXT_PROCESSED_ENV": "true"})

    assert _values(report) == {}
    assert report.environ.shadowed[0].reason.startswith("__NEXT_PROCESSED_ENV is set")


def test_next_takes_another_environment_for_production(tmp_path: Path) -> None:
    """Its own file is shown as inactive."""
    files = {**_NEXT, ".env.production": "A=production\n", ".env.staging": "A=staging\n"}
    report = report_of(tmp_path, files, environment="staging")

    assert _values(report) == {"A": "production"}
    assert _layers(report) == {
        ".env": LayerStatus.MISSING,
        ".env.production": LayerStatus.LOADED,
        ".env.local": LayerStatus.MISSING,
        ".env.production.local": LayerStatus.MISSING,
        ".env.staging": LayerStatus.INACTIVE,
    }
    (finding,) = found(report, "environment-not-supported")
    assert [place.path for place in finding.places] == [".env.staging"]


def test_next_fills_in_what_the_process_has(tmp_path: Path) -> None:
    """A password with a dollar is told as changed, with its text before and after."""
    report = report_of(tmp_path, {**_NEXT, ".env": "SALT=x\n"}, {"SALT": "a$B"}, what_if={"B": "b"})
    typed = report_of(tmp_path, {**_NEXT, ".env": "SALT=x\n"}, what_if={"SALT": "a\\$B"})
    setting = report.setting("SALT")

    assert setting is not None
    assert (setting.source.raw, setting.value) == ("a$B", "ab")
    (finding,) = found(report, "process-variable-expanded")
    assert (finding.key, finding.places[0].variable, finding.places[1].path) == ("SALT", "SALT", ".env")
    assert _values(typed) == {"SALT": "a$B"}
    assert found(typed, "process-variable-expanded")[0].message.startswith("SALT in what was typed holds")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A=$B\nB=$A\n", "passes over the whole file .env, and none"),
        ("A=$A$A-\n", "fills the memory"),
    ],
)
def test_next_loses_a_file_whose_references_never_end(text: str, said: str, tmp_path: Path) -> None:
    """The variables of the other files stay."""
    report = report_of(tmp_path, {**_NEXT, ".env": text + "C=1\n", ".env.local": "D=1\n"})

    assert _values(report) == {"D": "1"}
    (finding,) = found(report, "interpolation-endless")
    assert said in finding.message
    assert report.stops == ()


def test_vite_shows_only_its_prefix(tmp_path: Path) -> None:
    """Variables of the process with the prefix are settings as well; the others of a file are told once."""
    files = {**_VITE, ".env": "VITE_A=$SECRET_URL\nSECRET_URL=x\nOTHER=2\nNODE_ENV=production\n"}
    report = report_of(tmp_path, files, {"VITE_B": "$A", "HOME": "/"})

    assert _values(report) == {"VITE_A": "x", "VITE_B": "$A", "VITE_USER_NODE_ENV": "production"}
    (finding,) = found(report, "variable-not-exposed")
    assert finding.message == (
        "SECRET_URL, OTHER do not begin with VITE_, so that Vite does not show them to the application."
    )
    assert [place.line for place in finding.places] == [2, 3]


def test_vite_hands_on_what_files_set_for_it(tmp_path: Path) -> None:
    """BROWSER goes to the process as it is written; what is handed on beats the same name in a file."""
    files = {**_VITE, ".env": "BROWSER=$A\nA=1\nNODE_ENV=x\nVITE_USER_NODE_ENV=y\n"}
    report = report_of(tmp_path, files)

    assert {v.name: v.text for v in report.environ.applied} == {
        "VITE_USER_NODE_ENV": "x", "BROWSER": "$A", "A": "1", "NODE_ENV": "x",
    }  # fmt: skip


def test_vite_stops_on_a_circle_and_not_on_growth(tmp_path: Path) -> None:
    """The rest is shown all the same."""
    circle = report_of(tmp_path, {**_VITE, ".env": "VITE_A=$VITE_B\nVITE_B=$VITE_A\nVITE_C=1\n"})
    lines = "VITE_0=xx\n" + "".join(f"VITE_{n}=${{VITE_{n - 1}}}${{VITE_{n - 1}}}\n" for n in range(1, 40))
    growth = report_of(tmp_path, {**_VITE, ".env": lines})

    assert _values(circle) == {"VITE_A": "$VITE_B", "VITE_B": "$VITE_A", "VITE_C": "1"}
    assert [(stop.exception, stop.variable) for stop in circle.stops] == [("RangeError", "VITE_A")]
    assert [finding.code for finding in circle.findings] == ["interpolation-endless"]
    assert growth.stops == ()
    assert found(growth, "interpolation-endless")[0].message.endswith("as they are written here.")


def test_vite_refuses_the_mode_local(tmp_path: Path) -> None:
    """It throws before it reads anything."""
    report = report_of(tmp_path, {**_VITE, ".env": "VITE_A=1\n"}, environment="local")

    assert [stop.exception for stop in report.stops] == ["Error"]
    assert found(report, "environment-not-supported")


def test_python_dotenv_values_that_double_end_in_time(tmp_path: Path) -> None:
    """What grows too long is left out, with a finding; the others are set."""
    lines = "V0=xx\n" + "".join(f"V{n}=${{V{n - 1}}}${{V{n - 1}}}\n" for n in range(1, 60))
    report = report_of(tmp_path, {".env": lines + "LAST=1\n"})

    assert report.dialect.name == "dotenv"
    assert _values(report)["LAST"] == "1"
    assert len(_values(report)) < 30
    (finding,) = found(report, "interpolation-endless")
    assert "grow beyond all bounds" in finding.message


def test_names_and_reach() -> None:
    """A key is the name of its variable."""
    rules = DOTENV.rules

    assert rules.names_for(DOTENV, ("A",)) == (VariableName("A"),)
    for path in (("A", "B"), ("",), ("A=B",), ("A\0",)):
        assert rules.names_for(DOTENV, path) == ()
        assert rules.unreachable(DOTENV, path) == "No variable can have this name."
    assert DOTENV_VITE.rules.unreachable(DOTENV_VITE, ("A",)).startswith(
        "Only variables that begin with VITE_"
    )
    assert DOTENV_VITE.rules.names_for(DOTENV_VITE, ("VITE_A",)) == (VariableName("VITE_A"),)
    assert DOTENV.rules.split(DOTENV, "A_B") == (NamePart("A_B", PartRole.KEY),)
    assert DOTENV_VITE.rules.split(DOTENV_VITE, "VITE_A") == (
        NamePart("VITE_", PartRole.PREFIX),
        NamePart("A", PartRole.KEY),
    )
    assert DOTENV_VITE.rules.split(DOTENV_VITE, "A") == (NamePart("A", PartRole.KEY),)
    assert [rules.text_for(DOTENV, ("A",), value) for value in ("x", "", "\0", 1, None)] == [
        "x",
        "",
        None,
        None,
        None,
    ]


def test_several_prefixes_of_vite() -> None:
    """All of them are shown, until another prefix is asked for."""
    spec = replace(DOTENV_VITE, rules=ViteRules(prefixes=("VITE_", "PUBLIC_")))
    asked = replace(spec, prefix="X_")

    assert [spec.rules.claims(spec, name) for name in ("VITE_A", "PUBLIC_A", "A")] == [True, True, False]
    assert [asked.rules.claims(asked, name) for name in ("X_A", "PUBLIC_A")] == [True, False]
    assert spec.rules.unreachable(spec, ("PUBLIC_A",)) == ""
    assert spec.rules.unreachable(spec, ("OTHER",))


@pytest.mark.parametrize("spec", DOTENV_FAMILIES, ids=lambda spec: spec.name)
def test_a_prefix_that_is_asked_for_is_a_filter(spec: DialectSpec, tmp_path: Path) -> None:
    """Everything with it is a setting, and nothing else."""
    (tmp_path / ".env").write_text("DB_URL=1\nOTHER=2\n")
    report = report_of(
        tmp_path, {"inspector.toml": f'dialect = "{spec.name}"\nprefix = "DB_"\n'}, {"DB_X": "3"}
    )

    assert _values(report) == {"DB_URL": "1", "DB_X": "3"}


def test_registry() -> None:
    """Each family is found by its name and says which library it follows."""
    for spec in (*DOTENV_FAMILIES, DOTENV_FLOW, DOTENV_NEXT):
        assert dialect_named(spec.name) is spec
        assert spec.library
