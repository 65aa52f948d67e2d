"""Files that are missing or that stop the application, and `.env` values that do not count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.layers import LayerKind, LayerStatus
from inspector.config.rules.spec import Rule, Scene
from inspector.config.shadow import Shadowed


def environment_missing(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S25: an environment without a file, which passes silently.

    Where the environment's files are `.env` files alone, none of them is needed: there only a name that is
    close to a known one is told.
    """
    wanted = scene.environment
    if wanted is None or not scene.environment_asked:
        return
    own = [layer for layer in scene.layers if layer.by_environment]
    if any(layer.status is not LayerStatus.MISSING for layer in own):
        return
    path = own[0].label if own else _usual_file(scene, wanted)
    others = [name for name in scene.environments if name != wanted]
    meant = process.extractOne(wanted.lower(), others, scorer=fuzz.partial_ratio, score_cutoff=75)
    needed = any(file.by_environment for file in scene.dialect.files)
    if path is None or (meant is None and not needed):
        return
    question = f" Did you mean {meant[0]}?" if meant is not None else ""
    is_of_all = any(layer.path == path and not layer.by_environment for layer in scene.layers)
    said = f"{path} is the file of all environments" if is_of_all else f"{path} does not exist"
    yield rule.finding(
        f"{said}, so that nothing of the environment {wanted} applies.{question}",
        f"Choose another environment; known are {', '.join(others)}."
        if is_of_all and others
        else _advice(others, None if meant is None else meant[0]),
        (Place(own[0].path if own else path),),
    )


def _usual_file(scene: Scene, environment: str) -> str | None:
    """The file that an environment has its settings in, None when there is none by environment."""
    files = (file.paths_for(environment) for file in scene.dialect.files if file.by_environment)
    return next((paths[0] for paths in files if paths), None)


def _advice(others: Sequence[str], meant: str | None) -> str:
    if meant is not None:
        return f"Choose {meant}, or create the file. Known environments are {', '.join(others)}."
    if others:
        return f"Create the file. Known environments are {', '.join(others)}."
    return "Create the file, or choose no environment."


def crashes_start(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S18 and S19: a file whose content cannot be merged, or a missing base."""
    documents = (layer.document for layer in scene.layers if layer.document is not None)
    told = {f.places for document in documents for f in document.findings if f.exception}
    told |= {f.places for f in scene.resolution.findings if f.exception}
    for stop in scene.resolution.stops:
        if stop.variable is not None or stop.places in told:
            continue
        path = next((place.path for place in stop.places if place.path), None)
        if path is None:
            hint = "Correct what the exception names."
        elif stop.exception == "FileNotFoundError":
            hint = f"Create {path}."
        else:
            hint = f"Make {path} a mapping of settings."
        yield rule.finding(f"The application stops at start with {stop}.", hint, stop.places)


def dotenv_shadowed(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S26: the process has the variable already, even if it is empty there."""
    by_name: dict[str, list[Shadowed]] = {}
    for lost in scene.environ.shadowed:
        variable, by = lost.variable, lost.by
        if by is None or by.layer.kind is not LayerKind.VARIABLE or variable.text == by.text:
            continue
        if variable.layer.kind is LayerKind.DOTENV and scene.claims(variable.name):
            by_name.setdefault(variable.name, []).append(lost)
    for name, shadowed in by_name.items():
        by = shadowed[0].by
        assert by is not None
        files = " and ".join(dict.fromkeys(lost.variable.layer.label for lost in shadowed))
        empty = ", where it is empty" if not by.text else ""
        yield rule.finding(
            f"{name} in {files} is ignored: {by.layer.label} already has it{empty}.",
            f"Unset it there (unset {name}), or remove it from {files}.",
            (*(lost.variable.place for lost in shadowed), by.place),
        )
