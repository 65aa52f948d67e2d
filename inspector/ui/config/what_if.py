"""What the user tries without writing it, and what it would change. Nothing here knows Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inspector.base.secrets import MASK
from inspector.config.report import Change, Report, compare, known_paths
from inspector.config.resolve.secrecy import is_secret_part, is_secret_value
from inspector.config.rules.meaning import Meaning
from inspector.ui.config.outline import Outline
from inspector.ui.config.words import plural

_NAMES_TOLD = 2


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Variables typed by the user, which win, and another environment; None keeps the chosen one."""

    variables: tuple[tuple[str, str], ...] = ()
    environment: str | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is tried."""
        return not self.variables and self.environment is None

    def with_variable(self, name: str, value: str) -> WhatIf:
        """Try a variable, too; one that is tried already gets the new value where it stands."""
        known = dict(self.variables)
        known[name] = value
        return replace(self, variables=tuple(known.items()))

    def without(self, name: str) -> WhatIf:
        """Try a variable no longer."""
        return replace(self, variables=tuple(pair for pair in self.variables if pair[0] != name))


@dataclass(frozen=True, slots=True)
class Effect:
    """What a what-if does to settings: how many get another value, come, or go."""

    changed: int = 0
    added: int = 0
    gone: int = 0

    @property
    def total(self) -> int:
        """How many settings differ."""
        return self.changed + self.added + self.gone

    def words(self) -> str:
        """`3 settings differ, 1 of them gone`."""
        if not self.total:
            return "no setting differs"
        parts = [f"{count:,} {word}" for count, word in ((self.added, "added"), (self.gone, "gone")) if count]
        verb = "differs" if self.total == 1 else "differ"
        return ", ".join((f"{plural(self.total, 'setting')} {verb}", *parts))


def typed_variable(text: str) -> tuple[str, str]:
    """Name and value of what was typed. Raises ValueError with a sentence that says how to write it."""
    name, equals, value = text.partition("=")
    name = name.strip().removeprefix("export ").strip()
    if not equals or not name:
        raise ValueError("Write a name, =, and a value: ML_TRAINING_EPOCHS=20.")
    if any(character.isspace() or character == "\0" for character in name) or "\0" in value:
        raise ValueError("A name of a variable has no spaces.")
    return name, value


def shown_variable(name: str, value: str) -> str:
    """`NAME=VALUE`, the value masked when it looks like a secret."""
    return f"{name}={MASK}" if is_secret_part(name) or is_secret_value(value) else f"{name}={value}"


def known_names(report: Report) -> tuple[str, ...]:
    """The names of variables that set a known setting or choose the environment, sorted. Any thread.

    Names of whole mappings are left out: their text would replace all settings below them.
    """
    spec = report.spec
    known = known_paths(report)
    mappings = {path[:end] for path in known for end in range(1, len(path))}
    names = {name for name, path in Meaning(spec, known).names.items() if path not in mappings}
    return tuple(sorted({*names, *spec.environment_variables}))


def marked(outline: Outline, before: Report, after: Report) -> tuple[Outline, Effect]:
    """The outline of `after` with what each setting was before, where that differs."""
    rows = list(outline.rows)
    counts = dict.fromkeys(Change, 0)
    for difference in compare(before, after):
        counts[difference.change] += 1
        number = outline.row_of(difference.path)
        if difference.change in (Change.CHANGED, Change.ADDED) and number is not None:
            rows[number] = replace(rows[number], differs=True, was=difference.before)
    effect = Effect(counts[Change.CHANGED], counts[Change.ADDED], counts[Change.REMOVED])
    return replace(outline, rows=tuple(rows)), effect


def marked_like(outline: Outline, other: Outline) -> Outline:
    """The outline with the marks that another one of the same workspace has."""
    rows = list(outline.rows)
    for row in other.rows:
        number = outline.row_of(row.path) if row.differs else None
        if number is not None:
            rows[number] = replace(rows[number], differs=True, was=row.was)
    return replace(outline, rows=tuple(rows))


def what_if_sentence(what_if: WhatIf, effect: Effect) -> str:
    """What the status bar says; names, never values."""
    names = [name for name, _ in what_if.variables]
    told = names[:_NAMES_TOLD] + ([f"{len(names) - _NAMES_TOLD} more"] if len(names) > _NAMES_TOLD else [])
    if what_if.environment is not None:
        told.insert(0, what_if.environment)
    return f"What if {', '.join(told)}: {effect.words()}. Nothing is written."
