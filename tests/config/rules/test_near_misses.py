"""Variables of other programs are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.workspace import found, report_of

_FILES = {"config.yaml": "model: x\nport: 1\nhome: /\nrate1: 0\nrate2: 0\ndatabase: {host: h}\n"}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ml_database_host", "ML_DATABASE_HOST"),
        ("Ml_PORT", "ML_PORT"),
        ("MLX_PORT", "ML_PORT"),
        ("MML_PORT", "ML_PORT"),
        ("M_L_PORT", "ML_PORT"),
        ("MLPORT", "ML_PORT"),
        ("LM_PORT", None),
        ("MLX_DATABASE_HOST", "ML_DATABASE_HOST"),
        ("MY_PORT", None),
        ("M_PORT", None),
        ("MLFLOW_PORT", None),
        ("MLFLOW_TRACKING_URI", None),
        ("MLX_HOME", "ML_HOME"),
        ("MLX_OTHER", None),
        ("XML_PORTS", None),
        ("PORT", None),
        ("HOME", None),
        ("DATABASE_HOST", None),
        ("MLX_RATE3", None),
        ("", None),
    ],
)
def test_in_the_process(name: str, meant: str | None, tmp_path: Path) -> None:
    """Only what is one slip away from a name that works."""
    findings = found(report_of(tmp_path, _FILES, {name: "1"}, environment=None), "variable-near-miss")

    assert [finding.hint for finding in findings] == ([] if meant is None else [f"Rename it to {meant}."])


@pytest.mark.parametrize(
    ("name", "meant"),
    [("DATABASE_HOST", "ML_DATABASE_HOST"), ("PORT", None), ("POSTGRES_PORT", None), ("COMPOSE_FILE", None)],
)
def test_in_a_dotenv_file(name: str, meant: str | None, tmp_path: Path) -> None:
    """There a missing prefix is worth knowing, for names that are long enough."""
    files = {**_FILES, ".env": f"{name}=1\nML_MODEL=x\n"}

    findings = found(report_of(tmp_path, files, environment=None), "variable-near-miss")

    assert [finding.hint for finding in findings] == ([] if meant is None else [f"Rename it to {meant}."])


def test_a_name_that_is_set_besides_was_not_meant(tmp_path: Path) -> None:
    """DATABASE_HOST is somebody else's when ML_DATABASE_HOST is there too."""
    files = {**_FILES, ".env": "DATABASE_HOST=a\nML_DATABASE_HOST=b\n"}

    assert found(report_of(tmp_path, files, environment=None), "variable-near-miss") == []


def test_a_usual_shell_is_quiet(tmp_path: Path) -> None:
    """The variables of a desktop session."""
    environ = {
        "HOME": "/home/a", "PATH": "/bin", "USER": "a", "LANG": "C", "SHELL": "/bin/sh", "TERM": "xterm",
        "PWD": "/", "OLDPWD": "/", "SHLVL": "1", "HOSTNAME": "h", "LOGNAME": "a", "DISPLAY": ":0",
        "MAIL": "/m", "EDITOR": "vi", "PAGER": "less", "LC_ALL": "C", "XDG_RUNTIME_DIR": "/run",
        "SSH_AUTH_SOCK": "/s", "VIRTUAL_ENV": "/v", "MLFLOW_TRACKING_URI": "u", "WANDB_API_KEY": "0123456",
        "PORT": "80", "DATABASE_URL": "x", "NODE_ENV": "production", "CI": "true", "_": "/bin/env",
    }  # fmt: skip

    assert report_of(tmp_path, _FILES, environ, environment=None).findings == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("database.host", "database.host is no variable of this application; ML_DATABASE_HOST sets"),
        ("port", "port is no variable of this application; ML_PORT sets port."),
        ("x", "x is no variable of this application."),
        ("ENVIRONMENT", None),
        ("ML_OTHER", None),
    ],
)
def test_a_what_if_variable_that_nothing_reads(name: str, said: str | None, tmp_path: Path) -> None:
    """Somebody typed it, so that its silence would mislead; the name that sets the key is told."""
    report = report_of(tmp_path, _FILES, environment=None, what_if={name: "5"})

    told = [finding.message for finding in found(report, "variable-near-miss")]
    assert told == [] if said is None else len(told) == 1 and told[0].startswith(said)
