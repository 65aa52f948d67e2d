"""What Rust services write: tracing-subscriber."""

from __future__ import annotations

from inspector.logs.formats.spec import Format, Sample, Shape
from inspector.logs.records import Level

TRACING = Format(
    name="rust-tracing",
    title="Rust tracing",
    shape=Shape.JSON,
    time_keys=("timestamp",),
    level_keys=("level",),
    logger_keys=("target",),
    # With flatten_event the message stands outside of `fields`.
    message_keys=("fields.message", "message"),
    detail_keys=("fields.backtrace", "backtrace"),
    request_keys=("span.request_id", "spans[].request_id", "span.trace_id", "fields.request_id"),
    marks=("timestamp", "level", "target", "fields|message"),
    values={"level": "TRACE|DEBUG|INFO|WARN|ERROR"},
    samples=(
        Sample(
            line='{"timestamp":"2022-02-15T18:47:10.821315Z","level":"INFO","fields":{"message":"'
            "preparing to "
            'shave yaks","number_of_yaks":3},"target":"fmt_json"}',
            time="2022-02-15T18:47:10.821315Z",
            level=Level.INFO,
            message="preparing to shave yaks",
            logger="fmt_json",
        ),
        Sample(
            line='{"timestamp":"2022-02-15T18:47:10.822005Z","level":"ERROR","fields":{"message":"failed to '
            'shave yak","yak":3,"error":"out of cash"},"target":"fmt_json::yak_shave","span":{"yak":3,'
            '"name":"shave"},"spans":[{"request_id":"a-9","name":"serve"},{"yak":3,"name":"shave"}]}',
            time="2022-02-15T18:47:10.822005Z",
            level=Level.ERROR,
            message="failed to shave yak",
            logger="fmt_json::yak_shave",
            request_id="a-9",
        ),
        Sample(
            line='{"timestamp":"2022-02-15T18:47:10.8Z","level":"WARN","message":"low on cash",'
            '"target":"fmt_json"}',
            time="2022-02-15T18:47:10.8Z",
            level=Level.WARNING,
            message="low on cash",
            logger="fmt_json",
        ),
    ),
)
