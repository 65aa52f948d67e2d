"""What Java services write: ECS, logstash, log4j2, logback, GELF."""

from __future__ import annotations

from inspector.logs.formats.levels import SYSLOG_LEVELS
from inspector.logs.formats.spec import Format, Sample, Shape, TimeUnit
from inspector.logs.records import Level

ECS = Format(
    name="ecs",
    title="Elastic Common Schema",
    shape=Shape.JSON,
    time_keys=("@timestamp",),
    level_keys=("log.level",),
    logger_keys=("log.logger", "service.name"),
    message_keys=("message",),
    detail_keys=("error.stack_trace", "error.message"),
    request_keys=("http.request.id", "trace.id", "transaction.id"),
    marks=("@timestamp", "ecs.version"),
    samples=(
        Sample(
            line='{"@timestamp":"2019-08-06T12:09:12.375Z", "log.level": "INFO", "message":"Tomca'
            "t started on "
            'port(s): 8080 (http)", "service.name":"spring-petclinic","ecs.version": "1.2.0",'
            '"process.thread.name":"restartedMain","log.logger":"org.springframework.boot.web.Tomcat"}',
            time="2019-08-06T12:09:12.375Z",
            level=Level.INFO,
            message="Tomcat started on port(s): 8080 (http)",
            logger="org.springframework.boot.web.Tomcat",
        ),
        Sample(
            line='{"@timestamp":"2024-01-01T10:15:00.067462556Z","log":{"level":" WARN","logger":'
            '"org.example.App"},"process":{"pid":39599,"thread":{"name":"main"}},"service":{"name":"simple"},'
            '"trace":{"id":"3bc18b"},"message":"No active profile set","ecs":{"version":"8.11"}}',
            time="2024-01-01T10:15:00.067462556Z",
            level=Level.WARNING,
            message="No active profile set",
            logger="org.example.App",
            request_id="3bc18b",
        ),
    ),
)

LOGSTASH = Format(
    name="logstash",
    title="logstash",
    shape=Shape.JSON,
    time_keys=("@timestamp",),
    level_keys=("level", "levelname"),
    logger_keys=("logger_name", "logger"),
    message_keys=("message",),
    detail_keys=("stack_trace", "exc_info"),
    request_keys=("X-Request-Id", "requestId", "request_id", "traceId", "X-B3-TraceId"),
    marks=("@timestamp", "@version", "message"),
    samples=(
        Sample(
            line='{"@timestamp":"2024-01-01T10:15:00.111037681+02:00","@version":"1","message":"No active '
            'profile set","logger_name":"org.example.App","thread_name":"main","level":"INFO",'
            '"level_value":20000}',
            time="2024-01-01T08:15:00.111037681Z",
            level=Level.INFO,
            message="No active profile set",
            logger="org.example.App",
        ),
        Sample(
            line='{"@timestamp":"2024-01-01T10:15:01.5Z","@version":"1","message":"charge failed",'
            '"logger_name":"shop.Pay","thread_name":"http-1","level":"ERROR","level_value":40000,'
            '"traceId":"803b448a0489f84084905d3093480352","spanId":"3425f23bb2432450",'
            '"stack_trace":"java.io.IOException: reset\\n\\tat shop.Pay.run(Pay.java:7)\\n"}',
            time="2024-01-01T10:15:01.5Z",
            level=Level.ERROR,
            message="charge failed",
            logger="shop.Pay",
            request_id="803b448a0489f84084905d3093480352",
        ),
    ),
)

