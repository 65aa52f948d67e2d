"""What Go services write: zap, zerolog, logrus, slog, hclog."""

from __future__ import annotations

from inspector.logs.formats.spec import Format, Sample, Shape
from inspector.logs.records import Level

_REQUEST_KEYS = ("request_id", "req_id", "requestId", "trace_id", "traceId")

ZAP = Format(
    name="zap",
    title="zap",
    shape=Shape.JSON,
    time_keys=("ts",),
    level_keys=("level",),
    logger_keys=("logger",),
    message_keys=("msg",),
    detail_keys=("stacktrace", "errorVerbose"),
    request_keys=_REQUEST_KEYS,
    marks=("level", "ts", "caller", "msg"),
    samples=(
        Sample(
            line='{"level":"dpanic","ts":1449000000.123456,"logger":"gate","caller":"zap/main.go:84","msg":"odd",'
            '"trace_id":"5b8a"}',
            time="2015-12-01T20:00:00.123456Z",
            level=Level.CRITICAL,
            message="odd",
            logger="gate",
            request_id="5b8a",
        ),
        Sample(
            line='{"level":"error","ts":"2021-07-22T12:00:05.436Z","caller":"server/run.go:21",'
            '"msg":"failed to fetch URL","url":"http://example.com","attempt":3,"backoff":1,'
            '"stacktrace":"main.main\\n\\t/app/run.go:21"}',
            time="2021-07-22T12:00:05.436Z",
            level=Level.ERROR,
            message="failed to fetch URL",
        ),
    ),
)

ZAP_DEVELOPMENT = Format(
    name="zap-development",
    title="zap, development",
    shape=Shape.JSON,
    time_keys=("T",),
    level_keys=("L",),
    logger_keys=("N",),
    message_keys=("M",),
    detail_keys=("S",),
    request_keys=_REQUEST_KEYS,
    marks=("L", "T", "M"),
    samples=(
        Sample(
            line='{"L":"WARN","T":"2022-03-01T10:11:12.345+0100","N":"gate","C":"gate/main.go:9","M":"slow",'
            '"request_id":"q7"}',
            time="2022-03-01T09:11:12.345Z",
            level=Level.WARNING,
            message="slow",
            logger="gate",
            request_id="q7",
        ),
        Sample(
            line='{"L":"DPANIC","T":"2022-03-01T10:11:12.345Z","C":"gate/main.go:10","M":"cannot be",'
            '"S":"main.main\\n\\t/gate/main.go:10"}',
            time="2022-03-01T10:11:12.345Z",
            level=Level.CRITICAL,
            message="cannot be",
        ),
    ),
)

ZEROLOG = Format(
    name="zerolog",
    title="zerolog",
    shape=Shape.JSON,
    time_keys=("time",),
    level_keys=("level",),
    logger_keys=("component", "logger", "caller"),
    message_keys=("message",),
    detail_keys=("stack",),
    request_keys=_REQUEST_KEYS,
    marks=("level", "time", "message"),
    values={"level": "trace|debug|info|warn|error|fatal|panic"},
    samples=(
        Sample(
            line='{"level":"info","time":1516134303,"message":"hello world"}',
            time="2018-01-16T20:25:03Z",
            level=Level.INFO,
            message="hello world",
        ),
        Sample(
            line='{"level":"error","req_id":"b4g0l5t6tfid6dtrapu0","error":"file open failed!",'
            '"component":"store","time":"2024-02-03T04:05:06+01:00","message":"cannot start"}',
            time="2024-02-03T03:05:06Z",
            level=Level.ERROR,
            message="cannot start",
            logger="store",
            request_id="b4g0l5t6tfid6dtrapu0",
        ),
    ),
)

LOGRUS = Format(
    name="logrus",
    title="logrus",
    shape=Shape.JSON,
    time_keys=("time",),
    level_keys=("level",),
    logger_keys=("component", "logger", "func"),
    message_keys=("msg",),
    detail_keys=("stack",),
    request_keys=_REQUEST_KEYS,
    marks=("level", "time", "msg"),
    values={"level": "trace|debug|info|warning|error|fatal|panic"},
    samples=(
        Sample(
            line='{"animal":"walrus","level":"info","msg":"A group of walrus emerges from the ocean",'
            '"size":10,"time":"2014-03-10T19:57:38.562264131-04:00"}',
            time="2014-03-10T23:57:38.562264131Z",
            level=Level.INFO,
            message="A group of walrus emerges from the ocean",
        ),
        Sample(
            line='{"level":"warning","msg":"The group\'s number increased tremendously!","number":122,'
            '"omg":true,"func":"main.main","request_id":"a1","time":"2014-03-10T19:57:38Z"}',
            time="2014-03-10T19:57:38Z",
            level=Level.WARNING,
            message="The group's number increased tremendously!",
            logger="main.main",
            request_id="a1",
        ),
    ),
)

SLOG = Format(
    name="slog",
    title="slog",
    shape=Shape.JSON,
    time_keys=("time",),
    level_keys=("level",),
    logger_keys=("logger", "component", "source.function"),
    message_keys=("msg",),
    detail_keys=("stack",),
    request_keys=_REQUEST_KEYS,
    marks=("time", "level", "msg"),
    values={"level": "(DEBUG|INFO|WARN|ERROR)([+-][0-9]+)?"},
    samples=(
        Sample(
            line='{"time":"2022-11-08T15:28:26.000000000-05:00","level":"INFO","msg":"hello","count":3}',
            time="2022-11-08T20:28:26Z",
            level=Level.INFO,
            message="hello",
        ),
        Sample(
            line='{"time":"2022-11-08T15:28:26.123456789Z","level":"ERROR+2","source":{"function":"main.run",'
            '"file":"/app/main.go","line":12},"msg":"oops","err":"EOF","request_id":"7d"}',
            time="2022-11-08T15:28:26.123456789Z",
            level=Level.ERROR,
            message="oops",
            logger="main.run",
            request_id="7d",
        ),
    ),
)

HCLOG = Format(
    name="hclog",
    title="HashiCorp hclog",
    shape=Shape.JSON,
    time_keys=("@timestamp",),
    level_keys=("@level",),
    logger_keys=("@module", "@caller"),
    message_keys=("@message",),
    detail_keys=("stacktrace",),
    request_keys=_REQUEST_KEYS,
    marks=("@timestamp", "@level", "@message"),
    samples=(
        Sample(
            line='{"@level":"info","@message":"agent: joined","@module":"consul.serf",'
            '"@timestamp":"2023-04-05T06:07:08.910111Z","members":3}',
            time="2023-04-05T06:07:08.910111Z",
            level=Level.INFO,
            message="agent: joined",
            logger="consul.serf",
        ),
        Sample(
            line='{"@level":"warn","@message":"slow request","@timestamp":"2023-04-05T06:07:09.5+02:00",'
            '"request_id":"e0"}',
            time="2023-04-05T04:07:09.5Z",
            level=Level.WARNING,
            message="slow request",
            request_id="e0",
        ),
    ),
)
