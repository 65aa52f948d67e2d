"""What .NET services write: Serilog and the console logger."""

from __future__ import annotations

from inspector.logs.formats.spec import Format, Sample, Shape
from inspector.logs.records import Level

_REQUEST_KEYS = ("RequestId", "CorrelationId", "@tr", "TraceId")

SERILOG_COMPACT = Format(
    name="clef",
    title="Serilog compact (CLEF)",
    shape=Shape.JSON,
    time_keys=("@t",),
    level_keys=("@l",),
    # serilog-formatting-compact leaves out the level Information.
    default_level=Level.INFO,
    logger_keys=("SourceContext",),
    message_keys=("@m",),
    template_keys=("@mt",),
    detail_keys=("@x",),
    request_keys=_REQUEST_KEYS,
    marks=("@t", "@m|@mt|@i"),
    samples=(
        Sample(
            line='{"@t":"2016-06-07T03:44:57.8532799Z","@mt":"Hello, {User}","User":"nblumhardt",'
            '"RequestId":"0HMV:01"}',
            time="2016-06-07T03:44:57.8532799Z",
            level=Level.INFO,
            message="Hello, nblumhardt",
            request_id="0HMV:01",
        ),
        Sample(
            line='{"@t":"2016-11-14T10:20:30.1234567+01:00","@l":"Warning","@m":"Disk is 91% full",'
            '"@i":"a1b2c3","SourceContext":"Store.Disk","@x":"System.IO.IOException: full\\n'
            '   at Store.Write()"}',
            time="2016-11-14T09:20:30.1234567Z",
            level=Level.WARNING,
            message="Disk is 91% full",
            logger="Store.Disk",
        ),
        Sample(
            line='{"@t":"2016-11-14T10:20:30Z","@l":"Error","@mt":"HTTP {Method} took {Elapsed:0.'
            '00} ms {{x}}",'
            '"Method":"GET","Elapsed":12.5}',
            time="2016-11-14T10:20:30Z",
            level=Level.ERROR,
            message="HTTP GET took 12.5 ms {x}",
        ),
    ),
)

SERILOG_JSON = Format(
    name="serilog",
    title="Serilog JSON",
    shape=Shape.JSON,
    time_keys=("Timestamp",),
    level_keys=("Level",),
    logger_keys=("Properties.SourceContext",),
    message_keys=("RenderedMessage",),
    template_keys=("MessageTemplate",),
    template_values="Properties",
    detail_keys=("Exception",),
    request_keys=tuple(f"Properties.{key}" for key in _REQUEST_KEYS),
    marks=("Timestamp", "Level", "MessageTemplate"),
    samples=(
        Sample(
            line='{"Timestamp":"2022-10-11T12:13:14.1516171+02:00","Level":"Information","MessageTemplate":'
            '"User {Name} came","Properties":{"Name":"Ada","SourceContext":"Web.Door","RequestId":"q1"}}',
            time="2022-10-11T10:13:14.1516171Z",
            level=Level.INFO,
            message="User Ada came",
            logger="Web.Door",
            request_id="q1",
        ),
        Sample(
            line='{"Timestamp":"2022-10-11T12:13:14Z","Level":"Fatal","MessageTemplate":"Gone {Where}",'
            '"RenderedMessage":"Gone \\"away\\"","Exception":"System.Exception: x"}',
            time="2022-10-11T12:13:14Z",
            level=Level.CRITICAL,
            message='Gone "away"',
        ),
    ),
)

DOTNET_CONSOLE = Format(
    name="dotnet-console",
    title=".NET console JSON",
    shape=Shape.JSON,
    time_keys=("Timestamp",),
    level_keys=("LogLevel",),
    logger_keys=("Category",),
    message_keys=("Message",),
    detail_keys=("Exception",),
    request_keys=("Scopes[].RequestId", "Scopes[].TraceId", "State.RequestId"),
    marks=("LogLevel", "Category", "Message"),
    samples=(
        Sample(
            line='{"EventId":0,"LogLevel":"Information","Category":"Example.Program","Message":"H'
            'ello World!",'
            '"State":{"Message":"Hello World!","{OriginalFormat}":"Hello World!"}}',
            time=None,
            level=Level.INFO,
            message="Hello World!",
            logger="Example.Program",
        ),
        Sample(
            line='{"Timestamp":"2024-06-07T08:09:10.111Z ","EventId":14,"LogLevel":"Warning",'
            '"Category":"Microsoft.AspNetCore.Server.Kestrel","Message":"Heartbeat took longer",'
            '"State":{"{OriginalFormat}":"Heartbeat took longer"},"Scopes":[{"Message":"ConnectionId:0HN"},'
            '{"Message":"RequestPath:/","RequestId":"0HN:00000001","RequestPath":"/"}]}',
            time="2024-06-07T08:09:10.111Z",
            level=Level.WARNING,
            message="Heartbeat took longer",
            logger="Microsoft.AspNetCore.Server.Kestrel",
            request_id="0HN:00000001",
        ),
    ),
)
