"""What could be settled: the open numbers, the facts of the acute phase, and claims that several of them belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multivector.assess.voi import (
    BINS,
    Classes,
    chance,
    detectable,
    group_chance,
    group_voi,
    neighbour_mean,
    neighbours,
    permuted_shares,
    shrunk,
)
from multivector.scenario import Spec, Template
from multivector.scenario.quantity import Quantity
from multivector.scenario.view import View

Floats = NDArray[np.float64]

LARGEST_GROUP = 3
"""Neighbours mean little in more dimensions."""

FACTS: dict[str, tuple[str, Callable[[NDArray[np.void]], Floats]]] = {
    "combat": ("whether the mandate is combat or guard", lambda a: a["combat"]),
    "stay": ("days of the troops' stay", lambda a: a["stay"]),
    "rescue": ("how far the regime owes its survival to the help", lambda a: a["rescue"]),
    "troops": ("number of foreign troops", lambda a: a["troops"]),
    "dead": ("number of people killed", lambda a: a["dead_civil"] + a["dead_security"]),
    "fate": ("whether the leader stays, is replaced by his own elite, or falls", lambda a: a["fate"]),
    "granted": ("whether help was granted", lambda a: a["granted"]),
    "purge": ("whether the former patron was removed", lambda a: (a["purge_day"] >= 0).astype(float)),
    "reform": ("whether reform was promised", lambda a: (a["reform_day"] >= 0).astype(float)),
    "placation": ("whether opinion was placated", lambda a: (a["placation_day"] >= 0).astype(float)),
}
"""Facts of the acute phase that the months know of: meaning, and where to read them."""


@dataclass(frozen=True)
class Subject:
    """Something that could be settled.

    Attributes:
        id: Path of a number, name of a fact, or id of a claim or premise.
        kind: ``number``, ``fact`` or ``group``.
        members: Ids of the numbers and facts in a group; itself otherwise.
        meaning: In words.
        origin: Where its size comes from: see :func:`multivector.scenario.template.kind_of`; ``simulated`` for facts.
        document: Document that disputes it; empty if none.
        exact: The words there.
    """

    id: str
    kind: str
    members: tuple[str, ...]
    meaning: str
    origin: str
    document: str = ""
    exact: str = ""


@dataclass(frozen=True)
class Settled:
    """What settling a subject would do to an outcome.

    Attributes:
        subject: The subject.
        share: Share of the outcome's variance that would go.
        chance: What the best of so many meaningless ones would reach in 95 of 100 studies.
        at_low: Mean outcome in its lowest class, shrunk.
        at_high: Mean outcome in its highest class, shrunk.
        low: Lowest of the class means, shrunk to the overall mean by their reliability (:func:`.voi.shrunk`).
        high: Highest.
    """

    subject: Subject
    share: float
    chance: float
    at_low: float
    at_high: float
    low: float
    high: float


class Disputes:
    """Subjects with their values in some draws, prepared to be asked about many outcomes of the same draws.

    Args:
        numbers: Open numbers, in the order of the columns.
        x: Their values, shape (n, k).
        facts: Facts of the acute phase; none for outcomes of the acute phase itself.
        acute: Acute outcomes of the pool; facts are permuted among those in use, for draws share them.
        rows: Shape (n,): place in the pool of each draw's acute phase.
        groups: Claims that two or three of the numbers and facts belong to; others are passed over.
        seed: Seed of the permutations.
    """

    def __init__(
        self,
        numbers: Sequence[Subject],
        x: Floats,
        *,
        facts: Sequence[Subject] = (),
        acute: NDArray[np.void] | None = None,
        rows: NDArray[np.int64] | None = None,
        groups: Sequence[Subject] = (),
        seed: int = 0,
    ) -> None:
        self.n = len(x)
        columns = {subject.id: x[:, place] for place, subject in enumerate(numbers)}
        self._numbers = list(numbers)
        self._classes = Classes(x)
        self._facts: list[Subject] = []
        self._groups: list[tuple[Subject, NDArray[np.int64], list[NDArray[np.int64]]]] = []
        dice = np.random.default_rng(seed)
        shuffled: dict[str, Floats] = {}
        if acute is not None and rows is not None and self.n:
            used, place = np.unique(rows, return_inverse=True)
            orders = [dice.permutation(len(used)) for _ in range(60)]
            for subject in facts:
                of_pool = np.asarray(FACTS[subject.id][1](acute[used]), dtype=float)
                if np.ptp(of_pool) == 0:
                    continue
                self._facts.append(subject)
                columns[subject.id] = of_pool[place]
                shuffled[subject.id] = np.column_stack([of_pool[order][place] for order in orders])
        if self._facts:
            self._fact_classes = Classes(np.column_stack([columns[subject.id] for subject in self._facts]))
            self._fact_chance = [Classes(shuffled[subject.id]) for subject in self._facts]
        for subject in groups:
            if not 1 < len(subject.members) <= LARGEST_GROUP or not all(m in columns for m in subject.members):
                continue
            with_facts = [m for m in subject.members if m in shuffled]
            null = []
            for turn in range(20):
                # what is of the acute phase is permuted among acute phases, together; the rest among draws
                parts = [
                    shuffled[m][:, turn] if m in with_facts else dice.permutation(columns[m]) for m in subject.members
                ]
                null.append(neighbours(np.column_stack(parts)))
            self._groups.append((subject, neighbours(np.column_stack([columns[m] for m in subject.members])), null))

    @property
    def compared(self) -> int:
        """Number of subjects compared."""
        return len(self._numbers) + len(self._facts) + len(self._groups)

    @property
    def detectable(self) -> float:
        """Smallest share of variance that would be found with a power of 80 %, for a number of the scenario."""
        return detectable(self.n, self.compared)

    def settle(self, hits: NDArray[np.bool_]) -> list[Settled]:
        """What settling each subject would do to an outcome, most first.

        Args:
            hits: Shape (n,).
        """
        y = hits.astype(float)
        if self.n < 2 * BINS or y.var() == 0:
            return []
        k, least = self.compared, -(BINS - 1) / self.n
        bound = chance(permuted_shares(y), k, least)
        found = [
            _settled(subject, share, bound, shrunk(means, sizes, y))
            for subject, share, means, sizes in zip(
                self._numbers, self._classes.shares(y), self._classes.means(y), self._classes.sizes, strict=True
            )
        ]
        if self._facts:
            shares, every, sizes = self._fact_classes.shares(y), self._fact_classes.means(y), self._fact_classes.sizes
            for subject, share, means, size, null in zip(
                self._facts, shares, every, sizes, self._fact_chance, strict=True
            ):
                # draws share acute phases, so that class means scatter more than as many draws alone would
                by_chance = null.shares(y)
                near = shrunk(means, size, y, extra=max(0.0, float(by_chance.mean())))
                found.append(_settled(subject, share, chance(by_chance, k, least), near))
        for subject, places, nulls in self._groups:
            fitted, fits = neighbour_mean(y, places), [neighbour_mean(y, null) for null in nulls]
            share, bound = group_voi(y, fitted), group_chance([group_voi(y, fit) for fit in fits], k)
            (means, sizes), idle = _tenths(fitted, y), [_tenths(fit, y) for fit in fits]
            spread = [float((size * (mean - y.mean()) ** 2).sum() / self.n / y.var()) for mean, size in idle]
            near = shrunk(means, sizes, y, extra=max(0.0, float(np.mean(spread)) - (BINS - 1) / self.n))
            found.append(_settled(subject, share, bound, near))
        return sorted(found, key=lambda settled: -settled.share)


def numbers_of(template: Template, fixed: Iterable[str] = ()) -> tuple[list[Subject], list[int]]:
    """The open numbers of a crisis as subjects, and their columns; those fixed by hand are left out."""
    fixed = set(fixed)
    kept = [(place, spec) for place, spec in enumerate(template.specs) if spec.path not in fixed]
    given = dict(template.scenario.quantities())
    return [_number(template, spec, given.get(spec.path)) for _, spec in kept], [place for place, _ in kept]


def facts_of() -> list[Subject]:
    """The facts of the acute phase as subjects."""
    return [Subject(name, "fact", (name,), meaning, "simulated") for name, (meaning, _) in FACTS.items()]


def groups_of(template: Template, views: dict[str, View]) -> list[Subject]:
    """Claims that several numbers or facts belong to: claims of the evidence, and premises."""
    found: dict[tuple[str, ...], Subject] = {}
    by_claim: defaultdict[str, list[Spec]] = defaultdict(list)
    for spec in template.specs:
        for claim in spec.claims:
            by_claim[claim].append(spec)
    for claim, specs in by_claim.items():
        members = tuple(sorted(spec.path for spec in specs))
        meaning = "; ".join(spec.meaning for spec in specs)
        found.setdefault(members, Subject(claim, "group", members, f"claim {claim}: {meaning}", "claims"))
    for key, view in views.items():
        for name, premise in view.premises.items():
            members = tuple(sorted({c.path or c.acute or "" for c in premise.where}))
            anchor = premise.anchor
            found.setdefault(
                members,
                Subject(
                    f"{key}.{name}", "group", members, premise.sentence, "argued",
                    anchor.document if anchor else "", anchor.exact if anchor else "",
                ),
            )  # fmt: skip
    return [subject for members, subject in found.items() if len(members) > 1]


def meaning_of(path: str, template: Template) -> str:
    """What a number is, with the name of whom it belongs to."""
    spec = template.every[path]
    section, *keys = path.split(".")
    if section in ("parameters", "settings"):
        return spec.meaning
    owners = [template.names.labels.get(key, key) for key in keys if key not in ("members", "effects", "groups")]
    return f"{', '.join(owners[:-1]) or owners[0]}: {spec.meaning}"


def _number(template: Template, spec: Spec, given: Quantity | None) -> Subject:
    document = exact = ""
    if given is not None:
        origin = template.scenario.origin_of(spec.path, given)
        if origin is not None and origin.anchor is not None:
            document, exact = origin.anchor.document, origin.anchor.exact
    return Subject(spec.path, "number", (spec.path,), meaning_of(spec.path, template), spec.kind, document, exact)


def _tenths(fitted: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Means of the outcome where it is fitted lowest to highest, in tenths of the draws, and their sizes."""
    parts = np.array_split(np.argsort(fitted, kind="stable"), BINS)
    return np.array([y[part].mean() for part in parts]), np.array([float(len(part)) for part in parts])


def _settled(subject: Subject, share: float, bound: float, means: Floats) -> Settled:
    known = means[~np.isnan(means)]
    return Settled(
        subject, float(share), float(bound), float(known[0]), float(known[-1]), float(known.min()), float(known.max())
    )
