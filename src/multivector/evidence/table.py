"""The claims as a table: a row for each quantity, with what each voice says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from multivector.evidence.claim import Claim
from multivector.evidence.ledger import Ledger
from multivector.evidence.link import ledger_ranges
from multivector.evidence.range import Conflict, Range, Vote, _outward, _shown


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        quantity: Key of the quantity.
        label: What it is.
        as_of: The state of affairs.
        unit: Its unit.
        values: What each voice says, in words, by voice.
        range: The range in words.
        low, high, best: The range as values.
        open_high: Whether it may lie higher.
        conflict: How the voices stand to each other.
        voices: How many voices.
        documents: How many documents.
        speakers: Who is named as saying it.
        supported: Whether more than spun copies stands behind it.
        parameter: The parameter it informs.
        claims: Ids of the claims.
        notes: What to know about it.
    """

    quantity: str
    label: str
    as_of: str
    unit: str
    values: dict[str, str]
    range: str
    low: float | str | None
    high: float | str | None
    best: float | str | None
    open_high: bool
    conflict: str
    voices: int
    documents: int
    speakers: tuple[str, ...]
    supported: bool
    parameter: str
    claims: tuple[str, ...]
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The row as plain data."""
        return asdict(self)


def claims_table(ledger: Ledger) -> list[Row]:
    """A row for each quantity that the claims speak of, conflicts first."""
    claims = {claim.id: claim for claim in ledger.claims}
    first = {Conflict.CONFLICT: 0, Conflict.DISPUTED: 1, Conflict.SOFT: 2, Conflict.WORDING: 3}
    found = sorted(ledger_ranges(ledger), key=lambda one: first.get(one.conflict, 4))
    return [_row(one, claims) for one in found]


def _row(one: Range, claims: Mapping[str, Claim]) -> Row:
    values: dict[str, str] = {}
    for vote in one.votes:
        name = f"{vote.voice} (implied)" if vote.implied else _named(vote, claims)
        values[name] = "; ".join(filter(None, [values.get(name), _said(vote, one, claims)]))
    if one.variants:
        values = {}
        for words, source in one.variants:
            values[source] = "; ".join(filter(None, [values.get(source), f"“{words}”"]))
    return Row(
        one.quantity.key, one.quantity.label or one.quantity.key, one.as_of, one.quantity.unit, values,
        one.in_words(), one.low, one.high, one.best, one.open_high, one.conflict, len(one.voices), one.n_documents,
        _speakers(one.votes), one.supported, one.quantity.parameter, one.claims, one.notes,
    )  # fmt: skip


def _named(vote: Vote, claims: Mapping[str, Claim]) -> str:
    """The voice, and the copy through which alone it is heard."""
    heard = {claims[claim].source for claim in vote.claims if claim in claims}
    return vote.voice if vote.voice in heard or not heard else f"{vote.voice} via {min(heard)}"


def _speakers(votes: Sequence[Vote]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(speaker for vote in votes for speaker in vote.speakers))


def _said(vote: Vote, one: Range, claims: Mapping[str, Claim]) -> str:
    """What a vote says, as the document puts it where a claim is at hand."""
    if vote.implied or vote.claims[0] not in claims:
        low, high = _outward(vote.low, one.is_date), _outward(vote.high, one.is_date)
        return _shown(low) if low == high else f"{_shown(low)} to {_shown(high)}"
    exact = claims[vote.claims[0]].target.exact
    words = " ".join(exact.strip(' .,“”"').split())
    return f"disputed: {words}" if vote.disputed else words
