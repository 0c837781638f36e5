"""The rival causes of violence, in pairs: never one without its rival."""

from __future__ import annotations

from typing import Any

from multivector.assess.answer import Answer, Rivals
from multivector.report import words
from multivector.report.figure import NARROW, WIDE, Figure, Section, Table
from multivector.report.rows import Dot, dots


def section(answer: Answer | None) -> Section:
    """The section."""
    title = "Why it turned violent: rival causes in pairs"
    if answer is None or answer.rivals is None:
        return Section("causes", title, "causes.html.j2", {"answer": answer, "rivals": None})
    rivals = answer.rivals
    content: dict[str, Any] = {"answer": answer, "rivals": rivals}
    return Section("causes", title, "causes.html.j2", content, (figure(rivals),) if rivals.pairs else ())


def figure(rivals: Rivals) -> Figure:
    """Where each cause lies in its range in runs with the pattern, against runs without."""
    found, rows = [], []
    for pair in rivals.pairs:
        panel = f"{_name(pair.first.path)} v. {_name(pair.second.path)}"
        for shift in (pair.first, pair.second):
            found.append(Dot(_name(shift.path), "", shift.shift, shift.low, shift.high, panel))
            moved = [words.points(value) for value in (shift.shift, shift.low, shift.high)]
            leans = "yes" if shift.near_bound else "no"
            rows.append([panel, shift.meaning, *moved, words.percent(shift.mean), leans])
    apart = [pair for pair in rivals.pairs if pair.low > 0 or pair.high < 0]
    told = (
        f"Of {len(rivals.pairs)} pairs, {len(apart)} can be told apart in {rivals.n_with:,} runs with the pattern and"
        f" {rivals.n_without:,} without."
    )
    if apart:
        best = max(apart, key=lambda pair: abs(pair.difference))
        told += f" {words.sentence(best.words)}"
    else:
        told += " The evidence does not prefer any cause to its rival."
    reach = max((max(abs(dot.low), abs(dot.high)) for dot in found), default=0.3)
    return Figure(
        id="causes",
        title="Rival causes of the observed pattern of violence, in pairs",
        finding=told,
        how="How much further up in its range a cause lies in runs that show the observed pattern than in runs that"
        " don't, in hundredths of the range, with 95 % interval. Right of the line: the pattern goes with a stronger"
        " cause.",
        wide=dots(found, hues={"": "rust"}, width=WIDE // 2 - 190, step=28, form="+.0%", domain=(-reach, reach), rule=0,
                  limit=160, columns=2, own=True),
        narrow=dots(found, hues={"": "rust"}, width=NARROW - 120, step=26, form="+.0%", domain=(-reach, reach), rule=0,
                    limit=110, columns=1, own=True),
        table=Table.of(("pair", "cause", "shift", "low", "high", "mean place in range", "leans on a bound"), rows, 2),
    )  # fmt: skip


def _name(path: str) -> str:
    return path.rpartition(".")[2].removesuffix("_effect").replace("_", " ")
