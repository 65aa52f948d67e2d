"""One name for each type and function, whatever module it was imported from."""

from __future__ import annotations

_MODULES = {
    "typing_extensions": "typing",
    "pydantic.types": "pydantic",
    "pydantic.fields": "pydantic",
    "pydantic.main": "pydantic",
    "pydantic.networks": "pydantic",
    "pydantic.config": "pydantic",
    "pydantic.aliases": "pydantic",
    "pydantic.functional_validators": "pydantic",
    "pydantic.functional_serializers": "pydantic",
    "pydantic.root_model": "pydantic",
    "pydantic.v1": "pydantic",
    "pydantic_settings.main": "pydantic_settings",
    "pydantic_settings.sources": "pydantic_settings",
    "pydantic_settings.sources.types": "pydantic_settings",
    "_decimal": "decimal",
}
_NAMES = {
    "typing.List": "list",
    "typing.Dict": "dict",
    "typing.Set": "set",
    "typing.FrozenSet": "frozenset",
    "typing.Tuple": "tuple",
    "typing.Type": "type",
    "typing.Text": "str",
    "typing.Deque": "collections.deque",
    "typing.DefaultDict": "collections.defaultdict",
    "typing.OrderedDict": "collections.OrderedDict",
    "typing.Pattern": "re.Pattern",
    "typing.Sequence": "collections.abc.Sequence",
    "typing.MutableSequence": "collections.abc.MutableSequence",
    "typing.Mapping": "collections.abc.Mapping",
    "typing.MutableMapping": "collections.abc.MutableMapping",
    "typing.AbstractSet": "collections.abc.Set",
    "typing.MutableSet": "collections.abc.MutableSet",
    "typing.Iterable": "collections.abc.Iterable",
    "typing.Collection": "collections.abc.Collection",
    "typing.Callable": "collections.abc.Callable",
    "types.UnionType": "typing.Union",
    "builtins.object": "typing.Any",
    "object": "typing.Any",
}


def canonical_name(name: str) -> str:
    """The one name of a dotted name outside of the workspace."""
    module, _, last = name.rpartition(".")
    module = _MODULES.get(module, module)
    whole = f"{module}.{last}" if module and module != "builtins" else last
    return _NAMES.get(whole, whole)
