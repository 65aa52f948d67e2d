"""The way of a setting's values, step by step, and the layers that have none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from inspector.cli.config.words import phrase, says, short_place, style_of
from inspector.cli.output import one_line, visible, write_hanging
from inspector.config.export import Veil, shown_value
from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.report import Asked, Elsewhere, Report, Step, Trace, Without
from inspector.config.resolve import Candidate, Setting, Status

_KIND_WIDTH = max(len(kind.value) for kind in LayerKind) + 2
_WIDEST_VALUE = 32
_MOST_ELSEWHERE = 12


def write_steps(out: Console, report: Report, trace: Trace, meant: Asked, veil: Veil) -> None:
    """Every layer of this environment from low to high, with what it sets the key to or why it does not.

    The winner is marked. What is gone below a key that is asked for comes key by key; then the layers
    without any of it follow in a list.
    """
    steps = {id(step.candidate): step for step in trace.steps}
    without = _without(trace)
    alone = meant.setting
    if alone is None and len(meant.gone) == 1 and meant.gone[0].setting.path == meant.path:
        alone = meant.gone[0].setting
    if alone is not None:
        ranks = {layer.id: rank for rank, layer in enumerate(report.layers)}
        _write_layers_of(out, steps, alone, without, ranks, veil, gone=meant.setting is None)
        return
    for gone in meant.gone:
        if gone.setting.path != meant.path:
            print()
            out.print(Text.assemble((one_line(gone.setting.key), "bold"), " is not set"))
        _write_layers_of(out, steps, gone.setting, (), {}, veil, gone=True)
    told = [(other.layer, other.layer.label, phrase(veil.sentence(other.reason))) for other in without]
    _write_list(out, "Layers without it:", told)


def _without(trace: Trace) -> tuple[Without, ...]:
    """The layers without the key; what-if only where something is typed."""
    return tuple(
        other
        for other in trace.without
        if other.layer.kind is not LayerKind.WHAT_IF or other.layer.status is not LayerStatus.INACTIVE
    )


def _write_layers_of(
    out: Console,
    steps: Mapping[int, Step],
    setting: Setting,
    without: Sequence[Without],
    ranks: Mapping[str, int],
    veil: Veil,
    *,
    gone: bool,
) -> None:
    """The candidates of one setting with the layers without it between; of a key that is gone none won."""
    values = [
        one_line(shown_value(c.value, secret=setting.hides(c), reveal=veil.reveal))
        for c in setting.candidates
    ]
    width = max((cell_len(value) for value in values if cell_len(value) <= _WIDEST_VALUE), default=0)
    waiting = list(without)
    print()
    for candidate, value in zip(setting.candidates, values, strict=True):
        rank = ranks.get(candidate.layer, -1)
        while waiting and ranks[waiting[0].layer.id] < rank:
            _write_without(out, waiting.pop(0), width, veil)
        won = candidate is setting.source and not gone
        lost = "" if candidate.status is Status.EFFECTIVE else "dim strike"
        gap = " " * max(0, width - cell_len(value))
        out.print(
            Text.assemble(
                ("▸ " if won else "  "),
                (f"{candidate.kind.value:<{_KIND_WIDTH}}", style_of(candidate.kind)),
                (value, "bold" if won else lost),
                (f"{gap}  {visible(_where(candidate))}", "" if won else "dim"),
            )
        )
        reason = veil.sentence(candidate.reason)
        for line in (_way(steps[id(candidate)], setting, veil), f"wins: {reason}" if won else reason):
            write_hanging(out, " " * (_KIND_WIDTH + 2), visible(line), "" if won else "dim")
    for other in waiting:
        _write_without(out, other, width, veil)


def _where(candidate: Candidate) -> str:
    """The place of a value, and that of the alias that repeats it here."""
    alias = candidate.alias_place
    return str(candidate.place) if alias is None else f"{candidate.place}, repeated by the alias at {alias}"


def _write_without(out: Console, other: Without, width: int, veil: Veil) -> None:
    """A layer that does not set the key, in its place among those that do."""
    layer = other.layer
    kind = (f"  {layer.kind.value:<{_KIND_WIDTH}}", style_of(layer.kind))
    gap = " " * (max(width, 1) + 1)
    before = Text.assemble(kind, (f"–{gap}{visible(layer.label)}  ", "dim"))
    write_hanging(out, before, visible(phrase(veil.sentence(other.reason))), "dim")


def _way(step: Step, setting: Setting, veil: Veil) -> str:
    """`written NO → read as false (bool) → refused: must be text`."""
    candidate = step.candidate
    stages = [] if candidate.raw is None else [f"written {_text(veil.raw(candidate, setting))}"]
    if candidate.interpolated is not None:
        filled = veil.written(candidate.interpolated, candidate.value, secret=setting.hides(candidate))
        stages.append(f"filled in {_text(filled)}")
    stages.append(_reading(candidate, setting, veil, stages))
    if step.accepted is not None:
        refused = f"refused: {step.wanted}" if step.wanted else "refused"
        stages.append("accepted" if step.accepted else refused)
    return " → ".join(stages)


def _reading(candidate: Candidate, setting: Setting, veil: Veil, stages: Sequence[str]) -> str:
    """What the application makes of the text: only the type where the text itself says the rest."""
    if not stages:
        return f"given as {candidate.type}"
    value = one_line(shown_value(candidate.value, secret=setting.hides(candidate), reveal=veil.reveal))
    before = stages[-1].split(" ", 2 if stages[-1].startswith("filled") else 1)[-1]
    return f"read as {candidate.type}" if says(before, value) else f"read as {candidate.type} {value}"


def _text(text: str | None) -> str:
    return "nothing" if not text else one_line("⏎".join(text.splitlines()))


def write_elsewhere(out: Console, report: Report, trace: Trace, meant: Asked, veil: Veil) -> None:
    """The layers of other environments."""
    elsewhere = [(other.layer, *_told(other, meant, veil)) for other in trace.elsewhere[:_MOST_ELSEWHERE]]
    left = len(trace.elsewhere) - len(elsewhere)
    _write_list(out, f"Not loaded in {report.environment or 'any environment'}:", elsewhere)
    if left:
        out.print(Text(f"  and {left} more", style="dim"))


def _told(other: Elsewhere, meant: Asked, veil: Veil) -> tuple[str, str]:
    layer = other.layer
    if other.place is None:
        return layer.label, "does not set it"
    where = short_place(other.place) + (layer.label.removeprefix(layer.path or "") if layer.section else "")
    if other.value is None and meant.below:
        return where, "sets settings below it"
    value = one_line(shown_value(other.value, secret=other.secret, reveal=veil.reveal))
    return where, f"sets it to {value}"


def _write_list(out: Console, title: str, rows: Sequence[tuple[Layer, str, str]]) -> None:
    if not rows:
        return
    width = max(cell_len(visible(label)) for _, label, _ in rows)
    print()
    out.print(Text(title, style="dim"))
    for layer, label, told in rows:
        gap = " " * (width - cell_len(visible(label)) + 2)
        kind = (f"  {layer.kind.value:<{_KIND_WIDTH}}", style_of(layer.kind))
        before = Text.assemble(kind, (f"{visible(label)}{gap}", "dim"))
        write_hanging(out, before, visible(told), "dim")
