"""The options of dynaconf: their names, their defaults, and where they are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from inspector.base.places import Place
from inspector.config.values import Node, Value

SUFFIX = "_FOR_DYNACONF"

DEFAULTS: Mapping[str, Value] = {
    "APPLY_DEFAULT_ON_NONE_FOR_DYNACONF": None,
    "AUTO_CAST_FOR_DYNACONF": True,
    "COMMENTJSON_ENABLED_FOR_DYNACONF": False,
    "CORE_LOADERS_FOR_DYNACONF": ["YAML", "TOML", "INI", "JSON", "PY"],
    "DEFAULT_ENV_FOR_DYNACONF": "DEFAULT",
    "DOTENV_OVERRIDE_FOR_DYNACONF": False,
    "DOTENV_PATH_FOR_DYNACONF": None,
    "DOTENV_VERBOSE_FOR_DYNACONF": False,
    "DOTTED_LOOKUP_FOR_DYNACONF": True,
    "ENCODING_FOR_DYNACONF": "utf-8",
    "ENVIRONMENTS_FOR_DYNACONF": False,
    "ENVVAR_FOR_DYNACONF": "SETTINGS_FILE_FOR_DYNACONF",
    "ENVVAR_PREFIX_FOR_DYNACONF": "DYNACONF",
    "ENV_FOR_DYNACONF": "DEVELOPMENT",
    "ENV_SWITCHER_FOR_DYNACONF": "ENV_FOR_DYNACONF",
    "FORCE_ENV_FOR_DYNACONF": None,
    "FRESH_VARS_FOR_DYNACONF": [],
    "IGNORE_UNKNOWN_ENVVARS_FOR_DYNACONF": False,
    "INCLUDES_FOR_DYNACONF": [],
    "INDEX_SEPARATOR_FOR_DYNACONF": None,
    "INSTANCE_FOR_DYNACONF": None,
    "LOADERS_FOR_DYNACONF": ["dynaconf.loaders.env_loader"],
    "LOWERCASE_READ_FOR_DYNACONF": True,
    "MAIN_ENV_FOR_DYNACONF": "MAIN",
    "MERGE_ENABLED_FOR_DYNACONF": False,
    "NESTED_SEPARATOR_FOR_DYNACONF": "__",
    "PRELOAD_FOR_DYNACONF": [],
    "ROOT_PATH_FOR_DYNACONF": None,
    "SECRETS_FOR_DYNACONF": None,
    "SETTINGS_FILE_FOR_DYNACONF": [],
    "SILENT_ERRORS_FOR_DYNACONF": True,
    "SKIP_FILES_FOR_DYNACONF": [],
    "SYSENV_FALLBACK_FOR_DYNACONF": False,
    "VALIDATE_ON_UPDATE_FOR_DYNACONF": False,
    "YAML_LOADER_FOR_DYNACONF": "safe_load",
}
"""The options that mean something here, with the values that dynaconf gives them."""

INTERNAL = frozenset(DEFAULTS) | frozenset(
    """
    BASE_NAMESPACE_FOR_DYNACONF DYNACONF_ALWAYS_FRESH_VARS DYNACONF_NAMESPACE DYNACONF_SETTINGS
    DYNACONF_SETTINGS_MODULE DYNACONF_SILENT_ERRORS GLOBAL_ENV_FOR_DYNACONF NAMESPACE_FOR_DYNACONF
    PROJECT_ROOT PROJECT_ROOT_FOR_DYNACONF REDIS_ENABLED_FOR_DYNACONF REDIS_FOR_DYNACONF
    REDIS_URL_FOR_DYNACONF RENAMED_VARS SETTINGS_MODULE SETTINGS_MODULE_FOR_DYNACONF
    VAULT_AUTH_ROLE_FOR_DYNACONF VAULT_AUTH_WITH_IAM_FOR_DYNACONF VAULT_ENABLED_FOR_DYNACONF
    VAULT_FOR_DYNACONF VAULT_KV_VERSION_FOR_DYNACONF VAULT_MOUNT_POINT_FOR_DYNACONF
    VAULT_PASSWORD_FOR_DYNACONF VAULT_PATH_FOR_DYNACONF VAULT_ROLE_ID_FOR_DYNACONF
    VAULT_ROOT_TOKEN_FOR_DYNACONF VAULT_SECRET_ID_FOR_DYNACONF VAULT_TOKEN_RENEW_FOR_DYNACONF
    VAULT_USERNAME_FOR_DYNACONF
    """.split()
)
"""Keys that dynaconf keeps for itself: `as_dict()` leaves them out."""

CONSTRUCTOR, CHECKS = "default:dynaconf", "default:validators"
"""The ids of the layers of what the code says itself."""

DEFAULT_FILES = tuple(
    f"{name}.{suffix}" for name in ("settings", ".secrets") for suffix in "toml tml yaml yml json".split()
)
"""The files that FlaskDynaconf and DjangoDynaconf look for, those of Python and INI left out."""

_MISSPELLED = {
    "settings_files": "settings_file",
    "SETTINGS_FILES": "SETTINGS_FILE",
    "environment": "environments",
    "ENVIRONMENT": "ENVIRONMENTS",
}

_RENAMED = {
    "NAMESPACE_FOR_DYNACONF": "ENV_FOR_DYNACONF",
    "SETTINGS_MODULE": "SETTINGS_FILE_FOR_DYNACONF",
    "SETTINGS_MODULE_FOR_DYNACONF": "SETTINGS_FILE_FOR_DYNACONF",
    "PROJECT_ROOT": "ROOT_PATH_FOR_DYNACONF",
    "PROJECT_ROOT_FOR_DYNACONF": "ROOT_PATH_FOR_DYNACONF",
    "BASE_NAMESPACE_FOR_DYNACONF": "DEFAULT_ENV_FOR_DYNACONF",
    "GLOBAL_ENV_FOR_DYNACONF": "ENVVAR_PREFIX_FOR_DYNACONF",
}


@dataclass(frozen=True, slots=True)
class Argument:
    """A keyword argument of the constructor, with the node of its value."""

    name: str
    node: Node


@dataclass(frozen=True, slots=True)
class Check:
    """A Validator of the constructor.

    `names` are the keys with their places. `must_exist` is None where the Validator says nothing.
    `operations` are its conditions by their names, such as `gte`, with the nodes of what is compared with;
    for `is_type_of` that is the text of a type. `cast` is the name of a function, "" for none. `when` decides
    whether the rest counts. `messages` replace dynaconf's own, by their names there. `default_unknown` and
    `cast_unknown` say that only the running application knows it.
    """

    names: tuple[tuple[str, Place], ...]
    default: Node | None = None
    must_exist: bool | None = None
    environments: tuple[str, ...] = ()
    operations: tuple[Argument, ...] = ()
    cast: str = ""
    when: Check | Combined | None = None
    on_null: bool = False
    messages: Mapping[str, str] = field(default_factory=dict)
    default_unknown: bool = False
    cast_unknown: bool = False

    @property
    def singles(self) -> tuple[Check, ...]:
        """One for each name."""
        return tuple(replace(self, names=(name,)) for name in self.names)


@dataclass(frozen=True, slots=True)
class Combined:
    """Validators put together with `|` (`any_of`) or `&`."""

    checks: tuple[Check | Combined, ...]
    any_of: bool
    place: Place


@dataclass(frozen=True)
class Options:
    """What the application's code says to dynaconf.

    `folder` is the folder of the code, relative to the workspace. `path` is the file, "" when none was found.
    `files` are those that count when nothing names any.
    """

    arguments: tuple[Argument, ...] = ()
    checks: tuple[Check | Combined, ...] = ()
    path: str = ""
    folder: str = ""
    files: tuple[str, ...] = ()

    @cached_property
    def normal(self) -> tuple[Argument, ...]:
        """normalize_kwargs: the arguments in the order and by the names in which dynaconf sets them."""
        named = {argument.name: argument.node for argument in self.arguments}
        for wrong, right in _MISSPELLED.items():
            if wrong in named:
                named[right] = named.pop(wrong)
        for name in list(named):
            option = f"{name.upper()}{SUFFIX}"
            if option in INTERNAL:
                named[option] = named.pop(name)
        for old, new in _RENAMED.items():
            if old in named:
                named[new] = named[old]
        return tuple(Argument(name, node) for name, node in named.items())

    def value(self, option: str) -> Any:
        """The plain value that the code or dynaconf gives an option."""
        for argument in self.normal:
            if argument.name == option:
                return argument.node.value
        return DEFAULTS.get(option)
