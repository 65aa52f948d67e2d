"""Layers of a declared dialect put together, and where its variables land."""

from __future__ import annotations

from inspector.base.findings import Finding
from inspector.config.dialects.custom.conflicts import ambiguous, deleted, refused, stop_of
from inspector.config.dialects.custom.filling import VariableFiller
from inspector.config.dialects.custom.naming import Located, Naming
from inspector.config.dialects.custom.options import Empty, Filling, Reading, Unknown
from inspector.config.dialects.custom.references import KeyFiller, filled_secrets
from inspector.config.dialects.custom.texts import read_as
from inspector.config.dialects.spec import Stacked
from inspector.config.layers import Layer, LayerKind
from inspector.config.shadow import (
    MAX_PARTS,
    Branch,
    Environ,
    Grower,
    Landed,
    Merger,
    MergeRules,
    Stop,
    Variable,
    VariableGrower,
    Written,
    plain_node,
    stops_of,
)
from inspector.config.values import KeyPath, NodeKind, Value


class Stacking:
    """The tree of a workspace, which grows layer by layer, and what there is to tell about it."""

    def __init__(self, merging: MergeRules, reading: Reading, filling: Filling, environ: Environ) -> None:
        self.root = Branch()
        self._stops: list[Stop] = []
        self._landed: list[Landed] = []
        self._findings: list[Finding] = []
        self._merger = Merger(merging)
        self._reading = reading
        self._filling = filling
        self._environ = environ
        texts = {v.name: v.text for v in environ.applied if v.text is not None}
        self._filler = VariableFiller(texts, reading)

    def add_file(self, layer: Layer) -> None:
        """Merge a file, as far as it could be read; one that holds no mapping gives nothing."""
        if layer.document is not None:
            self._stops += stops_of(layer.document)[:1]
        node = layer.root
        if node is None or node.kind is not NodeKind.MAPPING:
            return
        if self._filling is Filling.VARIABLES:
            node = self._filler.fill(node)
        before = len(self._merger.refusals)
        self.root = self._merger.merge(self.root, node, Grower(layer))
        self._stops += map(stop_of, self._merger.refusals[before:])

    def add_variables(self, naming: Naming, empty: Empty, unknown: Unknown) -> None:
        """Put each variable where its name points: those of a higher prefix behind those of a lower one."""
        located = ((naming.locate(variable.name), variable) for variable in self._environ.applied)
        read = [(at, variable) for at, variable in located if at is not None]
        read.sort(key=lambda pair: naming.prefixes.index(pair[0].prefix))
        overriding = _overriding(self._environ)
        prefixes: dict[KeyPath, str] = {}
        for at, variable in read:
            if unknown is Unknown.IGNORED and not at.known:
                self._leave_out(variable, at, "it means no known key", unknown=True)
            elif empty is Empty.IGNORED and variable.text == "":
                self._leave_out(variable, at, "it is empty, and empty variables are ignored")
            else:
                lower = prefixes.get(at.path, at.prefix)
                prefixes[at.path] = at.prefix
                ranked = f"the prefix {at.prefix} ranks above {lower or 'none'}"
                self._put(variable, at, overriding.get(variable.name, "") if lower == at.prefix else ranked)
        for lost in self._environ.shadowed:
            at_lost = naming.locate(lost.variable.name)
            if at_lost is not None and (at_lost.known or unknown is Unknown.SET):
                self._leave_out(lost.variable, at_lost, lost.reason)

    def stacked(self) -> Stacked:
        """The result."""
        findings = [*self._findings, *self._filler.findings]
        root, secrets = self.root, frozenset[KeyPath]()
        if self._filling is Filling.VARIABLES:
            secrets = frozenset(filled_secrets(root))
        elif self._filling is Filling.KEYS:
            keys = KeyFiller(root)
            root, secrets = keys.root, frozenset(keys.secrets)
            findings += keys.findings
        findings += map(refused, self._merger.refusals)
        findings += deleted(self._merger.removals)
        return Stacked(root, tuple(self._stops), tuple(self._landed), tuple(findings), secrets=secrets)

    def _put(self, variable: Variable, located: Located, reason: str) -> None:
        path, value = located.path, self._value(variable)
        if len(path) > MAX_PARTS:
            self._landed.append(Landed(variable, path, value, applied=False, too_deep=True))
            return
        before = len(self._merger.refusals)
        grower = VariableGrower(variable, path, reason)
        self.root = self._merger.put(self.root, located.keys, plain_node(value, variable.place), grower)
        stops = [stop_of(refusal) for refusal in self._merger.refusals[before:]]
        self._stops += stops
        why_not = stops[0].message if stops else ""
        self._landed.append(Landed(variable, path, value, not stops, reason=why_not))
        if located.others:
            self._findings.append(ambiguous(variable, located))

    def _leave_out(self, variable: Variable, located: Located, reason: str, *, unknown: bool = False) -> None:
        path, value = located.path, self._value(variable)
        too_deep = len(path) > MAX_PARTS
        if not too_deep:
            self.root.remember(Written(variable.layer, variable, value, False, False, reason, path))
        self._landed.append(Landed(variable, path, value, False, None, too_deep, reason, unknown))

    def _value(self, variable: Variable) -> Value:
        return None if variable.text is None else read_as(variable.text, self._reading)


def _overriding(environ: Environ) -> dict[str, str]:
    """The variables of `.env` files that override the process, and the sentence about that."""
    return {
        lost.by.name: f"{lost.by.layer.label} overrides {lost.variable.layer.label}"
        for lost in environ.shadowed
        if lost.by is not None
        and lost.by.layer.kind is LayerKind.DOTENV
        and lost.variable.layer.kind is LayerKind.VARIABLE
    }
