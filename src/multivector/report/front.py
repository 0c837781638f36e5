"""The first page: the answer in words."""

from __future__ import annotations

from typing import Any

from multivector.assess.answer import Answer
from multivector.ensemble.coverage import Share
from multivector.report import words
from multivector.report.decides import certain
from multivector.report.figure import Section
from multivector.report.record import Group, Record
from multivector.report.views import GLYPHS

FIRST = 4
"""Lines of each list on the first page; the sections hold the rest."""


def section(record: Record, answer: Answer | None) -> Section:
    """The section."""
    content: dict[str, Any] = {
        "record": record,
        "figures": figures(record),
        "answer": answer,
        "glyphs": GLYPHS,
        "summary": summary(record),
        "percent": words.percent,
        "interval": words.interval,
        "decides": sorted((d for d in answer.decides if certain(d)), key=lambda d: -d.share)[:FIRST] if answer else [],
        "watch": answer.watch[:FIRST] if answer else [],
        "consensus": _spread([item.phase for item in answer.consensus]) if answer else [],
        "divergence": _spread([item.phase for item in answer.divergence]) if answer else [],
    }
    return Section("answer", "The answer in words", "answer.html.j2", content)


def _spread(phases: list[str]) -> list[int]:
    """Which entries to show first: the first of each phase in turn."""
    order = sorted(range(len(phases)), key=lambda i: (phases[:i].count(phases[i]), phases[i]))
    return sorted(order[: 2 * FIRST])


def figures(record: Record) -> list[dict[str, str]]:
    """The headline shares."""
    acute, wave = record.acute, record.wave
    appealed = Group(wave.mask & (acute["appeal_day"] >= 0), "")
    wanted: list[tuple[str, str, Share]] = [
        ("the crisis ignites", "of all runs", record.ignition.ignites),
        ("it becomes a national wave", "of runs that ignite", record.ignition.national),
        ("the regime falls", f"of {wave.words}", record.share(acute["fate"] == 2, wave)),
        ("help is granted", f"of {wave.words} and an appeal", record.share(acute["granted"] > 0, appealed)),
    ]
    return [
        {"value": words.percent(share.value), "what": what, "of": of, "range": words.interval(*share.interval),
         "n": f"{share.hits:,} of {share.n:,}"}
        for what, of, share in wanted
        if share.n
    ]  # fmt: skip


def summary(record: Record) -> str:
    """The study in three sentences, from its shares alone."""
    ignition = record.ignition
    acute, wave = record.acute, record.wave
    return (
        f"Of {len(acute):,} simulated courses, each with its own draw of the {len(record.template.specs):,} numbers"
        f" that the evidence leaves open, {words.percent(ignition.ignites.value)} ignite, and"
        f" {words.percent(ignition.national.value)} of those become a national wave. In {wave.n:,} {wave.words} the"
        f" regime falls in {words.percent(record.share(acute['fate'] == 2, wave).value)}, its own elite replaces the"
        f" leader in {words.percent(record.share(acute['fate'] == 1, wave).value)}, and foreign troops come in"
        f" {words.percent(record.share(acute['arrival_day'] >= 0, wave).value)}."
    )
