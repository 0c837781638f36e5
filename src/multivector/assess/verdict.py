"""Verdicts: the rule that turns shares into words.

P is the chance of the predicted outcome under the premises, R under the premises reversed; the lift is P − R. A
comparison holds only if the end of the 95 % interval that speaks against it passes.

============================  ==============================================================================
follows                       P ≥ 0.67 and lift ≥ 0.10
follows if                    so in one setting of the outside shock, and the other is inconclusive
follows only if               so in one setting of the outside shock, and in the other shown not to; or it follows,
                              and some of the premises (not all) are each needed: without it P < 0.67
holds anyway                  P ≥ 0.67 and lift < 0.10: the premises are not needed
premises help, not enough     lift ≥ 0.10 and P < 0.67
does not follow               P < 0.33 and lift < 0.10
inconclusive                  otherwise; or if the verdict changes in substance with the size of the dead-band; or if
                              too few acute phases stand behind an arm
============================  ==============================================================================

The probabilities themselves hang on ranges that are beliefs; which premise works, and whether premises do better
than their reversal, hangs on them much less. So the verdict rests on the lift.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from multivector.assess.answer import Difference, Estimate, Label, Word

LIKELY, UNLIKELY, LIFT = 0.67, 0.33, 0.10
"""Bounds of the rule: about two in three, one in three, and a difference that matters."""

FACTORS = (0.5, 1.0, 2.0)
"""Sizes of dead-bands tried."""

FEWEST, FEW = 8, 30
"""With fewer acute phases behind an arm than the first nothing is concluded; below the second it is said."""

WORDS: dict[Label, Word] = {
    "follows": "FOLLOWS",
    "follows if": "FOLLOWS IF",
    "follows only if": "FOLLOWS ONLY IF",
    "holds anyway": "DOES NOT FOLLOW",
    "premises help, not enough": "DOES NOT FOLLOW",
    "does not follow": "DOES NOT FOLLOW",
    "inconclusive": "INCONCLUSIVE",
}
"""Headline of each finer verdict."""


@dataclass(frozen=True)
class Finding:
    """A verdict with its reason.

    Attributes:
        label: Finer verdict.
        reason: One sentence, or a clause of one.
        shock: The setting of the outside shock in which it follows, as a clause; empty unless in one only.
        hangs_on: Premises that are each needed.
    """

    label: Label
    reason: str
    shock: str = ""
    hangs_on: tuple[str, ...] = ()

    @property
    def word(self) -> Word:
        """Headline."""
        return WORDS[self.label]


def judge(p: Estimate, r: Estimate, lift: Difference, flipped: Mapping[str, Estimate]) -> Finding:
    """One test, one setting, one dead-band.

    Args:
        p: P(outcome | premises).
        r: P(outcome | premises reversed).
        lift: Their difference.
        flipped: P(outcome | premises, one flipped) by premise.
    """
    numbers = f"{say(p)} with the premises, {say(r)} with them reversed"
    if p.distinct < FEWEST or r.distinct < FEWEST:
        which = "the premises" if p.distinct < FEWEST else "the reversed premises"
        fewest = min(p.distinct, r.distinct)
        met = f"only {fewest} simulated acute phases meet {which} (at least {FEWEST} wanted)"
        return Finding("inconclusive", f"too few runs: {met}")
    if p.low >= LIKELY and lift.low >= LIFT:
        needed = tuple(premise for premise, q in flipped.items() if q.high < LIKELY)
        if needed and len(needed) < len(flipped):
            return Finding("follows only if", f"{numbers}; the other premises are not needed", "", needed)
        return Finding("follows", numbers, "", needed)
    if p.low >= LIKELY and lift.high < LIFT:
        return Finding("holds anyway", f"likely whatever the premises: {numbers}")
    if lift.low >= LIFT and p.high < LIKELY:
        return Finding("premises help, not enough", f"the premises make it likelier, not likely: {numbers}")
    if p.high < UNLIKELY and lift.high < LIFT:
        turned = "; the premises even speak against it" if lift.high < 0 else ""
        return Finding("does not follow", f"unlikely, and the premises hardly help: {numbers}{turned}")
    return Finding("inconclusive", f"{_why_open(p, lift)}: {numbers}")


def over_deadbands(findings: Mapping[float, Finding]) -> Finding:
    """One verdict from those at several sizes of the dead-band; they must agree in substance."""
    base = findings[1.0]
    labels = {finding.label for finding in findings.values()}
    if len(labels) == 1:
        return base
    if labels <= {"follows", "follows only if"}:
        return base  # that it follows is agreed; what it needs is read at the size written
    if labels <= {"does not follow", "premises help, not enough"}:
        return Finding("does not follow", f"{base.reason}; how much they help hangs on what counts as 'about the same'")
    each = ", ".join(f"{finding.label} at {_size(factor)}" for factor, finding in sorted(findings.items()))
    return Finding("inconclusive", f"the verdict changes with what counts as 'about the same': {each}")


def over_settings(findings: Sequence[tuple[str, str, Finding]]) -> Finding:
    """One verdict from those with and without the outside shock.

    Args:
        findings: Of each setting its name (``with the invasion``), itself as a clause (``the invasion comes``) and
            its verdict.
    """
    if len(findings) == 1:
        return findings[0][2]
    labels = {finding.label for *_, finding in findings}
    each = "; ".join(f"{name}: {finding.reason}" for name, _, finding in findings)
    needed = [set(finding.hangs_on) for *_, finding in findings]
    if len(labels) == 1 and labels != {"follows only if"}:
        first = findings[0][2]
        return Finding(first.label, each, "", tuple(x for x in first.hangs_on if all(x in n for n in needed)))
    passing = [found for found in findings if found[2].label in ("follows", "follows only if")]
    if len(passing) == len(findings):  # it follows in both; what it needs in either is needed
        every = tuple(dict.fromkeys(x for *_, finding in passing for x in finding.hangs_on))
        return Finding("follows only if", each, "", every)
    if passing:
        (_, clause, finding), (*_, rest) = passing[0], next(f for f in findings if f != passing[0])
        label: Label = "follows if" if rest.label == "inconclusive" else "follows only if"
        return Finding(label, each, clause, finding.hangs_on)
    if len({WORDS[label] for label in labels}) == 1:
        worst = min((finding.label for *_, finding in findings), key=_ORDER.index)
        return Finding(worst, each)
    why = "open in one setting" if "inconclusive" in labels else "the verdict changes with the outside shock"
    return Finding("inconclusive", f"{why}: {each}")


def power_note(arms: Sequence[tuple[str, int]], runs: int) -> str:
    """What is to be said of arms that rest on few acute phases; empty if none does.

    Args:
        arms: Name, and number of different acute phases.
        runs: Acute phases in the study.
    """
    few = [(name, distinct) for name, distinct in arms if distinct < FEW]
    if not few:
        return ""
    name, fewest = min(few, key=lambda pair: pair[1])
    wanted = f" (about {-(-runs * FEW // fewest):,} runs would give {FEW})" if fewest else ""
    return f"only {fewest or 'no'} simulated acute phases meet {name}{wanted}, so intervals are wide"


def say(p: Estimate) -> str:
    """A share with its interval, briefly."""
    return f"{p.value:.2f} ({p.low:.2f}–{p.high:.2f})"


_ORDER: tuple[Label, ...] = (
    "does not follow", "premises help, not enough", "holds anyway", "inconclusive", "follows only if",
    "follows if", "follows",
)  # fmt: skip


def _why_open(p: Estimate, lift: Difference) -> str:
    if p.high - p.low > 0.2:
        return "the intervals are too wide"
    if p.low < LIKELY <= p.high:
        return f"about as likely as the bound of {LIKELY}"
    if lift.low < LIFT <= lift.high:
        return f"the lift is about as large as the bound of {LIFT:.2f}"
    return "neither likely nor unlikely, whatever the premises"


def _size(factor: float) -> str:
    return {0.5: "half of it", 1.0: "the dead-band written", 2.0: "twice it"}.get(factor, f"{factor:g} times it")
