"""Detection and declaration put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path, PurePosixPath

from inspector.base.findings import Finding, Severity
from inspector.base.paths import is_file
from inspector.base.places import Place
from inspector.config.dialects import DIALECTS, DialectSpec, dialect_named
from inspector.config.dialects.custom import CUSTOM
from inspector.config.dialects.layered import LAYERED
from inspector.config.discover import custom, dynaconf, layered, node_config, pydantic_settings
from inspector.config.discover.declaration import Declaration, read_declaration
from inspector.config.discover.detection import Detection
from inspector.config.discover.dotenv_files import DETECTORS_OF_DOTENV
from inspector.config.discover.environments import environments_of, in_usual_order
from inspector.config.discover.folder import Folder
from inspector.config.discover.globbing import matching_files
from inspector.config.discover.node_packages import read_packages
from inspector.config.layers import Layer
from inspector.config.resolve import KeyInfo
from inspector.config.values import KeyPath

NO_DIALECT = DialectSpec("unknown", "the dialect that is declared does not exist", CUSTOM.rules)
"""What stands in place of a declared dialect that does not exist: a guess would tell values that are none."""

_SCHEMA_NAMES = ("config.schema.json", "settings.schema.json", "schema.json")

Detector = Callable[[Folder], Detection | None]
"""What tells whether a folder follows a dialect; None when nothing of it is there. Bounded in its work."""


def by_path(detect: Callable[[Path], Detection | None]) -> Detector:
    """A detector that looks at the disk itself."""
    return lambda folder: detect(folder.path)


DETECTORS: Mapping[str, Detector] = {
    "pydantic-settings": pydantic_settings.detect,
    "dynaconf": dynaconf.detect,
    "node-config": by_path(node_config.detect),
    **{name: by_path(detect) for name, detect in DETECTORS_OF_DOTENV.items()},
}
"""The detectors by their dialects' names, beside those of `layered`, which stands when no other does, and of
`custom`, which is declared and never guessed."""

LOOKED_FOR: Mapping[str, str] = {
    "layered": "config.yaml and config.<environment>.yaml",
    "pydantic-settings": "settings classes of pydantic-settings in Python code",
    "dynaconf": "settings.toml and the like, and Dynaconf(…) in Python code",
    "node-config": "config/default.json and the like",
    **dict.fromkeys(DETECTORS_OF_DOTENV, ".env and .env.<environment>"),
    "custom": "inspector.toml, and [tool.inspector] in pyproject.toml",
}
"""What makes a folder one of a dialect, in a few words."""

_VITE = "dotenv-vite"
_MODE = re.compile(r"""(?:^|\s)(?:--mode|-m)[\s=]+["']?([A-Za-z0-9][\w-]*)""")
_WITH_MODEL = "pydantic-settings"
_USUAL_FOLDERS = ("config", "conf", "settings", "etc", "deploy")
_USUAL_PARENTS = ("src", "services", "apps", "packages")
_MAX_ELSEWHERE = 40
_MAX_FOUND = 10
# Detectors that read much code, and the word without which they are not asked about folders below.
_IN_CODE = {"pydantic-settings": "BaseSettings", "dynaconf": "dynaconf"}


