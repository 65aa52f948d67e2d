"""What is installed: the wheel's contents, and the program running from it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

# One worker builds and installs the wheel once.
pytestmark = pytest.mark.xdist_group("wheel")

_EXAMPLE = "inspector/resources/examples/ml-service"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    root = Path(__file__).resolve().parent.parent
    folder = tmp_path_factory.mktemp("wheel")
    # hatchling is in the test extra, so nothing has to be fetched.
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(root)]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel installed, without what it depends on."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--no-compile", "--quiet"]
    subprocess.run(
        [*command, "--target", str(folder), str(wheel)], check=True, capture_output=True, timeout=100
    )
    return folder


def _run(installed: Path, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(installed)}
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environ,
        capture_output=True,
        encoding="utf-8",
        timeout=100,
    )


def test_the_wheel_has_resources_and_no_tests(wheel: Path) -> None:
    """The example comes whole, its dot-files too; tests, caches and packaging stay at home."""
    names = zipfile.ZipFile(wheel).namelist()
    dot_files = {f"{_EXAMPLE}/.env", f"{_EXAMPLE}/.env.production"}
    ours = {
        f"{_EXAMPLE}/{name}" for name in ("config.yaml", "inspector.toml", "logs/api.jsonl", "settings.py")
    }
    help_pages = {f"inspector/resources/help/{name}.md" for name in ("getting-started", "command-line")}

    assert dot_files | ours | help_pages | {"inspector/py.typed"} <= set(names)
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"inspector"}
    assert [name for name in names if "__pycache__" in name or name.endswith(".pyc")] == []
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_installed_program_shows_its_own_example(installed: Path, tmp_path: Path) -> None:
    """It runs from the installed files alone and finds the resources beside them."""
    code = "import inspector; print(inspector.__file__)"
    where = _run(installed, tmp_path, "-c", code)
    example = installed / _EXAMPLE
    shown = _run(
        installed,
        tmp_path,
        "-m",
        "inspector",
        "config",
        "show",
        str(example),
        "-e",
        "production",
        "--environ",
        "none",
    )

    assert Path(where.stdout.strip()).is_relative_to(installed)
    assert shown.stderr == ""
    assert shown.returncode == 0
    row = next(line for line in shown.stdout.splitlines() if line.startswith("training.batch_size "))
    assert row.split()[1:] == ["128", "int", "environment", "config.production.yaml:17"]


def test_the_smoke_test_passes(installed: Path, tmp_path: Path, root: Path) -> None:
    """Every step of packaging/smoke.py works with the installed program."""
    done = _run(
        installed, tmp_path, str(root / "packaging" / "smoke.py"), str(installed / "bin" / "inspector")
    )

    assert done.stderr == ""
    assert done.returncode == 0
    assert len([line for line in done.stdout.splitlines() if line.startswith("ok: ")]) == 5


def test_the_smoke_test_can_fail(tmp_path: Path, root: Path) -> None:
    """A program that does something else is found out."""
    other = tmp_path / "inspector"
    other.write_text("#!/bin/sh\necho fine\n", "utf-8")
    other.chmod(0o755)
    done = _run(tmp_path, tmp_path, str(root / "packaging" / "smoke.py"), str(other))

    assert done.returncode == 1
    assert "failed: config check" in done.stderr
