"""An application with the real dynaconf in a process of its own, and the comparison with it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inspector.config.report import Report, Request, build_report
from tests.conformance.layered_loader import plain

_ROOT = Path(__file__).parents[2]


class Application:
    """The loader in its own process, asked over a pipe."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.conformance.dynaconf_loader"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=_ROOT,
        )

    def load(self, folder: Path, environ: Mapping[str, str]) -> dict[str, Any]:
        """The application's settings or exception."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        case = json.dumps({"folder": str(folder), "environ": dict(environ)})
        print(case, file=self._process.stdin, flush=True)
        result: dict[str, Any] = json.loads(self._process.stdout.readline())
        return result

    def close(self) -> None:
        """End the process and wait for it."""
        with self._process:
            assert self._process.stdin is not None
            self._process.stdin.close()


def write_workspace(folder: Path, files: Mapping[str, str], call: str) -> None:
    """Empty a folder and put files into it, and code that calls Dynaconf with these arguments."""
    for old in folder.iterdir():
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink()
    code = f"from dynaconf import Dynaconf, Validator\n\nsettings = Dynaconf({call})\n"
    for name, text in {**files, "app.py": code}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def agree(
    application: Application,
    folder: Path,
    files: Mapping[str, str],
    environ: Mapping[str, str],
    call: str,
) -> tuple[dict[str, Any], Report]:
    """Run both on the same code, files and variables, and compare the whole tree or the exception."""
    environ = environ or {"OTHER": "1"}  # with no variable at all, what they hold is not known
    write_workspace(folder, files, call)
    real = application.load(folder, environ)
    report = build_report(Request(folder, environ=tuple(environ.items())))
    assert report.dialect.name == "dynaconf"
    unknown = any(finding.code == "value-computed" for finding in report.findings)
    if "exception" in real:
        failing = {f.exception for f in report.findings if f.code == "value-fails-when-read"}
        if report.stops:
            first = report.stops[0]
            assert first.exception == real["exception"], real
            if first.exception not in ("KeyError", "RecursionError") and not first.message.startswith("in "):
                assert first.message == real["message"]
            assert any(str(first) in f.message or f.exception == first.exception for f in report.findings)
        else:
            assert real["exception"] in failing or unknown, real
    else:
        assert report.stops == ()
        ours, theirs = in_any_order(plain(report.values)), in_any_order(real["tree"])
        assert unknown or ours == theirs
    return real, report


def in_any_order(tree: Any) -> Any:
    """A tree in which the order of mappings does not count."""
    if isinstance(tree, dict) and "dict" in tree:
        pairs = [[in_any_order(key), in_any_order(value)] for key, value in tree["dict"]]
        return {"dict": sorted(pairs, key=json.dumps)}
    if isinstance(tree, dict) and "list" in tree:
        return {"list": [in_any_order(item) for item in tree["list"]]}
    return tree
