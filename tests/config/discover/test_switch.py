"""The variable that selects the environment in the lecture's scheme, as code names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.workspace import found, report_of

_FILES = {"config.yaml": "a: 1\n", "config.production.yaml": "a: 2\n", "config.staging.yaml": "a: 3\n"}
_APP = 'import os\n\nenv = {read}\nfile = open(f"config.{{env}}.yaml")\n'


@pytest.mark.parametrize(
    ("read", "environ", "environment"),
    [
        ('os.environ.get("ML_ENV", "staging")', {}, "staging"),
        ('os.environ.get("ML_ENV", "staging")', {"ML_ENV": "production", "ENVIRONMENT": "x"}, "production"),
        ("os.getenv('APP_STAGE') or 'staging'", {}, "staging"),
        ('os.environ["APP_ENV"]', {"APP_ENV": "production"}, "production"),
        ('os.environ["APP_ENV"]', {}, "development"),
    ],
)
def test_code_names_the_variable_and_its_default(
    read: str, environ: dict[str, str], environment: str, tmp_path: Path
) -> None:
    """It selects the environment in place of ENVIRONMENT, with a reason, and is no stray setting."""
    report = report_of(tmp_path, {**_FILES, "app.py": _APP.format(read=read)}, environ, environment=None)

    assert report.environment == environment
    assert any(reason.startswith("environment by ") for reason in report.dialect.reasons)
    assert found(report, "variable-lands-elsewhere") == []


@pytest.mark.parametrize(
    "code",
    [
        _APP.format(read='os.environ.get("ENVIRONMENT")'),
        _APP.format(read='os.environ.get("ONE_ENV") or os.environ.get("TWO_ENV")'),
        'import os\n\nos.environ.get("ML_ENV")\n',
    ],
)
def test_code_that_names_no_other_one(code: str, tmp_path: Path) -> None:
    """ENVIRONMENT stands where code says it, names several, or opens no file by environment."""
    environ = {"ML_ENV": "staging", "ONE_ENV": "staging", "ENVIRONMENT": "production"}

    report = report_of(tmp_path, {**_FILES, "app.py": code}, environ, environment=None)

    assert report.environment == "production"


def test_a_declared_variable_stands(tmp_path: Path) -> None:
    """A person knows better than a look at the code."""
    files = {**_FILES, "app.py": _APP.format(read='os.environ["APP_ENV"]')}
    files["inspector.toml"] = 'dialect = "layered"\nenvironment_variable = "WHERE"\n'

    report = report_of(tmp_path, files, {"WHERE": "staging", "APP_ENV": "production"}, environment=None)

    assert report.environment == "staging"
