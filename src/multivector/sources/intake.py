"""From paths to bytes: which files are taken, and which are refused with one line each.

Nothing is fetched, no archive is opened, no link is followed out of the folder that was given.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from multivector.errors import Fault
from multivector.sources.limits import Limits

_SUFFIXES = {
    ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".pdf": "application/pdf",
    ".txt": "text/plain", ".text": "text/plain", ".md": "text/markdown", ".markdown": "text/markdown",
}  # fmt: skip
_ARCHIVES = (
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "a zip archive"), (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"), (b"\xfd7zXZ\x00", "an xz archive"), (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a rar archive"), (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
)  # fmt: skip
_KINDS = (
    (stat.S_ISDIR, "a folder"), (stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device"),
    (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Intake:
    """One file taken in: a printable name, its bytes, and what kind of text it holds."""

    name: str
    data: bytes
    media_type: str


def printable(name: str) -> str:
    """A file name that is safe to show: control and direction characters are written as escapes."""
    return "".join(c if c.isprintable() and not _is_surrogate(c) else c.encode("unicode_escape").decode() for c in name)


def _is_surrogate(character: str) -> bool:
    return 0xD800 <= ord(character) <= 0xDFFF


def take_in(paths: Iterable[str | Path], limits: Limits | None = None) -> Iterator[Intake | Fault]:
    """Read files, the files of folders, and ``-`` for standard input.

    Folders are walked in sorted order; names that start with a dot, and files whose suffix is not one of
    HTML, PDF, text or Markdown, are left out. One bad file is one :class:`Fault`; the others go on.

    Args:
        paths: What the user named.
        limits: Caps on size and number.
    """
    limits = limits or Limits()
    n_files = 0
    for path in paths:
        if str(path) == "-":
            yield _standard_input(limits)
            continue
        for item in _expand(Path(path)):
            n_files += 1
            if n_files > limits.files:
                yield Fault(
                    f"more than {limits.files:,} files",
                    advice="Read them in parts",
                    file=printable(str(path)),
                )
                return
            yield item if isinstance(item, Fault) else _read_file(item, limits)


def _expand(path: Path) -> Iterator[Path | Fault]:
    if not path.is_dir():
        yield path
        return
    root = path.resolve()
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            inner = Path(folder, name)
            if name.startswith(".") or inner.suffix.lower() not in _SUFFIXES:
                continue
            if not inner.resolve().is_relative_to(root):
                yield Fault(
                    "a link that leads out of the folder",
                    expected="files inside it",
                    advice="Name its target on the command line if you mean it",
                    file=printable(str(inner)),
                )
            else:
                yield inner


def _standard_input(limits: Limits) -> Intake | Fault:
    data = sys.stdin.buffer.read(limits.bytes + 1)
    return _check("standard input", data, "", limits)


def _read_file(path: Path, limits: Limits) -> Intake | Fault:
    name = printable(path.name)
    shown = printable(str(path))
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOCTTY", 0))
    except FileNotFoundError:
        return Fault("no such file", advice="Check the spelling", file=shown)
    except (OSError, ValueError) as error:
        return Fault(f"cannot be opened ({getattr(error, 'strerror', None) or error})", file=shown)
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            kind = next((words for test, words in _KINDS if test(status.st_mode)), "not a file")
            return Fault(f"{kind}, not a file", expected="a file of HTML, PDF, text or Markdown", file=shown)
        if status.st_size > limits.bytes:
            return _too_large(shown, status.st_size, limits)
        data = file.read(limits.bytes + 1)
    found = _check(name, data, path.suffix.lower(), limits)
    return found if isinstance(found, Intake) else Fault(found.found, found.expected, found.advice, file=shown)


def _too_large(name: str, size: int, limits: Limits) -> Fault:
    return Fault(
        f"{size / 1e6:,.0f} MB",
        expected=f"at most {limits.bytes / 1e6:,.0f} MB",
        advice="Save the article alone",
        file=name,
    )


def _check(name: str, data: bytes, suffix: str, limits: Limits) -> Intake | Fault:
    if not data.strip():
        return Fault("an empty file", expected="a text", file=name)
    if len(data) > limits.bytes:
        return _too_large(name, len(data), limits)
    for magic, words in _ARCHIVES:
        if data.startswith(magic):
            return Fault(words, expected="a single text", advice="Unpack it and name the files inside", file=name)
    return Intake(name, data, _media_type(data, suffix))


def _media_type(data: bytes, suffix: str) -> str:
    """What the bytes look like first, what the name says second."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"%pdf-" in data[:1024].lower():
        return "application/pdf"
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")):
        return "text/html"
    named = _SUFFIXES.get(suffix, "text/plain")
    return "text/plain" if named == "application/pdf" else named
