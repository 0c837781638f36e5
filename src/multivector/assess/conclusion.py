"""What can be concluded, in words, most important first; and what limits it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from multivector.assess import words
from multivector.assess.answer import Consensus, Decides, Divergence, Score, TestVerdict, ViewVerdict, Word
from multivector.assess.corroboration import in_words
from multivector.assess.verdict import FEW
from multivector.scenario import Template

_ORDER: tuple[Word, ...] = ("FOLLOWS", "FOLLOWS IF", "FOLLOWS ONLY IF", "DOES NOT FOLLOW", "INCONCLUSIVE")


def conclusions(
    views: Sequence[ViewVerdict],
    consensus: Sequence[Consensus],
    divergence: Sequence[Divergence],
    decides: Sequence[Decides],
    shock: str,
    scores: Sequence[Score] = (),
) -> tuple[str, ...]:
    """What can be concluded, as sentences.

    Args:
        views: Verdicts.
        consensus: What runs agree on.
        divergence: Where they part.
        decides: What settling a fact would do.
        shock: Name of the outside shock; empty if there is none.
        scores: How what is on record of the years after fared.
    """
    said = []
    if views:
        counted = [(word, [view.id for view in views if view.word == word]) for word in _ORDER]
        parts = [f"{len(ids)} {_verb(word, len(ids))} ({', '.join(ids)})" for word, ids in counted if ids]
        said.append(f"Of {len(views)} experts' conclusions, put to the same test, {words.listed(parts)}.")
        said += [view.words for view in sorted(views, key=lambda view: _ORDER.index(view.word))]
    if shock and views:
        said.append(_shock(views, shock))
    few = [view.id for view in views if view.runs_meeting < FEW]
    if few:
        said.append(
            f"{words.listed(few)} rest{'s' if len(few) == 1 else ''} on fewer than {FEW} simulated acute phases:"
            " more runs would narrow the intervals."
        )
    said += _deciding(decides)
    for phase, most in (("crisis", 3), ("aftermath", 4)):
        said += _agreed([row for row in consensus if row.phase == phase], shock, most)
        parted = [row for row in divergence if row.phase == phase and row.subject]
        if parted:
            row = max(parted, key=lambda row: row.explained)
            said.append(f"Runs part, among {row.among}: {row.words}")
    fared = in_words(scores)
    if fared:
        said.append(fared)
    return tuple(said)


def limits(template: Template, runs: int, n: int) -> tuple[str, ...]:
    """What limits all of this.

    Args:
        template: The crisis.
        runs: Runs of the study.
        n: Draws an arm.
    """
    assumed = sum(spec.kind in ("assumed", "argued") for spec in template.specs)
    return (
        f"{assumed} of the {len(template.specs)} open numbers have a range that is assumed: shares are shares of this"
        " model's draws, not probabilities of the world. Which premise works, and whether premises do better than"
        " their reversal, hangs less on those ranges than the shares do; so verdicts rest on the lift.",
        f"Each arm has {n:,} draws. Premises on the acute phase are observed, not forced: the arm draws, with"
        f" replacement, finished runs of the study's {runs:,} that meet them. Intervals allow for how few these are.",
        "A draw combines an acute outcome with numbers drawn anew: what the two have in common beyond the outcome"
        " (a leader's leaning, say) is not carried over.",
        "The twin is the same dice with help not asked, and the regime's fate held the same.",
        "Value of information is that of one number or one claim known exactly; numbers that matter only together"
        " show little alone.",
    )


def _shock(views: Sequence[ViewVerdict], shock: str) -> str:
    """How verdicts stand with the shock and without, as forecasts and as effects of the help."""
    level = _by_shock([(view.id, view.level) for view in views], shock)
    twin = _by_shock([(view.id, view.twin) for view in views], shock)
    return f"As forecasts, {level}. As effects of the help alone, {twin}."


def _by_shock(tests: Sequence[tuple[str, TestVerdict]], shock: str) -> str:
    """Which verdicts change with the shock; where one setting is open, nothing is known of a change."""
    moved: list[str] = []
    open_: list[str] = []
    same: list[str] = []
    for name, test in tests:
        found = {"FOLLOWS" if s.word.startswith("FOLLOWS") else s.word for s in test.settings}
        (open_ if "INCONCLUSIVE" in found else moved if len(found) > 1 else same).append(name)
    on = f"the verdict on {words.listed(moved)} changes" if moved else "no verdict is shown to change"
    parts = [f"{on} with {shock}"]
    if same:
        parts.append(f"that on {words.listed(same)} is the same with and without")
    if open_:
        parts.append(f"that on {words.listed(open_)} is open in at least one setting")
    return "; ".join(parts)


def _deciding(rows: Sequence[Decides]) -> list[str]:
    """The two subjects that decide most, over all questions; groups aside, for their parts are there."""
    by_subject: defaultdict[str, list[Decides]] = defaultdict(list)
    for row in rows:
        if row.kind != "group":
            by_subject[row.subject].append(row)
    weighed = sorted(by_subject.values(), key=lambda found: -sum(row.share for row in found))
    said = []
    for found in weighed[:2]:
        best, about = max(found, key=lambda row: row.share), sorted({row.question.split()[0] for row in found})
        dispute = f" (disputed: {best.document} “{best.exact}”)" if best.exact else ""
        said.append(
            f"Among the facts that decide most is {best.meaning}{dispute}: it matters to {words.listed(about)}. If it"
            f" were known, P({best.question}; {best.among}) would be between about {best.low:.2f} and {best.high:.2f}"
            f" (now {best.now:.2f})."
        )
    return said


def _agreed(rows: Sequence[Consensus], shock: str, most: int) -> list[str]:
    """What certainly holds, a sentence for each part of the runs; what holds in most parts first.

    Args:
        rows: What nearly all runs of some part agree on.
        shock: Name of the outside shock; empty if there is none.
        most: Statements told.
    """
    parts: defaultdict[str, list[Consensus]] = defaultdict(list)
    for row in rows:
        if row.certain:
            parts[row.statement].append(row)
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for statement, found in parts.items():
        groups[tuple(row.among for row in found)].append(statement)
    phases = {row.among: row.share.distinct for row in rows}
    said = []
    for among, statements in sorted(groups.items(), key=lambda group: -len(group[0])):
        told, most = statements[:most], most - len(statements[:most])
        if told:
            fewest = min(phases[part] for part in among)
            said.append(
                f"Among {_parts(among, shock)} ({fewest:,} acute phases), nearly all agree: {' '.join(told)}"
            )
    return said


def _parts(among: Sequence[str], shock: str) -> str:
    """Parts of the runs in words; a part with the shock and the same without are one."""
    with_, without = f", with {shock}", f", without {shock}"
    both = [part.removesuffix(with_) for part in among if part.endswith(with_)]
    both = [scope for scope in both if scope + without in among] if shock else []
    rest = [part for part in among if part not in {scope + end for scope in both for end in (with_, without)}]
    return words.listed([*(f"{scope}, with or without {shock}" for scope in both), *rest])


def _verb(word: Word, n: int) -> str:
    s = "s" if n == 1 else ""
    return {
        "FOLLOWS": f"follow{s} from the premises",
        "FOLLOWS IF": f"follow{s} on a condition, without which the runs cannot tell",
        "FOLLOWS ONLY IF": f"follow{s} only on a further condition",
        "DOES NOT FOLLOW": f"do{'es' if n == 1 else ''} not follow",
        "INCONCLUSIVE": f"remain{s} open",
    }[word]
