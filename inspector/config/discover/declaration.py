"""What a workspace says about itself: `inspector.toml`, or `[tool.inspector]` in `pyproject.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.dialects import DIALECTS, FileLayer, dialect_named
from inspector.config.formats import read_document
from inspector.config.layers import LayerKind
from inspector.config.values import Document, Node, NodeKind

DECLARATION_FILES = ("inspector.toml", "pyproject.toml")

_KEYS = "dialect, prefix, schema, environments, environment_variable, layers"


class _LayerEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    path: str = Field(min_length=1)
    kind: Literal["default", "base", "environment"]


class _Entries(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    dialect: str | None = None
    prefix: str | None = None
    schema_file: str | None = Field(default=None, alias="schema", min_length=1)
    environments: list[str] | None = None
    environment_variable: str | None = Field(default=None, min_length=1)
    layers: list[_LayerEntry] | None = Field(default=None, min_length=1)


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a workspace declares; None means: as detected. `layers` are all file layers, low to high.

    `document` is the file it stands in, None without one.
    """

    document: Document | None = None
    dialect: str | None = None
    prefix: str | None = None
    schema: str | None = None
    environments: tuple[str, ...] | None = None
    environment_variable: str | None = None
    layers: tuple[FileLayer, ...] | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def path(self) -> str | None:
        """The file it stands in."""
        return None if self.document is None else self.document.path


def read_declaration(workspace: Path) -> Declaration:
    """Read the declaration of a workspace. What is wrong in it becomes findings; the rest counts."""
    for name in DECLARATION_FILES:
        file = workspace / name
        if not file.is_file():
            continue
        document = read_document(file, name)
        node = document.root
        if name == "pyproject.toml":
            tool = node.child("tool") if node is not None else None
            node = tool.child("inspector") if tool is not None else None
            broken = document.root is None or any(finding.exception for finding in document.findings)
            if node is None and not (broken and "[tool.inspector" in document.text):
                continue
        return _declared(document, node)
    return Declaration()


def _declared(document: Document, node: Node | None) -> Declaration:
    findings = list(document.findings)
    if node is not None and node.kind is not NodeKind.MAPPING:
        findings.append(_wrong("tool.inspector must be a table", node.place))
        node = None
    if node is None:
        return Declaration(document, findings=tuple(findings))
    raw = {str(key): child.value for key, child in node.entries}
    entries = _checked(raw, node, findings)
    dialect = entries.dialect
    if dialect is not None and dialect_named(dialect) is None:
        known = ", ".join(spec.name for spec in DIALECTS)
        findings.append(_wrong(f"dialect is no known one; known are: {known}", _place_of(node, ("dialect",))))
        dialect = None
    layers = entries.layers and tuple(
        FileLayer(LayerKind(entry.kind), (entry.path,)) for entry in entries.layers
    )
    return Declaration(
        document,
        dialect,
        entries.prefix,
        entries.schema_file,
        None if entries.environments is None else tuple(entries.environments),
        entries.environment_variable,
        layers or None,
        tuple(findings),
    )


def _checked(raw: Mapping[str, object], node: Node, findings: list[Finding]) -> _Entries:
    """The valid entries; each invalid one becomes a finding and is left out."""
    try:
        return _Entries.model_validate(raw)
    except ValidationError as error:
        wrong = set()
        for problem in error.errors(include_input=False, include_url=False):
            location = problem["loc"]
            wrong.add(str(location[0]))
            name = ".".join(str(part) for part in location)
            said = (
                f"is unknown; known are: {_KEYS}"
                if problem["type"] == "extra_forbidden"
                else problem["msg"][0].lower() + problem["msg"][1:]
            )
            findings.append(_wrong(f"{name}: {said}", _place_of(node, location)))
        return _Entries.model_validate({key: value for key, value in raw.items() if key not in wrong})


def _place_of(node: Node, location: tuple[int | str, ...]) -> Place:
    """The place of the innermost part of a location that is written."""
    place = node.place
    for part in location:
        child: Node | None = None
        if isinstance(part, int):
            child = node.elements[part] if part < len(node.elements) else None
        else:
            child = node.child(part)
        if child is None:
            break
        node, place = child, child.key_place or child.place
    return place


def _wrong(message: str, place: Place) -> Finding:
    return Finding(
        "declaration-invalid",
        Severity.ERROR,
        f"{message[0].upper()}{message[1:]}. The entry is left out.",
        hint="Correct the entry; without it, Inspector detects this by itself.",
        places=(place,),
    )
