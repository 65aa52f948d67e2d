"""Generated settings classes with the files and variables around them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

_HEAD = """\
from __future__ import annotations

import datetime
import decimal
import pathlib
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Annotated, Any, Literal, Optional, Union

import pydantic.dataclasses
from pydantic import (
    AliasChoices, AliasPath, AnyUrl, BaseModel, Field, Json, PositiveInt, RootModel, SecretStr, StrictBool,
    StrictInt,
)
from pydantic_settings import (
    BaseSettings, ForceDecode, JsonConfigSettingsSource, NoDecode, SettingsConfigDict,
    TomlConfigSettingsSource, YamlConfigSettingsSource,
)
"""

# The classes of the models, each behind those that it needs.
_CLASSES = {
    "Color": """\
class Color(str, Enum):
    red = "r"
    BLUE = "b"
""",
    "Number": """\
class Number(IntEnum):
    ONE = 1
    TWO = 2
""",
    "Leaf": """\
class Leaf(BaseModel):
    host: str = "leaf"
    pool_size: int = 1
    tags: list[str] = []
    Odd: Optional[int] = None
""",
    "Aliased": """\
class Aliased(BaseModel):
    model_config = {"populate_by_name": %(by_name)s}
    port: int = Field(1, alias="the_port")
    first: str = Field("f", validation_alias=AliasChoices("one", "One_Two", AliasPath("many", 0)))
""",
    "Inner": """\
class Inner(BaseModel):
    model_config = {"extra": %(inner_extra)r}
    host: str = "inner"
    port: int = 2
    pool: Leaf = Leaf(host="given")
    maybe: Optional[Leaf] = None
    named: Aliased = Aliased()
    free: dict[str, int] = {}
    Mixed_Case: str = "m"
""",
    "Plain": """\
@dataclass
class Plain:
    x: int = 1
    y: str = "y"
""",
    "Checked": """\
@pydantic.dataclasses.dataclass
class Checked:
    x: int = 1
    leaf: Leaf = Field(default_factory=Leaf)
""",
    "Cat": """\
class Cat(BaseModel):
    kind: Literal["cat"] = "cat"
    lives: int = 9
""",
    "Dog": """\
class Dog(BaseModel):
    kind: Literal["dog"] = "dog"
    tricks: list[str] = []
""",
    "Rooted": """\
class Rooted(RootModel[list[int]]):
    pass
""",
    "Own": """\
class Own(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="OWN_", env_file=%(own_file)r)
    host: str = "own"
    port: int = 3
""",
    "Holder": """\
class Holder(BaseModel):
    x: int = 1
    own: Own = Field(default_factory=Own)
""",
}

_MAIN = """\
def main() -> Settings:
    return Settings()
