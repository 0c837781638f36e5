"""A view: what an expert concludes, from which premises, written so that it can be tested."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from multivector.scenario.condition import Constraint, Outcome
from multivector.scenario.quantity import Anchor
from multivector.scenario.strict import Strict, one_or_more, reference

Fidelity = Literal["quotation", "paraphrase", "interpretation", "imputation"]
"""How near the wording of a premise is to its text, nearest first."""


class Premise(Strict):
    """One assumption of a view.

    Attributes:
        sentence: The assumption in words.
        where: Constraints that hold together if the assumption is true.
        opposite: Constraints of which one must hold if it is false; each constraint's own opposite by
            default.
        fidelity: How near to the text it is.
        anchor: Where the text says it; None for an imputed premise.
        note: Why it is encoded so.
    """

    sentence: str
    where: one_or_more(Constraint) = Field(min_length=1)  # type: ignore[valid-type]
    opposite: one_or_more(Constraint) = ()  # type: ignore[valid-type]
    fidelity: Fidelity
    anchor: Anchor | None = None
    note: str = ""

    def reversed(self) -> tuple[Constraint, ...]:
        """Constraints of which at least one holds where the premise is false."""
        return self.opposite or tuple(constraint.opposite() for constraint in self.where)

    @property
    def observed(self) -> bool:
        """Whether the premise speaks of an acute outcome, so that runs are selected rather than set up."""
        return any(constraint.acute for constraint in self.where)


class View(Strict):
    """An expert's conclusion as a test.

    Attributes:
        name: Short name.
        whose: Who holds it.
        document: Where it is said.
        sentence: The conclusion in one sentence.
        given: Scope: what the view takes as given about the acute phase. Runs outside it say nothing on the
            view.
        premises: By id.
        level: The predicted outcome, against the state before the crisis.
        twin: The predicted outcome, against the same dice with help not asked.
        note: Choices made in writing it down.
    """

    name: str
    whose: str
    document: reference("source") | None = None  # type: ignore[valid-type]
    sentence: str
    given: tuple[Constraint, ...] = ()
    premises: dict[str, Premise] = Field(min_length=1)
    level: Outcome
    twin: Outcome
    note: str = ""
