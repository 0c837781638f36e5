"""A finished study calibrated: its runs weighed by what was seen of the acute phase, judged by the years after.

Calibration data are the observations that earn credit; what is on record of the years after is never looked at by the
weights and scored before and after (TRACE: calibration apart from corroboration; Grimm et al. 2014, *Ecological
Modelling* 280). The method is that of :mod:`kernel`; no number is chosen here by how well it fits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from multivector.assess import corroboration
from multivector.assess.answer import Answer, RivalPair, Shift
from multivector.assess.calibration.kernel import recover, tolerance_for, weights
from multivector.assess.calibration.result import Calibration, Fit, Later, Moved, Recovery, Seen, Stand
from multivector.assess.calibration.shift import chance, difference, shift
from multivector.assess.calibration.sight import Sight
from multivector.assess.calibration.telling import caveats, conclusions
from multivector.assess.proportion import wilson
from multivector.assess.rivals import PAIRS
from multivector.assess.views import Shock
from multivector.assess.weighted import effective, quantiles
from multivector.assess.whole import Material, verdicts_on
from multivector.assess.whole import Progress as Bars
from multivector.engine import register
from multivector.ensemble import Study
from multivector.ensemble.execute import Executor
from multivector.ensemble.manifest import now
from multivector.errors import AssessError
from multivector.scenario.observation import given

Floats = NDArray[np.float64]

WANTED, FEWEST = 100, 30
"""Effective runs that the tolerance is chosen for, and below which nothing is said."""

STRAY = 0.1
"""Largest weight that may lie on runs without a national wave: beyond it the posterior is of another crisis."""

BOOTSTRAPS = 400
"""Turns of the bootstrap of a gain."""

TRIALS = 200
"""National waves taken as if they had been seen."""

CENTRAL = (0.05, 0.5, 0.95)

Progress = Callable[[str], None]


def calibrate(study: Study, tolerance: float | None = None, tell: Progress = lambda what: None) -> Calibration:
    """Weigh the runs of a study by what was seen of its acute phase.

    Args:
        study: A study with runs that succeeded.
        tolerance: In allowances for one run's chance; the smallest that leaves 100 effective runs if None.
        tell: Told what is done next.

    Raises:
        AssessError: If the crisis has no observations that earn credit, or too few runs come near them.
    """
    tell("reading the study")
    material = Material.of(study)
    regional, regions = study.regional(), study.regions
    sight = Sight.of(material.scenario.observations, material.acute, regional, regions)
    if not sight.keys:
        raise AssessError(
            f"{study.folder}: the crisis has no observations to calibrate against",
            expected="`observations` in the scenario that are not nearly inputs",
        )
    tell("weighing the runs")
    missed, wave = sight.missed, material.acute["national"] > 0
    t = tolerance_for(missed, WANTED) if tolerance is None else tolerance
    w = weights(missed, t)
    _refuse(study, missed, w, wave, t, tolerance is not None)
    prior = np.full(len(w), 1 / len(w))
    waves = wave / wave.sum()
    numbers = _Numbers(material)
    moved, leaning, bound = numbers.moved(prior, waves, w)
    tell("taking the study's own waves as if they had been seen")
    fit, recovery = _trials(sight, wave, numbers, moved, t)
    tell("scoring the years after")
    setting = material.setting(Shock.in_study(material.scenario, material.without))
    later = tuple(
        _later(one, setting, w)
        for one in corroboration.forecasts(study, material.scenario.corroboration, material.acute, material.members)
        if w[one.rows].sum() > 0
    )
    found = Calibration(
        title=material.scenario.title,
        study=study.manifest.identity.id,
        runs=len(w),
        waves=int(wave.sum()),
        on_waves=float(w[wave].sum()),
        observations=len(sight.keys),
        tolerance=t,
        chosen=tolerance is not None,
        effective=effective(w),
        strict=effective(weights(missed, 1.0)),
        compared=len(numbers.paths),
        chance=bound,
        moved=moved,
        leaning=leaning,
        seen=_seen(material, regional, regions, w),
        later=later,
        fit=fit,
        recovery=recovery,
        rivals=_rivals(material, numbers, prior, w),
        stands=(),
        conclusions=(),
        caveats=caveats(material.template, later),
        made=now(),
    )
    return conclusions(found)


def with_views(
    found: Calibration, study: Study, *, work: Executor | None = None, progress: Bars = lambda what, done, total: None
) -> Calibration:
    """The same with the experts' conclusions tested on acute phases that are drawn by their weight.

    Numbers of the years after are drawn from their whole ranges, as ever: what was seen of the crisis bears on the
    acute phases that the years begin from. The verdicts before are those of the study's answer.

    Args:
        found: A calibration of the study.
        study: The study.
        work: Where to live through the months; None for all cores of this machine.
        progress: Told how far things are.

    Raises:
        AssessError: If the study was not assessed.
    """
    before = {view.id: view for view in Answer.read(study.folder).views}
    material = Material.of(study)
    sight = Sight.of(material.scenario.observations, material.acute, study.regional(), study.regions)
    w = weights(sight.missed, found.tolerance)
    even = (np.arange(len(w)) + 0.5) / len(w)  # systematic resampling (Kitagawa 1996)
    pool = np.minimum(np.searchsorted(np.cumsum(w), even), len(w) - 1)
    after = verdicts_on(material, pool, work=work, progress=progress)
    return replace(
        found,
        stands=tuple(
            Stand(view.id, view.name, (old.word, old.label), (view.word, view.label), view.reason)
            for view in after
            if (old := before.get(view.id)) is not None
        ),
    )


def _later(forecast: corroboration.Forecast, setting: str, w: Floats) -> Later:
    before, after = (corroboration.score(forecast, setting, weighed) for weighed in (None, w))
    dice = np.random.default_rng(0)
    turns = []
    for _ in range(BOOTSTRAPS):
        even = np.zeros(len(w))
        even[forecast.rows] = dice.standard_exponential(len(forecast.rows))
        one, other = (corroboration.score(forecast, setting, weighed).score for weighed in (even, even * w))
        turns.append(one - other)
    low, high = np.quantile(turns, (0.025, 0.975)).tolist()
    return Later(before, after, (before.score - after.score, low, high), effective(w[forecast.rows]))


def _refuse(study: Study, missed: Floats, w: Floats, wave: NDArray[np.bool_], tolerance: float, chosen: bool) -> None:
    """Say nothing where too few runs come near what was seen."""
    worth, runs = effective(w), len(w)
    stray = 1 - float(w[wave].sum())
    if worth >= FEWEST and stray <= STRAY:
        return
    enough = tolerance_for(missed, WANTED)
    if worth < FEWEST:
        found = f"at a tolerance of {tolerance:.3g} the {runs:,} runs are worth {worth:.1f}"
        expected = f"{FEWEST} or more effective runs"
        wanted = -(-int(runs * FEWEST / worth) // 1000) * 1000
        advice = f"Run more, about {wanted:,}, or take a wider tolerance: --tolerance {enough:.2g} leaves {WANTED}"
    else:
        found = (
            f"at the tolerance of {tolerance:.3g} {'asked for' if chosen else f'that leaves {WANTED} effective runs'},"
            f" {stray:.0%} of the weight lies on runs without a national wave: too few runs come near what was seen"
        )
        expected = f"at most {STRAY:.0%}"
        advice = f"Take a narrower tolerance than {tolerance:.2g}" + ("" if chosen else ", or run more")
    raise AssessError(f"{study.folder}: no calibration: {found}", expected=expected, advice=advice)


class _Numbers:
    """The open numbers of a study's runs; replications of a row share theirs and count once."""

    def __init__(self, material: Material) -> None:
        self.specs = [spec for spec in material.template.specs if spec.path not in material.fixed]
        self.paths = [spec.path for spec in self.specs]
        columns = [material.template.index(path) for path in self.paths]
        rows = material.members // material.study.manifest.identity.replications
        _, first, self._row = np.unique(rows, return_index=True, return_inverse=True)
        self.values = material.values[first][:, columns]
        self.places = np.column_stack(
            [spec.rank(np.clip(x, spec.low, spec.high)) for spec, x in zip(self.specs, self.values.T, strict=True)]
            or [np.empty((len(first), 0))]
        )

    def of_rows(self, w: Floats) -> Floats:
        """Weights of runs as weights of rows."""
        return np.asarray(np.bincount(self._row, w, len(self.values)), dtype=float)

    def of_runs(self, paths: list[str]) -> Floats:
        """Places of some numbers in their ranges, shape (runs, k)."""
        return np.asarray(self.places[self._row][:, [self.paths.index(path) for path in paths]])

    def moved(self, prior: Floats, waves: Floats, w: Floats) -> tuple[tuple[Moved, ...], tuple[str, ...], float]:
        """Numbers that move, those that crowd at an end of their range, and the distance that chance reaches."""
        a, b, c = (self.of_rows(each) for each in (prior, waves, w))
        k = len(self.paths)
        bound, of_rest = chance(a, c, k), chance(b, c, k)
        worth = effective(c)
        found, leaning = [], []
        for spec, x, place in zip(self.specs, self.values.T, self.places.T, strict=True):
            whole, rest = shift(place, a, c), shift(place, b, c)
            crowds = any(wilson(min(1.0, float(c[end].sum())), worth)[0] > 0.2 for end in (place < 0.1, place > 0.9))
            if crowds:
                leaning.append(spec.path)
            if whole <= bound and rest <= of_rest:
                continue
            found.append(
                Moved(
                    path=spec.path,
                    meaning=spec.meaning,
                    unit=spec.unit,
                    distance=whole,
                    by_wave=shift(place, a, b),
                    by_rest=rest,
                    rest_counts=rest > of_rest,
                    before=_three(x, a),
                    after=_three(x, c),
                    place_before=_three(place, a),
                    place_after=_three(place, c),
                    leans=crowds,
                )
            )
        return tuple(sorted(found, key=lambda one: -one.distance)), tuple(leaning), bound


