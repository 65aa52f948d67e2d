"""The dialect `custom` against a second, plain implementation of what the help says about it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.config.report import Report, Request, build_report
from inspector.config.shadow.merge_rules import identity
from inspector.config.values import KeyPath
from tests.conformance.custom_reference import Application

_SCHEMA = [
    *(["training"], ["training", "batch_size"], ["log_level"], ["a"], ["a", "b_c"]),
    *(["on"], ["on", "by_schema"]),
]


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for old in folder.iterdir():
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = {}
    for path in _SCHEMA:
        node = schema
        for part in path:
            node = node.setdefault("properties", {}).setdefault(part, {})
    return schema


def _toml(table: Mapping[str, Any]) -> str:
    """A table with each of its values on one line."""
    return "".join(f"{json.dumps(key)} = {_inline(value)}\n" for key, value in table.items())


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_inline(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return json.dumps(value)


def agree(
    folder: Path, declared: Mapping[str, Any], files: Mapping[str, str], environ: Mapping[str, str]
) -> Report:
    """Run both on the same declaration, files and variables, and compare all that the reference knows."""
    schema = {"settings.schema.json": json.dumps(_schema())} if "schema" in declared else {}
    _write(folder, {**files, **schema, "inspector.toml": _toml({"dialect": "custom", **declared})})
    application = Application(folder, declared, environ)
    tree = application.start(_SCHEMA if schema else [])

    report = build_report(Request(folder, environ=tuple(environ.items())))

    assert [f for f in report.findings if f.code == "declaration-invalid"] == []
    assert report.environment == application.environment
    same = identity(dict(report.values)) == identity(tree)
    assert same, f"{dict(report.values)}\n{tree}"
    assert bool(report.stops) is application.stopped
    unfilled = {finding.key for finding in report.findings if finding.code == "reference-unfilled"}
    assert bool(unfilled) is application.unfilled
    landed = {
        place.variable.name: place.path for place in report.landed if place.reason == "" or place.unknown
    }
    assert {name: path for name, path in application.landed.items() if name in landed} == landed
    for setting in report.settings:
        _has_its_value(report, setting.path)
    return report


def _has_its_value(report: Report, path: KeyPath) -> None:
    """A setting's value is what stands at its key in the tree."""
    setting = next(setting for setting in report.settings if setting.path == path)
    value: Any = report.values
    for part in path:
        value = value[part]
    assert identity(setting.value) == identity(value)
    assert setting.source in setting.candidates


_SCALARS = st.sampled_from(
    [
        *(0, 1, 2.5, True, False, "", "text", "1", "x y", "${APP_A}", "${HOME_DIR:-/root}", "$${APP_A}"),
        *(
            "${a}",
            "<${b}>",
            "${training.batch_size}",
            "${name:-n}",
            "${nowhere}",
            "${a.b}${b}",
            "${NUMBER:-8080}",
        ),
    ]
)
_KEYS = st.sampled_from(
    ["a", "b", "c", "name", "batch_size", "b_c", "a_b", "Upper", "x-y", "training", "0", "1", 1]
)


def _values(*, nulls: bool) -> st.SearchStrategy[Any]:
    return st.recursive(
        _SCALARS | st.none() if nulls else _SCALARS,
        lambda below: (
            st.lists(below, max_size=3)
            | st.lists(
                st.fixed_dictionaries({"name": st.sampled_from("ab")}, optional={"v": below}), max_size=3
            )
            | st.dictionaries(_KEYS, below, max_size=4)
        ),
        max_leaves=8,
    )


_TREES = st.dictionaries(_KEYS, _values(nulls=True), max_size=5)
_TOML_KEYS = _KEYS.filter(lambda key: isinstance(key, str))
_NO_NULLS = st.dictionaries(
    _TOML_KEYS,
    _SCALARS | st.lists(_SCALARS, max_size=3) | st.dictionaries(_TOML_KEYS, _SCALARS, max_size=3),
    max_size=4,
)


_PARTS = "A B C a NAME BATCH_SIZE batch_size BATCH SIZE UPPER Upper X_Y 0 1 TRAINING B_C ON".split()


@st.composite
def _names(draw: st.DrawFn) -> str:
    prefix = draw(st.sampled_from(["APP_", "APP_", "APP_X_", "OLD_", "", "app_"]))
    parts = draw(
        st.lists(
            st.sampled_from(["", *_PARTS]),
            min_size=1,
            max_size=4,
        )
    )
    return (prefix + draw(st.sampled_from(["__", "__", "_"])).join(parts)) or "APP_A"


