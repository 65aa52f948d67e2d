"""Modules of settings, which dynaconf runs and Inspector reads."""

from __future__ import annotations

from pathlib import Path

from inspector.base.places import Place
from inspector.config.layers import LayerKind, LayerStatus
from tests.config.workspace import found, report_of

_CALL = "Dynaconf(settings_files=['settings.py'], environments=True)"
_APP = f"from dynaconf import Dynaconf\n\nsettings = {_CALL}\n"


def test_values_of_a_module_have_their_places(tmp_path: Path) -> None:
    """The name and the literal."""
    files = {"app.py": _APP, "settings.py": "PORT = 80\nDB = {'host': 'a'}\n"}
    report = report_of(tmp_path, files, environment=None)

    assert report.values == {"PORT": 80, "DB": {"host": "a"}}
    port = report.setting("PORT")
    assert port is not None
    assert (port.source.place, port.source.key_place) == (
        Place("settings.py", 1, 8, 1, 10),
        Place("settings.py", 1, 1, 1, 5),
    )
    host = report.setting("DB.host")
    assert host is not None
    assert host.source.place == Place("settings.py", 2, 15, 2, 18)
    assert found(report, "settings-file-unread") == []


def test_the_module_of_the_environment_stands_above(tmp_path: Path) -> None:
    """It is a layer of its own; that of another environment is none here."""
    files = {
        "app.py": _APP,
        "settings.py": "PORT = 80\n",
        "production_settings.py": "PORT = 443\n",
        "staging_settings.py": "PORT = 1\n",
    }
    report = report_of(tmp_path, files, environment="production")

    assert report.values == {"PORT": 443}
    loaded = [
        (layer.kind, layer.path)
        for layer in report.layers
        if layer.status is LayerStatus.LOADED and layer.path
    ]
    assert loaded == [
        (LayerKind.BASE, "settings.py"),
        (LayerKind.ENVIRONMENT, "production_settings.py"),
    ]


def test_what_code_computes_is_shown_as_written_and_told(tmp_path: Path) -> None:
    """With the place; the module is not run."""
    code = "import os\nfrom base import *\nSECRET = os.environ['S']\nPORT = 1 + 1\nHOST = 'a'\n"
    report = report_of(
        tmp_path, {"app.py": _APP, "settings.py": f"{code}open('ran', 'w')\n"}, environment=None
    )

    assert report.values == {"SECRET": "os.environ['S']", "PORT": "1 + 1", "HOST": "a"}
    told = {(finding.key, finding.places[0].line) for finding in found(report, "value-computed")}
    assert told == {("SECRET", 3), ("PORT", 4), (None, 2)}
    assert not (tmp_path / "ran").exists()


def test_the_usual_modules_of_flask(tmp_path: Path) -> None:
    """settings.py and .secrets.py are read unasked, first of their kind."""
    files = {
        "app.py": "from dynaconf import FlaskDynaconf\nFlaskDynaconf(app)\n",
        "settings.py": "A = 1\nB = 1\nC = 1\n",
        "settings.toml": "[default]\nb = 2\nc = 2\n",
        ".secrets.py": "C = 3\n",
    }
    assert report_of(tmp_path, files, environment=None).values == {
        "A": 1,
        "B": 2,
        "C": 3,
        "LOAD_DOTENV": True,
    }
