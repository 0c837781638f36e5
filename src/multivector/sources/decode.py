"""Bytes become characters: byte-order mark, what the file declares, UTF-8, then a guess."""

from __future__ import annotations

import codecs
import re

from multivector.errors import SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,3}=\s{0,3}["']?([\w-]{2,40})""", re.IGNORECASE)


def decode(data: bytes, *, markup: bool = False) -> tuple[str, str]:
    """Decode a file.

    Args:
        data: Its bytes.
        markup: Whether a ``<meta charset>`` may declare the encoding.

    Returns:
        The text and the name of the encoding.

    Raises:
        SourceError: The bytes are not text in any encoding that could be recognised.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, encoding), encoding.removesuffix("-sig")
    if b"\x00" in data:
        raise SourceError("not a text (it holds zero bytes)", expected="HTML, PDF, text or Markdown")
    declared = _DECLARED.search(data[:4096]) if markup else None
    for encoding in ([declared[1].decode("ascii")] if declared else []) + ["utf-8"]:
        try:
            return data.decode(encoding), codecs.lookup(encoding).name
        except (UnicodeDecodeError, LookupError):
            continue
    return _guess(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"marked as {encoding} but broken at byte {error.start:,}", advice="Save it again as UTF-8"
        ) from None


def _guess(data: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise SourceError("not a text in any known encoding", expected="UTF-8", advice="Save it again as UTF-8")
    try:
        return data.decode(best.encoding), best.encoding
    except UnicodeDecodeError:
        return data.decode(best.encoding, "replace"), best.encoding
