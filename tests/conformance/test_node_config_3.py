"""What node-config 3 does otherwise, on the real library and on Inspector."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from inspector.config.layers import LayerStatus
from inspector.config.report import Report, Request, build_report
from tests.conformance.node_oracle import NODE_FOLDER

_READ = (LayerStatus.LOADED, LayerStatus.EMPTY, LayerStatus.BROKEN)
_PACKAGE = json.dumps({"dependencies": {"config": "^3.3.9", "js-yaml": "^5.5.0"}})
_MAP = "custom-environment-variables.json"


def _run(folder: Path, files: Mapping[str, str], environ: Mapping[str, str]) -> tuple[Any, Report]:
    """Both on the same files and variables."""
    for name, text in {**files, "../package.json": _PACKAGE}.items():
        (folder / "config" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "config" / name).write_text(text, "utf-8")
    environ = {"HOST": "web1", **environ}
    node = shutil.which("node")
    assert node is not None
    answer = subprocess.run(
        [node, str(NODE_FOLDER / "config_3_run.cjs")],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    report = build_report(Request(folder, dialect="node-config", environ=tuple(environ.items())))
    return json.loads(answer.stdout.splitlines()[-1]), report


_ONE_KEY = '{{"k": "{0}", "{0}": 1}}'
_ORDER = (
    "default.json default-i.json default.json5 default-i.json5 a.json a-i.json a.json5 local-i.json5".split()
)


@pytest.mark.usefixtures("node_oracle")
@pytest.mark.parametrize(
    ("files", "environ"),
    [
        (
            {name: _ONE_KEY.format(name.replace(".", "_")) for name in _ORDER},
            {"NODE_APP_INSTANCE": "i", "NODE_ENV": "a"},
        ),
        ({"default.json": '{"k": 1}', "default.jsonc": '{"k": 2}'}, {}),
        (
            {"default.json": '{"k": {"a": 1, "b": 2}}', "runtime.json": '{"k": {"b": 3}}'},
            {"NODE_CONFIG": '{"k": {"b": 9}}'},
        ),
        (
            {"default.json": '{"k": 1}', _MAP: '{"k": "K"}', "runtime.json": '{"k": "top"}'},
            {"K": "variable"},
        ),
        (
            {"default.json": '{"k": 1}', "other.json": '{"k": 5}'},
            {"NODE_CONFIG_RUNTIME_JSON": "config/other.json"},
        ),
        ({"default.yaml": "k: 0o17\nd: 1:30\n", "default.yml": "k: 2\n"}, {}),
        (
            {"default.json": '{"k": {"a": [1]}}', "local.json": '{"k": {"b": null}}'},
            {"NODE_ENV": "production"},
        ),
        (
            {"default.json": '{"k": 1}', "prod.json": '{"k": 2}'},
            {"NODE_ENV": "prod,rod", "NODE_CONFIG_STRICT_MODE": "1"},
        ),
    ],
)
def test_version_3(tmp_path: Path, files: Mapping[str, str], environ: Mapping[str, str]) -> None:
    """Endings, the place of an instance in the order, runtime.json above all, and looser strict mode."""
    real, report = _run(tmp_path, files, environ)

    assert "error" not in real
    assert report.stops == ()
    sources = [layer.path for layer in report.layers if layer.path is not None and layer.status in _READ]
    in_order = [layer for layer in sources if "custom-env" not in layer]
    assert [s for s in real["sources"] if s != "$NODE_CONFIG" and "custom-env" not in s] == in_order
    assert report.values == real["tree"]
    assert [finding.code for finding in report.findings if finding.code == "library-version-other"] != []


@pytest.mark.usefixtures("node_oracle")
def test_strict_mode_of_version_3(tmp_path: Path) -> None:
    """A deployment of which no name speaks stops the application, whatever SUPPRESS_STRICTNESS_CHECK says."""
    environ = {"NODE_ENV": "staging", "NODE_CONFIG_STRICT_MODE": "1", "SUPPRESS_STRICTNESS_CHECK": "1"}
    real, report = _run(tmp_path, {"default.json": '{"k": 1}'}, environ)

    assert [str(stop) for stop in report.stops] == [real["error"]]


@pytest.mark.usefixtures("node_oracle")
def test_runtime_json_says_why_it_wins(tmp_path: Path) -> None:
    """Its layer stands above the variables, and its reason says nothing of their order."""
    files = {"default.json": '{"k": 1}', _MAP: '{"k": "K"}', "runtime.json": '{"k": "top"}'}
    _, report = _run(tmp_path, files, {"K": "variable"})
    (setting,) = report.settings

    assert report.layers[-1].path == "config/runtime.json"
    assert setting.source.reason == "the highest layer that sets it"
    assert [candidate.value for candidate in setting.candidates] == [1, "variable", "top"]