def _three(x: Floats, w: Floats) -> tuple[float, float, float]:
    low, middle, high = quantiles(x, w, CENTRAL).tolist()
    return low, middle, high


def _trials(
    sight: Sight, wave: NDArray[np.bool_], numbers: _Numbers, moved: tuple[Moved, ...], tolerance: float
) -> tuple[Fit | None, Recovery | None]:
    """The study's own waves as if they had been seen: how near others come, and whether posteriors are right."""
    waves = np.flatnonzero(wave)
    if len(waves) < FEWEST:
        return None, None
    truths = np.sort(np.random.default_rng(0).permutation(waves)[:TRIALS])
    theta = numbers.of_runs([one.path for one in moved])
    # among waves: that is what is known of a crisis that became one
    inside = np.searchsorted(waves, truths)
    wanted = min(WANTED, len(waves) / 2)
    places, needed = recover(sight.x[waves], sight.allowance, theta[waves], inside, wanted)
    fit = Fit(len(truths), float(np.median(needed)), float((needed >= tolerance).mean()))
    if not moved:
        return fit, None
    half, most = ((places >= a) & (places <= 1 - a) for a in (0.25, 0.05))
    return fit, Recovery(len(moved), float(half.mean()), float(most.mean()))


def _seen(material: Material, regional: NDArray[np.void], regions: tuple[str, ...], w: Floats) -> tuple[Seen, ...]:
    rows = []
    for key, seen in material.scenario.observations.items():
        among = given(seen.given, material.acute)
        x = seen.metric.of(material.acute, regional, regions)
        there = among & ~np.isnan(x)
        if not w[there].sum() > 0:
            continue
        hit = seen.met(x[there], wide=True)
        mine = w[there] / w[there].sum()
        rows.append(
            Seen(
                id=key,
                name=seen.name,
                unit=seen.metric.unit,
                low=seen.low,
                high=seen.high,
                used=not seen.input_like,
                before=_three(x[there], np.ones(len(mine))),
                after=_three(x[there], mine),
                hit_before=float(hit.mean()),
                hit_after=float(mine[hit].sum()),
                exists=float(w[there].sum()),
            )
        )
    return tuple(rows)


