"""What a crisis rests on, and what is odd about it without being wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from multivector.errors import Fault
from multivector.scenario.condition import Constraint
from multivector.scenario.crisis import Scenario
from multivector.scenario.document import read
from multivector.scenario.strict import near
from multivector.scenario.template import Spec, Template

KINDS = ("claims", "document", "facts", "literature", "argued", "assumed")
"""Where a number can come from; the size of the last two is assumed, but an article argues for the first of
them."""


@dataclass(frozen=True)
class Review:
    """What a crisis rests on.

    Attributes:
        title: Its title.
        file: Its file, or empty.
        digest: Hash of its content.
        sizes: How many entries each section has.
        numbers: All its numbers, by where they come from.
        sampled: Those that are sampled, likewise.
        voices: Documents and speakers behind its numbers, with how many numbers each.
        warnings: What is odd.
        specs: The sampled numbers.
    """

    title: str
    file: str
    digest: str
    sizes: dict[str, int]
    numbers: dict[str, int]
    sampled: dict[str, int]
    voices: dict[str, int]
    warnings: tuple[Fault, ...]
    specs: tuple[Spec, ...]


def check(scenario: Scenario) -> Review:
    """Say what a crisis rests on.

    Faults are not its business: a :class:`Scenario` that exists has none.
    """
    template = Template(scenario)
    claims = _claims(scenario)
    sizes = {
        name: len(getattr(scenario, name))
        for name in (
            "regions",
            "groups",
            "factions",
            "organisations",
            "powers",
            "shocks",
            "clients",
            "views",
            "observations",
        )
    }
    return Review(
        title=scenario.title,
        file=str(scenario.origin or ""),
        digest=scenario.digest,
        sizes=sizes,
        numbers=_by_kind(list(template.every.values())),
        sampled=_by_kind(list(template.specs)),
        voices=_voices(scenario, claims),
        warnings=tuple(_warnings(scenario, template, claims)),
        specs=template.specs,
    )


def _by_kind(specs: list[Spec]) -> dict[str, int]:
    count = Counter(spec.kind for spec in specs)
    return {kind: count[kind] for kind in KINDS}


def _claims(scenario: Scenario) -> dict[str, str] | None:
    """Who speaks in each claim of the evidence file beside the scenario, by claim id; None without a file."""
    if scenario.origin is None or not (path := scenario.origin.with_name("claims.yaml")).is_file():
        return None
    data = read(path).data
    listed = data.get("claims") if isinstance(data, dict) else None
    found: dict[str, str] = {}
    for claim in listed if isinstance(listed, list) else ():
        if isinstance(claim, dict) and "id" in claim:
            target = claim.get("target")
            document = target.get("source") if isinstance(target, dict) else None
            found[str(claim["id"])] = str(claim.get("speaker") or document or "unnamed")
    return found


def _voices(scenario: Scenario, claims: dict[str, str] | None) -> dict[str, int]:
    count: Counter[str] = Counter()
    for path, value in scenario.quantities():
        origin = scenario.origin_of(path, value)
        if origin is None:
            continue
        heard = {claims[claim] for claim in origin.claims if claims and claim in claims}
        head = origin.source.partition(":")[0].strip()
        if head in scenario.sources and scenario.sources[head].kind == "document":
            heard.add(head)
        if origin.anchor is not None:
            heard.add(origin.anchor.document)
        count.update(heard)
    return dict(sorted(count.items()))


def _warnings(scenario: Scenario, template: Template, claims: dict[str, str] | None) -> Iterator[Fault]:
    file = str(scenario.origin or "")

    def odd(path: str, found: str, expected: str = "", advice: str = "") -> Fault:
        return Fault(found, expected, advice, file, None, path)

    for name, view in scenario.views.items():
        for key, premise in view.premises.items():
            place = f"views.{name}.premises.{key}"
            for constraint in premise.where:
                verdict = _decided(constraint, template)
                if verdict:
                    yield odd(place, verdict, "a premise that some runs meet and some don't")
            if premise.anchor is None and premise.fidelity != "imputation":
                yield odd(place, f"a {premise.fidelity} without an anchor", "the words of a document")
    used: set[str] = set()
    for path, value in scenario.quantities():
        origin = scenario.origin_of(path, value)
        if origin is None:
            continue
        used.add(origin.source.partition(":")[0].strip())
        if origin.anchor:
            used.add(origin.anchor.document)
        for claim in origin.claims:
            if claims is not None and claim not in claims:
                yield odd(path, f"no claim is called {claim!r}", "a claim of claims.yaml", near(claim, claims))
            elif claims is None:
                yield odd(path, f"the claim {claim!r} cannot be looked up", "claims.yaml beside the scenario")
    for view in scenario.views.values():
        used |= {view.document or ""}
        used |= {premise.anchor.document for premise in view.premises.values() if premise.anchor}
    for observation in scenario.observations.values():
        used.add(observation.source.partition(":")[0].strip())
        if observation.anchor:
            used.add(observation.anchor.document)
    for source in scenario.sources:
        if source not in used:
            yield odd(f"sources.{source}", "nothing refers to this source", "", "Remove it, or say what it supports")
    for pattern in scenario.provenance:
        if not any(_fits(pattern, path) for path, _ in scenario.quantities()):
            yield odd(f"provenance.{pattern}", "no number has such a path", "a path with * for any id")
    if scenario.tiles is not None:
        missing = [region for region in scenario.regions if region not in scenario.tiles.at]
        if missing:
            yield odd("tiles.at", f"no tile for {', '.join(missing)}", "a row and a column for each region")


def _fits(pattern: str, path: str) -> bool:
    wanted, parts = pattern.split("."), path.split(".")
    return len(wanted) <= len(parts) and all(a in ("*", b) for a, b in zip(wanted, parts, strict=False))


def _decided(constraint: Constraint, template: Template) -> str:
    """Say so if a premise on a number is true of all draws, or of none."""
    if constraint.path is None:
        return ""
    spec = template.spec(constraint.path)
    if spec.path not in template.paths:
        return f"{spec.path} is fixed at {spec.central:g}, so the premise is decided beforehand"
    grid = spec.quantile(np.linspace(0, 1, 1001))
    share = float(np.mean(constraint.holds(grid)))
    if share in (0.0, 1.0):
        which = "every" if share else "no"
        return f"{which} draw of {spec.path} [{spec.low:g}, {spec.high:g}] meets the premise"
    return ""
