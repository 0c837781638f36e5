"""The verification table: every quick target holds, a fault in the engine shows, the page is in step."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from multivector.assess import verification
from multivector.assess.verification import Verdict, election, loyalty, page, street
from multivector.assess.verification.target import Question, numbers
from multivector.commands import verify as command

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "verification.md"

ASK = Question(1, 1, "model", "setting", "source")


@pytest.fixture(scope="module")
def quick():
    return list(verification.verify())


def test_every_quick_target_holds(quick):
    assert [target for target in quick if target.verdict is Verdict.FAIL] == []
    assert sum(target.verdict is Verdict.PASS for target in quick) >= 40


def test_every_target_of_the_plan_is_answered_or_left_to_the_slow_ones(quick):
    slow = {4, 5, 6, 7, 8, 33}
    assert {target.number for target in quick} | slow == set(range(1, 35))


def test_what_is_not_reproduced_says_why(quick):
    missing = [target for target in quick if target.verdict is Verdict.NOT_REPRODUCED]
    assert {target.number for target in missing} <= {19, 27, 30}
    assert all(len(target.reason) > 20 for target in missing)


def test_the_page_is_in_step(quick):
    """Rows of tier 1; the signs of 34 move with the crisis that ships and are left to whoever generates the page."""
    written = PAGE.read_text(encoding="utf-8").splitlines()
    exact = [page.row(target) for target in quick if target.tier == 1 and target.number != 34]
    assert [row for row in exact if row not in written] == [], "run `multivector verify --slow --markdown`"


def test_a_number_off_by_more_than_its_tolerance_fails():
    assert ASK.near(1.0, 1.01, 0.01, "").verdict is Verdict.PASS
    assert ASK.near(1.0, 1.0101, 0.01, "").verdict is Verdict.FAIL
    assert ASK.near([1.0, 2.0], [1.0, 2.5], 0.1, "").verdict is Verdict.FAIL
    assert ASK.near([1.0, 2.0], [1.0], 9.0, "").verdict is Verdict.FAIL
    assert ASK.near(1.0, np.nan, 0.01, "").verdict is Verdict.FAIL
    assert ASK.within("", 0, 1, 1.1, "").verdict is Verdict.FAIL
    assert ASK.holds("", "", False, "").verdict is Verdict.FAIL


def test_tier_three_is_never_gated():
    shown = Question(6, 3, "model", "setting", "source")
    assert shown.near(1.0, 2.0, 0.1, "").verdict is Verdict.INFO


def test_numbers_as_people_read_them():
    assert numbers([0.5, -0.00001, 2.0, 1 / 3], 4) == "0.5 0 2 0.3333"
    assert numbers(100, 0) == "100"


def test_a_fault_in_the_engine_fails_a_target(monkeypatch):
    right = loyalty.critical_strength
    monkeypatch.setattr(loyalty, "critical_strength", lambda z, alpha, beta, c: right(z, alpha, beta, 1 - c))
    assert Verdict.FAIL in [target.verdict for target in loyalty.games()]
    monkeypatch.setattr(election, "negotiate", lambda *given: np.tile(election.POSITION, (11, 1)))
    assert Verdict.FAIL in [target.verdict for target in election.elections()]


def test_crowds_end_where_the_threshold_map_does():
    dice = np.random.default_rng(2)
    for _ in range(4):
        threshold = dice.integers(0, 80, 150)
        threshold[:3] = 0
        out = 0
        while (threshold <= out).sum() > out:
            out = int((threshold <= out).sum())
        assert street.crowd(threshold, 200)[-1] == out


def test_the_command_says_it_and_exits_by_it(monkeypatch):
    good = ASK.near(1, 1, 0, "reason")
    for rows, code in (([good], 0), ([good, ASK.near(1, 2, 0, "reason")], 1), ([ASK.unreached("1", "2", "why")], 0)):
        monkeypatch.setattr(verification, "verify", lambda slow, tell, rows=rows: iter(rows))
        answer = CliRunner().invoke(command.verify, ["--json"])
        assert answer.exit_code == code
        assert f'"failed": {"true" if code else "false"}' in answer.stdout
        answer = CliRunner().invoke(command.verify, [])
        assert answer.exit_code == code
        assert rows[-1].verdict.value in answer.stdout


def test_epstein_from_the_command_line():
    answer = CliRunner().invoke(command.epstein, ["--ticks", "120", "--seed", "3"])
    assert answer.exit_code == 0
    assert "Run 2" in answer.stdout
    found = command.run_epstein(7, "floor", 60, 3)
    assert len(found["series"]["active"]) == 60
    assert CliRunner().invoke(command.epstein, ["--run", "9"]).exit_code == 2


@pytest.mark.slow
def test_every_slow_target_holds():
    assert [target for target in verification.verify(slow=True) if target.verdict is Verdict.FAIL] == []
