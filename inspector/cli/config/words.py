"""How `config` commands speak of places, layers and reports."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rapidfuzz import fuzz, process
from rich.console import Console
from rich.text import Text

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.cli.output import CommandError, visible, write_hanging
from inspector.config.dialects.custom import CustomRules
from inspector.config.dialects.dotenv_files.vite_env import ViteRules
from inspector.config.discover import NO_DIALECT
from inspector.config.environ import Environ
from inspector.config.layers import LayerKind, LayerStatus
from inspector.config.report import Report

_NOTHING_FOUND = "nothing-found"
_DECLARATION = "declaration-invalid"
_NOT_SUPPORTED = "environment-not-supported"
_NO_ENVIRON = Environ().label
_SIMILAR_PERCENT = 75

_STYLES: Mapping[LayerKind, str] = {
    LayerKind.DEFAULT: "bright_black",
    LayerKind.BASE: "blue",
    LayerKind.ENVIRONMENT: "magenta",
    LayerKind.DOTENV: "yellow",
    LayerKind.VARIABLE: "green",
    LayerKind.WHAT_IF: "bright_magenta",
}

SEVERITY_STYLES: Mapping[Severity, str] = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "yellow",
    Severity.INFO: "blue",
}
"""The terminal colour of a severity."""


def style_of(kind: LayerKind) -> str:
    """The terminal colour of a kind of layer."""
    return _STYLES[kind]


def headline(report: Report, environment: str | None = None) -> str:
    """What was looked at, in one line; `environment` stands in place of the report's own."""
    prefixes = _prefixes(report)
    prefix = f" with {' and '.join(prefixes)}" if prefixes else ""
    known = report.environ_label != _NO_ENVIRON
    return " · ".join(
        (
            report.workspace.resolve().name,
            environment or report.environment or "no environment",
            f"{report.dialect.name}{prefix}",
            f"variables of {report.environ_label}" if known else "no variables of a process",
        )
    )


def _prefixes(report: Report) -> tuple[str, ...]:
    """Everything that variables may begin with, () where names have no prefix."""
    chosen, rules = report.dialect.prefix, report.spec.rules
    if isinstance(rules, CustomRules | ViteRules) and chosen in rules.prefixes:
        return tuple(prefix for prefix in rules.prefixes if prefix)
    return (chosen,) if chosen else ()


def because(report: Report) -> str:
    """Why this dialect was chosen, in one line; "" when nothing is known of that."""
    reasons = report.dialect.reasons
    return f"{report.dialect.name}: {'; '.join(reasons)}" if reasons else ""


def also_fits(report: Report) -> str:
    """The dialects that would fit the folder, too, in one line; "" when there are none, or no doubt."""
    chosen = report.dialect
    others = [f"{other.name} ({other.confidence:.1f})" for other in chosen.alternatives]
    if chosen.confidence == 1.0:
        return ""
    return f"also fits: {', '.join(others)}; --dialect chooses" if others else ""


def no_dialect(report: Report) -> None:
    """Raise CommandError when the workspace declares a dialect that does not exist."""
    if report.dialect.name == NO_DIALECT.name:
        told = next(
            f for f in report.findings if f.code == _DECLARATION and f.message.startswith("dialect: ")
        )
        raise CommandError(f"{told.places[0]}: {told.message}")


def nothing_found(report: Report) -> None:
    """Raise CommandError when the folder holds no configuration at all."""
    for finding in report.findings:
        if finding.code == _NOTHING_FOUND:
            raise CommandError(f"{finding.message} {finding.hint}".strip())


def unknown_environment(report: Report, asked: str | None) -> str:
    """A sentence when nothing here is for the environment that was asked for, else "".

    What the dialect itself tells about the name says it better.
    """
    known = report.environments
    if asked is None or asked in known or _has_files(report):
        return ""
    told = next((f.message for f in report.findings if f.code == _NOT_SUPPORTED), "")
    if told or not known:
        return told or f"There are no environments here: no file is for {asked}, or for any other."
    meant = process.extractOne(asked.lower(), known, scorer=fuzz.partial_ratio, score_cutoff=_SIMILAR_PERCENT)
    question = f" Did you mean {meant[0]}?" if meant is not None else ""
    return f"There is no environment {asked} here; known are {', '.join(known)}.{question}"


def is_wrong_environment(report: Report, asked: str | None) -> bool:
    """Whether an environment is most likely misspelt: there are others, and the dialect does not know it.

    Where all files of an environment are `.env` files (the modes of Vite), any name is one unless it is close
    to another.
    """
    told = is_refused_environment(report)
    sentence = unknown_environment(report, asked)
    is_open = not any(file.by_environment for file in report.spec.files)
    return (
        bool(report.environments) and not told and sentence != "" and (not is_open or sentence.endswith("?"))
    )


def is_refused_environment(report: Report) -> bool:
    """Whether the dialect itself knows better about the environment that was asked for."""
    return any(finding.code == _NOT_SUPPORTED for finding in report.findings)


def _has_files(report: Report) -> bool:
    """Whether the environment has a file of its own, which is not the one of all environments."""
    of_all = {layer.path for layer in report.layers if not layer.by_environment}
    return any(
        layer.by_environment and layer.status is not LayerStatus.MISSING and layer.path not in of_all
        for layer in report.layers
    )


def short_place(place: Place) -> str:
    """File and line, or the variable's name: for narrow columns."""
    if place.path is None:
        return place.variable or ""
    return place.path if place.line is None else f"{place.path}:{place.line}"


def place_to_jump(place: Place, workspace: Path) -> str:
    """`path:line:column` as seen from the current folder, so that editors can jump to it."""
    if place.path is None:
        return str(place)
    file = (workspace / place.path).absolute()
    here = Path.cwd()
    path = file.relative_to(here) if file.is_relative_to(here) else file
    numbers = (str(number) for number in (place.line, place.column) if number is not None)
    return ":".join((path.as_posix(), *numbers))


def phrase(text: str) -> str:
    """A sentence as a part of a line: without its full stop and its capital. Names keep theirs."""
    text = text.strip().removesuffix(".")
    head, colon, rest = text.partition(": ")
    if colon:
        return f"{head}: {phrase(rest)}"
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def says(written: str | None, value: str) -> bool:
    """Whether a text already shows the value that was made of it, perhaps in quotes."""
    return written is not None and value in (written, written[1:-1] if written[:1] in "\"'" else written)


def write_finding(out: Console, finding: Finding) -> None:
    """A finding by itself, its place being clear."""
    severity = Text.assemble((finding.severity.value, SEVERITY_STYLES[finding.severity]), ": ")
    write_hanging(out, severity, visible(finding.message))
    if finding.hint:
        write_hanging(out, " " * severity.cell_len, visible(finding.hint), "dim")
