"""What is wrong in a declaration is said at its place, and the rest counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.config.dialects import FileLayer
from inspector.config.dialects.custom import Case, Match
from inspector.config.discover.declaration import Declaration, read_declaration
from inspector.config.layers import LayerKind
from inspector.config.report import Request, build_report
from inspector.config.shadow import Lists

_LAYER = '[[layers]]\npath = "app.yaml"\nkind = "base"\n'


def _declared(folder: Path, text: str, name: str = "inspector.toml") -> Declaration:
    (folder / name).write_text(text, "utf-8")
    return read_declaration(folder)


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        (
            "prefixes = 5",
            "prefixes is unknown; known are: dialect, layers, environments, environment_variable, "
            "default_environment, prefix, separator, dotenv, variables, merge, interpolation, schema, model, "
            "interpreter. Did you mean prefix?",
            1,
            1,
        ),
        (
            '[merge]\nlist = "append"',
            "merge.list is unknown; known are: mappings, lists, list_key, nulls, "
            "conflicts. Did you mean lists?",
            2,
            1,
        ),
        (
            "[merge]\nzzz = 1",
            "merge.zzz is unknown; known are: mappings, lists, list_key, nulls, conflicts.",
            2,
            1,
        ),
        (
            '[merge]\nlists = "apend"',
            "merge.lists must be one of replace, append, append-unique, "
            "by-index, by-key. Did you mean append?",
            2,
            1,
        ),
        (
            '[variables]\ncase = "UPPER"',
            "variables.case must be one of lower, keep, known-keys.",
            2,
            1,
        ),
        (
            "[variables]\nmax_splits = -1",
            "variables.max_splits must be at least 0.",
            2,
            1,
        ),
        ("[variables]\nmax_splits = true", "variables.max_splits must be a whole number.", 2, 1),
        ("merge = 5", "merge must be a table.", 1, 1),
        ("dotenv = 5", "dotenv must be text.", 1, 1),
        ('dotenv = ["a", 5]', "item 2 of dotenv must be text.", 1, 16),
        ('[dotenv]\nwins = "last"', "dotenv.files is missing.", 1, 2),
        (
            "[dotenv]\nfiles = []",
            "dotenv.files must not be empty.",
            2,
            1,
        ),
        (
            '[dotenv]\nfiles = "a"\nwins = "frist"',
            "dotenv.wins must be one of first, last. Did you mean first?",
            3,
            1,
        ),
        (
            '[[layers]]\npath = "a.yaml"\nkind = "base"\nformat = "yml"',
            "format of layer 1 (a.yaml): this is no format; known are",
            4,
            1,
        ),
        (
            '[[layers]]\npath = "a.yaml"\nkind = "base"\nsection = "a..b"',
            "section of layer 1 (a.yaml): a part of it is empty.",
            4,
            1,
        ),
        (
            '[[layers]]\npath = "a.yaml"\nkid = "base"',
            "kid of layer 1 (a.yaml) is unknown; known are: path, kind, format, section, required. "
            "Did you mean kind?",
            3,
            1,
        ),
        (
            '[[layers]]\npath = ["a.yaml", ""]\nkind = "base"',
            "path 2 of layer 1 (a.yaml) must not be empty.",
            2,
            19,
        ),
        ("environments = [1]", "item 1 of environments must be text.", 1, 17),
        (
            'interpolation = "key"',
            "interpolation must be one of none, variables, keys. Did you mean keys?",
            1,
            1,
        ),
        (
            '[merge]\nlists = "by-key"',
            'merge.lists: "by-key" needs list_key, the key by which items are told apart.',
            2,
            1,
        ),
        ('[merge]\nlist_key = "id"', 'merge.list_key: counts with lists = "by-key" only.', 2, 1),
        ('prefix = "A_"\ndialect = "costum"', 'dialect: "costum" is no dialect; known are: layered,', 2, 1),
    ],
)
def test_mistakes(text: str, message: str, line: int, column: int, tmp_path: Path) -> None:
    """Each with its place, and what was meant where that can be told."""
    above = "" if "dialect" in text else 'dialect = "custom"\n'

    findings = _declared(tmp_path, above + text + "\n").findings

    (finding,) = [finding for finding in findings if finding.message.startswith(message)]
    place = finding.places[0]
    assert (place.line, place.column) == (line + bool(above), column)
    assert finding.code == "declaration-invalid"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            'dialect = "custom"',
            'dialect: "custom" has the layers that are declared, and there are none. No file',
        ),
        (
            f'dialect = "custom"\n{_LAYER}[variables]\nvalues = "yaml"',
            "variables: no prefix is declared. No variable is read.",
        ),
        ('separator = "_"', 'separator: counts with dialect = "custom" only. The entry is left out.'),
        ('dialect = "layered"\n[merge]', 'merge: counts with dialect = "custom" only.'),
        (
            'dialect = "layered"\ndotenv = {files = ".env", override = true}',
            'dotenv.override: counts with dialect = "custom" only.',
        ),
        ('prefix = ["A_", "B_"]', 'prefix: several count with dialect = "custom" only. The last one stands.'),
    ],
)
def test_entries_that_mean_nothing_where_they_stand(text: str, message: str, tmp_path: Path) -> None:
    """They are well-formed, and say what they would need."""
    (finding,) = _declared(tmp_path, text).findings

    assert finding.message.startswith(message)


def test_the_rest_counts(tmp_path: Path) -> None:
    """A mistake costs what it stands in, and no more."""
    declared = _declared(
        tmp_path,
        """
