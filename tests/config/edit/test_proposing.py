"""Changes to files: the value is right for the file's parser, and nothing else moves."""

from __future__ import annotations

import json
from collections.abc import Hashable
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.config.edit import Change, EditRefusedError, Operation, propose
from inspector.config.resolve.candidates import same
from inspector.config.values import Value

YAML = """\
# the service
service:
  name: api   # shown in logs
  tags: [a, b]
  limits: {cpu: 2, memory: 1Gi}

training:
  batch_size: 32  # small
  notes: |  # free text
    one
    two

  empty:
  "quoted key": 1
items:
  - name: x
    size: 1
"""


def _after(tmp_path: Path, name: str, text: str, keys: str, value: Value) -> str:
    """What the file would be with a value set at dotted keys."""
    file = tmp_path / name
    file.write_bytes(text.encode())
    formats = {".yaml": "yaml", ".toml": "toml", ".json": "json", ".jsonc": "jsonc", ".env": "dotenv"}
    change = Change(file, name, formats[file.suffix or name], tuple(keys.split(".")), value=value)
    return propose(change).after.decode()


def _without(tmp_path: Path, name: str, text: str, keys: str) -> str:
    file = tmp_path / name
    file.write_bytes(text.encode())
    formats = {".yaml": "yaml", ".toml": "toml", ".json": "json", ".jsonc": "jsonc", ".env": "dotenv"}
    change = Change(file, name, formats[file.suffix or name], tuple(keys.split(".")), Operation.REMOVE)
    return propose(change).after.decode()


@pytest.mark.parametrize(
    ("keys", "value", "old", "new"),
    [
        ("training.batch_size", 64, "batch_size: 32  # small", "batch_size: 64  # small"),
        ("training.batch_size", "NO", "batch_size: 32  # small", 'batch_size: "NO"  # small'),
        ("training.batch_size", "007", "batch_size: 32  # small", 'batch_size: "007"  # small'),
        ("training.batch_size", "1e5", "batch_size: 32  # small", "batch_size: 1e5  # small"),
        ("training.batch_size", 1e-05, "batch_size: 32  # small", "batch_size: 1.0e-05  # small"),
        ("training.batch_size", "a: b", "batch_size: 32  # small", 'batch_size: "a: b"  # small'),
        ("training.empty", 5, "  empty:\n", "  empty: 5\n"),
        (
            "training.notes",
            "short",
            "notes: |  # free text\n    one\n    two\n\n",
            "notes: short # free text\n\n",
        ),
        ("service.tags", ["c", "no"], "tags: [a, b]", 'tags: [c, "no"]'),
        ("service.limits.cpu", 4, "{cpu: 2, memory: 1Gi}", "{cpu: 4, memory: 1Gi}"),
        ("service.limits.disk", "9", "{cpu: 2, memory: 1Gi}", '{cpu: 2, memory: 1Gi, disk: "9"}'),
        ("service.port", 80, "memory: 1Gi}\n", "memory: 1Gi}\n  port: 80\n"),
        ("training.empty.x", 1, "  empty:\n", "  empty:\n    x: 1\n"),
        ("new.a.b", True, "    size: 1\n", "    size: 1\nnew:\n  a:\n    b: true\n"),
        (
            "service.name",
            "two\nlines",
            "name: api   # shown in logs",
            'name: "two\\nlines"   # shown in logs',
        ),
    ],
)
def test_a_value_is_set_in_yaml(tmp_path: Path, keys: str, value: Value, old: str, new: str) -> None:
    """Only the text of the value changes, or a line is added."""
    assert _after(tmp_path, "config.yaml", YAML, keys, value) == YAML.replace(old, new)


@pytest.mark.parametrize(
    ("keys", "old", "new"),
    [
        ("training.batch_size", "  batch_size: 32  # small\n", ""),
        ("training.notes", "  notes: |  # free text\n    one\n    two\n", ""),
        ("service.limits.cpu", "{cpu: 2, memory", "{memory"),
        ("service.limits.memory", "{cpu: 2, memory: 1Gi}", "{cpu: 2}"),
        ("items", "items:\n  - name: x\n    size: 1\n", ""),
    ],
)
def test_a_key_is_removed_from_yaml(tmp_path: Path, keys: str, old: str, new: str) -> None:
    """Its lines go, the others stay."""
    assert _without(tmp_path, "config.yaml", YAML, keys) == YAML.replace(old, new)


