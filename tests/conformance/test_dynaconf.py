"""The dialect `dynaconf` against an application that really loads its settings with dynaconf."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.conformance.dynaconf_application import Application, agree


@pytest.fixture(scope="module")
def application() -> Iterator[Application]:
    """One process for all cases of this module."""
    running = Application()
    yield running
    running.close()


_WORDS = (
    "text",
    "",
    "42",
    "x y",
    "true",
    "yes",
    "NO",
    "1e5",
    "@int 5",
    "@int abc",
    "@bool on",
    "@float 1.5",
    "@str 5",
    "@none",
    "@note no",
    '@json [1, {"a": 2}]',
    '@json {"k": 1}',
    "@merge 5",
    "@merge [1, 2]",
    '@merge {"k": 1}',
    "@merge x=1, y=b c",
    "@merge a,b",
    "@merge_unique [1, 7]",
    "@insert z",
    "@insert 1 9",
    "@insert -1 @int 3",
    "@del",
    "@reset 3",
    "@format {this.a}",
    "@format {env[HOME]}-{this.db.host}",
    "@format {this.zz}",
    "@int @format {this.A}",
    "@get a",
    "@get zz 5",
    "@get db.port @int 7",
    "@upper abc",
    "@split a b",
    "@empty",
    "@unknown 5",
    "@",
    "a@b",
    "@format {this.l[0]}",
    "@get l",
)
_SCALARS = st.one_of(
    st.sampled_from(_WORDS), st.integers(-3, 3), st.booleans(), st.sampled_from([0.5, 1e100])
)
_NESTED_KEYS = st.sampled_from(
    ["host", "HOST", "port", "tags", "sub", "Sub", "my key", "a_b", "0", "items", "dynaconf_merge_unique"]
)
_LISTS = st.lists(
    st.one_of(_SCALARS, st.sampled_from(["dynaconf_merge", "dynaconf_merge_unique"])), max_size=3
)


def _tables(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    marks = st.fixed_dictionaries({}, optional={"dynaconf_merge": st.booleans()})
    return st.builds(
        lambda table, mark: {**table, **mark}, st.dictionaries(_NESTED_KEYS, children, max_size=3), marks
    )


_VALUES = st.recursive(
    st.one_of(_SCALARS, _LISTS),
    lambda children: st.one_of(_tables(children), st.lists(children, max_size=2)),
    max_leaves=6,
)
_TOP_KEYS = st.sampled_from(
    [
        "a",
        "A",
        "db",
        "DB",
        "l",
        "db__host",
        "db__tags",
        "DB__SUB__x",
        "l__0",
        "dynaconf_merge",
        "zip",
        "db__sub",
    ]
)
_ENTRIES = st.dictionaries(_TOP_KEYS, st.one_of(_VALUES, _tables(_VALUES)), max_size=4)
_SECTIONS = st.dictionaries(
    st.sampled_from(
        ["default", "development", "production", "Production", "global", "dynaconf", "my", "staging"]
    ),
    _ENTRIES,
    max_size=4,
)
_REST = st.sampled_from(
    "A a DB db DB__host DB__HOST db__port DB__TAGS DB__tags DB__sub__x DB__Sub__y L L__0 L__0__k L___1 "
    "DB__tags___0 DB__new__KEY ZIP DB__my_key DB__items B.c DB__ A__x".split()
)
_TEXTS = st.one_of(
    st.sampled_from(_WORDS),
    st.sampled_from(
        [
            "[1, 2]",
            "{host='t'}",
            "{a=1, dynaconf_merge=true}",
            "'42'",
            '"42"',
            "2020-01-01",
            "0x10",
            "1_000",
            "inf",
            "True",
            " False ",
            "null",
            "07",
            "1:30",
            "a, b",
            "[{a=1}]",
            "['dynaconf_merge', 3]",
            "{sub={x=1}}",
            "[[1], [2]]",
            "{tags=['dynaconf_merge_unique', 1]}",
            "{dynaconf_merge={q=1}}",
            "12:30:00",
            "1979-05-27T07:32:00Z",
        ]
    ),
)


def _toml(data: Mapping[str, Any]) -> str:
    """A table as TOML, tables at the top with a header."""
    lines = [
        f"{json.dumps(key)} = {_inline(value)}" for key, value in data.items() if not isinstance(value, dict)
    ]
    for key, value in data.items():
        if isinstance(value, dict):
            lines.append(f"[{json.dumps(key)}]")
            lines += [f"{json.dumps(name)} = {_inline(child)}" for name, child in value.items()]
    return "".join(f"{line}\n" for line in lines)


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{json.dumps(key)} = {_inline(child)}' for key, child in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    return json.dumps(value)


@st.composite
def _file(draw: st.DrawFn, sections: bool) -> tuple[str, str]:
    """The ending of a file, and its text."""
    data = draw(_SECTIONS if sections else _ENTRIES)
    if sections and draw(st.integers(0, 4)) == 0:
        data = {
            **data,
            **draw(st.sampled_from([{"loose": 1}, {"dynaconf_merge": True}, {"default": "text"}])),
        }
    if draw(st.booleans()):
        return "toml", _toml(data)
    return draw(st.sampled_from(["json", "yaml"])), json.dumps(data)


@st.composite
def _workspace(draw: st.DrawFn, sections: bool) -> tuple[dict[str, str], dict[str, str], str]:
    """Files, variables and the arguments of Dynaconf."""
    files: dict[str, str] = {}
    named = []
    for stem in draw(st.sampled_from([["settings"], ["settings", "more"], ["settings", ".secrets", "more"]])):
        suffix, text = draw(_file(sections))
        files[f"{stem}.{suffix}"] = text
        named.append(f"{stem}.{suffix}")
        if draw(st.integers(0, 3)) == 0:
            data = draw(_SECTIONS if sections else _ENTRIES)
            files[f"{stem}.local.{suffix}"] = _toml(data) if suffix == "toml" else json.dumps(data)
    arguments = [f"settings_files={named!r}"]
    if sections:
        arguments.append("environments=True")
    prefix = draw(st.sampled_from(["DYNACONF", "MY", "MY,YOUR", "my"]))
    if prefix != "DYNACONF":
        arguments.append(f"envvar_prefix={prefix!r}")
    for option, often in (
        ("merge_enabled=True", 3),
        ("load_dotenv=True", 2),
        ("INDEX_SEPARATOR_FOR_DYNACONF='___'", 4),
        ("ignore_unknown_envvars=True", 8),
        ("dotted_lookup=False", 12),
        ("nested_separator='___'", 12),
        ("FOO=1", 6),
        ("db={'host': 'code', 'port': 1}", 6),
        ("auto_cast=False", 12),
        ("validators=[Validator('DB.host', 'A', default='@int 7'), Validator('ZIP', default='007')]", 5),
    ):
        if draw(st.integers(0, often)) == 0:
            arguments.append(option)
    included = draw(st.integers(0, 5))
    if included == 0:
        suffix, files["inc/extra.toml"] = "toml", _toml(draw(_SECTIONS if sections else _ENTRIES))
        arguments.append("includes=['inc/*.toml']")
    elif included == 1:
        files["pre.json"] = json.dumps(draw(_SECTIONS if sections else _ENTRIES))
        arguments.append("preload=['pre.json']")
    elif included == 2:
        files["hidden.json"] = json.dumps(draw(_SECTIONS if sections else _ENTRIES))
        arguments.append("secrets='hidden.json'")
    names = st.builds(
        lambda p, rest: f"{p}_{rest}", st.sampled_from(["DYNACONF", *prefix.upper().split(",")]), _REST
    )
    environ = {"HOME": "/home/u", **draw(st.dictionaries(names, _TEXTS, max_size=5))}
    if sections:
        environment = draw(
            st.sampled_from([None, "production", "PRODUCTION", "production,staging", "nowhere"])
        )
        if environment is not None:
            environ["ENV_FOR_DYNACONF"] = environment
    order = draw(st.permutations(list(environ.items())))
    if draw(st.booleans()):
        lines = draw(st.dictionaries(names, _TEXTS.filter(lambda text: "'" not in text), max_size=2))
        files[".env"] = "".join(f"{name}='{text}'\n" for name, text in lines.items())
    return files, dict(order), ", ".join(arguments)


_SETTINGS = settings(
    max_examples=260,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


def _check(application: Application, folder: Path, case: tuple[dict[str, str], dict[str, str], str]) -> None:
    files, environ, call = case
    real, report = agree(application, folder, files, environ, call)
    event("exception" if "exception" in real else "tree")
    event(f"{len(report.settings) // 5 * 5}+ settings")


@_SETTINGS
@given(case=_workspace(sections=True))
def test_every_workspace_with_sections_resolves_as_in_the_application(
    application: Application, tmp_path: Path, case: tuple[dict[str, str], dict[str, str], str]
) -> None:
    """Files, sections, markers, local twins, `.env` and variables give the same tree or exception."""
    _check(application, tmp_path, case)


@_SETTINGS
@given(case=_workspace(sections=False))
def test_every_workspace_without_sections_resolves_as_in_the_application(
    application: Application, tmp_path: Path, case: tuple[dict[str, str], dict[str, str], str]
) -> None:
    """The same without environments."""
    _check(application, tmp_path, case)