dialect = "custom"
prefix = ["A_", 5, "B_"]
typo = 1
[[layers]]
path = "a.yaml"
kind = "base"
requird = true
[[layers]]
path = "b.yaml"
kind = "wrong"
[[layers]]
path = ["c.yaml", 5]
kind = "default"
[merge]
lists = "append"
nulls = "nothing"
[variables]
match = "known-keys"
case = 5
""",
    )

    assert len(declared.findings) == 7
    assert declared.layers == (
        FileLayer(LayerKind.BASE, ("a.yaml",)),
        FileLayer(LayerKind.DEFAULT, ("c.yaml",)),
    )
    assert declared.rules.prefixes == ("A_", "B_")
    assert (declared.rules.match, declared.rules.case) == (Match.KNOWN_KEYS, Case.LOWER)
    assert declared.rules.merging.lists is Lists.APPEND


def test_pyproject(tmp_path: Path) -> None:
    """The same keys below `tool.inspector`, with their places there."""
    text = (
        '[tool.inspector]\ndialect = "custom"\n[tool.inspector.merge]\nlsts = 1\n[[tool.inspector.layers]]\n'
    )
    declared = _declared(tmp_path, text + 'path = "a.yaml"\nkind = "base"\n', "pyproject.toml")

    (finding,) = declared.findings
    assert (finding.places[0].path, finding.places[0].line) == ("pyproject.toml", 4)
    assert declared.layers == (FileLayer(LayerKind.BASE, ("a.yaml",)),)


def test_refinements_of_other_dialects(tmp_path: Path) -> None:
    """Files of variables, sections and the default environment count in any dialect."""
    declared = _declared(
        tmp_path,
        """
default_environment = "dev"
environment_variable = ["STAGE", "ENV"]
dotenv = {files = ["low.env", "high.env"], wins = "last"}
[[layers]]
path = "conf.d/*.yaml"
kind = "base"
section = "app.{environment}"
""",
    )

    assert declared.findings == ()
    assert declared.dotenv == ("high.env", "low.env")
    assert (declared.environment_variables, declared.default_environment) == (("STAGE", "ENV"), "dev")
    assert declared.layers == (
        FileLayer(LayerKind.BASE, ("conf.d/*.yaml",), every=True, section=("app", "{environment}")),
    )


def test_environments_in_sections_and_below_globs(tmp_path: Path) -> None:
    """Names of sections and of folders are names of environments."""
    text = """
dialect = "custom"
[[layers]]
path = "app.toml"
kind = "base"
section = "default"
[[layers]]
path = "app.toml"
kind = "environment"
section = "{environment}"
[[layers]]
path = "env/{environment}/*.yaml"
kind = "environment"
[[layers]]
path = "more/{environment}/{environment}.yaml"
kind = "environment"
"""
    for name in ("env/qa/a.yaml", "env/qa/b.yaml", "more/prod/prod.yaml", "more/x/y.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a: 1\n")
    (tmp_path / "app.toml").write_text("title = 'x'\n[default]\nb = 1\n[staging]\nb = 2\n[dev]\n")
    (tmp_path / "inspector.toml").write_text(text)

    report = build_report(Request(tmp_path, "staging"))

    assert report.environments == ("dev", "qa", "staging", "prod")
    assert {setting.key: setting.value for setting in report.settings} == {"b": 2}


_WORDS = st.sampled_from(
    "dialect layers path kind format section required dotenv files wins override variables match case values "
    "empty unknown max_splits merge mappings lists list_key nulls conflicts prefix separator schema custom "
    "layered by-key known-keys base yaml {environment} ** ../.. / .env".split()
)
_ENTRIES = st.recursive(
    _WORDS | st.integers(-1, 3) | st.booleans() | st.text(max_size=3) | st.floats(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(_WORDS, below, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(declared=st.dictionaries(_WORDS, _ENTRIES, max_size=6))
def test_whatever_is_declared_there_is_a_report(declared: dict[str, object], tmp_path: Path) -> None:
    """No declaration stops Inspector."""
    (tmp_path / "a.yaml").write_text("a: 1\n")
    text = "".join(f"{_inline(key)} = {_inline(value)}\n" for key, value in declared.items())
    (tmp_path / "inspector.toml").write_text(text, "utf-8")

    build_report(Request(tmp_path, environ=(("A", "1"),)))


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_inline(key)} = {_inline(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value).replace("\\ud", "\\u0")
