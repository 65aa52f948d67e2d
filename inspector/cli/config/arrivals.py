"""Variables as they are written: the name with its parts underlined, where it lands, what became of it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from inspector.cli.config.keys import reach_sentence
from inspector.cli.config.words import says, short_place
from inspector.cli.output import one_line, visible, write_hanging
from inspector.config.dialects import NamePart, PartRole
from inspector.config.export import Veil, shown_value
from inspector.config.report import Arrival, Report
from inspector.config.values import join_key, type_name

_LEFT, _LINE, _RIGHT, _ALONE = "╰─╯│"


def underline(parts: Iterable[NamePart]) -> str:
    """`   ╰──────╯ ╰───╯`: what stands below a name to show which of its letters make one part of a key."""
    drawn = []
    for part in parts:
        width = cell_len(visible(part.text))
        if part.role is not PartRole.KEY:
            drawn.append(" " * width)
        elif width < 2:
            drawn.append(_ALONE * width)
        else:
            drawn.append(f"{_LEFT}{_LINE * (width - 2)}{_RIGHT}")
    return "".join(drawn)


def write_arrival(out: Console, report: Report, arrival: Arrival, veil: Veil) -> None:
    """A variable in two lines, and more when it did not do what its name promises."""
    variable = arrival.landed.variable
    mark = ("▸ ", "") if arrival.effective else ("  ", "")
    raw = veil.written(_whole(report, arrival), arrival.landed.value, secret=arrival.secret)
    where = short_place(variable.place) if variable.place.path else variable.layer.label
    out.print(
        Text.assemble(
            mark,
            _painted(arrival.parts),
            ("" if raw is None else f"={one_line(raw)}"),
            (f"  {visible(where)}", "dim"),
        )
    )
    below = f"  {underline(arrival.parts)}"
    value = one_line(shown_value(arrival.landed.value, secret=arrival.secret, reveal=veil.reveal))
    read = f"read as {type_name(arrival.landed.value)}" + ("" if says(raw, value) else f" {value}")
    if arrival.landed.path == (arrival.name,):  # a setting that is the variable itself
        write_hanging(out, " " * 4, read)
    else:
        below = f"{below}  " if below.strip() else " " * 4
        write_hanging(out, Text(below, "dim"), f"→ {one_line(arrival.key)}, {read}")
    for line in _remarks(report, arrival):
        write_hanging(out, " " * 4, visible(veil.sentence(line)), "dim")


def _whole(report: Report, arrival: Arrival) -> str | None:
    """What stands in the variable itself, which may hold other settings, too (`NODE_CONFIG`)."""
    variable = arrival.landed.variable
    found = (one for one in report.environ.written if one.name == variable.name)
    return next((one.raw for one in found if one.layer.id == variable.layer.id), variable.raw)


def _painted(parts: Iterable[NamePart]) -> Text:
    pieces = ((visible(part.text), "bold" if part.role is PartRole.KEY else "dim") for part in parts)
    return Text.assemble(*pieces)


def _remarks(report: Report, arrival: Arrival) -> Iterable[str]:
    if not arrival.effective:
        yield f"no effect: {arrival.reason}" if arrival.reason else "no effect"
    if arrival.known:
        return
    if arrival.meant is None:
        yield "no known key"
        return
    yield (f"no known key; did you mean {join_key(arrival.meant)}? {reach_sentence(report, arrival.meant)}")
