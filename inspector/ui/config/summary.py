"""What the workbench says about a whole report: in the status bar, on an empty page, at first sight."""

from __future__ import annotations

from inspector.base.findings import Severity
from inspector.config.layers import LayerStatus
from inspector.config.report import Report
from inspector.ui.config.outline import Outline, RowKind
from inspector.ui.config.words import plural
from inspector.ui.kit.status import StatusLine

_ENOUGH_CANDIDATES = 3


def status_line(report: Report, hits: int | None) -> StatusLine:
    """Counts of settings, overrides, layers and findings; `hits` is None without a query."""
    settings = plural(len(report.settings), "setting")
    if hits is not None:
        settings = f"{hits:,} of {settings}"
    overridden = sum(len(setting.candidates) > 1 for setting in report.settings)
    layers = sum(layer.status is LayerStatus.LOADED for layer in report.layers)
    return StatusLine(
        summary=f"{settings} · {overridden:,} overridden · {plural(layers, 'layer')}",
        errors=report.count(Severity.ERROR),
        warnings=report.count(Severity.WARNING),
    )


def empty_texts(report: Report) -> tuple[str, str]:
    """Title and sentence for a report without settings: nothing was found, or it gave nothing."""
    read = [layer for layer in report.layers if layer.status is not LayerStatus.MISSING and layer.path]
    if read:
        names = ", ".join(layer.label for layer in read)
        return "No settings", f"Nothing could be taken from {names}. The findings say why."
    finding = next((finding for finding in report.findings if finding.key is None), None)
    if finding is None:
        return "No configuration here", ""
    title, _, rest = finding.message.partition(". ")
    return title, f"{rest} {finding.hint}".strip()


def first_choice(outline: Outline) -> int | None:
    """What a newcomer should see: a setting with a finding and several candidates, or the next best."""
    best, found = (False, -1), None
    for number, row in enumerate(outline.rows):
        if row.kind is RowKind.SETTING and row.setting is not None:
            candidates = min(len(row.setting.candidates), _ENOUGH_CANDIDATES)
            score = (row.finding is not None and candidates > 1, candidates)
            if score > best:
                best, found = score, number
    return found
