"""What container engines and log daemons put around the lines of others."""

from __future__ import annotations

from inspector.logs.formats.sent import SENT
from inspector.logs.formats.spec import Envelope, EnvelopeSample

_ISO = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?"

_RFC_3339 = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.]\d{1,9})?(?:Z|[+-]\d\d:\d\d)"
_COLOUR = r"(?:\x1b\[[0-9;]*m)*"

DOCKER = Envelope(
    name="docker",
    title="docker json-file",
    text_key="log",
    time_key="time",
    keys=("log", "stream", "time", "attrs"),
    parts=True,
    samples=(
        EnvelopeSample(
            lines=('{"log":"ready\\n","stream":"stdout","time":"2024-03-04T05:06:07.123456789Z"}',),
            text="ready",
            time="2024-03-04T05:06:07.123456789Z",
            fields={"stream": "stdout"},
        ),
        EnvelopeSample(
            lines=(
                '{"log":"{\\"level\\":\\"in","stream":"stderr","time":"2024-03-04T05:06:07Z"}',
                '{"log":"fo\\"}\\n","stream":"stderr","time":"2024-03-04T05:06:08Z","attrs":{"tag":"web"}}',
            ),
            text='{"level":"info"}',
            time="2024-03-04T05:06:07Z",
            fields={"stream": "stderr"},
        ),
    ),
)

CRI = Envelope(
    name="cri",
    title="Kubernetes container (CRI)",
    pattern=rf"(?P<time>{_ISO}) (?P<stream>stdout|stderr) (?P<part>[FP])[^ \n]* ",
    samples=(
        EnvelopeSample(
            lines=("2024-03-04T05:06:07.123456789Z stdout F ready",),
            text="ready",
            time="2024-03-04T05:06:07.123456789Z",
            fields={"stream": "stdout"},
        ),
        EnvelopeSample(
            lines=(
                '2024-03-04T05:06:07+01:00 stderr P {"level":"in',
                '2024-03-04T05:06:08+01:00 stderr F fo"}',
            ),
            text='{"level":"info"}',
            time="2024-03-04T04:06:07Z",
            fields={"stream": "stderr"},
        ),
    ),
)

COMPOSE = Envelope(
    name="compose",
    title="docker compose",
    pattern=rf"{_COLOUR}(?P<service>[A-Za-z0-9][A-Za-z0-9_.-]*) +\|{_COLOUR}(?: (?:\x1b\[0m)?)?",
    logger="service",
    samples=(
        EnvelopeSample(lines=("web-1    | ready",), text="ready", fields={"service": "web-1"}),
        EnvelopeSample(
            lines=("\x1b[36mdb_1      |\x1b[0m LOG: ready",), text="LOG: ready", fields={"service": "db_1"}
        ),
        EnvelopeSample(lines=("\x1b[33mweb-1  | \x1b[0m{}",), text="{}", fields={"service": "web-1"}),
    ),
)

SYSLOG_5424 = Envelope(
    name="syslog-5424",
    title="syslog (RFC 5424)",
    pattern=(
        rf"<(?P<priority>\d{{1,3}})>\d{{1,2}} (?:(?P<time>{_ISO})|-) (?:-|(?P<host>[^ \n]+))"
        r" (?:-|(?P<app>[^ \n]+)) (?:-|(?P<pid>[^ \n]+)) (?:-|(?P<message_id>[^ \n]+))"
        r' (?:-|(?:\[(?:[^\]"\n]|"(?:[^"\\\n]|\\.)*")*\])+)'
        r" ?(?:\xef\xbb\xbf)?"
    ),
    logger="app",
    samples=(
        EnvelopeSample(
            lines=(
                "<165>1 2003-10-11T22:14:15.003Z host.example.com evntslog - ID47 "
                '[x@1 iut="3"][y@2 a="\\]"] hi',
            ),
            text="hi",
            time="2003-10-11T22:14:15.003Z",
            fields={"priority": "165", "host": "host.example.com", "app": "evntslog", "message_id": "ID47"},
        ),
        EnvelopeSample(
            lines=("<34>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - {}",),
            text="{}",
            time="2003-08-24T12:14:15.000003Z",
            fields={"priority": "34", "host": "192.0.2.1", "app": "myproc", "pid": "8710"},
        ),
    ),
)

SYSLOG = Envelope(
    name="syslog",
    title="syslog",
    # Prose that begins with a time is no syslog: rsyslog writes RFC 3339 with its zone.
    # RFC 3164 names no year: its stamp is shown, and no time is made of it.
    pattern=(
        r"(?:<(?P<priority>\d{1,3})>)?"
        rf"(?:(?P<time>{_RFC_3339})|(?P<stamp>[A-Z][a-z][a-z] [ \d]\d \d\d:\d\d:\d\d))"
        r" (?P<host>[A-Za-z0-9:][A-Za-z0-9_.:-]*) (?P<app>[^ \[\]:\n]+)(?:\[(?P<pid>[^ \]\n]*)\])?: "
    ),
    logger="app",
    samples=(
        EnvelopeSample(
            lines=("Mar  4 05:06:07 box sshd[812]: Accepted publickey for ada",),
            text="Accepted publickey for ada",
            fields={"stamp": "Mar  4 05:06:07", "host": "box", "app": "sshd", "pid": "812"},
        ),
        EnvelopeSample(
            lines=('<13>2024-03-04T05:06:07.5+01:00 box shop: {"level":"info"}',),
            text='{"level":"info"}',
            time="2024-03-04T04:06:07.5Z",
            fields={"priority": "13", "host": "box", "app": "shop"},
        ),
    ),
)

ENVELOPES: tuple[Envelope, ...] = (DOCKER, CRI, COMPOSE, SYSLOG_5424, SYSLOG, *SENT)
"""The first that nearly all lines of a sample are in is taken."""
