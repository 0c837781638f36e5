"""Do the claims stand on their documents? The door that every proposed claim comes through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from multivector.errors import Fault
from multivector.evidence.claim import Claim, Fidelity
from multivector.evidence.figure import Figure, Kind, figures
from multivector.evidence.moment import DateMention, dates
from multivector.evidence.passage import Passage, passages
from multivector.sources import CONTENT_ROLES, Document, Line, Role


@dataclass(frozen=True, slots=True)
class Check:
    """What the check of a set of claims found.

    Attributes:
        faults: One for each thing that is wrong.
        n_checked: Claims whose document was at hand.
        n_without_text: Claims whose document was not, so that only their form could be checked.
    """

    faults: tuple[Fault, ...]
    n_checked: int
    n_without_text: int


def check_claims(claims: Iterable[Claim], documents: Mapping[str, Document]) -> Check:
    """Check every claim's anchor against the text, and its value against a fresh reading of that text.

    An anchor fails if its words do not stand at its position, or stand where no reader would see them. A
    value fails if the words, read again, give another one; a claim that says it is an interpretation or an
    imputation is held to its anchor only.

    Args:
        claims: Claims from one file.
        documents: The texts at hand, by the key that the claims use.
    """
    faults: list[Fault] = []
    seen: set[str] = set()
    rereader = _Rereader()
    checked = missing = 0
    for claim in claims:
        if claim.id in seen:
            faults.append(Fault("two claims have this id", "an id of its own", path=claim.id))
        seen.add(claim.id)
        document = documents.get(claim.source)
        if document is None:
            missing += 1
            continue
        checked += 1
        fault = _anchor_fault(claim, document) or _value_fault(claim, document, rereader)
        if fault is not None:
            faults.append(fault)
    return Check(tuple(faults), checked, missing)


def _anchor_fault(claim: Claim, document: Document) -> Fault | None:
    start, end, exact = claim.target.start, claim.target.end, claim.target.exact
    found = document.text[start:end]
    if found != exact:
        elsewhere = document.text.find(exact)
        if elsewhere >= 0:
            advice = f"The words stand at {elsewhere}: correct start and end"
        else:
            advice = "The words stand nowhere in the document: remove the claim, or say where they are from"
        shown = found if len(found) <= 60 else found[:57] + "..."
        return Fault(f"{document.name} has {shown!r} at {start}", repr(exact), advice, path=claim.id)
    role = document.role_at(start)
    if role is Role.HIDDEN:
        return Fault(f"the words stand in text that {document.name} hides", "text that a reader sees", path=claim.id)
    return None


def _value_fault(claim: Claim, document: Document, rereader: _Rereader) -> Fault | None:
    by_rule = claim.fidelity in (Fidelity.QUOTATION, Fidelity.PARAPHRASE)
    if claim.kind is Kind.WORDING or not by_rule:
        return None
    read = list(rereader.values(claim, document))
    if any(_agrees(claim, item) for item in read):
        return None
    values = ", ".join(sorted({_shown(item) for item in read})) or "no value"
    return Fault(
        f"the words give {values}",
        f"{claim.value if claim.value is not None else f'{claim.low} to {claim.high}'}",
        "Correct the value, or set fidelity to interpretation and say why in the note",
        path=claim.id,
    )


class _Rereader:
    """Reads documents again, each once for each origin date."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, date | None], list[Passage]] = {}

    def values(self, claim: Claim, document: Document) -> Iterator[Figure | DateMention]:
        """The values that touch a claim's anchor."""
        line = next((x for x in document.lines if x.start <= claim.target.start < x.end), None)
        if line is None:
            return
        reference = date.fromisoformat(claim.reported_date[:10]) if len(claim.reported_date) >= 10 else None
        for passage in self._passages(document, reference) if line.role in CONTENT_ROLES else [_whole(document, line)]:
            if passage.line != line:
                continue
            items: list[Figure | DateMention] = [*passage.dates, *passage.figures]
            for item in items:
                low, high = passage.span(item.start, item.end)
                if low < claim.target.end and claim.target.start < high:
                    yield item

    def _passages(self, document: Document, reference: date | None) -> list[Passage]:
        key = (document.id, reference)
        if key not in self._read:
            self._read[key] = list(passages(document, reference))
        return self._read[key]


def _whole(document: Document, line: Line) -> Passage:
    """A line in which the document speaks of itself, as one passage."""
    seen = document.view(line)
    mentions = dates(seen.text, None)
    found = figures(seen.text, [(m.start, m.end) for m in mentions])
    return Passage(line, seen, 0, seen.text, tuple(mentions), tuple(found))


def _agrees(claim: Claim, item: Figure | DateMention) -> bool:
    if isinstance(item, DateMention):
        return (
            claim.kind is Kind.DATE
            and item.moment is not None
            and _same_moment(claim, item.moment.low, item.moment.high)
        )
    if claim.kind is Kind.DATE:
        return False
    if isinstance(claim.value, float | int) and item.value is not None:
        return abs(float(claim.value) - item.value) <= 1e-9 * max(1.0, abs(item.value))
    return claim.value is None and (claim.low, claim.high) == (item.low, item.high)


def _same_moment(claim: Claim, low: str, high: str) -> bool:
    return str(claim.low) == low and str(claim.high) == high


def _shown(item: Figure | DateMention) -> str:
    if isinstance(item, DateMention):
        return item.moment.iso if item.moment else "a date without a year"
    return f"{item.value:g}" if item.value is not None else f"{item.low:g} to {item.high:g}" if item.high else "a bound"
