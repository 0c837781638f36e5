"""Runs weighed by what was seen: against posteriors in closed form, planted effects, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import gamma, kstest, norm

from multivector.assess.calibration import Calibration, calibrate
from multivector.assess.calibration.kernel import FULL, misses, recover, tolerance_for, weights
from multivector.assess.calibration.shift import chance, difference, shift
from multivector.assess.calibration.sight import Sight
from multivector.assess.weighted import effective, quantiles
from multivector.cli import main
from multivector.engine.outcome import ACUTE_DTYPE, REGION_OUTCOMES
from multivector.engine.vocabulary import dtype_of
from multivector.ensemble import Case, Study, engine, executor, run
from multivector.errors import AssessError
from multivector.scenario import compile, load

ONE = np.ones(1)


def even(n: int) -> np.ndarray:
    return np.full(n, 1 / n)


# misses and weights


@given(st.floats(-1e6, 1e6), st.floats(-1e3, 1e3), st.floats(0, 1e3), st.floats(0.01, 1e3))
def test_a_miss_is_the_distance_in_allowances_up_to_a_full_one(x: float, low: float, width: float, a: float) -> None:
    high = low + width
    found = misses(np.array([[x]]), np.array([low]), np.array([high]), np.array([a]))[0, 0]
    outside = max(low - x, x - high, 0.0)
    assert found == pytest.approx(min(outside / a, FULL))


def test_what_never_happened_is_a_full_miss_unless_it_was_seen_not_to_happen() -> None:
    x = np.array([[np.nan, np.nan, 1.0]])
    ends = np.array([1.0, np.nan, np.nan])
    assert misses(x, ends, ends, np.ones(3)).tolist() == [[FULL, 0.0, FULL]]


def test_a_normal_posterior_comes_out() -> None:
    """θ ~ N(0, 1), x = θ + N(0, s²), seen 0.7 with an error of one allowance: normal, in closed form."""
    dice = np.random.default_rng(1)
    theta, s, seen, t = dice.standard_normal(200_000), 0.5, 0.7, 0.3
    x = (theta + s * dice.standard_normal(len(theta)))[:, None]
    # ten times the allowance: no run that matters is a full miss
    w = weights(misses(x, np.array([seen]), np.array([seen]), 10 * ONE), t / 10)
    precision = 1 + 1 / (s * s + t * t)
    mean, sd = seen / (s * s + t * t) / precision, precision**-0.5
    n = effective(w)
    assert w @ theta == pytest.approx(mean, abs=4 * sd / n**0.5)
    assert (w @ theta**2 - (w @ theta) ** 2) ** 0.5 == pytest.approx(sd, abs=4 * sd / (2 * n) ** 0.5)
    wanted = norm.ppf((0.05, 0.5, 0.95), mean, sd)
    np.testing.assert_allclose(quantiles(theta, w, (0.05, 0.5, 0.95)), wanted, atol=12 * sd / n**0.5)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(5, 150))
def test_the_tolerance_is_the_smallest_that_leaves_enough(seed: int, wanted: float) -> None:
    missed = np.random.default_rng(seed).uniform(0, FULL, (300, 4))
    t = tolerance_for(missed, wanted)
    assert effective(weights(missed, t)) >= wanted
    assert effective(weights(missed, 0.99 * t)) < wanted


def test_a_wide_tolerance_leaves_the_prior_and_a_narrow_one_the_nearest_run() -> None:
    missed = np.random.default_rng(2).uniform(0, FULL, (50, 3))
    assert weights(missed, 1e3) == pytest.approx(even(50), rel=1e-4)
    narrow = weights(missed, 0.02)
    assert narrow.argmax() == (missed**2).sum(axis=1).argmin()
    assert narrow.max() > 0.999


def test_effective_runs_and_quantiles_of_equal_weights_are_plain_ones() -> None:
    x = np.random.default_rng(3).standard_normal(101)
    assert effective(even(101)) == pytest.approx(101)
    assert effective(np.array([1.0, 1, 0, 0])) == pytest.approx(2)
    q = (0.0, 0.05, 0.3, 0.5, 0.95, 1.0)
    np.testing.assert_allclose(quantiles(x, even(101), q), np.quantile(x, q))
    assert quantiles(x, (x == x[7]).astype(float), (0.1, 0.9)).tolist() == [x[7], x[7]]


# what moves


def test_chance_reaches_what_it_is_said_to_reach_and_a_planted_number_more() -> None:
    dice = np.random.default_rng(4)
    n, k, studies = 600, 20, 300
    beyond, first = 0, even(n)
    for _ in range(studies):
        w = dice.gamma(0.3, size=n)
        w /= w.sum()
        beyond += max(shift(x, w, first) for x in dice.random((k, n))) > chance(w, first, k)
    assert beyond / studies < 0.05 + 3 * (0.05 * 0.95 / studies) ** 0.5
    x = dice.random(n)
    w = np.exp(-((x - 0.7) ** 2) / 0.02)
    assert shift(x, w / w.sum(), first) > 2 * chance(w / w.sum(), first, k)


def test_a_shift_is_kolmogorovs_distance_and_counts_equal_numbers_once() -> None:
    x = np.array([1.0, 1, 2, 2, 3, 3])
    first, second = np.array([1, 0, 0, 0, 0, 1]) / 2, even(6)
    assert shift(x, first, second) == pytest.approx(1 / 6)
    assert shift(x, first, first) == 0


def test_the_interval_of_a_difference_covers() -> None:
    dice = np.random.default_rng(5)
    n, inside, trials = 400, 0, 400
    for _ in range(trials):
        z = dice.standard_normal((2, n))
        w = np.exp(z[0])
        w /= w.sum()
        _, low, high = difference(z[1], w, even(n))  # z[1] has nothing to do with w: the true difference is 0
        inside += low <= 0 <= high
    assert inside / trials > 0.95 - 4 * (0.05 * 0.95 / trials) ** 0.5


# simulation-based calibration, with teeth


def _trial(bias: float) -> float:
    dice = np.random.default_rng(6)
    theta = dice.gamma(2.0, 2.0, (6000, 1))
    x = dice.poisson(5 * theta).astype(float)
    truths = np.arange(200)
    x[truths] += bias
    places, needed = recover(x, ONE, theta, truths, 150)
    assert (needed > 0).all()
    return float(kstest(places[:, 0], "uniform").pvalue)


def test_true_values_lie_anywhere_in_their_posteriors_and_not_if_the_data_are_off() -> None:
    assert _trial(0.0) > 0.001
    assert _trial(6.0) < 1e-6


def test_a_wrong_prior_would_show_against_the_closed_form() -> None:
    """The distance that target 32 of `verify` allows is far below that of a prior which is twice as wide."""
    dice = np.random.default_rng(7)
    theta = dice.gamma(2.0, 4.0, 100_000)
    total = dice.poisson(5 * theta)[:, None].astype(float)
    w = weights(misses(total, np.array([22.0]), np.array([22.0]), ONE), 0.1)
    order = np.argsort(theta)
    wrong = np.abs(np.cumsum(w[order]) - gamma.cdf(theta[order], 24.0, scale=1 / 5.5)).max()
    right = np.abs(np.cumsum(w[order]) - gamma.cdf(theta[order], 24.0, scale=1 / 5.25)).max()
    assert right < 1.95 / effective(w) ** 0.5 < wrong


# a crisis


def test_sight_takes_what_earns_credit_on_scales_on_which_chance_is_even() -> None:
    crisis = load("kazakhstan-2022")
    acute = np.zeros(2, dtype=ACUTE_DTYPE)
    acute["national"] = 1, 0
    acute["dead_civil"], acute["dead_security"] = (480, 480), (0, 0)
    regions = tuple(crisis.regions)
    regional = np.zeros((2, len(regions)), dtype=dtype_of(REGION_OUTCOMES))
    sight = Sight.of(crisis.observations, acute, regional, regions)
    assert set(sight.keys) == {key for key, seen in crisis.observations.items() if not seen.input_like}
    dead = sight.keys.index("dead")
    assert sight.missed[0, dead] == pytest.approx(1.0)  # twice as many dead is what one run's chance may do
    assert sight.missed[1, dead] == FULL  # seen in a national wave, and this is none
    assert (sight.allowance > 0).all()


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    scenario = load("velmora")
    assert scenario.origin is not None
    case = Case(compile(scenario), engine(), "velmora", seed=1, set={"settings.months": 13.0})
    sources = {"scenario.yaml": scenario.origin.read_bytes()}
    folder = tmp_path_factory.mktemp("calibrate") / "velmora"
    return run(case, folder, n=160, sources=sources, work=executor(1))


def call(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main([str(word) for word in words])
    told = capsys.readouterr()
    return int(left.value.code or 0), told.out, told.err


def test_the_command_says_what_moved_and_what_came_later(study: Study, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(capsys, "calibrate", study.folder, "--tolerance", 1.2)
    assert code == 0
    assert "Weighed by 3 observations" in out
    assert "The years after, out of sample" in out
    kept = Calibration.read(study.folder)
    assert kept.tolerance == 1.2
    assert kept.effective >= 30
    assert kept.on_waves > 0.9
    assert {seen.id for seen in kept.seen if seen.used} == {"capital_day", "dead", "dead_capital"}
    dead = next(seen for seen in kept.seen if seen.id == "dead")
    assert dead.hit_after > dead.hit_before
    assert [pair.after.id for pair in kept.later] == ["mood_karth"]  # the other lies beyond these 13 months
    code, out, _ = call(capsys, "calibrate", study.folder, "--tolerance", 1.2, "--json")
    told = json.loads(out)
    assert {**told, "made": ""} == {**kept.to_dict(), "made": ""}


def test_what_came_later_moves_no_weight(study: Study, tmp_path: Path) -> None:
    """With the record of the later years turned round, everything but its score is the same."""
    folder = tmp_path / "study"
    folder.mkdir()
    for item in study.folder.iterdir():
        if item.name not in ("scenario.yaml", "manifest.json", "calibration.json"):
            (folder / item.name).symlink_to(item)
    text = (study.folder / "scenario.yaml").read_text()
    text = text.replace("    low: -0.4\n    high: -0.05", "    low: 0.3\n    high: 0.4")
    (folder / "scenario.yaml").write_text(text)
    manifest = json.loads((study.folder / "manifest.json").read_text())
    manifest["identity"]["sha256"] = load(folder / "scenario.yaml").digest
    (folder / "manifest.json").write_text(json.dumps(manifest))
    one, other = calibrate(study, 1.2), calibrate(Study.open(folder), 1.2)
    assert one.moved == other.moved
    assert one.seen == other.seen
    assert one.effective == other.effective
    assert one.later[0].after.score < other.later[0].after.score


@pytest.mark.parametrize(("tolerance", "said"), [(0.05, "--tolerance"), (50.0, "narrower"), (None, "more")])
def test_too_few_runs_near_what_was_seen_are_refused(study: Study, tolerance: float | None, said: str) -> None:
    with pytest.raises(AssessError, match="no calibration") as refused:
        calibrate(study, tolerance)
    assert said in str(refused.value)


def test_wrong_use_is_told(study: Study, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = call(capsys, "calibrate", tmp_path)
    assert code == 1
    assert "no study here" in err
    assert call(capsys, "calibrate", study.folder, "--tolerance", 0)[0] == 2
    with pytest.raises(AssessError, match="multivector calibrate"):
        Calibration.read(tmp_path)
