"""What a file holds when it is no log, in a sentence."""

from __future__ import annotations

SAMPLE_BYTES = 64 << 10

_MAGIC = (
    (b"\x1f\x8b", "is compressed (gzip): unpack it to read it"),
    (b"\x28\xb5\x2f\xfd", "is compressed (zstd): unpack it to read it"),
    (b"BZh", "is compressed (bzip2): unpack it to read it"),
    (b"\xfd7zXZ\x00", "is compressed (xz): unpack it to read it"),
    (b"PK\x03\x04", "is a zip archive: unpack it to read it"),
    (b"\xff\xfe", "is UTF-16 text: only UTF-8 can be read"),
    (b"\xfe\xff", "is UTF-16 text: only UTF-8 can be read"),
)
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
