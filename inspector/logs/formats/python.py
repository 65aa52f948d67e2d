"""What Python services write: stdlib with a JSON formatter, python-json-logger, structlog, loguru."""

from __future__ import annotations

from inspector.logs.formats.levels import PYTHON_LEVELS
from inspector.logs.formats.spec import Format, Sample, Shape
from inspector.logs.records import Level

PYTHON_JSON = Format(
    name="python-json",
    title="Python JSON",
    shape=Shape.JSON,
    time_keys=("timestamp", "time"),
    level_keys=("level", "levelname"),
    level_numbers=PYTHON_LEVELS,
    logger_keys=("logger", "name"),
    message_keys=("message",),
    detail_keys=("exception", "exc_info", "stack_info"),
    request_keys=("request_id", "correlation_id", "trace_id"),
    marks=("timestamp", "level", "logger", "message", "function", "line"),
    samples=(
        Sample(
            line='{"timestamp": "2025-03-04T09:15:02.123456+00:00", "level": "INFO", '
            '"logger": "api.serving", "message": "prediction served", "module": "serving", '
            '"function": "predict", "line": 88, "request_id": "9f8e7d6c", "latency_ms": 41.7}',
            time="2025-03-04T09:15:02.123456Z",
            level=Level.INFO,
            message="prediction served",
            logger="api.serving",
            request_id="9f8e7d6c",
        ),
        Sample(
            line='{"timestamp": "2025-03-04 09:15:02,123", "level": "ERROR", "logger": "trainer", '
            '"message": "epoch failed", "module": "loop", "function": "run", "line": 12, '
            '"exception": "Traceback (most recent call last):\\n  File \\"loop.py\\", line 12, in run\\n'
            'ValueError: nan"}',
            time="2025-03-04T09:15:02.123Z",
            level=Level.ERROR,
            message="epoch failed",
            logger="trainer",
        ),
    ),
)

PYTHON_JSON_LOGGER = Format(
    name="python-json-logger",
    title="python-json-logger",
    shape=Shape.JSON,
    # `created` and `timestamp` know their zone, `asctime` does not.
    time_keys=("timestamp", "created", "asctime"),
    level_keys=("levelname", "level", "levelno"),
    level_numbers=PYTHON_LEVELS,
    logger_keys=("name", "logger"),
    message_keys=("message", "msg"),
    detail_keys=("exc_info", "exc_text", "stack_info"),
    request_keys=("request_id", "correlation_id", "trace_id"),
    marks=("levelname", "message"),
    samples=(
        Sample(
            line='{"asctime": "2023-01-31 15:05:01,896", "levelname": "WARNING", "name": "db.pool", '
            '"message": "slow checkout", "request_id": "a1"}',
            time="2023-01-31T15:05:01.896Z",
            level=Level.WARNING,
            message="slow checkout",
            logger="db.pool",
            request_id="a1",
        ),
        Sample(
            line='{"created": 1675177501.896, "asctime": "2023-01-31 16:05:01,896", "levelname": "CRITICAL", '
            '"name": "app", "message": "down", "exc_info": "Traceback (most recent call last):\\nOSError"}',
            time="2023-01-31T15:05:01.896Z",
            level=Level.CRITICAL,
            message="down",
            logger="app",
        ),
    ),
)

STRUCTLOG = Format(
    name="structlog",
    title="structlog",
    shape=Shape.JSON,
    time_keys=("timestamp", "time"),
    level_keys=("level", "log_level", "level_number"),
    level_numbers=PYTHON_LEVELS,
    logger_keys=("logger", "logger_name"),
    message_keys=("event",),
    detail_keys=("exception", "exc_info", "stack"),
    request_keys=("request_id", "correlation_id", "task_id", "trace_id"),
    marks=("event", "level"),
    samples=(
        Sample(
            line='{"event": "request_started", "level": "info", "logger": "django_structlog", '
            '"timestamp": "2024-05-06T07:08:09.101112Z", "request_id": "c0ffee", "user_id": 7}',
            time="2024-05-06T07:08:09.101112Z",
            level=Level.INFO,
            message="request_started",
            logger="django_structlog",
            request_id="c0ffee",
        ),
        Sample(
            line='{"event": "job failed", "level": "exception", "timestamp": 1714979289.5, "exception": '
            '["Traceback (most recent call last):", "KeyError: 3"]}',
            time="2024-05-06T07:08:09.5Z",
            level=Level.ERROR,
            message="job failed",
        ),
    ),
)

LOGURU = Format(
    name="loguru",
    title="loguru",
    shape=Shape.JSON,
    time_keys=("record.time.timestamp", "record.time.repr"),
    level_keys=("record.level.name", "record.level.no"),
    level_numbers=PYTHON_LEVELS,
    logger_keys=("record.name",),
    message_keys=("record.message",),
    detail_keys=("record.exception",),
    printed_key="text",
    repeats=(
        "text",
        *(f"record.{name}" for name in ("time", "level", "name", "message", "exception")),
    ),
    request_keys=("record.extra.request_id", "record.extra.correlation_id", "record.extra.trace_id"),
    marks=("text", "record.level.name", "record.message"),
    samples=(
        Sample(
            line='{"text": "2024-03-04 09:15:02.250 | SUCCESS  | api:run:7 - trained\\n", "record'
            '": {"elapsed": '
            '{"repr": "0:00:01.5", "seconds": 1.5}, "exception": null, "extra": {"request_id'
            '": "u1"}, "file": '
            '{"name": "api.py", "path": "/app/api.py"}, "function": "run", "level": {"icon": "✅", "name": '
            '"SUCCESS", "no": 25}, "line": 7, "message": "trained", "module": "api", "name":'
            ' "api", "process": '
            '{"id": 5, "name": "MainProcess"}, "thread": {"id": 6, "name": "MainThread"}, "time": {"repr": '
            '"2024-03-04 09:15:02.250000+00:00", "timestamp": 1709543702.25}}}',
            time="2024-03-04T09:15:02.25Z",
            level=Level.INFO,
            message="trained",
            logger="api",
            request_id="u1",
        ),
        Sample(
            line='{"text": "…", "record": {"exception": {"type": "ValueError", "value": "x", "tra'
            'ceback": true}, '
            '"extra": {}, "level": {"icon": "❌", "name": "ERROR", "no": 40}, "message": "no model", "name": '
            '"__main__", "time": {"repr": "2024-03-04 10:15:03+01:00", "timestamp": 1709543703.0}}}',
            time="2024-03-04T09:15:03Z",
            level=Level.ERROR,
            message="no model",
            logger="__main__",
        ),
    ),
)
