"""What the claims beside a scenario say of its numbers.

A number that names ``claims`` and has no range of its own takes its range from them; one that has its own is
compared with them. The range is that of :func:`multivector.evidence.range.ranges` over the claims named: one vote
a voice, bounds intersected, conflict widened to the hull, what is only disputed an upper end.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from multivector import units
from multivector.engine import register
from multivector.errors import EvidenceError, ScenarioError
from multivector.scenario import document
from multivector.scenario.document import Place, dotted
from multivector.scenario.observation import Metric
from multivector.scenario.quantity import limits
from multivector.scenario.strict import fault, near
from multivector.scenario.whole import Finding

if TYPE_CHECKING:
    from multivector.evidence import Ledger, Range

FILE = "claims.yaml"
"""Name of the claims file beside a scenario."""

_WRITTEN = {"fraction": "share", "ratio": "times", "count": "", "ordinal": "", "persons": "persons"}
"""Units of the register that are called otherwise by :mod:`multivector.units`; the empty one is a bare number."""


@dataclass(frozen=True)
class Said:
    """What the claims say of one number, in the unit of its place.

    Attributes:
        low: Lower end; None where the claims set none (an "up to", a disputed figure).
        high: Upper end; of a day the end of that day.
        first: What a range must begin at or below in order to hold what is claimed.
        last: What a range must end at or above.
        open_high: Whether the number may lie higher ("more than").
        best: The single best value, if the claims give one.
        words: The range in words, in the claims' own unit.
        voices: The independent voices.
        documents: How many documents speak of it.
        conflict: How the voices stand to each other.
        supported: Whether more than spun copies stands behind it.
        accepted: Whether an analyst has accepted or edited the link to the number.
        notes: What was dropped, widened or must be verified.
        unnamed: Ids of claims on the same that the number does not name.
    """

    low: float | None
    high: float
    first: float
    last: float
    open_high: bool
    best: float | None
    words: str
    voices: tuple[str, ...]
    documents: int
    conflict: str
    supported: bool
    accepted: bool
    notes: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()

    def taken_for(self, path: str, unit: str) -> tuple[float, float]:
        """The range that the number at ``path`` takes: :meth:`range_for`, if anything sound stands behind it.

        Raises:
            PydanticCustomError: Spun copies alone say it and no analyst has accepted that, or an end is missing.
        """
        if not (self.supported or self.accepted):
            raise fault(
                f"its claims ({self.words}) rest on a spun copy alone ({', '.join(self.voices)})",
                "a claim of a sound text beside them, or a range of its own",
                f"If records agree, run `multivector claims link` and set `status: accepted` on the link to {path} "
                f"in {FILE}",
            )
        return self.range_for(path, unit)

    def range_for(self, path: str, unit: str) -> tuple[float, float]:
        """What the claims allow the number at ``path``; an end that they leave open is the engine's.

        Raises:
            PydanticCustomError: The claims set no lower end, and nothing else does.
        """
        parameter = register.PATHS.get(path)
        low = self.low if self.low is not None else parameter.low if parameter is not None else limits(unit).least
        if low == -math.inf:
            raise fault(f"the claims set no lower end ({self.words})", "`range: [low, high]` beside them")
        high = self.high
        if self.open_high and parameter is not None:
            high = max(high, parameter.high)
        return min(low, high), high

    def within(self, low: float, high: float) -> bool:
        """Whether a range holds what is claimed."""
        slack = 1e-9 * max(1.0, abs(self.high))
        return low <= self.first + slack and high >= self.last - slack


class Evidence:
    """The claims beside a scenario.

    Args:
        ledger: The claims file.
        start: First day of the scenario; None if it has no valid one.
    """

    def __init__(self, ledger: Ledger, start: date | None) -> None:
        self.ledger = ledger
        self._start = start
        self._claims = {claim.id: claim for claim in ledger.claims}

    @classmethod
    def beside(cls, scenario: Path, start: date | None) -> Evidence | None:
        """Read the claims file beside a scenario; None if there is none.

        Raises:
            ScenarioError: It is there but not sound; ``faults`` holds every fault.
        """
        path = scenario.with_name(FILE)
        return cls(_read(path), start) if path.is_file() else None

    def voice(self, source: str) -> str:
        """Root of the family of a document, or the document itself if the claims file does not know it."""
        known = self.ledger.documents.get(source)
        return (known.family or source) if known else source

    def said(self, path: str, claims: tuple[str, ...], unit: str) -> Said:
        """What the named claims say of a number.

        Args:
            path: Path of the number, or ``observations.<id>``.
            claims: Ids of claims.
            unit: The engine's unit there.

        Raises:
            PydanticCustomError: A claim does not exist, none of them stands, they speak of something else, or in
                a unit of another dimension.
        """
        found = self._range(path, claims)
        links = self._links(path)
        edited = [one for one in links if one.status == "edited"]
        accepted = bool(edited) or (bool(links) and links[-1].status == "accepted")
        ends = edited[-1].range if edited else (found.low, found.high)
        if ends[0] is None or ends[1] is None:
            raise fault(f"nothing of {', '.join(claims)} stands any more", "a claim with a number that stands")
        plain = bool(edited) or found.quantity.scale != 1 or found.quantity.shift != 0
        written = None if plain else _WRITTEN.get(found.quantity.unit, found.quantity.unit)

        def number(value: float | str) -> float:
            stated = value if edited else found.in_parameter_unit(value)
            assert stated is not None
            try:
                dated = isinstance(stated, str)
                return units.convert(stated, unit, unit=None if dated else written, start=self._start)
            except units.UnitError as error:
                raise fault(
                    f"the claims measure {found.quantity.label or found.quantity.key} in {found.quantity.unit}",
                    error.expected,
                    "Set `scale` on the quantity in claims.yaml, or name other claims",
                ) from None

        day = 1.0 if isinstance(ends[0], str) else 0.0  # a date is a whole day
        low, high = number(ends[0]), number(ends[1])
        disputed = all(vote.disputed for vote in found.votes)
        floating = not edited and (found.open_low or disputed)
        first = high + day if floating else low + day
        last = low if found.open_low and not edited else high
        state = (self._claims[one] for one in self._claims if one not in claims)
        unnamed = [
            one.id for one in state
            if (one.quantity, one.group) == (found.quantity.key, found.group) and one.status.value == "current"
            and (found.quantity.window_days is None or not one.event_date or one.event_date[:7] == found.as_of[:7])
        ]  # fmt: skip
        best = None if edited or found.best is None or day else number(found.best)
        words = f"{ends[0]} to {ends[1]}, edited" if edited else found.in_words()
        return Said(
            None if floating else low, high + day, first, last, found.open_high and not edited, best, words,
            tuple(dict.fromkeys(self.voice(self._claims[one].source) for one in found.claims if one in self._claims)),
            found.n_documents, str(found.conflict), found.supported, accepted, found.notes, tuple(unnamed),
        )  # fmt: skip

    def _links(self, path: str) -> list[Any]:
        return sorted((one for one in self.ledger.links if one.parameter == path), key=lambda one: one.as_of)

    def _range(self, path: str, claims: tuple[str, ...]) -> Range:
        """The range of the quantity that the path stands for, by the named claims alone."""
        from multivector.evidence import ranges

        for one in claims:
            if one not in self._claims:
                raise fault(f"no claim is called {one!r}", f"a claim of {FILE}", near(one, self._claims))
        links = self._links(path)
        if links and all(one.status == "rejected" for one in links):
            raise fault(f"{FILE} rejects the link to {path}", "an accepted link, or a range of its own and no claims")
        ledger = self.ledger
        found = ranges([self._claims[one] for one in claims], ledger.register, ledger.documents)
        wanted = {one.quantity for one in links if one.status != "rejected"}
        fitting = [one for one in found if one.quantity.parameter == path or one.quantity.key in wanted]
        keys = dict.fromkeys(one.quantity.key for one in found if not one.derived)
        found = [one for one in found if not one.derived]
        if not fitting:
            fitting = self._led(claims[0], found)
        if not fitting:
            what = f"speak of {', '.join(keys)}" if keys else "speak of no quantity"
            raise fault(f"the claims {what}", f"one quantity, or one with `parameter: {path}` in {FILE}")
        if fitting[-1].variants:
            raise fault(f"the claims on {fitting[-1].quantity.key} are wordings", "claims with a number")
        return fitting[-1]

    def _led(self, first: str, found: list[Range]) -> list[Range]:
        """The ranges of the first claim's quantity, if the others are on it or on what it follows from."""
        led = [one for one in found if one.quantity.key == self._claims[first].quantity]
        terms = {term.quantity for one in led for relation in one.quantity.follows_from for term in relation.terms}
        return led if {one.quantity.key for one in found} <= terms | {self._claims[first].quantity} else []


