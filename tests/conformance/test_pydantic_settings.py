"""The dialect `pydantic-settings` against settings classes that are really called."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings

from inspector.base.findings import Severity
from inspector.config.dialects import StackInputs
from inspector.config.dialects.pydantic_settings import PydanticSettingsRules
from inspector.config.dialects.pydantic_settings.stacking import refusals
from inspector.config.report import Report, Request, build_report
from inspector.config.values import join_key
from tests.conformance import pydantic_settings_app
from tests.conformance.pydantic_settings_cases import Case, aliases_in, cases, factories_in

_APP = Path(pydantic_settings_app.__file__)
_CODES = {"missing": "missing-required", "extra_forbidden": "unknown-key"}
_REFUSALS = ("missing-required", "unknown-key", "invalid-value")
# The parts of locations that name a member of a union, or a key of a mapping.
_TAG = re.compile(
    r"\[key\]|int|float|bool|str|none|list|cat|dog|Leaf|Cat|Dog|[\w-]+\[.*\]|constrained-\w+|is-\w+"
)
_HEADS_OF_PATHS = ("third", "many")
_Location = tuple[tuple[int | str, ...], str]


class Application:
    """The application in its own process, asked over a pipe."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(_APP)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def load(self, folder: Path, environ: Mapping[str, str], file: str, name: str) -> dict[str, Any]:
        """The application's tree, errors or exception."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        case = {"folder": str(folder), "environ": dict(environ), "file": file, "name": name}
        print(json.dumps(case), file=self._process.stdin, flush=True)
        result: dict[str, Any] = json.loads(self._process.stdout.readline())
        return result

    def close(self) -> None:
        """End the process and wait for it."""
        with self._process:
            assert self._process.stdin is not None
            self._process.stdin.close()


@pytest.fixture(scope="module")
def application() -> Iterator[Application]:
    """One process for all cases of this module."""
    running = Application()
    yield running
    running.close()


def _agree(
    application: Application, folder: Path, case: Case, file: str = "settings.py", name: str = "Settings"
) -> tuple[dict[str, Any], Report]:
    """Run both on the same files and variables, and compare them."""
    for old in folder.iterdir():
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    for path, text in case.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    real = application.load(folder, case.environ, file, name)
    report = build_report(Request(folder, None, "pydantic-settings", environ=tuple(case.environ.items())))
    codes = {finding.code for finding in report.findings if finding.severity is Severity.ERROR}
    rules = report.spec.rules
    assert isinstance(rules, PydanticSettingsRules)
    assert rules.model is not None
    if "exception" in real:
        assert report.stops, real
        first = report.stops[0]
        assert (first.exception, first.message) == (real["exception"], real["message"])
        return real, report
    assert report.stops == (), real
    refused = refusals(rules.model, StackInputs(report.layers, report.environ))
    locations = [(tuple(loc), kind) for loc, kind in real.get("errors", [])]
    assert sorted(refused, key=repr) == sorted(locations, key=repr)
    _agree_on_keys(report, locations, case.files[file], of_factory=real.get("title", name) != name)
    if "tree" in real:
        assert not codes & {"missing-required", "unknown-key", "invalid-value"}
        assert pydantic_settings_app.plain(report.values) == real["tree"]
    return real, report


def _agree_on_keys(report: Report, locations: Sequence[_Location], source: str, *, of_factory: bool) -> None:
    """Each error of the library is told at its key, and none at a key of which the library says nothing.

    An error of a default_factory comes alone and with locations of its own; the others are told beside it.
    """
    aliases = aliases_in(source)
    starts = factories_in(source) if of_factory else ((),)
    told = [finding for finding in report.findings if finding.severity is Severity.ERROR]
    keys = [_keys_of(loc, aliases, starts) for loc, _ in locations]
    for (loc, kind), possible in zip(locations, keys, strict=True):
        codes = {finding.code for finding in told if finding.key in possible}
        wanted = _CODES.get(kind, "invalid-value")
        # What is wrong with a value may be told by the rule that knows why.
        causes = codes - {*_CODES.values(), "invalid-value"} if wanted == "invalid-value" else set()
        assert wanted in codes or causes, (loc, kind, [(finding.code, finding.key) for finding in told])
    for finding in () if of_factory else told:
        if finding.code in _REFUSALS:
            assert any(finding.key in possible for possible in keys), (finding, locations)


def _keys_of(
    loc: Sequence[int | str], aliases: Mapping[str, Collection[str]], starts: Sequence[tuple[str, ...]]
) -> frozenset[str]:
    """The keys that a location may mean: fields in place of their aliases, without what is no part of a key,
    such as the member of a union or the place in a list."""
    paths = set(starts)
    for before, part in zip((None, *loc), loc, strict=False):
        names = {str(part), *aliases.get(str(part), ())}
        longer = {(*path, name) for path in paths for name in names}
        is_no_key = isinstance(part, int) or _TAG.fullmatch(part) or before in _HEADS_OF_PATHS
        paths = paths | longer if is_no_key else longer
    return frozenset(map(join_key, paths))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("half", [1, 2])  # each on a core of its own
@settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(case=cases())
def test_generated_classes_give_the_same_tree_errors_or_exception(
    half: int, case: Case, application: Application, tmp_path: Path
) -> None:
    """Classes, files and variables of all sorts: same values and types, same errors, or same stop."""
    note(str(case))

    _agree(application, tmp_path, case)


_IMPORTS = """
from enum import IntEnum
from typing import Optional, Union
from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict, YamlConfigSettingsSource


