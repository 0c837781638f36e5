"""The first page: the answer in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

from multivector.assess.answer import Answer, Consensus, Divergence
from multivector.ensemble.coverage import Share
from multivector.report import words
from multivector.report.decides import certain
from multivector.report.figure import Section
from multivector.report.record import Group, Record
from multivector.report.views import GLYPHS

FIRST, EACH = 4, 3
"""Lines of a list on the first page, and lines of each phase; the rest is folded away or in the sections."""

Point = TypeVar("Point", Consensus, Divergence)


def section(record: Record, answer: Answer | None) -> Section:
    """The section."""
    content: dict[str, Any] = {
        "figures": figures(record),
        "answer": answer,
        "glyphs": GLYPHS,
        "summary": summary(record),
    }
    if answer is not None:
        content |= {
            "lead": answer.conclusions[:1],
            "deciding": deciding(answer),
            "notes": notes(answer),
            "consensus": first(answer.consensus),
            "divergence": first(answer.divergence),
            "watch": list({sign.outcome: sign for sign in reversed(answer.watch)}.values())[::-1][:FIRST],
        }
    return Section("answer", "The answer in words", "answer.html.j2", content)


def first(found: Sequence[Point]) -> list[Point]:
    """The first of each phase, in the answer's order."""
    seen: Counter[str] = Counter()
    chosen = []
    for item in found:
        seen[item.phase] += 1
        if seen[item.phase] <= EACH:
            chosen.append(item)
    return chosen


def deciding(answer: Answer) -> list[str]:
    """What decides: the answer's own conclusions on it, else its findings that are more than chance."""
    meanings = {d.meaning for d in answer.decides}
    told = [line for line in answer.conclusions[1:] if any(meaning in line for meaning in meanings)]
    told = [line for line in told if not _elsewhere(answer, line)]
    return told[:FIRST] or [d.words for d in sorted(answer.decides, key=lambda d: -d.share) if certain(d)][:FIRST]


def notes(answer: Answer) -> list[str]:
    """Conclusions that neither the table of views nor one of the lists says."""
    listed = set(deciding(answer))
    return [line for line in answer.conclusions[1:] if line not in listed and not _elsewhere(answer, line)]


def _elsewhere(answer: Answer, line: str) -> bool:
    return (
        any(line == view.words for view in answer.views)
        or any(item.statement in line for item in answer.consensus)
        or any(item.statement in line for item in answer.divergence)
    )


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
