"""Where a setting can be changed, and what would come of it. Nothing here knows Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inspector.base.cancel import CancelToken
from inspector.base.findings import Finding
from inspector.config.edit import DiffLine, Operation, Proposal, Written, diff, propose, undo, write
from inspector.config.edit.targets import changeable_layers, removal_from
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.report import Report
from inspector.config.resolve import Candidate, Setting
from inspector.config.values import KeyPath
from inspector.ui.config.typed_value import change_to, read_typed, reading_words
from inspector.ui.config.words import LAYER_WORDS, value_text

REMOVABLE_CODES = ("equal-override", "override-dead")
"""Findings about a value that says nothing: it can go."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A change that the user has in mind; `text` is ignored by REMOVE. A job makes a Preview of it."""

    report: Report
    layer: Layer
    path: KeyPath
    operation: Operation = Operation.SET
    text: str = ""
    as_text: bool = False
    reveal: bool = False

    def __call__(self, token: CancelToken) -> object:
        """Try the change. Raises EditRefusedError and OSError."""
        token.raise_if_cancelled()
        report, layer, path = self.report, self.layer, self.path
        words = ""
        if self.operation is Operation.REMOVE:
            change = removal_from(report, layer, path)
        else:
            change = change_to(report, layer, path, self.text, as_text=self.as_text)
            value = read_typed(report, layer, path, self.text, as_text=self.as_text)
            words = reading_words(value, secret=change.secret and not self.reveal)
        proposal = propose(change)
        source = report.texts.get(layer.path or "")
        secrets = source.secrets if source is not None else ()
        return Preview(proposal, diff(proposal, secrets, reveal=self.reveal), words)


@dataclass(frozen=True, slots=True)
class Preview:
    """A proposal, its lines with secrets masked, and what the layer reads in the text, "" when removed."""

    proposal: Proposal
    lines: tuple[DiffLine, ...]
    words: str


@dataclass(frozen=True, slots=True)
class WriteTask:
    """Writes a proposal; gives a Written. Raises EditRefusedError and OSError."""

    proposal: Proposal

    def __call__(self, _token: CancelToken) -> object:
        """Once begun, it is not cancelled."""
        return write(self.proposal)


@dataclass(frozen=True, slots=True)
class UndoTask:
    """Puts back what was there; gives the Written. Raises EditRefusedError and OSError."""

    written: Written

    def __call__(self, _token: CancelToken) -> object:
        """Once begun, it is not cancelled."""
        undo(self.written)
        return self.written


def targets(report: Report) -> tuple[Layer, ...]:
    """The layers whose files can be changed, high to low."""
    return tuple(reversed(changeable_layers(report)))


def written_in(setting: Setting, layer: Layer) -> Candidate | None:
    """What a layer says of a setting, None when nothing."""
    return next((one for one in reversed(setting.candidates) if one.layer == layer.id), None)


def edit_target(report: Report, setting: Setting, candidate: Candidate | None = None) -> Layer | None:
    """The layer to edit first: the candidate's, else the highest that sets the key, else the lowest file."""
    layers = targets(report)
    wanted = (candidate or setting.source).layer
    setting_it = [layer for layer in layers if written_in(setting, layer) is not None]
    own = [layer for layer in layers if layer.id == wanted]
    return next(iter((*own, *setting_it, *_present_first(reversed(layers)))), None)


def override_target(report: Report, setting: Setting) -> Layer | None:
    """The lowest layer above the one that decides, a file that is there rather than a new one.

    None when no file ranks above it.
    """
    rank = _ranks(report)
    decides = rank.get(setting.source.layer, -1)
    above = [layer for layer in changeable_layers(report) if rank[layer.id] > decides]
    return next(iter(_present_first(above)), None)


def removal_targets(report: Report, setting: Setting) -> tuple[Layer, ...]:
    """The layers that a setting can be taken out of, high to low."""
    return tuple(layer for layer in targets(report) if written_in(setting, layer) is not None)


def removal_by_finding(report: Report, finding: Finding) -> tuple[Setting, Layer] | None:
    """What a finding says can go, None for other findings."""
    setting = report.setting(finding.key) if finding.key is not None else None
    if setting is None or finding.code not in REMOVABLE_CODES or not finding.places:
        return None
    path = finding.places[0].path
    layers = (layer for layer in removal_targets(report, setting) if layer.path == path)
    return next(((setting, layer) for layer in layers), None)


def layer_words(layer: Layer) -> str:
    """`config.yaml · base`, with a word for a file that is not there yet."""
    new = " · new file" if layer.status is LayerStatus.MISSING else ""
    return f"{layer.label} · {LAYER_WORDS[layer.kind]}{new}"


def consequence(report: Report, setting: Setting, layer: Layer, operation: Operation) -> str:
    """A sentence about what the setting will be, "" where the preview says it all."""
    rank = _ranks(report)
    source = setting.source
    others = [one for one in setting.candidates if one.layer != layer.id]
    above = [one for one in others if rank.get(one.layer, -1) > rank.get(layer.id, -1)]
    if above:
        decides = source if source.layer != layer.id else above[-1]
        return f"{_label(report, decides)} decides: the value stays {_shown(setting, decides)}."
    if operation is Operation.SET:
        return ""
    if not others:
        return f"No other layer sets {setting.key}."
    return f"{_label(report, others[-1])} decides then: {_shown(setting, others[-1])}."


def _present_first(layers: Iterable[Layer]) -> list[Layer]:
    """New files last, and variables after settings."""
    return sorted(layers, key=_newness)


def _newness(layer: Layer) -> tuple[bool, bool]:
    return layer.status is LayerStatus.MISSING, layer.kind is LayerKind.DOTENV


def _ranks(report: Report) -> dict[str, int]:
    return {layer.id: rank for rank, layer in enumerate(report.layers)}


def _label(report: Report, candidate: Candidate) -> str:
    if candidate.place.path is None and candidate.place.variable is not None:
        return candidate.place.variable
    return next((layer.label for layer in report.layers if layer.id == candidate.layer), candidate.layer)


def _shown(setting: Setting, candidate: Candidate) -> str:
    return value_text(candidate, setting, reveal=False)
