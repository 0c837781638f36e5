"""What a crisis rests on, and what is odd about it without being wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from pydantic_core import PydanticCustomError

from multivector import units
from multivector.engine.outcome import ACUTE_DTYPE
from multivector.errors import Fault
from multivector.scenario.condition import Constraint
from multivector.scenario.crisis import Scenario
from multivector.scenario.evidence import FILE, Evidence
from multivector.scenario.strict import near
from multivector.scenario.template import Spec, Template

KINDS = ("claims", "document", "facts", "literature", "argued", "assumed")
"""Where a number can come from; the size of the last two is assumed, but an article argues for the first of
them."""


@dataclass(frozen=True)
class Backing:
    """What the claims do for one number or observation.

    Attributes:
        path: Its path.
        claims: Ids of the claims that it names.
        range: What the claims allow, in words.
        low: Lower end of the number as the scenario has it.
        high: Upper end.
        voices: The independent voices.
        documents: How many documents speak.
        conflict: How the voices stand to each other.
        supported: Whether more than spun copies stands behind it.
        own: Whether the scenario gives a range of its own, which wins.
        holds: Whether that range holds what is claimed.
        notes: What was dropped, widened or must be verified.
        why: The scenario's own note; it must say why if the range leaves out what is claimed.
    """

    path: str
    claims: tuple[str, ...]
    range: str
    low: float
    high: float
    voices: tuple[str, ...]
    documents: int
    conflict: str
    supported: bool
    own: bool
    holds: bool
    notes: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Review:
    """What a crisis rests on.

    Attributes:
        title: Its title.
        file: Its file, or empty.
        digest: Hash of its content.
        sizes: How many entries each section has.
        numbers: All its numbers, by where they come from.
        sampled: Those that are sampled, likewise.
        voices: Independent voices behind its numbers (a copy counts with its original), with how many numbers
            each.
        backing: Numbers and observations that name claims, with what these say.
        warnings: What is odd.
        specs: The sampled numbers.
    """

    title: str
    file: str
    digest: str
    sizes: dict[str, int]
    numbers: dict[str, int]
    sampled: dict[str, int]
    voices: dict[str, int]
    backing: tuple[Backing, ...]
    warnings: tuple[Fault, ...]
    specs: tuple[Spec, ...]


def check(scenario: Scenario) -> Review:
    """Say what a crisis rests on.

    Faults are not its business: a :class:`Scenario` that exists has none.
    """
    template = Template(scenario)
    evidence = Evidence.beside(scenario.origin, scenario.start) if scenario.origin is not None else None
    backing, odd = _backing(scenario, template, evidence)
    sizes = {
        name: len(getattr(scenario, name))
        for name in (
            "regions",
            "groups",
            "factions",
            "organisations",
            "powers",
            "shocks",
            "clients",
            "views",
            "observations",
        )
    }
    return Review(
        title=scenario.title,
        file=str(scenario.origin or ""),
        digest=scenario.digest,
        sizes=sizes,
        numbers=_by_kind(list(template.every.values())),
        sampled=_by_kind(list(template.specs)),
        voices=_voices(scenario, evidence),
        backing=backing,
        warnings=(*_warnings(scenario, template), *odd),
        specs=template.specs,
    )


def _by_kind(specs: list[Spec]) -> dict[str, int]:
    count = Counter(spec.kind for spec in specs)
    return {kind: count[kind] for kind in KINDS}


def _voices(scenario: Scenario, evidence: Evidence | None) -> dict[str, int]:
    known = {claim.id: claim.source for claim in evidence.ledger.claims} if evidence else {}
    count: Counter[str] = Counter()
    for path, value in scenario.quantities():
        origin = scenario.origin_of(path, value)
        if origin is None:
            continue
        heard = {known[claim] for claim in origin.claims if claim in known}
        head = origin.source.partition(":")[0].strip()
        if head in scenario.sources and scenario.sources[head].kind == "document":
            heard.add(head)
        if origin.anchor is not None:
            heard.add(origin.anchor.document)
        count.update({evidence.voice(source) for source in heard} if evidence else heard)
    return dict(sorted(count.items()))


_Named: TypeAlias = tuple[str, tuple[str, ...], str, tuple[float, float], str]


def _named(scenario: Scenario, template: Template) -> Iterator[_Named]:
    """Numbers and observations that name claims themselves: path, claims, unit, ends, note."""
    for path, value in scenario.quantities():
        if value.claims:
            yield path, value.claims, template.every[path].unit, (value.low, value.high), value.note
    for key, seen in scenario.observations.items():
        if seen.claims:
            yield f"observations.{key}", seen.claims, seen.metric.unit, (seen.low, seen.high), seen.note


def _backing(
    scenario: Scenario, template: Template, evidence: Evidence | None
) -> tuple[tuple[Backing, ...], list[Fault]]:
    """What the claims do for each number, and where a range of its own leaves out what they say."""
    file = str(scenario.origin or "")
    found: list[Backing] = []
    odd: list[Fault] = []
    known = {claim.id for claim in evidence.ledger.claims} if evidence else set()
    for pattern, column in scenario.provenance.items():
        for one in column.claims:
            if one not in known:
                place = f"provenance.{pattern}"
                told = f"no claim is called {one!r}"
                odd.append(Fault(told, f"a claim of {FILE}", near(one, known), file, None, place))
    for path, claims, unit, ends, note in _named(scenario, template):
        if evidence is None:
            told = f"its claims ({', '.join(claims)}) cannot be looked up"
            odd.append(Fault(told, f"{FILE} beside the scenario", "", file, None, path))
            continue
        try:
            said = evidence.said(path, claims, unit)
            theirs = said.range_for(path, unit)
        except PydanticCustomError as error:
            parts = error.context or {}
            odd.append(Fault(parts["found"], parts["expected"], parts["advice"], file, None, path))
            continue
        own = not np.allclose(theirs, ends, rtol=1e-9)
        holds = not own or said.within(*ends)
        found.append(
            Backing(
                path, claims, said.words, *ends, said.voices, said.documents, said.conflict, said.supported, own,
                holds, said.notes, note,
            )
        )  # fmt: skip
        if not holds and not note:
            words = " to ".join(units.say(end, unit, start=scenario.start) for end in ends)
            told = f"its own range, {words}, leaves out what its claims say"
            heard = f"{said.words} ({', '.join(said.voices)})"
            odd.append(Fault(told, heard, "Widen it, or say in its `note` why not", file, None, path))
        if said.unnamed:
            told = f"{', '.join(said.unnamed)} of {FILE} speak of it too"
            odd.append(Fault(told, "all claims on it among its `claims`", "Name or retract them", file, None, path))
    return tuple(found), odd


def _warnings(scenario: Scenario, template: Template) -> Iterator[Fault]:
    file = str(scenario.origin or "")

    def odd(path: str, found: str, expected: str = "", advice: str = "") -> Fault:
        return Fault(found, expected, advice, file, None, path)

    for name, view in scenario.views.items():
        twins = [test for test in view.twin.tests() if test.relative_to == "twin"]
        if twins and not any(_asked(constraint) for constraint in view.given):
            free = all(bool(test.holds(0.0)) for test in twins)
            why = "so the test comes true without any effect" if free else "so the test cannot come true there"
            yield odd(
                f"views.{name}.twin",
                f"where no help was asked for a run is its own twin, {why}",
                "a scope in which help was asked for",
                "Add `{acute: granted, test: equals, value: 1}` to its `given`",
            )
        for key, premise in view.premises.items():
            place = f"views.{name}.premises.{key}"
            for constraint in premise.where:
                verdict = _decided(constraint, template)
                if verdict:
                    yield odd(place, verdict, "a premise that some runs meet and some don't")
            if premise.anchor is None and premise.fidelity != "imputation":
                yield odd(place, f"a {premise.fidelity} without an anchor", "the words of a document")
    months = template.every["settings.months"].central
    for name, later in scenario.corroboration.items():
        if later.window[0] > months:
            place = f"corroboration.{name}"
            yield odd(place, f"month {later.window[0]} lies beyond the horizon of {months:g} months", "", "Move it")
    used: set[str] = set()
    for path, value in scenario.quantities():
        origin = scenario.origin_of(path, value)
        if origin is None:
            continue
        used.add(origin.source.partition(":")[0].strip())
        if origin.anchor:
            used.add(origin.anchor.document)
    for view in scenario.views.values():
        used |= {view.document or ""}
        used |= {premise.anchor.document for premise in view.premises.values() if premise.anchor}
    for source, anchor in (
        *((seen.source, seen.anchor) for seen in scenario.observations.values()),
        *((later.source, later.anchor) for later in scenario.corroboration.values()),
    ):
        used.add(source.partition(":")[0].strip())
        if anchor:
            used.add(anchor.document)
    for source in scenario.sources:
        if source not in used:
            yield odd(f"sources.{source}", "nothing refers to this source", "", "Remove it, or say what it supports")
    for pattern in scenario.provenance:
        if not any(_fits(pattern, path) for path, _ in scenario.quantities()):
            yield odd(f"provenance.{pattern}", "no number has such a path", "a path with * for any id")
    if scenario.tiles is not None:
        missing = [region for region in scenario.regions if region not in scenario.tiles.at]
        if missing:
            yield odd("tiles.at", f"no tile for {', '.join(missing)}", "a row and a column for each region")


def _asked(constraint: Constraint) -> bool:
    """Whether a constraint is met only where help was asked for."""
    return constraint.acute in _without_help() and not bool(constraint.holds(_without_help()[constraint.acute]))


@cache
def _without_help() -> dict[str, float]:
    """Outcomes of the acute phase that are settled where no help is asked for, as the twin has them."""
    from multivector.engine.run import not_asked  # brings the compiler, which most readers of a crisis don't need

    low, high = (not_asked(np.full(1, number, ACUTE_DTYPE))[0] for number in (0.0, 1.0))
    return {name: float(low[name]) for name in ACUTE_DTYPE.names or () if low[name] == high[name]}


def _fits(pattern: str, path: str) -> bool:
    wanted, parts = pattern.split("."), path.split(".")
    return len(wanted) <= len(parts) and all(a in ("*", b) for a, b in zip(wanted, parts, strict=False))


def _decided(constraint: Constraint, template: Template) -> str:
    """Say so if a premise on a number is true of all draws, or of none."""
    if constraint.path is None:
        return ""
    spec = template.spec(constraint.path)
    if spec.path not in template.paths:
        return f"{spec.path} is fixed at {spec.central:g}, so the premise is decided beforehand"
    grid = spec.quantile(np.linspace(0, 1, 1001))
    share = float(np.mean(constraint.holds(grid)))
    if share in (0.0, 1.0):
        which = "every" if share else "no"
        return f"{which} draw of {spec.path} [{spec.low:g}, {spec.high:g}] meets the premise"
    return ""