"""

# Types, texts that they mostly accept, and the same in YAML.
_SCALARS = {
    "int": ("5 -3 1_000 1.0", "5 -3 '5' 1.0"),
    "float": ("1.5 1e3 7 nan", "1.5 2 '1e3'"),
    "bool": ("true off 1 False y", "true off 'yes' 0"),
    "str": ("abc true 1 {} null", "abc '1' ''"),
    "bytes": ("abc 1", "abc"),
    "decimal.Decimal": ("1.10 5", "1.1 '2.20'"),
    "pathlib.Path": ("a/b /x", "a/b"),
    "datetime.timedelta": ("PT5M 00:01:30 12", "PT5M 30"),
    "datetime.datetime": ("2020-01-01T10:00:00 1700000000", "2020-01-01T10:00:00"),
    "SecretStr": ("abc 1", "abc"),
    'Literal["a", "b", 1]': ("a b", "a 1"),
    "Literal[Number.ONE]": ("1", "1"),
    "Color": ("r b red", "r b"),
    "Number": ("1 2 ONE", "1 2"),
    "Optional[int]": ("5 null None", "5 null"),
    "int | str": ("5 abc", "5 abc"),
    "Union[float, bool, None]": ("1.5 true null", "1.5 true null"),
    "PositiveInt": ("5 1", "5"),
    "StrictInt": ("5 true", "5"),
    "Optional[StrictBool]": ("true 1 null", "true null"),
    "Annotated[int, Field(ge=2, le=90)]": ("2 90 5", "5 90"),
    'Annotated[str, Field(min_length=2, pattern="^[a-z]+$")]': ("abc ok", "abc"),
    "AnyUrl": ("http://example.com redis://u:p@h/0", "http://example.com"),
    "Any": ("5 abc {} null", "5 abc null"),
    "Json[list[int]]": ("[1,2] []", "'[1]'"),
}
_COMPLEX = {
    "list[int]": ('[1,2] [] ["3"]', "[1,2] []"),
    "list[str]": ('["a","b"] []', "[a,b]"),
    "set[int]": ("[2,1,2]", "[1,2]"),
    "tuple[int, str]": ('[1,"a"]', "[1,a]"),
    "dict[str, int]": ('{"k":1} {} {"a":2,"K":3}', "{k:\u00a01}"),
    "dict[str, list[int]]": ('{"k":[1]}', "{k:\u00a0[1]}"),
    "dict[int, str]": ('{"1":"one"}', "{1:\u00a0one}"),
    "dict[str, Leaf]": ('{"k":{"host":"h"}}', "{k:\u00a0{host:\u00a0y}}"),
    "dict": ('{"k":[1]} {}', "{k:\u00a01}"),
    "list": ("[1]", "[a]"),
    "list[Leaf]": ('[{"host":"h"},{}]', "[{host:\u00a0y}]"),
    "Optional[list[int]]": ("[1] null", "[1] null"),
    "Union[list[int], str]": ("[1] abc", "[1] abc"),
    "Annotated[list[str], NoDecode]": ('["a"]', "[a]"),
    "Annotated[dict[str, int], ForceDecode]": ('{"k":1}', "{k:\u00a01}"),
    "dict[str, Union[list[int], str]]": ('{"k":"v"} {"k":[1]}', "{k:\u00a0v}"),
    "Rooted": ("[1,2]", "[1]"),
    "dict[Number, int]": ('{"1":2} ONE {}', "{1:\u00a02}"),
    "Union[Number, list[int]]": ("ONE [1] 2", "[1] 2"),
    "bytearray": ('"ab"', "ab"),
}
_LEAF = (
    '{"host":"j"} {"pool_size":"8","tags":["t"]} {"HOST":"J","Odd":1}',
    "{host:\u00a0y} {pool_size:\u00a08,\u00a0tags:\u00a0[a]}",
)
_INNER = (
    '{"host":"j","port":7} {"pool":{"host":"p"}} {"maybe":{"pool_size":"8"},"free":{"k":1}} '
    '{"named":{"the_port":5}} {}',
    "{host:\u00a0y,\u00a0port:\u00a08} {pool:\u00a0{host:\u00a0p}} {maybe:\u00a0{tags:\u00a0[a]}} "
    "{maybe:\u00a0null}",
)
_PET = (
    '{"kind":"dog","tricks":["sit"]} {"kind":"cat"} {"kind":"cat","lives":"3"}',
    "{kind:\u00a0dog} {kind:\u00a0cat,\u00a0lives:\u00a03}",
)
_PLAIN = ('{"x":3} {"y":"z"}', "{x:\u00a03}")
_MODELS = {
    "Inner": _INNER,
    "Leaf": _LEAF,
    "Optional[Inner]": _INNER,
    "Optional[Leaf]": _LEAF,
    "Aliased": ('{"the_port":5} {"one":"1"} {"many":["m"]} {"One_Two":"2"}', "{the_port:\u00a05}"),
    "Plain": _PLAIN,
    "Checked": ('{"x":3} {"leaf":{"host":"h"}}', "{x:\u00a03}"),
    "Union[Leaf, int]": ('{"host":"h"} 5', "{host:\u00a0y} 5"),
    'Annotated[Union[Cat, Dog], Field(discriminator="kind")]': _PET,
    "Union[Cat, Dog]": _PET,
    "Own": _INNER,
    "Holder": ('{"x":3} {"own":{"port":5}} {}', "{x:\u00a03}"),
}
_TYPES = {**_SCALARS, **_COMPLEX, **_MODELS}
_BELOW = {
    "Inner": (
        'host=n port=7 pool={} pool/host=ph pool/pool_size=4 pool/tags=["x"] maybe/host=mh maybe={"tags":[]} '
        'named/the_port=6 named/one=o named/many=["m"] free/k=1 free/K=2 Mixed_Case=mc mixed_case=mc '
        "pool_size=3"
    ),
    "Leaf": 'host=n pool_size=4 tags=["x"] Odd=3 odd=4 tags/0=z',
    "Aliased": 'the_port=6 port=6 one=o One_Two=t many=["m"] many/0=m first=f',
    "Plain": "x=4 y=why",
    "Checked": 'x=4 leaf/host=lh leaf={"pool_size":2}',
    "Cat": 'kind=cat lives=3 kind=dog tricks=["beg"]',
    "Own": "host=oh port=8",
    "Holder": "x=4 own/port=9 own/host=oh",
    "dict": 'k=1 K=2 k=[1] k={"host":"h"} k/host=h k/tags=["x"] 1=one',
    "list": "0=1 1=2 0/host=h",
}

_DEFAULTS = {
    "int": ("0", "5", '"6"'),
    "float": ("1.5",),
    "bool": ("False", "True"),
    "str": ('"text"', '""'),
    "Optional[int]": ("None", "3"),
    "list[int]": ("[]", "[1, 2]", '["3"]'),
    "list[str]": ('["a"]',),
    "dict[str, int]": ("{}", '{"a": 1}'),
    "Inner": ("Inner()", 'Inner(host="D", port=42)', 'Inner(pool=Leaf(pool_size=9), free={"k": 1})'),
    "Leaf": ("Leaf()", 'Leaf(host="D", tags=["t"])'),
    "Optional[Inner]": ("None", 'Inner(host="D")'),
    "Optional[Leaf]": ("None", 'Leaf(host="D")'),
    "Aliased": ("Aliased()", "Aliased(the_port=7)"),
    "Plain": ("Plain()", "Plain(x=5)"),
    "Checked": ("Checked(x=5)",),
    "Union[Leaf, int]": ("3", 'Leaf(host="D")'),
    'Annotated[Union[Cat, Dog], Field(discriminator="kind")]': ("Cat()", 'Dog(tricks=["sit"])'),
    "Union[Cat, Dog]": ("Cat()",),
    "Own": ("Own()",),
    "Holder": ("Holder()",),
    "Color": ("Color.red", '"b"'),
    "SecretStr": ('SecretStr("hush")', '"hush"'),
    "datetime.timedelta": ("datetime.timedelta(seconds=5)",),
    "pathlib.Path": ('pathlib.Path("a") / "b"',),
    "Any": ("None", "1"),
    "dict": ("{}",),
    "bytes": ('b"x"',),
    "decimal.Decimal": ('decimal.Decimal("1.50")',),
    "datetime.datetime": ("datetime.datetime(2020, 1, 2, 3, 4)",),
    'Literal["a", "b", 1]': ('"a"', "1"),
    "Literal[Number.ONE]": ("Number.ONE",),
    "Number": ("Number.TWO", "1"),
    "int | str": ("5", '"abc"'),
    "PositiveInt": ("2 + 3",),
    "StrictInt": ("5",),
    "Annotated[int, Field(ge=2, le=90)]": ("5", "60 - 1"),
    'Annotated[str, Field(min_length=2, pattern="^[a-z]+$")]': ('"ab" "cd"',),
    "AnyUrl": ('"http://h/p"', 'AnyUrl("http://h")'),
    "Json[list[int]]": ('"[4]"',),
    "set[int]": ("{1, 2}", "set()"),
    "tuple[int, str]": ('(1, "a")',),
    "dict[str, list[int]]": ('{"k": [1, 2]}',),
    "dict[int, str]": ('{1: "one"}',),
    "dict[str, Leaf]": ('{"k": Leaf(host="D")}',),
    "list": ("[]",),
    "list[Leaf]": ('[Leaf(), {"host": "h"}]',),
    "Union[list[int], str]": ('"s"', "[1]"),
    "Annotated[list[str], NoDecode]": ('["d"]',),
    "Annotated[dict[str, int], ForceDecode]": ("{}",),
    "dict[str, Union[list[int], str]]": ('{"k": "v"}',),
    "Rooted": ("Rooted([1])", "[2]"),
    "bytearray": ('b"x"',),
}
_FACTORIES = {
    "list[int]": "list",
    "list[str]": 'lambda: ["x"]',
    "dict[str, int]": "dict",
    "Inner": "Inner",
    "Leaf": 'lambda: Leaf(host="L")',
    "Own": "Own",
    "Holder": "Holder",
}
_FIELD_NAMES = ("a", "b", "name", "db", "db_pool", "pool_size", "Host", "USER", "x1", "own", "path")
_SUB_KEYS = (
    "host",
    "HOST",
    "port",
    "Port",
    "pool",
    "pool_size",
    "tags",
    "maybe",
    "named",
    "the_port",
    "one",
    "One_Two",
    "many",
    "free",
    "k",
    "Key",
    "Mixed_Case",
    "mixed_case",
    "kind",
    "lives",
    "tricks",
    "x",
    "y",
    "leaf",
    "0",
    "Odd",
    "nope",
    "",
)
_TEXTS = (
    "",
    "1",
    "5",
    "0",
    "90",
    "-3",
    "1.0",
    "1.5",
    "1e3",
    " 7 ",
    "1_000",
    "0x10",
    "true",
    "off",
    "y",
    "False",
    "abc",
    "a",
    "r",
    "red",
    "ONE",
    "null",
    "None",
    "[]",
    "[1, 2]",
    '["a", "b"]',
    "a,b",
    "{}",
    '{"host": "j", "port": 7}',
    '{"HOST": "J"}',
    '{"pool": {"host": "p", "pool_size": "8"}}',
    '{"the_port": 5}',
    '{"port": 5}',
    '{"one": "1"}',
    '{"many": ["m"]}',
    '{"kind": "dog", "tricks": ["sit"]}',
    '{"kind": "cat"}',
    '{"kind": "cow"}',
    '{"x": 3}',
    '{"k": 1}',
    '{"k": "v"}',
    '{"k": [1]}',
    '{"K": {"host": "h"}}',
    '{"nope": 1}',
    '"quoted"',
    "PT5M",
    "2020-01-01T10:00:00",
    "http://example.com",
    "12:30",
    '[{"host": "h"}]',
    "{broken",
    "nan",
    '{"1": "one"}',
)


@dataclass
class Case:
    """A folder and a process environment."""

    files: dict[str, str] = field(default_factory=dict)
    environ: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        shown = "".join(f"--- {name}\n{text}\n" for name, text in self.files.items())
        return f"{shown}--- environ\n{json.dumps(self.environ, indent=1)}"


def _option(draw: st.DrawFn, values: Sequence[object], usual: int = 2) -> object:
    return draw(st.sampled_from([*([values[0]] * usual), *values]))


def _fields(draw: st.DrawFn, names: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The lines of the fields, and the type of each."""
    lines = []
    types: dict[str, str] = {}
    for name in names:
        kinds = draw(st.sampled_from([_SCALARS, _SCALARS, _COMPLEX, _MODELS, _MODELS]))
        type_ = types[name] = draw(st.sampled_from(sorted(kinds)))
        words = []
        assigned = ""
        way = draw(st.integers(0, 9))
        if type_ in ("Own", "Holder") and draw(st.booleans()):
            way = 6
        if type_ not in _DEFAULTS:
            assigned = "None" if "Optional" in type_ else ""
        elif way <= 5:
            assigned = draw(st.sampled_from(_DEFAULTS[type_]))
        elif way == 6 and type_ in _FACTORIES:
            words.append(f"default_factory={_FACTORIES[type_]}")
        elif way <= 8:
            words.append(f"default={draw(st.sampled_from(_DEFAULTS[type_]))}")
        alias = draw(st.integers(0, 15))
        if alias == 0:
            words.append(f'alias="{draw(st.sampled_from(["ALIAS", "al_ias", "b"]))}"')
        elif alias == 1:
            words.append(f'validation_alias=AliasChoices("{name}", "Second", AliasPath("third", 0))')
        elif alias == 2:
            words.append('validation_alias=AliasPath("third", "k")')
        elif alias == 3:
            words.append('validation_alias=AliasChoices(AliasPath("third", 1), "Second")')
        if words:
            assigned = f"Field({', '.join([*([assigned] if assigned else []), *words])})"
        lines.append(f"    {name}: {type_}" + (f" = {assigned}" if assigned else ""))
    return lines, types


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A settings class, the files it may read, and variables in odd cases and orders."""
    case = Case()
    prefix = str(_option(draw, ["", "APP_", "app_"], 1))
    delimiter = draw(st.sampled_from([None, "__", "__", "__", "_", "."]))
    config: dict[str, object] = {
        "env_prefix": prefix,
        "env_nested_delimiter": delimiter,
        "env_nested_max_split": _option(draw, [None, 1, 2], 4),
        "case_sensitive": _option(draw, [False, True], 3),
        "env_ignore_empty": _option(draw, [False, True]),
        "env_parse_none_str": _option(draw, [None, "null", "None"]),
        "extra": _option(draw, ["ignore", "forbid", "allow"]),
        "env_file": _option(draw, [None, ".env", [".env", ".env.local"], "missing.env"], 0),
        "nested_model_default_partial_update": _option(draw, [False, True]),
        "populate_by_name": _option(draw, [False, True]),
        "env_prefix_target": _option(draw, ["variable", "alias", "all"], 3),
        "dotenv_filtering": _option(draw, [None, "only_existing", "match_prefix"], 3),
        "env_parse_enums": _option(draw, [None, True]),
        "validate_default": _option(draw, [True, False], 3),
        "enable_decoding": _option(draw, [True, False], 5),
        "strict": _option(draw, [None, True], 6),
    }
    usual = {"env_prefix": "", "case_sensitive": False, "validate_default": True}
    config = {
        word: value for word, value in config.items() if value not in (None, usual.get(word)) and value != ""
    }
    names = draw(st.lists(st.sampled_from(_FIELD_NAMES), min_size=1, max_size=5, unique=True))
    lines, types = _fields(draw, names)
    order = ["init_settings", "env_settings", "dotenv_settings", "file_secret_settings"]
    files = draw(st.lists(st.sampled_from(["yaml", "toml", "json", "yaml2"]), max_size=2, unique=True))
    if "yaml2" in files and "yaml" in files:
        files.remove("yaml")
    if draw(st.integers(0, 3)) == 0:
        config["secrets_dir"] = "secrets"
        for name in draw(st.lists(st.sampled_from(_FIELD_NAMES), max_size=2, unique=True)):
            text = draw(st.sampled_from(_TYPES[types[name]][0].split(" "))) if name in types else "x"
            case.files[f"secrets/{prefix}{name}"] = f"{text}\n"
    uses = {
        "yaml": 'YamlConfigSettingsSource(settings_cls, yaml_file="config.yaml")',
        "yaml2": 'YamlConfigSettingsSource(settings_cls, yaml_file=["config.yaml", "more.yaml"], '
        f"deep_merge={draw(st.booleans())})",
        "toml": 'TomlConfigSettingsSource(settings_cls, "config.toml")',
        "json": 'JsonConfigSettingsSource(settings_cls, json_file="config.json")',
    }
    hook = []
    if files or draw(st.integers(0, 5)) == 0:
        order = draw(st.permutations([*order, *(uses[kind] for kind in files)]))
        hook = [
            "    @classmethod",
            "    def settings_customise_sources(",
            "        cls, settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings",
            "    ):",
            f"        return {', '.join(order)}",
        ]
    body = [f"    model_config = SettingsConfigDict({', '.join(f'{k}={v!r}' for k, v in config.items())})"]
    options = {
        "by_name": draw(st.booleans()),
        "inner_extra": draw(st.sampled_from(["ignore", "ignore", "forbid", "allow"])),
        "own_file": draw(st.sampled_from([None, ".env"])),
    }
    source = "\n".join(
        [
            _HEAD,
            *_needed("\n".join(lines), options),
            "class Settings(BaseSettings):",
            *body,
            *lines,
            *hook,
            "",
            "",
            _MAIN,
        ]
    )
    case.files["settings.py"] = source
    _add_config_files(draw, case, files, types)
    variables = _variables(types, prefix, delimiter or "__")
    case.environ = dict(draw(st.lists(variables, max_size=6)))
    for file in (".env", ".env.local"):
        pairs = draw(st.lists(variables, max_size=3))
        extras = (
            draw(st.lists(st.sampled_from(_DOTENV_LINES), max_size=1)) if draw(st.integers(0, 3)) == 0 else []
        )
        if pairs or extras:
            quoted = [f"{name}='{text}'" for name, text in pairs if name]
            case.files[file] = "".join(f"{line}\n" for line in [*quoted, *extras])
    return case


_DOTENV_LINES = ("UNKNOWN=1", "NAME_ONLY", "A=${APP_A}x", "export B=2", "# c", "= broken")


def _needed(text: str, options: Mapping[str, object]) -> list[str]:
    """The classes that a text names, and those that these need, each behind those."""
    names: list[str] = []
    waiting = [text]
    while waiting:
        here = waiting.pop()
        for name, source in _CLASSES.items():
            if name not in names and re.search(rf"\b{name}\b", here):
                names.append(name)
                waiting.append(source)
    return [f"{_CLASSES[name] % options}\n" for name in _CLASSES if name in names]


def _variables(types: Mapping[str, str], prefix: str, delimiter: str) -> st.SearchStrategy[tuple[str, str]]:
    """Variables with their texts: mostly what a field accepts, now and then anything."""
    letters: list[Callable[[str], str]] = [str.upper, str.upper, str.upper, str.lower, str]
    spell = st.sampled_from(letters)

    @st.composite
    def fitting(draw: st.DrawFn) -> tuple[str, str]:
        name = draw(st.sampled_from(sorted(types)))
        type_ = types[name]
        below = next((texts for kind, texts in _BELOW.items() if kind in type_), None)
        head = f"{draw(st.sampled_from([prefix, prefix, prefix, 'OWN_']))}{name}"
        if below is not None and draw(st.integers(0, 2)):
            keys, _, text = draw(st.sampled_from(below.split(" "))).partition("=")
            return draw(spell)(delimiter.join([head, *keys.split("/")])), text
        return draw(spell)(head), draw(st.sampled_from(_TYPES[type_][0].split(" ")))

    @st.composite
    def any_one(draw: st.DrawFn) -> tuple[str, str]:
        head = draw(st.sampled_from([prefix, prefix, "", "OWN_"]))
        name = draw(
            st.sampled_from([*sorted(types), "alias", "al_ias", "Second", "third", "host", "unknown"])
        )
        tail = draw(st.lists(st.sampled_from(_SUB_KEYS), max_size=3))
        return draw(spell)(delimiter.join([head + name, *tail])), draw(st.sampled_from(_TEXTS))

    @st.composite
    def by_alias(draw: st.DrawFn) -> tuple[str, str]:
        name = draw(st.sampled_from(["ALIAS", "al_ias", "Second", "third"]))
        type_ = draw(st.sampled_from(sorted(types.values())))
        text = draw(st.sampled_from([*_TYPES[type_][0].split(" "), '{"k":5}', '["5",1]']))
        return f"{draw(st.sampled_from(['', '', prefix]))}{draw(spell)(name)}", text

    ways = [fitting(), fitting(), fitting(), fitting(), by_alias(), any_one()]
    if {"Own", "Holder"} & set(types.values()):
        ways.append(st.tuples(st.sampled_from(["OWN_PORT", "own_host"]), st.sampled_from(["8", "oh"])))
    return st.one_of(ways)


def _add_config_files(draw: st.DrawFn, case: Case, files: Sequence[str], types: Mapping[str, str]) -> None:
    def pairs(form: str) -> dict[str, str]:
        chosen = draw(st.lists(st.sampled_from(sorted(types)), max_size=3, unique=True))
        made = {}
        for name in chosen:
            key = name.upper() if draw(st.integers(0, 6)) == 0 else name
            texts = _TYPES[types[name]][1 if form == "yaml" else 0].split(" ")
            text = draw(st.sampled_from(texts)).replace("\u00a0", " ")
            made[key] = text if form == "yaml" else _json_of(text)
        if draw(st.integers(0, 9)) == 0:
            made[draw(st.sampled_from(["unknown", "third", "ALIAS", "Second"]))] = draw(
                st.sampled_from(["1", "[1, 2]", '"a"'])
            )
        return made

    if "yaml" in files or "yaml2" in files:
        for file in ("config.yaml", "more.yaml"):
            if draw(st.integers(0, 8)):
                case.files[file] = "".join(f"{key}: {value}\n" for key, value in pairs("yaml").items())
    if "toml" in files:
        values = {"null": "1"}
        made = {key: _toml_of(values.get(value, value)) for key, value in pairs("json").items()}
        case.files["config.toml"] = "".join(f"{key} = {value}\n" for key, value in made.items())
    if "json" in files:
        case.files["config.json"] = (
            "{" + ", ".join(f'"{key}": {value}' for key, value in pairs("json").items()) + "}"
        )


def _json_of(text: str) -> str:
    try:
        json.loads(text)
    except ValueError:
        return json.dumps(text)
    return text


def _toml_of(text: str) -> str:
    def written(value: object) -> str:
        if isinstance(value, dict):
            return (
                "{" + ", ".join(f"{json.dumps(key)} = {written(item)}" for key, item in value.items()) + "}"
            )
        if isinstance(value, list):
            return "[" + ", ".join(map(written, value)) + "]"
        return json.dumps(value) if value is not None else '""'

    value = json.loads(text)
    return "nan" if value != value else written(value)


def aliases_in(source: str) -> dict[str, set[str]]:
    """The names other than its own under which a field is taken, each with the fields that it may mean."""
    found: dict[str, set[str]] = {}
    for name, words in re.findall(r"^ +(\w+): .*?alias=(.*)$", source, re.MULTILINE):
        for alias in re.findall(r'"(\w+)"', words):
            found.setdefault(alias, set()).add(name)
    return found


def factories_in(source: str) -> tuple[tuple[str, ...], ...]:
    """The settings that a default_factory makes, which reads sources of its own."""
    made = re.findall(r"^    (\w+): .*?default_factory=Own\b", source, re.MULTILINE)
    held = re.findall(r"^    (\w+): Holder\b", source, re.MULTILINE)
    return (*((name,) for name in made), *((name, "own") for name in held))
