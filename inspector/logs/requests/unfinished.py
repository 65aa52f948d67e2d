"""Which requests are still open at the end of the log.

A request is open when its last record is at most QUIET_NS older than the newest record of the log, and is
not of a kind that ends requests. A kind is a logger and a message without its numbers. It ends requests
when, among requests of this log that have been quiet for longer, it was the last record nine times out of
ten. So a log whose requests all end with `request finished` says by itself which are not. The clock on the
wall plays no part: an old log has open requests, too, those that were cut off.
"""

from __future__ import annotations

from typing import Final

from inspector.logs.index.segment import EARLIEST_NS
from inspector.logs.query.asking import Asking

QUIET_NS: Final = 30 * 1_000_000_000
"""After so long without a record a request is taken for ended."""

_LEARNED_FROM = 500
"""Requests that are looked at to learn how requests end, the latest quiet ones if they suffice."""

_LATEST_NS = 20 * QUIET_NS
_ENOUGH = 20
_LEAST = 3
_NEARLY_ALWAYS = 0.9

_KIND = r"""coalesce(logger, '') || chr(10)
            || regexp_replace(left(message, 200), '[0-9a-fA-F-]*[0-9][0-9a-fA-F.:-]*', '#', 'g')"""


def unfinished(asked: Asking, shown: str, every: str, newest_ns: int | None) -> frozenset[str]:
    """Those that are still open, of the records `shown`; `every` are those of all requests.

    Both are tables in SQL with apart (what tells requests apart), hashed, time, order_ns, level, logger,
    message, sequence, segment.
    """
    if newest_ns is None:
        return frozenset()
    since = newest_ns - QUIET_NS
    young = asked.fetch(
        f"""SELECT apart, arg_max(kind, place) FROM (
                SELECT apart, {_KIND} AS kind, (time, segment, sequence) AS place
                FROM {shown} WHERE order_ns >= {since} AND time IS NOT NULL) GROUP BY apart"""
    )
    if not young:
        return frozenset()
    ends = _ends(asked, every, since)
    return frozenset(request for request, kind in young if kind not in ends)


def _ends(asked: Asking, every: str, before_ns: int) -> frozenset[str]:
    """The kinds of records that end requests."""
    for since in (before_ns - _LATEST_NS, EARLIEST_NS):
        asked.cursor.execute(
            f"""CREATE OR REPLACE TEMP TABLE quiet_requests AS
                SELECT DISTINCT hashed FROM {every}
                WHERE order_ns < {before_ns} AND order_ns >= {since} LIMIT {_LEARNED_FROM}"""
        )
        rows = asked.fetch(
            f"""SELECT kind, count_if(back = 1), count(*) FROM (
                    SELECT {_KIND} AS kind,
                           row_number() OVER (
                               PARTITION BY apart ORDER BY time DESC NULLS LAST, segment DESC, sequence DESC
                           ) AS back,
                           max(order_ns) OVER (PARTITION BY apart) AS last_ns
                    FROM {every} SEMI JOIN quiet_requests USING (hashed) WHERE order_ns >= {since})
                WHERE last_ns < {before_ns} GROUP BY kind"""
        )
        if sum(ended for _, ended, _ in rows) >= _ENOUGH:
            break
    return frozenset(
        kind for kind, ended, records in rows if ended >= _LEAST and ended >= _NEARLY_ALWAYS * records
    )
