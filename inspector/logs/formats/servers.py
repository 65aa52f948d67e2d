"""Text that servers and platforms write: web servers, Postgres, Redis, AWS Lambda."""

from __future__ import annotations

from inspector.logs.formats.spec import Format, Sample, Shape
from inspector.logs.records import Level

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_QUOTED = r'(?:[^"\\]|\\.)*'

ACCESS_LOG = Format(
    name="access-log",
    title="access log (Common or Combined Log Format)",
    shape=Shape.TEXT,
    status_keys=("status",),
    message_parts=("method", "path", "status"),
    pattern=(
        r"^(?P<client>\S+) \S+ (?:-|(?P<user>[^\[]*?)) "
        r"\[(?P<time>\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] "
        rf'"(?P<message>(?P<method>[A-Z]+) (?P<path>[^\s"]+)(?: (?P<protocol>HTTP/[\d.]+))?|{_QUOTED})" '
        r"(?P<status>[1-5]\d\d) (?:-|(?P<bytes>\d+))"
        rf'(?: "(?:-|(?P<referer>{_QUOTED}))" "(?:-|(?P<agent>{_QUOTED}))")?(?: (?P<more>.*))?$'
    ),
    samples=(
        Sample(
            line='127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326',
            time="2000-10-10T20:55:36Z",
            level=Level.INFO,
            message="GET /apache_pb.gif 200",
        ),
        Sample(
            line='192.0.2.7 - - [04/Mar/2024:05:06:07 +0000] "POST /pay HTTP/1.1" 502 157 '
            '"https://example.org/" "Mozilla/5.0 (X11)"',
            time="2024-03-04T05:06:07Z",
            level=Level.ERROR,
            message="POST /pay 502",
        ),
        Sample(
            line='192.0.2.8 - - [04/Mar/2024:05:06:08 +0000] "\\x16\\x03\\x01" 400 0 "-" "-"',
            time="2024-03-04T05:06:08Z",
            level=Level.WARNING,
            message="\\x16\\x03\\x01",
        ),
    ),
)

NGINX_ERROR = Format(
    name="nginx-error",
    title="nginx error log",
    shape=Shape.TEXT,
    pattern=(
        r"^(?P<time>\d{4}/\d\d/\d\d \d\d:\d\d:\d\d) "
        r"\[(?P<level>debug|info|notice|warn|error|crit|alert|emerg)\] "
        r"(?P<pid>\d+)#(?P<thread>\d+): (?:\*(?P<connection>\d+) )?(?P<message>.*)$"
    ),
    samples=(
        Sample(
            line="2024/03/04 05:06:07 [error] 31#32: *9 connect() failed (111: Connection refused), client: "
            "192.0.2.7, server: example.org",
            time="2024-03-04T05:06:07Z",
            level=Level.ERROR,
            message="connect() failed (111: Connection refused), client: 192.0.2.7, server: example.org",
        ),
        Sample(
            line="2024/03/04 05:06:07 [notice] 1#1: start worker processes",
            time="2024-03-04T05:06:07Z",
            level=Level.NOTICE,
            message="start worker processes",
        ),
    ),
)

POSTGRES = Format(
    name="postgres",
    title="PostgreSQL",
    shape=Shape.TEXT,
    # DETAIL, HINT and STATEMENT say more about the line before; they are of no level.
    level_words={f"DEBUG{number}": Level.DEBUG for number in range(1, 6)},
    pattern=(
        r"^(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{3})?(?: UTC| GMT| [+-]\d\d(?::?\d\d)?)?)"
        r"(?: (?P<zone>[A-Z]{3,5}))? \[(?P<pid>\d+)\](?: (?P<user>[^\s@:]+)@(?P<database>[^\s:]+))? "
        r"(?P<level>DEBUG[1-5]|INFO|NOTICE|WARNING|ERROR|LOG|FATAL|PANIC|DETAIL|HINT|QUERY|CONTEXT"
        r"|LOCATION|STATEMENT): +(?P<message>.*)$"
    ),
    samples=(
        Sample(
            line="2024-03-04 05:06:07.123 UTC [1] LOG:  database system is ready to accept connections",
            time="2024-03-04T05:06:07.123Z",
            level=Level.INFO,
            message="database system is ready to accept connections",
        ),
        Sample(
            line='2024-03-04 05:06:07.123 UTC [77] ada@shop ERROR:  relation "carts" does not exist',
            time="2024-03-04T05:06:07.123Z",
            level=Level.ERROR,
            message='relation "carts" does not exist',
        ),
        Sample(
            line="2024-03-04 05:06:07.123 UTC [77] STATEMENT:  select * from carts",
            time="2024-03-04T05:06:07.123Z",
            level=Level.UNKNOWN,
            message="select * from carts",
        ),
    ),
)

REDIS = Format(
    name="redis",
    title="Redis",
    shape=Shape.TEXT,
    level_words={".": Level.DEBUG, "-": Level.INFO, "*": Level.NOTICE, "#": Level.WARNING},
    pattern=(
        r"^(?P<pid>\d+):(?P<role>[XCSM]) (?P<time>\d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d\.\d{3}) "
        r"(?P<level>[.*#-]) (?P<message>.*)$"
    ),
    samples=(
        Sample(
            line="1:M 04 Mar 2024 05:06:07.123 * Ready to accept connections tcp",
            time="2024-03-04T05:06:07.123Z",
            level=Level.NOTICE,
            message="Ready to accept connections tcp",
        ),
        Sample(
            line="1:C 04 Mar 2024 05:06:07.001 # WARNING Memory overcommit must be enabled!",
            time="2024-03-04T05:06:07.001Z",
            level=Level.WARNING,
            message="WARNING Memory overcommit must be enabled!",
        ),
    ),
)

LAMBDA_TEXT = Format(
    name="aws-lambda-text",
    title="AWS Lambda, text",
    shape=Shape.TEXT,
    # Python's runtime writes the level before the time, Node's behind the request.
    pattern=(
        r"^(?:(?:\[(?P<level>[A-Z]+)\]\t)?(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)[\t ]"
        rf"(?P<request>{_UUID}|undefined)[\t ](?:(?P<level_2>TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\t)?"
        r"(?P<message>.*)"
        rf"|(?P<message_2>(?:START|END|REPORT) RequestId: (?P<request_2>{_UUID}).*))$"
    ),
    samples=(
        Sample(
            line="[ERROR]\t2024-03-04T05:06:07.123Z\t79b4f56e-95b1-4643-9700-2807f4e68189\tno such cart",
            time="2024-03-04T05:06:07.123Z",
            level=Level.ERROR,
            message="no such cart",
            request_id="79b4f56e-95b1-4643-9700-2807f4e68189",
        ),
        Sample(
            line="2024-03-04T05:06:07.123Z\t79b4f56e-95b1-4643-9700-2807f4e68189\tWARN\tslow",
            time="2024-03-04T05:06:07.123Z",
            level=Level.WARNING,
            message="slow",
            request_id="79b4f56e-95b1-4643-9700-2807f4e68189",
        ),
        Sample(
            line="REPORT RequestId: 79b4f56e-95b1-4643-9700-2807f4e68189\tDuration: 3.53 ms",
            time=None,
            level=Level.UNKNOWN,
            message="REPORT RequestId: 79b4f56e-95b1-4643-9700-2807f4e68189\tDuration: 3.53 ms",
            request_id="79b4f56e-95b1-4643-9700-2807f4e68189",
        ),
    ),
)
