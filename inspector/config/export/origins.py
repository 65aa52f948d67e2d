"""Where a setting comes from and what it overrode, as a comment of one line."""

from __future__ import annotations

from collections.abc import Iterable

from inspector.base.places import Place
from inspector.base.secrets import MASK
from inspector.config.export.flow import shown_value
from inspector.config.export.masking import Veil
from inspector.config.layers import LayerKind
from inspector.config.report import Missing, Report
from inspector.config.resolve import Candidate, Gone, Setting, Status
from inspector.config.values import KeyPath, part_text

_LONGEST_VALUE = 40
_MOST_CANDIDATES = 6
HIDDEN = "# The next value is hidden: --reveal-secrets writes it."


class Origins:
    """The comments on the settings of a report."""

    def __init__(self, report: Report, veil: Veil) -> None:
        self.veil = veil
        self._schema = report.schema
        self._gone_keys = report.taken_away
        self._missing_keys = report.missing
        self._labels = {layer.id: layer.label for layer in report.layers}
        self._settings = {setting.path: setting for setting in report.settings}

    def setting(self, path: KeyPath) -> Setting | None:
        """The setting of a path, None for a mapping above settings."""
        return self._settings.get(path)

    def comment(self, path: KeyPath, name: str = "") -> str:
        """`config.production.yaml:17 (base: 32 @ config.yaml:21; default: 16)`, one printable line.

        What was overridden comes highest first. Long values are cut, secrets are masked. `name` is that of
        a variable which the reader has before his eyes and need not be told. "" when no setting has this
        path.
        """
        setting = self._settings.get(path)
        if setting is None:
            return ""
        lost = setting.overridden
        told = [self._lost(candidate, setting) for candidate in lost[:_MOST_CANDIDATES]]
        if len(lost) > len(told):
            told.append(f"{len(lost) - len(told)} more")
        below = f" ({'; '.join(told)})" if told else ""
        return on_one_line(f"{self._place(setting.source, name or part_text(path[-1]))}{below}")

    def absent(self) -> list[str]:
        """A comment of one line for each key that a layer took away, and for each that has no value."""
        return [
            *(f"# {on_one_line(self._gone(gone))}" for gone in self._gone_keys),
            *(f"# {on_one_line(self._missing(missing))}" for missing in self._missing_keys),
        ]

    def _gone(self, gone: Gone) -> str:
        lost = [self._lost(candidate, gone.setting) for candidate in reversed(gone.setting.candidates)]
        more = [f"{len(lost) - _MOST_CANDIDATES} more"] if len(lost) > _MOST_CANDIDATES else []
        reason = self.veil.sentence(gone.by.reason)
        return f"{gone.setting.key} is not set: {reason} ({'; '.join([*lost[:_MOST_CANDIDATES], *more])})"

    @staticmethod
    def _missing(missing: Missing) -> str:
        what = "has no value" if missing.undefined else "is required, and no layer sets it"
        where = " ".join(filter(None, (file_and_line(missing.place), missing.place.variable)))
        return f"{missing.key} {what}" + (f"  # {where}" if where else "")

    def _lost(self, candidate: Candidate, setting: Setting) -> str:
        if setting.hides(candidate) and not self.veil.reveal and candidate.value is not None:
            same = candidate.status is Status.EQUAL
            value = f"{MASK} (the same)" if same else MASK
        else:
            value = shortened(shown_value(candidate.value, secret=False, reveal=self.veil.reveal))
        joined = "with " if candidate.status is Status.EFFECTIVE else ""
        of_schema = candidate.kind is LayerKind.DEFAULT and candidate.place.path == self._schema
        where = "" if of_schema else f" @ {self._place(candidate, candidate.place.variable)}"
        return f"{joined}{candidate.kind.value}: {value}{where}"

    def _place(self, candidate: Candidate, seen: str | None) -> str:
        """File and line, and the variable unless it was `seen`; in no file, the variable and its layer."""
        place = candidate.place
        if place.path is None and place.variable is not None:
            return f"{place.variable} in {self._labels.get(candidate.layer, candidate.layer)}"
        variable = None if place.variable == seen else place.variable
        return " ".join(filter(None, (file_and_line(place), variable)))


def commented(lines: Iterable[str]) -> list[str]:
    """The lines of a hidden value as comments, so that no program takes the mask for the value."""
    return [HIDDEN, *(f"# {line}" for line in lines)]


def file_and_line(place: Place) -> str:
    """`config.yaml:21`, "" for what stands in no file."""
    if place.path is None or place.line is None:
        return place.path or ""
    return f"{place.path}:{place.line}"


def shortened(text: str) -> str:
    """A value as comments and narrow lists show it."""
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


def on_one_line(text: str) -> str:
    """A text that ends no line and moves no cursor, whatever it holds: other characters as escapes."""
    return text if text.isprintable() else "".join(c if c.isprintable() else escaped(c) for c in text)


def escaped(char: str) -> str:
    """A character as YAML and TOML write it between double quotes."""
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
