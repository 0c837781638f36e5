"""Conclusions in words: nothing is said of runs that it does not hold of."""

from __future__ import annotations

from multivector.assess.answer import Consensus, Estimate, Setting, TestVerdict, ViewVerdict, Word
from multivector.assess.conclusion import conclusions

SHARE = Estimate(0.97, 0.95, 0.98, 2000, 236, 1800.0)


def agreed(*rows: tuple[str, str], certain: bool = True, shock: str = "the war") -> list[str]:
    found = [Consensus(statement, among, "aftermath", SHARE, certain) for statement, among in rows]
    return [line for line in conclusions((), found, (), (), shock) if "agree" in line]


def test_what_runs_agree_on_is_told_with_the_runs() -> None:
    scope = "runs in which help was granted"
    (line,) = agreed(("A.", f"{scope}, with the war"), ("A.", f"{scope}, without the war"))
    assert line == f"Among {scope}, with or without the war (236 acute phases), nearly all agree: A."


def test_each_part_of_the_runs_has_its_own_sentence() -> None:
    lines = agreed(
        ("A.", "x, with the war"), ("B.", "x, with the war"), ("B.", "x, without the war"), ("C.", "national waves")
    )
    assert [line.partition(" (")[0] for line in lines] == [
        "Among x, with or without the war", "Among x, with the war", "Among national waves",
    ]  # fmt: skip
    assert [line.rpartition(": ")[2] for line in lines] == ["B.", "A.", "C."]


def test_what_is_not_certain_is_no_headline() -> None:
    assert agreed(("A.", "all runs"), certain=False) == []


def test_without_a_shock_parts_are_told_as_they_are() -> None:
    (line,) = agreed(("A.", "all runs"), shock="")
    assert line.startswith("Among all runs (")


def setting(word: Word) -> Setting:
    return Setting(True, "with the war", word, "inconclusive", "", (), None, 0.1, ())


def test_a_verdict_that_is_open_in_one_setting_is_not_said_to_change() -> None:
    def settings(*words: Word) -> TestVerdict:
        return TestVerdict("level", (), "INCONCLUSIVE", "inconclusive", "", "", (), "", tuple(map(setting, words)))

    found = {
        "moved": settings("DOES NOT FOLLOW", "FOLLOWS"),
        "open": settings("INCONCLUSIVE", "FOLLOWS"),
        "shut": settings("INCONCLUSIVE", "INCONCLUSIVE"),
        "same": settings("FOLLOWS", "FOLLOWS ONLY IF"),
    }
    views = [
        ViewVerdict(key, key, "", "", "", (), 40, 40, "INCONCLUSIVE", "inconclusive", "", "", "", key, (), test, test)
        for key, test in found.items()
    ]
    (line,) = [line for line in conclusions(views, (), (), (), "the war") if line.startswith("As forecasts")]
    told = (
        "the verdict on moved changes with the war; that on same is the same with and without;"
        " that on open and shut is open in at least one setting"
    )
    assert line == f"As forecasts, {told}. As effects of the help alone, {told}."
