"""What services in clouds write: Google Cloud, AWS Lambda, Datadog."""

from __future__ import annotations

from inspector.logs.formats.levels import SYSLOG_LEVELS
from inspector.logs.formats.spec import Format, Sample, Shape
from inspector.logs.records import Level

_TRACE = "logging.googleapis.com/trace"

GOOGLE_CLOUD = Format(
    name="google-cloud",
    title="Google Cloud",
    shape=Shape.JSON,
    time_keys=("timestamp", "time"),
    second_keys=(("timestamp.seconds", "timestamp.nanos"), ("timestampSeconds", "timestampNanos")),
    level_keys=("severity",),
    logger_keys=("logger", "logging.googleapis.com/sourceLocation.function"),
    message_keys=("message",),
    detail_keys=("stack_trace", "exception"),
    request_keys=("request_id", _TRACE, "logging.googleapis.com/operation.id"),
    marks=(
        "severity",
        "message",
        f"{_TRACE}|logging.googleapis.com/sourceLocation|logging.googleapis.com/labels|timestampSeconds"
        "|timestamp.seconds|logging.googleapis.com/insertId|logging.googleapis.com/spanId",
    ),
    samples=(
        Sample(
            line='{"severity":"NOTICE","message":"charge accepted","time":"2020-10-12T07:20:50.52Z",'
            '"logging.googleapis.com/trace":"projects/my-projectid/traces/06796866738c859f2f19b7cfb3214824",'
            '"logging.googleapis.com/spanId":"000000000000004a"}',
            time="2020-10-12T07:20:50.52Z",
            level=Level.NOTICE,
            message="charge accepted",
            request_id="06796866738c859f2f19b7cfb3214824",
        ),
        Sample(
            line='{"severity":"ALERT","message":"no money left","timestampSeconds":1602487250,'
            '"timestampNanos":520000000,"logger":"bank","logging.googleapis.com/sourceLocation":'
            '{"file":"bank.go","line":"142","function":"main.pay"}}',
            time="2020-10-12T07:20:50.52Z",
            level=Level.CRITICAL,
            message="no money left",
            logger="bank",
        ),
    ),
)

GOOGLE_CLOUD_EXPORT = Format(
    name="google-cloud-export",
    title="Google Cloud, exported",
    shape=Shape.JSON,
    time_keys=("timestamp", "receiveTimestamp"),
    level_keys=("severity", "jsonPayload.severity", "jsonPayload.level"),
    status_keys=("httpRequest.status",),
    logger_keys=("jsonPayload.logger", "resource.labels.container_name", "resource.type", "logName"),
    message_keys=("textPayload", "jsonPayload.message", "jsonPayload.msg", "protoPayload.methodName"),
    message_parts=("httpRequest.requestMethod", "httpRequest.requestUrl", "httpRequest.status"),
    detail_keys=("jsonPayload.stack_trace", "jsonPayload.exception"),
    request_keys=("jsonPayload.request_id", "trace", "operation.id"),
    marks=("logName", "insertId", "timestamp"),
    samples=(
        Sample(
            line='{"insertId":"1xj","jsonPayload":{"message":"ready","logger":"web"},"logName":'
            '"projects/p/logs/stdout","receiveTimestamp":"2024-02-03T04:05:07Z","resource":{"labels":'
            '{"container_name":"web"},"type":"k8s_container"},"severity":"INFO","timestamp":'
            '"2024-02-03T04:05:06.070809101Z","trace":"projects/p/traces/5b8e"}',
            time="2024-02-03T04:05:06.070809101Z",
            level=Level.INFO,
            message="ready",
            logger="web",
            request_id="5b8e",
        ),
        Sample(
            line='{"httpRequest":{"requestMethod":"GET","requestUrl":"https://example.org/a","status":502,'
            '"latency":"0.3s"},"insertId":"1xk","logName":"projects/p/logs/requests","resource":{"type":'
            '"http_load_balancer"},"severity":"WARNING","timestamp":"2024-02-03T04:05:06Z"}',
            time="2024-02-03T04:05:06Z",
            level=Level.WARNING,
            message="GET https://example.org/a 502",
            logger="http_load_balancer",
        ),
    ),
)

