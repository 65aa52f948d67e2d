"""Which field means what, for every kind of log; detection from a sample; decoding of one record."""

from inspector.logs.formats.continuation import LineKind, continues, line_kind, record_starts, starts_record
from inspector.logs.formats.decode import Decoded, decode, decode_beginning
from inspector.logs.formats.detect import SAMPLE_LINES, detect
from inspector.logs.formats.registry import FORMATS
from inspector.logs.formats.spec import Detection, Format, RequestCandidate, Sample, Shape, TimeUnit

__all__ = [
    "FORMATS",
    "SAMPLE_LINES",
    "Decoded",
    "Detection",
    "Format",
    "LineKind",
    "RequestCandidate",
    "Sample",
    "Shape",
    "TimeUnit",
    "continues",
    "decode",
    "decode_beginning",
    "detect",
    "line_kind",
    "record_starts",
    "starts_record",
]
