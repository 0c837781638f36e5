"""Score proposed claims against a folder of hand-annotated ones.

    python scripts/score_claims.py GOLD_FOLDER TEXTS_FOLDER [--nlp] [--json] [--show]

The gold folder holds JSON lines (``*claims*.jsonl``) with ``doc``, ``mention_start``, ``mention_end``,
``kind``, ``value``, ``low``, ``high``, ``counted``, ``speaker``, ``attribution``, ``tier``; optional
``*distractors*.jsonl`` with ``doc``, ``start``, ``end``: stretches in which nothing is to be claimed. Texts
are looked up by ``doc``.

A proposal is right when it overlaps the annotated mention and gives its value: the same number or date, or,
where the annotation holds only an interval, an interval that overlaps it. Every proposal can meet one
annotation. Precision = right / proposed, recall = right / annotated. Speaker and counted noun are scored on
the right ones: the last name, or any content word, in common. A speaker that the annotation leaves open must
    be left open.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from multivector.evidence import Claim, propose_claims
from multivector.evidence.parse import Parser, load_parser
from multivector.sources import Document, read_documents

Gold = dict[str, Any]


def read_gold(folder: Path, pattern: str) -> list[Gold]:
    rows = [line for path in sorted(folder.glob(pattern)) for line in path.read_text("utf-8").splitlines()]
    return [json.loads(row) for row in rows if row.strip()]


def number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def same_value(gold: Gold, claim: Claim) -> bool:
    """Whether a claim states the annotated value; see the rule at the top of the file."""
    if gold["kind"] == "date":
        return claim.kind == "date" and same_date(gold, claim)
    if claim.kind == "date":
        return False
    stated, found = number(gold["value"]), number(claim.value)
    scale = 0.01 if gold["unit"] == "fraction" and claim.unit == "percent" else 1.0
    if stated is not None and found is not None:
        rounded = 1e-4 if gold["unit"] == "fraction" else 1e-6  # a third is annotated as 0.3333
        return abs(found * scale - stated) <= rounded * max(1.0, abs(stated))
    return overlap(number(gold["low"]), number(gold["high"]), number(claim.low), number(claim.high))


def overlap(a: float | None, b: float | None, c: float | None, d: float | None) -> bool:
    low, high = (a if a is not None else 0.0), (b if b is not None else float("inf"))
    return low <= (d if d is not None else float("inf")) and (c if c is not None else 0.0) <= high


def same_date(gold: Gold, claim: Claim) -> bool:
    if isinstance(gold["value"], str) and isinstance(claim.value, str) and gold["tier"] != "vague":
        return gold["value"] == claim.value
    low, high = str(gold["low"] or gold["value"]), str(gold["high"] or gold["value"])
    c_low, c_high = str(claim.low), str(claim.high)
    return low[: len(low)] <= c_high[: len(low)] and c_low[: len(high)] <= high


def same_speaker(gold: Gold, claim: Claim) -> bool:
    if gold["speaker"] is None:
        return claim.speaker == ""
    last = re.findall(r"\w+", gold["speaker"])[-1].lower()
    return last in re.findall(r"\w+", claim.speaker.lower())


def same_counted(gold: Gold, claim: Claim) -> bool:
    skip = {"of", "the", "and", "in", "other"}
    words = set(re.findall(r"\w+", gold["counted"].lower())) - skip
    return bool(words & set(re.findall(r"\w+", claim.counted.lower())))


def match(gold: list[Gold], claims: list[Claim]) -> dict[int, Claim]:
    """Annotation number to the right proposal that meets it."""
    taken: set[str] = set()
    pairs = {}
    for index, row in enumerate(gold):
        for claim in claims:
            meets = claim.target.start < row["mention_end"] and row["mention_start"] < claim.target.end
            if claim.id not in taken and meets and same_value(row, claim):
                taken.add(claim.id)
                pairs[index] = claim
                break
    return pairs


def score(gold: list[Gold], traps: list[Gold], documents: list[Document], parser: Parser | None) -> dict[str, Any]:
    by_name = {document.name: document for document in documents}
    start = time.perf_counter()
    claims = propose_claims(documents, keys={d.id: d.name for d in documents}, parser=parser)
    seconds = time.perf_counter() - start
    of_doc = defaultdict(list)
    for claim in claims:
        of_doc[claim.source].append(claim)
    right: list[tuple[Gold, Claim]] = []
    missed: list[Gold] = []
    used: set[str] = set()
    for name in sorted({row["doc"] for row in gold}):
        rows = [row for row in gold if row["doc"] == name]
        pairs = match(rows, of_doc[name])
        right += [(rows[i], claim) for i, claim in pairs.items()]
        missed += [row for i, row in enumerate(rows) if i not in pairs]
        used |= {claim.id for claim in pairs.values()}
    annotated = {row["doc"] for row in gold}
    proposed = [claim for claim in claims if claim.source in annotated]
    caught = [
        t for t in traps if any(c.target.start < t["end"] and t["start"] < c.target.end for c in of_doc[t["doc"]])
    ]
    core = [row for row in gold if row.get("tier", "core") == "core"]
    core_right = [row for row, _ in right if row.get("tier", "core") == "core"]
    counted = [(row, claim) for row, claim in right if row.get("counted")]
    n_words = sum(len(document.clean_text().split()) for document in by_name.values())
    return {
        "documents": len(annotated),
        "annotated": len(gold),
        "proposed": len(proposed),
        "right": len(right),
        "precision": len(right) / max(1, len(proposed)),
        "recall": len(right) / max(1, len(gold)),
        "core_recall": len(core_right) / max(1, len(core)),
        "speaker": sum(same_speaker(*pair) for pair in right) / max(1, len(right)),
        "attribution": sum(row["attribution"] == claim.attribution for row, claim in right) / max(1,
        len(right)), "counted_noun": sum(same_counted(*pair) for pair in counted) / max(1, len(counted)),
        "traps": len(traps),
        "traps_caught": len(caught),
        "exact_anchors": sum(
            by_name[c.source].text[c.target.start : c.target.end] == c.target.exact for c in claims
        ) / max(1, len(claims)),
        "words_per_second": n_words / seconds,
        "missed": [row.get("id", row["mention"]) for row in missed],
        "extra": [f"{c.source}:{c.target.start} {c.target.exact!r}" for c in proposed if c.id not in used],
        "wrong_speaker": [f"{r.get('id')}: {r['speaker']} / {c.speaker}" for r, c in right if not
        same_speaker(r, c)], "wrong_counted": [f"{r.get('id')}: {r['counted']} / {c.counted}" for r, c in
        counted if not same_counted(r, c)], "wrong_attribution": [
            f"{r.get('id')}: {r['attribution']} / {c.attribution}" for r, c in right if r["attribution"] !=
            c.attribution
        ],
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="folder with *claims*.jsonl")
    parser.add_argument("texts", type=Path, help="folder with the documents")
    parser.add_argument("--nlp", action="store_true", help="ask the parser too")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--show", action="store_true", help="list what was missed, added or wrong")
    arguments = parser.parse_args()
    gold = read_gold(arguments.gold, "*claims*.jsonl")
    traps = read_gold(arguments.gold, "*distractors*.jsonl")
    names = sorted({row["doc"] for row in gold})
    reading = read_documents([arguments.texts / name for name in names])
    for fault in reading.faults:
        print(f"not read: {fault}")
    result = score(gold, traps, list(reading.documents), load_parser() if arguments.nlp else None)
    if arguments.json:
        print(json.dumps(result, ensure_ascii=False))
        return
    for key, value in result.items():
        if isinstance(value, list):
            if arguments.show and value:
                print(f"{key}:", *value, sep="\n  ")
        else:
            print(f"{key:18} {value:,.3f}" if isinstance(value, float) else f"{key:18} {value:,}")


if __name__ == "__main__":
    main()
