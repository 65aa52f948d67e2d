"""Requests: all records that share a request ID."""

from inspector.logs.requests.model import RequestSort, RequestSummary

__all__ = ["RequestSort", "RequestSummary"]
