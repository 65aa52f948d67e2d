"""Names of variables in the dialect `dynaconf`."""

from __future__ import annotations

import pytest

from inspector.base.places import Place
from inspector.config.dialects import DialectSpec
from inspector.config.dialects.dynaconf import DYNACONF, Argument, DynaconfRules, Options
from inspector.config.dialects.dynaconf.names import Naming, prefixes
from inspector.config.values import KeyPath, Node, NodeKind, Value


def _spec(prefix: str | None = None, **options: Value) -> DialectSpec:
    from dataclasses import replace

    arguments = tuple(
        Argument(name, Node(NodeKind.SCALAR, value, Place())) for name, value in options.items()
    )
    spec = replace(DYNACONF, rules=DynaconfRules(Options(arguments)))
    return spec if prefix is None else replace(spec, prefix=prefix)


def _names(spec: DialectSpec, path: KeyPath) -> list[str]:
    return [name.name for name in spec.rules.names_for(spec, path)]


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("DYNACONF", ["DYNACONF"]),
        ("my", ["DYNACONF", "MY"]),
        ("ONE,TWO", ["DYNACONF", "ONE", "TWO"]),
        (False, ["DYNACONF", None]),
        (None, []),
    ],
)
def test_prefixes_come_in_the_order_of_the_loader(option: Value, expected: list[str | None]) -> None:
    """DYNACONF_ first, the application's own behind it."""
    assert list(prefixes(option)) == expected


def test_the_names_of_a_key() -> None:
    """The last prefix wins; the letters below the top do not count for keys that are there."""
    spec = _spec("MY_", envvar_prefix="MY")

    assert _names(spec, ("PORT",)) == ["MY_PORT", "DYNACONF_PORT"]
    assert _names(spec, ("DB", "pool_size")) == [
        "MY_DB__pool_size",
        "MY_DB__POOL_SIZE",
        "DYNACONF_DB__pool_size",
    ]
    assert spec.variable_for(("DB", "pool_size")) == "MY_DB__pool_size"


@pytest.mark.parametrize(
    ("path", "example"),
    [
        (("DB", "max-size"), '@merge {"max-size" = "…"}'),
        (("DB", "a.b"), '@merge {"a.b" = "…"}'),
        (("DB", "a__b"), '@merge {"a__b" = "…"}'),
        (("DB", 'say "so"'), '@merge {"say \\"so\\"" = "…"}'),
    ],
)
def test_a_key_that_no_name_spells_is_added_to_its_table(path: KeyPath, example: str) -> None:
    """The table's own variable merges it in; it is no plain name."""
    spec = _spec()
    (name,) = spec.rules.names_for(spec, path)

    assert (name.name, name.example, name.plain) == ("DYNACONF_DB", example, False)
    assert spec.rules.unreachable(spec, path) == ""
    assert spec.variable_for(path) is None


@pytest.mark.parametrize(
    ("path", "word"),
    [
        (("MY-KEY",), "shell"),
        (("lower",), "capital letters"),
        (("A__B",), "split at each __"),
        (("MY-DB", "host"), "shell"),
    ],
)
def test_keys_out_of_reach(path: KeyPath, word: str) -> None:
    """A key at the top without a name cannot be set at all."""
    spec = _spec()

    assert _names(spec, path) == []
    assert word in spec.rules.unreachable(spec, path)


def test_a_declared_prefix_counts_before_that_of_the_code() -> None:
    """What somebody declares in inspector.toml or types on the command line."""
    spec = _spec("OTHER_", envvar_prefix="MY")

    assert _names(spec, ("A",)) == ["OTHER_A", "DYNACONF_A"]
    assert spec.rules.claims(spec, "OTHER_A")
    assert not spec.rules.claims(spec, "MY_A")


def test_without_a_prefix_every_name_is_read() -> None:
    """envvar_prefix=False."""
    spec = _spec("", envvar_prefix=False)

    assert _names(spec, ("PATH",)) == ["PATH", "DYNACONF_PATH"]
    assert spec.rules.claims(spec, "anything")


@pytest.mark.parametrize(
    ("naming", "name", "texts"),
    [
        (Naming(("DYNACONF_",)), "DYNACONF_DB__host", ["DYNACONF_", "DB", "__", "host"]),
        (Naming(("DYNACONF_", "MY_")), "MY_A", ["MY_", "A"]),
        (Naming(("D_",), "__", "___"), "D_A___1__b", ["D_", "A", "___", "1", "__", "b"]),
        (Naming(("D_",), ""), "D_A__b", ["D_", "A__b"]),
        (Naming(("",)), "A__b", ["A", "__", "b"]),
        (Naming(("D_",)), "D_A__", ["D_", "A", "__", ""]),
    ],
)
def test_a_name_falls_into_parts(naming: Naming, name: str, texts: list[str]) -> None:
    """The parts put together are the name."""
    parts = naming.split(name)

    assert [part.text for part in parts] == texts
    assert "".join(part.text for part in parts) == name


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("text", "text"),
        ("42", '"42"'),
        ("yes", "yes"),
        ("true", '"true"'),
        ("", ""),
        (True, "true"),
        (7, "7"),
        (0.5, "0.5"),
        (None, "@none"),
        ([1, "a"], '[1, "a"]'),
        ("@int 5", None),
        ({"a": 1}, None),
        (["a\nb"], None),
    ],
)
def test_the_text_for_a_value(value: Value, text: str | None) -> None:
    """What is read back as the very value, or nothing."""
    spec = _spec()

    assert spec.rules.text_for(spec, ("A",), value) == text
