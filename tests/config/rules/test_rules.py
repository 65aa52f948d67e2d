"""What rules leave untold, and what they say together. Each has its workspaces in catalogue.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.base.findings import Severity
from inspector.config.report import survey
from tests.config.workspace import found, report_of


def test_a_healthy_workspace_is_quiet(tmp_path: Path) -> None:
    """Overrides, numbers and real booleans are no findings."""
    files = {
        "config.yaml": "a: {rate: 0.5, debug: true}\nb: [1]\nc: 08x\nd: 1.0e-5\n",
        "config.production.yaml": "a: {rate: 0.25}\n",
        ".env": "ML_A_RATE=0.10\nOTHER=true\n",
    }

    assert report_of(tmp_path, files, {"PATH": "/bin", "MLFLOW_URI": "x"}).findings == ()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (
            "prod",
            "config.prod.yaml does not exist, so that nothing of the environment prod applies. "
            "Did you mean production?",
        ),
        ("Production", "Did you mean production?"),
        ("moon", "nothing of the environment moon applies."),
    ],
)
def test_environment_without_a_file(asked: str, words: str, tmp_path: Path) -> None:
    """A name that nobody wrote a file for is told, with the one that was meant."""
    files = {"config.yaml": "a: 1\n", "config.production.yaml": "a: 2\n"}

    report = report_of(tmp_path, files, environment=asked)

    (finding,) = found(report, "environment-file-missing")
    assert words in finding.message


def test_environment_comes_from_the_process(tmp_path: Path) -> None:
    """ENVIRONMENT selects; without it the default counts, silently when it has no file."""
    files = {"config.yaml": "a: 1\n", "config.production.yaml": "a: 2\n"}

    selected = report_of(tmp_path, files, {"ENVIRONMENT": "production"}, environment=None)
    default = report_of(tmp_path, files, environment=None)
    wrong = report_of(tmp_path, files, {"ENVIRONMENT": "prd"}, environment=None)

    assert (selected.environment, default.environment) == ("production", "development")
    assert default.environments == ("development", "production")
    assert found(default, "environment-file-missing") == []
    assert len(found(wrong, "environment-file-missing")) == 1


def test_refused_key_of_a_variable_is_one_error(tmp_path: Path) -> None:
    """A key that the schema refuses and that a variable made is told once, as an error."""
    schema = '{"type": "object", "additionalProperties": false, "properties": {"model": {"type": "string"}}}'
    files = {"config.yaml": "model: x\n", "config.schema.json": schema}

    report = report_of(tmp_path, files, {"ML_MODLE": "y"}, environment=None)

    assert [(f.code, f.severity) for f in report.findings] == [("variable-lands-elsewhere", Severity.ERROR)]


def test_a_secret_changed_is_never_shown(tmp_path: Path) -> None:
    """Neither message nor hint holds what was written or what it became."""
    report = report_of(tmp_path, {"config.yaml": "a: 1\n"}, {"ML_DB_PASSWORD": "0123456789"})

    for finding in report.findings:
        assert "123456789" not in finding.message + finding.hint


_CLEAN = {
    "config.yaml": """\
service: {name: tickets, version: 2.4.1, country: SE}
server: {host: 0.0.0.0, port: 8080, timeout: 30, debug: false, origins: []}
database: {host: localhost, port: 5432, name: tickets}
model: {path: models/v2, threshold: 0.5, rate: 1.0e-4, labels: [billing, outage]}
logging: {level: INFO, handlers: [console]}
token: {lifetime: 3600}
""",
    "config.development.yaml": "server: {debug: true}\nlogging: {level: DEBUG}\n",
    "config.staging.yaml": "database: {host: db.staging.example.com}\n",
    "config.production.yaml": """\
