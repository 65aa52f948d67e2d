"""JSON of any producer: the union of the usual names, and what shows which of them serves."""

from __future__ import annotations

from inspector.logs.formats.spec import Format, Sample, Shape
from inspector.logs.records import Level

GENERIC_JSON = Format(
    name="json",
    title="JSON",
    shape=Shape.JSON,
    time_keys=tuple(
        """
        timestamp @timestamp time ts datetime date @t created asctime eventTime Timestamp Time T TS TIME
        timeMillis timeUnixNano __REALTIME_TIMESTAMP stageTimestamp start_time time_iso8601 t.$date
        record.time.timestamp
        """.split()
    ),
    # A word beside a number wins, so the names that hold words stand first.
    level_keys=tuple(
        """
        level_name levelname levelName severity severityText log.level loglevel log_level lvl level @l
        LogLevel Level LEVEL L levelno severityNumber PRIORITY priority record.level.name
        """.split()
    ),
    logger_keys=tuple(
        """
        logger logger_name loggerName log.logger name channel Category SourceContext component target module
        service SYSLOG_IDENTIFIER Logger caller c N record.name
        """.split()
    ),
    message_keys=tuple(
        """
        message msg event @m @mt short_message body.stringValue fields.message Message MESSAGE M textPayload
        log text jsonPayload.message record.message
        """.split()
    ),
    detail_keys=tuple(
        """
        exception exc_info stack_trace stacktrace stackTrace stack err.stack error.stack_trace error.stack
        exc_text traceback @x Exception full_message
        """.split()
    ),
    # Of AWS Lambda, where the platform writes more than the function.
    same_request=("requestId", "record.requestId"),
    samples=(
        Sample(
            line='{"ts":1449000000.123456,"lvl":"dpanic","logger":"gate","text":"odd","trace_id":"5b8a"}',
            time="2015-12-01T20:00:00.123456Z",
            level=Level.CRITICAL,
            message="odd",
            logger="gate",
            request_id="5b8a",
        ),
        Sample(
            line='{"@timestamp":"2024-02-03T04:05:06.789+01:00","log.level":" WARN ","message":"low disk",'
            '"log":{"logger":"disk"},"http":{"request":{"id":"x9"}}}',
            time="2024-02-03T03:05:06.789Z",
            level=Level.WARNING,
            message="low disk",
            logger="disk",
            request_id="x9",
        ),
    ),
)