TOML = """\
title = "x"  # what it is
[server]
port = 80 # default
hosts = [
  "a", # first
]
[server.tls]
on = true
"""


@pytest.mark.parametrize(
    ("keys", "value", "old", "new"),
    [
        ("server.port", 8080, "port = 80 #", "port = 8080 #"),
        ("server.port", "80", "port = 80 #", 'port = "80" #'),
        ("title", 'say "hi"', '"x"', '"say \\"hi\\""'),
        ("server.tls.on", False, "on = true", "on = false"),
        ("server.tls.cert", "a.pem", "on = true\n", 'on = true\ncert = "a.pem"\n'),
        ("new", 1, '"x"  # what it is\n', '"x"  # what it is\nnew = 1\n\n'),
    ],
)
def test_a_value_is_set_in_toml(tmp_path: Path, keys: str, value: Value, old: str, new: str) -> None:
    """Comments and the layout of arrays stay."""
    assert _after(tmp_path, "settings.toml", TOML, keys, value) == TOML.replace(old, new)


def test_a_key_is_removed_from_toml(tmp_path: Path) -> None:
    """A table that is empty then goes with it."""
    assert _without(tmp_path, "settings.toml", TOML, "server.tls.on") == TOML.replace(
        "[server.tls]\non = true\n", ""
    )


JSON = """\
{
  "name": "api", // shown
  "limits": {"cpu": 2, "memory": "1Gi"},
  "empty": {},
  "last": [1, 2] /* end */
}
"""


@pytest.mark.parametrize(
    ("keys", "value", "old", "new"),
    [
        ("name", "web", '"api"', '"web"'),
        ("limits.cpu", 2.5, '"cpu": 2', '"cpu": 2.5'),
        ("limits.disk", None, '"1Gi"}', '"1Gi", "disk": null}'),
        ("more", {"a": 1}, "[1, 2] /* end */\n", '[1, 2], /* end */\n  "more": {\n    "a": 1\n  }\n'),
        ("empty.x", True, '"empty": {}', '"empty": {\n    "x": true\n  }'),
    ],
)
def test_a_value_is_set_in_json_with_comments(
    tmp_path: Path, keys: str, value: Value, old: str, new: str
) -> None:
    """Commas are put where they belong, comments stay."""
    assert _after(tmp_path, "config.jsonc", JSON, keys, value) == JSON.replace(old, new)


@pytest.mark.parametrize(
    ("keys", "old", "new"),
    [
        ("name", '  "name": "api", // shown\n', "  // shown\n"),
        ("limits.cpu", '{"cpu": 2, "memory"', '{"memory"'),
        ("limits.memory", '"cpu": 2, "memory": "1Gi"', '"cpu": 2'),
        ("last", '"empty": {},\n  "last": [1, 2] /* end */\n', '"empty": {}\n   /* end */\n'),
    ],
)
def test_a_key_is_removed_from_json_with_comments(tmp_path: Path, keys: str, old: str, new: str) -> None:
    """With its comma."""
    assert _without(tmp_path, "config.jsonc", JSON, keys) == JSON.replace(old, new)


DOTENV = "# secrets\nexport A=1 # one\nB='x y'\nC=\"a\\nb\"\n"


@pytest.mark.parametrize(
    ("keys", "value", "old", "new"),
    [
        ("A", "2", "A=1 # one", "A=2 # one"),
        ("A", "a b", "A=1 # one", 'A="a b" # one'),
        ("B", "it's", "'x y'", '"it\'s"'),
        ("B", "", "'x y'", ""),
        ("B", " x#y ", "'x y'", '" x#y "'),
        ("C", "one\ntwo", '"a\\nb"', "'one\ntwo'"),
        ("NEW", "007", 'C="a\\nb"\n', 'C="a\\nb"\nNEW=007\n'),
    ],
)
def test_a_variable_is_set_in_a_file(tmp_path: Path, keys: str, value: Value, old: str, new: str) -> None:
    """Quoted as the reader of the file needs it."""
    assert _after(tmp_path, ".env", DOTENV, keys, value) == DOTENV.replace(old, new)


