"""The folders that Inspector writes to, by the rules of each system."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs

_NAME = "inspector-workbench"


@dataclass(frozen=True, slots=True)
class Folders:
    """`config` holds the prefs, `state` our own log and crash reports, `cache` log indexes."""

    config: Path
    state: Path
    cache: Path

    @property
    def prefs_file(self) -> Path:
        """Where the prefs are."""
        return self.config / "prefs.json"

    @property
    def own_log(self) -> Path:
        """Where Inspector logs to."""
        return self.state / "inspector.jsonl"


def user_folders() -> Folders:
    """This user's folders; none of them need exist."""
    return Folders(
        config=Path(platformdirs.user_config_dir(_NAME, appauthor=False)),
        state=Path(platformdirs.user_state_dir(_NAME, appauthor=False)),
        cache=Path(platformdirs.user_cache_dir(_NAME, appauthor=False)),
    )
