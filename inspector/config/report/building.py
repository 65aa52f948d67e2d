"""How a report is made."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from pathlib import Path

from inspector.base.cancel import CancelToken
from inspector.base.findings import Finding, Severity
from inspector.base.paths import is_file
from inspector.base.places import Place
from inspector.config.dialects import StackInputs
from inspector.config.dialects.pydantic_settings import PydanticSettingsRules
from inspector.config.discover import DECLARATION_FILES, LOOKED_FOR, Discovery, asked_for, discover
from inspector.config.formats import read_document
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.report.carrying import with_carried
from inspector.config.report.git_index import tracked_files
from inspector.config.report.hiding import hidden, schema_text, secret_paths, secret_texts, source_text
from inspector.config.report.missing import missing_keys
from inspector.config.report.misspelt import with_misspelt
from inspector.config.report.model import DialectChoice, ProjectModel, Report, Request, SourceText
from inspector.config.report.required import declared_in_vain, missing_base, required_layers_missing
from inspector.config.report.stack import DAMAGE, count_settings, counted_again, read_stack, relative_path
from inspector.config.report.telling import told_once
from inspector.config.report.unloaded import dotenv_unloaded
from inspector.config.report.workspace import workspace_of
from inspector.config.report.yaml_readers import yaml_1_1_reader
from inspector.config.resolve import Resolution, Setting, Status, resolve
from inspector.config.rules import Scene, check
from inspector.config.schemas import Schema, read_schema, validate
from inspector.config.schemas.interpreters import project_interpreter
from inspector.config.values import Document, KeyPath, NodeKind

_MOST_NOTES = 4
_LINE_LAST = 1 << 30
_MAX_NAMED = 5
_SEEN_IN_PART = ("detection-incomplete", "folder-unreadable")
# A layer is lost, or stops the application.
_WHOLE_FILES = DAMAGE | {"empty-file", "environment-file-missing", "file-crashes-start"}


def build_report(request: Request, cancel: CancelToken | None = None) -> Report:
    """Discover, read, resolve and check a workspace.

    Broken, empty, huge and unreadable files become findings; the rest still shows. Raises
    FileNotFoundError or NotADirectoryError when the workspace itself is none, ValueError for a dialect
    that does not exist, and Cancelled. Runs on any thread; takes as long as its files take to read.
    """
    cancel = cancel or CancelToken()
    workspace = workspace_of(request.workspace, request.dialect)
    found = discover(workspace, request.dialect)
    cancel.raise_if_cancelled()
    if request.prefix is not None:
        reasons = asked_for(found.reasons, request.prefix)
        found = replace(found, dialect=replace(found.dialect, prefix=request.prefix), reasons=reasons)
    return _Build(request, workspace, found, cancel).report()


class _Build:
    """The steps of one report."""

    def __init__(self, request: Request, workspace: Path, found: Discovery, cancel: CancelToken) -> None:
        self._request = request
        self._workspace = workspace
        self._found = found
        self._cancel = cancel
        self._environment, self._asked = _environment(request, found)

    def report(self) -> Report:
        """Read, resolve, check."""
        request, found, dialect = self._request, self._found, self._found.dialect
        schema_document, schema = self._schema()
        stack = read_stack(
            self._workspace,
            dialect,
            self._environment,
            request.environ,
            request.environ_label,
            request.what_if,
            self._cancel.raise_if_cancelled,
            request.host,
        )
        if not found.found and request.schema is None and not _has_files(stack.layers):
            return _empty_report(request, self._workspace, found)
        defaults = _default_layer(schema)
        below = () if defaults is None else (defaults,)
        layers = (*below, *found.defaults, *stack.layers)
        keys = {**found.keys, **({} if schema is None else schema.keys)}
        lowest = (
            None
            if defaults is None or schema is None or schema.defaults is None
            else (defaults, schema.defaults)
        )
        inputs = StackInputs(layers, stack.environ, self._environment, keys, request.host)
        resolution = resolve(dialect, inputs, lowest, keys)
        has_learned = resolution.dialect is not dialect
        dialect, layers = resolution.dialect, resolution.layers
        if has_learned:
            layers = counted_again(layers, dialect, stack.environ)
        resolution = replace(resolution, stops=(*missing_base(layers), *resolution.stops))
        self._cancel.raise_if_cancelled()
        scene = Scene(
            dialect,
            layers,
            stack.environ,
            resolution,
            self._environment,
            found.environments,
            self._asked,
            keys,
            partial(tracked_files, self._workspace),
            partial(yaml_1_1_reader, self._workspace),
        )
        findings = [*self._document_findings(layers, schema_document, resolution), *found.findings]
        findings += required_layers_missing(
            self._workspace, dialect, layers, self._environment, found.declaration.path
        )
        findings += declared_in_vain(self._workspace, dialect, layers, found.declaration.path)
        findings += dotenv_unloaded(found, dialect, layers, self._environment, dict(request.environ))
        findings += [*stack.environ.findings, *check(scene), *_environ_incomplete(request)]
        self._cancel.raise_if_cancelled()
        settings = with_misspelt(resolution.settings, keys)
        settings = with_carried(settings, resolution.landed, request.environ, stack.environ.written)
        violations = resolution.findings
        if schema is not None:
            violations += validate(schema, settings, layers, dialect, scene.would_set)
        findings = told_once(findings, violations, settings, resolution.findings)
        settings = _with_invalid(settings, violations)
        self._cancel.raise_if_cancelled()
        secrets = secret_texts(settings, resolution.landed)
        return Report(
            self._workspace,
            self._choice(),
            self._environment,
            found.environments,
            layers,
            settings,
            _sorted({hidden(finding, secrets): None for finding in findings}),
            None if schema_document is None else schema_document.path,
            request.environ_label,
            self._texts(layers, schema_document, settings, secrets),
            self._watched(layers, schema_document),
            resolution.stops,
            resolution.values,
            dialect,
            stack.environ,
            resolution.landed,
            keys,
            schema,
            missing_keys(findings, [setting.path for setting in settings], keys, layers),
            resolution.gone,
            self._model(),
        )

    def _model(self) -> ProjectModel | None:
        """The declared model, or the settings class that was found."""
        declared, rules = self._found.declaration, self._found.dialect.rules
        name = declared.model or ""
        if ":" in name:
            module, _, class_name = name.partition(":")
            name = f"{module.removesuffix('.py').replace('/', '.')}:{class_name}"
        elif isinstance(rules, PydanticSettingsRules) and rules.model is not None:
            name = rules.model.import_name
        else:
            return None
        environ = dict(self._request.environ)
        return ProjectModel(name, project_interpreter(self._workspace, declared.interpreter, environ))

    def _schema(self) -> tuple[Document | None, Schema | None]:
        named = self._request.schema
        if named is None and self._found.schema is None:
            return None, None
        file = Path(os.path.normpath(self._workspace / (named or self._found.schema or "")))
        if named is None and not is_file(file):
            return None, None
        document = read_document(file, relative_path(file, self._workspace), "json")
        return document, read_schema(document)

    def _choice(self) -> DialectChoice:
        found = self._found
        return DialectChoice(
            found.dialect.name,
            found.dialect.title,
            found.dialect.prefix,
            found.reasons,
            found.confidence,
            found.alternatives,
        )

    def _document_findings(
        self, layers: Sequence[Layer], schema: Document | None, resolution: Resolution
    ) -> Iterable[Finding]:
        """What the formats found. What is no mapping, or empty, and stops the application is told by that."""
        told = {place.path for stop in resolution.stops for place in stop.places}
        documents = [layer.document for layer in layers if layer.document is not None]
        if schema is not None:
            documents.append(schema)
        for document in documents:
            for finding in document.findings:
                no_mapping = document.root is not None and document.root.kind is not NodeKind.MAPPING
                no_mapping = no_mapping or finding.code == "empty-file"
                if not no_mapping or finding.exception or document.path not in told:
                    yield finding

    def _texts(
        self,
        layers: Sequence[Layer],
        schema: Document | None,
        settings: Sequence[Setting],
        secrets: Sequence[str],
    ) -> dict[str, SourceText]:
        documents = [layer.document for layer in layers if layer.document is not None]
        declared = self._found.declaration.document
        if declared is not None:
            documents.append(declared)
        paths = secret_paths(settings, layers)
        nothing: frozenset[KeyPath] = frozenset()
        maps = {layer.path for layer in layers if layer.names_variables}
        texts = {
            document.path: schema_text(document, (), secrets)
            if document.path in maps
            else source_text(document, paths.get(document.path, nothing), secrets)
            for document in documents
        }
        if schema is not None:
            defaults = [
                candidate.place
                for setting in settings
                for candidate in setting.candidates
                if candidate.place.path == schema.path and setting.hides(candidate)
            ]
            texts[schema.path] = schema_text(schema, defaults, secrets)
        return texts

    def _watched(self, layers: Sequence[Layer], schema: Document | None) -> tuple[Path, ...]:
        names = [*DECLARATION_FILES, *(layer.path for layer in layers if layer.path is not None)]
        if schema is not None:
            names.append(schema.path)
        files = (self._workspace / name for name in names)
        return (self._workspace, *dict.fromkeys(files))


def _environ_incomplete(request: Request) -> tuple[Finding, ...]:
    """What the process environment does not tell of itself."""
    notes = request.environ_notes
    if not notes:
        return ()
    more = len(notes) - _MOST_NOTES
    told = " ".join(notes[:_MOST_NOTES]) + (f" And {more} more." if more > 0 else "")
    return (
        Finding(
            "environ-incomplete",
            Severity.INFO,
            f"The variables of {request.environ_label} are not all there is: {told}",
            hint="Type what you know to be set as a what-if variable.",
        ),
    )


def _environment(request: Request, found: Discovery) -> tuple[str | None, bool]:
    """The environment, and whether somebody asked for it: the request, or the process."""
    if request.environment is not None:
        return request.environment, True
    for name in found.dialect.environment_variables:
        for variables in (request.what_if, request.environ):
            selected = dict(variables).get(name)
            if selected:
                return selected, bool(found.environments)
    return (found.dialect.default_environment if found.environments else None), False


def _has_files(layers: Sequence[Layer]) -> bool:
    """Whether a variable led to files that lie elsewhere than they usually do."""
    return any(layer.path is not None and layer.status is not LayerStatus.MISSING for layer in layers)


def _default_layer(schema: Schema | None) -> Layer | None:
    if schema is None or schema.defaults is None:
        return None
    path = schema.document.path
    size = count_settings(schema.defaults)
    return Layer(f"default:{path}", LayerKind.DEFAULT, path, path, note="Defaults of the schema.", size=size)


def _with_invalid(settings: Sequence[Setting], violations: Sequence[Finding]) -> tuple[Setting, ...]:
    """The settings, with the status `invalid` for winners that break their rule."""
    broken = {finding.key: "the schema" for finding in violations if finding.code == "invalid-value"}
    refused = {(f.key, place) for f in violations if f.exception == "ValidationError" for place in f.places}
    if not broken and not refused:
        return tuple(settings)
    return tuple(_judged(setting, broken, refused) for setting in settings)


def _judged(
    setting: Setting, broken: Mapping[str | None, str], refused: Set[tuple[str | None, Place]]
) -> Setting:
    key, source = setting.key, setting.source
    if key in broken:
        return _invalid(setting, broken[key])
    return _invalid(setting, "a validator") if (key, source.key_place or source.place) in refused else setting


def _invalid(setting: Setting, who: str) -> Setting:
    reason = f"{setting.source.reason}, but {who} refuses it"
    source = replace(setting.source, status=Status.INVALID, reason=reason)
    candidates = tuple(source if c is setting.source else c for c in setting.candidates)
    return replace(setting, source=source, candidates=candidates)


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=finding_order))


def finding_order(finding: Finding) -> tuple[int, bool, str, int, int, str, str]:
    """By severity; then a file whose whole layer is lost before single values; then by place."""
    place = finding.places[0] if finding.places else Place()
    return (
        finding.severity.rank,
        finding.code not in _WHOLE_FILES,
        place.path or "~",
        place.line or _LINE_LAST,
        place.column or 0,
        finding.code,
        finding.message,
    )


def _empty_report(request: Request, workspace: Path, found: Discovery) -> Report:
    dialect = found.dialect
    looked = dict(LOOKED_FOR)
    if dialect.dotenv and not dialect.files:
        looked[dialect.name] = ", ".join(
            path.replace("{environment}", "<environment>") for path in dialect.dotenv
        )
    more = "".join(f" {other.message}" for other in found.findings if other.code in _SEEN_IN_PART)
    finding = Finding(
        "nothing-found",
        Severity.INFO,
        f"There is no configuration here. Looked for {'; '.join(dict.fromkeys(looked.values()))}.{more}",
        hint=_where_to_look(found.elsewhere),
    )
    choice = DialectChoice(dialect.name, dialect.title, dialect.prefix, found.reasons, 0.0)
    watched = (workspace, *(workspace / name for name in DECLARATION_FILES))
    return Report(
        workspace, choice, None, (), (), (), (finding,), environ_label=request.environ_label, watched=watched
    )


def _where_to_look(elsewhere: Sequence[str]) -> str:
    if not elsewhere:
        return "Open the folder that holds these files, or say in inspector.toml what the layers are."
    more = f" and {len(elsewhere) - _MAX_NAMED} more" if len(elsewhere) > _MAX_NAMED else ""
    if len(elsewhere) == 1:
        return f"There is configuration in {elsewhere[0]}: open that folder."
    return f"There is configuration in {', '.join(elsewhere[:_MAX_NAMED])}{more}: open one of these folders."
