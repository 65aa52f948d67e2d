"""Which sources settings_customise_sources returns, when it is a plain return of them."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from inspector.config.dialects.pydantic_settings.model import Pair, SourceKind, SourceUse, Unread
from inspector.config.dialects.pydantic_settings.reading.expressions import ExpressionReader, plain_value
from inspector.config.dialects.pydantic_settings.reading.modules import PythonFiles, Scope, dotted

_PARAMETERS = {
    "init_settings": SourceKind.INIT,
    "env_settings": SourceKind.ENV,
    "dotenv_settings": SourceKind.DOTENV,
    "file_secret_settings": SourceKind.SECRETS,
}
# The classes, and the names of their arguments behind the settings class.
_CLASSES: Mapping[str, tuple[SourceKind, tuple[str, ...]]] = {
    "InitSettingsSource": (SourceKind.INIT, ("init_kwargs",)),
    "EnvSettingsSource": (
        SourceKind.ENV,
        (
            "case_sensitive",
            "env_prefix",
            "env_prefix_target",
            "env_nested_delimiter",
            "env_nested_max_split",
            "env_ignore_empty",
            "env_parse_none_str",
            "env_parse_enums",
        ),
    ),
    "DotEnvSettingsSource": (
        SourceKind.DOTENV,
        ("env_file", "env_file_encoding", "dotenv_filtering", "case_sensitive", "env_prefix"),
    ),
    "SecretsSettingsSource": (SourceKind.SECRETS, ("secrets_dir", "case_sensitive", "env_prefix")),
    "YamlConfigSettingsSource": (
        SourceKind.YAML,
        ("yaml_file", "yaml_file_encoding", "yaml_config_section", "deep_merge"),
    ),
    "TomlConfigSettingsSource": (SourceKind.TOML, ("toml_file", "toml_table_header", "deep_merge")),
    "JsonConfigSettingsSource": (SourceKind.JSON, ("json_file", "json_file_encoding", "deep_merge")),
    "PyprojectTomlConfigSettingsSource": (SourceKind.PYPROJECT, ("toml_file",)),
}
_HOOK = "settings_customise_sources"
_HOOK_1 = "customise_sources"


class SourceReader:
    """Reads the hook of a class."""

    def __init__(self, files: PythonFiles, expressions: ExpressionReader) -> None:
        self._files = files
        self._expressions = expressions
        self.unread: list[Unread] = []

    def read(
        self, node: ast.ClassDef, scope: Scope, inherited: tuple[SourceUse, ...]
    ) -> tuple[SourceUse, ...]:
        """The sources, high to low; those of the base class when the class has no hook, or an unreadable one.

        `scope` is that of the body.
        """
        hook = next(
            (
                part
                for part in node.body
                if isinstance(part, ast.FunctionDef) and part.name in (_HOOK, _HOOK_1)
            ),
            None,
        )
        if hook is None:
            return inherited
        names: dict[str, ast.expr] = {}
        for statement in hook.body:
            match statement:
                case ast.Expr(value=ast.Constant()) | ast.Pass() | ast.Import() | ast.ImportFrom():
                    continue
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    names[name] = value
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    names[name] = value
                case ast.Return(value=ast.expr() as value):
                    return self._returned(value, scope, names, inherited)
                case _:
                    break
        self._note(hook, scope, f"{hook.name} does more than return sources; the usual ones are taken")
        return inherited

    def _returned(
        self,
        node: ast.expr,
        scope: Scope,
        names: Mapping[str, ast.expr],
        inherited: tuple[SourceUse, ...],
    ) -> tuple[SourceUse, ...]:
        match node:
            case ast.Tuple(elts=items) | ast.List(elts=items):
                return tuple(use for item in items for use in self._item(item, scope, names, inherited))
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return (
                    *self._returned(left, scope, names, inherited),
                    *self._returned(right, scope, names, inherited),
                )
            case ast.Name(id=name) if name in names:
                return self._returned(names[name], scope, {}, inherited)
            case ast.Call(func=ast.Name(id="tuple"), args=[arg]):
                return self._returned(arg, scope, names, inherited)
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=attr)) if (
                attr in (_HOOK, _HOOK_1)
            ):
                return inherited
        self._note(
            node, scope, f"the sources {scope.file.source(node)} are not known here; the usual ones are taken"
        )
        return inherited

    def _item(
        self,
        node: ast.expr,
        scope: Scope,
        names: Mapping[str, ast.expr],
        inherited: tuple[SourceUse, ...],
    ) -> tuple[SourceUse, ...]:
        place = scope.file.place(node)
        match node:
            case ast.Starred(value=value):
                return self._returned(value, scope, names, inherited)
            case ast.Name(id=name) if name in names:
                return self._item(names[name], scope, {}, inherited)
            case ast.Name(id=name) if name in _PARAMETERS:
                return (SourceUse(_PARAMETERS[name], place),)
            case ast.Call(func=func):
                name = self._files.meant(dotted(func) or ("",), scope).outside.rpartition(".")[2]
                if name in _CLASSES:
                    kind, words = _CLASSES[name]
                    return (SourceUse(kind, place, self._arguments(node, words, scope)),)
        self._note(node, scope, f"what the source {scope.file.source(node)} gives is not known here")
        return (SourceUse(SourceKind.UNKNOWN, place),)

    def _arguments(self, node: ast.Call, words: Sequence[str], scope: Scope) -> tuple[Pair, ...]:
        pairs: list[Pair] = []
        named = [(word, arg) for word, arg in zip(("settings_cls", *words), node.args, strict=False)]
        named += [(keyword.arg, keyword.value) for keyword in node.keywords if keyword.arg is not None]
        for word, arg in named:
            if word == "settings_cls":
                continue
            value, known = plain_value(self._expressions.read(arg, scope))
            if known:
                pairs.append((word, value))
            else:
                self._note(arg, scope, f"{word}={scope.file.source(arg)} is not known here")
        return tuple(pairs)

    def _note(self, node: ast.AST, scope: Scope, what: str) -> None:
        self.unread.append(Unread(scope.file.place(node), what))
