"""What is asked, and the one frozen answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inspector.base.findings import Finding, Severity
from inspector.config.dialects import DialectSpec
from inspector.config.dialects.layered import LAYERED
from inspector.config.discover import Alternative
from inspector.config.layers import Layer
from inspector.config.report.missing import Missing
from inspector.config.resolve import Gone, KeyInfo, Setting
from inspector.config.schemas import Schema
from inspector.config.schemas.interpreters import Interpreter
from inspector.config.shadow import Environ, Landed, Stop
from inspector.config.values import KeyPath, Value


@dataclass(frozen=True, slots=True)
class Request:
    """What to look at. The process environment is an input and is never read behind the caller's back.

    `workspace` is a folder, or a file of the project that is meant. `environ` is the process environment in
    its own order, () for none; `environ_label` names it for the reader ("this shell", "process 4711"),
    `environ_notes` are sentences about what is not in it, and `host` is the name of the machine that it was
    taken from, "" when nobody knows it. `what_if` are variables typed by the user, which win. None for
    `environment`, `dialect`, `prefix` or `schema` means: as detected.
    """

    workspace: Path
    environment: str | None = None
    dialect: str | None = None
    prefix: str | None = None
    schema: Path | None = None
    environ: tuple[tuple[str, str], ...] = ()
    environ_label: str = "none"
    what_if: tuple[tuple[str, str], ...] = ()
    environ_notes: tuple[str, ...] = ()
    host: str = ""


@dataclass(frozen=True, slots=True)
class DialectChoice:
    """How the application stacks its layers, and why we think so.

    `confidence` is 0 to 1; `alternatives` are dialects that would fit too.
    """

    name: str
    title: str
    prefix: str | None
    reasons: tuple[str, ...]
    confidence: float = 1.0
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file's text as read for the report, and the spans in it that are secrets (character offsets)."""

    path: str
    text: str
    format: str
    secrets: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectModel:
    """A pydantic model of the project that can be asked once the folder is trusted.

    `name` is its module and class, such as `app.settings:Settings`. `interpreter` is None without one.
    """

    name: str
    interpreter: Interpreter | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All there is to know about a workspace in one environment.

    `layers` are ranked low to high, those that are missing or inactive included. `settings` are in
    reading order: section by section as the base file has them, then what the files above it add, low to
    high, then what variables add; what is known from defaults alone comes last in its section.
    `findings` are sorted by severity, then place.
    `stops` are the exceptions that the application meets at start, in its order, broken files included; ()
    when it starts.
    `texts` has every file that was read, by its relative path. `watched` are the files (existing or
    not) and folders whose change makes the report stale. `environment` is None when there are none.
    `values` is the effective tree with its keys as the application has them. `spec` is the dialect as it was
    applied, `environ` the variables that it was given and `landed` what became of those that it reads.
    `keys` is what schemas and models say of keys, set or not; `checked_by` is the JSON Schema that the values
    were checked against, None without one. `missing` are keys that the application asks for and that have no
    value; `gone` are keys that went with a mapping which a later layer replaced. `model` is the project's own
    model, None when it has none that is known.
    """

    workspace: Path
    dialect: DialectChoice
    environment: str | None
    environments: tuple[str, ...]
    layers: tuple[Layer, ...]
    settings: tuple[Setting, ...]
    findings: tuple[Finding, ...]
    schema: str | None = None
    environ_label: str = "none"
    texts: Mapping[str, SourceText] = field(default_factory=dict)
    watched: tuple[Path, ...] = ()
    stops: tuple[Stop, ...] = ()
    values: Mapping[Any, Value] = field(default_factory=dict)
    spec: DialectSpec = LAYERED
    environ: Environ = field(default_factory=Environ)
    landed: tuple[Landed, ...] = ()
    keys: Mapping[KeyPath, KeyInfo] = field(default_factory=dict)
    checked_by: Schema | None = None
    missing: tuple[Missing, ...] = ()
    gone: tuple[Gone, ...] = ()
    model: ProjectModel | None = None

    @property
    def taken_away(self) -> tuple[Gone, ...]:
        """The keys of `gone` that are not among `missing` as well."""
        missing = {missing.path for missing in self.missing}
        return tuple(gone for gone in self.gone if gone.setting.path not in missing)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def setting(self, key: str) -> Setting | None:
        """The setting of this joined key, or None."""
        return next((setting for setting in self.settings if setting.key == key), None)
