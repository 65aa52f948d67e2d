"""The command line: text or JSON, no screen."""

from inspector.cli.front import run

__all__ = ["run"]
