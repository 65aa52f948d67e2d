"""Dynaconf's arguments in code that is never run."""

from __future__ import annotations

from typing import Any

import pytest

from inspector.config.discover.dynaconf_code import FoundCall, find_calls

_IMPORT = "from dynaconf import Dynaconf, Validator\n"


def _call(code: str, path: str = "app/config.py") -> FoundCall:
    (call,) = find_calls(_IMPORT + code, path)
    return call


def _values(call: FoundCall) -> dict[str, Any]:
    return {name: node.value for name, node in call.arguments}


def test_literals_with_their_places() -> None:
    """Names and values stand where they are written, counted in characters."""
    call = _call('s = Dynaconf(\n    é="ü", envvar_prefix="MY",\n)\n')
    name, node = call.arguments[1]

    assert (name, node.value, node.raw) == ("envvar_prefix", "MY", '"MY"')
    assert node.key_place is not None
    assert (node.key_place.line, node.key_place.column, node.key_place.end_column) == (3, 12, 25)
    assert (node.place.line, node.place.column, node.place.end_column) == (3, 26, 30)
    assert call.place.line == 2


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("['a', 'b']", ["a", "b"]),
        ("('a',)", ["a"]),
        ("{'a': {'b': [1, -2.5]}}", {"a": {"b": [1, -2.5]}}),
        ("True", True),
        ("None", None),
        ("'a' + 'b'", "ab"),
        ("NAME", "my"),
        ("f'{NAME}.toml'", "my.toml"),
        ("FILES", ["one.toml", "app/two.toml"]),
        ("Path(__file__).parent", "app"),
        ("Path(__file__).resolve().parent.parent", ""),
        ("Path(__file__).parents[1] / 'conf'", "conf"),
        ("pathlib.Path(__file__).parent / 'x' / 'y.toml'", "app/x/y.toml"),
        ("os.path.dirname(os.path.abspath(__file__))", "app"),
        ("os.path.join(os.path.dirname(__file__), 'conf')", "app/conf"),
        ("str(HERE / 'settings.toml')", "app/settings.toml"),
        ("Path.cwd()", ""),
    ],
)
def test_what_is_known_without_running(expression: str, value: object) -> None:
    """Literals, constants of the file, and paths made of __file__."""
    constants = (
        "HERE = Path(__file__).parent\nNAME: str = 'my'\nFILES = ['one.toml', str(HERE / 'two.toml')]\n"
    )

    assert _values(_call(f"{constants}s = Dynaconf(x={expression})\n")) == {"x": value}


@pytest.mark.parametrize(
    "expression",
    [
        "os.environ['X']",
        "os.environ.get('X', 'y')",
        "prefix()",
        "TWICE",
        "LOOP",
        "f'{x!r}'",
        "{**more}",
        "b'bytes'",
        "1j",
        "[x for x in y]",
        "Path(__file__).parents[9]",
        "'a' * 1000000000",
        "open('/etc/passwd').read()",
        "__import__('os').system('true')",
    ],
)
def test_what_only_running_code_knows(expression: str) -> None:
    """Nothing is run for it; the argument is named as unknown, with its place."""
    code = f"TWICE = 1\nTWICE = 2\nLOOP = LOOP\ns = Dynaconf(a=1, x={expression})\n"
    call = _call(code)

    assert _values(call) == {"a": 1}
    assert [name for name, _ in call.unknown] == ["x"]


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("import dynaconf\ns = dynaconf.LazySettings(a=1)\n", ["LazySettings"]),
        ("from dynaconf import FlaskDynaconf\nFlaskDynaconf(app)\n", ["FlaskDynaconf"]),
        ("import dynaconf\nsettings = dynaconf.DjangoDynaconf(__name__)\n", ["DjangoDynaconf"]),
        ("from dynaconf import settings\nprint(settings.A)\n", ["settings"]),
        ("def f():\n    return Dynaconf(a=1), Dynaconf(b=2)\n", ["Dynaconf", "Dynaconf"]),
        ("class Dynaconf: ...\n", []),
        ("x = Dynaconf\n", []),
        ("def broken(:\n", []),
        ("s = Dynaconf(" + "(" * 5000, []),
        ("s = Dynaconf(x=" + "-" * 3000 + "1)\n", []),
        ("\0", []),
    ],
)
def test_calls_in_code_of_all_kinds(code: str, kinds: list[str]) -> None:
    """Code that cannot be parsed has none."""
    assert [call.kind for call in find_calls(code, "app.py")] == kinds


def test_the_constants_of_django_settings() -> None:
    """They are settings of their own."""
    (call,) = find_calls("DEBUG = True\nlower = 1\nTIME = now()\nDjangoDynaconf(__name__)\n", "settings.py")

    assert [(name, node.value) for name, node in call.constants] == [("DEBUG", True)]
