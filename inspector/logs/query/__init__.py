"""A question to the log as a frozen value, and its answer."""

from inspector.logs.query.model import Query, QueryError, Rows, VoidRowsError, Watermark

__all__ = ["Query", "QueryError", "Rows", "VoidRowsError", "Watermark"]
