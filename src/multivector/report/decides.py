"""What decides, and what to watch: which disputed fact would shrink the answer's spread, which sign comes early."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from multivector.assess.answer import Answer, Decides, Watch
from multivector.report import words
from multivector.report.figure import NARROW, WIDE, Figure, Section, Table
from multivector.report.rows import Dot, dots

MOST = 12
"""Facts shown in the figure."""

EACH = 4
"""Signs shown for an outcome."""


def section(answer: Answer | None) -> Section:
    """The section."""
    title = "What decides, and what to watch"
    if answer is None:
        return Section("decides", title, "decides.html.j2", {"answer": None})
    content: dict[str, Any] = {
        "answer": answer,
        "watch": watched(answer),
        "questions": questions(answer),
        "percent": words.percent,
    }
    figure = spread(answer)
    return Section("decides", title, "decides.html.j2", content, (figure,) if figure else ())


def certain(found: Decides) -> bool:
    """Whether a share is more than chance gives."""
    return found.share > found.chance


def questions(answer: Answer) -> list[dict[str, Any]]:
    """The findings of each question that are more than chance, best first, each fact once."""
    told = []
    for question, found in groupby(sorted(answer.decides, key=lambda d: d.question), key=lambda d: d.question):
        rows = sorted(found, key=lambda d: -d.share)
        told.append({"question": question, "sure": _once(row for row in rows if certain(row)), "best": rows[0]})
    return told


def _once(found: Iterable[Decides]) -> list[Decides]:
    """The first finding on each question and subject; the others look at it among other runs."""
    return list({(d.question, d.subject): d for d in reversed(list(found))}.values())[::-1]


def spread(answer: Answer) -> Figure | None:
    """How far P(outcome) would move if a fact were known."""
    best = sorted((d for d in answer.decides if certain(d) and d.kind != "group"), key=lambda d: -d.share)
    sure = _once(best)[:MOST]
    if not sure:
        return None
    names = [f"{d.question}: {_short(d.meaning)}" for d in sure]
    found = [Dot(name, "", d.now, d.low, d.high) for name, d in zip(names, sure, strict=True)]
    return Figure(
        id="decides",
        title="If one fact were known, between which values would the chance of the outcome lie?",
        finding=words.sentence(sure[0].words),
        how="Dot: as things stand. Line: from the lowest to the highest of the fact's classes, ten at most, each"
        " drawn towards the dot by as much of its distance as is chance. Only facts that"
        " explain more than the best of as many meaningless numbers would.",
        wide=dots(found, hues={"": "plum"}, width=WIDE - 420, step=26, domain=(0, 1), limit=380),
        narrow=dots(found, hues={"": "plum"}, width=NARROW - 195, step=30, domain=(0, 1), limit=180),
        table=Table.of(
            ("question", "fact", "where it comes from", "variance explained", "by chance", "now", "lowest", "highest"),
            [
                [d.question, d.meaning, d.origin, words.percent(d.share), words.percent(d.chance), words.percent(d.now),
                 words.percent(d.low), words.percent(d.high)]
                for d in sure
            ],
            3,
        ),
    )  # fmt: skip


def watched(answer: Answer) -> list[dict[str, Any]]:
    """Signs by outcome, best first."""
    told: dict[tuple[str, str], list[Watch]] = {}
    for sign in answer.watch:
        told.setdefault((sign.outcome, sign.among), []).append(sign)
    return [{"outcome": outcome, "among": among, "signs": signs[:EACH]} for (outcome, among), signs in told.items()]


def _short(text: str) -> str:
    return text if len(text) <= 58 else text[:56].rsplit(" ", 1)[0] + " …"
