"""A document sentence by sentence, with the values in each: what proposes claims and what checks them read the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from multivector.evidence.figure import Figure, figures
from multivector.evidence.moment import DateMention, dates, latest
from multivector.sources import Document, Line, Role
from multivector.sources.sentence import sentences
from multivector.sources.view import View

_LONGEST = 4000  # characters of a sentence that are read; what is longer is no sentence


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence, or one caption.

    Attributes:
        line: The line it stands in.
        seen: That line without invisible characters.
        start: Where the sentence starts in it.
        text: The sentence.
        dates: Dates in it.
        figures: Figures in it.
    """

    line: Line
    seen: View
    start: int
    text: str
    dates: tuple[DateMention, ...]
    figures: tuple[Figure, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the sentence as one of the document's text."""
        return self.seen.span(self.start + start, self.start + end)


def passages(document: Document, reference: date | None) -> Iterator[Passage]:
    """The sentences of the clean text in order; what a date without a year belongs to is carried from one to the next.

    Args:
        document: The document.
        reference: Its origin date.
    """
    told = None
    for line in document.content():
        seen = document.view(line)
        for start, end in [(0, len(seen.text))] if line.role is Role.CAPTION else sentences(seen.text):
            text = seen.text[start : min(end, start + _LONGEST)]
            mentions = dates(text, reference, told)
            if line.role is not Role.CAPTION:
                told = latest(mentions, told)
            # "two weeks ago" dates what stands beside it and is itself a length of time
            found = figures(text, [(m.start, m.end) for m in mentions if m.form != "ago"])
            yield Passage(line, seen, start, text, tuple(mentions), tuple(found))

