"""One rule for URLs: with a password in it a value is a secret, without one it is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.base.secrets import MASK
from inspector.cli import run
from inspector.config.export import report_document
from inspector.config.report import Request, build_report

_PLAIN = "redis://localhost:6379/0"
_SECRET = "redis://:tr0ub4dor@cache/0"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A URL with a password in one environment."""
    files = {
        "config.yaml": f"cache: {{url: '{_PLAIN}', name: x}}\n",
        "config.development.yaml": "cache: {name: y}\n",
        "config.production.yaml": f"cache: {{url: '{_SECRET}'}}\n",
        "config.staging.yaml": f"cache: {{url: '{_SECRET}'}}\n",
        ".env.staging": f"ML_CACHE_URL={_PLAIN}\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("environment", "secret", "values"),
    [
        ("development", False, [_PLAIN]),
        ("production", True, [_PLAIN, MASK]),
        ("staging", False, [_PLAIN, MASK, _PLAIN]),
    ],
)
def test_each_value_by_itself(environment: str, secret: bool, values: list[str], workspace: Path) -> None:
    """What another layer or environment has does not hide it, and nothing shows what is a secret."""
    report = build_report(Request(workspace, environment))

    document = report_document(report)

    (url,) = [setting for setting in document["settings"] if setting["key"] == "cache.url"]
    assert url["secret"] is secret
    assert [candidate["value"] for candidate in url["candidates"]] == values
    assert url["value"] == values[-1]
    assert "tr0ub4dor" not in json.dumps(document)
    masked = {path for path, text in report.texts.items() if text.secrets}
    assert masked == {
        layer.path for layer in report.layers if layer.path and "tr0ub4dor" in _text(workspace, layer.path)
    }


def _text(workspace: Path, path: str) -> str:
    file = workspace / path
    return file.read_text("utf-8") if file.exists() else ""


@pytest.mark.parametrize(
    "argv",
    [
        ["show", "-e", "staging"],
        ["show", "-e", "staging", "-f", "yaml"],
        ["explain", "cache.url", "-e", "staging"],
        ["explain", "cache.url", "-e", "production"],
        ["diff", "development", "production"],
        ["variables", "-e", "staging"],
    ],
)
def test_every_command(argv: list[str], workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The plain one is shown and the secret one is not."""
    run(["config", argv[0], str(workspace), *argv[1:], "--environ", "none"])

    out = capsys.readouterr().out
    assert _PLAIN in out
    assert "tr0ub4dor" not in out


def test_a_name_hides_whatever_is_written(tmp_path: Path) -> None:
    """A key that is called a secret is one."""
    (tmp_path / "config.yaml").write_text(f"cache_password: '{_PLAIN}'\n", "utf-8")

    document = report_document(build_report(Request(tmp_path)))

    assert _PLAIN not in json.dumps(document)
