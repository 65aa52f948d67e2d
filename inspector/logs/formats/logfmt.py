"""logfmt: key=value pairs with blanks between, as Go's tools, Heroku and Grafana write them."""

from __future__ import annotations

import re

from inspector.logs.formats.spec import Format, Sample, Shape
from inspector.logs.records import Level

_WORD = r"[A-Za-z_][\w.@/\-]*"
_PAIR = _WORD + r'=(?:"[^"\\]*(?:\\.[^"\\]*)*"|[^\s"=][^\s"]*|)'

LOGFMT = Format(
    name="logfmt",
    title="logfmt",
    shape=Shape.LOGFMT,
    time_keys=("time", "ts", "timestamp", "t", "at"),
    level_keys=("level", "lvl", "severity"),
    logger_keys=("logger", "component", "caller", "source", "service"),
    message_keys=("msg", "message", "event"),
    detail_keys=("stack", "stacktrace"),
    request_keys=("request_id", "req_id", "requestId", "trace_id", "traceID"),
    # Two pairs at least, the line begins with one; a word alone is a key without a value. Anything else in a
    # line makes it prose.
    pattern=rf"^{_PAIR}(?: +{_WORD})* +{_PAIR}(?: +(?:{_PAIR}|{_WORD}))* *$",
    samples=(
        Sample(
            line='time="2015-03-26T01:27:38-04:00" level=warning msg="The group\'s number increased '
            'tremendously!" number=122 omg=true',
            time="2015-03-26T05:27:38Z",
            level=Level.WARNING,
            message="The group's number increased tremendously!",
        ),
        Sample(
            line="ts=2020-12-09T10:11:12.345Z caller=main.go:7 level=error traceID=5f2c component=store "
            'msg="say \\"no\\"" err= duration=1.5ms',
            time="2020-12-09T10:11:12.345Z",
            level=Level.ERROR,
            message='say "no"',
            logger="store",
            request_id="5f2c",
        ),
        Sample(
            line='level=info tag=stopping_fetchers id=ConsumerFetcher cached msg="no more" ok',
            time=None,
            level=Level.INFO,
            message="no more",
        ),
    ),
)

_TOKEN = re.compile(rf"{_PAIR}|{_WORD}", re.ASCII | re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_BLANKS = {"n": "\n", "t": "\t", "r": "\r"}


def parse_pairs(text: str) -> dict[str, str]:
    """The pairs of a line that fits the format; of a key that stands twice the first counts.

    A key without a value is true (github.com/kr/logfmt).
    """
    fields: dict[str, str] = {}
    for match in _TOKEN.finditer(text):
        key, assigned, value = match[0].partition("=")
        if not assigned:
            value = "true"
        if value.startswith('"'):
            value = _ESCAPE.sub(_plain, value[1:-1])
        fields.setdefault(key, value)
    return fields


def _plain(escape: re.Match[str]) -> str:
    return _BLANKS.get(escape[1], escape[1])
