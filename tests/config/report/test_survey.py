"""What the reports of all environments say together."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from shutil import which

import pytest

from inspector.base.findings import Finding, Severity
from inspector.config.report import survey
from tests.config.workspace import report_of

_SECRET = "tr0ub4dor-and-3"


def _survey(
    folder: Path, files: Mapping[str, str], *environments: str, environ: Mapping[str, str] | None = None
) -> tuple[Finding, ...]:
    names = environments or ("development", "production")
    return survey([report_of(folder, files, environ, environment=name) for name in names])


def test_a_base_value_that_every_environment_replaces(tmp_path: Path) -> None:
    """It is dead; one that a single environment leaves alone is not."""
    files = {
        "config.yaml": "a: 1\nb: 1\nc: 1\n",
        "config.development.yaml": "a: 2\nb: 2\nc: 1\n",
        "config.production.yaml": "a: 3\nc: 3\n",
    }

    (finding,) = _survey(tmp_path, files)

    assert (finding.code, finding.severity, finding.key) == ("override-dead", Severity.INFO, "a")
    assert finding.message == (
        "a in config.yaml never counts, because config.development.yaml and config.production.yaml replace "
        "it in every environment that loads the file."
    )
    assert [str(place) for place in finding.places] == [
        "config.yaml:1:4",
        "config.development.yaml:1:4",
        "config.production.yaml:1:4",
    ]
    assert finding.hint == (
        "Remove it from config.yaml, unless it is kept for an environment that is not here."
    )


def test_an_override_that_dotenv_replaces(tmp_path: Path) -> None:
    """The file of one environment never counts; the base below does in the other environment."""
    files = {
        "config.yaml": "a: 1\nb: 1\n",
        "config.production.yaml": "a: 2\nb: 2\n",
        ".env.production": "ML_A=3\nML_B=3\n",
    }

    (finding,) = _survey(tmp_path, files)

    assert finding.message == (
        "2 settings in config.production.yaml never count, because .env.production replaces them in every "
        "environment that loads the file: a, b."
    )
    assert finding.key is None
    assert len(finding.places) == 4


def test_values_that_different_files_replace_are_told_apart(tmp_path: Path) -> None:
    """A sentence for each set of files that replaces some."""
    files = {
        "config.yaml": "a: 1\nb: 1\n",
        "config.development.yaml": "a: 2\nb: 2\n",
        "config.production.yaml": "a: 3\n",
        ".env.production": "ML_B=3\n",
    }

    findings = _survey(tmp_path, files)

    assert [finding.key for finding in findings] == ["a", "b"]
    assert "config.development.yaml and config.production.yaml replace" in findings[0].message
    assert "config.development.yaml and .env.production replace" in findings[1].message


_NODE = {"package.json": '{"dependencies": {"config": "5.0.1"}}', "config/default.json": '{"a": 1, "b": 1}'}
_NEXT = {"package.json": '{"dependencies": {"next": "16"}}'}
_DYNACONF = {"app.py": "from dynaconf import Dynaconf\nsettings = Dynaconf(environments=True)\n"}


@pytest.mark.parametrize(
    ("files", "environments"),
    [
        ({**_NODE, "config/local.json": '{"a": 2}'}, ("development", "production")),
        ({**_NEXT, ".env.production": "A=1\n", ".env.local": "A=2\n"}, ("development", "production")),
        ({**_NEXT, ".env": "A=1\n", ".env.local": "A=2\n"}, ("development", "production")),
        (
            {
                **_DYNACONF,
                "settings.toml": "[default]\na = 1\n[development]\n[production]\n",
                "settings.local.toml": "[default]\na = 2\n",
            },
            ("development", "production"),
        ),
        (
            {
                "config.yaml": "a: 1\n",
                "config.development.yaml": "{}",
                "config.production.yaml": "a: 2\n",
                ".env": "ML_A=3\n",
            },
            ("development", "production"),
        ),
    ],
)
def test_files_of_this_machine_kill_nothing(
    files: Mapping[str, str], environments: tuple[str, ...], tmp_path: Path
) -> None:
    """Where the code is deployed they do not exist, and the value that they replace here counts."""
    findings = _survey(tmp_path, files, *environments)

    assert "override-dead" not in [finding.code for finding in findings]


def test_a_secret_in_a_file_of_this_machine_is_shared_by_nobody(tmp_path: Path) -> None:
    """Environments that are deployed have other secrets; a file of one of them does not hide one."""
    machine = {**_NEXT, ".env.local": f"API_KEY={_SECRET}\n", ".env.production": "A=1\n"}
    deployed = {
        **_NEXT,
        ".env.development": f"API_KEY={_SECRET}\n",
        ".env.production": f"API_KEY={_SECRET}\n",
    }
    folders = [tmp_path / "machine", tmp_path / "deployed"]
    for folder in folders:
        folder.mkdir()

    codes = [
        [finding.code for finding in _survey(folder, files)]
        for folder, files in zip(folders, (machine, deployed), strict=True)
    ]

    assert codes == [["key-in-one-environment"], ["secret-in-several-environments"]]


def test_an_environment_called_local_is_one(tmp_path: Path) -> None:
    """Its file is that of an environment, like any other."""
    files = {"config.yaml": "a: 1\n", "config.local.yaml": "a: 2\n", "config.production.yaml": "a: 3\n"}

    (finding,) = _survey(tmp_path, files, "local", "production")

    assert finding.code == "override-dead"


def test_a_tracked_dotenv_file_is_deployed(tmp_path: Path) -> None:
    """git has it, so that it is everywhere."""
    files = {"config.yaml": "a: 1\n", "config.development.yaml": "{}", "config.production.yaml": "b: 1\n"}
    files[".env"] = "ML_A=3\n"
    report_of(tmp_path, files)
    git = which("git")
    assert git is not None
    for words in (["init", "-q"], ["add", ".env"]):
        subprocess.run([git, *words], cwd=tmp_path, check=True, timeout=30)

    codes = [finding.code for finding in _survey(tmp_path, files)]

    assert "override-dead" in codes


@pytest.mark.parametrize("whole", ["5", "null", "[1]", "text"])
@pytest.mark.parametrize("development", [None, "other: 1\n"])
@pytest.mark.parametrize(
    "names",
    [
        ("config.yaml", "config.development.yaml", "config.production.yaml"),
        ("config/default.yaml", "config/development.yaml", "config/production.yaml"),
    ],
)
def test_a_mapping_that_one_environment_replaces_counts_in_the_others(
    whole: str, development: str | None, names: tuple[str, str, str], tmp_path: Path
) -> None:
    """With a file of their own and without: there its values come from the base."""
    base, own, production = names
    files = {base: "a:\n  k: 1\n", production: f"a: {whole}\n", "package.json": _NODE["package.json"]}
    if development is not None:
        files[own] = development

    findings = _survey(tmp_path, files)

    assert "override-dead" not in [finding.code for finding in findings]


def test_a_mapping_that_one_environment_replaces_and_another_key_by_key(tmp_path: Path) -> None:
    """The key that none reads is told, with both files; the one that development reads is not."""
    files = {
        "config.yaml": "a:\n  k: 1\n  read: 1\n",
        "config.development.yaml": "a: {k: 2}\n",
        "config.production.yaml": "a: 5\n",
    }

    dead = [finding for finding in _survey(tmp_path, files) if finding.code == "override-dead"]

    assert [finding.key for finding in dead] == ["a.k"]
    assert "config.development.yaml and config.production.yaml replace it" in dead[0].message


def test_a_mapping_that_every_environment_replaces(tmp_path: Path) -> None:
    """It never counts, and is told as a whole."""
    files = {
        "config.yaml": "a:\n  k: 1\n",
        "config.development.yaml": "a: 4\n",
        "config.production.yaml": "a: 5\n",
    }

    dead = [finding for finding in _survey(tmp_path, files) if finding.code == "override-dead"]

    assert [finding.key for finding in dead] == ["a"]


def test_the_process_kills_nothing(tmp_path: Path) -> None:
    """What this shell sets says nothing about an environment."""
    files = {"config.yaml": "a: 1\n", "config.production.yaml": "a: 2\n"}

    assert _survey(tmp_path, files, environ={"ML_A": "5"}) == ()


def test_a_key_of_one_environment(tmp_path: Path) -> None:
    """It is told with its environment and place; keys of two and of all are not."""
    files = {
        "config.yaml": "a: 1\n",
        "config.development.yaml": "only_two: 1\n",
        "config.staging.yaml": "only_two: 1\n",
        "config.production.yaml": "b: {c: 1}\nd: 2\n",
    }

    (finding,) = _survey(tmp_path, files, "development", "staging", "production")

    assert (finding.code, finding.severity) == ("key-in-one-environment", Severity.INFO)
    assert finding.message == "Only production has b.c, d."
    assert [str(place) for place in finding.places] == [
        "config.production.yaml:1:5",
        "config.production.yaml:2:1",
    ]


def test_a_mistyped_key_of_one_environment_is_told_once(tmp_path: Path) -> None:
    """The report of the environment tells it already."""
    files = {
        "config.yaml": "training: {epochs: 1}\nname: x\n",
        "config.production.yaml": "trainig: {epochs: 2}\n",
        ".env.production": "ML_TRAINING_EPOCH=3\n",
    }

    assert "key-in-one-environment" not in [finding.code for finding in _survey(tmp_path, files)]


def test_a_key_of_the_base_that_another_environment_replaces_is_told_once(tmp_path: Path) -> None:
    """What holds everywhere needs no value that holds everywhere: the replacement is the cause."""
    files = {
        "app.py": "from dynaconf import Dynaconf\n"
        "settings = Dynaconf(settings_files=['settings.toml'], environments=True)\n",
        "settings.toml": "[default.db]\nhost = 1\nport = 2\n[default]\nurl = 'x'\n[development]\nown = 1\n"
        "[production.db]\nhost = 3\n[production.url]\nextra = 4\n",
    }

    (*_, production) = [
        report_of(tmp_path, files, environment=environment) for environment in ("development", "production")
    ]
    assert [finding.key for finding in production.findings if finding.code == "mapping-replaced"] == ["DB"]
    told = [f.message for f in _survey(tmp_path, files) if f.code == "key-in-one-environment"]
    assert told == ["Only development has OWN.", "Only production has URL.extra."]


def test_environments_that_share_a_secret(tmp_path: Path) -> None:
    """Named are keys and environments; the secret is nowhere."""
    files = {
        "config.yaml": "db: {password: changeme}\n",
        "config.staging.yaml": f"db: {{password: {_SECRET}}}\n",
        "config.production.yaml": f"db: {{password: {_SECRET}}}\n",
        ".env.development": "ML_DB_PASSWORD=other-thing-42\n",
    }

    findings = _survey(tmp_path, files, "development", "staging", "production")
    (finding,) = [f for f in findings if f.code == "secret-in-several-environments"]

    assert finding.severity is Severity.INFO
    assert finding.message == "staging and production share secrets, the same db.password."
    assert [str(place) for place in finding.places] == [
        "config.staging.yaml:1:16",
        "config.production.yaml:1:16",
    ]
    assert _SECRET not in repr(findings)
    assert "other-thing-42" not in repr(findings)


def test_words_that_stand_for_secrets_may_be_shared(tmp_path: Path) -> None:
    """changeme everywhere is no leak."""
    files = {"config.yaml": "db: {password: changeme}\n", "config.production.yaml": "a: 1\n"}

    assert [f.code for f in _survey(tmp_path, files)] == ["key-in-one-environment"]


def test_types_that_differ_between_environments(tmp_path: Path) -> None:
    """Told when no base has the key, because each environment alone looks fine."""
    files = {
        "config.yaml": "a: 1\n",
        "config.development.yaml": "port: 8080\n",
        "config.production.yaml": 'port: "8080"\n',
    }

    (finding,) = _survey(tmp_path, files)

    assert (finding.code, finding.severity) == ("type-differs-between-environments", Severity.WARNING)
    assert finding.message == "port is a number in development and text in production."
    assert [str(place) for place in finding.places] == [
        "config.development.yaml:1:7",
        "config.production.yaml:1:7",
    ]


def test_types_that_a_report_tells_are_not_told_again(tmp_path: Path) -> None:
    """A base with another type is a finding of each environment."""
    files = {"config.yaml": "port: 8080\n", "config.production.yaml": 'port: "8080"\n'}

    assert _survey(tmp_path, files) == ()


def test_a_variable_that_changes_the_base(tmp_path: Path) -> None:
    """S23: only where the merge did not copy the mapping."""
    files = {
        "config.yaml": "train: {epochs: 3}\ndb: {host: x}\n",
        "config.production.yaml": "db: {port: 1}\n",
    }

    shared = _survey(tmp_path / "shared", files, environ={"ML_TRAIN_EPOCHS": "7"})
    copied = _survey(tmp_path / "copied", files, "production", "other", environ={"ML_DB_HOST": "y"})

    (finding,) = [f for f in shared if f.code == "variable-changes-base"]
    assert finding.message.startswith(
        "ML_TRAIN_EPOCHS changes the very mappings that were read from config.yaml"
    )
    assert (finding.key, str(finding.places[0])) == ("train.epochs", "ML_TRAIN_EPOCHS")
    assert "copy.deepcopy" in finding.hint
    changed = [f for f in copied if f.code == "variable-changes-base"]
    assert len(changed) == 1  # in the other environment no file has db


@pytest.mark.parametrize("environments", [(), ("production",), ("production", "production")])
def test_one_environment_is_no_survey(environments: tuple[str, ...], tmp_path: Path) -> None:
    """There is nothing to compare."""
    files = {"config.yaml": "a: 1\n", "config.production.yaml": "a: 2\n", ".env.production": "ML_A=3\n"}

    assert survey([report_of(tmp_path, files, environment=name) for name in environments]) == ()


def test_a_section_that_never_counts_is_no_file(tmp_path: Path) -> None:
    """Other sections of the same file do count."""
    files = {
        "inspector.toml": """
dialect = "custom"
environments = ["dev", "prod"]
[[layers]]
path = "deploy.toml"
kind = "base"
section = "deploy.{environment}"
[[layers]]
path = "{environment}.json"
kind = "environment"
""",
        "deploy.toml": "[deploy.dev]\na = 1\n[deploy.prod]\na = 2\n",
        "dev.json": "{}",
        "prod.json": '{"a": 3}',
    }

    findings = _survey(tmp_path, files, "dev", "prod")

    said = [finding.message for finding in findings if finding.code == "override-dead"]

    assert said == [
        "a in deploy.toml never counts, because prod.json replaces it in every environment that loads the "
        "section [deploy.prod]."
    ]
