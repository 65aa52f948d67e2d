"""Inspector's own log: JSON lines with rotation, secrets masked, readable in its own log workbench."""

from __future__ import annotations

import json
import logging
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

_LARGEST_BYTES = 1_000_000
_KEPT = 3


class SecretFilter(logging.Filter):
    """Puts the finished, masked text in place of message, arguments and traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes."""
        from inspector.base.secrets import (
            mask_text,
        )  # its patterns take long to compile: not before the window

        record.msg = mask_text(record.getMessage())
        record.args = None
        if record.exc_info:
            record.exc_text = mask_text(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """timestamp (UTC), level, logger, message, module, function, line, and exception if any."""
        entry: dict[str, object] = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "module": record.module,
            "function": record.funcName,
            "line": record.lineno,
        }
        if record.exc_text:
            entry["exception"] = record.exc_text
        return json.dumps(entry, ensure_ascii=False)


class OwnLog(logging.Handler):
    """Keeps records until open(), which writes them and all that follow.

    Rotation and the patterns of secrets take longer to import than the window takes to show: they are
    loaded behind it.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._waiting: list[logging.LogRecord] = []
        self._file: logging.Handler | None = None

    def open(self) -> None:
        """Write from now on; a file that cannot be written is no reason to stop."""
        if self._file is not None:
            return
        with self.lock or nullcontext():
            self._file = _rotating_file(self._path)
            for record in self._waiting:
                self._file.handle(record)
            self._waiting.clear()

    def emit(self, record: logging.LogRecord) -> None:
        """Write, or keep."""
        if self._file is None:
            self._waiting.append(record)
        else:
            self._file.handle(record)

    def close(self) -> None:
        """Write what waits, and close the file."""
        self.open()
        if self._file is not None:
            self._file.close()
        super().close()


def start_own_log(path: Path) -> OwnLog:
    """Keep everything from INFO on for `path`, until the log is opened or stopped."""
    logging.raiseExceptions = False  # a full disk must not print tracebacks
    handler = OwnLog(path)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return handler


def stop_own_log(handler: OwnLog) -> None:
    """Close the file."""
    logging.getLogger().removeHandler(handler)
    handler.close()


def _rotating_file(path: Path) -> logging.Handler:
    from logging.handlers import RotatingFileHandler  # not before the window shows, see OwnLog

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_LARGEST_BYTES, backupCount=_KEPT, encoding="utf-8")
    except OSError:
        return logging.NullHandler()
    handler.addFilter(SecretFilter())
    handler.setFormatter(JsonLines())
    return handler
