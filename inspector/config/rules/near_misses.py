"""Variables that the application does not read, though they were most likely meant for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inspector.base.findings import Finding, Severity
from inspector.base.places import Place
from inspector.config.layers import LayerKind
from inspector.config.rules.meaning import differ_by_digit, one_slip, squeezed
from inspector.config.rules.spec import Rule, Scene
from inspector.config.shadow import Variable
from inspector.config.values import KeyPath, join_key

# Shorter names are too close to those of other programs.
_MIN_CHARS = 6
_MIN_CHARS_ALONE = 5
_MIN_CHARS_WITHOUT_PREFIX = 8
_MIN_PREFIX_LETTERS = 4
_MAX_COMPARED = 300_000
# dynaconf, node-config, dotenv and their like read these themselves.
_OF_LIBRARIES = re.compile(r"_DYNACONF$|^NODE_|^ALLOW_CONFIG_|^SUPPRESS_|^HOST(NAME)?$|^DOTENV_|_ENV$")
_WRITTEN_FOR_IT = (LayerKind.DOTENV, LayerKind.WHAT_IF)


def near_miss(rule: Rule, scene: Scene) -> Iterator[Finding]:
    """S07 and S08: the prefix in other letters, a slip in the name, or no prefix at all.

    Variables of other programs are never told: only names that are one slip away from a name that works
    are, in the process environment.
    """
    read = {landed.variable.name for landed in scene.resolution.landed}
    unread = [v for v in scene.environ.written if v.name not in read and not scene.claims(v.name)]
    if not unread:
        return
    names: _Names | None = None
    for variable in unread:
        meant = _by_case(scene, variable)
        if meant is not None:
            yield rule.finding(
                f"{variable.name} is ignored: the prefix is {scene.prefix}, and capital and small letters "
                "differ, except on Windows.",
                f"Rename it to {meant}.",
                (variable.place,),
            )
            continue
        if names is None:
            names = _Names.of(scene)
        meant = names.meant_by(variable)
        if meant is not None:
            yield rule.finding(
                f"{variable.name} is ignored. Did you mean {meant}?",
                f"Rename it to {meant}.",
                (variable.place, *names.places(meant)),
                severity=Severity.INFO if meant == scene.prefix + variable.name else None,
            )
        elif variable.layer.kind is LayerKind.WHAT_IF and not _is_used(scene, variable.name):
            yield _typed_in_vain(rule, scene, variable)


def _is_used(scene: Scene, name: str) -> bool:
    """Whether a variable that is no setting does something else: it chooses files, or a file names it."""
    if name in scene.dialect.environment_variables or _OF_LIBRARIES.search(name):
        return True
    reference = re.compile(rf"(?:\$\{{?|\benv[.:\[(]|%)\s*['\"]?{re.escape(name)}\b")
    documents = [layer.document for layer in scene.layers if layer.document is not None]
    return any(reference.search(document.text) for document in documents)


def _typed_in_vain(rule: Rule, scene: Scene, variable: Variable) -> Finding:
    """A what-if variable that nothing reads, perhaps a key in place of a name."""
    path = next((path for path in scene.settings if join_key(path) == variable.name), None)
    name = None if path is None else scene.variable_for(path)
    ending = f"; {name} sets {variable.name}" if name else ""
    prefix = f"Names begin with {scene.prefix}. " if scene.prefix and name is None else ""
    return rule.finding(
        f"{variable.name} is no variable of this application{ending}.",
        f"Type {name} in its place." if name else f"{prefix}`inspector config variables` lists the names.",
        (variable.place,),
    )


def _by_case(scene: Scene, variable: Variable) -> str | None:
    """The name with the prefix as it should be, when that is all that is wrong."""
    name, prefix = variable.name, scene.prefix
    if not prefix or name.startswith(prefix) or not name.lower().startswith(prefix.lower()):
        return None
    rest = name[len(prefix) :]
    candidates = (prefix + rest.upper(), prefix + rest)
    return next((candidate for candidate in candidates if scene.claims(candidate)), None)


@dataclass
class _Names:
    """The names that work, looked up in three ways."""

    scene: Scene
    names: Mapping[str, KeyPath]
    by_letters: Mapping[str, str]
    by_length: Mapping[int, list[str]]
    taken: frozenset[str]
    left: int = _MAX_COMPARED

    @classmethod
    def of(cls, scene: Scene) -> _Names:
        names = scene.meaning.names
        by_length: dict[int, list[str]] = {}
        for name in names:
            by_length.setdefault(len(name), []).append(name)
        taken = frozenset(variable.name for variable in scene.environ.written)
        return cls(scene, names, {squeezed(name): name for name in names}, by_length, taken)

    def meant_by(self, variable: Variable) -> str | None:
        """The name that was meant, None for variables of other programs."""
        name, prefix = variable.name, self.scene.prefix
        ours = variable.layer.kind in _WRITTEN_FOR_IT
        meant = self._slip(name, ours)
        if meant is None and ours and len(name) >= _MIN_CHARS_ALONE and prefix + name in self.names:
            meant = prefix + name
        return None if meant is None or meant in self.taken else meant

    def places(self, name: str) -> tuple[Place, ...]:
        """Where the key of a name gets its value."""
        return self.scene.where(self.names[name])

    def _slip(self, name: str, ours: bool) -> str | None:
        prefix = self.scene.prefix
        if len(name) < _MIN_CHARS:
            return None
        if not prefix and not ours and (len(name) < _MIN_CHARS_WITHOUT_PREFIX or "_" not in name):
            return None
        same = self.by_letters.get(squeezed(name))
        if same is not None:
            return same
        near = [other for length in range(-1, 2) for other in self.by_length.get(len(name) + length, ())]
        if len(near) > self.left:
            return None
        self.left -= len(near)
        meant = one_slip(name, near)
        return meant if meant is not None and self._is_likely(name, meant) else None

    def _is_likely(self, name: str, meant: str) -> bool:
        """Whether the slip is none that tells two names apart: a number, or a letter of a short prefix."""
        prefix = self.scene.prefix
        if differ_by_digit(name, meant):
            return False
        in_prefix = bool(prefix) and not name.startswith(prefix)
        letters = sum(char.isalnum() for char in prefix)
        return not in_prefix or letters >= _MIN_PREFIX_LETTERS or len(name) > len(meant)
