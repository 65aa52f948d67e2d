"""House rules that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

_TOP_LEVEL = {
    "pyproject.toml",
    "inspector",
    "resources",
    "tests",
    "packaging",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
}
_VAGUE = {"utils", "util", "helpers", "helper", "common", "managers", "manager", "misc"}


def _modules(root: Path) -> list[Path]:
    modules = sorted((root / "inspector").rglob("*.py"))
    assert len(modules) > 40, "the scan sees the program"
    return modules


def test_modules_stay_readable(root: Path) -> None:
    """No module has more than 400 lines, and none is named for nothing."""
    long = {str(p): n for p in _modules(root) if (n := len(p.read_text("utf-8").splitlines())) > 400}
    vague = [p for p in _modules(root) if {p.stem, p.parent.name} & _VAGUE]

    assert long == {}
    assert vague == []


def test_connections_are_bound_methods(root: Path) -> None:
    """A lambda or partial in connect() is never collected and may run in the wrong thread."""
    pattern = re.compile(r"\.connect\(\s*(lambda|functools\.partial|partial)\b")
    assert [str(p) for p in _modules(root) if pattern.search(p.read_text("utf-8"))] == []


def test_top_level_is_what_was_asked_for(root: Path) -> None:
    """The checkout's top level holds the agreed names and dot-files only."""
    tracked = subprocess.run(
        ["git", "ls-tree", "--name-only", "HEAD"], cwd=root, capture_output=True, text=True, check=True
    )
    names = {name for name in tracked.stdout.split() if not name.startswith(".")}
    assert names <= _TOP_LEVEL


def test_only_the_environ_room_reads_the_process_environment(root: Path) -> None:
    """The cores get the process environment as an input."""
    readers = [p.relative_to(root).as_posix() for p in _modules(root) if _reads_environment(p)]
    cores = [p for p in readers if p.startswith(("inspector/config/", "inspector/logs/", "inspector/base/"))]
    assert all(p.startswith("inspector/config/environ/") for p in cores), cores


def _reads_environment(module: Path) -> bool:
    """Whether code, not a text about other programs' code, reaches for the process environment."""
    names = {"environ", "environb", "getenv", "getenvb"}
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found = {node.attr} if node.value.id == "os" else set()
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            found = {alias.name for alias in node.names}
        else:
            continue
        if found & names:
            return True
    return False


def test_the_command_line_never_loads_qt() -> None:
    """`inspector config` works where no Qt library can be loaded."""
    code = (
        "import sys; sys.modules['PySide6'] = None; "
        "import inspector.cli, inspector.config.report, inspector.config.export, inspector.logs.follow"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
