"""Process environments as inputs: of this shell, of a running process, from a file, or none."""

from __future__ import annotations

from inspector.config.environ.sources import Environ, EnvironError, read_environ

__all__ = ["Environ", "EnvironError", "read_environ"]
