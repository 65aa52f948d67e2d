"""What every test relies on: no display, no home folder, no network of names."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_API"] = "pyside6"
os.environ["QT_LOGGING_RULES"] = "qt.pyside.libpyside.warning=true"

# CI tries the same examples each time, so that a commit passes or fails by what it changes. Elsewhere they
# are random, and what they find is fixed or becomes a case of its own. How long an example takes says more
# about the other processes of the machine than about the code: benchmarks and limits are tested by their own.
hypothesis.settings.register_profile("random", deadline=None)
hypothesis.settings.register_profile("repeatable", derandomize=True, print_blob=True, deadline=None)
hypothesis.settings.load_profile("repeatable" if os.environ.get("INSPECTOR_CI") else "random")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Config, cache and state folders of the test's own; nothing of the developer's is read or written."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "CACHE", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