def test_a_variable_is_removed_from_a_file(tmp_path: Path) -> None:
    """Its line goes."""
    assert _without(tmp_path, ".env", DOTENV, "A") == DOTENV.replace("export A=1 # one\n", "")


@pytest.mark.parametrize("keys", ["a.b", "anchored.x"])
def test_what_would_change_other_values_is_refused(tmp_path: Path, keys: str) -> None:
    """A text in place of a mapping is not thrown away, nor one changed that other keys share."""
    text = "a: text\nanchored: &x\n  x: 1\nother: *x\n"
    with pytest.raises(EditRefusedError):
        _after(tmp_path, "config.yaml", text, keys, 2)


def test_a_merged_key_is_written_beside_the_merge(tmp_path: Path) -> None:
    """The mapping that it comes from stays, since others may share it."""
    text = "d: &d {a: 1}\nm:\n  <<: *d\n  b: 2\n"
    assert _after(tmp_path, "config.yaml", text, "m.a", 5) == text + "  a: 5\n"


def test_line_ends_and_the_byte_order_mark_stay(tmp_path: Path) -> None:
    """A file of Windows stays one."""
    file = tmp_path / "config.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\r\nb:\r\n  c: 2\r\n")
    change = Change(file, "config.yaml", "yaml", ("b", "d"), value="x")
    assert propose(change).after == b"\xef\xbb\xbfa: 1\r\nb:\r\n  c: 2\r\n  d: x\r\n"


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("config.yaml", "a:\n  b: 1\n"),
        ("config.json", '{\n  "a": {\n    "b": 1\n  }\n}\n'),
        ("settings.toml", "[a]\nb = 1\n"),
    ],
)
def test_a_file_that_is_not_there_is_made(tmp_path: Path, name: str, after: str) -> None:
    """With the one key."""
    file = tmp_path / name
    formats = {".yaml": "yaml", ".toml": "toml", ".json": "json"}
    assert propose(Change(file, name, formats[file.suffix], ("a", "b"), value=1)).after.decode() == after


_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.floats(allow_nan=False),
    _TEXTS,
    st.sampled_from(
        ["NO", "1e5", "007", "~", "null", "0x1F", "12:30", "a: b", "# x", "{a}", "- x", "=", "<<"]
    ),
)
_KEYS = st.sampled_from(["a", "b", "c", "on", "x y", "1", "ä"])
_TREES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEYS, inner, max_size=3)),
    max_leaves=12,
)
_ROOTS = st.dictionaries(_KEYS, _TREES, min_size=1, max_size=4)


def _dumped(tree: dict[str, Value], file_format: str, *, flow: bool) -> str:
    if file_format == "yaml":
        return yaml.safe_dump(tree, allow_unicode=True, default_flow_style=None if flow else False)
    return json.dumps(tree, indent=None if flow else 2, ensure_ascii=False)


@pytest.mark.parametrize("file_format", ["yaml", "json"])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=_ROOTS, value=_TREES, flow=st.booleans(), data=st.data())
def test_any_value_can_be_set_and_removed(
    tmp_path: Path, file_format: str, tree: dict[str, Value], value: Value, flow: bool, data: st.DataObject
) -> None:
    """The file's real parser returns the tree with this one value, and the tree without it."""
    keys: list[Hashable] = []
    inner: Value = tree
    while isinstance(inner, dict) and inner and (not keys or data.draw(st.booleans())):
        keys.append(data.draw(st.sampled_from(list(inner))))
        inner = inner[keys[-1]]
    file = tmp_path / f"config.{file_format}"
    file.write_text(_dumped(tree, file_format, flow=flow), encoding="utf-8", newline="")
    load = yaml.safe_load if file_format == "yaml" else json.loads
    proposal = propose(Change(file, file.name, file_format, tuple(keys), value=value))
    got = load(proposal.after.decode())
    for key in keys:
        got = got[key]
    assert same(got, value)
    removal = propose(Change(file, file.name, file_format, tuple(keys), Operation.REMOVE))
    left = load(removal.after.decode()) or {}
    for key in keys:
        left = left.get(key) if isinstance(left, dict) else None
    assert left is None
