"""The types and functions of the standard library and of pydantic that a settings model may name."""

from __future__ import annotations

from collections.abc import Mapping

from inspector.config.dialects.pydantic_settings.model import Pair

PLAIN_TYPES = frozenset(
    """
    str int float bool bytes bytearray complex None typing.Any typing.Hashable
    list set frozenset tuple dict collections.deque collections.defaultdict collections.OrderedDict
    collections.Counter
    collections.abc.Sequence collections.abc.MutableSequence collections.abc.Mapping
    collections.abc.MutableMapping collections.abc.Set collections.abc.MutableSet collections.abc.Iterable
    datetime.datetime datetime.date datetime.time datetime.timedelta
    decimal.Decimal uuid.UUID zoneinfo.ZoneInfo
    pathlib.Path pathlib.PurePath pathlib.PosixPath pathlib.PurePosixPath
    ipaddress.IPv4Address ipaddress.IPv6Address ipaddress.IPv4Network ipaddress.IPv6Network
    ipaddress.IPv4Interface ipaddress.IPv6Interface
    pydantic.IPvAnyAddress pydantic.IPvAnyInterface pydantic.IPvAnyNetwork
    pydantic.SecretStr pydantic.SecretBytes pydantic.Secret
    pydantic.AnyUrl pydantic.AnyHttpUrl pydantic.HttpUrl pydantic.FileUrl pydantic.FtpUrl
    pydantic.AnyWebsocketUrl pydantic.WebsocketUrl
    pydantic.PostgresDsn pydantic.CockroachDsn pydantic.AmqpDsn pydantic.RedisDsn pydantic.MongoDsn
    pydantic.KafkaDsn pydantic.NatsDsn pydantic.MySQLDsn pydantic.MariaDBDsn pydantic.ClickHouseDsn
    pydantic.SnowflakeDsn
    pydantic.ByteSize pydantic.Json pydantic.AwareDatetime pydantic.NaiveDatetime
    pydantic.PastDate pydantic.FutureDate pydantic.PastDatetime pydantic.FutureDatetime
    pydantic.UUID1 pydantic.UUID3 pydantic.UUID4 pydantic.UUID5
    """.split()
)

# A name, and the type and words that it stands for. What would look at the disk or import a name is a plain
# type here.
SHORTHANDS: Mapping[str, tuple[str, tuple[Pair, ...]]] = {
    "pydantic.StrictStr": ("str", (("strict", True),)),
    "pydantic.StrictInt": ("int", (("strict", True),)),
    "pydantic.StrictFloat": ("float", (("strict", True),)),
    "pydantic.StrictBool": ("bool", (("strict", True),)),
    "pydantic.StrictBytes": ("bytes", (("strict", True),)),
    "pydantic.PositiveInt": ("int", (("gt", 0),)),
    "pydantic.NegativeInt": ("int", (("lt", 0),)),
    "pydantic.NonNegativeInt": ("int", (("ge", 0),)),
    "pydantic.NonPositiveInt": ("int", (("le", 0),)),
    "pydantic.PositiveFloat": ("float", (("gt", 0),)),
    "pydantic.NegativeFloat": ("float", (("lt", 0),)),
    "pydantic.NonNegativeFloat": ("float", (("ge", 0),)),
    "pydantic.NonPositiveFloat": ("float", (("le", 0),)),
    "pydantic.FiniteFloat": ("float", (("allow_inf_nan", False),)),
    "pydantic.FilePath": ("pathlib.Path", ()),
    "pydantic.DirectoryPath": ("pathlib.Path", ()),
    "pydantic.NewPath": ("pathlib.Path", ()),
    "pydantic.EmailStr": ("str", ()),
    "pydantic.ImportString": ("str", ()),
    "typing.LiteralString": ("str", ()),
}

# What of these is not checked.
UNCHECKED: Mapping[str, str] = {
    "pydantic.FilePath": "it is not checked that the file exists",
    "pydantic.DirectoryPath": "it is not checked that the folder exists",
    "pydantic.NewPath": "it is not checked that the path does not exist yet",
    "pydantic.EmailStr": "it is not checked that the text is an address of mail",
    "pydantic.ImportString": "the object that the text names is not imported",
}

CONSTRAINED: Mapping[str, str] = {
    "pydantic.conint": "int",
    "pydantic.confloat": "float",
    "pydantic.constr": "str",
    "pydantic.conbytes": "bytes",
    "pydantic.condecimal": "decimal.Decimal",
    "pydantic.condate": "datetime.date",
    "pydantic.conlist": "list",
    "pydantic.conset": "set",
    "pydantic.confrozenset": "frozenset",
}

# Calls in Annotated, and the words for their arguments.
CONSTRAINT_CALLS: Mapping[str, tuple[str, ...]] = {
    "annotated_types.Gt": ("gt",),
    "annotated_types.Ge": ("ge",),
    "annotated_types.Lt": ("lt",),
    "annotated_types.Le": ("le",),
    "annotated_types.Interval": (),
    "annotated_types.MultipleOf": ("multiple_of",),
    "annotated_types.MinLen": ("min_length",),
    "annotated_types.MaxLen": ("max_length",),
    "annotated_types.Len": ("min_length", "max_length"),
    "pydantic.StringConstraints": (),
    "pydantic.Strict": ("strict",),
    "pydantic.AllowInfNan": ("allow_inf_nan",),
    "pydantic.Discriminator": ("discriminator",),
}

MARKS: Mapping[str, Pair] = {
    "pydantic_settings.NoDecode": ("no_decode", True),
    "pydantic_settings.ForceDecode": ("force_decode", True),
    "pydantic.Strict": ("strict", True),
    "pydantic.Json": ("json", True),
}

VALIDATORS = frozenset(
    "pydantic.AfterValidator pydantic.BeforeValidator pydantic.PlainValidator pydantic.WrapValidator".split()
)

# Said for people, for the command line or for writing values out.
WITHOUT_MEANING = frozenset(
    """
    typing.Doc pydantic.PlainSerializer pydantic.WrapSerializer pydantic.WithJsonSchema
    pydantic.SkipValidation
    pydantic_settings.CliPositionalArg pydantic_settings.CliImplicitFlag pydantic_settings.CliExplicitFlag
    pydantic_settings.CliSuppress pydantic_settings.CliUnknownArgs
    """.split()
)