server: {port: 80, timeout: 10.5, origins: ["https://tickets.example.com"]}
database: {host: db.example.com}
logging: {handlers: [console, file]}
""",
    ".env": "ML_DATABASE_PASSWORD=hunter22x\nCOMPOSE_PROJECT_NAME=tickets\n",
    ".env.production": "ML_DATABASE_PASSWORD=tr0ub4dor\nML_SERVER_PORT=443\nexport ML_MODEL_RATE=0.0002\n",
}


@pytest.mark.parametrize("environment", ["development", "staging", "production"])
def test_a_realistic_workspace_is_quiet(environment: str, tmp_path: Path) -> None:
    """Nothing a reader would call noise, in any environment."""
    environ = {"HOME": "/home/a", "ML_SERVER_TIMEOUT": "20", "ENVIRONMENT": environment}

    assert report_of(tmp_path, _CLEAN, environ, environment=None).findings == ()


def test_a_realistic_workspace_has_little_to_say_of_its_environments(tmp_path: Path) -> None:
    """Worth knowing, and no warning."""
    reports = [
        report_of(tmp_path, _CLEAN, environment=name) for name in ("development", "staging", "production")
    ]

    assert [(f.code, f.severity, f.key) for f in survey(reports)] == [
        ("override-dead", Severity.INFO, "server.port"),
        ("variable-changes-base", Severity.INFO, None),
    ]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("ML_COUNTRY=NO", ""),
        ("ML_MODE=off", ""),
        ("ML_DB_PASSWORD=false", ""),
        ("ML_TEMPLATE='{name}: {text}'", ""),
        ("ML_TEMPLATE='[INFO] text [x]'", ""),
        ("ML_TEMPLATE='{0}'", ""),
        ("ML_PORT=8081", ""),
        ("ML_RATE=.25", ""),
        ("ML_RATE=2.50", ""),
        ("ML_RATE=1E3", ""),
        ("ML_NUMBER=0x10", '"number": {"type": "string"}'),
        ("ML_NUMBER=1_000", '"number": {"type": "integer"}'),
        ("ML_WORD=true", '"word": {"type": "string"}'),
        ("ML_LIST=[1]", '"list": {"type": "string"}'),
    ],
)
def test_texts_that_are_what_they_should_be(text: str, rest: str, tmp_path: Path) -> None:
    """Words where files or the schema have text, and numbers where they have numbers."""
    base = 'country: SE\nmode: "on"\ntemplate: x\nport: 8080\nrate: 0.5\ndb: {password: changeme}\n'
    files = {"config.yaml": base, ".env": f"{text}\n"}
    if rest:
        files["config.schema.json"] = f'{{"properties": {{{rest}}}}}'

    assert report_of(tmp_path, files, environment=None).findings == ()


@pytest.mark.parametrize(
    ("above", "said"),
    [
        ("port: 1\nprot: 2\n", ["prot in config.production.yaml is in no lower layer. Did you mean port?"]),
        (
            "db: {hots: x}\n",
            ["db.hots in config.production.yaml is in no lower layer. Did you mean db.host?"],
        ),
        ("db: {host: y, name: z}\n", []),
        ("prot: {a: 1}\n", []),
        ("schema: 1\n", []),
        ("[]\n", []),
        ("db: {}\n", []),
        ("ports: [1]\n", []),
    ],
)
def test_keys_of_an_environment_that_look_mistyped(above: str, said: list[str], tmp_path: Path) -> None:
    """One slip away from a key below, of the same shape, at the same place."""
    files = {
        "config.yaml": "port: 1\ndb: {host: x}\nschema1: 5\n",
        "config.production.yaml": above,
    }

    assert [f.message for f in found(report_of(tmp_path, files), "key-near-miss")] == said


def test_yaml_lists_are_looked_at_as_well(tmp_path: Path) -> None:
    """Items of lists, nested ones too, have the key of the list."""
    text = "a: [NO, [1:30], {b: 1e5, on: 2020-01-01}]\nsecret: {pin: 010}\n"

    report = report_of(tmp_path, {"config.yaml": text}, environment=None)

    assert sorted((f.code, f.key) for f in report.findings) == [
        ("yaml-number-surprise", "a"),
        ("yaml-read-as-date", "a[true]"),
        ("yaml-text-looks-like-number", "a.b"),
        ("yaml-word-read-as-bool", "a"),
        ("yaml-word-read-as-bool", "a[true]"),
    ]
