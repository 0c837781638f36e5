"""The evidence: documents and who copies whom, where voices disagree, what each claim says in whose words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from multivector.evidence import Claim, Context, Ledger, claims_table, in_context, link, load_claims, texts_at_hand
from multivector.report import words
from multivector.report.figure import NARROW, WIDE, Figure, Section, Table
from multivector.report.palette import hue
from multivector.report.picture import Chart
from multivector.report.record import Record
from multivector.sources import Document

DRAWN = 40
"""With more documents than this the picture would be no help; the table says it."""

AT_ODDS = ("conflict", "disputed", "soft conflict", "wording")
"""How voices stand to each other where they do not simply agree."""

TAKEN = {"reprint": "blue", "rewrite": "plum", "spun": "rust", "mangled": "ochre"}
"""Hue of each way of taking a text."""


def ledger(record: Record) -> Ledger | None:
    """The claims kept with the study; None if its crisis has none.

    Raises:
        EvidenceError: If they cannot be read.
    """
    path = _place(record)
    return link(load_claims(path)) if path.exists() else None  # links follow the claims as they are now


def _place(record: Record) -> Path:
    path = record.study.folder / "claims.yaml"
    if not path.exists() and record.scenario.origin is not None:
        path = record.scenario.origin.with_name("claims.yaml")
    return path


def texts(record: Record, claims: Ledger, places: Sequence[Path] = ()) -> Mapping[str, Document]:
    """The articles at hand, by key: from the places named, else from ``sources`` beside the claims file."""
    beside = _place(record).with_name("sources")
    return texts_at_hand(claims, places or ([beside] if beside.is_dir() else []))


def section(record: Record, claims: Ledger | None, places: Sequence[Path] = ()) -> Section:
    """The section.

    Args:
        record: The study.
        claims: Its claims.
        places: Where the articles are; words are shown in their sentences if they are found.
    """
    title = "The evidence: documents, voices, disagreements"
    if claims is None:
        sources = [source for source in record.scenario.sources.items() if source[1].kind == "document"]
        return Section("evidence", title, "evidence.html.j2", {"ledger": None, "sources": sources})
    rows = claims_table(claims)
    by_parameter: dict[str, list[Any]] = {}
    known = {claim.id: claim for claim in claims.claims}
    for one in claims.links:
        if one.status != "rejected":
            by_parameter.setdefault(one.parameter, []).append((one, [known[key] for key in one.claims if key in known]))
    content: dict[str, Any] = {
        "ledger": claims,
        "voices": voices(claims),
        "odds": [row for row in rows if row.conflict in AT_ODDS],
        "agreed": [row for row in rows if row.conflict not in AT_ODDS],
        "by_parameter": by_parameter,
        "meaning": {path: spec.meaning for path, spec in record.template.every.items()}
        | {f"observations.{key}": f"observed: {seen.name}" for key, seen in record.scenario.observations.items()},
        "ends": _ends,
        "context": _contexts(texts(record, claims, places)),
    }
    figures = (who_copies_whom(claims),) if 0 < len(claims.documents) <= DRAWN else ()
    return Section("evidence", title, "evidence.html.j2", content, figures)


def _contexts(documents: Mapping[str, Document]) -> Callable[[Claim], Context | None]:
    """A claim's words in their sentence; None where its document is not at hand."""

    def context(claim: Claim) -> Context | None:
        document = documents.get(claim.source)
        return in_context(claim.target, document) if document is not None else None

    return context


def voices(claims: Ledger) -> dict[str, list[str]]:
    """Keys of the documents of each family, its root first."""
    found: dict[str, list[str]] = {}
    for key, source in claims.documents.items():
        found.setdefault(source.family or key, []).append(key)
    return {root: sorted(keys, key=lambda key: key != root) for root, keys in found.items()}


