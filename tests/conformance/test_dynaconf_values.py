"""Texts and merges of the dialect `dynaconf` against dynaconf's own functions."""

from __future__ import annotations

import copy
import datetime
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from dynaconf.nodes import DataDict
from dynaconf.utils import functional, object_merge, parse_conf, upperfy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inspector.base.places import Place
from inspector.config.dialects.dynaconf.casts import TOKENS, Reader, TooLongError, fixed_bool
from inspector.config.dialects.dynaconf.conditions import OPERATIONS
from inspector.config.dialects.dynaconf.data import (
    EMPTY,
    Data,
    Insert,
    Items,
    Lazy,
    Leaf,
    Marker,
    Merge,
    Source,
    Table,
    boxed,
    of_value,
)
from inspector.config.dialects.dynaconf.merging import Merger
from inspector.config.dialects.dynaconf.options import DEFAULTS, INTERNAL
from inspector.config.dialects.dynaconf.store import upper
from inspector.config.layers import Layer, LayerKind
from inspector.config.values import Node, NodeKind

_SOURCE = Source(Layer("test", LayerKind.BASE, "test"), Node(NodeKind.SCALAR, None, Place()))


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """`@reset` warns of itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _ours(data: Data) -> Any:
    """Our value in a form that both have, with its types."""
    if isinstance(data, Leaf):
        return "EMPTY" if data.value is EMPTY else _single(data.value)
    if isinstance(data, Lazy):
        return (
            "lazy",
            data.token,
            _ours(data.text) if isinstance(data.text, Lazy) else data.text,
            data.cast is not None,
        )
    if isinstance(data, Merge):
        return ("merge", data.unique, _ours(data.value))
    if isinstance(data, Insert):
        return ("insert", data.index, _ours(data.value))
    if isinstance(data, Marker):
        return (data.token, _ours(data.value))
    if isinstance(data, Table):
        return {key: _ours(child) for key, child in data.items()}
    return [_ours(child) for child in data]


def _theirs(value: Any) -> Any:
    """dynaconf's value in the same form."""
    if value is functional.empty:
        return "EMPTY"
    if isinstance(value, parse_conf.Lazy):
        inner = _theirs(value.value) if isinstance(value.value, parse_conf.Lazy) else value.value
        return ("lazy", str(value.formatter), inner, value.casting is not None)
    if isinstance(value, parse_conf.Merge):
        return ("merge", value.unique, _theirs(value.value))
    if isinstance(value, parse_conf.Insert):
        return ("insert", value.index, _theirs(value.value))
    if isinstance(value, parse_conf.MetaValue):
        return (type(value).__name__.lower(), _theirs(value.value))
    if isinstance(value, DataDict):
        return {key: _theirs(child) for key, child in value.items(bypass_eval=True)}
    if isinstance(value, dict):
        return {key: _theirs(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_theirs(child) for child in list.__iter__(value)]
    if isinstance(value, tuple):
        return [_theirs(child) for child in value]
    return _single(value)


def _single(value: Any) -> Any:
    if isinstance(value, datetime.date | datetime.time):
        return (type(value).__name__, value.isoformat())
    return (type(value).__name__, repr(value))


def _outcome(run: Callable[[], Any]) -> Any:
    try:
        return run()
    except RecursionError:
        return "RecursionError"
    except Exception as error:  # noqa: BLE001 - the exception is the answer
        return (type(error).__name__, str(error))


_PIECES = st.sampled_from(
    [
        *sorted(TOKENS),
        *"@int @merge @insert @json @format @get".split(),
        "@unknown",
        "@",
        " ",
        " ",
        "  ",
        "=",
        ",",
        ", ",
        ":",
        ".",
        "-",
        "+",
        "_",
        "'",
        '"',
        "{",
        "}",
        "[",
        "]",
        "\\",
        "\n",
        "a",
        "b",
        "foo",
        "bar baz",
        "1",
        "0",
        "42",
        "1.5",
        "1e5",
        "007",
        "0x1F",
        "true",
        "True",
        "False",
        "null",
        "None",
        "inf",
        "nan",
        "2020-01-01",
        "12:30:00",
        "1979-05-27T07:32:00Z",
        '{"a": 1}',
        "{a = 1}",
        '{"a": True}',
        "{'k': 'v'}",
        "[1, 2]",
        "['x']",
        "x=1",
        "y='b c'",
        'z="q"',
        "ä",
        "{this.A}",
        "{env[HOME]}",
        "\t",
    ]
)
_TEXTS = st.one_of(
    st.lists(_PIECES, max_size=7).map("".join),
    st.builds(
        lambda token, rest: f"{token} {''.join(rest)}",
        st.sampled_from(sorted(TOKENS)),
        st.lists(_PIECES, max_size=5),
    ),
    st.text(max_size=12),
)


@settings(max_examples=1500, deadline=None)
@given(text=_TEXTS, toml=st.booleans())
@example(text="1\nkey2 = 2", toml=True)
@example(text="9" * 5000, toml=True)
@example(text="@int " + "9" * 5000, toml=True)
@example(text="[" * 5000, toml=True)
@example(text="@insert 0 'open", toml=True)
@example(text="@json (1, 2)", toml=True)
@example(text="@insert @format {this.A}", toml=True)
def test_texts_are_read_as_dynaconf_reads_them(text: str, toml: bool) -> None:
    """Values, types, tokens, markers and exceptions are the same."""
    fixed = fixed_bool(text)
    assert fixed == parse_conf.boolean_fix(text)
    ours = _outcome(lambda: _ours(Reader().read(Leaf(fixed, _SOURCE), toml=toml)))
    theirs = _outcome(lambda: _theirs(parse_conf.parse_conf_data(fixed, tomlfy=toml, box_settings={})))

    assert ours == theirs


@pytest.mark.parametrize("text", ["42", "@int 5", "@merge [1]", "true", "x"])
def test_without_casting_tokens_stay_text(text: str) -> None:
    """AUTO_CAST_FOR_DYNACONF=false leaves TOML alone and tokens as they are."""
    off = {"AUTO_CAST_FOR_DYNACONF": False}
    theirs = parse_conf.parse_conf_data(text, tomlfy=True, box_settings=off)

    assert _ours(Reader(casting=False).read(Leaf(text, _SOURCE), toml=True)) == _theirs(theirs)


def test_a_text_without_end_is_not_looked_through() -> None:
    """Looking for pairs takes the square of the length, in dynaconf too."""
    with pytest.raises(TooLongError):
        Reader().read(Leaf("@merge " + "a" * 100_000, _SOURCE), toml=True)


_KEYS = st.sampled_from(["a", "A", "b", "my key", "my_key", "items", "x", "", 1, True])
_MARKS = st.sampled_from(["dynaconf_merge", "dynaconf_merge_unique"])
_LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(0, 2), st.sampled_from(["", "s", "t"]), st.just(0.5)
)


