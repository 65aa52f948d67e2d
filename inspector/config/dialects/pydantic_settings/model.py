"""What a settings model says, as read from its source: classes, fields, types, defaults, options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from inspector.base.places import Place
from inspector.config.values import Value

ClassId: TypeAlias = str
"""The file of a class and its name, such as `app/settings.py:Settings`."""

Pair: TypeAlias = tuple[str, Value]
"""A word about a type or field and its value: ("ge", 1), ("strict", True), ("discriminator", "kind")."""

AliasPath: TypeAlias = tuple[str | int, ...]
"""Where a field's value stands in the input: one name, or a name and steps below it."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that cannot be known without running the code; `what` is a clause: "calls get_url()"."""

    place: Place
    what: str


class Shape(StrEnum):
    """The kinds of expressions that are read."""

    LITERAL = "literal"
    LIST = "list"
    TUPLE = "tuple"
    SET = "set"
    DICT = "dict"
    CALL = "call"
    MEMBER = "member"
    CLASS = "class"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Expression:
    """A value as the source spells it. `text` is the source.

    `value` is that of a literal. `name` is what a call calls, the class of an enum's member, or the class
    itself. `items` are the items of a list, tuple or set, the values of a dict, or the arguments of a call;
    `keys` the keys of a dict; `keywords` a call's named arguments, with the places of their names.
    """

    shape: Shape
    place: Place
    text: str = ""
    value: Value = None
    name: str = ""
    items: tuple[Expression, ...] = ()
    keys: tuple[Expression, ...] = ()
    keywords: tuple[tuple[str, Place, Expression], ...] = ()


@dataclass(frozen=True, slots=True)
class FieldType:
    """A type by its canonical name: `int`, `list`, `typing.Union`, `pydantic.SecretStr`, or a ClassId.

    `typing.Any` stands for all that cannot be read. `choices` are those of `typing.Literal`. `pairs` is what
    `Annotated[…]` says about it.
    """

    name: str
    args: tuple[FieldType, ...] = ()
    choices: tuple[Expression, ...] = ()
    pairs: tuple[Pair, ...] = ()

    def pair(self, word: str) -> Value:
        """The value of the last pair with this word, None without one."""
        return next((value for name, value in reversed(self.pairs) if name == word), None)


ANY = FieldType("typing.Any")
UNREAD = FieldType("typing.Any", pairs=(("unread", True),))
"""A type of which only running the code tells what it is."""


class AliasForm(StrEnum):
    """How a field's validation_alias is written; NONE without one."""

    NONE = "none"
    NAME = "name"
    CHOICES = "choices"
    PATH = "path"


@dataclass(frozen=True, slots=True)
class Field:
    """A field. `place` is that of its name, in the class that wrote it.

    `default` is None when the field is required; with `factory` it is what gets called for one. `aliases` are
    the places in the input that validation_alias names, in order. `pairs` are what Field(…) and the outer
    Annotated say about the value. `loose` says that a validator which is not run sees the value first, so
    that its type says nothing about the input. `owner` is the class that wrote it.
    """

    name: str
    type: FieldType
    place: Place
    default: Expression | None = None
    factory: bool = False
    alias_form: AliasForm = AliasForm.NONE
    aliases: tuple[AliasPath, ...] = ()
    pairs: tuple[Pair, ...] = ()
    description: str = ""
    loose: bool = False
    owner: ClassId = ""

    def pair(self, word: str) -> Value:
        """The value of the last pair with this word, None without one."""
        return next((value for name, value in reversed(self.pairs) if name == word), None)


class ClassKind(StrEnum):
    """What a class is to pydantic."""

    SETTINGS = "settings"
    MODEL = "model"
    ROOT_MODEL = "root model"
    DATACLASS = "dataclass"
    PYDANTIC_DATACLASS = "pydantic dataclass"
    TYPED_DICT = "TypedDict"
    ENUM = "enum"


class SourceKind(StrEnum):
    """Where a settings class looks for values."""

    INIT = "init"
    ENV = "env"
    DOTENV = "dotenv"
    SECRETS = "secrets"
    YAML = "yaml"
    TOML = "toml"
    JSON = "json"
    PYPROJECT = "pyproject"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SourceUse:
    """One source as settings_customise_sources returns it; `arguments` replace those of model_config."""

    kind: SourceKind
    place: Place
    arguments: tuple[Pair, ...] = ()

    def argument(self, name: str) -> Value:
        """The value of an argument, None when it is not given."""
        return dict(self.arguments).get(name)


@dataclass(frozen=True, slots=True)
class ModelClass:
    """A class with everything that it inherits.

    `bases` are the classes of the workspace that it derives from, itself left out. `config` is model_config,
    inherited and defaults included. `members` are those of an enum and `mixins` the
    names of what it derives from. `sources` are high to low, () for other classes than settings. `doubted`
    says that a validator of the whole model may change the input, so that a violation may be none.
    """

    id: ClassId
    name: str
    kind: ClassKind
    place: Place
    bases: tuple[ClassId, ...] = ()
    fields: tuple[Field, ...] = ()
    config: tuple[Pair, ...] = ()
    members: tuple[tuple[str, Expression], ...] = ()
    mixins: tuple[str, ...] = ()
    sources: tuple[SourceUse, ...] = ()
    doubted: bool = False
    version_1: bool = False

    @property
    def path(self) -> str:
        """The file it stands in."""
        return self.id.rpartition(":")[0]

    def option(self, name: str) -> Value:
        """An entry of model_config, None when it is not there."""
        return next((value for word, value in reversed(self.config) if word == name), None)

    def field(self, name: str) -> Field | None:
        """The field of this name."""
        return next((known for known in self.fields if known.name == name), None)


@dataclass(frozen=True, eq=False)
class SettingsModel:
    """A settings class with all classes that it needs, and the texts of their files.

    `uses` is how often the files of the workspace seem to call the class. `folder` is the workspace,
    absolute, which is taken for the working directory of the application.
    """

    root: ModelClass
    classes: Mapping[ClassId, ModelClass]
    texts: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()
    uses: int = 0
    folder: str = "."

    @property
    def import_name(self) -> str:
        """The module and the class, such as `app.settings:Settings`."""
        module = self.root.path.removesuffix(".py").removesuffix("/__init__").removeprefix("src/")
        return f"{module.replace('/', '.')}:{self.root.id.rpartition(':')[2]}"

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The files of its classes, its own first."""
        return tuple(dict.fromkeys((self.root.path, *(known.path for known in self.classes.values()))))
