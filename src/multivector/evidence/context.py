"""The words of a claim inside their sentence, where the document's text is at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from multivector.evidence.claim import Anchor
from multivector.evidence.ledger import Ledger
from multivector.sources import Document, Role, read_documents
from multivector.sources.sentence import sentences
from multivector.sources.view import view

_AROUND = 240  # characters of a sentence that are shown to each side of the words


@dataclass(frozen=True, slots=True)
class Context:
    """A sentence in three parts.

    Attributes:
        before: What stands before the words in their sentence.
        words: The words.
        after: What stands after them.
    """

    before: str
    words: str
    after: str


def in_context(anchor: Anchor, document: Document) -> Context | None:
    """The sentence around an anchor; None if the words do not stand there, or where no reader sees them.

    Args:
        anchor: The words and their position.
        document: The document they are anchored in.
    """
    if document.text[anchor.start : anchor.end] != anchor.exact:
        return None
    line = next((one for one in document.lines if one.start <= anchor.start < one.end), None)
    if line is None or line.role is Role.HIDDEN:
        return None
    seen = document.view(line)
    spans = [seen.span(start, end) for start, end in sentences(seen.text)]
    low = max((start for start, _ in spans if start <= anchor.start), default=line.start)
    high = min((end for _, end in spans if end >= anchor.end), default=line.end)
    before, after = (_shown(document, *part) for part in ((low, anchor.start), (anchor.end, max(high, anchor.end))))
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + " …"
    return Context(before, _shown(document, anchor.start, anchor.end), after)


def texts_at_hand(ledger: Ledger, places: Sequence[str | Path]) -> Mapping[str, Document]:
    """The documents of a claims file that are found at some places, by key; they are known by their hash.

    Args:
        ledger: The claims file.
        places: Files and folders to look in.
    """
    keys = ledger.keys()
    found = read_documents([str(place) for place in places]).documents if places else ()
    return {keys[document.id]: document for document in found if document.id in keys}


def _shown(document: Document, start: int, end: int) -> str:
    """A stretch of a text as a reader sees it."""
    return view(document.text, start, end).text if end > start else ""
