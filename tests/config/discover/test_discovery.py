"""What a folder tells about its layers."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.config.dialects import DIALECTS
from inspector.config.discover import LOOKED_FOR, discover, folder
from inspector.config.layers import LayerKind
from tests.config.workspace import found, report_of


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def test_files_and_names_are_reasons(tmp_path: Path) -> None:
    """Files found, and the prefix with the places where it was seen."""
    _write(
        tmp_path,
        {
            "config.yaml": "training: {x: 1}\n",
            "config.production.yaml": "a: 1\n",
            ".env.production": "APP_TRAINING_X=1\nDB_HOST=a\n",
            "app/settings.py": 'for name in os.environ:\n    if name.startswith("APP_"):\n        pass\n',
        },
    )

    found_here = discover(tmp_path)

    assert found_here.dialect.prefix == "APP_"
    assert found_here.reasons == (
        "config.yaml + config.production.yaml",
        "variables with prefix APP_ in .env.production and app/settings.py",
    )
    assert found_here.confidence == 0.9
    assert found_here.environments == ("development", "production")


@pytest.mark.parametrize(
    ("files", "prefix"),
    [
        ({"config.yaml": "db: {host: a}\n"}, "ML_"),
        ({"config.yaml": "db: {host: a}\n", ".env": "DB_HOST=a\n"}, "ML_"),
        ({"config.yaml": "db: {host: a}\n", ".env": "SVC_DB_HOST=a\nAWS_REGION=x\n"}, "SVC_"),
        ({".env": "export SVC_A=1\nSVC_B=2\nAWS_C=1\n"}, "SVC_"),
        ({"config.yaml": "a: 1\n", "s.py": 'model_config = dict(env_prefix="SVC_")\n'}, "SVC_"),
        ({"config.yaml": "a: 1\n", "s.py": 'PREFIX: str = "SVC_"\n'}, "SVC_"),
        (
            {"config.yaml": "a: 1\n", "venv/s.py": 'PREFIX = "SVC_"\n', "a/b/c/d/e.py": 'PREFIX = "X_"\n'},
            "ML_",
        ),
        ({"config.yaml": "a: 1\n", "s.py": 'PREFIX = "SVC_"\n' + "#" * 300_000}, "ML_"),
    ],
)
def test_prefix(files: dict[str, str], prefix: str, tmp_path: Path) -> None:
    """Literals in code, then names that fit the keys, else the usual one."""
    _write(tmp_path, files)

    assert discover(tmp_path, "layered").dialect.prefix == prefix


def test_code_is_read_and_never_run(tmp_path: Path) -> None:
    """A module that would write a file when imported."""
    mark = tmp_path / "ran"
    _write(tmp_path, {"config.yaml": "a: 1\n", "settings.py": f"open({str(mark)!r}, 'w')\nPREFIX = 'APP_'\n"})

    assert discover(tmp_path).dialect.prefix == "APP_"
    assert not mark.exists()


def test_environments(tmp_path: Path) -> None:
    """Names of files, without those that are no environments, from the desk to the customers."""
    names = ["prod", "dev", "eu", "staging", "test", "local", "example", "schema", "a.b"]
    _write(tmp_path, {f"config.{name}.yaml": "a: 1\n" for name in names} | {".env.qa": "", ".env.local": ""})
    _write(tmp_path, {"config.old.yml": "a: 1\n", "config..yaml": ""})

    assert discover(tmp_path).environments == (
        "development",
        "dev",
        "test",
        "eu",
        "old",
        "qa",
        "staging",
        "prod",
    )


@pytest.mark.parametrize(
    ("names", "schema"),
    [
        ([], None),
        (["app.schema.json"], "app.schema.json"),
        (["schema.json", "app.schema.json"], "schema.json"),
        (["a.schema.json", "b.schema.json"], None),
        (["config.schema.json", "schema.json"], "config.schema.json"),
    ],
)
def test_schema(names: list[str], schema: str | None, tmp_path: Path) -> None:
    """One that is named for it, or the only one."""
    _write(tmp_path, {"config.yaml": "a: 1\n", **dict.fromkeys(names, "{}")})

    assert discover(tmp_path).schema == schema


def test_declaration_beats_detection(tmp_path: Path) -> None:
    """The list of layers is complete, and their order is their rank."""
    _write(
        tmp_path,
        {
            "inspector.toml": """
