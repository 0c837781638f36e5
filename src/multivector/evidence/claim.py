"""A claim: what one document says one quantity is, who says it, and the words that say so."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from multivector.evidence.figure import Bound, Kind
from multivector.evidence.speaker import Attribution


class Fidelity(StrEnum):
    """How close a claim stays to the words it rests on.

    A *quotation* repeats them, a *paraphrase* says the same, an *interpretation* says what they come to, and
    an
    *imputation* is needed by an argument but stated by nobody: it must carry a warrant.
    """

    QUOTATION = "quotation"
    PARAPHRASE = "paraphrase"
    INTERPRETATION = "interpretation"
    IMPUTATION = "imputation"


class Status(StrEnum):
    """Whether a claim still stands."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    DISPUTED = "disputed"
    RETRACTED = "retracted"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class TextQuoteSelector(_Frozen):
    """W3C Web Annotation Data Model (2017), section 4.2.4: the words themselves."""

    type: Literal["TextQuoteSelector"] = "TextQuoteSelector"
    exact: Annotated[str, Field(min_length=1)]
    prefix: str = ""
    suffix: str = ""


class TextPositionSelector(_Frozen):
    """W3C Web Annotation Data Model (2017), section 4.2.5: where they stand, in characters of the text."""

    type: Literal["TextPositionSelector"] = "TextPositionSelector"
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]


class Anchor(_Frozen):
    """The target of a Web Annotation: a document, the exact words, and their position in its text.

    Attributes:
        source: Key of the document in the claims file.
        selector: The quote and the position; ``exact`` has as many characters as the position spans.
    """

    source: str
    selector: tuple[TextQuoteSelector, TextPositionSelector]

    @classmethod
    def of(cls, source: str, text: str, start: int, end: int) -> Anchor:
        """An anchor on a stretch of a text."""
        quote = TextQuoteSelector(exact=text[start:end])
        return cls(source=source, selector=(quote, TextPositionSelector(start=start, end=end)))

    @model_validator(mode="after")
    def _lengths_agree(self) -> Anchor:
        if self.end - self.start != len(self.exact):
            raise ValueError(
                f"the phrase has {len(self.exact)} characters but the position spans {self.end - self.start}"
            )
        return self

    @property
    def exact(self) -> str:
        """The words."""
        return self.selector[0].exact

    @property
    def start(self) -> int:
        """First character in the document's text."""
        return self.selector[1].start

    @property
    def end(self) -> int:
        """One past the last character."""
        return self.selector[1].end


class Claim(_Frozen):
    """What one document says one quantity is.

    Attributes:
        id: Name of the claim, unique in its file.
        target: The words it stands on.
        kind: What sort of value.
        quantity: Key in the register of quantities; empty while nobody has said what it measures.
        counted: What the figure counts, in the document's words.
        value: The number, or the ISO date, as stated; None where only an interval is stated.
        low, high: The interval that the statement allows; None where it is open.
        bound: How it bounds ("more than" is ``above``).
        approx: Whether it is hedged.
        unit: ``count``, ``percent``, a currency, ``days``, ``date`` and so on.
        group: Whom or what part it is about, where a quantity has parts.
        event_date: When it was so, ISO at its own granularity; empty if not said.
        reported_date: When the story was written, ISO.
        speaker: Who says it; empty for an unnamed author.
        attribution: How it reaches the reader.
        fidelity: How close it stays to the words.
        status: Whether it still stands.
        reliability: Of the source, A (reliable) to F (cannot be judged), as in the Admiralty code.
        credibility: Of the information, 1 (confirmed) to 6 (cannot be judged).
        by: Who proposed it: ``rules``, ``rules`` and the parser that they asked, ``hand``, or another proposer.
        note: Anything an analyst wants to add.
    """

    id: Annotated[str, Field(min_length=1)]
    target: Anchor
    kind: Kind
    quantity: str = ""
    counted: str = ""
    value: float | str | None = None
    low: float | str | None = None
    high: float | str | None = None
    bound: Bound = Bound.EXACT
    approx: bool = False
    unit: str = "count"
    group: str = ""
    event_date: str = ""
    reported_date: str = ""
    speaker: str = ""
    attribution: Attribution = Attribution.AUTHOR
    fidelity: Fidelity = Fidelity.PARAPHRASE
    status: Status = Status.CURRENT
    reliability: Literal["A", "B", "C", "D", "E", "F"] = "F"
    credibility: Annotated[int, Field(ge=1, le=6)] = 6
    by: str = "rules"
    note: str = ""

    @property
    def source(self) -> str:
        """Key of the document."""
        return self.target.source

    def annotation(self) -> dict[str, object]:
        """The claim as a W3C Web Annotation (JSON-LD)."""
        stated = self.value if self.value is not None else [self.low, self.high]
        return {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": f"urn:claim:{self.id}",
            "type": "Annotation",
            "motivation": "identifying",
            "body": {
                "type": "TextualBody",
                "value": f"{self.quantity or self.counted}: {stated} {self.unit}",
            },
            "target": self.target.model_dump(),
        }
