"""Folders with settings classes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from inspector.config.discover import Discovery, discover
from inspector.config.discover.folder import Folder
from inspector.config.discover.pydantic_settings import detect

_HEAD = "from pydantic_settings import BaseSettings, SettingsConfigDict\n\n\n"


def test_the_class_with_its_prefix_is_the_reason(tmp_path: Path) -> None:
    """The reason names the class, its file, its prefix and its delimiter."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app/settings.py").write_text(
        f"{_HEAD}class Settings(BaseSettings):\n"
        '    model_config = SettingsConfigDict(env_prefix="APP_", env_nested_delimiter="__")\n'
        "    debug: bool = False\n\n\nsettings = Settings()\n",
        "utf-8",
    )

    found = discover(tmp_path)

    assert (found.dialect.name, found.dialect.prefix, found.dialect.separator) == (
        "pydantic-settings",
        "APP_",
        "__",
    )
    said = (
        "class Settings(BaseSettings) in app/settings.py, prefix APP_, __ between the parts of nested names"
    )
    assert found.reasons == (said,)


def test_of_several_classes_the_used_one_with_most_settings_is_taken(tmp_path: Path) -> None:
    """Parts of another class are no rivals, and the others are named."""
    (tmp_path / "a.py").write_text(
        f"{_HEAD}class Part(BaseSettings):\n    a: int = 1\n    b: int = 2\n    c: int = 3\n\n\n"
        "class Whole(BaseSettings):\n    part: Part = Part()\n    d: int = 4\n\n\n"
        "class Unused(BaseSettings):\n    e: int = 1\n    f: int = 2\n    g: int = 3\n    h: int = 4\n"
        "    i: int = 5\n    j: int = 6\n\n\nsettings = Whole()\n",
        "utf-8",
    )

    found = detect(Folder.read(tmp_path))

    assert found is not None
    assert found.reasons[0].startswith("class Whole(BaseSettings) in a.py")
    assert found.reasons[-1] == "other settings classes: Unused in a.py"


def test_a_class_can_be_named(tmp_path: Path) -> None:
    """By its name, with its module or file in front."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app/a.py").write_text(f"{_HEAD}class One(BaseSettings):\n    a: int = 1\n", "utf-8")
    (tmp_path / "app/b.py").write_text(f"{_HEAD}class Two(BaseSettings):\n    b: int = 1\n", "utf-8")

    taken = [
        detect(Folder.read(tmp_path), name)
        for name in ("Two", "app.b:Two", "app/b.py:Two", "app.a:Two", "Three")
    ]

    reasons = [None if found is None else found.reasons[0] for found in taken]
    assert reasons == ["class Two(BaseSettings) in app/b.py, no prefix"] * 3 + [None, None]


def _two_classes(folder: Path, declared: str) -> Discovery:
    (folder / "app").mkdir()
    (folder / "app/a.py").write_text(
        f"{_HEAD}class One(BaseSettings):\n    a: int = 1\n    b: int = 2\n\n\none = One()\n", "utf-8"
    )
    (folder / "app/b.py").write_text(f"{_HEAD}class Two(BaseSettings):\n    c: int = 1\n", "utf-8")
    (folder / "inspector.toml").write_text(declared, "utf-8")
    return discover(folder)


@pytest.mark.parametrize("name", ["app.b:Two", "Two"])
def test_a_declared_class_is_taken(name: str, tmp_path: Path) -> None:
    """Another one would have been guessed, and the reason names the declaration."""
    (tmp_path / "config.yaml").write_text("c: 3\n", "utf-8")

    found = _two_classes(tmp_path, f'model = "{name}"\n')

    assert found.findings == ()
    assert (found.dialect.name, list(found.keys), found.confidence) == ("pydantic-settings", [("c",)], 1.0)
    assert found.reasons[-1] == f"model {name} from inspector.toml"


@pytest.mark.parametrize(
    ("name", "meant"), [("app.b:Tow", "app.b:Two"), ("Twoo", "app.b:Two"), ("app.c:Settings", "")]
)
def test_a_declared_class_that_is_none_is_told(name: str, meant: str, tmp_path: Path) -> None:
    """At its place, with the classes that are there; the best of them stands in its place."""
    found = _two_classes(tmp_path, f'\nmodel = "{name}"\n')

    (finding,) = found.findings

    question = f" Did you mean {meant}?" if meant else ""
    assert finding.message == (
        f"model: there is no settings class {name}; found are: app.a:One, app.b:Two.{question} "
        "app.a:One is taken."
    )
    assert (finding.code, [str(place) for place in finding.places]) == (
        "declaration-invalid",
        ["inspector.toml:2:9"],
    )
    assert list(found.keys) == [("a",), ("b",)]


def test_a_declared_class_in_a_folder_without_any_is_told(tmp_path: Path) -> None:
    """Whatever dialect stands then."""
    (tmp_path / "config.yaml").write_text("a: 1\n", "utf-8")
    (tmp_path / "inspector.toml").write_text('model = "Settings"\n', "utf-8")

    found = discover(tmp_path)

    assert found.dialect.name == "layered"
    assert [finding.message for finding in found.findings] == [
        "model: there is no settings class Settings; none is found. The entry is left out."
    ]


def test_a_model_that_only_checks_is_an_alternative(root: Path, tmp_path: Path) -> None:
    """The example stacks its files by itself: its model reads nothing."""
    example = tmp_path / "ml-service"
    shutil.copytree(root / "resources/examples/ml-service", example)
    (example / "inspector.toml").unlink()

    found = discover(example)

    assert found.dialect.name == "layered"
    (other,) = [other for other in found.alternatives if other.name == "pydantic-settings"]
    assert other.reasons == (
        "class Settings in settings.py checks values, but is no BaseSettings and reads none itself",
    )


def test_a_folder_without_settings_classes_is_none(tmp_path: Path) -> None:
    """A model of something else is no evidence."""
    (tmp_path / "a.py").write_text(
        "from pydantic import BaseModel\n\n\nclass AppConfig(BaseModel):\n    a: int\n", "utf-8"
    )

    assert detect(Folder.read(tmp_path)) is None
