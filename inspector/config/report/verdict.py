"""What a pydantic model said about the effective values, as findings with keys and places."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from inspector.base.cancel import CancelToken
from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.report.building import finding_order
from inspector.config.report.hiding import hidden, secret_texts
from inspector.config.report.missing import missing_keys
from inspector.config.report.model import Report
from inspector.config.resolve import Setting, Status
from inspector.config.resolve.lookup import closest, places_in_files
from inspector.config.schemas.model_run import (
    FailureKind,
    ModelError,
    ModelFailure,
    ModelVerdict,
    run_model,
)
from inspector.config.schemas.words import kind_words, value_words
from inspector.config.values import KeyPath, Value, join_key

FINDING_CODES = ("model-failed",)

_READ_STATICALLY = "ValidationError"
_MISSING = ("missing", "value_error.missing")
_UNKNOWN = ("extra_forbidden", "value_error.extra")
_OWN_WORDS = ("Value error, ", "Assertion failed, ")
_HINTS = {
    FailureKind.NO_INTERPRETER: "Create one with python -m venv .venv, or name one in inspector.toml.",
    FailureKind.NO_PYDANTIC: "Install pydantic in this interpreter, or name another one in inspector.toml.",
    FailureKind.IMPORT: "Check that this interpreter has the project's packages; another one can be named "
    "in inspector.toml.",
    FailureKind.NO_CLASS: "Correct model in inspector.toml: it is written package.module:Class.",
    FailureKind.RAISES: "The application stops with it, too: correct the value, or the validator.",
    FailureKind.EXITS: "Keep it behind if __name__ == '__main__', so that the model can be imported.",
    FailureKind.TIME_LIMIT: "Look for what waits when the module is imported: a connection, a lock, input.",
    FailureKind.DIED: "Start the project's own checks in this interpreter to see why.",
}


def ask_model(report: Report, environ: Mapping[str, str], cancel: CancelToken | None = None) -> ModelVerdict:
    """Ask the project's model about the effective values. Runs code of the project: only after trust.

    `environ` are the variables of this process, of which an interpreter needs a few. Raises ValueError when
    the report knows no model, and Cancelled. Any thread; takes as long as the project's imports.
    """
    model = report.model
    if model is None:
        raise ValueError("there is no model")
    if model.interpreter is None:
        said = "no virtual environment of the project was found"
        return ModelVerdict(model.name, failure=ModelFailure(FailureKind.NO_INTERPRETER, said))
    return run_model(report.workspace, model.interpreter, model.name, report.values, environ, cancel)


def with_verdict(report: Report, verdict: ModelVerdict) -> Report:
    """The report with the model's own complaints in place of those that were read from its source.

    A model that could not be asked is a finding, and the others stay.
    """
    secrets = secret_texts(report.settings, report.landed)
    if verdict.failure is not None:
        failed = hidden(_failed(verdict.model, verdict.failure), secrets)
        return replace(report, findings=_sorted([*report.findings, failed]))
    settings = {setting.path: setting for setting in report.settings}
    complaints = [
        hidden(_complaint(report, settings, verdict.model, error), secrets) for error in verdict.errors
    ]
    findings = [finding for finding in report.findings if finding.exception != _READ_STATICALLY]
    elsewhere = {finding.key for finding in findings if finding.code == "invalid-value"}
    refused = {finding.key for finding in complaints if finding.code == "invalid-value"}
    findings = [*findings, *complaints]
    return replace(
        report,
        findings=_sorted(dict.fromkeys(findings)),
        settings=tuple(
            setting if setting.key in elsewhere else _judged(setting, refused) for setting in report.settings
        ),
        missing=missing_keys(findings, list(settings), report.keys, report.layers),
    )


def _complaint(report: Report, settings: Mapping[KeyPath, Setting], model: str, error: ModelError) -> Finding:
    who = model.rpartition(":")[2]
    path, items = _located(error, report.values)
    key = join_key(path)
    if error.type in _MISSING:
        return Finding(
            "missing-required",
            Severity.ERROR,
            f"{key} is required by {who}, and no layer sets it.",
            key,
            "Write it in a layer, or give it a default in the model.",
            exception=_READ_STATICALLY,
        )
    if error.type in _UNKNOWN:
        return _unknown(report, path, who)
    setting = next((settings[path[:end]] for end in range(len(path), 0, -1) if path[:end] in settings), None)
    said = _said(error.message)
    if setting is None:
        return Finding(
            "invalid-value",
            Severity.ERROR,
            f"{key or 'The whole configuration'}: {said}, says {who}.",
            key or None,
            "Correct it in the layer that sets it.",
            places_in_files(report.layers, path),
            _READ_STATICALLY,
        )
    shown = (
        kind_words(setting.value) if setting.secret or setting.value is None else value_words(setting.value)
    )
    also = ", ".join(candidate.kind.word for candidate in setting.overridden)
    also_words = f" Also set in {also}." if also else ""
    return Finding(
        "invalid-value",
        Severity.ERROR,
        f"{setting.key}{items} is {shown}: {said}, says {who}.{also_words}",
        setting.key,
        f"Correct it at {setting.source.place}.",
        (setting.source.place,),
        _READ_STATICALLY,
    )


def _unknown(report: Report, path: KeyPath, who: str) -> Finding:
    key = join_key(path)
    meant = closest(path, report.keys)
    question = f" Did you mean {join_key(meant)}?" if meant else ""
    places: list[Place] = [
        setting.source.place for setting in report.settings if setting.path[: len(path)] == path
    ]
    return Finding(
        "unknown-key",
        Severity.ERROR,
        f"{key} is unknown to {who}.{question}",
        key,
        f"Rename it to {join_key(meant)}, or remove it." if meant else "Remove it, or add it to the model.",
        tuple(dict.fromkeys([*places, *places_in_files(report.layers, path)])),
        _READ_STATICALLY,
    )


def _failed(model: str, failure: ModelFailure) -> Finding:
    said = {
        FailureKind.NO_CLASS: f"there is no class {failure.message} in the module",
        FailureKind.NO_PYDANTIC: "its interpreter has no pydantic",
    }.get(failure.kind, failure.message)
    return Finding(
        "model-failed",
        Severity.WARNING,
        f"{model} could not be asked: {said}. What was read from its source counts.",
        hint=_HINTS[failure.kind],
        places=() if failure.place is None else (failure.place,),
    )


def _located(error: ModelError, values: Value) -> tuple[KeyPath, str]:
    """The key that a complaint is about, and the items below it; names of branches of a type are left out."""
    path: list[Hashable] = []
    items = ""
    here = values
    for index, part in enumerate(error.loc):
        last = index + 1 == len(error.loc)
        if isinstance(here, list) and isinstance(part, int) and part < len(here):
            items += f"[{part}]"
            here = here[part]
        elif isinstance(here, dict):
            name = _name_in(here, part)
            if name is not None:
                here = here[name]
                if not items:
                    path.append(name)
            elif last and error.type in _MISSING and not items:
                path.append(str(part))
    return tuple(path), items


def _name_in(values: Mapping[Any, Value], part: str | int) -> Any:
    """The key of a mapping that a model's name stands for: itself, or in other letters."""
    if part in values:
        return part
    wanted = str(part).casefold()
    return next((key for key in values if str(key).casefold() == wanted), None)


def _said(message: str) -> str:
    for words in _OWN_WORDS:
        message = message.removeprefix(words)
    message = message.rstrip(".")
    return message[:1].lower() + message[1:] if message[1:2].islower() else message


def _judged(setting: Setting, refused: set[str | None]) -> Setting:
    source = setting.source
    status = Status.INVALID if setting.key in refused else Status.EFFECTIVE
    if source.status is status or source.status not in (Status.INVALID, Status.EFFECTIVE):
        return setting
    reason = source.reason.partition(", but ")[0]
    if status is Status.INVALID:
        reason = f"{reason}, but the model refuses it"
    judged = replace(source, status=status, reason=reason)
    candidates = tuple(judged if candidate is source else candidate for candidate in setting.candidates)
    return replace(setting, source=judged, candidates=candidates)


def _sorted(findings: Sequence[Finding] | Mapping[Finding, None]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=finding_order))