_TEXTS = st.sampled_from(
    [
        *"0 1 007 1_000 1e5 1.5 true null NO text ~ 1:30 nan [1,2] [] {} {name:a} 'q' - # 0x10".split(),
        "2020-01-01",
        *(
            '{"a": 1, "b": {"c": null}}',
            '["x", {"name": "a", "v": 2}]',
            '{"0": "zero"}',
            '"text"',
            "{a=1}",
            "",
            " 7 ",
        ),
        *("a: 1", "a: [", "1\nother = 2", "${a}", '{"name": null}', "x: 1\nx: 2"),
    ]
) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5)
_DOTENV = st.lists(
    st.tuples(_names(), st.sampled_from(["1", "'x'", '"y z"', "${APP_A}", "${NONE:-d}", "", "[1]"])).map(
        "=".join
    )
    | st.sampled_from(["# nothing", "NUMBER=5", "APP_A"]),
    max_size=4,
).map(lambda lines: "".join(f"{line}\n" for line in lines))


@st.composite
def _declarations(draw: st.DrawFn) -> dict[str, Any]:
    lists = draw(st.sampled_from(["replace", "append", "append-unique", "by-index", "by-key"]))
    declared: dict[str, Any] = {
        "prefix": draw(
            st.sampled_from(["APP_", ["OLD_", "APP_"], ["APP_", "APP_X_"], ["APP_X_", "APP_"], ""])
        ),
        "separator": draw(st.sampled_from(["__", "__", "_", "_", ""])),
        "interpolation": draw(st.sampled_from(["none", "variables", "keys"])),
        "environment_variable": draw(st.sampled_from(["STAGE", ["STAGE", "ENV"]])),
        "variables": {
            "match": draw(st.sampled_from(["split", "known-keys"])),
            "case": draw(st.sampled_from(["lower", "keep", "known-keys"])),
            "values": draw(st.sampled_from(["text", "numbers", "yaml", "yaml-1.2", "json", "toml"])),
            "empty": draw(st.sampled_from(["value", "ignored"])),
            "unknown": draw(st.sampled_from(["set", "set", "ignored"])),
        },
        "merge": {
            "mappings": draw(st.sampled_from(["deep", "deep", "replace"])),
            "lists": lists,
            "nulls": draw(st.sampled_from(["overrides", "ignored", "deletes"])),
            "conflicts": draw(st.sampled_from(["replace", "error"])),
        },
        "dotenv": {
            "files": draw(st.permutations([".env", ".env.{environment}", ".env.local"])),
            "wins": draw(st.sampled_from(["first", "last"])),
            "override": draw(st.booleans()),
        },
        "layers": draw(
            st.permutations(
                [
                    {"path": "config.yaml", "kind": "base"},
                    {"path": ["none.yaml", "config.{environment}.yaml"], "kind": "environment"},
                    {"path": "conf.d/*.json", "kind": "default"},
                    {"path": "deploy", "format": "toml", "kind": "base", "section": "env.{environment}"},
                    {"path": "new.yaml", "format": "yaml-1.2", "kind": "base"},
                ]
            )
        ),
    }
    if lists == "by-key":
        declared["merge"]["list_key"] = "name"
    if draw(st.booleans()):
        declared["variables"]["max_splits"] = draw(st.integers(0, 2))
    if draw(st.booleans()):
        declared["schema"] = "settings.schema.json"
    if draw(st.booleans()):
        declared["default_environment"] = "dev"
    return declared


@pytest.mark.timeout(600)
@settings(
    max_examples=600,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(data=st.data())
def test_generated_declarations_give_the_same_tree(data: st.DataObject, tmp_path: Path) -> None:
    """Any choice of rules, over files in all formats, `.env` files and variables."""
    declared = data.draw(_declarations(), label="declaration")
    files = {"config.yaml": yaml.safe_dump(data.draw(_TREES, label="base"), sort_keys=False)}
    for name in ("config.dev.yaml", "config.live.yaml", "new.yaml"):
        if data.draw(st.booleans()):
            files[name] = yaml.safe_dump(data.draw(_TREES, label=name), sort_keys=False)
    for name in ("conf.d/10.json", "conf.d/9.json"):
        if data.draw(st.booleans()):
            files[name] = json.dumps(data.draw(_TREES, label=name))
    if data.draw(st.booleans()):
        files["deploy"] = _toml({"env": {"dev": data.draw(_NO_NULLS, label="deploy"), "other": 1}})
    for name in (".env", ".env.dev", ".env.local"):
        if data.draw(st.booleans()):
            files[name] = data.draw(_DOTENV, label=name)
    environ = data.draw(st.dictionaries(_names(), _TEXTS, max_size=5), label="environ")
    if data.draw(st.booleans()):
        environ["STAGE" if data.draw(st.booleans()) else "ENV"] = data.draw(
            st.sampled_from(["live", "dev", "none"])
        )

    agree(tmp_path, declared, files, environ)
