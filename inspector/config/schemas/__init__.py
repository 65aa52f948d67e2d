"""JSON Schema: defaults as a layer, what it says about each key, and validation with places."""

from __future__ import annotations

from inspector.config.schemas.reading import Schema, read_schema
from inspector.config.schemas.validation import FINDING_CODES, refusal, validate

__all__ = ["FINDING_CODES", "Schema", "read_schema", "refusal", "validate"]
