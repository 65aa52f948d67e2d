"""model_config of a class, in all its spellings, and what the base classes bring."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from inspector.config.dialects.pydantic_settings.env_files import VARIABLES_OPTION, unread_file
from inspector.config.dialects.pydantic_settings.model import Pair, Shape, Unread
from inspector.config.dialects.pydantic_settings.reading.expressions import ExpressionReader, plain_value
from inspector.config.dialects.pydantic_settings.reading.modules import (
    PythonFiles,
    Scope,
    class_names,
    dotted,
)
from inspector.config.values import Value

BASE_SETTINGS: tuple[Pair, ...] = (
    ("extra", "forbid"),
    ("validate_default", True),
    ("case_sensitive", False),
    ("env_prefix", ""),
    ("env_prefix_target", "variable"),
    ("nested_model_default_partial_update", False),
    ("env_file", None),
    ("env_file_encoding", None),
    ("env_file_depth", 0),
    ("env_ignore_empty", False),
    ("env_nested_delimiter", None),
    ("env_nested_max_split", None),
    ("env_parse_none_str", None),
    ("env_parse_enums", None),
    ("json_file", None),
    ("json_file_encoding", None),
    ("yaml_file", None),
    ("yaml_file_encoding", None),
    ("yaml_config_section", None),
    ("toml_file", None),
    ("secrets_dir", None),
    ("enable_decoding", True),
)
"""What model_config of BaseSettings says in pydantic-settings 2.16. A class that names BaseSettings behind
another base gets all of these again."""

_GENERATORS = frozenset(f"pydantic.alias_generators.{name}" for name in ("to_camel", "to_pascal", "to_snake"))
# Names of version 1, and what they are called since.
_RENAMED = {
    "allow_population_by_field_name": "populate_by_name",
    "anystr_strip_whitespace": "str_strip_whitespace",
    "anystr_lower": "str_to_lower",
    "anystr_upper": "str_to_upper",
    "min_anystr_length": "str_min_length",
    "max_anystr_length": "str_max_length",
    "validate_all": "validate_default",
}
# Entries that change nothing of the values.
_SILENT = frozenset(
    """
    title json_schema_extra json_encoders ser_json_bytes ser_json_timedelta schema_extra orm_mode smart_union
    from_attributes plugin_settings cli_prog_name cli_parse_args model_title_generator field_title_generator
    env_settings_source total
    """.split()
)


class OptionReader:
    """Reads what a class itself says in model_config, in `class Config` and in the arguments of the class."""

    def __init__(self, files: PythonFiles, expressions: ExpressionReader) -> None:
        self._files = files
        self._expressions = expressions
        self.unread: list[Unread] = []

    def read(self, node: ast.ClassDef, scope: Scope) -> tuple[Pair, ...]:
        """The entries, later ones in place of earlier ones. `scope` is that of the body."""
        names = class_names(node)
        pairs: list[Pair] = []
        config = names.get("Config")
        if isinstance(config, ast.ClassDef):
            for word, value in class_names(config).items():
                if isinstance(value, ast.expr):
                    pairs += self._entry(word, value, scope)
        written = names.get("model_config") or names.get("__pydantic_config__")
        if isinstance(written, ast.expr):
            pairs += self._config(written, scope)
        for keyword in node.keywords:
            if keyword.arg is not None and keyword.arg != "metaclass":
                pairs += self._entry(keyword.arg, keyword.value, Scope(scope.file))
        return tuple(pairs)

    def _config(self, node: ast.expr, scope: Scope) -> Iterator[Pair]:
        match node:
            case ast.Call(args=args, keywords=keywords):
                for arg in args:
                    yield from self._config(arg, scope)
                for keyword in keywords:
                    if keyword.arg is None:
                        yield from self._config(keyword.value, scope)
                    else:
                        yield from self._entry(keyword.arg, keyword.value, scope)
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if key is None:
                        yield from self._config(value, scope)
                    elif isinstance(key, ast.Constant) and isinstance(key.value, str):
                        yield from self._entry(key.value, value, scope)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                yield from self._config(left, scope)
                yield from self._config(right, scope)
            case ast.Name() | ast.Attribute():
                yield from self._named(node, scope)
            case _:
                self._note(node, scope, "this model_config is not known here")

    def _named(self, node: ast.Name | ast.Attribute, scope: Scope) -> Iterator[Pair]:
        """A constant that holds a config, or the config of another class."""
        meant = self._files.meant(dotted(node) or ("",), scope)
        if isinstance(meant.binding, ast.expr) and meant.scope is not None and not meant.rest:
            yield from self._config(meant.binding, meant.scope)
        elif isinstance(meant.binding, ast.ClassDef) and meant.scope and meant.rest == ("model_config",):
            yield from self.read(meant.binding, Scope(meant.scope.file, meant.binding))
        elif meant.outside.endswith(".BaseSettings.model_config"):
            yield from BASE_SETTINGS
        else:
            self._note(node, scope, f"the model_config {scope.file.source(node)} is not known here")

    def _entry(self, word: str, node: ast.expr, scope: Scope) -> list[Pair]:
        word = _RENAMED.get(word, word)
        if word in _SILENT:
            return []
        if word == "alias_generator":
            return self._generator(node, scope)
        if word == "env_file":
            return self._env_file(node, scope)
        value, known = self._value(node, scope)
        if not known:
            self._note(node, scope, f"{word}={scope.file.source(node)} in model_config is not known here")
            return []
        return [(word, value)]

    def _value(self, node: ast.expr, scope: Scope) -> tuple[Value, bool]:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Extra":
            return node.attr, True  # Extra.forbid of version 1
        return plain_value(self._expressions.read(node, scope))

    def _env_file(self, node: ast.expr, scope: Scope) -> list[Pair]:
        """The files that are known, and in the places of the others how the source spells them."""
        made, variables = self._expressions.with_variables(node, scope)
        value, known = plain_value(made)
        if not known:
            several = made.shape in (Shape.LIST, Shape.TUPLE, Shape.SET)
            items = made.items if several else (made,)
            read = [(plain_value(item), item.text) for item in items]
            value = [path if known else unread_file(text) for (path, known), text in read]
            what = f"env_file={scope.file.source(node)} in model_config is not known here"
            self._note(node, scope, what if len(items) == 1 else f"{what} as a whole")
        return [("env_file", value), (VARIABLES_OPTION, dict(variables))]

    def _generator(self, node: ast.expr, scope: Scope) -> list[Pair]:
        name = self._files.meant(dotted(node) or ("",), scope).outside
        if name in _GENERATORS:
            return [("alias_generator", name.rpartition(".")[2])]
        if isinstance(node, ast.Constant) and node.value is None:
            return [("alias_generator", None)]
        said = f"the aliases that {scope.file.source(node)} makes are not readable statically"
        self._note(node, scope, said)
        return []

    def _note(self, node: ast.expr, scope: Scope, what: str) -> None:
        self.unread.append(Unread(scope.file.place(node), what))