def backed(
    data: dict[str, Any], units_of: Mapping[str, str], context: dict[str, Any], evidence: Evidence | None
) -> tuple[dict[str, Any], list[Finding]]:
    """Give every number that names claims and has no range the range of its claims.

    Args:
        data: The file's content, unchecked; it is not changed.
        units_of: Unit of every path.
        context: Ids and start date, as for the models.
        evidence: The claims; None if there is no file.

    Returns:
        The content with the ranges written in, and what stands in the way of others.
    """
    findings: list[Finding] = []
    for place, raw, unit, keys in list(_claiming(data, units_of, context)):
        if keys & set(raw):
            continue
        path = dotted(place)
        try:
            if evidence is None:
                raise fault("its claims cannot be looked up", f"{FILE} beside the scenario", "Or give it a range")
            said = evidence.said(path, tuple(raw["claims"]), unit)
            low, high = said.taken_for(path, unit)
        except PydanticCustomError as error:
            told = error.context or {}
            findings.append((place, told.get("found", str(error)), told.get("expected", ""), told.get("advice", "")))
            continue
        filled = dict(raw)
        if place[0] == "observations":
            filled |= {"low": low, "high": high}
            filled.setdefault("source", f"claims: {', '.join(raw['claims'])}")
        else:
            written = filled.pop("unit", None)
            if written and "value" in filled:
                filled["value"] = f"{filled['value']} {written}"
            filled["range"] = [low, high]
            parameter = register.PATHS.get(path)
            if parameter is not None and low > 0:
                filled.setdefault("scale", parameter.scale)
            if said.best is not None and low <= said.best <= high:
                filled.setdefault("value", said.best)
        data = _put(data, place, filled)
    return data, findings


