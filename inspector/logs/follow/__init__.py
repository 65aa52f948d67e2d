"""A set of log files, read to their present end and followed from there."""

from inspector.logs.follow.feed import Feed
from inspector.logs.follow.logset import LogSet
from inspector.logs.follow.state import LogState, SourceState, SourceStatus

__all__ = ["Feed", "LogSet", "LogState", "SourceState", "SourceStatus"]
