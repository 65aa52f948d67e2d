"""Compressed bytes, unpacked as they come: several members in a row, and a tail that is cut off."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import zstandard

from inspector.logs.sources.pieces import Piece

_OUTPUT_BYTES = 1 << 20
# zstandard has no limit for what a call returns: of so little input at most some 64 MB.
_ZSTD_INPUT_BYTES = 2048
_MOST_MEMORY_BYTES = 256 << 20
_TROUBLE = (zlib.error, OSError, EOFError, ValueError, lzma.LZMAError, zstandard.ZstdError, MemoryError)


class _Member(Protocol):
    """One member, or frame, of a compressed file."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def unpack(self, data: bytes) -> Iterator[bytes]: ...


class _Zlib:
    def __init__(self) -> None:
        self._object = zlib.decompressobj(31)

    @property
    def eof(self) -> bool:
        return self._object.eof

    @property
    def unused_data(self) -> bytes:
        return self._object.unused_data

    def unpack(self, data: bytes) -> Iterator[bytes]:
        while data:
            yield self._object.decompress(data, _OUTPUT_BYTES)
            data = self._object.unconsumed_tail


class _Standard:
    """bz2 and lzma have the same interface."""

    def __init__(self, made: bz2.BZ2Decompressor | lzma.LZMADecompressor) -> None:
        self._object = made

    @property
    def eof(self) -> bool:
        return self._object.eof

    @property
    def unused_data(self) -> bytes:
        return self._object.unused_data

    def unpack(self, data: bytes) -> Iterator[bytes]:
        yield self._object.decompress(data, _OUTPUT_BYTES)
        while not self._object.eof and not self._object.needs_input:
            yield self._object.decompress(b"", _OUTPUT_BYTES)


class _Zstd:
    def __init__(self) -> None:
        self._object = zstandard.ZstdDecompressor(max_window_size=_MOST_MEMORY_BYTES).decompressobj()
        self._unused = b""

    @property
    def eof(self) -> bool:
        return self._object.eof

    @property
    def unused_data(self) -> bytes:
        return self._object.unused_data + self._unused

    def unpack(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), _ZSTD_INPUT_BYTES):
            yield self._object.decompress(data[start : start + _ZSTD_INPUT_BYTES])
            if self._object.eof:
                self._unused = data[start + _ZSTD_INPUT_BYTES :]
                return


@dataclass(frozen=True, slots=True)
class Compression:
    """A way of compressing: how its files begin, what it is called."""

    name: str
    magic: bytes
    start: Callable[[], _Member]


COMPRESSIONS = (
    Compression("gzip", b"\x1f\x8b", _Zlib),
    Compression("bzip2", b"BZh", lambda: _Standard(bz2.BZ2Decompressor())),
    Compression(
        "xz",
        b"\xfd7zXZ\x00",
        lambda: _Standard(lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY_BYTES)),
    ),
    Compression("zstd", b"\x28\xb5\x2f\xfd", _Zstd),
)
BY_NAME: Mapping[str, Compression] = {compression.name: compression for compression in COMPRESSIONS}


class Unpack:
    """Unpacks one file. What is damaged ends it: what came before is kept."""

    pending = 0

    def __init__(self, compression: Compression) -> None:
        self._compression = compression
        self._member: _Member | None = None
        self._held = b""
        self._fed = 0
        self._over = ""

    @property
    def problem(self) -> str:
        """Damage, or an end in the middle."""
        if self._over:
            return self._over
        if self._member is not None or self._held:
            return f"ends in the middle of its {self._compression.name} data: shown up to there"
        return ""

    def feed(self, data: bytes) -> Iterator[Piece]:
        """Unpack some more."""
        self._fed += len(data)
        data, self._held = self._held + data, b""
        while data and not self._over:
            if self._member is None:
                data = data.lstrip(b"\0")  # members may be padded
                if not self._begins(data):
                    return
                self._member = self._compression.start()
            try:
                for unpacked in self._member.unpack(data):
                    if unpacked:
                        yield Piece(unpacked)
            except _TROUBLE as error:
                self._over = (
                    f"is damaged ({self._compression.name}, within its first {self._fed:,} bytes): "
                    f"shown up to there. {_said(error)}"
                )
                return
            data = b""
            if self._member.eof:
                data, self._member = self._member.unused_data, None

    def flush(self) -> Iterator[Piece]:
        """Nothing is held back."""
        return iter(())

    def forget_pending(self) -> None:
        """Nothing is pending."""

    def _begins(self, data: bytes) -> bool:
        """Whether another member begins; a part of its first bytes waits for the rest."""
        magic = self._compression.magic
        if len(data) < len(magic) and magic.startswith(data):
            self._held = data
            return False
        if not data.startswith(magic):
            self._over = f"goes on after its {self._compression.name} data with something else: not shown"
            return False
        return True


def _said(error: BaseException) -> str:
    return f"The unpacker says: {str(error).rstrip('.') or type(error).__name__}."
