"""What PHP applications write: Nextcloud and ownCloud."""

from __future__ import annotations

from inspector.logs.formats.levels import NEXTCLOUD_LEVELS
from inspector.logs.formats.spec import Format, Sample, Shape
from inspector.logs.records import Level

NEXTCLOUD = Format(
    name="nextcloud",
    title="Nextcloud",
    shape=Shape.JSON,
    time_keys=("time",),
    # Five levels from debug up, where syslog counts down.
    level_keys=("level",),
    level_numbers=NEXTCLOUD_LEVELS,
    logger_keys=("app",),
    message_keys=("message",),
    request_keys=("reqId",),
    marks=("reqId", "level", "app", "remoteAddr", "message"),
    values={"level": "[0-4]"},
    samples=(
        Sample(
            line='{"reqId":"Xk2","level":2,"time":"2024-03-04T05:06:07+00:00","remoteAddr":"192.0.2.1","user":'
            '"ada","app":"core","method":"POST","url":"/login","message":"Login failed: ada",'
            '"userAgent":"curl","version":"28.0.2.5"}',
            time="2024-03-04T05:06:07Z",
            level=Level.WARNING,
            message="Login failed: ada",
            logger="core",
            request_id="Xk2",
        ),
        Sample(
            line='{"reqId":"Xk3","level":0,"time":"2024-03-04T05:06:08+01:00","remoteAddr":"","user":"--",'
            '"app":"files","method":"","url":"--","message":"scan","userAgent":"--","version":"28.0.2.5"}',
            time="2024-03-04T04:06:08Z",
            level=Level.DEBUG,
            message="scan",
            logger="files",
            request_id="Xk3",
        ),
    ),
)
