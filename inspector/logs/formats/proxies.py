"""What proxies and web servers write of each request: its status says how severe a record is."""

from __future__ import annotations

from inspector.logs.formats.spec import Format, Sample, Shape
from inspector.logs.records import Level

CADDY = Format(
    name="caddy",
    title="Caddy access",
    shape=Shape.JSON,
    time_keys=("ts",),
    level_keys=("level",),
    logger_keys=("logger",),
    message_keys=("msg",),
    message_parts=("request.method", "request.uri", "status"),
    detail_keys=("error",),
    request_keys=("uuid", "request_id", "request.headers.X-Request-Id"),
    marks=("level", "ts", "msg", "request.uri"),
    samples=(
        Sample(
            line='{"level":"info","ts":1646861401.5241024,"logger":"http.log.access","msg":"handled request",'
            '"request":{"remote_ip":"127.0.0.1","proto":"HTTP/2.0","method":"GET","host":"localhost",'
            '"uri":"/a?b=1"},"bytes_read":0,"duration":0.000929675,"status":200}',
            time="2022-03-09T21:30:01.5241024Z",
            level=Level.INFO,
            message="GET /a?b=1 200",
            logger="http.log.access",
        ),
        Sample(
            line='{"level":"error","ts":1646861402,"logger":"http.log.error","msg":"dial tcp: refused",'
            '"request":{"method":"POST","uri":"/b"},"duration":0.1,"status":502,"request_id":"c1"}',
            time="2022-03-09T21:30:02Z",
            level=Level.ERROR,
            message="POST /b 502",
            logger="http.log.error",
            request_id="c1",
        ),
    ),
)

TRAEFIK = Format(
    name="traefik",
    title="Traefik access",
    shape=Shape.JSON,
    # `time` is the end of the request, in whole seconds.
    time_keys=("StartUTC", "time"),
    # `level` is info whatever happened.
    status_keys=("DownstreamStatus", "OriginStatus"),
    logger_keys=("RouterName", "ServiceName"),
    message_parts=("RequestMethod", "RequestPath", "DownstreamStatus"),
    message_keys=("msg",),
    request_keys=("request_X-Request-Id",),
    marks=("RequestMethod", "RequestPath", "DownstreamStatus", "StartUTC|StartLocal|time", "level|msg"),
    samples=(
        Sample(
            line='{"ClientAddr":"10.0.0.1:51","ClientHost":"10.0.0.1","DownstreamStatus":404,"Duration":157,'
            '"RequestMethod":"GET","RequestPath":"/nothing","RequestProtocol":"HTTP/1.1","RouterName":'
            '"web@docker","StartUTC":"2021-02-03T04:05:06.123456789Z","level":"info","msg":"",'
            '"time":"2021-02-03T04:05:06Z"}',
            time="2021-02-03T04:05:06.123456789Z",
            level=Level.WARNING,
            message="GET /nothing 404",
            logger="web@docker",
        ),
        Sample(
            line='{"DownstreamStatus":200,"RequestMethod":"PUT","RequestPath":"/x","ServiceName":"api@file",'
            '"StartUTC":"2021-02-03T04:05:07.5Z","level":"info","msg":"","request_X-Request-Id":"t9"}',
            time="2021-02-03T04:05:07.5Z",
            level=Level.INFO,
            message="PUT /x 200",
            logger="api@file",
            request_id="t9",
        ),
    ),
)

ENVOY = Format(
    name="envoy",
    title="Envoy access",
    shape=Shape.JSON,
    time_keys=("start_time",),
    status_keys=("response_code",),
    logger_keys=("upstream_cluster", "route_name", "authority"),
    message_parts=("method", "path|x-envoy-original-path", "response_code", "response_flags"),
    message_keys=("response_code_details", "response_flags"),
    detail_keys=("upstream_transport_failure_reason",),
    request_keys=("request_id", "x_request_id", "traceparent"),
    marks=("start_time", "response_code", "response_flags"),
    samples=(
        Sample(
            line='{"authority":"shop:80","bytes_sent":0,"duration":12,"method":"GET","path":"/cart",'
            '"protocol":"HTTP/1.1","request_id":"9f4f","response_code":503,"response_flags":"UF",'
            '"start_time":"2022-05-06T07:08:09.123Z","upstream_cluster":"outbound|80||shop"}',
            time="2022-05-06T07:08:09.123Z",
            level=Level.ERROR,
            message="GET /cart 503 UF",
            logger="outbound|80||shop",
            request_id="9f4f",
        ),
        Sample(
            line='{"authority":"shop:80","method":"POST","path":"/pay","request_id":"-","response_code":"200",'
            '"response_flags":"-","start_time":"2022-05-06T07:08:10Z"}',
            time="2022-05-06T07:08:10Z",
            level=Level.INFO,
            message="POST /pay 200 -",
            logger="shop:80",
        ),
    ),
)

NGINX = Format(
    name="nginx",
    title="nginx access",
    shape=Shape.JSON,
    time_keys=("time_iso8601", "msec", "timestamp", "@timestamp", "time", "time_local"),
    level_keys=("level", "severity"),
    status_keys=("status",),
    logger_keys=("server_name", "http_host", "host"),
    message_parts=("request_method|request", "request_uri|uri", "status"),
    message_keys=("message",),
    request_keys=("request_id", "http_x_request_id"),
    marks=("remote_addr|remote_user|http_user_agent|body_bytes_sent", "status", "request|request_uri|uri"),
    samples=(
        Sample(
            line='{"time_iso8601":"2023-04-05T08:07:08+02:00","remote_addr":"10.1.2.3","request_method":"GET",'
            '"request_uri":"/a?b=1","status":"499","body_bytes_sent":"0","request_time":"0.003",'
            '"http_user_agent":"curl","request_id":"5f2c","server_name":"example.org"}',
            time="2023-04-05T06:07:08Z",
            level=Level.WARNING,
            message="GET /a?b=1 499",
            logger="example.org",
            request_id="5f2c",
        ),
        Sample(
            line='{"time_local":"05/Apr/2023:08:07:08 +0200","remote_addr":"10.1.2.3","uri":"/b",'
            '"request_method":"POST","status":500,"request_time":1.5}',
            time="2023-04-05T06:07:08Z",
            level=Level.ERROR,
            message="POST /b 500",
        ),
    ),
)
