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
    name none. Raises ValueError for a name that is not known.
    """

    format: str | None = None
    request_key: str | None = None
    zone: str | None = None

    def __post_init__(self) -> None:
        self.detect(())

    @property
    def any(self) -> bool:
        """Whether something was decided."""
        return not (self.format is None and self.request_key is None and self.zone is None)

    def detect(self, lines: Sequence[bytes]) -> Detection:
        """What a sample shows, and what was decided."""
        return detect(lines, format=self.format, request_key=self.request_key, zone=self.zone)


DETECTED = Overrides()
"""Nothing was decided."""
