"""Which library reads the `.env` files of a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.config.discover import Discovery, discover
from inspector.config.discover.dotenv_files import detect_python
from tests.config.workspace import report_of


def _discovered(folder: Path, files: dict[str, str], dialect: str | None = None) -> Discovery:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return discover(folder, dialect)


def _package(**groups: dict[str, str]) -> dict[str, str]:
    text = str(groups).replace("'", '"')
    return {"package.json": text, ".env": "A=1\n"}


@pytest.mark.parametrize(
    ("files", "dialect", "confidence", "reasons"),
    [
        (_package(dependencies={"next": "16"}), "dotenv-next", 0.85, ("next in package.json", ".env")),
        (_package(devDependencies={"vite": "5"}), "dotenv-vite", 0.85, ("vite in package.json", ".env")),
        (
            _package(dependencies={"dotenv-flow": "4"}),
            "dotenv-flow",
            0.85,
            ("dotenv-flow in package.json", ".env"),
        ),
        (
            {"Gemfile": 'gem "rails"\n  gem "dotenv-rails", groups: [:test]\n', ".env": "A=1\n"},
            "dotenv-rails",
            0.85,
            ("dotenv-rails in Gemfile", ".env"),
        ),
        (
            {"Gemfile.lock": "  specs:\n    dotenv (3.2.0)\n", "Gemfile": "", ".env.production": "A=1\n"},
            "dotenv-rails",
            0.85,
            ("dotenv in Gemfile.lock", ".env.production"),
        ),
        (
            {"config/application.rb": "", "Gemfile": '# gem "dotenv"\n', ".env": "", ".env.local": "A=1\n"},
            "dotenv-rails",
            0.45,
            ("config/application.rb", ".env.local + .env"),
        ),
        (_package(dependencies={"dotenv": "16"}), "dotenv-npm", 0.5, ("dotenv in package.json", ".env")),
        (
            {"requirements-dev.txt": "Python_Dotenv==1.0\n", ".env": "A=1\n"},
            "dotenv",
            0.5,
            ("python-dotenv in requirements-dev.txt", ".env"),
        ),
        (
            {"pyproject.toml": 'dependencies = ["python-dotenv"]\n', ".env": "", ".env.production": ""},
            "dotenv",
            0.5,
            ("python-dotenv in pyproject.toml", ".env"),
        ),
        ({".env": "A=1\n"}, "dotenv", 0.35, (".env",)),
        (
            {".env": "A=1\n", ".env.production": "A=2\n"},
            "dotenv-next",
            0.4,
            ("the usual order of such files", ".env.production + .env"),
        ),
        (
            {"package.json": "{", ".env.local": "A=1\n"},
            "dotenv-next",
            0.4,
            ("the usual order of such files", ".env.local"),
        ),
    ],
)
def test_reasons(
    files: dict[str, str], dialect: str, confidence: float, reasons: tuple[str, ...], tmp_path: Path
) -> None:
    """Packages speak for themselves, names of files alone say little."""
    found = _discovered(tmp_path, files)

    assert (found.dialect.name, found.confidence) == (dialect, confidence)
    assert set(reasons) <= set(found.reasons)


def test_what_else_would_fit_is_told(tmp_path: Path) -> None:
    """Where nothing names a library, the other orders would fit too; not beside a file of settings."""
    files = {".env": "A=1\n", ".env.production": "A=2\n"}
    found = _discovered(tmp_path, files)
    layered = _discovered(tmp_path / "other", {**files, "config.yaml": "a: 1\n"})

    assert {other.name for other in found.alternatives} >= {"dotenv-vite", "dotenv-flow", "dotenv"}
    assert layered.dialect.name == "layered"
    assert not [other for other in layered.alternatives if other.name.startswith("dotenv")]


@pytest.mark.parametrize("name", [".env.example", ".env.sample", ".env.vault", ".envrc", "x.env"])
def test_models_and_other_files_are_none(name: str, tmp_path: Path) -> None:
    """Files that no library reads are no configuration."""
    assert not _discovered(tmp_path, {name: "A=1\n"}).found


def test_a_dependency_without_files_is_a_weak_sign(tmp_path: Path) -> None:
    """The folder holds no configuration, and the files that would be read are named."""
    report = report_of(tmp_path, {"package.json": '{"dependencies": {"next": "16"}}'}, environment=None)

    (finding,) = report.findings
    assert finding.code == "nothing-found"
    assert ".env.<environment>.local, .env.local, .env.<environment>, .env" in finding.message


@pytest.mark.parametrize(
    ("dialect", "environments"),
    [
        ("dotenv-next", ("development", "test", "production")),
        ("dotenv-vite", ("development", "eu", "staging", "production")),
        ("dotenv-flow", ("eu", "staging")),
        ("dotenv-rails", ("development", "test", "eu", "staging", "production")),
        ("dotenv-npm", ()),
        ("dotenv", ()),
    ],
)
def test_environments(dialect: str, environments: tuple[str, ...], tmp_path: Path) -> None:
    """Next has three, Rails at least three, Vite at least two, and dotenv-flow those that have files."""
    names = [".env", ".env.local", ".env.staging", ".env.eu.local", ".env.defaults", ".env.example"]
    found = _discovered(tmp_path, dict.fromkeys(names, "A=1\n"), dialect)

    assert found.environments == environments


def test_the_configuration_of_vite_is_read_as_text(tmp_path: Path) -> None:
    """A folder and prefixes in plain text; nothing is run."""
    config = "export default { envDir: './env', envPrefix: ['APP_', \"PUB_\"] }\n"
    files = {"package.json": '{"dependencies": {"vite": "5"}}', "vite.config.ts": config}
    env = {"env/.env": "APP_A=1\nVITE_B=2\n", "env/.env.production": "PUB_A=3\n", ".env": "APP_C=4\n"}
    report = report_of(tmp_path, {**files, **env})

    assert {setting.key: setting.value for setting in report.settings} == {"APP_A": "1", "PUB_A": "3"}
    assert report.dialect.prefix == "APP_"


@pytest.mark.parametrize(
    ("config", "prefix"),
    [
        ("envPrefix: 'APP_'", "APP_"),
        ('envPrefix: "APP_"', "APP_"),
        ("envPrefix: ''", "VITE_"),
        ("envPrefix: prefixes", "VITE_"),
        ("envDir: '/etc'", "VITE_"),
        ("envDir: '../..'", "VITE_"),
        ("x" * 300_000 + "envPrefix: 'APP_'", "VITE_"),
    ],
)
def test_only_plain_and_harmless_options_of_vite_count(config: str, prefix: str, tmp_path: Path) -> None:
    """No folder outside of the workspace, no empty prefix, no huge file."""
    files = {**_package(dependencies={"vite": "5"}), "vite.config.js": f"export default {{ {config} }}\n"}
    found = _discovered(tmp_path, files)

    assert found.dialect.prefix == prefix
    assert found.dialect.dotenv[-1] == ".env"


def test_a_folder_that_is_gone_has_nothing(tmp_path: Path) -> None:
    """Detection never raises for what the disk says."""
    assert detect_python(tmp_path / "gone").confidence == 0.0
    (tmp_path / "requirements.txt").mkdir()
    (tmp_path / ".env").mkdir()
    assert detect_python(tmp_path).confidence == 0.0
