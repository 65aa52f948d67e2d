"""What Node services write: pino, bunyan and winston."""

from __future__ import annotations

from inspector.logs.formats.levels import PINO_LEVELS
from inspector.logs.formats.spec import Format, Sample, Shape
from inspector.logs.records import Level

PINO = Format(
    name="pino",
    title="pino",
    shape=Shape.JSON,
    time_keys=("time", "timestamp"),
    level_keys=("level",),
    level_numbers=PINO_LEVELS,
    logger_keys=("name",),
    message_keys=("msg", "message"),
    detail_keys=("err.stack", "error.stack", "stack"),
    request_keys=("reqId", "req.id", "req_id", "requestId", "traceId"),
    marks=("level", "time", "pid", "hostname"),
    samples=(
        Sample(
            line='{"level":30,"time":1531171082399,"pid":657,"hostname":"box","reqId":4,"msg":"hello world"}',
            time="2018-07-09T21:18:02.399Z",
            level=Level.INFO,
            message="hello world",
            request_id="4",
        ),
        Sample(
            line='{"level":50,"time":1531171082400,"pid":657,"hostname":"box","name":"gate","req":{"id":"r-7"},'
            '"err":{"type":"Error","message":"boom","stack":"Error: boom\\n    at f (a.js:1:1)"},'
            '"msg":"request errored"}',
            time="2018-07-09T21:18:02.4Z",
            level=Level.ERROR,
            message="request errored",
            logger="gate",
            request_id="r-7",
        ),
    ),
)

BUNYAN = Format(
    name="bunyan",
    title="bunyan",
    shape=Shape.JSON,
    time_keys=("time",),
    level_keys=("level",),
    level_numbers=PINO_LEVELS,
    numeric_level=True,
    logger_keys=("name",),
    message_keys=("msg",),
    detail_keys=("err.stack",),
    request_keys=("req_id", "req.id"),
    marks=("level", "time", "pid", "hostname", "v", "name"),
    samples=(
        Sample(
            line='{"name":"myapp","hostname":"box","pid":14,"req_id":"d5","level":40,"msg":"slow upstream",'
            '"time":"2013-01-09T17:21:51.987Z","v":0}',
            time="2013-01-09T17:21:51.987Z",
            level=Level.WARNING,
            message="slow upstream",
            logger="myapp",
            request_id="d5",
        ),
        Sample(
            line='{"name":"myapp","hostname":"box","pid":14,"component":"db","level":50,"err":{"message":'
            '"boom","name":"TypeError","stack":"TypeError: boom\\n    at f (a.js:1:1)"},"msg":"boom",'
            '"time":"2012-02-02T04:42:53.206Z","v":0}',
            time="2012-02-02T04:42:53.206Z",
            level=Level.ERROR,
            message="boom",
            logger="myapp",
        ),
    ),
)

WINSTON = Format(
    name="winston",
    title="winston",
    shape=Shape.JSON,
    time_keys=("timestamp",),
    level_keys=("level",),
    logger_keys=("label", "service", "logger"),
    message_keys=("message",),
    detail_keys=("stack", "error.stack"),
    request_keys=("requestId", "request_id", "reqId", "correlationId", "traceId"),
    marks=("level", "message", "timestamp"),
    values={"level": "error|warn|info|http|verbose|debug|silly"},
    samples=(
        Sample(
            line='{"level":"http","message":"GET /cart 200","service":"shop","timestamp":'
            '"2021-09-08T07:06:05.432Z","requestId":"w-1"}',
            time="2021-09-08T07:06:05.432Z",
            level=Level.INFO,
            message="GET /cart 200",
            logger="shop",
            request_id="w-1",
        ),
        Sample(
            line='{"label":"jobs","level":"error","message":"job failed","stack":"Error: job failed\\n    at '
            'run (jobs.js:7:1)","timestamp":"2021-09-08 07:06:05"}',
            time="2021-09-08T07:06:05Z",
            level=Level.ERROR,
            message="job failed",
            logger="jobs",
        ),
    ),
)
