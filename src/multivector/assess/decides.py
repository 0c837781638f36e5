"""What decides: which disputed fact, if it were settled, would settle most of each answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multivector.assess.answer import Decides
from multivector.assess.dispute import Disputes, Settled

MOST = 4
"""Rows a question."""


@dataclass(frozen=True)
class Question:
    """An outcome and the draws it is asked of.

    Attributes:
        id: Such as ``V1 level``.
        outcome: In words.
        among: Among which draws, in words.
        hits: Shape (n,).
        disputes: What could be settled, in the same draws.
    """

    id: str
    outcome: str
    among: str
    hits: NDArray[np.bool_]
    disputes: Disputes


def decides(questions: Sequence[Question]) -> tuple[Decides, ...]:
    """For each question the subjects that do better than chance, most first; the best group is always among them."""
    rows = []
    for question in questions:
        found = [s for s in question.disputes.settle(question.hits) if s.share > s.chance]
        chosen = found[:MOST]
        group = next((s for s in found if s.subject.kind == "group"), None)
        if group is not None and group not in chosen:
            chosen = [*chosen[: MOST - 1], group]
        rows += [_row(question, settled) for settled in chosen]
    return tuple(rows)


def _row(question: Question, settled: Settled) -> Decides:
    subject = settled.subject
    now = float(question.hits.mean())
    said = f" (disputed: {subject.document} “{subject.exact}”)" if subject.exact else ""
    return Decides(
        question=question.id,
        outcome=question.outcome,
        among=question.among,
        kind=subject.kind,  # type: ignore[arg-type]
        subject=subject.id,
        members=subject.members,
        meaning=subject.meaning,
        origin=subject.origin,
        document=subject.document,
        exact=subject.exact,
        share=settled.share,
        chance=settled.chance,
        detectable=question.disputes.detectable,
        now=now,
        low=settled.low,
        high=settled.high,
        n=len(question.hits),
        words=(
            f"If {_known(subject.kind, subject.meaning)} were known{said}, P({question.id}) would be between about"
            f" {settled.low:.2f} and {settled.high:.2f} (now {now:.2f}): {settled.share:.0%} of the doubt would go."
        ),
    )


def _known(kind: str, meaning: str) -> str:
    return f"the truth of “{meaning.rstrip('.')}”" if kind == "group" else meaning
