"""Lines of text with a header, and lines without one."""

from __future__ import annotations

from inspector.logs.formats.spec import Format, Sample, Shape
from inspector.logs.records import Level

_TIME = r"(?P<time>\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)"
_LEVEL = (
    r"(?P<level>(?i:trace|debug|info|information|notice|warn|warning|err|error|critical|crit|fatal|alert"
    r"|emerg|emergency|panic|trc|dbg|inf|wrn|ftl))"
)

PYTHON_TEXT = Format(
    name="python-text",
    title="Python text",
    shape=Shape.TEXT,
    pattern=(
        rf"^{_TIME} - (?P<logger>\S+) - (?P<level>[A-Za-z]+) - (?:(?P<place>\S+:\d+) - )?"
        r"(?P<message>.*)$"
    ),
    samples=(
        Sample(
            line="2025-03-04 09:15:02,123 - trainer.loop - WARNING - loss is flat",
            time="2025-03-04T09:15:02.123Z",
            level=Level.WARNING,
            message="loss is flat",
            logger="trainer.loop",
        ),
        Sample(
            line="2025-03-04 09:15:02 - api - INFO - ready",
            time="2025-03-04T09:15:02Z",
            level=Level.INFO,
            message="ready",
            logger="api",
        ),
        Sample(
            line="2025-03-04 09:15:02,123 - api - ERROR - serving.py:88 - model not loaded",
            time="2025-03-04T09:15:02.123Z",
            level=Level.ERROR,
            message="model not loaded",
            logger="api",
        ),
    ),
)

PYTHON_BASIC = Format(
    name="python-basic",
    title="Python basicConfig",
    shape=Shape.TEXT,
    pattern=r"^(?P<level>TRACE|DEBUG|INFO|WARNING|ERROR|CRITICAL):(?P<logger>[^\s:]+):(?P<message>.*)$",
    samples=(
        Sample(
            line="WARNING:root:disk almost full: 91 %",
            time=None,
            level=Level.WARNING,
            message="disk almost full: 91 %",
            logger="root",
        ),
        Sample(
            line="INFO:uvicorn.error:Application startup complete.",
            time=None,
            level=Level.INFO,
            message="Application startup complete.",
            logger="uvicorn.error",
        ),
    ),
)

LOGURU_TEXT = Format(
    name="loguru-text",
    title="loguru text",
    shape=Shape.TEXT,
    pattern=(rf"^{_TIME} \| (?P<level>[A-Za-z]+) +\| (?P<logger>[^\s:]+):(?P<place>\S+) - (?P<message>.*)$"),
    samples=(
        Sample(
            line="2024-03-04 09:15:02.250 | SUCCESS  | api.train:run:7 - trained in 5 s",
            time="2024-03-04T09:15:02.25Z",
            level=Level.INFO,
            message="trained in 5 s",
            logger="api.train",
        ),
        Sample(
            line="2024-03-04 09:15:03.001 | ERROR    | __main__:<module>:12 - no model",
            time="2024-03-04T09:15:03.001Z",
            level=Level.ERROR,
            message="no model",
            logger="__main__",
        ),
    ),
)

TIMED_TEXT = Format(
    name="timed-text",
    title="time level message",
    shape=Shape.TEXT,
    # The thread is lazy: "[INFO] error x" is of level info.
    pattern=(
        rf"^\[?{_TIME}\]?(?:\s+\[(?P<thread>[^\]]+)\])??\s+[\[(<|]?{_LEVEL}[\])>|]?:?\s+"
        r"(?:\[?(?P<logger>[\w.$-]+)\]?(?::|\s+-)\s+)?(?P<message>.*)$"
    ),
    samples=(
        Sample(
            line="2025-03-04T09:15:02.5Z INFO http.access: GET /health 200",
            time="2025-03-04T09:15:02.5Z",
            level=Level.INFO,
            message="GET /health 200",
            logger="http.access",
        ),
        Sample(
            line="[2025-03-04 09:15:02 +0000] [7] [ERROR] worker died",
            time="2025-03-04T09:15:02Z",
            level=Level.ERROR,
            message="worker died",
        ),
        Sample(
            line="2025-03-04T10:15:02.123+01:00 [main] WARN  com.example.App - error while closing",
            time="2025-03-04T09:15:02.123Z",
            level=Level.WARNING,
            message="error while closing",
            logger="com.example.App",
        ),
        Sample(
            line="2025-03-04 09:15:02,123 [INFO] error rate is 0",
            time="2025-03-04T09:15:02.123Z",
            level=Level.INFO,
            message="error rate is 0",
        ),
    ),
)

PLAIN_TEXT = Format(
    name="text",
    title="plain text",
    shape=Shape.TEXT,
    samples=(
        Sample(
            line="Listening on port 8080", time=None, level=Level.UNKNOWN, message="Listening on port 8080"
        ),
        Sample(line="panic: no model", time=None, level=Level.UNKNOWN, message="panic: no model"),
    ),
)