def _tables(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    switch = st.one_of(st.booleans(), st.none(), children)
    return st.builds(
        lambda table, marks: {**table, **marks},
        st.dictionaries(_KEYS, children, max_size=3),
        st.dictionaries(_MARKS, switch, max_size=1),
    )


_TREES = st.recursive(
    st.one_of(_LEAVES, st.lists(st.one_of(_LEAVES, _MARKS), max_size=3)),
    lambda children: st.one_of(_tables(children), st.lists(children, max_size=2)),
    max_leaves=6,
)


@settings(max_examples=1000, deadline=None)
@given(old=_tables(_TREES), new=_tables(_TREES), is_boxed=st.booleans(), unique=st.booleans())
@example(old={"a": [1]}, new={"A": ["dynaconf_merge", 2]}, is_boxed=True, unique=False)
@example(old={"my key": 1}, new={"MY_KEY": 2}, is_boxed=True, unique=False)
@example(old={"a": {"b": 1}}, new={"a": {"dynaconf_merge": {"x": 2}}}, is_boxed=False, unique=False)
def test_tables_merge_as_in_dynaconf(
    old: dict[Any, Any], new: dict[Any, Any], is_boxed: bool, unique: bool
) -> None:
    """object_merge: the same result, and the old table changed in the same way."""
    their_old, their_new = copy.deepcopy(old), copy.deepcopy(new)
    if is_boxed:
        their_old = DataDict(their_old, box_settings={})
    our_old, our_new = of_value(old, _SOURCE), of_value(new, _SOURCE)
    our_old = boxed(our_old) if is_boxed else our_old
    merger = Merger(lambda data: _copied(data))

    ours = _outcome(lambda: _ours(merger.merge(our_old, our_new, unique=unique)))
    theirs = _outcome(lambda: _theirs(object_merge(their_old, their_new, unique=unique)))

    if isinstance(theirs, tuple):
        assert isinstance(ours, tuple)
        assert ours[0] == theirs[0]
    else:
        assert ours == theirs
        assert _ours(our_old) == _theirs(their_old)


def _copied(data: Data) -> Data:
    """What reading a DataDict does to a value without anything to work out."""
    if isinstance(data, Items):
        items = Items(data.source, boxed=data.boxed)
        items.extend(map(_copied, data))
        return items
    return data


@given(key=st.text(alphabet="aB_ .é0", max_size=12))
def test_keys_are_put_in_capital_letters_as_in_dynaconf(key: str) -> None:
    """What stands behind a `__` stays as it is."""
    assert upper(key) == upperfy(key)


def test_the_options_are_those_of_the_installed_version() -> None:
    """Names that `as_dict()` leaves out, and the values of options."""
    from dynaconf import base, default_settings

    assert set(base.UPPER_DEFAULT_SETTINGS) == INTERNAL
    assert {name: getattr(default_settings, name) for name in DEFAULTS} == dict(DEFAULTS)


def test_the_tokens_and_conditions_are_those_of_the_installed_version() -> None:
    """A token or condition that dynaconf adds or drops is noticed here."""
    from dynaconf import validator_conditions

    conditions = {name for name in vars(validator_conditions) if name.islower() and not name.startswith("_")}
    left = {"annotations", "re", "identity", "regex", "not_regex", "get_args", "get_origin"}
    assert set(parse_conf.converters) == TOKENS
    assert conditions - left == set(OPERATIONS)
