"""Keys of an environment's file that no lower layer has, and that look like one of theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from inspector.base.findings import Finding
from inspector.config.dialects.dotenv_files.family import DotenvRules
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.resolve.lookup import node_at, paths_in
from inspector.config.rules.meaning import Meaning
from inspector.config.rules.spec import Rule, Scene
from inspector.config.values import KeyPath, Node, NodeKind, join_key

_MAX_TOLD = 50


@dataclass(frozen=True, slots=True)
class _Odd:
    """A key that only one file has, and the key of lower files that was most likely meant."""

    path: KeyPath
    node: Node
    meant: KeyPath
    other: Node


def key_near_miss(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """A key without a counterpart below, one slip away from a key that lower layers have.

    Keys that the schema names are never odd, and nor are keys of another shape. Where the settings are the
    variables of `.env` files, these files are compared instead.
    """
    if isinstance(scene.dialect.rules, DotenvRules):
        yield from _odd_variables(rule, scene)
        return
    yield from islice(_odd_in_maps(rule, scene), _MAX_TOLD)
    of_environment = LayerKind.ENVIRONMENT
    if not any(setting.candidates[0].kind is of_environment for setting in scene.resolution.settings):
        return
    search = _Search(scene)
    below: list[Node] = []
    for layer in scene.layers:
        root = layer.root if layer.merged and layer.kind is not LayerKind.DEFAULT else None
        if root is None or root.kind is not NodeKind.MAPPING:
            continue
        if below and layer.kind is LayerKind.ENVIRONMENT:
            for odd in islice(search.odd_keys(root, below, ()), _MAX_TOLD):
                yield _told(rule, layer, odd)
        below.append(root)


def _odd_variables(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """Names that only one file has, while a lower one has a name that is one slip away.

    A file that has both means both.
    """
    files = [
        (layer, dict(layer.root.entries))
        for layer in scene.layers
        if layer.kind is LayerKind.DOTENV and layer.status is LayerStatus.LOADED and layer.root is not None
    ]
    files_with = Counter(name for _, nodes in files for name in nodes)
    below: dict[str, Node] = {}
    for layer, nodes in files:
        candidates = [name for name in below if name not in nodes] if below else []
        odd = [name for name in nodes if files_with[name] == 1 and (str(name),) not in scene.schema_keys]
        for name in islice(odd, _MAX_TOLD):
            meant = scene.meaning.sibling(str(name), candidates)
            if meant is not None:
                yield _told(rule, layer, _Odd((str(name),), nodes[name], (meant,), below[meant]))
        below |= {str(name): node for name, node in nodes.items()}


def _told(rule: Rule, layer: Layer, odd: _Odd) -> Finding:
    meant = join_key(odd.meant)
    lower = "file" if layer.kind is LayerKind.DOTENV else "layer"
    return rule.finding(
        f"{join_key(odd.path)} in {layer.label} is in no lower {lower}. Did you mean {meant}?",
        f"Rename it to {odd.meant[-1]}, or leave it if both are meant.",
        (odd.node.key_place or odd.node.place, odd.other.key_place or odd.other.place),
        join_key(odd.path),
    )


class _Search:
    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._starts: dict[int, frozenset[KeyPath]] = {}

    def odd_keys(self, node: Node, below: Sequence[Node], path: KeyPath) -> Iterator[_Odd]:
        """The odd keys of a mapping, given the same mapping in lower layers."""
        lower = [dict(mapping.entries) for mapping in below]
        known = {key: child for children in lower for key, child in children.items()}
        names = {name: child for name, child in known.items() if isinstance(name, str)}
        for key, child in node.entries:
            if key in known:
                if child.kind is NodeKind.MAPPING and child.entries:
                    same = [children[key] for children in lower if key in children]
                    mappings = [other for other in same if other.kind is NodeKind.MAPPING]
                    if mappings:
                        yield from self.odd_keys(child, mappings, (*path, key))
                continue
            here = (*path, key)
            if not isinstance(key, str) or here in self._scene.schema_keys:
                continue
            meant = self._scene.meaning.sibling(key, names)
            if meant is None or names[meant].kind is not child.kind:
                continue
            if self._is_in_result(here) and self._is_in_result((*path, meant)):
                yield _Odd(here, child, (*path, meant), names[meant])

    def _is_in_result(self, path: KeyPath) -> bool:
        """Whether a key is one of the result: some dialects take `Host` and `host` for one."""
        depth = len(path)
        if depth not in self._starts:
            settings = self._scene.resolution.settings
            self._starts[depth] = frozenset(setting.path[:depth] for setting in settings)
        return path in self._starts[depth]


def _odd_in_maps(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """Keys in a map of names of variables that no file has, one slip away from one that a file has."""
    maps = [layer.root for layer in scene.layers if layer.names_variables and layer.root is not None]
    others = [layer.root for layer in scene.layers if layer.merged and not layer.names_variables]
    if not maps:
        return
    known = {path for root in others if root is not None for path in paths_in(root)}
    meaning = Meaning(scene.dialect, known)
    for root in maps:
        paths = tuple(paths_in(root))
        above = {path[:-1] for path in paths}
        for path in paths:
            node = None if path in known or path in above else node_at(root, path)
            meant = None if node is None else meaning.closest(path)
            if node is not None and meant is not None:
                yield rule.finding(
                    f"{join_key(path)} has a variable, and no file has this key. "
                    f"Did you mean {join_key(meant)}?",
                    f"Write {join_key(meant)} if that is meant.",
                    (node.key_place or node.place,),
                    join_key(path),
                )