class Level(IntEnum):
    LOW = 1


class Db(BaseModel):
    host: str = "h"
    port: int = 1
    levels: dict[Level, int] = {{}}
    pool_size: int = 5


class Settings(BaseSettings):
    model_config = SettingsConfigDict({config})
{fields}
{hook}

def main() -> Settings:
    return Settings()
"""
_HOOK = """
    @classmethod
    def settings_customise_sources(
        cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings
    ):
        yaml = YamlConfigSettingsSource(settings_cls{arguments})
        return init_settings, env_settings, dotenv_settings, yaml
"""
_NESTED = 'env_prefix="APP_", env_nested_delimiter="__"'
_DB = "    db: Db = Db()"


@dataclass(frozen=True)
class _Fact:
    """A fact of pydantic-settings, numbered as in the notes. `ends` is how the application does: `tree`,
    `errors`, or the exception."""

    name: str
    fields: str
    config: str = ""
    environ: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    yaml: str | None = None
    ends: str = "tree"


_FACTS = (
    _Fact(
        "1 the process before .env before defaults",
        "    a: int = 1\n    b: int = 2\n    c: int = 3",
        'env_file=".env"',
        {"A": "10"},
        {".env": "A=20\nB=30\n"},
    ),
    _Fact(
        "1 sources merge deeply",
        _DB,
        _NESTED,
        {"APP_DB__PORT": "7"},
        {"c.yaml": "db: {host: y}"},
        ', "c.yaml"',
    ),
    _Fact("1 lists are replaced", "    a: list[int] = [1, 2]", "", {"A": "[3]"}),
    _Fact("2 yaml_file alone is not read", "    a: int = 1", 'yaml_file="c.yaml"', {}, {"c.yaml": "a: 2"}),
    _Fact(
        "2 files are merged at the top",
        _DB,
        "",
        {},
        {"c.yaml": "db: {port: 2}", "d.yaml": "db: {host: y}"},
        ', ["c.yaml", "d.yaml"]',
    ),
    _Fact(
        "2 files are merged deeply when asked for",
        _DB,
        "",
        {},
        {"c.yaml": "db: {port: 2}", "d.yaml": "db: {host: y}"},
        ', ["c.yaml", "d.yaml"], deep_merge=True',
    ),
    _Fact("2 missing and empty files", "    a: int = 1", "", {}, {"c.yaml": ""}, ', ["c.yaml", "d.yaml"]'),
    _Fact(
        "2 a section",
        "    a: int = 1",
        'yaml_config_section="x.y"',
        {},
        {"c.yaml": "x: {y: {a: 5}}"},
        ', "c.yaml"',
    ),
    _Fact(
        "2 a section that is not there",
        "    a: int = 1",
        'yaml_config_section="z"',
        {},
        {"c.yaml": "x: 1"},
        ', "c.yaml"',
        "KeyError",
    ),
    _Fact(
        "3 an alias ignores the prefix",
        '    a: int = Field(1, alias="OTHER")',
        'env_prefix="APP_"',
        {"APP_OTHER": "2", "OTHER": "3"},
    ),
    _Fact(
        "3 the prefix may hold for aliases",
        '    a: int = Field(1, alias="OTHER")',
        'env_prefix="APP_", env_prefix_target="all"',
        {"APP_OTHER": "2", "OTHER": "3"},
    ),
    _Fact("3 the last of two spellings wins", "    name: str", "", {"NAME": "first", "name": "second"}),
    _Fact("4 nothing nests without a delimiter", _DB, 'env_prefix="APP_"', {"APP_DB__HOST": "x"}),
    _Fact(
        "4 one _ swallows a name",
        _DB,
        'env_prefix="APP_", env_nested_delimiter="_"',
        {"APP_DB_POOL_SIZE": "9"},
    ),
    _Fact(
        "4 one split keeps it",
        _DB,
        'env_prefix="APP_", env_nested_delimiter="_", env_nested_max_split=1',
        {"APP_DB_POOL_SIZE": "9"},
    ),
    _Fact(
        "4 nested names change the JSON above",
        _DB,
        _NESTED,
        {"APP_DB__HOST": "nested", "APP_DB": '{"host": "j", "port": 7}'},
    ),
    _Fact("5 a list is JSON", "    tags: list[str] = []", "", {"TAGS": "a,b"}, ends="SettingsError"),
    _Fact(
        "5 an index builds a mapping",
        "    a: list[Db] = []",
        'env_nested_delimiter="__"',
        {"A__0__HOST": "x"},
        ends="errors",
    ),
    _Fact(
        "5 keys of mappings become small",
        "    d: dict[str, str] = {}",
        'env_nested_delimiter="__"',
        {"D__Foo_Bar": "x"},
    ),
    _Fact("6 an empty text is a value", '    a: str = "d"', 'env_file=".env"', {"A": ""}, {".env": "A=x\n"}),
    _Fact(
        "6 empty texts may be ignored",
        '    a: str = "d"',
        'env_file=".env", env_ignore_empty=True',
        {"A": ""},
        {".env": "A=x\n"},
    ),
    _Fact("6 a word for null", "    a: Optional[int] = 5", 'env_parse_none_str="null"', {"A": "null"}),
    _Fact(
        "7 the later .env file wins",
        "    a: int = 1",
        'env_file=(".env", ".env.local")',
        {},
        {".env": "A=2\n", ".env.local": "A=3\n"},
    ),
    _Fact(
        "7 each .env file is filled in alone",
        '    a: str = ""\n    b: str = ""',
        'env_file=(".env", ".env.local")',
        {},
        {".env": "A=x\n", ".env.local": "B=<${A}>\n"},
    ),
    _Fact(
        "7 unknown in .env",
        "    a: int = 1",
        'env_file=".env"',
        {"OTHER": "1"},
        {".env": "OTHER=1\n"},
        ends="errors",
    ),
    _Fact(
        "7 unknown in .env is filtered",
        "    a: int = 1",
        'env_file=".env", dotenv_filtering="only_existing"',
        {},
        {".env": "OTHER=1\n"},
    ),
    _Fact("7 unknown in the process", "    a: int = 1", "", {"OTHER": "1"}),
    _Fact(
        "8 a model named like a variable of the system",
        "    user: Db = Db()",
        "",
        {"USER": "root"},
        ends="SettingsError",
    ),
    _Fact(
        "9 a default object is lost as a whole",
        '    db: Db = Db(host="DEFAULT", port=42)',
        _NESTED,
        {"APP_DB__HOST": "h"},
    ),
    _Fact(
        "9 unless it may be changed in part",
        '    db: Db = Db(host="DEFAULT", port=42)',
        f"{_NESTED}, nested_model_default_partial_update=True",
        {"APP_DB__HOST": "h"},
    ),
    _Fact("10 null over a model", _DB, "", {}, {"c.yaml": "db:\n"}, ', "c.yaml"', "errors"),
    _Fact("10 the later of two keys", "    a: int = 1", "", {}, {"c.yaml": "a: 2\na: 3\n"}, ', "c.yaml"'),
    _Fact(
        "11 bool accepts",
        "    a: bool\n    b: bool\n    c: bool\n    d: bool",
        "",
        {"A": "1", "B": "yes", "C": "oFF", "D": "t"},
    ),
    _Fact("11 bool refuses", "    a: bool", "", {"A": "enabled"}, ends="errors"),
    _Fact(
        "11 int accepts",
        "    a: int\n    b: int\n    c: int\n    d: int",
        "",
        {"A": "1_000", "B": " 7 ", "C": "+5", "D": "1.0"},
    ),
    _Fact("11 int refuses", "    a: int", "", {"A": "1e3"}, ends="errors"),
    _Fact(
        "11 float accepts",
        "    a: float\n    b: float\n    c: float",
        "",
        {"A": "1_000", "B": "1e3", "C": "inf"},
    ),
    _Fact(
        "13 the name of an enum's member where JSON is read",
        "    a: dict[Level, int] = {}",
        "env_parse_enums=True",
        {"A": "LOW"},
        ends="TypeError",
    ),
    _Fact(
        "13 the name of an enum's member below a field",
        _DB,
        f"{_NESTED}, env_parse_enums=True",
        {"APP_DB__LEVELS": "LOW"},
        ends="TypeError",
    ),
    _Fact(
        "13 the name of an enum's member in a union with a list",
        "    a: Union[Level, list[int]] = []",
        "env_parse_enums=True",
        {"A": "LOW"},
        ends="TypeError",
    ),
    _Fact(
        "13 a text that names no member is JSON",
        "    a: Union[Level, list[int]] = []",
        "env_parse_enums=True",
        {"A": "[1]"},
    ),
    _Fact(
        "12 secrets",
        '    a: str = ""\n    b: list[int] = []',
        'secrets_dir="s"',
        {},
        {"s/a": " hush \n", "s/B": "[1]"},
    ),
    _Fact(
        "12 the last directory wins",
        '    a: str = ""',
        'secrets_dir=["s", "t"]',
        {},
        {"s/a": "1", "t/a": "2"},
    ),
)


@pytest.mark.parametrize("fact", _FACTS, ids=[fact.name for fact in _FACTS])
def test_facts(fact: _Fact, application: Application, tmp_path: Path) -> None:
    """Each numbered fact about pydantic-settings."""
    hook = "" if fact.yaml is None else _HOOK.format(arguments=fact.yaml)
    source = _IMPORTS.format(config=fact.config, fields=fact.fields, hook=hook)
    case = Case({**fact.files, "settings.py": source}, dict(fact.environ))

    real, _ = _agree(application, tmp_path, case)

    assert fact.ends == real.get("exception", "tree" if "tree" in real else "errors")
