"""What a reload changed, as one sentence for the status bar."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inspector.config.report import Report
from inspector.config.resolve import Setting
from inspector.ui.config.words import plural, value_text

_SHOWN_CHARACTERS = 40
_NO_EFFECT = "no setting changed"


@dataclass(frozen=True, slots=True)
class Change:
    """Files that changed on disk, and what became of the settings. Never holds a secret."""

    files: str
    effect: str
    happened: str = "changed"

    def sentence(self, age_s: float) -> str:
        """`config.yaml changed 4 s ago: batch_size 96 → 128`."""
        return f"{self.files} {self.happened} {age_text(age_s)}: {self.effect}"


@dataclass(frozen=True, slots=True)
class Touched:
    """Files of a workspace that changed, came or went since they were read."""

    changed: tuple[Path, ...] = ()
    added: tuple[Path, ...] = ()
    deleted: tuple[Path, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them."""
        return (*self.changed, *self.added, *self.deleted)

    @property
    def happened(self) -> str:
        """What happened to all of them alike."""
        verb = "was" if len(self.files) == 1 else "were"
        if self.files and self.files == self.added:
            return f"{verb} added"
        return f"{verb} deleted" if self.files and self.files == self.deleted else "changed"


def describe_change(before: Report, after: Report, touched: Touched) -> Change | None:
    """Compare two reports of the same workspace and environment.

    None when no file of the configuration was touched and no setting changed: there is nothing to say.
    """
    effect = _effect_text(before, after)
    if not touched.files and effect == _NO_EFFECT:
        return None
    return Change(_files_text(after.workspace, touched.files), effect, touched.happened)


def age_text(age_s: float) -> str:
    """`just now`, `4 s ago`, `3 min ago`, `2 h ago`."""
    if age_s < 2:
        return "just now"
    if age_s < 60:
        return f"{int(age_s)} s ago"
    if age_s < 3600:
        return f"{int(age_s // 60)} min ago"
    return f"{int(age_s // 3600)} h ago"


def _files_text(workspace: Path, files: tuple[Path, ...]) -> str:
    if not files:
        return "workspace"
    if len(files) > 1:
        return plural(len(files), "file")
    file = files[0]
    return file.relative_to(workspace).as_posix() if file.is_relative_to(workspace) else str(file)


def _effect_text(before: Report, after: Report) -> str:
    old = {setting.path: setting for setting in before.settings}
    new = {setting.path: setting for setting in after.settings}
    sentences = [_sentence(old.get(path), setting) for path, setting in new.items()]
    sentences += [_sentence(setting, None) for path, setting in old.items() if path not in new]
    changed = [sentence for sentence in sentences if sentence]
    if not changed:
        return _NO_EFFECT
    return changed[0] if len(changed) == 1 else f"{len(changed):,} settings changed"


def _sentence(old: Setting | None, new: Setting | None) -> str:
    """What happened to one setting, "" when its effective value is the same."""
    if old is None and new is not None:
        return f"{new.key} added, {_short(new)}"
    if old is not None and new is None:
        return f"{old.key} is gone"
    if old is None or new is None or (type(old.value) is type(new.value) and old.value == new.value):
        return ""
    if old.secret or new.secret:
        return f"{new.key} has another value"
    return f"{new.key} {_short(old)} → {_short(new)}"


def _short(setting: Setting) -> str:
    text = value_text(setting.source, setting, reveal=False)
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"
