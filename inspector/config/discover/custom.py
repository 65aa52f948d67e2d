"""The dialect `custom` as a workspace declares it: which of its files are there."""

from __future__ import annotations

from inspector.config.dialects import DialectSpec
from inspector.config.discover.detection import Detection, existing, file_list
from inspector.config.discover.environments import environments_of
from inspector.config.discover.folder import Folder


def detect(folder: Folder, spec: DialectSpec) -> Detection:
    """The declared dialect, which is certain whatever is there."""
    found = dict.fromkeys(existing(folder.path, spec.files))
    for environment in environments_of(folder.path, spec):
        found |= dict.fromkeys(existing(folder.path, spec.files, environment))
    files = list(found)
    return Detection(spec, 1.0, (file_list(files),) if files else (), files=tuple(files))