dialect = "layered"
prefix = "SVC_"
schema = "rules/schema.json"
environment_variable = "STAGE"
environments = ["dev", "prod"]
layers = [
  {path = "defaults.toml", kind = "default"},
  {path = "conf/base.json", kind = "base"},
  {path = "conf/{environment}.yaml", kind = "environment"},
]
""",
            "rules/schema.json": "{}",
            "config.yaml": "ignored: 1\n",
        },
    )

    found_here = discover(tmp_path)

    assert [(layer.kind, layer.paths) for layer in found_here.dialect.files] == [
        (LayerKind.DEFAULT, ("defaults.toml",)),
        (LayerKind.BASE, ("conf/base.json",)),
        (LayerKind.ENVIRONMENT, ("conf/{environment}.yaml",)),
    ]
    assert (found_here.dialect.prefix, found_here.schema) == ("SVC_", "rules/schema.json")
    assert (found_here.dialect.environment_variables, found_here.environments) == (
        ("STAGE",),
        ("dev", "prod"),
    )
    assert found_here.confidence == 1.0
    assert found_here.findings == ()


def test_declared_layers_resolve(tmp_path: Path) -> None:
    """TOML, JSON and YAML in one stack, environments found by the declared path."""
    files = {
        "pyproject.toml": """
[tool.inspector]
environment_variable = "STAGE"
[[tool.inspector.layers]]
path = "defaults.toml"
kind = "default"
[[tool.inspector.layers]]
path = "conf/base.json"
kind = "base"
[[tool.inspector.layers]]
path = "conf/{environment}.yaml"
kind = "environment"
""",
        "defaults.toml": "[a]\nx = 1\ny = 1\nz = 1\n",
        "conf/base.json": '{"a": {"y": 2, "z": 2}}',
        "conf/live.yaml": "a: {z: 3}\n",
    }

    report = report_of(tmp_path, files, {"STAGE": "live"}, environment=None)

    assert report.environment == "live"
    assert report.environments == ("development", "live")
    assert [(s.key, s.value, s.source.layer) for s in report.settings] == [
        ("a.y", 2, "base:conf/base.json"),
        ("a.z", 3, "environment:conf/live.yaml"),
        ("a.x", 1, "default:defaults.toml"),
    ]
    assert report.dialect.reasons[0] == "declared in pyproject.toml"


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ('dialekt = "layered"', "dialekt is unknown; known are: dialect, layers,", 1),
        ("prefix = 5", "prefix must be text.", 1),
        ('layers = [{path = "a.yaml"}]', "kind of layer 1 (a.yaml) is missing.", 1),
        (
            '[[layers]]\npath = "a.yaml"\nkind = "top"',
            "kind of layer 1 (a.yaml) must be one of default, base, environment.",
            3,
        ),
        ("layers = []", "layers must not be empty.", 1),
        ('schema = "none.json"', "The schema none.json does not exist.", 1),
        ("prefix = ", "", 1),
    ],
)
def test_mistakes_in_the_declaration(text: str, message: str, line: int, tmp_path: Path) -> None:
    """Each is a finding at its place, and the rest counts."""
    report = report_of(tmp_path, {"inspector.toml": f"{text}\n", "config.yaml": "a: 1\n"}, environment=None)

    (finding,) = report.findings
    assert message in finding.message
    assert (finding.places[0].path, finding.places[0].line) == ("inspector.toml", line)
    assert [setting.key for setting in report.settings] == ["a"]


@pytest.mark.parametrize("environment", ["development", "production", "staging"])
def test_a_missing_base_stops_the_application(environment: str, tmp_path: Path) -> None:
    """An environment's file alone is not enough, in that environment and in those that have none."""
    report = report_of(tmp_path, {"config.production.yaml": "a: 1\n"}, environment=environment)
    (finding,) = found(report, "file-crashes-start")

    assert finding.message == (
        "The application stops at start with FileNotFoundError: "
        "[Errno 2] No such file or directory: 'config.yaml'."
    )


def test_only_variables(tmp_path: Path) -> None:
    """A folder with nothing but a `.env` file is a workspace: its settings are the variables."""
    report = report_of(tmp_path, {".env": "SVC_A=1\nSVC_B=2\n"}, environment=None)

    assert report.dialect.name == "dotenv"
    assert {setting.key: setting.value for setting in report.settings} == {"SVC_A": "1", "SVC_B": "2"}
    assert report.stops == ()


