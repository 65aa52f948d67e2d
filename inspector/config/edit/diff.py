"""A proposal as the lines that go and the lines that come, with secrets masked."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from os.path import commonprefix

from inspector.base.secrets import MASK
from inspector.config.edit.changes import Proposal

_CONTEXT_LINES = 3


class LineKind(StrEnum):
    """What happens to a line."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line, without its end. `before` and `after` are its numbers from 1, None where it does not stand."""

    kind: LineKind
    text: str
    before: int | None
    after: int | None


def diff(
    proposal: Proposal, secrets: Sequence[tuple[int, int]] = (), *, reveal: bool = False
) -> tuple[DiffLine, ...]:
    """The changed lines with three lines around them; `secrets` are spans in the text before that are masked.

    What was changed is masked as well when the change is of a secret. () when nothing changes.
    """
    before, after = _text(proposal.before or b""), _text(proposal.after)
    if not reveal:
        before, after = _masked(before, after, secrets, whole=proposal.change.secret)
    old, new = before.splitlines(), after.splitlines()
    lines: list[DiffLine] = []
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_CONTEXT_LINES):
        for tag, old_start, old_end, new_start, new_end in group:
            if tag == "equal":
                lines += [
                    DiffLine(LineKind.KEPT, old[old_start + step], old_start + step + 1, new_start + step + 1)
                    for step in range(old_end - old_start)
                ]
                continue
            lines += [DiffLine(LineKind.REMOVED, old[at], at + 1, None) for at in range(old_start, old_end)]
            lines += [DiffLine(LineKind.ADDED, new[at], None, at + 1) for at in range(new_start, new_end)]
    return tuple(lines)


def _text(data: bytes) -> str:
    return data.decode(errors="replace").removeprefix("\ufeff")


def _masked(before: str, after: str, secrets: Sequence[tuple[int, int]], *, whole: bool) -> tuple[str, str]:
    """Both texts with their secrets masked: those around the change stand in both of them."""
    head = len(commonprefix((before, after)))
    limit = min(len(before), len(after)) - head
    tail = len(commonprefix((before[::-1][:limit], after[::-1][:limit])))
    old_end, new_end = len(before) - tail, len(after) - tail
    touched = whole or any(start < old_end and end > head for start, end in secrets)
    moved = len(after) - len(before)
    old = [span for span in secrets if span[1] <= head or span[0] >= old_end]
    new = [span if span[1] <= head else (span[0] + moved, span[1] + moved) for span in old]
    if touched:
        crossing = [span for span in secrets if span not in old]
        start = min([head, *(span[0] for span in crossing)])
        behind = max([old_end, *(span[1] for span in crossing)]) - old_end
        start = _line_start(before, start)
        old.append((_value_start(before, start, head), old_end + behind))
        new.append((_value_start(after, start, head), new_end + behind))
    return _hidden(before, old), _hidden(after, new)


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def _value_start(text: str, line_start: int, head: int) -> int:
    """Behind the key when the change begins behind it, else where the line starts."""
    for sign in (": ", "= ", "=", ":"):
        at = text.find(sign, line_start, max(head, line_start) + len(sign))
        if at >= 0:
            return at + len(sign)
    return line_start


def _hidden(text: str, spans: Sequence[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        pieces += [text[at : max(start, at)], MASK]
        at = end
    return "".join((*pieces, text[at:]))
