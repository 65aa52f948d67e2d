"""A set of log sources, read to their present end and followed from there."""

from inspector.logs.follow.feed import Feed
from inspector.logs.follow.logset import LogSet
from inspector.logs.follow.specs import CommandSpec, FileSpec, FolderSpec, GlobSpec, SourceSpec, StdinSpec
from inspector.logs.follow.state import LogState, SourceState, SourceStatus

__all__ = [
    "CommandSpec",
    "Feed",
    "FileSpec",
    "FolderSpec",
    "GlobSpec",
    "LogSet",
    "LogState",
    "SourceSpec",
    "SourceState",
    "SourceStatus",
    "StdinSpec",
]
