"""Files that are missing or that stop the application, and `.env` values that do not count."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz, process

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.layers import LayerKind, LayerStatus
from inspector.config.rules.spec import Rule, Scene


def environment_missing(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S25: an environment without a file, which passes silently."""
    wanted = scene.environment
    if wanted is None or not scene.environment_asked:
        return
    own = [layer for layer in scene.layers if layer.path is not None and layer.by_environment]
    if any(layer.status is not LayerStatus.MISSING for layer in own) or not own:
        return
    others = [name for name in scene.environments if name != wanted]
    meant = process.extractOne(wanted.lower(), others, scorer=fuzz.partial_ratio, score_cutoff=75)
    question = f" Did you mean {meant[0]}?" if meant is not None else ""
    first = own[0]
    yield rule.finding(
        f"{first.label} does not exist, so that nothing of the environment {wanted} applies.{question}",
        f"Known environments are {', '.join(others)}."
        if others
        else "Create the file, or choose no environment.",
        (Place(first.path),),
    )


def crashes_start(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S18 and S19: a file whose content cannot be merged, or a missing base."""
    documents = (layer.document for layer in scene.layers if layer.document is not None)
    told = {f.places for document in documents for f in document.findings if f.exception}
    for stop in scene.resolution.stops:
        if stop.variable is not None or stop.places in told:
            continue
        path = stop.places[0].path or ""
        yield rule.finding(
            f"The application stops at start with {stop}.",
            f"Create {path}."
            if stop.exception == "FileNotFoundError"
            else f"Make {path} a mapping of settings.",
            stop.places,
        )


def dotenv_shadowed(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S26: the process has the variable already, even if it is empty there."""
    for lost in scene.environ.shadowed:
        variable, by = lost.variable, lost.by
        if by is None or by.layer.kind is not LayerKind.VARIABLE or variable.text == by.text:
            continue
        if variable.layer.kind is not LayerKind.DOTENV or not variable.name.startswith(scene.prefix):
            continue
        empty = ", where it is empty" if not by.text else ""
        yield rule.finding(
            f"{variable.name} in {variable.layer.label} is ignored: {by.layer.label} already has it{empty}.",
            f"Unset it there (unset {variable.name}), or remove it from {variable.layer.label}.",
            (variable.place, by.place),
        )
