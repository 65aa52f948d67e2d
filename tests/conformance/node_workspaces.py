"""Random workspaces of node-config: files in several formats, a map of variables, and variables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

Tree = dict[str, Any]

_KEYS = st.sampled_from(["a", "b", "c", "db", "host", "0", "1", "batch_size", "Upper", "x-y", "get", "has"])
_TEXTS = st.sampled_from(
    [
        "",
        "text",
        "true",
        "null",
        "010",
        "1e3",
        "yes",
        "~",
        "a: b",
        "# no",
        "ünï",
        "two\nlines",
        '"',
        "'",
        " s ",
    ]
)
_NUMBERS = st.one_of(
    st.sampled_from([0, 1, -3, 80, 2.5, -0.25, 1.0, 1e3, 1e21, 1e-7, 5e-324, 9007199254740993, 10**20]),
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=False, allow_infinity=False),
)
_SCALARS = st.one_of(st.none(), st.booleans(), _NUMBERS, _TEXTS)
_VALUES = st.recursive(_SCALARS, lambda inner: st.lists(inner, max_size=3), max_leaves=3)
_TREES = st.recursive(
    st.dictionaries(_KEYS, _VALUES, max_size=3),
    lambda inner: st.dictionaries(_KEYS, st.one_of(_VALUES, inner), max_size=4),
    max_leaves=6,
)

_YAML_WORDS = st.sampled_from(
    "yes NO on 010 0o17 0x1F 1_000 1:30 2020-01-01 .inf -.INF .nan +1 1. .5 -0 ~ Null True 12e03 <<".split()
)
_JSON5_WORDS = st.sampled_from(
    "0x1F .5 5. +1 -0 Infinity -Infinity NaN 1e400 'single' \"double\" null".split()
)
_JSON_WORDS = st.sampled_from('-0 1.0 1E3 1e400 12345678901234567890 0.1 "\\u00e9\\n" {} []'.split())
_TOML_WORDS = st.sampled_from(
    "0x1F 1_000 +1 -0.0 inf 1.0 1e3 'a' [1,[2.0]] 1979-05-27T07:32:00Z 1979-05-27 07:32:00.5 {z=1.0}".split()
)


def _yaml_scalar(value: Any) -> str:
    return json.dumps(value) if not isinstance(value, float) or value == value else ".nan"


@st.composite
def _json(draw: st.DrawFn) -> str:
    tree = draw(_TREES)
    extra = draw(st.dictionaries(st.sampled_from(["w1", "w2"]), _JSON_WORDS, max_size=2))
    return _with_words(
        json.dumps(tree, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 2]))), extra
    )


@st.composite
def _json5(draw: st.DrawFn) -> str:
    text = json.dumps(draw(_TREES), ensure_ascii=False)
    words = draw(st.dictionaries(st.sampled_from(["w1", "$w", "_ü"]), _JSON5_WORDS, max_size=3))
    written = "".join(f" {name}: {word}, // {name}\n" for name, word in words.items())
    body = text[1:-1]
    return f"/* first */ {{{written}{body}{',' if body and draw(st.booleans()) else ''}}}"


def _with_words(text: str, words: Mapping[str, str]) -> str:
    written = ", ".join(f'"{name}": {word}' for name, word in words.items())
    if not written:
        return text
    return f"{{{written}}}" if text == "{}" else f"{{{written}, {text[1:]}"


@st.composite
def _yaml(draw: st.DrawFn) -> str:
    """Block mappings with flow values, words that YAML 1.1 and 1.2 read differently, anchors and aliases."""
    anchors: list[str] = []

    def block(depth: int, indent: str) -> str:
        lines: list[str] = []
        for key in draw(st.lists(_KEYS, min_size=1, max_size=3, unique=True)):
            name = key if key not in ("0", "1") or draw(st.booleans()) else f'"{key}"'
            kind = draw(st.integers(0, 5))
            if kind <= 1 and depth < 3:
                anchor = ""
                if draw(st.booleans()):
                    anchor = f"n{len(anchors)}{depth}{len(lines)}"
                lines.append(
                    f"{indent}{name}:{f' &{anchor}' if anchor else ''}\n{block(depth + 1, indent + '  ')}"
                )
                anchors.extend([anchor] if anchor else [])
            elif kind == 2 and anchors:
                alias = draw(st.sampled_from(anchors))
                lines.append(f"{indent}{name}: {draw(st.sampled_from([f'*{alias}', f'[1, *{alias}]']))}\n")
            elif kind == 3:
                lines.append(f"{indent}{name}: {draw(_YAML_WORDS)}\n")
            else:
                lines.append(f"{indent}{name}: {_yaml_scalar(draw(_VALUES))}\n")
        return "".join(lines)

    return block(0, "")


@st.composite
def _toml(draw: st.DrawFn) -> str:
    lines: list[str] = []
    for key in draw(st.lists(_KEYS, max_size=4, unique=True)):
        kind = draw(st.integers(0, 2))
        if kind == 0:
            lines.append(f'{key}.b = {draw(_TOML_WORDS)}\n{key}."c.d" = "x"\n')
        elif kind == 1:
            value = draw(st.one_of(st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), _TEXTS))
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}\n")
        else:
            lines.append(f"{key} = {draw(_TOML_WORDS)}\n")
    table = draw(st.sampled_from(["", "[t]\nb = 1.0\n[t.c]\nd = true\n", "[[l]]\na = 1.0\n[[l]]\nb = 2\n"]))
    return "".join(lines) + table


_CONTENTS = {
    "json": _json(),
    "jsonc": _json5(),
    "json5": _json5(),
    "toml": _toml(),
    "yaml": _yaml(),
    "yml": _yaml(),
}
_ODD = st.sampled_from(["", "{", "[]", '["x", {"a": 1}]', "5", "null", "{}", '{"a": 1, "a": 2}'])

_LEAVES = st.one_of(
    st.sampled_from(["V1", "V2", "V3", "UNSET", "json"]),
    st.builds(
        lambda name, form: {"__name": name, "__format": form},
        st.sampled_from(["V1", "V2", "V3", "UNSET"]),
        st.sampled_from(["json", "json5", "yaml", "yml", "toml", "number", "boolean", "nope"]),
    ),
    st.builds(lambda name: {"__name": name}, st.sampled_from(["V1", "UNSET"])),
)
_MAPS = st.recursive(
    st.dictionaries(_KEYS, _LEAVES, max_size=3),
    lambda inner: st.dictionaries(_KEYS, st.one_of(_LEAVES, inner), max_size=3),
    max_leaves=4,
)
_ILLEGAL = st.sampled_from([{"a": 5}, {"a": {"b": None}}, {"a": ["V1"]}, ["V1", {"b": "V2"}], {"a": True}])
_VARIABLES = st.one_of(
    st.sampled_from(
        [
            "",
            "text",
            "false",
            "true",
            "80",
            "0x10",
            " 7 ",
            "1e3",
            "1_000",
            "nan",
            "null",
            "[1, 'a']",
            "a: 1",
            "a = 1.0",
        ]
    ),
    _TREES.map(json.dumps),
)
_STEMS = (
    "default default-i development production production-i h h-production h.x local local-production local-i"
).split()


@st.composite
def workspaces(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, str]]:
    """The files of a folder `config` and the variables of a run; now and then something is wrong."""
    files = {}
    for stem in draw(st.lists(st.sampled_from(_STEMS), min_size=1, max_size=5, unique=True)):
        for ending in draw(st.lists(st.sampled_from(list(_CONTENTS)), min_size=1, max_size=2, unique=True)):
            odd = draw(st.integers(0, 39)) == 17
            files[f"{stem}.{ending}"] = draw(_ODD if odd else _CONTENTS[ending])
    for ending in draw(st.lists(st.sampled_from(["json", "yaml"]), max_size=2, unique=True)):
        illegal = draw(st.integers(0, 29)) == 17
        files[f"custom-environment-variables.{ending}"] = json.dumps(draw(_ILLEGAL if illegal else _MAPS))
    names = draw(st.lists(st.sampled_from(["V1", "V2", "V3", "json", "OTHER"]), max_size=4, unique=True))
    environ = {name: draw(_VARIABLES) for name in names}
    environ["HOST"] = draw(st.sampled_from(["h", "h.x", "other"]))
    deployment = draw(
        st.sampled_from(["", "production", "production", "staging", "development,production", "local"])
    )
    if deployment:
        environ[draw(st.sampled_from(["NODE_ENV", "NODE_CONFIG_ENV"]))] = deployment
    if draw(st.booleans()):
        environ["NODE_APP_INSTANCE"] = "i"
    if draw(st.integers(0, 2)) == 0:
        environ["NODE_CONFIG"] = draw(
            st.one_of(_json(), st.sampled_from(["{", "[1]", "5", "null", '{"a": NaN}']))
        )
    if draw(st.integers(0, 19)) == 17:
        environ["NODE_CONFIG_STRICT_MODE"] = "1"
    return files, environ
