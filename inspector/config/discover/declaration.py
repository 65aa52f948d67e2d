"""What a workspace says about itself: `inspector.toml`, or `[tool.inspector]` in `pyproject.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from inspector.base.findings import Finding
from inspector.base.paths import is_file
from inspector.config.dialects import DIALECTS, FileLayer, dialect_named
from inspector.config.dialects.custom import CUSTOM, CustomRules, Filling
from inspector.config.discover.checking import checked, did_you_mean, place_of, unreadable, wrong
from inspector.config.discover.declared import DeclarationTable, LayerTable, MergeTable, VariablesTable
from inspector.config.formats import read_document
from inspector.config.layers import LayerKind
from inspector.config.shadow import Lists, MergeRules
from inspector.config.values import Document, Node, NodeKind

DECLARATION_FILES = ("inspector.toml", "pyproject.toml")

_CUSTOM_ONLY = ("separator", "variables", "merge", "interpolation")
_GLOB = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a workspace declares; None means: as detected. `layers` are all file layers, low to high.

    `document` is the file it stands in, None without one. `prefix` is the highest of the prefixes. `dotenv`
    are ranked high to low. `model` is the class of a settings model, as in `app.settings:Settings`;
    `interpreter` the path of the project's own Python. `rules` are those of the dialect `custom`,
    with `separator`; other dialects have their own. `no_dialect` is a name that was declared and is none.
    """

    document: Document | None = None
    dialect: str | None = None
    prefix: str | None = None
    schema: str | None = None
    environments: tuple[str, ...] | None = None
    environment_variables: tuple[str, ...] | None = None
    default_environment: str | None = None
    layers: tuple[FileLayer, ...] | None = None
    dotenv: tuple[str, ...] | None = None
    model: str | None = None
    interpreter: str | None = None
    separator: str = CUSTOM.separator
    rules: CustomRules = field(default_factory=CustomRules)
    findings: tuple[Finding, ...] = ()
    no_dialect: str | None = None

    @property
    def path(self) -> str | None:
        """The file it stands in."""
        return None if self.document is None else self.document.path


def read_declaration(workspace: Path) -> Declaration:
    """Read the declaration of a workspace. What is wrong in it becomes findings; the rest counts."""
    for name in DECLARATION_FILES:
        file = workspace / name
        if not is_file(file):
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
    findings = [unreadable(finding) for finding in document.findings]
    if node is not None and node.kind is not NodeKind.MAPPING:
        findings.append(wrong("tool.inspector must be a table.", node.place))
        node = None
    if node is None:
        return Declaration(document, findings=tuple(findings))
    table = checked(node, findings)
    findings += _at_odds(node, table)
    dialect = table.dialect if table.dialect is None or dialect_named(table.dialect) is not None else None
    prefixes = tuple(table.prefix or ())
    dotenv = table.dotenv
    files = None if dotenv is None else tuple(dotenv.files if dotenv.wins == "first" else dotenv.files[::-1])
    variables, merge = table.variables or VariablesTable(), table.merge or MergeTable()
    return Declaration(
        document,
        dialect,
        prefixes[-1] if prefixes else None,
        table.schema_file,
        None if table.environments is None else tuple(table.environments),
        None if table.environment_variable is None else tuple(table.environment_variable),
        table.default_environment,
        None if table.layers is None else tuple(map(_file_layer, table.layers)),
        files,
        table.model,
        table.interpreter,
        CUSTOM.separator if table.separator is None else table.separator,
        CustomRules(
            prefixes,
            variables.match,
            variables.case,
            variables.max_splits,
            variables.values,
            variables.empty,
            variables.unknown,
            dotenv is not None and dotenv.override,
            _merge_rules(merge),
            table.interpolation or Filling.NONE,
        ),
        tuple(findings),
        table.dialect if dialect is None else None,
    )


def _file_layer(table: LayerTable) -> FileLayer:
    return FileLayer(
        LayerKind(table.kind),
        tuple(table.path),
        table.required,
        any(_GLOB & set(path) for path in table.path),
        tuple((table.section or "").split(".")) if table.section else (),
        table.format,
    )


def _merge_rules(table: MergeTable) -> MergeRules:
    lists = table.lists
    if lists is Lists.BY_KEY and table.list_key is None:
        lists = Lists.REPLACE
    return MergeRules(table.mappings, lists, table.nulls, table.conflicts, table.list_key or "")


def _at_odds(node: Node, table: DeclarationTable) -> Iterator[Finding]:
    """Entries that are well-formed, but mean nothing where they stand."""
    dialect = table.dialect
    if dialect is not None and dialect_named(dialect) is None:
        known = [spec.name for spec in DIALECTS]
        said = f'dialect: "{dialect}" is no dialect; known are: {", ".join(known)}.'
        yield wrong(
            said + did_you_mean(dialect, known),
            place_of(node, ("dialect",)),
            "Nothing else is read until it is corrected.",
            detected=True,
        )
        return
    if dialect == CUSTOM.name:
        yield from _at_odds_in_custom(node, table)
        return
    for key in _CUSTOM_ONLY:
        if node.child(key) is not None:
            yield wrong(f'{key}: counts with dialect = "custom" only.', place_of(node, (key,)))
    if table.dotenv is not None and table.dotenv.override:
        said = 'dotenv.override: counts with dialect = "custom" only.'
        yield wrong(said, place_of(node, ("dotenv", "override")))
    if len(table.prefix or ()) > 1:
        said = 'prefix: several count with dialect = "custom" only.'
        yield wrong(said, place_of(node, ("prefix",)), "The last one stands.")


def _at_odds_in_custom(node: Node, table: DeclarationTable) -> Iterator[Finding]:
    if table.layers is None and node.child("layers") is None:
        said = 'dialect: "custom" has the layers that are declared, and there are none.'
        yield wrong(said, place_of(node, ("dialect",)), "No file is read.")
    if table.variables is not None and table.prefix is None:
        said = "variables: no prefix is declared."
        yield wrong(said, place_of(node, ("variables",)), "No variable is read.")
    by_key = table.merge is not None and table.merge.lists is Lists.BY_KEY
    list_key = None if table.merge is None else table.merge.list_key
    if by_key and list_key is None:
        said = 'merge.lists: "by-key" needs list_key, the key by which items are told apart.'
        yield wrong(said, place_of(node, ("merge", "lists")))
    if not by_key and list_key is not None:
        said = 'merge.list_key: counts with lists = "by-key" only.'
        yield wrong(said, place_of(node, ("merge", "list_key")))
