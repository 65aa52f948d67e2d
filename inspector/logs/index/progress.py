"""How far a segment is indexed, and its figures: kept inside the index file, changed with its rows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import orjson

from inspector.logs.records import Level
from inspector.logs.sources.file import Fingerprint

INDEX_VERSION = 4
"""Raised whenever the meaning of an index file changes."""

_LEVELS = len(Level)


@dataclass(frozen=True, slots=True)
class Progress:
    """Bytes, lines and records indexed, and what the next line needs to know of those before.

    `unparsed` counts records that fit no format, `invalid` those that are not UTF-8, `huge` those of which
    only the beginning was read; `without_level` those of unknown level, the unparsed included.

    `last_offset` and `last_line` are where the last record begins: a line that continues it is read
    together with it. `unterminated` means that the last line had no end yet. `sample_bytes` and `detection`
    (a digest) say from what the format was decided. Times are UTC nanoseconds. `newest_ns` is the newest in
    the source so far, earlier segments included, and `out_of_order` counts records with a time before that.
    """

    sample_bytes: int = 0
    detection: str = ""
    end: int = 0
    lines: int = 0
    records: int = 0
    unparsed: int = 0
    invalid: int = 0
    huge: int = 0
    last_invalid: bool = False
    levels: tuple[int, ...] = (0,) * _LEVELS
    first_ns: int | None = None
    last_ns: int | None = None
    carried_ns: int | None = None
    newest_ns: int | None = None
    out_of_order: int = 0
    last_offset: int = 0
    last_line: int = 1
    open_traceback: bool = False
    unterminated: bool = False
    fingerprint: Fingerprint = field(default_factory=Fingerprint)

    @property
    def without_level(self) -> int:
        """Records of unknown level."""
        return self.levels[Level.UNKNOWN]

    @property
    def last_bytes(self) -> int:
        """The length of the last record, as it is so far."""
        return self.end - self.last_offset

    def document(self) -> str:
        """As JSON, with the version of the index."""
        return orjson.dumps({"version": INDEX_VERSION, "progress": self}).decode()


def read_progress(document: str) -> Progress:
    """What document() wrote; raises ValueError when it is of another version."""
    data = orjson.loads(document)
    if data["version"] != INDEX_VERSION:
        raise ValueError(f"index of version {data['version']}")
    fields = data["progress"]
    return Progress(
        **{
            **fields,
            "levels": tuple(fields["levels"]),
            "fingerprint": Fingerprint(**fields["fingerprint"]),
        }
    )


def widened(progress: Progress, first_ns: int | None, last_ns: int | None) -> Progress:
    """The progress with its span of time widened to cover these."""
    known = [time for time in (progress.first_ns, progress.last_ns, first_ns, last_ns) if time is not None]
    if not known:
        return progress
    return replace(progress, first_ns=min(known), last_ns=max(known))
