"""Every known format."""

from __future__ import annotations

from inspector.logs.formats.generic import GENERIC_JSON
from inspector.logs.formats.node import BUNYAN, PINO
from inspector.logs.formats.python import PYTHON_JSON, PYTHON_JSON_LOGGER, STRUCTLOG
from inspector.logs.formats.spec import Format
from inspector.logs.formats.text import PLAIN_TEXT, PYTHON_BASIC, PYTHON_TEXT, TIMED_TEXT

FORMATS: tuple[Format, ...] = (
    BUNYAN,
    PINO,
    PYTHON_JSON,
    PYTHON_JSON_LOGGER,
    STRUCTLOG,
    GENERIC_JSON,
    PYTHON_TEXT,
    PYTHON_BASIC,
    TIMED_TEXT,
    PLAIN_TEXT,
)
"""Of the JSON formats whose marks a source shows, the one with the most marks is chosen; of the text formats
the one whose header fits most lines; of equals the earlier one. GENERIC_JSON and PLAIN_TEXT take the rest."""
