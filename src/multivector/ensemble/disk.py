"""Files that are whole or absent: written under a temporary name, flushed to the disk, then renamed.

A process killed at any moment leaves finished files and temporary ones, and the temporary ones are swept away
when a study is opened for writing again.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from multivector.errors import EnsembleError

TEMPORARY = ".part-being-written"
"""Ending of a file that is not finished."""

_AGAIN = "What is finished is kept; run the same command with --resume to go on"
_ELSEWHERE = "Choose another folder with --out"

_REASONS = {
    errno.ENOSPC: ("the disk is full", f"Free some space. {_AGAIN}"),
    errno.EDQUOT: ("your disk quota is used up", f"Free some space. {_AGAIN}"),
    errno.EFBIG: ("the file would be larger than your limit", f"Raise the limit. {_AGAIN}"),
    errno.EIO: ("the disk reports a fault", f"Check the disk. {_AGAIN}"),
    errno.EROFS: ("the file system is read-only", _ELSEWHERE),
    errno.EACCES: ("no permission to write there", _ELSEWHERE),
    errno.EPERM: ("no permission to write there", _ELSEWHERE),
    errno.ENOTDIR: ("a file stands where a folder is needed", _ELSEWHERE),
    errno.EEXIST: ("a file stands where a folder is needed", _ELSEWHERE),
}


def unwritable(path: Path, error: OSError) -> EnsembleError:
    """The same error in words: what was being written where, why it failed, what to do."""
    reason, advice = _REASONS.get(error.errno or 0, (error.strerror or str(error), _AGAIN))
    return EnsembleError(f"{path}: cannot be written: {reason}", advice=advice)


def write(path: Path, data: bytes) -> None:
    """Write a file so that it is whole or absent, whatever happens.

    Args:
        path: Where; the folder must exist.
        data: All of it.

    Raises:
        EnsembleError: If the disk refuses.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}{TEMPORARY}")
    try:
        try:
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise unwritable(path, error) from error


def make_folder(path: Path) -> None:
    """Make a folder and those above it.

    Raises:
        EnsembleError: If the disk refuses.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error


@contextmanager
def owned(folder: Path) -> Iterator[None]:
    """Hold a folder for writing, alone, and sweep away what a killed process left unfinished in it.

    Raises:
        EnsembleError: If another process is writing there, or the disk refuses.
    """
    make_folder(folder)
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EnsembleError(
                f"{folder}: another process is writing to this study",
                advice="Wait until it has finished, or choose another folder with --out",
            ) from None
        except OSError:
            pass  # some network file systems have no locks; parts are renamed whole there all the same
        try:
            for stale in folder.rglob(f"*{TEMPORARY}"):
                stale.unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(folder, error) from error
        yield
    finally:
        os.close(handle)
