"""Reports made by hand, so that these tests need no config core."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.report import DialectChoice, Report, SourceText
from inspector.config.resolve import Candidate, Setting, Status
from inspector.config.values import Value, join_key, type_name

BASE_TEXT = """\
# What holds in every environment.
training:
  batch_size: 32
  epochs: 10
database:
  host: localhost
  port: 5432
  password: base-hunter2
"""
PRODUCTION_TEXT = """\
training:
  # larger nodes since May
  batch_size: 128
database:
  host: prod-db.example.com
  country: NO
"""
DOTENV_TEXT = """\
# filled in by operations
ML_TRAINING_BATCH_SIZE=64
ML_DATABASE_PASSWORD=prod-hunter2
"""

DEFAULTS = Layer(
    "default:settings.schema.json", LayerKind.DEFAULT, "settings.schema.json", "settings.schema.json"
)
BASE = Layer("base:config.yaml", LayerKind.BASE, "config.yaml", "config.yaml", size=5)
PRODUCTION = Layer(
    "environment:config.production.yaml",
    LayerKind.ENVIRONMENT,
    "config.production.yaml",
    "config.production.yaml",
    size=3,
)
DOTENV = Layer("dotenv:.env.production", LayerKind.DOTENV, ".env.production", ".env.production", size=2)
VARIABLE = Layer("variable", LayerKind.VARIABLE, "process environment", size=1)
WHAT_IF = Layer(
    "what-if", LayerKind.WHAT_IF, "what-if", status=LayerStatus.INACTIVE, note="Nothing is typed."
)
LAYERS = (DEFAULTS, BASE, PRODUCTION, DOTENV, VARIABLE, WHAT_IF)


def written(
    layer: Layer,
    value: Value,
    line: int | None = None,
    column: int = 1,
    *,
    raw: str | None = None,
    status: Status = Status.OVERRIDDEN,
    reason: str = "",
    variable: str | None = None,
) -> Candidate:
    """A candidate as wide as its raw text."""
    text = str(value) if raw is None else raw
    place = Place(layer.path, line, column, line, column + len(text), variable)
    if layer.path is None:
        place = Place(variable=variable)
    elif line is None:
        place = Place(layer.path)
    return Candidate(layer.id, layer.kind, value, type_name(value), text, status, reason, place)


def setting(key: str, *candidates: Candidate, secret: bool = False, constraint: str = "") -> Setting:
    """A setting whose last candidate wins."""
    *lost, last = candidates
    won = last if last.status is not Status.OVERRIDDEN else replace(last, status=Status.EFFECTIVE)
    description = "Samples per step." if key == "training.batch_size" else ""
    return Setting(
        tuple(key.split(".")), won.value, won.type, secret, won, (*lost, won), description, constraint
    )


def make_report(
    workspace: Path,
    settings: Sequence[Setting] | None = None,
    findings: tuple[Finding, ...] | None = None,
    environment: str | None = "production",
    layers: tuple[Layer, ...] = LAYERS,
) -> Report:
    """A workspace with overrides on every layer, a secret, and an invalid value from a variable."""
    texts = (("config.yaml", BASE_TEXT, "yaml"), ("config.production.yaml", PRODUCTION_TEXT, "yaml"))
    sources = {path: _source(path, text, format_) for path, text, format_ in texts}
    sources[".env.production"] = _source(".env.production", DOTENV_TEXT, "dotenv")
    return Report(
        workspace=workspace,
        dialect=DialectChoice("layered", "Layered YAML", "ML_", ("config.yaml + config.production.yaml",)),
        environment=environment,
        environments=("development", "staging", "production"),
        layers=layers,
        settings=tuple(settings if settings is not None else SETTINGS),
        findings=FINDINGS if findings is None else findings,
        schema="settings.schema.json",
        environ_label="this shell",
        texts=sources,
        watched=(workspace / "config.yaml", workspace / "config.production.yaml"),
    )


def with_value(report: Report, key: str, value: Value) -> Report:
    """The same report, the winner of one setting having another value."""
    settings = []
    for one in report.settings:
        if one.key == key:
            won = replace(one.source, value=value, raw=str(value), type=type_name(value))
            one = replace(one, value=value, source=won, candidates=(*one.candidates[:-1], won))
        settings.append(one)
    return replace(report, settings=tuple(settings))


def many_settings(count: int) -> tuple[Setting, ...]:
    """Groups of 50 settings with two candidates each."""
    return tuple(
        setting(
            join_key((f"group{number // 50}", f"key{number}")),
            written(BASE, number, number + 1),
            written(PRODUCTION, number + 1, number + 1, reason="higher layer"),
        )
        for number in range(count)
    )


def _source(path: str, text: str, format_: str) -> SourceText:
    secrets = [(text.find(word), text.find(word) + len(word)) for word in SECRETS if word in text]
    return SourceText(path, text, format_, tuple(secrets))


SECRETS = ("base-hunter2", "prod-hunter2")


SETTINGS = (
    setting(
        "training.batch_size",
        written(DEFAULTS, 16, reason="overridden by config.yaml"),
        written(BASE, 32, 3, 15, reason="overridden by config.production.yaml"),
        written(PRODUCTION, 128, 3, 15, reason="the highest layer that sets it"),
        constraint="multiple of 8",
    ),
    setting("training.epochs", written(BASE, 10, 4, 11)),
    setting(
        "database.host",
        written(BASE, "localhost", 6, 9, reason="overridden by config.production.yaml"),
        written(PRODUCTION, "prod-db.example.com", 5, 9),
    ),
    setting(
        "database.port",
        written(BASE, 5432, 7, 9, reason="overridden by ML_DATABASE_PORT"),
        written(
            VARIABLE,
            70000,
            variable="ML_DATABASE_PORT",
            status=Status.INVALID,
            reason="must be at most 65535",
        ),
        constraint="at most 65535",
    ),
    setting(
        "database.password",
        written(BASE, "base-hunter2", 8, 13, reason="overridden by .env.production"),
        written(DOTENV, "prod-hunter2", 3, 22, variable="ML_DATABASE_PASSWORD"),
        secret=True,
    ),
    setting("database.country", written(PRODUCTION, False, 6, 12, raw="NO")),
    setting(
        "training.batch.size",
        written(DOTENV, 64, 2, 24, variable="ML_TRAINING_BATCH_SIZE", reason="only one"),
    ),
)

FINDINGS = (
    Finding(
        "invalid-value",
        Severity.ERROR,
        "database.port is 70000: must be at most 65535. Also set in base (5432).",
        "database.port",
        "Set ML_DATABASE_PORT to a port.",
        (Place(variable="ML_DATABASE_PORT"), Place("settings.schema.json", 31, 7)),
    ),
    Finding(
        "variable-lands-elsewhere",
        Severity.WARNING,
        "ML_TRAINING_BATCH_SIZE lands on training.batch.size; training.batch_size stays 128.",
        "training.batch_size",
        "Set training.batch_size in a file.",
        (Place(".env.production", 2, 1, 2, 26, "ML_TRAINING_BATCH_SIZE"),),
    ),
    Finding(
        "yaml-word-read-as-bool",
        Severity.WARNING,
        "database.country: NO is read as false (YAML 1.1).",
        "database.country",
        'Quote it: "NO".',
        (Place("config.production.yaml", 6, 12, 6, 14), Place("config.production.yaml", 6, 3, 6, 10)),
    ),
    Finding(
        "unreachable-key",
        Severity.INFO,
        "1 key cannot be set by a variable.",
        None,
        "",
        (Place("config.yaml"),),
    ),
)
