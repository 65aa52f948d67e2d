"""One run of node-config: files, NODE_CONFIG, mapped variables, then its own checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from inspector.base.findings import Finding
from inspector.config.dialects.node_config import telling
from inspector.config.dialects.node_config.javascript import UNDEFINED, is_falsy
from inspector.config.dialects.node_config.mapping import IllegalLeaf, MappedName, mapped_names
from inspector.config.dialects.node_config.merging import VariableGrower, extend, nested
from inspector.config.dialects.node_config.reading import TOML, as_javascript, parsed_strictly, read
from inspector.config.dialects.node_config.unread import is_unknown, unknown_values
from inspector.config.layers import Layer, LayerStatus
from inspector.config.shadow import Branch, Environ, Grower, Landed, Slot, Stop, Variable, Written
from inspector.config.values import Document, KeyPath, Node, NodeKind

NODE_CONFIG = "NODE_CONFIG"

_KEPT = ("get", "has", "util")
_ILLEGAL_LEAF = "variable-map-illegal"  # told with the map, which is read nevertheless
_EMPTY = "node-config ignores empty variables"


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A value above which there is a layer that nobody reads."""

    slot: Slot
    written: Written
    above: str


@dataclass
class Run:
    """The tree while it grows, and what happened on the way."""

    environ: Environ
    root: Branch = field(default_factory=Branch)
    stops: list[Stop] = field(default_factory=list)
    landed: list[Landed] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    named: dict[KeyPath, MappedName] = field(default_factory=dict)
    _doubts: dict[int, _Doubt] = field(default_factory=dict)

    @cached_property
    def variables(self) -> Mapping[str, Variable]:
        """The variables that the application sees, by name."""
        return {variable.name: variable for variable in self.environ.applied}

    def is_set(self, name: str) -> bool:
        """Whether a variable is there and not empty."""
        variable = self.variables.get(name)
        return variable is not None and bool(variable.text)

    def add_file(self, layer: Layer) -> None:
        """Merge a file of settings."""
        root = self._readable(layer)
        if root is None or layer.document is None:
            return
        if layer.document.format != TOML:  # there such a number stops the application
            self.findings += telling.lost_digits(layer, root)
        extend(self.root, root, lambda: Grower(layer))

    def add_node_config(self) -> None:
        """Merge NODE_CONFIG; malformed it counts for nothing."""
        variable = self.variables.get(NODE_CONFIG)
        if variable is None or not variable.text:
            return
        reading = parsed_strictly(variable.text)
        if not isinstance(reading.value, Node):
            self.findings.append(telling.not_json(variable, reading.error))
            return
        if reading.value.kind is not NodeKind.MAPPING:
            self.findings.append(telling.no_object(variable))
        extend(self.root, reading.value, lambda: VariableGrower(variable))
        for path, node in leaves(reading.value):
            part = replace(variable, text=node.raw, raw=node.raw)
            self.landed.append(Landed(part, path, node.value, applied=True))

    def add_map(self, layer: Layer) -> None:
        """Merge the variables that a map names."""
        root = self._readable(layer)
        if root is None:
            return
        for found in mapped_names(root, self.is_set):
            if isinstance(found, IllegalLeaf):
                self.stops.append(Stop("Error", found.message, (found.node.place,)))
                return
            if found.half:
                self.findings.append(telling.half_mapped(found))
            variable = self.variables.get(found.name)
            if variable is not None and variable.text:
                self._add_mapped(variable, variable.text, found)
            elif variable is not None:
                self.landed.append(Landed(variable, found.path, "", applied=False, reason=_EMPTY))

    def add_shadowed(self, names: Mapping[KeyPath, tuple[MappedName, ...]]) -> None:
        """Note the variables that did not make it at the keys that they would have set."""
        by_name = [mapped for several in names.values() for mapped in several]
        for lost in self.environ.shadowed:
            variable = lost.variable
            for mapped in (mapped for mapped in by_name if mapped.name == variable.name):
                reading = read(variable.text or "", mapped.form, variable.place)
                if variable.text and isinstance(reading.value, Node):
                    self._remember(variable, mapped.path, reading.value, lost.reason)
            if variable.name == NODE_CONFIG and variable.text:
                value = parsed_strictly(variable.text).value
                for path, node in leaves(value) if isinstance(value, Node) else ():
                    part = replace(variable, text=node.raw, raw=node.raw)
                    self._remember(part, path, node, lost.reason)

    def finish(self) -> None:
        """Take away what node-config keeps for itself, and say why values stand that need a word."""
        self._take_away(self.root, ())
        if self.landed or self._doubts:
            for path, slot in _leaf_slots(self.root, ()):
                self._explain(path, slot)

    def _readable(self, layer: Layer) -> Node | None:
        """The tree of a layer; None when it has none, or the application gets one that nobody knows."""
        if is_unknown(layer):
            self.findings.append(unknown_values(layer, bool(self.root.slots)))
            for _, slot in _leaf_slots(self.root, ()):
                self._doubts[id(slot)] = _Doubt(slot, slot.written[-1], layer.label)
            return None
        document = layer.document
        if document is None or layer.status in (LayerStatus.INACTIVE, LayerStatus.MISSING):
            return None
        self.stops += stops_of(document)
        return None if document.root is None else as_javascript(document)

    def _add_mapped(self, variable: Variable, text: str, mapped: MappedName) -> None:
        reading = read(text, mapped.form, variable.place)
        path = mapped.path
        if reading.exception:
            message = f"__format parser error in {variable.name}"
            stop = Stop(reading.exception, message, (variable.place, mapped.place), variable.name, path, path)
            self.stops.append(stop)
            self.landed.append(Landed(variable, path, None, applied=False, stop=stop))
        elif reading.value is None:
            self.findings.append(telling.unread_format(variable, mapped))
            self.landed.append(Landed(variable, path, None, applied=False))
        elif reading.value is UNDEFINED:
            known = mapped.form == "number"
            self.findings.append(telling.undefined(variable, mapped, known))
            self._make_undefined(variable, path)
            self.landed.append(Landed(variable, path, None, applied=False))
        elif reading.value.value is None:
            reason = "node-config passes over null in a variable"
            self.landed.append(Landed(variable, path, None, applied=False, reason=reason))
        else:
            extend(self.root, nested(path, reading.value), lambda: VariableGrower(variable))
            self.landed.append(Landed(variable, path, reading.value.value, applied=True))
            self.named[path] = mapped

    def _make_undefined(self, variable: Variable, path: KeyPath) -> None:
        """Leave the mappings above a key, and nothing at the key."""
        if len(path) > 1:
            empty = Node(NodeKind.MAPPING, {}, variable.place)
            extend(self.root, nested(path[:-1], empty), lambda: VariableGrower(variable))
        branch: Branch | None = self.root
        for key in path[:-1]:
            slot = None if branch is None else branch.slots.get(key)
            branch = None if slot is None else slot.branch
        if branch is not None:
            branch.remove(path[-1])

    def _remember(self, variable: Variable, path: KeyPath, node: Node, reason: str) -> None:
        is_mapping = node.kind is NodeKind.MAPPING
        written = Written(variable.layer, variable, node.value, is_mapping, False, reason, path)
        self.root.remember(written)
        self.landed.append(Landed(variable, path, node.value, applied=False, reason=reason))

    def _take_away(self, branch: Branch, path: KeyPath) -> None:
        for key in _KEPT:
            slot = branch.slots.get(key)
            if slot is None:
                continue
            place = slot.written[-1].source.place
            if is_falsy(branch.value[key]) or (key == "util" and not path):
                branch.remove(key)
                self.findings.append(telling.reserved((*path, key), place, vanishes=True))
            elif not path or key != "util":
                self.findings.append(telling.reserved((*path, key), place, vanishes=False))
        for name, slot in branch.slots.items():
            if slot.branch is not None:
                self._take_away(slot.branch, (*path, str(name)))

    def _explain(self, path: KeyPath, slot: Slot) -> None:
        """Give the value that stands its sentence, where the usual one would not be true."""
        index = next(i for i in reversed(range(len(slot.written))) if slot.written[i].applied)
        written = slot.written[index]
        reason = ""
        if isinstance(written.source, Variable):
            mapped = next(
                (self.named[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self.named), None
            )
            reason = "stands above all files"
            if mapped is not None and mapped.name == written.source.name:
                reason += f" and {NODE_CONFIG}; {mapped.place} names the variable"
        doubt = self._doubts.get(id(slot))
        if doubt is not None and doubt.written is written:
            reason += "; " if reason else "the highest layer that can be read; "
            reason += f"{doubt.above} above it has values that are unknown"
        if reason:
            slot.written[index] = written._replace(reason=reason)


def stops_of(document: Document) -> list[Stop]:
    """The stop of node-config at a file that it cannot read; the file's own findings tell of it."""
    for finding in document.findings:
        if finding.code == "file-unreadable":
            if finding.exception and finding.exception != "FileNotFoundError":  # a link that leads nowhere
                return [Stop("Error", f"Config file {document.path} cannot be read.", finding.places)]
        elif (finding.exception or finding.code == "file-not-text") and finding.code != _ILLEGAL_LEAF:
            return [Stop("Error", f"Cannot parse config file: '{document.path}'", finding.places)]
    return []


def leaves(node: Node, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Node]]:
    """The settings that a node gives, with their keys."""
    for key, child in node.entries:
        here = (*path, str(key))
        if child.kind is NodeKind.MAPPING and child.entries:
            yield from leaves(child, here)
        else:
            yield here, child


def _leaf_slots(branch: Branch, path: KeyPath) -> Iterator[tuple[KeyPath, Slot]]:
    for key, slot in branch.slots.items():
        here = (*path, str(key))
        if slot.branch is not None and slot.branch.slots:
            yield from _leaf_slots(slot.branch, here)
        else:
            yield here, slot
