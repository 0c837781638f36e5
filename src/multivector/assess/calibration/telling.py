"""A calibration in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from multivector.assess import words
from multivector.assess.calibration.kernel import FULL
from multivector.assess.calibration.result import Calibration, Later, Seen
from multivector.scenario import Template


def conclusions(c: Calibration) -> Calibration:
    """The same with its conclusions, most important first."""
    return replace(c, conclusions=tuple(line for line in (_worth(c), _fit(c), _moved(c), _leaning(c), _later(c),
                                                          _recovered(c)) if line))  # fmt: skip


def caveats(template: Template, later: Sequence[Later]) -> tuple[str, ...]:
    """What limits a calibration."""
    assumed = sum(spec.kind in ("assumed", "argued") for spec in template.specs)
    found = [
        f"The prior is what was written down: {assumed} of {len(template.specs)} ranges are assumed. The engine's own"
        " were changed by hand after looking at Kazakhstan in January 2022: what they were changed for is met more"
        " easily there.",
        "Observations count as independent and alike. They are neither: several tell of the same thing.",
        "A cause is weighed among those that were written down. With five pairs of rivals, one is told apart by chance"
        " alone in about one study of four.",
    ]
    if later:
        found.append(
            "What is on record of the years after was not fitted. It was not unknown: the scenario was written after"
            " them, and its outside shock is in every run."
        )
    return tuple(found)


def _worth(c: Calibration) -> str:
    return (
        f"Weighed by {c.observations} observations of the acute phase, {c.runs:,} runs are worth {c.effective:.0f}:"
        f" {c.on_waves:.1%} of the weight lies on the {c.waves:,} national waves. The tolerance is {c.tolerance:.2f}"
        f" times what one run's chance may do ({'as given' if c.chosen else 'the smallest that leaves so many'};"
        f" {FULL:g} times off is a full miss). Were nothing else excused, they would be worth {c.strict:.1f}."
    )


def _fit(c: Calibration) -> str:
    if c.fit is None:
        return ""
    least = sorted((seen for seen in c.seen if seen.used), key=near)[:4]
    verdict = (
        "what happened is no outlier of this model"
        if c.fit.as_wide > 0.05
        else "what happened lies at the edge of what this model makes, or beyond it"
    )
    return (
        f"Of {c.fit.trials} national waves of the study, taken as if they had been seen, {_percent(c.fit.as_wide)} need"
        f" as wide a tolerance (median {c.fit.typical:.2f}): {verdict}. Even weighted, runs come near it least"
        f" often in: {words.listed([f'{seen.name} ({near(seen):.0%})' for seen in least])}."
    )


def near(seen: Seen) -> float:
    """Weighted share of all runs that come near what was seen; one without such a number does not."""
    return seen.hit_after * seen.exists


def _moved(c: Calibration) -> str:
    if not c.moved:
        return f"None of {c.compared} numbers moves by more than chance ({c.chance:.2f}): the data do not teach them."
    rest = [one for one in c.moved if one.rest_counts]
    names = "; ".join(one.meaning for one in rest) or "none"
    return (
        f"{len(c.moved)} of {c.compared} numbers move by more than chance, {len(c.moved) - len(rest)} of them because"
        f" there was a national wave at all. Beyond that the observations move {len(rest)}: {names}."
    )


def _leaning(c: Calibration) -> str:
    if not c.leaning:
        return "No number crowds at an end of its range."
    return (
        f"{len(c.leaning)} crowd{'s' if len(c.leaning) == 1 else ''} at an end of the range, a fault of the range or of"
        f" the model: {', '.join(c.leaning)}."
    )


def _later(c: Calibration) -> str:
    scored = [one for one in c.later if not one.after.input_like]
    if not scored:
        return ""
    better = [one.after.statement for one in scored if one.gain[1] > 0]
    worse = [one.after.statement for one in scored if one.gain[2] < 0]
    naive = [one for one in scored if one.after.score < one.after.naive]
    return (
        f"Of {len(scored)} things on record of the years after, which were not fitted, {len(better) or 'none'}"
        f" {'is' if len(better) == 1 else 'are'} forecast surely better than before the calibration and"
        f" {len(worse) or 'none'} surely worse; of the others the runs cannot tell."
        f" {len(naive)} are forecast better than by “{scored[0].after.naive_name}”."
    )


def _recovered(c: Calibration) -> str:
    if c.fit is None or c.recovery is None:
        return ""
    return (
        f"In those {c.fit.trials} trials the central 50 % of the posterior held the true value in"
        f" {c.recovery.in_half:.0%} and the central 90 % in {c.recovery.in_most:.0%}, over"
        f" {c.recovery.numbers} number{'' if c.recovery.numbers == 1 else 's'} that moved."
    )


def _percent(share: float) -> str:
    return f"{share:.1%}" if share else "none"