def who_copies_whom(claims: Ledger) -> Figure:
    """Documents in columns: origins that are not at hand, roots, copies."""
    families = voices(claims)
    copies = [(key, source) for key, source in claims.documents.items() if source.taken]
    n, voiced = len(claims.documents), len(families)
    told = [f"{key} is taken from {source.family} ({source.taken})" for key, source in copies]
    damaged = [f"{key} is {source.damage}" for key, source in claims.documents.items() if source.damage != "none"]
    finding = f"{words.plural(n, 'document')}, {words.plural(voiced, 'independent voice')}."
    if told:
        finding += f" {words.sentence(words.listed(told))}"
    if damaged:
        finding += f" Damaged on the way: {words.listed(damaged)}."
    rows = [
        [key, source.citation, source.published or words.NONE, source.origin or words.NONE, source.family,
         source.taken or words.NONE, str(source.damage)]
        for key, source in claims.documents.items()
    ]  # fmt: skip
    return Figure(
        id="voices",
        title="Who copies whom",
        finding=finding,
        how="A line a voice, read from left to right. Hollow: the origin that a text names and that is not at hand."
        " Copies stand to the right of what they are taken from, and count as one voice with it.",
        wide=_families(claims, families, WIDE - 40),
        narrow=_families(claims, families, NARROW - 10),
        table=Table.of(("document", "citation", "published", "stated origin", "voice", "taken", "damage"), rows, 7),
    )


def _families(claims: Ledger, families: dict[str, list[str]], width: int) -> Chart:
    nodes: list[dict[str, Any]] = []
    edges: list[dict[str, Any]] = []
    row, room = 0, (width - 40) // 3
    for root, members in families.items():
        first = row
        source = claims.documents.get(root)
        if source is not None and source.origin:
            nodes.append({"x": 0, "y": row, "label": source.origin, "at_hand": False})
            edges.append(
                {"x": 0, "x2": 1, "y": row, "y2": row, "taken": str(source.damage), "label": "says it is from"}
            )
        for key in members:
            source_of = claims.documents[key]
            taken = source_of.taken
            nodes.append({"x": 2 if taken else 1, "y": row, "label": _label(key, source_of.citation), "at_hand": True})
            if taken:
                edges.append({"x": 1, "x2": 2, "y": first, "y2": row, "taken": taken, "label": taken})
            if taken or len(members) == 1 or key != root:
                row += 1
        if row == first:
            row += 1
    height = max(row, 1) * 58
    x: dict[str, Any] = {"type": "quantitative", "axis": None, "scale": {"domain": [-0.35, 2.65], "nice": False}}
    y: dict[str, Any] = {"type": "quantitative", "axis": None, "scale": {"domain": [row - 0.3, -0.6], "nice": False}}
    colour = {
        "field": "taken", "type": "nominal", "legend": None,
        "scale": {"domain": [*TAKEN, "none"], "range": [*(hue(name) for name in TAKEN.values()), hue("soft")]},
    }  # fmt: skip
    middle = [{**edge, "mx": (edge["x"] + edge["x2"]) / 2, "my": (edge["y"] + edge["y2"]) / 2} for edge in edges]
    layers: list[Chart] = [
        {
            "data": {"values": middle},
            "mark": {"type": "rule", "strokeWidth": 2.5},
            "encoding": {
                "x": {**x, "field": "x"}, "x2": {"field": "x2"}, "y": {**y, "field": "y"}, "y2": {"field": "y2"},
                "color": colour,
            },
        },
        {
            "data": {"values": middle},
            "mark": {"type": "text", "dy": -8, "fontSize": 11, "color": hue("soft")},
            "encoding": {"x": {**x, "field": "mx"}, "y": {**y, "field": "my"}, "text": {"field": "label"}},
        },
    ] if edges else []  # fmt: skip
    layers += [
        {
            "data": {"values": nodes},
            "mark": {"type": "point", "filled": True, "size": 190, "opacity": 1, "stroke": hue("ink"),
                     "strokeWidth": 1.5},
            "encoding": {
                "x": {**x, "field": "x"},
                "y": {**y, "field": "y"},
                "fill": {"field": "at_hand", "type": "nominal", "legend": None,
                         "scale": {"domain": [True, False], "range": [hue("ink"), hue("paper")]}},
            },
        },
        {
            "data": {"values": nodes},
            "mark": {"type": "text", "dy": 17, "fontSize": 11.5, "color": hue("ink"), "limit": room},
            "encoding": {"x": {**x, "field": "x"}, "y": {**y, "field": "y"}, "text": {"field": "label"}},
        },
    ]  # fmt: skip
    return {"width": width, "height": height, "layer": layers}


def _label(key: str, citation: str) -> str:
    """Key and the beginning of the citation: its author, or its title."""
    head = citation.partition(",")[0].strip()
    return f"{key} {head}" if head and head != key else key


def _ends(found: tuple[float | str | None, float | str | None]) -> str:
    """A range as the claims give it."""
    low, high = (words.NONE if end is None else end if isinstance(end, str) else words.number(end) for end in found)
    return low if low == high else f"{low} to {high}"
