"""Which number of a crisis a claimed quantity informs, and how the analyst's word on it gets into the scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from multivector.errors import ScenarioError
from multivector.scenario.crisis import Scenario
from multivector.scenario.evidence import FILE, Evidence
from multivector.scenario.reading import loads
from multivector.scenario.strict import near
from multivector.scenario.template import Template

OBSERVED = {
    ("detained",): "detained", ("dead_civil", "dead_security"): "deaths", ("dead_security",): "deaths_security",
    ("dead_civil",): "deaths_protesters", ("appeal_day",): "appeal", ("arrival_day",): "intervention_start",
    ("exit_day",): "withdrawal_start", ("emergency_day",): "emergency_declared", ("peak_street",): "protesters",
}  # fmt: skip
"""Quantity of the built-in register that claims what acute outcomes, added up, report."""

_ENDS = {"range", "values", "claims"}
_OBSERVED_ENDS = {"low", "high", "claims"}


def informs(scenario: Scenario) -> dict[str, str]:
    """The number or observation that each quantity of the built-in register most likely informs.

    A quantity for which the crisis has several places, such as the troops of two organisations, is left out:
    only the analyst knows which is meant.
    """
    found = {
        OBSERVED[tuple(sorted(seen.metric.acute))]: f"observations.{key}"
        for key, seen in scenario.observations.items()
        if tuple(sorted(seen.metric.acute)) in OBSERVED
    }
    found["attackers"] = "parameters.riot.armed_men"
    gatherings = [key for key, shock in scenario.shocks.items() if shock.kind == "gathering"]
    if len(gatherings) == 1:
        found["unrest_onset"] = f"shocks.{gatherings[0]}.day"
    if len(scenario.organisations) == 1:
        ((key, organisation),) = scenario.organisations.items()
        found["foreign_troops"] = f"organisations.{key}.force"
        if organisation.leader in organisation.members:
            found["lead_share"] = f"organisations.{key}.members.{organisation.leader}.contingent"
    return found


def unfit(scenario: Scenario, paths: Sequence[str]) -> dict[str, str]:
    """What is wrong with the paths that links name: those that the crisis does not have, with a near match."""
    known = [*Template(scenario).every, *(f"observations.{key}" for key in scenario.observations)]
    return {path: near(path, known) for path in paths if path not in known}


def apply(scenario: Scenario) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The scenario's text with accepted and edited links in the place of its own ranges; all else is kept.

    Args:
        scenario: A crisis read from a file, with claims beside it.

    Returns:
        The new text, the paths that now name their claims, and those that the file does not write down.

    Raises:
        ScenarioError: There are no claims, or with them the crisis would have faults.
    """
    origin = scenario.origin
    evidence = Evidence.beside(origin, scenario.start) if origin is not None else None
    if origin is None or evidence is None:
        raise ScenarioError("there are no claims to apply", expected=f"{FILE} beside the scenario")
    text = origin.read_text(encoding="utf-8")
    edits: list[tuple[int, int, str]] = []
    done, absent = [], []
    template = Template(scenario)
    tree = yaml.compose(text, Loader=yaml.SafeLoader)
    for link in evidence.ledger.links:
        if link.status not in ("accepted", "edited"):
            continue
        path = link.parameter
        ends = _OBSERVED_ENDS if path.startswith("observations.") else _ENDS
        node = _at(tree, path.split("."))
        if node is None:
            absent.append(path)
            continue
        spec = template.every.get(path)
        keep = False
        if spec is not None:
            low, high = evidence.said(path, link.claims, spec.unit).range_for(path, spec.unit)
            keep = low <= spec.central <= high
        edits += _edited(text, node, link.claims, ends, keep)
        done.append(path)
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    loads(text, str(origin))
    return text, tuple(done), tuple(absent)


def _edited(text: str, node: Any, claims: Sequence[str], ends: set[str], keep: bool) -> list[tuple[int, int, str]]:
    """Replacements that let one number name its claims; its value stays if the claims allow it."""
    named = "claims: [" + ", ".join(f'"{one}"' for one in claims) + "]"
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode):
        return [(start, end, "{" + (f"value: {text[start:end]}, " if keep else "") + named + "}")]
    pairs = [(key.value, key.start_mark.index, value.end_mark.index) for key, value in node.value]
    gone = ends if keep else ends | {"value"}
    if node.flow_style:
        kept = [text[a:b] for key, a, b in pairs if key not in gone]
        return [(start, end, "{" + ", ".join([named, *kept]) + "}")]
    edits, placed = [], False
    for key, a, b in pairs:
        if key not in gone:
            continue
        line, after = text.rfind("\n", 0, a) + 1, text.find("\n", b)
        after = len(text) if after < 0 else after
        if not placed:
            edits.append((a, b, named))
            placed = True
        elif text[b:after].strip():
            edits.append((a, b, ""))  # the comment behind it stays
        else:
            edits.append((line, min(after + 1, len(text)), ""))
    if not placed:
        a = pairs[0][1]
        edits.append((a, a, f"{named}\n{' ' * (a - text.rfind(chr(10), 0, a) - 1)}"))
    return edits


def _at(node: Any, parts: Sequence[str]) -> Any:
    """The YAML node at a place; None if the file does not write it down."""
    for part in parts:
        if not isinstance(node, yaml.MappingNode):
            return None
        node = next((value for key, value in node.value if key.value == part), None)
    return node
