"""The register of quantities: what is counted, in what unit, and which parameter it informs.

The register is data. A built-in one holds what reports on any political crisis speak of; a claims file may
add entries or replace them (same key), among them the parameters of its own scenario.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from importlib import resources
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from multivector.evidence.figure import Kind

_WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")
_COUNTING = frozenset({Kind.FIGURE, Kind.QUANTIFIER})
_REMEMBERED = 50_000  # words
_REACH = 130  # characters to each side of a value in which its context words must stand


class Term(BaseModel):
    """One term of an arithmetic relation: a quantity, and how many times it counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    quantity: str
    times: float = 1.0


class Relation(BaseModel):
    """How a quantity follows from others: their sum, a difference of dates in days, or a share in percent.

    Attributes:
        rule: ``sum`` of the terms; ``days`` from the first term to the second; ``share`` of the first in the
            second.
        terms: The quantities it follows from.
        bound: Whether that is the quantity itself or only its lower or upper end (troops stay at least until the
            withdrawal begins).
        note: Why.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    rule: Literal["sum", "days", "share"]
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]
    bound: Literal["exact", "at_least", "at_most"] = "exact"
    note: str = ""


class Quantity(BaseModel):
    """One thing that reports put a value on.

    Attributes:
        key: Its name, used in claims.
        label: What it is, for people.
        kinds: The kinds of claims that may speak of it.
        unit: Unit of the range.
        counts: Words that a claim's counted noun must contain, one of them; ``*`` ends a prefix.
        near: Groups of words; one word of every group must stand near the value.
        without: Words that must not stand near.
        parameter: Path of the parameter it informs, such as ``organisations.CSTO.troops``; empty if none.
        scale: What one unit here is in the parameter's unit (0.01 turns percent into a share).
        shift: Added after scaling (-1 turns "the first time" into "none before").
        window_days: Claims whose event dates differ by more are about different states of affairs; None:
            never.
        within_days: For dates: how far from the story's date one may lie and still be about this crisis.
        growing: Whether later figures replace earlier ones of the same source (a count that only rises).
        follows_from: Relations to other quantities, checked against what is claimed directly; where nothing is,
            they give the range.
        cross_check: Whether the relation only checks and never widens the range.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    label: str = ""
    kinds: tuple[Kind, ...] = (Kind.FIGURE,)
    unit: str = "count"
    counts: tuple[str, ...] = ()
    near: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()
    parameter: str = ""
    scale: float = 1.0
    shift: float = 0.0
    window_days: int | None = None
    within_days: int | None = None
    growing: bool = False
    follows_from: tuple[Relation, ...] = ()
    cross_check: bool = False

    @cached_property
    def _specific(self) -> int:
        return len(self.near) + bool(self.counts)

    def fits(self, kind: Kind, counted: frozenset[str], around: frozenset[str], unit: str) -> int:
        """How well a claim fits: 0 if not, else the number of conditions it meets.

        Args:
            kind: Kind of the claim.
            counted: Patterns of the register that the counted noun meets.
            around: Patterns that words near the value meet.
            unit: Unit of the value.
        """
        if kind not in self.kinds or not self._specific:
            return 0
        if kind is Kind.DURATION and self.unit in ("days", "years") and unit not in (self.unit, "hours", "months"):
            return 0
        if (self.unit in ("persons", "count")) != (unit in ("count", "")) and kind in _COUNTING:
            return 0
        if self.counts and counted.isdisjoint(self.counts):
            return 0
        if any(around.isdisjoint(group) for group in self.near) or not around.isdisjoint(self.without):
            return 0
        return self._specific


def _forms(word: str) -> Iterator[str]:
    """What a word is compared as: itself in small letters, without a possessive ending, and its hyphened parts."""
    low = word.lower().replace("’", "'")
    yield low.removesuffix("'s")
    if "-" in low:
        yield from low.split("-")


class Register:
    """Quantities by key, in order.

    Args:
        quantities: The entries; a later one with the same key replaces an earlier one.
    """

    def __init__(self, quantities: Iterable[Quantity]) -> None:
        self._by_key = {quantity.key: quantity for quantity in quantities}
        self._patterns = frozenset(
            pattern
            for quantity in self._by_key.values()
            for group in (quantity.counts, quantity.without, *quantity.near)
            for pattern in group
        )
        self._met_by: dict[str, frozenset[str]] = {}
        self._of_kind = {
            kind: [quantity for quantity in self._by_key.values() if kind in quantity.kinds] for kind in Kind
        }

    def _met(self, text: str) -> frozenset[str]:
        """The patterns of all entries that some word of a text meets."""
        met: set[str] = set()
        for word in _WORD.findall(text):
            known = self._met_by.get(word)
            if known is None:
                known = self._patterns_of(word)
            if known:
                met |= known
        return frozenset(met)

    def _patterns_of(self, word: str) -> frozenset[str]:
        """The patterns that one word meets; remembered, because texts repeat their words."""
        forms = set()
        for form in _forms(word):
            forms.add(form)
            forms.update(form[:length] + "*" for length in range(2, len(form) + 1))
        if len(self._met_by) >= _REMEMBERED:
            self._met_by.clear()
        self._met_by[word] = self._patterns & forms
        return self._met_by[word]

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def __getitem__(self, key: str) -> Quantity:
        return self._by_key[key]

    def __iter__(self) -> Iterator[Quantity]:
        return iter(self._by_key.values())

    def get(self, key: str) -> Quantity:
        """The quantity of a key; one without a parameter if the register does not know it."""
        return self._by_key.get(key) or Quantity.model_construct(key=key, label=key.replace("_", " "))

    def extended(self, quantities: Sequence[Quantity]) -> Register:
        """A register with more entries, which replace those of the same key."""
        return Register([*self._by_key.values(), *quantities])

    def recognise(self, kind: Kind, counted: str, sentence: str, at: int, unit: str = "") -> str:
        """The key of the quantity that a value most likely speaks of, or an empty string.

        Args:
            kind: Kind of the claim.
            counted: What it counts.
            sentence: The sentence it stands in.
            at: Where in the sentence.
            unit: Unit of the value.
        """
        around = self._met(sentence[max(0, at - _REACH) : at + _REACH])
        words = self._met(counted)
        best, key = 0, ""
        for quantity in self._of_kind[kind]:
            score = quantity.fits(kind, words, around, unit)
            if score > best:
                best, key = score, quantity.key
        return key


@cache
def default_register() -> Register:
    """The built-in register."""
    text = resources.files(__package__).joinpath("register.yaml").read_text(encoding="utf-8")
    return Register(Quantity.model_validate(entry) for entry in yaml.safe_load(text)["quantities"])
