"""The numbers of the model: what each may be, where it comes from, and which are plainly assumed."""

from __future__ import annotations

from typing import Any

from multivector.engine import register
from multivector.evidence import Ledger
from multivector.report import words
from multivector.report.figure import NARROW, WIDE, Figure, Section, Table
from multivector.report.record import Record
from multivector.report.rows import bars
from multivector.scenario import Spec, check
from multivector.scenario.review import KINDS

MEANING = {
    "claims": "claims of the evidence file",
    "document": "a document",
    "facts": "data and records",
    "literature": "the literature",
    "argued": "assumed in size; a document argues that it matters",
    "assumed": "assumed",
}
"""Each origin in words."""

PLACES = {
    "regions": "Regions", "groups": "Groups", "factions": "Factions", "organisations": "Organisations",
    "powers": "Powers", "shocks": "Shocks", "clients": "Other clients", "settings": "Settings",
}  # fmt: skip


def section(record: Record, claims: Ledger | None) -> Section:
    """The section."""
    said = {claim.id: f"“{claim.target.exact}” ({claim.source})" for claim in claims.claims} if claims else {}
    review = check(record.scenario)
    groups: dict[str, list[dict[str, Any]]] = {}
    for spec in record.template.specs:
        groups.setdefault(place(spec.path), []).append(row(record, spec, said))
    content: dict[str, Any] = {
        "groups": groups,
        "rules": {heading: rule for heading, rule in _rules().items() if heading in groups},
        "review": review,
        "meaning": MEANING,
        "total": len(record.template.specs),
        "fixed": record.study.manifest.identity.set,
    }
    return Section(
        "parameters", "Parameters and their sources", "parameters.html.j2", content, (origins(review.sampled),)
    )


def origins(sampled: dict[str, int]) -> Figure:
    """How many of the open numbers come from where."""
    total = sum(sampled.values())
    rows = [(MEANING[kind], float(sampled[kind])) for kind in KINDS]
    texts = [f"{sampled[kind]:,}" for kind in KINDS]
    assumed = sampled["assumed"] + sampled["argued"]
    return Figure(
        id="origins",
        title="Where the ranges of the open numbers come from",
        finding=f"Of {total:,} numbers left open, the size of {assumed:,} is assumed"
        f" ({words.percent(assumed / max(total, 1))}); for {sampled['argued']:,} of these a document argues that"
        " the number matters.",
        wide=bars(rows, width=WIDE - 370, name="slate", form=",d", limit=330, texts=texts),
        narrow=bars(rows, width=NARROW - 190, name="slate", form=",d", limit=160, texts=texts),
        table=Table.of(
            ("origin", "open numbers", "share"),
            [[MEANING[kind], f"{sampled[kind]:,}", words.percent(sampled[kind] / max(total, 1))] for kind in KINDS],
        ),
    )


def place(path: str) -> str:
    """Heading that a number stands under."""
    head, _, rest = path.partition(".")
    return rest.partition(".")[0] if head == "parameters" else PLACES.get(head, head)


def row(record: Record, spec: Spec, said: dict[str, str]) -> dict[str, Any]:
    """One number, as text; ``said`` holds the words of each claim."""
    start = record.scenario.start
    if spec.values:
        ranged = ", ".join(words.in_unit(value, spec.unit, start) for value in spec.values)
    else:
        ranged = words.span(spec.low, spec.high, spec.unit, start)
    return {
        "path": spec.path,
        "name": spec.path.partition(".")[2],
        "meaning": spec.meaning,
        "range": ranged + (" (log)" if spec.scale == "log" else ""),
        "central": words.in_unit(spec.central, spec.unit, start),
        "kind": spec.kind,
        "origin": spec.origin,
        "claims": [said.get(claim, claim) for claim in spec.claims],
    }


def _rules() -> dict[str, str]:
    return {mechanism.name: mechanism.rule for mechanism in register.MECHANISMS.values()}