AWS_LAMBDA = Format(
    name="aws-lambda",
    title="AWS Lambda",
    shape=Shape.JSON,
    time_keys=("timestamp", "time"),
    level_keys=("level",),
    logger_keys=("logger",),
    message_keys=("message", "errorMessage", "type"),
    detail_keys=("stackTrace", "location"),
    request_keys=("requestId",),
    # The function's records, and those of the platform.
    same_request=("requestId", "record.requestId"),
    marks=("timestamp", "level", "requestId"),
    samples=(
        Sample(
            line='{"timestamp": "2023-10-27T19:17:45.586Z", "level": "INFO", "message": "Inside the handler '
            'function", "logger": "root", "requestId": "79b4f56e-95b1-4643-9700-2807f4e68189"}',
            time="2023-10-27T19:17:45.586Z",
            level=Level.INFO,
            message="Inside the handler function",
            logger="root",
            request_id="79b4f56e-95b1-4643-9700-2807f4e68189",
        ),
        Sample(
            line='{"timestamp":"2023-10-27T19:17:46.000Z","level":"ERROR","requestId":"79b4f56e",'
            '"errorType":"KeyError","errorMessage":"\'name\'","stackTrace":["  File \\"a.py'
            '\\", line 3, in f\\n"]}',
            time="2023-10-27T19:17:46Z",
            level=Level.ERROR,
            message="'name'",
            request_id="79b4f56e",
        ),
    ),
)

AWS_POWERTOOLS = Format(
    name="aws-powertools",
    title="AWS Lambda Powertools",
    shape=Shape.JSON,
    time_keys=("timestamp",),
    level_keys=("level",),
    logger_keys=("service", "location"),
    message_keys=("message",),
    detail_keys=("exception", "stack_trace"),
    request_keys=("function_request_id", "correlation_id", "xray_trace_id"),
    marks=(
        "timestamp",
        "level",
        "message",
        "service",
        "location|function_request_id|cold_start|xray_trace_id",
    ),
    samples=(
        Sample(
            line='{"level":"INFO","location":"collect.handler:7","message":"Collecting payment","timestamp":'
            '"2021-05-03 11:47:12,494+0000","service":"payment","cold_start":true,"function_request_id":'
            '"52fdfc07-2182-154f-163f-5f0f9a621d72"}',
            time="2021-05-03T11:47:12.494Z",
            level=Level.INFO,
            message="Collecting payment",
            logger="payment",
            request_id="52fdfc07-2182-154f-163f-5f0f9a621d72",
        ),
        Sample(
            line='{"level":"ERROR","location":"collect.handler:15","message":{"operation":"collect_payment"},'
            '"timestamp":"2021-05-03 11:47:12,494+0200","service":"payment","correlation_id":"c-1",'
            '"exception_name":"ValueError","exception":"Traceback (most recent call last):\\nValueError: x"}',
            time="2021-05-03T09:47:12.494Z",
            level=Level.ERROR,
            message='{"operation":"collect_payment"}',
            logger="payment",
            request_id="c-1",
        ),
    ),
)

DATADOG = Format(
    name="datadog",
    title="Datadog",
    shape=Shape.JSON,
    time_keys=("timestamp", "date", "@timestamp"),
    level_keys=("status", "level", "severity"),
    level_numbers=SYSLOG_LEVELS,
    logger_keys=("logger.name", "logger_name", "service", "ddsource"),
    message_keys=("message", "msg"),
    detail_keys=("error.stack", "exc_info"),
    request_keys=("http.request_id", "dd.trace_id"),
    marks=("message", "dd|dd.trace_id|dd.service|ddsource|ddtags"),
    samples=(
        Sample(
            line='{"ddsource":"nodejs","ddtags":"env:prod","hostname":"box","service":"shop","status":"warn",'
            '"message":"cart is empty","timestamp":1700000000123,"dd":{"trace_id":"4985","span_id":"7"}}',
            time="2023-11-14T22:13:20.123Z",
            level=Level.WARNING,
            message="cart is empty",
            logger="shop",
            request_id="4985",
        ),
        Sample(
            line='{"date":"2023-11-14T22:13:20.5Z","status":"emergency","service":"shop","message":"down",'
            '"dd.trace_id":"4986","dd.span_id":"8","error.stack":"Error: down\\n    at f (a.js:1:1)"}',
            time="2023-11-14T22:13:20.5Z",
            level=Level.CRITICAL,
            message="down",
            logger="shop",
            request_id="4986",
        ),
    ),
)