@dataclass(frozen=True, slots=True)
class Alternative:
    """A dialect that would fit too, with its confidence (0 to 1) and the reasons for it."""

    name: str
    confidence: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Discovery:
    """How a workspace stacks its layers, and why we think so.

    `dialect` has the workspace's own files, prefix and environment variable. `schema` is relative to
    the workspace. `found` is False when the folder has none of the files that were looked for.
    `alternatives` are other dialects that fit, the best first. `defaults` are ready layers below all files,
    `keys` what came with them. `elsewhere` are folders below that hold configuration when this one has none.
    `files` are those that were found, relative to the folder. `folder` is what was seen of it.
    """

    dialect: DialectSpec
    reasons: tuple[str, ...]
    confidence: float
    environments: tuple[str, ...]
    schema: str | None
    declaration: Declaration
    found: bool
    findings: tuple[Finding, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    defaults: tuple[Layer, ...] = ()
    keys: Mapping[KeyPath, KeyInfo] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    folder: Folder | None = field(default=None, compare=False, repr=False)


def discover(workspace: Path, dialect: str | None = None) -> Discovery:
    """Look at the files of a folder. `dialect` is the name of the one to use in place of detection.

    Raises ValueError for a name that is no dialect. Reads a bounded number of names and small files.
    """
    declaration = read_declaration(workspace)
    wanted = dialect or declaration.dialect
    if wanted is not None and dialect_named(wanted) is None:
        known = ", ".join(spec.name for spec in DIALECTS)
        raise ValueError(f"{wanted} is no dialect. Known are: {known}.")
    folder = Folder.read(workspace)
    detected = _detected(folder, declaration)
    chosen = next((d for d in detected if wanted in (None, d.dialect.name)), None)
    if wanted is None and declaration.no_dialect is not None:
        chosen = Detection(NO_DIALECT, 0.0)
    elif chosen is None:
        spec = dialect_named(wanted or "")
        assert spec is not None
        chosen = Detection(_declared_spec(spec, declaration), 0.0)
    declared = declaration.dialect == chosen.dialect.name
    reasons = list(chosen.reasons)
    if declaration.document is not None:
        reasons.insert(0, f"declared in {declaration.path}")
    if dialect is not None and not declared:
        reasons.insert(0, "asked for" if chosen.confidence else "asked for; nothing of it was found here")
    if declaration.prefix is not None:
        reasons.append(f"prefix {declaration.prefix} from {declaration.path}")
    schema, schema_reason = _schema(workspace, declaration)
    reasons += [schema_reason] if schema_reason else []
    found = bool(chosen.files or chosen.defaults or declaration.document)
    return Discovery(
        chosen.dialect,
        tuple(reasons) if found or dialect else (),
        1.0 if declared else chosen.confidence,
        _environments(workspace, chosen, declaration),
        schema,
        declaration,
        found,
        (
            *declaration.findings,
            *chosen.findings,
            *(f for d in detected if d is not chosen and d.dialect.name == _WITH_MODEL for f in d.findings),
            *_missing_schema(workspace, declaration),
            *(_crowded(workspace) if folder.crowded and wanted is None else ()),
            *map(_refused, folder.refused),
        ),
        tuple(
            Alternative(other.dialect.name, other.confidence, other.reasons)
            for other in detected
            if other is not chosen and other.confidence > 0 and not _is_mere_dotenv(other)
        ),
        chosen.defaults,
        chosen.keys,
        () if found else _elsewhere(folder),
        chosen.files,
        folder,
    )


def _detected(folder: Folder, declaration: Declaration) -> list[Detection]:
    """What each dialect makes of the folder, the best first; among equals in the order of the registry."""
    usual = layered.detect(folder, _declared_spec(LAYERED, declaration), declaration.prefix)
    others = [
        _declared_model(folder, declaration) if declaration.model and name == _WITH_MODEL else detect(folder)
        for name, detect in DETECTORS.items()
    ]
    found = [usual, *(_declared(other, declaration) for other in others if other is not None)]
    if declaration.dialect == CUSTOM.name:
        found.insert(0, custom.detect(folder, _declared_spec(CUSTOM, declaration)))
    return sorted(found, key=lambda detection: -detection.confidence)


def _declared_model(folder: Folder, declaration: Declaration) -> Detection:
    """The settings class that is declared, or a finding about the entry."""
    place = _place_of(declaration, "model")
    return pydantic_settings.detect_declared(
        folder,
        declaration.model or "",
        declaration.path or "",
        Place(declaration.path) if place is None else place,
    )


def _is_mere_dotenv(other: Detection) -> bool:
    """Whether `.env` files are all that there is of `layered`: every other dialect has them, too."""
    if other.dialect.name != LAYERED.name:
        return False
    return all(PurePosixPath(path).name.startswith(".env") for path in other.files)


def _elsewhere(folder: Folder) -> tuple[str, ...]:
    """The folders below that hold configuration, those with usual names first."""
    near = [name for name in folder.folders if name.count("/") <= 1]
    usual = [name for name in near if name in _USUAL_FOLDERS or name.split("/")[0] in _USUAL_PARENTS]
    others = [name for name in near if name not in usual and "/" not in name]
    found = (name for name in [*usual, *others][:_MAX_ELSEWHERE] if _holds_configuration(folder.below(name)))
    return tuple(islice(found, _MAX_FOUND))


def _holds_configuration(folder: Folder) -> bool:
    """Whether a folder below the opened one has something for a dialect. Its code is read once, if at all."""
    if layered.detect(folder).confidence:
        return True
    for name, detect in DETECTORS.items():
        word = _IN_CODE.get(name, "")
        if not word or any(word in folder.text(path) for path in folder.ending(".py", ".toml", ".yaml")):
            detection = detect(folder)
            if detection is not None and detection.confidence:
                return True
    return False


def _declared(detection: Detection, declaration: Declaration) -> Detection:
    return replace(detection, dialect=_declared_spec(detection.dialect, declaration))


def _declared_spec(spec: DialectSpec, declaration: Declaration) -> DialectSpec:
    """A dialect with what the workspace declares in place of what was detected."""
    if spec.name == CUSTOM.name:
        spec = replace(spec, separator=declaration.separator, rules=declaration.rules)
    if declaration.layers is not None:
        spec = replace(spec, files=declaration.layers)
    if declaration.dotenv is not None:
        spec = replace(spec, dotenv=declaration.dotenv)
    if declaration.environment_variables is not None:
        spec = replace(spec, environment_variables=declaration.environment_variables)
    if declaration.default_environment is not None:
        spec = replace(spec, default_environment=declaration.default_environment)
    if declaration.prefix is not None:
        spec = replace(spec, prefix=declaration.prefix)
    return spec


def _environments(workspace: Path, chosen: Detection, declaration: Declaration) -> tuple[str, ...]:
    if declaration.environments is not None:
        return declaration.environments
    spec = chosen.dialect
    environments = chosen.environments
    if environments is None:
        environments = environments_of(workspace, spec)
    if spec.name == _VITE:
        modes = (mode for text in read_packages(workspace).scripts for mode in _MODE.findall(text))
        environments = in_usual_order({*environments, *modes})
    default = spec.default_environment
    if (environments or declaration.default_environment) and default not in (None, *environments):
        environments = in_usual_order((*environments, default or ""))
    return environments


def _schema(workspace: Path, declaration: Declaration) -> tuple[str | None, str]:
    if declaration.schema is not None:
        return declaration.schema, ""
    files = matching_files(workspace, "*.schema.json")
    named = [name for name in _SCHEMA_NAMES if is_file(workspace / name)]
    if named:
        return named[0], f"schema {named[0]}"
    if len(files) == 1:
        return files[0], f"schema {files[0]}"
    if files:
        return None, f"no schema: {', '.join(files[:3])} would all fit"
    return None, ""


def _crowded(workspace: Path) -> tuple[Finding, ...]:
    """Not told where somebody says what the dialect is."""
    return (
        Finding(
            "detection-incomplete",
            Severity.INFO,
            f"{workspace.name} holds more files than are looked at to find out what the dialect is.",
            hint="If it is not the right one, open the folder of the application, or name the dialect in "
            "inspector.toml.",
        ),
    )


def _refused(folder: str) -> Finding:
    return Finding(
        "folder-unreadable",
        Severity.WARNING,
        f"The folder {folder} may not be read (permission denied), so that nothing in it is shown.",
        hint="Allow yourself to read it, or start Inspector as the user of the application.",
        places=(Place(folder),),
    )


def _missing_schema(workspace: Path, declaration: Declaration) -> tuple[Finding, ...]:
    if declaration.schema is None or is_file(workspace / declaration.schema) or declaration.document is None:
        return ()
    place = _place_of(declaration, "schema")
    return (
        Finding(
            "schema-missing",
            Severity.ERROR,
            f"The schema {declaration.schema} does not exist.",
            hint="Correct the path; it is relative to the workspace.",
            places=() if place is None else (place,),
        ),
    )


def _place_of(declaration: Declaration, key: str) -> Place | None:
    """Where the value of an entry stands, None without a declaration."""
    node = None if declaration.document is None else declaration.document.root
    for part in ("tool", "inspector", key):
        child = None if node is None else node.child(part)
        node = child if child is not None else node
    return None if node is None else node.place
