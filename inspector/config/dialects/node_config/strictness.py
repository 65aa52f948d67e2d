"""What node-config says about deployments and instances without files, and when it stops for them.

The rule is lib/config.mjs, runStrictnessChecks (node-config 5.0.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.dialects.node_config.naming import DEFAULT_DEPLOYMENT, Selection
from inspector.config.shadow import Stop

_SEE = "See https://github.com/node-config/node-config/wiki/Strict-Mode"
_CLOSE = 75
_PLAIN = re.compile(r"[\w .,:;@#%&=~!'\"<>/-]*")


@dataclass(frozen=True, slots=True)
class Strictness:
    """How a run checks itself. `variable` is the name of the one that chose the deployments, `folder` the
    one in which files are missed, `known` are deployments that have files. `anywhere` says that a deployment
    has a file already when its name stands anywhere in the name of one, as in version 3."""

    variable: str = "NODE_ENV"
    folder: str = "config"
    known: tuple[str, ...] = ()
    strict: bool = False
    suppressed: bool = False
    anywhere: bool = False


@dataclass(frozen=True, slots=True)
class Complaint:
    """What node-config complains about: its sentence, and ours. `deployment` is None for an instance."""

    said: str
    finding: Finding
    deployment: str | None = None


def complaints(strictness: Strictness, selection: Selection, files: Sequence[str]) -> Iterator[Complaint]:
    """The complaints about a selection; `files` are the names of all files that were read."""
    if strictness.suppressed:
        return
    for deployment in selection.deployments:
        said = f"{strictness.variable} value of '{deployment}'"
        if deployment and deployment != DEFAULT_DEPLOYMENT and not _has_file(deployment, files, strictness):
            yield Complaint(
                f"{said} did not match any deployment config file names.",
                _missing(strictness, deployment),
                deployment,
            )
        if deployment in ("default", "local"):
            yield Complaint(f"{said} is ambiguous.", _ambiguous(strictness, deployment), deployment)
    instance = selection.instance
    if instance and _PLAIN.fullmatch(instance) and not any(instance in name for name in files):
        said = f"NODE_APP_INSTANCE value of '{instance}' did not match any instance config file names."
        yield Complaint(said, _no_instance(instance))


def stop_for(strictness: Strictness, complaint: Complaint) -> Stop:
    """The stop in strict mode."""
    return Stop("Error", f"FATAL: {complaint.said} {_SEE}", complaint.finding.places, strictness.variable)


def broken_pattern(strictness: Strictness, selection: Selection) -> Stop | None:
    """The stop for a deployment whose name is no regular expression: node-config makes one of it."""
    if strictness.suppressed:
        return None
    for deployment in selection.deployments:
        if not _is_pattern(deployment):
            shown = deployment if strictness.anywhere else f"^{deployment}[.-]"
            message = f"Invalid regular expression: /{shown}/"
            return Stop("SyntaxError", message, (Place(variable=strictness.variable),), strictness.variable)
    return None


def stopped(stop: Stop, meant: str | None = None) -> Finding:
    """The finding about a stop of this module. `meant` is the deployment that was most likely meant."""
    hint = "Name a deployment that has a file in the configuration folder"
    if meant is not None:
        hint = f"Set {stop.variable} to {meant}"
    if stop.exception == "Error":
        hint += ", create the file, or unset NODE_CONFIG_STRICT_MODE"
    return Finding(
        "strict-mode-stops",
        Severity.ERROR,
        f"The application stops at start with {stop}.",
        hint=f"{hint}.",
        places=stop.places,
    )


def _is_pattern(deployment: str) -> bool:
    """Whether JavaScript compiles a name. What only Python takes are quantifiers of quantifiers; an open
    bracket is closed by the one that node-config adds."""
    if "[" in deployment:
        return True
    try:
        re.compile(f"^{deployment}[.-]")
    except re.error:
        return False
    return re.search(r"[*+?}]\+", deployment) is None


def _has_file(deployment: str, files: Sequence[str], strictness: Strictness) -> bool:
    """Whether a name begins with the deployment; it stands in a pattern, where a point is any character."""
    if not _PLAIN.fullmatch(deployment):
        return True  # a pattern of its own: not decided here
    text = re.escape(deployment).replace(r"\.", ".")
    pattern = re.compile(text if strictness.anywhere else f"^{text}[.-]")
    return any(pattern.search(name) for name in files)


def meant_by(strictness: Strictness, deployment: str | None) -> str | None:
    """The known deployment of which this name is a slip, None when there is none."""
    found = process.extractOne(
        (deployment or "").lower(), strictness.known, scorer=fuzz.partial_ratio, score_cutoff=_CLOSE
    )
    return None if found is None or not deployment else str(found[0])


def _missing(strictness: Strictness, deployment: str) -> Finding:
    meant = meant_by(strictness, deployment)
    question = f" Did you mean {meant}?" if meant is not None else ""
    others = ", ".join(strictness.known)
    return Finding(
        "environment-file-missing",
        Severity.WARNING,
        f"{strictness.folder}/{deployment}.json does not exist, and neither does it with another ending, so "
        f"that nothing of the environment {deployment} applies.{question}",
        hint=f"Create the file. Known environments are {others}." if others else "Create the file.",
        places=(Place(f"{strictness.folder}/{deployment}.json"),),
    )


def _ambiguous(strictness: Strictness, deployment: str) -> Finding:
    return Finding(
        "environment-ambiguous",
        Severity.WARNING,
        f"{strictness.variable} is {deployment}, which is also the name of the files for all deployments.",
        hint="Choose another name for the deployment.",
        places=(Place(variable=strictness.variable),),
    )


def _no_instance(instance: str) -> Finding:
    return Finding(
        "instance-without-file",
        Severity.WARNING,
        f"No file is named after the instance {instance}, so that nothing applies to it alone.",
        hint=f"Create a file such as default-{instance}.json, or unset NODE_APP_INSTANCE.",
        places=(Place(variable="NODE_APP_INSTANCE"),),
    )
