"""What a settings class says about variables."""

from __future__ import annotations

from dataclasses import dataclass, field

from inspector.config.dialects.pydantic_settings.complexity import Naming
from inspector.config.dialects.pydantic_settings.model import Field, ModelClass, SourceUse
from inspector.config.values import Value


@dataclass(frozen=True, slots=True)
class EnvOptions:
    """What model_config, or a source's own arguments, say about variables."""

    naming: Naming = field(default_factory=Naming)
    delimiter: str = ""
    max_split: int | None = None
    ignore_empty: bool = False
    none_text: str | None = None
    parse_enums: bool = False
    decoding: bool = True
    strict: bool = False

    @classmethod
    def of(cls, owner: ModelClass, use: SourceUse | None = None) -> EnvOptions:
        """The options of a class, and of one source that it returns."""
        given = {} if use is None else {word: value for word, value in use.arguments if value is not None}

        def option(word: str) -> Value:
            return given.get(word, owner.option(word))

        max_split, none_text = option("env_nested_max_split"), option("env_parse_none_str")
        return cls(
            Naming(
                _text(option("env_prefix")),
                _text(option("env_prefix_target")) or "variable",
                bool(option("case_sensitive")),
            ),
            _text(option("env_nested_delimiter")),
            max_split if isinstance(max_split, int) else None,
            bool(option("env_ignore_empty")),
            none_text if isinstance(none_text, str) else None,
            bool(option("env_parse_enums")),
            owner.option("enable_decoding") is not False,
            bool(owner.option("strict")),
        )

    def decodes(self, field_: Field) -> bool:
        """Whether a text for the field is read as JSON where its type asks for that."""
        words = {word for word, _ in (*field_.pairs, *field_.type.pairs)}
        return "no_decode" not in words and (self.decoding or "force_decode" in words)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""
