"""Files on Windows: shared with a writer that renames or deletes them, and read by position.

Python's own open() does not share the right to delete, so that a writer could not rotate its log. No test
runs this: the calls are those of the Windows API as documented under CreateFileW.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    import msvcrt
    import os
    import threading
    from pathlib import Path

    _GENERIC_READ = 0x80000000
    _SHARE_READ_WRITE_DELETE = 0x1 | 0x2 | 0x4
    _OPEN_EXISTING = 3
    _NORMAL = 0x80
    _INVALID = ctypes.c_void_p(-1).value

    # There is no pread: a descriptor's position is moved and read from by one thread at a time.
    _position = threading.Lock()

    def open_to_read(path: Path) -> int:
        """A descriptor for reading; raises OSError."""
        create = ctypes.WinDLL("kernel32", use_last_error=True).CreateFileW
        create.restype = ctypes.c_void_p
        create.argtypes = [
            ctypes.c_wchar_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p,
            ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p,
        ]  # fmt: skip
        share, normal = _SHARE_READ_WRITE_DELETE, _NORMAL
        handle = create(str(path), _GENERIC_READ, share, None, _OPEN_EXISTING, normal, None)
        if handle is None or handle == _INVALID:
            raise ctypes.WinError(ctypes.get_last_error())
        return msvcrt.open_osfhandle(handle, os.O_RDONLY | os.O_BINARY)

    def read_at(descriptor: int, size: int, offset: int) -> bytes:
        """Up to `size` bytes from an offset."""
        with _position:
            os.lseek(descriptor, offset, os.SEEK_SET)
            return os.read(descriptor, size)
