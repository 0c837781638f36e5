"""Ranges: what the claims, taken together, allow a quantity to be.

The rules, in order (each has a test):

1. Claims are clustered by quantity, group and state of affairs (dates of event within the quantity's window).
2. Retracted and superseded claims are dropped with a note; of a growing count a voice's latest figure stands.
3. One vote for each family: its root speaks for it; a copy speaks only where the root is silent.
4. Bounds are inequalities. They are intersected before anything is called a conflict, and exact values that lie
   inside them are compatible with them.
5. A hedged value ("about") is widened by a tenth to each side, unless an exact value lies inside that.
6. Conflict widens the range to the hull of all votes and is flagged, never averaged; an "about" enters with its
   tenth. It is *soft* when the bounds lie on the two sides of one round number ("more than" and "nearly" 10,000).
7. A figure quoted in order to be disputed sets only an upper end, whether the others agree or not.
8. A spun copy may widen a range, but is never the sole support of one: such a range is not *supported*, and a
   scenario takes it only where an analyst has accepted it.
9. What follows from other quantities is set against what is claimed; where nothing is claimed it is the range, with
   its arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from multivector.evidence.claim import Claim, Status
from multivector.evidence.figure import Bound, Kind
from multivector.evidence.ledger import Source
from multivector.evidence.register import Quantity, Register, Relation
from multivector.evidence.speaker import Attribution
from multivector.sources import Damage

HEDGE = 0.10
"""How far a hedged value may lie off, as a share of it, to each side."""

_WEIGHTS = {Damage.NONE: 1.0, Damage.MANGLED: 0.5, Damage.SPUN: 0.25}
_UNCLUSTERED = frozenset({"published", "page_date"})


class Conflict(StrEnum):
    """How the voices on one quantity stand to each other."""

    SINGLE = "single"
    AGREEMENT = "agreement"
    COMPATIBLE = "compatible"
    SOFT = "soft conflict"
    CONFLICT = "conflict"
    DISPUTED = "disputed"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Vote:
    """What one family says of one quantity.

    Attributes:
        voice: Key of the family's root, or ``a+b`` where it follows from what several say.
        low, high: The interval it allows, in the unit of the register; dates as day numbers; None where open.
        value: The value as stated; None if only an interval is.
        exact: Whether it is an unhedged point.
        hedged: Whether it is a hedged point.
        disputed: Whether it is quoted only to be disputed.
        weight: 1 for a sound text, less for a damaged one.
        damage: Damage of the best text behind it.
        claims: Ids of the claims behind it, those of copies included.
        speakers: Who is named as the source of the figure.
        implied: The relation it follows from, if it is not stated.
    """

    voice: str
    low: float | None
    high: float | None
    value: float | None
    exact: bool
    hedged: bool
    disputed: bool
    weight: float
    damage: Damage
    claims: tuple[str, ...]
    speakers: tuple[str, ...] = ()
    implied: str = ""

    @property
    def known_high(self) -> float | None:
        """The upper end; for "more than n" the n itself."""
        return self.high if self.high is not None else self.value if self.value is not None else self.low

    @property
    def known_low(self) -> float | None:
        """The lower end; for "less than n" the n itself."""
        return self.low if self.low is not None else self.value if self.value is not None else self.high


@dataclass(frozen=True, slots=True)
class Range:
    """What the claims allow one quantity to be.

    Attributes:
        quantity: The entry of the register.
        group: The part of it, if it has parts.
        as_of: The state of affairs: latest event date in the cluster, ISO; empty if none is given.
        low, high: The range, in the unit of the register; dates as ISO; None for wording.
        open_low, open_high: Whether it may lie beyond ("164+").
        best: The single best value; None if the claims do not give one.
        conflict: How the voices stand to each other.
        votes: One for each family, and one for each implied value.
        n_documents: Documents that speak of it.
        supported: Whether more than spun copies stands behind it.
        notes: What was dropped, widened, or must be verified; a sentence each.
        variants: For wording: the phrases, each with its voice.
    """

    quantity: Quantity
    group: str
    as_of: str
    low: float | str | None
    high: float | str | None
    open_low: bool
    open_high: bool
    best: float | str | None
    conflict: Conflict
    votes: tuple[Vote, ...]
    n_documents: int
    supported: bool
    notes: tuple[str, ...] = ()
    variants: tuple[tuple[str, str], ...] = ()

    @property
    def voices(self) -> tuple[str, ...]:
        """The families that state it themselves; where none does, those that state what it follows from."""
        stated = dict.fromkeys(vote.voice for vote in self.votes if not vote.implied)
        return tuple(stated or dict.fromkeys(voice for vote in self.votes for voice in vote.voice.split("+")))

    @property
    def derived(self) -> bool:
        """Whether nobody states it and it only follows from other quantities."""
        return bool(self.votes) and all(vote.implied for vote in self.votes)

    @property
    def claims(self) -> tuple[str, ...]:
        """Ids of all claims behind it."""
        return tuple(dict.fromkeys(claim for vote in self.votes for claim in vote.claims))

    @property
    def is_date(self) -> bool:
        """Whether the values are dates."""
        return self.quantity.unit == "date"

    def in_parameter_unit(self, value: float | str | None) -> float | str | None:
        """A value of the range in the unit of the parameter; dates are left as they are."""
        if isinstance(value, str) or value is None:
            return value
        return float(f"{value * self.quantity.scale + self.quantity.shift:.12g}")

    def in_words(self) -> str:
        """``2,500 to 5,000``, ``161 to 164+``, ``2022-01-11``."""
        if self.variants:
            return f"{len(self.variants)} wordings"
        low, high = _shown(self.low), _shown(self.high)
        if low == high:
            return ("up to " if self.open_low else "") + low + ("+" if self.open_high else "")
        return f"{low} to {high}" + ("+" if self.open_high else "")


def _shown(value: float | str | None) -> str:
    if value is None:
        return "?"
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"


@dataclass(slots=True)
class _Cluster:
    quantity: Quantity
    group: str
    claims: list[Claim]
    notes: list[str] = field(default_factory=list)

    @property
    def as_of(self) -> str:
        if self.quantity.unit == "date":
            return ""
        return max((claim.event_date for claim in self.claims if claim.event_date), default="")


def ranges(claims: Sequence[Claim], register: Register, sources: Mapping[str, Source] | None = None) -> list[Range]:
    """Work out the range of every quantity that the claims speak of.

    Args:
        claims: Claims on one crisis; those without a quantity are left out.
        register: The quantities.
        sources: The documents by key, with family and damage; each its own voice if not given.
    """
    sources = sources or {}
    clusters = _clusters(claims, register)
    found = [_range(cluster, sources) for cluster in clusters]
    stated = [_with_implied(one, found, clusters, sources) for one in found]
    derived = [made for quantity in register if (made := _derived(quantity, stated)) is not None]
    order = {quantity.key: place for place, quantity in enumerate(register)}
    return sorted([*stated, *derived], key=lambda one: order.get(one.quantity.key, len(order)))


def _clusters(claims: Iterable[Claim], register: Register) -> list[_Cluster]:
    by_key: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        metadata = claim.attribution is Attribution.METADATA or claim.quantity in _UNCLUSTERED
        if claim.quantity and not metadata:
            by_key.setdefault((claim.quantity, claim.group), []).append(claim)
    clusters = []
    for (key, group), members in by_key.items():
        quantity = register.get(key)
        clusters += [_Cluster(quantity, group, part) for part in _by_state(quantity, members)]
    order = {quantity.key: place for place, quantity in enumerate(register)}
    return sorted(clusters, key=lambda c: (order.get(c.quantity.key, len(order)), c.group, c.as_of))


def _by_state(quantity: Quantity, claims: list[Claim]) -> list[list[Claim]]:
    """Part claims whose event dates lie further apart than the quantity's window.

    A claim without one joins the part whose dates are nearest to the day it was reported, else the last.
    """
    window = quantity.window_days
    dated = sorted((c for c in claims if c.event_date), key=lambda c: _day(c.event_date))
    if window is None or quantity.unit == "date" or not dated:
        return [claims]
    parts = [[dated[0]]]
    for before, claim in pairwise(dated):
        if _day(claim.event_date) - _day(before.event_date) > window:
            parts.append([])
        parts[-1].append(claim)
    days = [[_day(claim.event_date) for claim in part] for part in parts]  # of the dated, whoever joins them below
    for claim in claims:
        if claim.event_date:
            continue
        told = _day(claim.reported_date) if claim.reported_date else days[-1][-1]
        nearest = min(range(len(parts)), key=lambda number: min(abs(day - told) for day in days[number]))
        parts[nearest].append(claim)
    return parts


def _day(iso: str) -> int:
    """Day number of an ISO date; of the middle of a month, a year or a span."""
    if "/" in iso:
        low, high = iso.split("/")
        return (_day(low) + _day(high)) // 2
    padded = {4: f"{iso}-07-01", 7: f"{iso}-15"}.get(len(iso), iso)
    return date.fromisoformat(padded[:10]).toordinal()


def _range(cluster: _Cluster, sources: Mapping[str, Source]) -> Range:
    standing = _standing(cluster)
    n_documents = len({claim.source for claim in standing})
    if standing and all(claim.kind is Kind.WORDING for claim in standing):
        return _wording(cluster, standing, sources, n_documents)
    votes = _votes(cluster, standing, sources)
    return _decide(cluster, votes, n_documents)


def _standing(cluster: _Cluster) -> list[Claim]:
    """The claims that still stand; what is dropped is noted."""
    standing = []
    for claim in cluster.claims:
        if claim.status in (Status.RETRACTED, Status.SUPERSEDED):
            cluster.notes.append(f"{claim.id} ({_stated(claim)}) is {claim.status} and was dropped")
        else:
            standing.append(claim)
    if not cluster.quantity.growing:
        return standing
    kept = []
    for claim in standing:
        later = [c for c in standing if c.source == claim.source and c.event_date > claim.event_date > ""]
        if later:
            cluster.notes.append(f"{claim.id} ({_stated(claim)}) gave way to {later[0].id} of the same source")
        else:
            kept.append(claim)
    return kept


def _stated(claim: Claim) -> str:
    if claim.value is not None:
        words = {Bound.ABOVE: "more than ", Bound.AT_LEAST: "at least ", Bound.BELOW: "less than ",
                 Bound.AT_MOST: "at most "}.get(claim.bound, "about " if claim.approx else "")  # fmt: skip
        if claim.bound is Bound.BELOW and claim.approx:
            words = "nearly "
        return words + _shown(claim.value)
    return f"{_shown(claim.low)} to {_shown(claim.high)}"


def _votes(cluster: _Cluster, claims: list[Claim], sources: Mapping[str, Source]) -> list[Vote]:
    by_voice: dict[str, list[Claim]] = {}
    for claim in claims:
        source = sources.get(claim.source)
        by_voice.setdefault((source.family if source else "") or claim.source, []).append(claim)
    votes = []
    for voice, members in by_voice.items():
        own = [claim for claim in members if claim.source == voice]
        speaking = own or members
        copies = [claim for claim in members if own and claim.source != voice]
        for copy in copies:
            if not any(_same(copy, claim) for claim in own):
                cluster.notes.append(
                    f"{copy.source}, a copy of {voice}, says {_stated(copy)} for {_stated(own[0])}: not counted"
                )
        if not own and voice in sources:
            cluster.notes.append(f"only in {speaking[0].source}, a copy of {voice}, which does not say it")
        votes.append(_one_vote(voice, speaking, copies, sources, cluster))
    return votes


def _same(one: Claim, other: Claim) -> bool:
    return (one.value, one.low, one.high, one.approx) == (other.value, other.low, other.high, other.approx)


def _one_vote(
    voice: str,
    claims: list[Claim],
    copies: list[Claim],
    sources: Mapping[str, Source],
    cluster: _Cluster,
) -> Vote:
    """Several claims of one voice are intersected; if they exclude each other, their hull is its vote."""
    votes = [_vote(voice, claim, sources) for claim in claims]
    first = min(votes, key=lambda vote: (vote.disputed, vote.hedged, not vote.exact))
    low = max((v.low for v in votes if v.low is not None), default=None)
    high = min((v.high for v in votes if v.high is not None), default=None)
    if low is not None and high is not None and low > high + 1e-9:
        low = min((v.known_low for v in votes if v.known_low is not None), default=None)
        high = max((v.known_high for v in votes if v.known_high is not None), default=None)
        cluster.notes.append(f"{voice} contradicts itself: {', '.join(_stated(c) for c in claims)}")
        first = replace(first, exact=False, hedged=False, value=None)
    elif first.exact or first.hedged:
        low, high = first.low, first.high
    speakers = tuple(dict.fromkeys(claim.speaker for claim in claims if claim.speaker))
    ids = tuple(claim.id for claim in [*claims, *copies])
    return replace(first, low=low, high=high, claims=ids, speakers=speakers)


def _vote(voice: str, claim: Claim, sources: Mapping[str, Source]) -> Vote:
    source = sources.get(claim.source)
    damage = source.damage if source else Damage.NONE
    low, high, value = _number(claim.low), _number(claim.high), _number(claim.value)
    if claim.kind is Kind.DATE:
        low, high = _number(claim.low), _number(claim.high)
        value = low if low == high else None
        if claim.bound is Bound.AT_MOST:
            low = None  # "by the end of January" says nothing of the first day
    if claim.bound in (Bound.AT_MOST, Bound.BELOW) and not claim.approx and low == 0:
        low = None  # "up to 300" says nothing of the lower end
    disputed = claim.status is Status.DISPUTED or claim.attribution is Attribution.DISPUTED
    point = claim.bound is Bound.EXACT and value is not None and low == high
    hedged = point and claim.approx and claim.kind is not Kind.DATE
    if hedged and value is not None:
        low, high = value - HEDGE * abs(value), value + HEDGE * abs(value)
    weight = _WEIGHTS[damage] * (0.5 if source and source.taken else 1.0)
    return Vote(voice, low, high, value, point and not hedged, hedged, disputed, weight, damage, (claim.id,))


def _number(value: float | str | None) -> float | None:
    if isinstance(value, str):
        return float(_day(value)) if value else None
    return None if value is None else float(value)


def _decide(cluster: _Cluster, votes: list[Vote], n_documents: int) -> Range:
    """Rules 4 to 8."""
    sound = [vote for vote in votes if not vote.disputed]
    disputed = [vote for vote in votes if vote.disputed]
    notes = list(cluster.notes)
    if not votes:
        return _made(cluster, None, None, (False, False), None, Conflict.SINGLE, votes, n_documents, notes)
    if not sound:
        high = max((v.known_high for v in disputed if v.known_high is not None), default=None)
        notes.append("quoted only in order to be disputed: it sets an upper end")
        return _made(cluster, 0.0, high, (False, False), None, Conflict.DISPUTED, votes, n_documents, notes)
    points = [vote for vote in sound if vote.exact]
    hedged = [vote for vote in sound if vote.hedged]
    absorbed = [vote for vote in hedged if any(_inside(p, vote) for p in points)]
    bounds = [v for v in sound if not v.exact and v not in absorbed]
    low = max((v.low for v in bounds if v.low is not None), default=None)
    high = min((v.high for v in bounds if v.high is not None), default=None)
    broken = low is not None and high is not None and low > high
    outside = any(not _between(p.value, low, high) for p in points) if not broken else False
    spread = len({p.value for p in points}) > 1
    if hedged and absorbed and len(hedged) == len(absorbed) and not bounds:
        low = high = None
    notes += [f"“about” of {v.voice} widened by {HEDGE:.0%} to each side" for v in bounds if v.hedged]
    if broken or outside or spread:
        return _conflicting(cluster, sound, disputed, points, bounds, (broken, outside, spread), n_documents, notes)
    values = [p.value for p in points if p.value is not None]
    ends = [v.known_high for v in bounds if v.known_high is not None]
    starts = [v.known_low for v in bounds if v.known_low is not None]
    final_low = low if low is not None else min(values or starts, default=None)
    final_high = high if high is not None else max(values or ends, default=None)
    if final_low is not None and final_high is not None:
        final_high = max(final_low, final_high)  # "more than 12 people" alone is 13 and more
    open_high = high is None and any(v.high is None for v in bounds)
    open_low = low is None and any(v.low is None for v in bounds)
    state = _state(sound, bounds, points)
    return _made(
        cluster, final_low, final_high, (open_low, open_high), _best(sound), state, votes, n_documents, notes,
        disputed,
    )  # fmt: skip


def _inside(point: Vote, around: Vote) -> bool:
    return _between(point.value, around.low, around.high)


def _between(value: float | None, low: float | None, high: float | None) -> bool:
    return value is not None and (low is None or value >= low - 1e-9) and (high is None or value <= high + 1e-9)


def _state(sound: list[Vote], bounds: list[Vote], points: list[Vote]) -> Conflict:
    if len({vote.voice for vote in sound}) == 1:
        return Conflict.SINGLE
    alike = len({(vote.low, vote.high) for vote in sound}) == 1
    values = {vote.value for vote in sound}
    if alike or (len(values) == 1 and None not in values and len(bounds) + len(points) <= len(sound) and not bounds):
        return Conflict.AGREEMENT
    return Conflict.COMPATIBLE


def _conflicting(
    cluster: _Cluster,
    sound: list[Vote],
    disputed: list[Vote],
    points: list[Vote],
    bounds: list[Vote],
    why: tuple[bool, bool, bool],
    n_documents: int,
    notes: list[str],
) -> Range:
    broken, outside, spread = why
    counted = [*points, *bounds]
    low = min(v.known_low for v in counted if v.known_low is not None)
    high = max(v.known_high for v in counted if v.known_high is not None)
    stated = {v.value for v in bounds if v.value is not None}
    soft = broken and not outside and not spread and len(stated) == 1 and all(v.value is not None for v in bounds)
    open_high = any(v.high is None and v.known_high == high for v in counted)
    open_low = any(v.low is None and v.known_low == low for v in counted)
    for end, word in ((low, "lower"), (high, "upper")):
        holders = [v for v in counted if end in (v.known_low, v.known_high)]
        if holders and all(v.damage is Damage.SPUN for v in holders):
            notes.append(f"the {word} end rests on a spun copy alone ({holders[0].voice}): verify")
    state = Conflict.SOFT if soft else Conflict.CONFLICT
    return _made(
        cluster, low, high, (open_low, open_high), None, state, [*sound, *disputed], n_documents, notes, disputed,
    )  # fmt: skip


def _best(votes: list[Vote]) -> float | None:
    """The weighted median of the stated values, one for each voice."""
    stated = sorted((v.value, v.weight) for v in votes if v.value is not None and (v.exact or v.hedged))
    total = sum(weight for _, weight in stated)
    reached = 0.0
    for value, weight in stated:
        reached += weight
        if reached >= total / 2:
            return value
    return None


def _made(
    cluster: _Cluster,
    low: float | None,
    high: float | None,
    opened: tuple[bool, bool],
    best: float | None,
    conflict: Conflict,
    votes: list[Vote],
    n_documents: int,
    notes: list[str],
    disputed: Sequence[Vote] = (),
) -> Range:
    dates = cluster.quantity.unit == "date"
    top = max((v.known_high for v in disputed if v.known_high is not None), default=None)
    if top is not None and high is not None and top > high:
        raised = f"{_shown(_outward(top, dates))} raises the upper end from {_shown(_outward(high, dates))}"
        notes.append(f"a disputed figure of {raised}")
        high = top
        if conflict not in (Conflict.CONFLICT, Conflict.SOFT):  # that the others conflict is the graver news
            conflict = Conflict.DISPUTED
    undisputed = [vote for vote in votes if not vote.disputed] or votes
    supported = any(vote.damage is not Damage.SPUN for vote in undisputed)
    if len(votes) == 1 and votes[0].damage is Damage.MANGLED:
        notes.append("one voice, from a mangled copy: compare with the original")
    if votes and not supported:
        notes.append("rests on a spun copy alone: find another source before using it")
    return Range(
        cluster.quantity, cluster.group, cluster.as_of, _outward(low, dates), _outward(high, dates), *opened,
        _outward(best, dates), conflict, tuple(votes), n_documents, supported, tuple(notes),
    )  # fmt: skip


def _outward(value: float | None, dates: bool) -> float | str | None:
    return date.fromordinal(round(value)).isoformat() if dates and value is not None else value


def _wording(cluster: _Cluster, claims: list[Claim], sources: Mapping[str, Source], n_documents: int) -> Range:
    variants: dict[str, str] = {}
    votes = []
    for claim in claims:
        source = sources.get(claim.source)
        voice = (source.family if source else "") or claim.source
        words = claim.target.exact.strip('“”"«».,')
        variants.setdefault(words, claim.source)
        if source and source.taken:
            cluster.notes.append(f"{claim.source} says “{words}”: the wording of a copy of {voice}")
        damage = source.damage if source else Damage.NONE
        votes.append(Vote(voice, None, None, None, False, False, False, 1.0, damage, (claim.id,)))
    conflict = Conflict.WORDING if len(variants) > 1 else Conflict.SINGLE
    if conflict is Conflict.WORDING:
        cluster.notes.append("quotations are translations or rewrites: none is to be treated as verbatim")
    made = _made(cluster, None, None, (False, False), None, conflict, votes, n_documents, cluster.notes)
    return replace(made, variants=tuple(variants.items()))


def _with_implied(one: Range, found: list[Range], clusters: list[_Cluster], sources: Mapping[str, Source]) -> Range:
    """Set what follows from other quantities against what is claimed directly."""
    implied = [vote for relation in one.quantity.follows_from if (vote := _implied(relation, found))]
    latest = [r for r in found if (r.quantity.key, r.group) == (one.quantity.key, one.group)][-1]
    if not implied or not one.votes or one is not latest:
        return one
    if one.quantity.cross_check:
        said = [_cross_check(vote, one) for vote in implied]
        return replace(one, notes=(*one.notes, *said))
    cluster = next(
        c for c in clusters if (c.quantity.key, c.group, c.as_of) == (one.quantity.key, one.group, one.as_of)
    )
    again = _Cluster(cluster.quantity, cluster.group, cluster.claims, list(cluster.notes))
    own = list(one.votes)
    merged = _decide(again, [*own, *implied], one.n_documents)
    notes = [f"{_interval(vote)} follows from {vote.implied}" for vote in implied]
    return replace(merged, notes=(*dict.fromkeys([*merged.notes, *notes]),))


def _derived(quantity: Quantity, found: list[Range]) -> Range | None:
    """The range of a quantity that nobody states and that follows from others; None if it does not."""
    if quantity.cross_check or any(one.quantity.key == quantity.key for one in found):
        return None
    implied = [vote for relation in quantity.follows_from if (vote := _implied(relation, found))]
    if not implied:
        return None
    cluster = _Cluster(quantity, "", [], [f"{_interval(vote)} follows from {vote.implied}" for vote in implied])
    terms = {term.quantity for relation in quantity.follows_from for term in relation.terms}
    documents = max(one.n_documents for one in found if one.quantity.key in terms)
    return _decide(cluster, implied, documents)


def _interval(vote: Vote) -> str:
    low, high = _shown(vote.low), _shown(vote.high)
    if vote.high is None:
        return f"at least {low}"
    return f"at most {high}" if vote.low is None else low if low == high else f"{low} to {high}"


def _cross_check(vote: Vote, one: Range) -> str:
    return f"cross-check: {_interval(vote)} follows from {vote.implied}; claimed is {one.in_words()}"


def _implied(relation: Relation, found: list[Range]) -> Vote | None:
    terms = []
    for term in relation.terms:
        here = [r for r in found if r.quantity.key == term.quantity and r.votes and r.low is not None]
        if not here:
            return None
        terms.append((here[-1], term.times))
    ends = [(_end(r, upper=False), _end(r, upper=True), times) for r, times in terms]
    low, high = _arithmetic(relation.rule, ends)
    if relation.bound == "at_least":
        high = None
    elif relation.bound == "at_most":
        low = None
    if low is None and high is None:
        return None
    votes = [vote for r, _ in terms for vote in r.votes]
    worst = max((vote.damage for vote in votes), key=lambda damage: -_WEIGHTS[damage])
    voice = "+".join(dict.fromkeys(vote.voice for vote in votes))
    words = {"sum": " + ", "days": " to ", "share": " of "}[relation.rule].join(
        (f"{times:g} × " if times != 1 else "") + f"{r.quantity.label or r.quantity.key} ({r.in_words()})"
        for r, times in terms
    )
    value = low if low == high else None
    claims = tuple(claim for vote in votes for claim in vote.claims)
    weight = min(vote.weight for vote in votes)
    exact = low == high and low is not None
    return Vote(voice, low, high, value, exact, False, False, weight, worst, claims, implied=words)


def _end(one: Range, *, upper: bool) -> float | None:
    """An end of a range as a number; None where it may lie beyond ("by the end of January" has no first day)."""
    lies_beyond = one.open_high if upper else one.open_low
    return None if lies_beyond else _number(one.high if upper else one.low)


def _arithmetic(
    rule: str, ends: Sequence[tuple[float | None, float | None, float]]
) -> tuple[float | None, float | None]:
    """The ends of a sum, of the days between two dates, or of a share in percent; infinite ends come out as None."""
    lows = [-math.inf if low is None else low * times for low, _, times in ends]
    highs = [math.inf if high is None else high * times for _, high, times in ends]
    if rule == "sum":
        low, high = sum(lows), sum(highs)
    elif rule == "days":
        low, high = lows[1] - highs[0], highs[1] - lows[0]
    else:
        low, high = _percent(lows[0], highs[1]), _percent(highs[0], lows[1])
    return (low if math.isfinite(low) else None), (high if math.isfinite(high) else None)


def _percent(part: float, whole: float) -> float:
    return 100 * part / whole if whole > 0 else math.inf