def names_claims(data: dict[str, Any]) -> bool:
    """Whether any number or observation names claims."""
    return any(True for _ in _walk(data, ()))


def _claiming(
    data: dict[str, Any], units_of: Mapping[str, str], context: dict[str, Any]
) -> Iterator[tuple[Place, dict[str, Any], str, set[str]]]:
    """Numbers and observations that name claims: place, content, unit, and the keys that hold a range."""
    for place, raw in _walk(data, ()):
        if place[0] == "observations":
            unit = _observed_unit(raw.get("metric"), context)
            if unit:
                yield place, raw, unit, {"low", "high"}
        elif (path := dotted(place)) in units_of:
            yield place, raw, units_of[path], {"range", "values"}


def _walk(node: Any, place: Place) -> Iterator[tuple[Place, dict[str, Any]]]:
    if not isinstance(node, dict) or place[:1] in (("views",), ("provenance",)):
        return
    claims = node.get("claims")
    if place and isinstance(claims, list) and claims and all(isinstance(one, str) for one in claims):
        yield place, node
    for key, inner in node.items():
        yield from _walk(inner, (*place, key))


def _observed_unit(metric: Any, context: dict[str, Any]) -> str:
    """Unit of an observation's metric; empty if the metric is itself wrong."""
    try:
        written = {"acute": metric} if isinstance(metric, str) else metric
        return Metric.model_validate(written, context=context).unit
    except ValidationError:
        return ""


def _put(data: dict[str, Any], place: Place, value: Any) -> dict[str, Any]:
    """A copy with one place changed: what an alias shares stays as it is elsewhere."""
    head, *rest = map(str, place)
    return {**data, head: _put(data[head], tuple(rest), value) if rest else value}


def _read(path: Path) -> Ledger:
    from multivector.evidence import Ledger, load_claims

    try:  # many times quicker than the reader that keeps comments; that one tells what is wrong
        return Ledger.model_validate(document.read(path).data)
    except (ScenarioError, ValidationError):
        try:
            return load_claims(path)
        except EvidenceError as error:
            raise ScenarioError(error.message, expected=error.expected, advice=error.advice, faults=error.faults) \
                from None  # fmt: skip
