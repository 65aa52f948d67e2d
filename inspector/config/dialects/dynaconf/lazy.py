"""Values that dynaconf works out when they are read, as far as that needs no running application.

`@format` and `@get` look at other settings and at variables. `@jinja` runs a template and `@read_file`
reads a file: their results stay unknown. The rules are those of dynaconf 3.3.5, utils/parse_conf.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Any, Protocol

from inspector.config.dialects.dynaconf.casts import (
    VALUE_TOKENS,
    DynaconfFormatError,
    DynaconfParseError,
    Reader,
    unquoted,
)
from inspector.config.dialects.dynaconf.data import (
    EMPTY,
    Data,
    Empty,
    Items,
    Lazy,
    Leaf,
    Table,
    boxed,
    has_objects,
    is_unset,
    plain,
)
from inspector.config.values import Value

_MAX_DEPTH = 50
_MAX_TEXT = 100_000
_MAX_STEPS, _MAX_ALL_STEPS = 2_000, 50_000
"""Steps for one value, and for all: values that refer to each other twice grow without end."""
_WIDE = re.compile(r"\d{4}")
_CURRENT_ENV = ("current_env", "current_namespace")
_PROPERTIES = frozenset(
    "_root_path dynaconf environ filter_strategy loaded_by_loaders loaded_envs loaded_namespaces loaders "
    "logger settings_file settings_module store validators".split()
)

_METHODS = frozenset(
    "as_bool as_dict as_float as_int as_json clean dynaconf_banner dynaconf_clone execute_loaders exists "
    "exists_in_environ find_file flag fresh from_env get get_environ get_fresh is_overridden items keys "
    "load_extra_yaml load_file load_includes namespace path_for populate_obj pre_load reload set setdefault "
    "setenv to_dict unset unset_all update using_env using_namespace values".split()
)
_STEP = re.compile(r"\.([^.\[]*)|\[([^\]]*)\]")


class UnknownValueError(Exception):
    """A value that only the running application knows. The text is a short phrase that says why."""


class Settings(Protocol):
    """What a value may look at."""

    @property
    def reader(self) -> Reader:
        """What reads texts now."""

    @property
    def current_env(self) -> str:
        """The environment."""

    def contains(self, key: str) -> bool:
        """`key in settings`."""

    def get(self, key: str, *, default: Value | Empty = EMPTY) -> Data | None:
        """`settings.get(key, default)`, None when there is no such key."""

    def variable(self, name: str) -> str | None:
        """A variable of the environment, None when it is not set. Raises UnknownValueError."""


class Evaluator:
    """Works values out. Raises what dynaconf raises, and UnknownValueError."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._running: list[int] = []
        self._steps, self._left = 0, _MAX_ALL_STEPS

    def evaluate(self, data: Data) -> Data:
        """recursively_evaluate_lazy_format: lists and plain dicts are new ones, a DataDict stays."""
        if isinstance(data, Lazy):
            data = self._work_out(data)
        if isinstance(data, Items):
            if self._running:
                self._spend(len(data))
            items = Items(data.source, boxed=data.boxed)
            items.extend(map(self.evaluate, data))
            return items
        if isinstance(data, Table) and not data.boxed:
            table = Table(data.source)
            table.joined = data.joined
            table.update((key, self.evaluate(child)) for key, child in data.items())
            return table
        return data

    def all(self, data: Data) -> Data:
        """to_dict: everything worked out, all the way down."""
        data = self.evaluate(data)
        if isinstance(data, Table):
            table = Table(data.source)
            table.update((key, self.all(child)) for key, child in data.items())
            return table
        if isinstance(data, Items):
            items = Items(data.source)
            items.extend(map(self.all, data))
            return items
        return data

    def _work_out(self, lazy: Lazy) -> Data:
        if id(lazy) in self._running:
            raise DynaconfFormatError(
                "Circular reference detected in lazy formatting. "
                "A value is referencing itself directly or indirectly."
            )
        if lazy.unknown:
            raise UnknownValueError(lazy.unknown)
        self._spend(1)
        if len(self._running) >= _MAX_DEPTH:
            raise UnknownValueError("it refers to too many others")
        self._running.append(id(lazy))
        try:
            result = self._result(lazy)
            return result if lazy.cast is None else lazy.cast(self._as_text(result))
        except UnknownValueError as error:
            lazy.unknown = str(error)
            raise
        finally:
            self._running.pop()

    def _spend(self, steps: int) -> None:
        self._steps = self._steps + steps if self._running else steps
        self._left -= steps
        if self._steps > _MAX_STEPS or self._left < 0:
            raise UnknownValueError("it refers to too many others")

    def _result(self, lazy: Lazy) -> Data:
        if lazy.token == "jinja":
            raise UnknownValueError("it is a template of Jinja")
        if lazy.token == "read_file":
            raise UnknownValueError("it is read from a file")
        if isinstance(lazy.text, Lazy):
            raise UnknownValueError("it is made of another such value")
        try:
            if lazy.token == "get":
                return self._get(lazy, lazy.text)
            return Leaf(_Formatter(self).vformat(lazy.text, (), {}), lazy.source)
        except (KeyError, AttributeError) as error:
            raise DynaconfFormatError(f"Dynaconf can't interpolate variable because {error}") from error

    def field(self, field: str) -> Any:
        """The plain value of a field such as `this.DB.host` or `env[HOME]`."""
        first, rest = _split_field(field)
        if first.lower().startswith("this"):
            self._check(field)
        if first.isdigit():
            raise IndexError("tuple index out of range")
        if first == "env":
            return self._env(rest)
        if first != "this":
            raise KeyError(first)
        return self._this(rest)

    def _check(self, field: str) -> None:
        """_validate_key_exists: settings must have the key."""
        name, _, key = field.replace("[", ".").replace("]", "").partition(".")
        if key in _CURRENT_ENV or key in _PROPERTIES:
            return
        if name != "this":
            raise KeyError(name)
        if not self._settings.contains(key):
            raise AttributeError(key)

    def _env(self, rest: list[tuple[bool, str]]) -> str:
        if len(rest) != 1 or rest[0][0]:
            raise UnknownValueError("it is an attribute of the environment")
        value = self._settings.variable(rest[0][1])
        if value is None:
            raise KeyError(rest[0][1])
        return value

    def _this(self, rest: list[tuple[bool, str]]) -> Any:
        is_attribute, first = rest[0] if rest else (True, "")
        if len(rest) == 1 and first in _CURRENT_ENV:
            return self._settings.current_env
        if first in _PROPERTIES or (is_attribute and first in _METHODS):
            raise UnknownValueError(f"only the running application has {first}")
        data = self._settings.get(first)
        if data is None or is_unset(data):
            raise AttributeError(first)
        for is_attribute, name in rest[1:]:
            data = self._below(data, name, is_attribute)
        data = self.all(data)
        if has_objects(data):
            raise UnknownValueError("it is made of objects of dynaconf")
        return plain(data)

    def _below(self, data: Data, name: str, is_attribute: bool) -> Data:
        if isinstance(data, Table) and not (is_attribute and hasattr(dict, name)):
            key = int(name) if name.isdigit() and not is_attribute else name
            found = data.find(key)
            if found is None:
                raise KeyError(key)
            return self.evaluate(found)
        if isinstance(data, Items) and not is_attribute and name.isdigit():
            return self.evaluate(data[int(name)])
        if isinstance(data, Leaf) and isinstance(data.value, str) and not is_attribute and name.isdigit():
            return Leaf(data.value[int(name)], data.source)
        raise UnknownValueError(f"{name} is an attribute of a Python object")

    def _get(self, lazy: Lazy, text: str) -> Data:
        tokens = text.split()
        if not tokens:
            raise DynaconfFormatError(f"Error parsing {text}: no key specified")
        key, cast, default = tokens[0], "", None
        rest = " ".join(tokens[1:])
        while rest:
            if rest[0] in ('"', "'"):
                default, rest = unquoted(rest)
            elif rest.startswith("@"):
                cast, _, rest = rest.partition(" ")
            else:
                default, _, rest = rest.partition(" ")
            rest = rest.strip()
        if default is None and not self._settings.contains(key):
            raise DynaconfParseError(f"Key {key} not found in settings and no default value provided.")
        data = self._settings.get(key, default=default)
        if data is None:
            data = Leaf(default, lazy.source)
        if not cast:
            return data
        if cast not in VALUE_TOKENS:
            raise UnknownValueError(f"{cast} is no cast for a value")
        return self._settings.reader.cast(cast, data if cast == "@json" else self._as_text(data))

    def _as_text(self, data: Data) -> Data:
        """A value before a cast, which prints containers, and so works out all that is in them."""
        return boxed(self.all(data)) if isinstance(data, Table | Items) else data


class _Formatter(Formatter):
    """str.format whose fields are settings and variables, and none of Python's attributes."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._length = 0

    def get_field(
        self,
        field_name: str,
        args: Sequence[Any],  # noqa: ARG002 - there are none
        kwargs: Mapping[str, Any],  # noqa: ARG002
    ) -> tuple[Any, str]:
        return self._evaluator.field(field_name), field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if _WIDE.search(format_spec):
            raise UnknownValueError("it is padded to a great width")
        text = str(super().format_field(value, format_spec))
        self._length += len(text)
        if self._length > _MAX_TEXT:
            raise UnknownValueError("it becomes too long")
        return text


def _split_field(field: str) -> tuple[str, list[tuple[bool, str]]]:
    """The first name of a field, and what follows: whether it is an attribute (`.x`, not `[x]`), its name."""
    first = re.split(r"[.\[]", field, maxsplit=1)[0]
    rest: list[tuple[bool, str]] = []
    at = len(first)
    while at < len(field):
        step = _STEP.match(field, at)
        if step is None:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
        attribute, item = step.groups()
        if not (attribute or item):
            raise ValueError("Empty attribute in format string")
        rest.append((item is None, attribute or item))
        at = step.end()
    return first, rest
