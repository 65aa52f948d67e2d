"""Every known format."""

from __future__ import annotations

from inspector.logs.formats.cloud import (
    AWS_LAMBDA,
    AWS_POWERTOOLS,
    DATADOG,
    GOOGLE_CLOUD,
    GOOGLE_CLOUD_EXPORT,
)
from inspector.logs.formats.consoles import KLOG, RUBY_LOGGER, SPRING_BOOT, STRUCTLOG_CONSOLE, WINSTON_SIMPLE
from inspector.logs.formats.dotnet import DOTNET_CONSOLE, SERILOG_COMPACT, SERILOG_JSON
from inspector.logs.formats.generic import GENERIC_JSON
from inspector.logs.formats.go import HCLOG, LOGRUS, SLOG, ZAP, ZAP_DEVELOPMENT, ZEROLOG
from inspector.logs.formats.java import ECS, GELF, LOG4J2, LOGBACK, LOGSTASH
from inspector.logs.formats.logfmt import LOGFMT
from inspector.logs.formats.node import BUNYAN, PINO, WINSTON
from inspector.logs.formats.otel import OTEL_CONSOLE, OTLP
from inspector.logs.formats.php import NEXTCLOUD
from inspector.logs.formats.proxies import CADDY, ENVOY, NGINX, TRAEFIK
from inspector.logs.formats.python import LOGURU, PYTHON_JSON, PYTHON_JSON_LOGGER, STRUCTLOG
from inspector.logs.formats.rust import TRACING
from inspector.logs.formats.servers import ACCESS_LOG, LAMBDA_TEXT, NGINX_ERROR, POSTGRES, REDIS
from inspector.logs.formats.spec import Format
from inspector.logs.formats.system import JOURNALD, KUBERNETES, KUBERNETES_AUDIT, MONGODB
from inspector.logs.formats.text import LOGURU_TEXT, PLAIN_TEXT, PYTHON_BASIC, PYTHON_TEXT, TIMED_TEXT

FORMATS: tuple[Format, ...] = (
    BUNYAN,
    PINO,
    WINSTON,
    PYTHON_JSON,
    PYTHON_JSON_LOGGER,
    STRUCTLOG,
    LOGURU,
    ZAP,
    ZAP_DEVELOPMENT,
    ZEROLOG,
    LOGRUS,
    SLOG,
    HCLOG,
    ECS,
    LOGSTASH,
    LOG4J2,
    LOGBACK,
    GELF,
    SERILOG_COMPACT,
    SERILOG_JSON,
    DOTNET_CONSOLE,
    TRACING,
    GOOGLE_CLOUD,
    GOOGLE_CLOUD_EXPORT,
    AWS_LAMBDA,
    AWS_POWERTOOLS,
    DATADOG,
    OTLP,
    OTEL_CONSOLE,
    JOURNALD,
    KUBERNETES,
    KUBERNETES_AUDIT,
    MONGODB,
    NEXTCLOUD,
    CADDY,
    TRAEFIK,
    ENVOY,
    NGINX,
    GENERIC_JSON,
    PYTHON_TEXT,
    PYTHON_BASIC,
    LOGURU_TEXT,
    STRUCTLOG_CONSOLE,
    WINSTON_SIMPLE,
    SPRING_BOOT,
    RUBY_LOGGER,
    KLOG,
    ACCESS_LOG,
    NGINX_ERROR,
    POSTGRES,
    REDIS,
    LAMBDA_TEXT,
    TIMED_TEXT,
    LOGFMT,
    PLAIN_TEXT,
)
"""Of the JSON formats whose marks a source shows, the one with the most marks and values is chosen; of the
text formats the one whose header fits most lines; of equals the earlier one. GENERIC_JSON and PLAIN_TEXT take
the rest."""
