"""OpenTelemetry log records: OTLP in JSON, one record a line, and the console exporter of the Python SDK."""

from __future__ import annotations

from inspector.logs.formats.levels import OTEL_LEVELS
from inspector.logs.formats.spec import Format, Sample, Shape, TimeUnit
from inspector.logs.records import Level

OTLP = Format(
    name="opentelemetry",
    title="OpenTelemetry",
    shape=Shape.JSON,
    time_keys=("timeUnixNano", "observedTimeUnixNano"),
    time_unit=TimeUnit.NANOSECONDS,
    level_keys=("severityNumber", "severityText"),
    level_numbers=OTEL_LEVELS,
    logger_keys=("scope.name", "resource.attributes[service.name]"),
    message_keys=("body.stringValue", "body", "eventName"),
    detail_keys=("attributes[exception.stacktrace]",),
    request_keys=("attributes[request_id]", "attributes[http.request.id]", "traceId"),
    marks=("timeUnixNano|observedTimeUnixNano", "body|severityNumber|severityText"),
    samples=(
        Sample(
            line='{"timeUnixNano":"1544712660300000000","observedTimeUnixNano":"1544712660300000001",'
            '"severityNumber":10,"severityText":"Information","traceId":"5B8EFFF798038103D269B633813FC60C",'
            '"spanId":"EEE19B7EC3C1B174","body":{"stringValue":"Example log record"},"attributes":'
            '[{"key":"string.attribute","value":{"stringValue":"some string"}}]}',
            time="2018-12-13T14:51:00.3Z",
            level=Level.INFO,
            message="Example log record",
            request_id="5B8EFFF798038103D269B633813FC60C",
        ),
        Sample(
            line='{"observedTimeUnixNano":"1544712661000000000","severityNumber":17,"body":{"stringValue":'
            '"charge failed"},"attributes":[{"key":"request_id","value":{"stringValue":"r-5"}}],'
            '"scope":{"name":"shop.pay"}}',
            time="2018-12-13T14:51:01Z",
            level=Level.ERROR,
            message="charge failed",
            logger="shop.pay",
            request_id="r-5",
        ),
    ),
)

OTEL_CONSOLE = Format(
    name="opentelemetry-console",
    title="OpenTelemetry console exporter",
    shape=Shape.JSON,
    time_keys=("timestamp", "observed_timestamp"),
    level_keys=("severity_number", "severity_text"),
    level_numbers=OTEL_LEVELS,
    logger_keys=("instrumentation_scope.name", "resource.attributes.service.name"),
    message_keys=("body",),
    detail_keys=("attributes.exception.stacktrace",),
    request_keys=("attributes.request_id", "trace_id"),
    marks=("body", "severity_number", "severity_text"),
    samples=(
        Sample(
            line='{"body": "shutting down", "severity_number": 13, "severity_text": "WARN", "attributes": '
            '{"request_id": "w1"}, "timestamp": "2024-03-04T05:06:07.891011Z", "trace_id": "0x00", '
            '"resource": {"attributes": {"telemetry.sdk.language": "python"}}}',
            time="2024-03-04T05:06:07.891011Z",
            level=Level.WARNING,
            message="shutting down",
            request_id="w1",
        ),
        Sample(
            line='{"body": "ready", "severity_number": 9, "severity_text": "INFO", "timestamp": null, '
            '"observed_timestamp": "2024-03-04T05:06:07Z", "trace_id": "0x5b8efff798038103d269b633813fc60c"}',
            time="2024-03-04T05:06:07Z",
            level=Level.INFO,
            message="ready",
            request_id="0x5b8efff798038103d269b633813fc60c",
        ),
    ),
)
