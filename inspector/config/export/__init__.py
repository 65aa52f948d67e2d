"""A report as documents: the stable JSON of the command line, and effective values in file formats."""

from __future__ import annotations

from inspector.config.export.documents import (
    SCHEMA,
    arrival_document,
    candidate_document,
    difference_document,
    finding_document,
    layer_document,
    place_document,
    report_document,
    setting_document,
    trace_document,
)
from inspector.config.export.flow import shown_value
from inspector.config.export.masking import Veil, json_value, masked_value
from inspector.config.export.texts import effective_text
from inspector.config.export.wholes import whole_text

__all__ = [
    "SCHEMA",
    "Veil",
    "arrival_document",
    "candidate_document",
    "difference_document",
    "effective_text",
    "finding_document",
    "json_value",
    "layer_document",
    "masked_value",
    "place_document",
    "report_document",
    "setting_document",
    "shown_value",
    "trace_document",
    "whole_text",
]
