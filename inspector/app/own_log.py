"""Inspector's own log: JSON lines with rotation, secrets masked, readable in its own log workbench."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
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


def start_own_log(path: Path) -> logging.Handler | None:
    """Log everything from INFO on to `path`; None when it cannot be written, which is no reason to stop."""
    logging.raiseExceptions = False  # a full disk must not print tracebacks
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_LARGEST_BYTES, backupCount=_KEPT, encoding="utf-8")
    except OSError:
        return None
    handler.addFilter(SecretFilter())
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return handler


def stop_own_log(handler: logging.Handler | None) -> None:
    """Close the file."""
    if handler is not None:
        logging.getLogger().removeHandler(handler)
        handler.close()
