"""The years after against what is on record of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from multivector.assess.corroboration import Forecast, in_words, score
from multivector.assess.scores import crps, crps_normal
from multivector.errors import ScenarioError
from multivector.scenario import check, load
from multivector.scenario.corroboration import Corroboration


def record(**more: Any) -> Corroboration:
    said = {"name": "x", "series": "debt", "window": [12, 24], "low": 0.1, "high": 0.3, "source": "assumed"}
    return Corroboration.model_validate(said | more)


def forecast(values: np.ndarray, naive: float = 0.0, **more: Any) -> Forecast:
    return Forecast("x", record(**more), np.arange(len(values)), values, naive)


def test_a_number_is_scored_over_the_interval_on_record() -> None:
    dice = np.random.default_rng(1)
    values = dice.normal(0.25, 0.1, 20_000)
    exact = np.mean([crps_normal(0.25, 0.1, y) for y in np.linspace(0.1, 0.3, 2001)])
    found = score(forecast(values), "as it is")
    assert found.measure == "crps"
    assert found.score == pytest.approx(exact, abs=2e-3)
    assert found.naive == pytest.approx(0.2)
    assert found.probability == pytest.approx(np.mean((values >= 0.1) & (values <= 0.3)))
    assert found.inside == "inside"
    assert score(forecast(values + 0.2), "").inside == "partly"
    assert score(forecast(values + 1), "").inside == "outside"
    assert score(forecast(values[:5]), "").inside == "too few runs"


def test_weights_score_as_copies_would() -> None:
    dice = np.random.default_rng(2)
    x, times = dice.normal(size=40), dice.integers(0, 4, 40)
    weighted = crps(x, 0.3, times / times.sum())
    members = np.repeat(x, times)
    pairs = np.abs(members[:, None] - members).mean()
    share = times / times.sum()
    plain = np.abs(members - 0.3).mean() - pairs / 2 / (1 - (share**2).sum())
    assert weighted == pytest.approx(plain)
    assert crps(x, 0.3, np.full(40, 1 / 40)) == pytest.approx(crps(x, 0.3))


def test_better_forecasts_score_better() -> None:
    dice = np.random.default_rng(3)
    near, far = (score(forecast(dice.normal(mean, 0.05, 500)), "") for mean in (0.2, 0.6))
    assert near.score < near.naive < far.score
    assert "2 things" in in_words([near, far])
    assert "1 is forecast better" in in_words([near, far])
    assert in_words([]) == ""


def test_what_happens_or_does_not_has_a_brier_score() -> None:
    flags = (np.arange(200) % 4 > 0).astype(float)  # 75 %
    found = score(forecast(flags, 1.0, series="in_power", window=[24, 24], low=1, high=1), "")
    assert found.measure == "brier"
    assert (found.middle, found.probability) == pytest.approx((0.75, 0.75))
    assert found.score == pytest.approx(0.25**2)
    assert found.naive == 0
    not_so = score(forecast(flags, 1.0, series="in_power", window=[24, 24], low=0, high=0), "")
    assert (not_so.score, not_so.naive) == (pytest.approx(0.75**2), 1)
    assert score(forecast(np.ones(200), 1.0, series="in_power", window=[24, 24], low=0, high=0), "").inside == "outside"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"low": 0.4}, "low <= high"),
        ({"window": [5, 3]}, "months in order"),
        ({"power": "karth"}, "no `power`"),
        ({"series": "attitude"}, "`power`"),
        ({"series": "in_power", "low": 0.2, "high": 0.9}, "both 0 or both 1"),
        ({"series": "in_power", "low": 1, "high": 1, "relative_to": "pre"}, "both 0 or both 1"),
        ({"given": [{"path": "settings.months", "test": "at_least", "value": 3}]}, "acute outcomes only"),
    ],
)
def test_what_makes_no_sense_is_told(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as told:
        record(**wrong)
    assert said in str(told.value.errors()[0]["ctx"])


def test_a_faulty_record_is_told_with_its_line(tmp_path: Path) -> None:
    origin = load("velmora").origin
    assert origin is not None
    text = origin.read_text(encoding="utf-8").replace("    power: karth\n    window: [12, 12]", "    window: [12, 12]")
    (tmp_path / "scenario.yaml").write_text(text)
    with pytest.raises(ScenarioError) as told:
        load(tmp_path / "scenario.yaml")
    (fault,) = told.value.faults
    assert "corroboration.mood_karth" in str(fault)
    assert fault.line is not None


def test_a_record_beyond_the_horizon_is_noticed(tmp_path: Path) -> None:
    origin = load("velmora").origin
    assert origin is not None
    text = origin.read_text(encoding="utf-8").replace("window: [24, 24]\n    low: 1", "window: [60, 60]\n    low: 1")
    (tmp_path / "scenario.yaml").write_text(text)
    assert any("beyond the horizon" in str(fault) for fault in check(load(tmp_path / "scenario.yaml")).warnings)
    assert not check(load("kazakhstan-2022")).warnings