LOG4J2 = Format(
    name="log4j2",
    title="Log4j 2 JsonLayout",
    shape=Shape.JSON,
    time_keys=("timeMillis",),
    time_unit=TimeUnit.MILLISECONDS,
    second_keys=(("instant.epochSecond", "instant.nanoOfSecond"),),
    level_keys=("level",),
    logger_keys=("loggerName",),
    message_keys=("message",),
    detail_keys=("thrown.extendedStackTrace", "thrown"),
    request_keys=("contextMap.requestId", "contextMap.traceId", "contextMap.correlationId"),
    marks=("level", "loggerName", "endOfBatch", "timeMillis|instant"),
    samples=(
        Sample(
            line='{"instant":{"epochSecond":1493121664,"nanoOfSecond":118000000},"thread":"main",'
            '"level":"INFO","loggerName":"HelloWorld","marker":{"name":"child"},"message":"Hello, world!",'
            '"endOfBatch":false,"loggerFqcn":"org.apache.logging.log4j.spi.AbstractLogger",'
            '"contextMap":{"requestId":"bar"},"threadId":1,"threadPriority":5}',
            time="2017-04-25T12:01:04.118Z",
            level=Level.INFO,
            message="Hello, world!",
            logger="HelloWorld",
            request_id="bar",
        ),
        Sample(
            line='{"timeMillis":1493121664118,"thread":"main","level":"FATAL","loggerName":"shop.Pay",'
            '"message":"Something bad happened","thrown":{"name":"java.io.IOException","message":"gone",'
            '"extendedStackTrace":"java.io.IOException: gone\\n\\tat shop.Pay.run(Pay.java:7)"},'
            '"endOfBatch":true,"loggerFqcn":"org.apache.logging.log4j.spi.AbstractLogger"}',
            time="2017-04-25T12:01:04.118Z",
            level=Level.CRITICAL,
            message="Something bad happened",
            logger="shop.Pay",
        ),
    ),
)

LOGBACK = Format(
    name="logback",
    title="logback JsonEncoder",
    shape=Shape.JSON,
    time_keys=("timestamp",),
    level_keys=("level",),
    logger_keys=("loggerName",),
    message_keys=("formattedMessage", "message"),
    detail_keys=("throwable.stepArray", "throwable.message"),
    request_keys=("mdc.requestId", "mdc.traceId"),
    marks=("timestamp", "level", "loggerName", "sequenceNumber|threadName"),
    samples=(
        Sample(
            line='{"sequenceNumber":0,"timestamp":1678134780123,"nanoseconds":123456789,"level":"INFO",'
            '"threadName":"main","loggerName":"org.example.App","context":{"name":"default"},'
            '"mdc":{"requestId":"r-1"},"message":"started"}',
            time="2023-03-06T20:33:00.123Z",
            level=Level.INFO,
            message="started",
            logger="org.example.App",
            request_id="r-1",
        ),
        Sample(
            line='{"timestamp":"2024-05-06T07:08:09.101+02:00","sequence":77,"loggerClassName":'
            '"org.jboss.logging.Logger","loggerName":"io.quarkus","level":"WARN","message":"slow start",'
            '"threadName":"main","threadId":1,"mdc":{},"hostName":"box"}',
            time="2024-05-06T05:08:09.101Z",
            level=Level.WARNING,
            message="slow start",
            logger="io.quarkus",
        ),
    ),
)

GELF = Format(
    name="gelf",
    title="GELF",
    shape=Shape.JSON,
    time_keys=("timestamp",),
    time_unit=TimeUnit.SECONDS,
    level_keys=("_level_name", "level"),
    level_numbers=SYSLOG_LEVELS,
    logger_keys=("_log_logger", "_logger", "facility"),
    message_keys=("short_message",),
    detail_keys=("_error_stack_trace", "full_message"),
    request_keys=("_request_id", "_requestId", "_trace_id"),
    marks=("version", "host", "short_message"),
    samples=(
        Sample(
            line='{"version":"1.1","host":"example.org","short_message":"A short message that helps you '
            'identify what is going on","full_message":"Backtrace here\\n\\nmore stuff",'
            '"timestamp":1385053862.3072,"level":1,"_user_id":9001,"_some_info":"foo"}',
            time="2013-11-21T17:11:02.3072Z",
            level=Level.CRITICAL,
            message="A short message that helps you identify what is going on",
        ),
        Sample(
            line='{"version":"1.1","short_message":"No active profile set","timestamp":1725958035.857,'
            '"level":6,"_level_name":"INFO","host":"box","_process_pid":47649,"_request_id":"g7",'
            '"_log_logger":"org.example.App"}',
            time="2024-09-10T08:47:15.857Z",
            level=Level.INFO,
            message="No active profile set",
            logger="org.example.App",
            request_id="g7",
        ),
    ),
)
