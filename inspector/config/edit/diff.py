"""A proposal as the lines that go and the lines that come, with secrets masked."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from inspector.base.secrets import MASK
from inspector.config.edit.changes import Proposal
from inspector.config.edit.spans import EditedText
from inspector.config.formats import parse

_CONTEXT_LINES = 3


class LineKind(StrEnum):
    """What happens to a line."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line, without its end. `before` and `after` are its numbers from 1, None where it is not."""

    kind: LineKind
    text: str
    before: int | None
    after: int | None


def diff(
    proposal: Proposal, secrets: Sequence[tuple[int, int]] = (), *, reveal: bool = False
) -> tuple[DiffLine, ...]:
    """The changed lines with three lines around them; `secrets` are spans in the text before that are masked.

    A changed secret is masked, too, and told to be another. () when nothing changes.
    """
    before, after = _text(proposal.before or b""), _text(proposal.after)
    if not reveal:
        before, after = _masked(proposal, before, after, secrets)
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


def _masked(
    proposal: Proposal, before: str, after: str, secrets: Sequence[tuple[int, int]]
) -> tuple[str, str]:
    """Both texts with their secrets masked: those around the change stand in both of them."""
    head = _shared(before, after)
    limit = min(len(before), len(after)) - head
    tail = min(limit, _shared(before[::-1], after[::-1]))
    moved = len(after) - len(before)
    kept = [span for span in secrets if span[1] <= head or span[0] >= len(before) - tail]
    old = [(start, end, MASK) for start, end in secrets]
    new = [(start, end, MASK) if end <= head else (start + moved, end + moved, MASK) for start, end in kept]
    if proposal.change.secret or len(kept) < len(secrets):
        old += _value_span(proposal, before, MASK)
        new += _value_span(proposal, after, f"{MASK} (another)")
    return _hidden(before, old), _hidden(after, new)


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _value_span(proposal: Proposal, text: str, mask: str) -> list[tuple[int, int, str]]:
    """Where the changed value stands in a text; nothing when it is not there."""
    change = proposal.change
    node = parse(text.encode(), change.path, change.format).root
    for key in change.keys:
        node = node.child(key) if node is not None else None
    return [] if node is None else [(*EditedText(text).span(node.alias_place or node.place), mask)]


def _hidden(text: str, spans: Sequence[tuple[int, int, str]]) -> str:
    pieces, at = [], 0
    for start, end, mask in sorted(spans, key=lambda span: (span[0], -span[1], -len(span[2]))):
        if end <= at:
            continue
        pieces += [text[at : max(start, at)], mask]
        at = end
    return "".join((*pieces, text[at:]))