def _rivals(material: Material, numbers: _Numbers, prior: Floats, w: Floats) -> tuple[RivalPair, ...]:
    """Rival causes of violence: how far each moves in its range, always beside its rival."""
    a, c = numbers.of_rows(prior), numbers.of_rows(w)
    place = dict(zip(numbers.paths, numbers.places.T, strict=True))
    found = []
    for (one, switch_one), (other, switch_other) in PAIRS:
        if any(path not in place for path in (one, other)) or {switch_one, switch_other} & set(material.without):
            continue
        first, second = (
            Shift(
                path, switch, register.PATHS[path].meaning, *difference(place[path], c, a),
                float((c * place[path]).sum()),
                any(wilson(float(c[e].sum()), effective(c))[0] > 0.2 for e in (place[path] < 0.1, place[path] > 0.9)),
            )
            for path, switch in ((one, switch_one), (other, switch_other))
        )  # fmt: skip
        gap, low, high = difference(place[one] - place[other], c, a)
        if low > 0 or high < 0:
            stronger, weaker = (first, second) if low > 0 else (second, first)
            said = f"the weighted runs lean more on “{stronger.meaning}” than on its rival “{weaker.meaning}”"
        else:
            said = f"the weighted runs cannot tell “{first.meaning}” from its rival “{second.meaning}”"
        shifts = " and ".join(f"{s.shift:+.2f} ({s.low:+.2f} to {s.high:+.2f})" for s in (first, second))
        found.append(RivalPair(first, second, gap, low, high, f"{said}: shifts {shifts} of the range"))
    return tuple(found)
