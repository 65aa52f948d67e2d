"""What operating systems, clusters and databases write: journald, Kubernetes, MongoDB."""

from __future__ import annotations

from inspector.logs.formats.levels import SYSLOG_LEVELS
from inspector.logs.formats.spec import Format, Sample, Shape, TimeUnit
from inspector.logs.records import Level

JOURNALD = Format(
    name="journald",
    title="systemd journal",
    shape=Shape.JSON,
    time_keys=("__REALTIME_TIMESTAMP",),
    time_unit=TimeUnit.MICROSECONDS,
    level_keys=("PRIORITY",),
    level_numbers=SYSLOG_LEVELS,
    logger_keys=("SYSLOG_IDENTIFIER", "_SYSTEMD_UNIT", "_COMM"),
    message_keys=("MESSAGE",),
    byte_lists=True,
    null_message="(no text: longer ones are left out, unless journalctl is run with --all)",
    detail_keys=("COREDUMP_STACKTRACE",),
    marks=("__REALTIME_TIMESTAMP", "__CURSOR|_BOOT_ID|_MACHINE_ID"),
    samples=(
        Sample(
            line='{"__CURSOR":"s=1","__REALTIME_TIMESTAMP":"1478389147837945","__MONOTONIC_TIMESTAMP":"5",'
            '"_BOOT_ID":"c4fa","PRIORITY":"6","SYSLOG_IDENTIFIER":"NetworkManager","_PID":"1470",'
            '"MESSAGE":"<info> manager: NetworkManager state is now CONNECTED_GLOBAL"}',
            time="2016-11-05T23:39:07.837945Z",
            level=Level.INFO,
            message="<info> manager: NetworkManager state is now CONNECTED_GLOBAL",
            logger="NetworkManager",
        ),
        Sample(
            line='{"__CURSOR":"s=2","__REALTIME_TIMESTAMP":"1478389147837946","_BOOT_ID":"c4fa",'
            '"PRIORITY":"3","_SYSTEMD_UNIT":"x.service","MESSAGE":[27,91,49,109,110,111,195,164,27,91,109]}',
            time="2016-11-05T23:39:07.837946Z",
            level=Level.ERROR,
            message="noä",
            logger="x.service",
        ),
        Sample(
            line='{"__REALTIME_TIMESTAMP":"1478389147837947","_BOOT_ID":"c4fa","_COMM":"y","MESSAGE":null}',
            time="2016-11-05T23:39:07.837947Z",
            level=Level.UNKNOWN,
            message="(no text: longer ones are left out, unless journalctl is run with --all)",
            logger="y",
        ),
    ),
)

KUBERNETES = Format(
    name="kubernetes",
    title="Kubernetes component",
    shape=Shape.JSON,
    time_keys=("ts",),
    time_unit=TimeUnit.MILLISECONDS,
    # Components write a verbosity, and errors without it.
    error_keys=("err",),
    default_level=Level.INFO,
    logger_keys=("logger", "caller"),
    message_keys=("msg",),
    detail_keys=("stacktrace",),
    request_keys=("requestID", "request_id", "audit-ID"),
    marks=("ts", "msg", "caller|v"),
    values={"ts": r"[0-9]{13}(\.[0-9]+)?"},
    samples=(
        Sample(
            line='{"ts":1580306777044.1235,"caller":"cloud/node.go:191","msg":"Pod status updated","v":4,'
            '"pod":{"name":"kubedns","namespace":"kube-system"},"status":"ready"}',
            time="2020-01-29T14:06:17.0441235Z",
            level=Level.INFO,
            message="Pod status updated",
            logger="cloud/node.go:191",
        ),
        Sample(
            line='{"ts":1580306777044,"caller":"app/run.go:9","msg":"Failed to update pod status",'
            '"logger":"kubelet","err":"timeout"}',
            time="2020-01-29T14:06:17.044Z",
            level=Level.ERROR,
            message="Failed to update pod status",
            logger="kubelet",
        ),
    ),
)

KUBERNETES_AUDIT = Format(
    name="kubernetes-audit",
    title="Kubernetes audit",
    shape=Shape.JSON,
    time_keys=("stageTimestamp", "requestReceivedTimestamp", "timestamp"),
    # `level` says how much of the request is written down.
    status_keys=("responseStatus.code",),
    logger_keys=("user.username",),
    message_parts=("verb", "requestURI", "responseStatus.code"),
    message_keys=("verb",),
    detail_keys=("responseStatus.message",),
    request_keys=("auditID",),
    marks=("auditID", "stage", "requestURI", "verb"),
    samples=(
        Sample(
            line='{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"b7d4","stage":'
            '"ResponseComplete","requestURI":"/api/v1/pods","verb":"list","user":{"username":"admin",'
            '"groups":["system:masters"]},"responseStatus":{"metadata":{},"code":403,"message":"no"},'
            '"requestReceivedTimestamp":"2020-01-30T09:46:31.1Z","stageTimestamp":"2020-01-30T09:46:31.254321Z"}',
            time="2020-01-30T09:46:31.254321Z",
            level=Level.WARNING,
            message="list /api/v1/pods 403",
            logger="admin",
            request_id="b7d4",
        ),
        Sample(
            line='{"kind":"Event","level":"Request","auditID":"b7d5","stage":"RequestReceived",'
            '"requestURI":"/healthz","verb":"get","user":{"username":"kubelet"},'
            '"stageTimestamp":"2020-01-30T09:46:32.000001Z"}',
            time="2020-01-30T09:46:32.000001Z",
            level=Level.UNKNOWN,
            message="get /healthz",
            logger="kubelet",
            request_id="b7d5",
        ),
    ),
)

MONGODB = Format(
    name="mongodb",
    title="MongoDB",
    shape=Shape.JSON,
    time_keys=("t.$date",),
    level_keys=("s",),
    logger_keys=("c",),
    message_keys=("msg",),
    detail_keys=("attr.error.errmsg", "attr.error"),
    # `ctx` is the connection or thread; `id` tells the kind of message.
    request_keys=("ctx",),
    marks=("t.$date", "s", "c", "msg"),
    samples=(
        Sample(
            line='{"t":{"$date":"2020-05-01T15:16:17.180+00:00"},"s":"I", "c":"NETWORK", "id":12345, '
            '"ctx":"listener", "msg":"Listening on","attr":{"address":"127.0.0.1"}}',
            time="2020-05-01T15:16:17.18Z",
            level=Level.INFO,
            message="Listening on",
            logger="NETWORK",
            request_id="listener",
        ),
        Sample(
            line='{"t":{"$date":"2020-05-20T20:10:08.731+02:00"},"s":"D2","c":"COMMAND","id":51803,'
            '"ctx":"conn281","msg":"Slow query","attr":{"durationMillis":120}}',
            time="2020-05-20T18:10:08.731Z",
            level=Level.DEBUG,
            message="Slow query",
            logger="COMMAND",
            request_id="conn281",
        ),
    ),
)
