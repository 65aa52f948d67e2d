"""What a file holds when it is no log, in a sentence."""

from __future__ import annotations

SAMPLE_BYTES = 64 << 10

_MAGIC = ((b"PK\x03\x04", "is a zip archive: unpack it to read it"),)
# Tabs, line ends, form feeds, backspaces and colour codes stand in logs.
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\b\x1b")
_BINARY_SHARE = 0.05


def oddity(data: bytes) -> str:
    """What is odd about the beginning of a file, to follow its name; "" for text."""
    for magic, said in _MAGIC:
        if data.startswith(magic):
            return said
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return "looks like a binary file" if controls > _BINARY_SHARE * len(data) else ""
