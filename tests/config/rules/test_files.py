"""Environments without a file, and files that stop the application."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inspector.config.dialects import DialectSpec, FileLayer
from inspector.config.dialects.layered import LAYERED
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.resolve import Resolution
from inspector.config.rules import RULES, Rule, Scene
from inspector.config.shadow import Environ, Stop
from tests.config.workspace import found, report_of

_BY_ENVIRONMENT = FileLayer(LayerKind.ENVIRONMENT, ("conf.d/{environment}.yaml",), every=True)


def _rule(code: str) -> Rule:
    return next(rule for rule in RULES if rule.code == code)


def _scene(spec: DialectSpec, *layers: Layer, stops: tuple[Stop, ...] = ()) -> Scene:
    resolution = Resolution((), {}, {}, stops, (), (), spec)
    return Scene(spec, layers, Environ(), resolution, "prod", ("dev", "production"), True)


def test_a_missing_file_that_is_no_layer() -> None:
    """A dialect that lists only files that exist still looks for one by environment."""
    rule = _rule("environment-file-missing")

    (finding,) = rule.check(rule, _scene(replace(LAYERED, files=(_BY_ENVIRONMENT,))))

    assert finding.message.startswith("conf.d/prod.yaml does not exist")
    assert finding.message.endswith("Did you mean production?")
    assert [str(place) for place in finding.places] == ["conf.d/prod.yaml"]


def test_environments_of_dotenv_files_alone() -> None:
    """Nobody needs such a file, so that only a name close to a known one is told."""
    rule = _rule("environment-file-missing")
    spec = replace(LAYERED, files=())
    layer = Layer(
        "dotenv:.env.prod",
        LayerKind.DOTENV,
        ".env.prod",
        ".env.prod",
        LayerStatus.MISSING,
        by_environment=True,
    )
    scene = _scene(spec, layer)

    (finding,) = rule.check(rule, scene)

    assert finding.hint == "Choose production, or create the file. Known environments are dev, production."
    assert list(rule.check(rule, replace(scene, environment="test"))) == []
    assert list(rule.check(rule, _scene(spec))) == []


def test_a_stop_that_names_no_file() -> None:
    """It is told as it is."""
    rule = _rule("file-crashes-start")

    (finding,) = rule.check(rule, _scene(LAYERED, stops=(Stop("Error", "no", ()),)))

    assert (finding.message, finding.places) == ("The application stops at start with Error: no.", ())
    assert finding.hint == "Correct what the exception names."


def test_a_base_that_is_missing(tmp_path: Path) -> None:
    """The hint is to create it."""
    (finding,) = found(report_of(tmp_path, {"config.production.yaml": "a: 1\n"}), "file-crashes-start")

    assert finding.hint == "Create config.yaml."


@pytest.mark.parametrize("typed", [{}, {"ML_A": "3"}])
def test_what_somebody_typed_is_no_shadow(typed: dict[str, str], tmp_path: Path) -> None:
    """A what-if over a .env value is on purpose, and so are names that the application does not read."""
    files = {"config.yaml": "a: 1\n", ".env": "ML_A=2\nOTHER=1\n"}

    report = report_of(tmp_path, files, {"OTHER": "2"}, environment=None, what_if=typed)

    assert found(report, "dotenv-shadowed") == []


def test_a_variable_in_several_dotenv_files_is_told_once(tmp_path: Path) -> None:
    """With the place in each of them."""
    files = {"config.yaml": "a: 1\n", ".env": "ML_A=2\n", ".env.production": "ML_A=3\n"}

    (finding,) = found(report_of(tmp_path, files, {"ML_A": "4"}), "dotenv-shadowed")

    assert finding.message == (
        "ML_A in .env.production and .env is ignored: process environment already has it."
    )
    assert [str(place) for place in finding.places] == [".env.production:1:6 ML_A", ".env:1:6 ML_A", "ML_A"]
