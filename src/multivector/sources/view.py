"""A text without its invisible characters, and the way back to the original offsets.

A zero-width space inside ``1​64`` makes a reader see 164 and a program see 1 and 64; a bidirectional override
shows digits in another order than they are stored. Both are removed before anything is read from a text, and
every offset found in what is left leads back to the original.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]")
"""Characters without width: joiners, marks, bidirectional controls, variation selectors, soft hyphen."""

BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""The bidirectional controls among them: these can change what a reader sees."""

_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\x0b\x0c\r\n\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class View:
    """A cleaned stretch of text; one character of it stands for one character of the original.

    Attributes:
        text: The stretch without invisible characters, every white space a plain space.
        start: Where the stretch starts in the original.
        end: Where it ends in the original.
    """

    text: str
    start: int
    end: int
    _offsets: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Turn a span of ``text`` into the span of the original that it was read from."""
        if self._offsets is None:
            return self.start + start, self.start + end
        if start == end:
            at = self._offsets[start] if start < len(self._offsets) else self.end
            return at, at
        return self._offsets[start], self._offsets[end - 1] + 1


def view(text: str, start: int = 0, end: int | None = None) -> View:
    """Take a stretch of a text without its invisible characters.

    Args:
        text: The original.
        start: First character of the stretch.
        end: One past its last character; None for the end of the text.
    """
    end = len(text) if end is None else end
    part = text[start:end]
    if part.isascii() and not any(c in part for c in "\t\r\n\x0b\x0c"):
        return View(part, start, end)
    if INVISIBLE.search(part) is None:
        return View(_SPACES.sub(" ", part), start, end)
    kept = [i for i, character in enumerate(part) if not INVISIBLE.match(character)]
    clean = _SPACES.sub(" ", "".join(part[i] for i in kept))
    return View(clean, start, end, tuple(start + i for i in kept))