def test_a_dialect_that_does_not_exist(tmp_path: Path) -> None:
    """Nothing is guessed in its place."""
    files = {"inspector.toml": 'dialect = "spring"\n', "config.yaml": "a: 1\n", ".env": "ML_A=2\n"}

    report = report_of(tmp_path, files, {"ML_A": "3"}, environment=None)

    assert (report.settings, report.dialect.name) == ((), "unknown")
    assert [finding.code for finding in report.findings] == ["declaration-invalid"]
    assert report.findings[0].message.startswith('dialect: "spring" is no dialect; known are: layered, ')


def test_a_declaration_that_is_no_toml(tmp_path: Path) -> None:
    """It is Inspector's: no application stops because of it."""
    report = report_of(tmp_path, {"inspector.toml": 'dialect = \nprefix = "A_"\n', "config.yaml": "a: 1\n"})

    (finding,) = [finding for finding in report.findings if finding.code == "broken-file"]

    assert "the application" not in finding.message + finding.hint
    assert "This is what Inspector is told about the project" in finding.message
    assert finding.exception == ""


def test_a_hint_promises_detection_only_where_there_is_some(tmp_path: Path) -> None:
    """Nobody can find out what an unknown entry was to mean."""
    report = report_of(tmp_path, {"inspector.toml": "prefix = 5\ninterpreter = 5\n", "config.yaml": "a: 1\n"})

    layers = 'layers = [{path = "config.yaml", kind = "bse"}]'
    custom = report_of(tmp_path, {"inspector.toml": f'dialect = "custom"\nprefix = 5\n{layers}\n'})

    hints = [[f.hint for f in seen.findings if f.code == "declaration-invalid"] for seen in (report, custom)]

    assert [["detects" in hint for hint in of_one] for of_one in hints] == [[True, False], [False, False]]


def test_a_crowded_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not all names were looked at; where somebody says what the dialect is, that does not matter."""
    files = {"config.yaml": "a: 1\n", **{f"{number}.txt": "" for number in range(9)}}
    report_of(tmp_path, files, environment=None)
    monkeypatch.setattr(folder, "MAX_NAMES_IN_FOLDER", 5)

    codes = [finding.code for finding in discover(tmp_path).findings]
    asked = [finding.code for finding in discover(tmp_path, "layered").findings]

    assert ("detection-incomplete" in codes, "detection-incomplete" in asked) == (True, False)


def test_a_deep_folder_is_not_told(tmp_path: Path) -> None:
    """Most projects have some, and no configuration in them."""
    files = {"config.yaml": "a: 1\n", "a/b/c/d/e/f/g/h.txt": ""}

    assert "detection-incomplete" not in [
        f.code for f in report_of(tmp_path, files, environment=None).findings
    ]


def test_an_empty_folder_names_what_every_dialect_looks_for(tmp_path: Path) -> None:
    """A new dialect is told, too."""
    (finding,) = report_of(tmp_path, {}, environment=None).findings

    assert {spec.name for spec in DIALECTS} == set(LOOKED_FOR)
    assert all(words in finding.message for words in LOOKED_FOR.values())


def test_layered_is_no_alternative_for_dotenv_files_alone(tmp_path: Path) -> None:
    """Every dialect has them: without config.yaml they are no sign of this one."""
    files = {"package.json": '{"dependencies": {"next": "16"}}', ".env": "A=1\n"}

    without = report_of(tmp_path, files, environment=None).dialect
    with_one = report_of(tmp_path, {**files, "config.yaml": "a: 1\n"}, environment=None).dialect

    assert "layered" not in [other.name for other in without.alternatives]
    assert "layered" in [with_one.name, *(other.name for other in with_one.alternatives)]


def test_a_declaration_that_is_no_table(tmp_path: Path) -> None:
    """Detection goes on as if it were not there."""
    files = {"pyproject.toml": "[tool]\ninspector = 5\n", "config.yaml": "a: 1\n"}

    report = report_of(tmp_path, files, environment=None)

    (finding,) = report.findings
    assert finding.message == "tool.inspector must be a table. The entry is left out."
    assert [setting.key for setting in report.settings] == ["a"]


def test_another_projects_pyproject_is_no_declaration(tmp_path: Path) -> None:
    """A file without the table says nothing, broken or not."""
    _write(tmp_path, {"pyproject.toml": "[tool.other]\n", "config.yaml": "a: 1\n"})

    assert discover(tmp_path).declaration.path is None
