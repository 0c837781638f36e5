"""Conditions, outcomes and numbers in words."""

from __future__ import annotations

from collections.abc import Sequence

from multivector.assess.lives import Reading
from multivector.engine import outcome
from multivector.engine.vocabulary import Field
from multivector.scenario import Scenario, Spec
from multivector.scenario.condition import Bound, Constraint, Outcome, SeriesTest

ACUTE = {field.name: field for field in outcome.ACUTE}
SERIES: dict[str, Field] = {field.name: field for field in (*outcome.POWER_SERIES, *outcome.MONTH_SERIES)}

_SIGNS = {
    "greater_than": "above", "less_than": "below", "at_least": "at least", "at_most": "at most", "equals": "exactly",
    "between": "between", "outside": "outside",
}  # fmt: skip

_FATE = {(0.0, 0.0): "the regime stands under the same leader", (1.0, 1.0): "the regime stands under a new leader",
         (2.0, 2.0): "the regime falls"}  # fmt: skip

_FLAGS = {
    "ignited": ("the crisis ignited", "the crisis did not ignite"),
    "national": ("protest became a national wave", "protest stayed short of a national wave"),
    "granted": ("help was granted", "help was not granted"),
    "refused": ("help was asked for and refused", "no help was refused"),
    "combat": ("the mandate is combat", "the mandate is to guard, if troops came"),
}
"""Flags of the acute phase that hold, and that don't, as clauses."""

_AGAINST = {
    "none": "", "pre": " against before the crisis", "twin": " against the same dice with help not asked",
}  # fmt: skip

_SHORT = {
    "alignment": "posture towards {power}", "dependence": "ties with {power}",
    "posture_security": "security posture towards {power}", "posture_economy": "economic posture towards {power}",
    "posture_politics": "political posture towards {power}", "ties_security": "security ties with {power}",
    "ties_economy": "economic ties with {power}", "ties_politics": "political ties with {power}",
    "attitude": "attitude of the population to {power}",
    "attitude_titular": "attitude of the titular nation to {power}",
    "compliance": "chance that an unwanted demand of {power} is met", "offer": "offers of {power}",
}  # fmt: skip
"""Series of a power, with a place for its name."""


def constraint(condition: Constraint, scenario: Scenario, specs: dict[str, Spec]) -> str:
    """A constraint as a clause."""
    if condition.acute is not None:
        field = ACUTE[condition.acute]
        if field.name == "fate":
            inside = tuple(float(x) for x in (0, 1, 2) if condition.holds(x))
            if inside == (0.0, 1.0):
                return "the regime stands"
            return " or ".join(_FATE[x, x] for x in inside)
        if field.unit == "flag" and condition.test == "equals":
            return _FLAGS[field.name][0 if condition.value else 1]
        return f"{field.meaning.partition(',')[0]}: {_bound(condition, field.unit)}"
    assert condition.path is not None
    spec = specs[condition.path]
    return f"{spec.meaning} ({condition.path}): {_bound(condition, spec.unit)}"


def scope(conditions: Sequence[Constraint], scenario: Scenario, specs: dict[str, Spec]) -> str:
    """The runs that meet some constraints, as a noun."""
    clauses = [constraint(c, scenario, specs) for c in conditions]
    return f"runs in which {' and '.join(clauses)}" if clauses else "all runs"


def tests(whole: Outcome, scenario: Scenario) -> tuple[str, ...]:
    """An outcome as lines, one a bound."""
    lines = tuple(_test(one, scenario) for one in whole.tests())
    if whole.any is not None and len(lines) > 1:
        return ("at least one of:", *lines)
    return lines


def power(scenario: Scenario, key: str) -> str:
    """Name of a power."""
    return scenario.powers[key].name or key


def series(name: str, key: str, scenario: Scenario) -> str:
    """A series, of a power if one is named, in a few words."""
    if key:
        return _SHORT[name].format(power=power(scenario, key))
    return SERIES[name].meaning.partition(",")[0]


def reading(one: Reading, scenario: Scenario) -> str:
    """What a reading is, in words."""
    return f"{series(one.series, one.power, scenario)}, {months(one.window)}{_AGAINST.get(one.against, '')}"


def months(window: tuple[int, int]) -> str:
    """A window of months."""
    low, high = window
    return f"month {low}" if low == high else f"months {low} to {high}"


def number(value: float, unit: str) -> str:
    """A number of a unit, briefly."""
    if unit in ("share", "probability"):
        return f"{value * 100:.3g} %"
    if unit == "flag":
        return "yes" if value else "no"
    if unit == "persons" or abs(value) >= 1000:
        return f"{value:,.0f}"
    if unit == "date":
        return f"day {value:.3g}"
    plain = f"{value:.3g}"
    return plain if unit in ("1", "index", "logit", "attitude") else f"{plain} {unit}"


def listed(parts: list[str] | tuple[str, ...]) -> str:
    """Parts joined as in a sentence."""
    parts = list(parts)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def quoted(sentence: str) -> str:
    """Somebody's sentence inside another."""
    return f"“{sentence.strip().rstrip('.')}”"


def _bound(bound: Bound, unit: str) -> str:
    if bound.range is not None:
        low, high = (number(end, unit) for end in bound.range)
        return f"{_SIGNS[bound.test]} {low} and {high}"
    assert bound.value is not None
    return f"{_SIGNS[bound.test]} {number(bound.value, unit)}"


def _test(test: SeriesTest, scenario: Scenario) -> str:
    field = SERIES[test.series]
    what = field.meaning.partition(",")[0]
    if test.power:
        names = [power(scenario, key) for key in test.power]
        what = series(test.series, test.power[0], scenario)
        if len(names) > 1:
            what = _SHORT[test.series].format(power=f"each of {listed(names)}")
    against = _AGAINST.get(test.relative_to, "")
    if test.relative_to == "changed":
        changed = listed([f"{path} = {value:g}" for path, value in test.changed.items()])
        against = f" against the same dice with {changed}"
    unit = field.unit if test.relative_to == "none" else "1"
    size = " (dead-band)" if test.deadband else ""
    return f"{what}, {months(test.window)}{against}: {_bound(test, unit)}{size}"
