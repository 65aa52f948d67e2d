"""Text that loggers write for people to read: structlog, winston, Spring Boot, Ruby, klog."""

from __future__ import annotations

from inspector.logs.formats.pairs import PAIRS
from inspector.logs.formats.spec import Format, Sample, Shape
from inspector.logs.records import Level

_STAMP = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

STRUCTLOG_CONSOLE = Format(
    name="structlog-console",
    title="structlog console",
    shape=Shape.TEXT,
    request_keys=("request_id", "correlation_id", "task_id", "trace_id"),
    # The level is padded within its brackets, the event behind them.
    pattern=(
        rf"^(?P<time>{_STAMP}) \[(?P<level>debug|info|warning|warn|error|exception|critical) *\] "
        r"(?P<message>.*?)(?: +\[(?P<logger>[\w.]+)\])?"
        rf" *(?P<pairs>{PAIRS}*)$"
    ),
    samples=(
        Sample(
            line="2024-05-06T07:08:09.101112Z [info     ] job started                    [jobs.runner] n=3 "
            "name='a b'",
            time="2024-05-06T07:08:09.101112Z",
            level=Level.INFO,
            message="job started",
            logger="jobs.runner",
        ),
        Sample(
            line="2024-05-06 07:08:10 [error    ] job failed                     request_id=r-4",
            time="2024-05-06T07:08:10Z",
            level=Level.ERROR,
            message="job failed",
            request_id="r-4",
        ),
    ),
)

WINSTON_SIMPLE = Format(
    name="winston-simple",
    title="winston, simple",
    shape=Shape.TEXT,
    request_keys=("requestId", "request_id", "reqId", "correlationId", "traceId"),
    pattern=(
        r"^(?P<level>error|warn|info|http|verbose|debug|silly): (?P<message>.*?)"
        r"(?: (?P<pairs>\{.*\}))?$"
    ),
    # A line of any tool may begin with `error: `.
    share=0.5,
    samples=(
        Sample(line="error: boom", time=None, level=Level.ERROR, message="boom"),
        Sample(
            line='http: GET /cart {"requestId":"w-1","status":200}',
            time=None,
            level=Level.INFO,
            message="GET /cart",
            request_id="w-1",
        ),
    ),
)

SPRING_BOOT = Format(
    name="spring-boot",
    title="Spring Boot console",
    shape=Shape.TEXT,
    pattern=(
        rf"^(?P<time>{_STAMP}) +(?P<level>TRACE|DEBUG|INFO|WARN|ERROR|FATAL|OFF)"
        r" (?:\[(?P<application_2>[^\],]*),(?P<request_2>[^\],]*),(?P<span_2>[^\],]*)[^\]]*\] )?"
        r"(?P<pid>\d+) --- (?:\[(?P<application>[^\]]*)\] )?\[ *(?P<thread>[^\]]*)\] "
        r"(?:\[(?:(?P<request>[0-9a-f]{16,32})-(?P<span>[0-9a-f]{16}) *| *)\] )?"
        r"(?P<logger>\S+) *: (?P<message>.*)$"
    ),
    samples=(
        Sample(
            line="2024-03-04T05:06:07.089+01:00  INFO 4711 --- [shop] [nio-8080-exec-1] c.example.shop.Cart"
            "                       : cart is empty",
            time="2024-03-04T04:06:07.089Z",
            level=Level.INFO,
            message="cart is empty",
            logger="c.example.shop.Cart",
        ),
        Sample(
            line="2024-03-04 05:06:07.089 ERROR 4711 --- [           main] o.s.boot.SpringApplication"
            "               : Application run failed",
            time="2024-03-04T05:06:07.089Z",
            level=Level.ERROR,
            message="Application run failed",
            logger="o.s.boot.SpringApplication",
        ),
        Sample(
            line="2024-03-04T05:06:07.089Z  WARN 7 --- [shop] [main] [803b448a0489f84084905d3093480352-"
            "3425f23bb2432450] c.e.Cart : slow",
            time="2024-03-04T05:06:07.089Z",
            level=Level.WARNING,
            message="slow",
            logger="c.e.Cart",
            request_id="803b448a0489f84084905d3093480352",
        ),
        Sample(
            line="2024-03-04 05:06:07.089  INFO [shop,5c1f,6d2e,true] 7 --- [main] c.e.Cart : hi",
            time="2024-03-04T05:06:07.089Z",
            level=Level.INFO,
            message="hi",
            logger="c.e.Cart",
            request_id="5c1f",
        ),
    ),
)

RUBY_LOGGER = Format(
    name="ruby-logger",
    title="Ruby Logger, Rails",
    shape=Shape.TEXT,
    pattern=(
        rf"^[DIWEFA], \[(?P<time>{_STAMP}) #(?P<pid>\d+)\] +(?P<level>DEBUG|INFO|WARN|ERROR|FATAL|ANY) -- "
        rf"(?P<logger>[^: ]*): (?:\[(?P<request>{_UUID})\] )?(?P<message>.*)$"
    ),
    samples=(
        Sample(
            line="W, [2024-03-04T05:06:07.123456 #4711]  WARN -- jobs: queue is long",
            time="2024-03-04T05:06:07.123456Z",
            level=Level.WARNING,
            message="queue is long",
            logger="jobs",
        ),
        Sample(
            line="I, [2024-03-04T05:06:07.123456 #4711]  INFO -- : [79b4f56e-95b1-4643-9700-2807f4e68189] "
            "Completed 200 OK in 5ms",
            time="2024-03-04T05:06:07.123456Z",
            level=Level.INFO,
            message="Completed 200 OK in 5ms",
            request_id="79b4f56e-95b1-4643-9700-2807f4e68189",
        ),
    ),
)

KLOG = Format(
    name="klog",
    title="klog, glog",
    shape=Shape.TEXT,
    request_keys=("requestID", "request_id"),
    # It names no year: its stamp is shown, and no time is made of it.
    pattern=(
        r"^(?P<level>[IWEF])(?P<stamp>[01]\d[0-3]\d \d\d:\d\d:\d\d\.\d{6}) +(?P<thread>\d+) "
        rf"(?P<place>[^\s\]]+:\d+)\] (?P<message>.*?)(?P<pairs>{PAIRS}*)$"
    ),
    samples=(
        Sample(
            line="E1124 10:20:30.123456       7 reflector.go:138] failed to list *v1.Pod: timeout",
            time=None,
            level=Level.ERROR,
            message="failed to list *v1.Pod: timeout",
        ),
        Sample(
            line='I1124 10:20:30.123456    4711 kubelet.go:42] "Pod status updated" pod="system/dns" n=1',
            time=None,
            level=Level.INFO,
            message='"Pod status updated"',
        ),
    ),
)
