"""Files replaced as a whole or not at all, only when they still are what was seen; and the way back."""

from __future__ import annotations

import contextlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from inspector.config.edit.changes import EditRefusedError, Proposal

_CHANGED = EditRefusedError("The file was changed meanwhile.", "Look at the new contents and try again.")


@dataclass(frozen=True, slots=True)
class Written:
    """A proposal that was written: what undo() needs."""

    proposal: Proposal


def write(proposal: Proposal) -> Written:
    """Replace the file; any thread. Raises EditRefusedError when it is not what it was, and OSError."""
    _replace(proposal.change.file, proposal.before, proposal.after)
    return Written(proposal)


def undo(written: Written) -> None:
    """Put back what was there; raises as write() does."""
    proposal = written.proposal
    _replace(proposal.change.file, proposal.after, proposal.before)


def _replace(file: Path, expected: bytes | None, wanted: bytes | None) -> None:
    """A link stays a link: the file that it names is replaced. Mode and, where allowed, owner stay."""
    real = Path(os.path.realpath(file))
    if _present(real) != expected:
        raise _CHANGED
    if wanted is None:
        real.unlink()
        return
    if expected is not None and not (real.stat().st_mode & 0o222 and os.access(real, os.W_OK)):
        raise PermissionError(13, "the file is read-only", str(file))
    temporary = real.with_name(f".{real.name}.{os.getpid()}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(wanted)
            stream.flush()
            os.fsync(stream.fileno())
        if expected is not None:
            _dress(temporary, real)
        if _present(real) != expected:
            raise _CHANGED
        temporary.replace(real)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _present(real: Path) -> bytes | None:
    try:
        return real.read_bytes()
    except FileNotFoundError:
        return None


def _dress(temporary: Path, like: Path) -> None:
    status = like.stat()
    temporary.chmod(stat.S_IMODE(status.st_mode))
    if hasattr(os, "chown") and (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
        with contextlib.suppress(PermissionError):
            os.chown(temporary, status.st_uid, status.st_gid)
