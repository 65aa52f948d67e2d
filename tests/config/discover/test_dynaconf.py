"""Folders that follow the dialect `dynaconf`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from inspector.config.discover import Discovery, discover
from inspector.config.discover.detection import Detection
from inspector.config.discover.dynaconf import detect
from inspector.config.discover.folder import Folder
from tests.config.workspace import report_of

_CODE = "from dynaconf import Dynaconf\nsettings = Dynaconf(settings_files=['settings.toml'], {})\n"


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def _detected(folder: Path, files: Mapping[str, str]) -> Detection:
    _write(folder, files)
    detection = detect(Folder.read(folder))
    assert detection is not None
    return detection


def _discovered(folder: Path, files: Mapping[str, str]) -> Discovery:
    _write(folder, files)
    return discover(folder)


@pytest.mark.parametrize("files", [{}, {"config.yaml": "a: 1"}, {"app.py": "print('dynaconf')\n"}])
def test_nothing_speaks_of_dynaconf(files: Mapping[str, str], tmp_path: Path) -> None:
    """Other folders are left to other dialects."""
    _write(tmp_path, files)

    assert detect(Folder.read(tmp_path)) is None


def test_the_code_says_everything(tmp_path: Path) -> None:
    """Files, prefix, environments and what selects them, with the reasons."""
    found = _discovered(
        tmp_path,
        {
            "app.py": _CODE.format("environments=True, envvar_prefix='MY', env_switcher='MY_MODE'"),
            "settings.toml": "[default]\na = 1\n[production]\na = 2\n[dev]\na = 3\n[my]\n[global]\n",
        },
    )

    assert found.dialect.name == "dynaconf"
    assert found.confidence == 0.95
    assert found.reasons == (
        "Dynaconf(…) in app.py:2",
        "settings.toml",
        "sections [dev], [production]",
        "prefix MY_",
    )
    assert found.environments == ("development", "dev", "production")
    assert found.dialect.environment_variables == ("FORCE_ENV_FOR_DYNACONF", "MY_MODE", "ENV_FOR_DYNACONF")
    assert found.dialect.default_environment == "development"


@pytest.mark.parametrize(
    ("files", "confidence"),
    [
        ({"settings.toml": "a = 1", "pyproject.toml": "dependencies = ['dynaconf']"}, 0.75),
        ({"settings.toml": "a = 1", ".secrets.toml": "b = 1"}, 0.55),
        ({"settings.toml": "a = 1"}, 0.35),
        ({"requirements.txt": "dynaconf\n"}, 0.2),
    ],
)
def test_without_code_the_files_speak(files: Mapping[str, str], confidence: float, tmp_path: Path) -> None:
    """The more says so, the surer."""
    assert _detected(tmp_path, files).confidence == confidence


def test_files_with_sections_are_taken_as_such(tmp_path: Path) -> None:
    """Where no code says so: [default] and [production] are hardly settings."""
    report = report_of(
        tmp_path,
        {"settings.toml": "[default]\na = 1\n[production]\na = 2\n", ".secrets.toml": "[default]\nb = 1"},
    )

    assert report.dialect.name == "dynaconf"
    assert report.environments == ("development", "production")
    assert [(setting.key, setting.value) for setting in report.settings] == [("A", 2), ("B", 1)]


def test_the_file_nearest_to_the_top_counts(tmp_path: Path) -> None:
    """Others are counted in the reason."""
    detection = _detected(
        tmp_path,
        {
            "pkg/deep/a.py": _CODE.format("envvar_prefix='DEEP'"),
            "pkg/config.py": _CODE.format("envvar_prefix='PKG'"),
            "settings.toml": "a = 1",
        },
    )

    assert detection.reasons[0] == "Dynaconf(…) in pkg/config.py:2, and 1 more"
    assert detection.dialect.prefix == "PKG_"


def test_files_beside_the_code_are_found(tmp_path: Path) -> None:
    """As when the script in that folder is run; then those above, each with its folder config."""
    report = report_of(
        tmp_path,
        {
            "pkg/config.py": _CODE.format("secrets='.secrets.toml'"),
            "pkg/config/settings.toml": "a = 1",
            "settings.toml": "a = 2",
            ".secrets.toml": "b = 1",
        },
        environment=None,
    )

    paths = [layer.path for layer in report.layers if layer.path]
    assert paths == ["pkg/config/settings.toml", ".secrets.toml", ".env"]


def test_a_root_path_of_the_code(tmp_path: Path) -> None:
    """Made of __file__."""
    report = report_of(
        tmp_path,
        {
            "pkg/config.py": "from pathlib import Path\n"
            + _CODE.format("root_path=Path(__file__).parent / 'conf'"),
            "pkg/conf/settings.toml": "a = 1",
            "settings.toml": "a = 2",
        },
        environment=None,
    )

    assert [setting.source.place.path for setting in report.settings] == ["pkg/conf/settings.toml"]


def test_flask_has_options_of_its_own(tmp_path: Path) -> None:
    """FLASK_ as prefix, FLASK_ENV as switcher, sections, `.env`, and the usual files."""
    found = _discovered(
        tmp_path,
        {
            "app.py": "from dynaconf import FlaskDynaconf\nFlaskDynaconf(app, extra=1)\n",
            "settings.toml": "[default]\na = 1\n[production]\na = 2\n",
            ".secrets.yaml": "default: {b: 1}",
            ".env": "FLASK_ENV=production\n",
        },
    )

    assert (found.dialect.prefix, found.environments) == ("FLASK_", ("production",))
    assert found.dialect.default_environment == "production"
    assert [path for layer in found.dialect.files for path in layer.paths] == [
        "settings.toml",
        ".secrets.yaml",
    ]


def test_django_gives_its_constants(tmp_path: Path) -> None:
    """They are the lowest layer, and the folder of its settings is the root."""
    report = report_of(
        tmp_path,
        {
            "site/settings.py": "import dynaconf\nDEBUG = True\ns = dynaconf.DjangoDynaconf(__name__)\n",
            "site/settings.toml": "[default]\nname = 'x'\n[production]\ndebug = false\n",
        },
    )

    assert report.spec.prefix == "DJANGO_"
    assert [(setting.key, setting.value) for setting in report.settings if setting.key != "LOAD_DOTENV"] == [
        ("NAME", "x"),
        ("DEBUG", False),
    ]


def test_the_old_global_settings(tmp_path: Path) -> None:
    """`from dynaconf import settings` has sections and the usual files."""
    detection = _detected(
        tmp_path,
        {"app.py": "from dynaconf import settings\n", "settings.toml": "[default]\na = 1\n[production]\n"},
    )

    assert detection.environments == ("production",)
    assert detection.dialect.prefix == "DYNACONF_"


def test_a_dotenv_file_selects_the_environment_when_it_is_loaded(tmp_path: Path) -> None:
    """Else it does not."""
    files = {"settings.toml": "[default]\n[production]\n", ".env": "ENV_FOR_DYNACONF=production\n"}

    _write(tmp_path, {**files, "app.py": _CODE.format("environments=True, load_dotenv=True")})
    assert discover(tmp_path).dialect.default_environment == "production"
    _write(tmp_path, {"app.py": _CODE.format("environments=True")})
    assert discover(tmp_path).dialect.default_environment == "development"


def test_a_declared_dialect_and_its_files(tmp_path: Path) -> None:
    """What inspector.toml says counts before what was found."""
    report = report_of(
        tmp_path,
        {
            "inspector.toml": "dialect = 'dynaconf'\nprefix = 'MY_'\n"
            "[[layers]]\npath = 'x.toml'\nkind = 'base'\n",
            "x.toml": "a = 1",
            "config.yaml": "a: 2",
        },
        {"MY_B": "2"},
        environment=None,
    )

    assert report.dialect.name == "dynaconf"
    assert [(setting.key, setting.value) for setting in report.settings] == [("A", 1), ("B", 2)]
