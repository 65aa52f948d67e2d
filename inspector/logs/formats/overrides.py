"""What the user decided about how logs are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector.logs.formats.detect import detect
from inspector.logs.formats.spec import Detection


@dataclass(frozen=True, slots=True)
class Overrides:
    """The user's own choices; None leaves the choice to detection.

    `format` is a name in FORMATS, `request_key` any field, `zone` the IANA name of the zone of times that
    name none. `other_request_keys` are for sources in which no record has the first; one that has none of
    them keeps the field that is detected. Raises ValueError for a name that is not known.
    """

    format: str | None = None
    request_key: str | None = None
    zone: str | None = None
    other_request_keys: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.detect(())

    @property
    def any(self) -> bool:
        """Whether something was decided."""
        return self != DETECTED

    def detect(self, lines: Sequence[bytes]) -> Detection:
        """What a sample shows, and what was decided."""
        return detect(lines, self.format, self.request_key, self.zone, self.other_request_keys)


DETECTED = Overrides()
"""Nothing was decided."""
