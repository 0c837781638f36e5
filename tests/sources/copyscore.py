"""Score the finding of copies on the invented test set."""

from __future__ import annotations

from collections import Counter

from tests.sources.copyset import corpus

from multivector.sources.family import find_families
from multivector.sources.intake import Intake
from multivector.sources.parse import parse


def score(first: int, n_corpora: int) -> dict[str, float]:
    made: Counter[str] = Counter()
    found: Counter[str] = Counter()
    forward = edges_right = false = unrelated = damaged_right = damaged_wrong = 0
    for seed in range(first, first + n_corpora):
        texts = corpus(seed)
        documents = [parse(Intake(f"{n}.txt", t.encode(), "text/plain")) for n, t in enumerate(texts.texts)]
        number = {document.id: n for n, document in enumerate(documents)}
        result = find_families(documents)
        operation_of = {(origin, copy): name for copy, origin, name in texts.copies}
        copied = {copy: name for copy, _, name in texts.copies}
        for name in operation_of.values():
            made[name] += 1
        edges = [(number[e.origin], number[e.copy]) for family in result.families for e in family.edges]
        for origin, copy in edges:
            pair = (min(origin, copy), max(origin, copy))
            if pair in operation_of:
                found[operation_of[pair]] += 1
                edges_right += 1
                forward += (origin, copy) == pair
            else:
                false += 1
        unrelated += len(documents) * (len(documents) - 1) // 2 - len(operation_of)
        for document in documents:
            damage = result.styles[document.id].damage.value
            expected = {"spin": "spun", "mangle": "mangled"}.get(copied.get(number[document.id], ""), "none")
            damaged_right += damage == expected != "none"
            damaged_wrong += damage != "none" and damage != expected
    report = {f"recall_{name}": found[name] / made[name] for name in made}
    report["recall"] = sum(found.values()) / sum(made.values())
    report["copies"] = sum(made.values())
    report["unrelated_pairs"] = unrelated
    report["false_alarms"] = false
    report["false_per_1000"] = 1000 * false / unrelated
    report["direction_right"] = forward / max(1, edges_right)
    report["damage_recall"] = damaged_right / (made["spin"] + made["mangle"])
    report["damage_false"] = damaged_wrong
    return report
