"""What tools that fetch logs put around each line: kubectl, stern, Heroku, AWS, Loki and others."""

from __future__ import annotations

from inspector.logs.formats.spec import Envelope, EnvelopeSample

_ISO = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.]\d{1,9})?(?:Z|[+-]\d\d:\d\d)"
_NANOSECONDS = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.]\d{9}(?:Z|[+-]\d\d:\d\d)"
_COLOUR = r"(?:\x1b\[[0-9;]*m)*"
_NAME = r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?"

KUBECTL_PREFIX = Envelope(
    name="kubectl-prefix",
    title="kubectl logs --prefix",
    pattern=rf"\[pod/(?P<pod>{_NAME})/(?P<container>{_NAME})\] (?:(?P<time>{_NANOSECONDS}) )?",
    logger="container",
    samples=(
        EnvelopeSample(
            lines=('[pod/shop-6d4cf56db6-x2x9q/web] {"level":"info"}',),
            text='{"level":"info"}',
            fields={"pod": "shop-6d4cf56db6-x2x9q", "container": "web"},
        ),
        EnvelopeSample(
            lines=("[pod/db-0/db] 2024-03-04T05:06:07.123456789Z ready",),
            text="ready",
            time="2024-03-04T05:06:07.123456789Z",
            fields={"pod": "db-0", "container": "db"},
        ),
    ),
)

HEROKU = Envelope(
    name="heroku",
    title="heroku logs",
    pattern=rf"(?P<time>{_ISO}) (?P<service>[a-z][a-z0-9-]*)\[(?P<process>[A-Za-z0-9_.-]+)\]: ",
    logger="process",
    samples=(
        EnvelopeSample(
            lines=('2024-03-04T05:06:07.123456+00:00 app[web.1]: {"level":"info"}',),
            text='{"level":"info"}',
            time="2024-03-04T05:06:07.123456Z",
            fields={"service": "app", "process": "web.1"},
        ),
    ),
)

AWS_TAIL = Envelope(
    name="aws-logs-tail",
    title="aws logs tail",
    # A stream is a path, or one of a function: `2024/03/04/[$LATEST]1a2b`.
    pattern=rf"(?P<time>{_ISO}) (?P<log_stream>[^\s/]+/[^\s]+) ",
    wary=True,
    samples=(
        EnvelopeSample(
            lines=('2024-03-04T05:06:07.123000+00:00 2024/03/04/[$LATEST]1a2b {"level":"INFO"}',),
            text='{"level":"INFO"}',
            time="2024-03-04T05:06:07.123Z",
            fields={"log_stream": "2024/03/04/[$LATEST]1a2b"},
        ),
    ),
)

TIMESTAMPS = Envelope(
    name="timestamps",
    title="logs --timestamps (kubectl, docker)",
    # Both write nine digits, whatever the time.
    pattern=rf"(?P<time>{_NANOSECONDS}) ",
    wary=True,
    samples=(
        EnvelopeSample(
            lines=('2024-03-04T05:06:07.123456789Z {"level":"info"}',),
            text='{"level":"info"}',
            time="2024-03-04T05:06:07.123456789Z",
        ),
        EnvelopeSample(
            lines=("2024-03-04T05:06:07.120000000+01:00 Listening",),
            text="Listening",
            time="2024-03-04T04:06:07.12Z",
        ),
    ),
)

STERN = Envelope(
    name="stern",
    title="stern",
    pattern=rf"{_COLOUR}(?P<pod>{_NAME}){_COLOUR} {_COLOUR}(?P<container>{_NAME}){_COLOUR} ",
    logger="container",
    of_objects=True,
    samples=(
        EnvelopeSample(
            lines=('shop-6d4cf56db6-x2x9q web {"level":"info"}',),
            text='{"level":"info"}',
            fields={"pod": "shop-6d4cf56db6-x2x9q", "container": "web"},
        ),
    ),
)

ELASTICSEARCH = Envelope(
    name="elasticsearch",
    title="an export of Elasticsearch",
    text_key="_source",
    time_key="_time",
    keys=(
        *("_index", "_type", "_id", "_score", "_source", "_version", "_ignored", "_routing"),
        *("_seq_no", "_primary_term", "fields", "highlight", "sort"),
    ),
    nested=True,
    samples=(
        EnvelopeSample(
            lines=('{"_index":"logs-1","_id":"Ab1","_score":1,"_source":{"level":"info","n":1}}',),
            text='{"level":"info","n":1}',
            fields={"_index": "logs-1", "_id": "Ab1"},
        ),
    ),
)

LOKI = Envelope(
    name="loki",
    title="logcli --output=jsonl (Loki)",
    text_key="line",
    time_key="timestamp",
    keys=("labels", "line", "timestamp", "structuredMetadata"),
    needs=("labels", "timestamp"),
    samples=(
        EnvelopeSample(
            lines=(
                '{"labels":{"app":"shop"},"line":"{\\"level\\":\\"info\\"}","timestamp":"2024-03-04T05:06:07.1Z"}',
            ),
            text='{"level":"info"}',
            time="2024-03-04T05:06:07.1Z",
            fields={"labels": {"app": "shop"}},
        ),
    ),
)

FLUENT_BIT = Envelope(
    name="fluent-bit",
    title="Fluent Bit",
    text_key="log",
    time_key="date",
    keys=(
        *("date", "log", "stream", "time", "logtag", "_p", "kubernetes", "@timestamp"),
        *("container_id", "container_name", "source", "tag"),
    ),
    needs=("date",),
    samples=(
        EnvelopeSample(
            lines=(
                '{"date":1709528767.5,"log":"{\\"level\\":\\"info\\"}","kubernetes":{"pod_name":"web-1"}}',
            ),
            text='{"level":"info"}',
            time="2024-03-04T05:06:07.5Z",
            fields={"kubernetes": {"pod_name": "web-1"}},
        ),
    ),
)

CLOUDWATCH = Envelope(
    name="cloudwatch",
    title="events of CloudWatch Logs",
    text_key="message",
    time_key="timestamp",
    keys=("logStreamName", "timestamp", "message", "ingestionTime", "eventId"),
    needs=("timestamp", "ingestionTime"),
    samples=(
        EnvelopeSample(
            lines=(
                '{"logStreamName":"a/b","timestamp":1709528767500,"message":"{\\"level\\":\\"INFO\\"}\\n",'
                '"ingestionTime":1709528768000,"eventId":"37"}',
            ),
            text='{"level":"INFO"}',
            time="2024-03-04T05:06:07.5Z",
            fields={"logStreamName": "a/b"},
        ),
    ),
)

SENT = (
    KUBECTL_PREFIX,
    HEROKU,
    AWS_TAIL,
    TIMESTAMPS,
    STERN,
    ELASTICSEARCH,
    LOKI,
    FLUENT_BIT,
    CLOUDWATCH,
)
