"""The rule of verdicts, as a table."""

from __future__ import annotations

import pytest

from multivector.assess.answer import Difference, Estimate, Label
from multivector.assess.verdict import WORDS, Finding, judge, over_deadbands, over_settings, power_note


def at(p: float, half: float = 0.02, distinct: int = 200) -> Estimate:
    return Estimate(p, max(0.0, p - half), min(1.0, p + half), 2000, distinct, 2000.0)


def lift(p: float, r: float, half: float = 0.02) -> Difference:
    return Difference(p - r, p - r - 1.4 * half, p - r + 1.4 * half)


def found(p: float, r: float, half: float = 0.02, **flipped: float) -> Label:
    return judge(at(p, half), at(r, half), lift(p, r, half), {k: at(q, half) for k, q in flipped.items()}).label


@pytest.mark.parametrize(
    ("p", "r", "label"),
    [
        (0.93, 0.64, "follows"),
        (0.72, 0.19, "follows"),
        (0.75, 0.74, "holds anyway"),
        (0.88, 0.77, "inconclusive"),  # the lift is about .1
        (0.40, 0.12, "premises help, not enough"),
        (0.27, 0.04, "premises help, not enough"),
        (0.06, 0.01, "does not follow"),
        (0.13, 0.07, "does not follow"),
        (0.03, 0.06, "does not follow"),
        (0.67, 0.22, "inconclusive"),  # about as likely as the bound
        (0.50, 0.48, "inconclusive"),  # neither likely nor unlikely
        (0.05, 0.90, "does not follow"),
    ],
)
def test_table(p: float, r: float, label: Label) -> None:
    assert found(p, r) == label


def test_premises_that_are_each_needed() -> None:
    assert found(0.9, 0.2, a=0.4, b=0.88) == "follows only if"
    assert found(0.9, 0.2, a=0.4, b=0.3) == "follows"  # it takes all of them: that is to follow from them
    assert found(0.9, 0.2, a=0.8, b=0.88) == "follows"
    assert found(0.9, 0.2) == "follows"  # a single premise: flipping it is reversing all
    one = judge(at(0.9), at(0.2), lift(0.9, 0.2), {"a": at(0.4), "b": at(0.88)})
    assert one.hangs_on == ("a",)


def test_wide_intervals_conclude_nothing() -> None:
    assert found(0.75, 0.3, half=0.15) == "inconclusive"
    assert found(0.25, 0.2, half=0.15) == "inconclusive"


def test_few_acute_phases_conclude_nothing() -> None:
    p, r = at(0.95, distinct=7), at(0.1)
    finding = judge(p, r, lift(0.95, 0.1), {})
    assert finding.word == "INCONCLUSIVE"
    assert "only 7 simulated acute phases meet the premises" in finding.reason
    assert "3,000 runs" in power_note([("the premises", 15)], 1500)
    assert power_note([("the premises", 30)], 1500) == ""
    assert "no simulated acute phases" in power_note([("the premises", 0)], 1500)


def band(half: Label, base: Label, double: Label) -> Label:
    labels = {0.5: half, 1.0: base, 2.0: double}
    return over_deadbands({size: Finding(label, "r") for size, label in labels.items()}).label


def test_dead_bands_must_agree() -> None:
    assert band("follows", "follows", "follows") == "follows"
    assert band("inconclusive", "follows", "follows") == "inconclusive"
    assert band("holds anyway", "premises help, not enough", "does not follow") == "inconclusive"
    assert band("premises help, not enough", "premises help, not enough", "does not follow") == "does not follow"
    assert band("follows only if", "follows", "follows") == "follows"


def shocks(off: Finding, on: Finding) -> Finding:
    return over_settings([("without it", "it does not come", off), ("with it", "it comes", on)])


def test_settings_of_the_shock() -> None:
    follows, open_, no = Finding("follows", "a"), Finding("inconclusive", "b"), Finding("does not follow", "c")
    helps, anyway = Finding("premises help, not enough", "d"), Finding("holds anyway", "e")
    assert shocks(follows, follows).label == "follows"
    assert shocks(no, follows).word == "FOLLOWS ONLY IF"
    assert shocks(no, follows).shock == "it comes"
    assert shocks(follows, no).shock == "it does not come"
    assert (shocks(open_, follows).word, shocks(open_, follows).shock) == ("FOLLOWS IF", "it comes")  # no "only"
    assert shocks(anyway, follows).word == "FOLLOWS ONLY IF"
    assert shocks(helps, no).label == "does not follow"
    assert shocks(helps, anyway).word == "DOES NOT FOLLOW"
    assert shocks(open_, no).word == "INCONCLUSIVE"
    assert "changes" not in shocks(open_, no).reason
    assert shocks(open_, open_).word == "INCONCLUSIVE"
    assert over_settings([("as it is", "", no)]) == no


def test_premises_needed_in_one_setting_are_needed() -> None:
    one, other = Finding("follows only if", "a", "", ("x",)), Finding("follows", "b")
    assert shocks(one, other).hangs_on == ("x",)
    assert shocks(one, other).word == "FOLLOWS ONLY IF"
    assert shocks(one, one).shock == ""


def test_every_label_has_one_of_five_words() -> None:
    assert set(WORDS.values()) == {"FOLLOWS", "FOLLOWS IF", "FOLLOWS ONLY IF", "DOES NOT FOLLOW", "INCONCLUSIVE"}
