"""How it was done, what limits it, and how to do it again."""

from __future__ import annotations

from typing import Any

from multivector.assess.answer import Answer
from multivector.engine import register
from multivector.report import words
from multivector.report.figure import Section, Table
from multivector.report.record import Record


def section(record: Record, answer: Answer | None) -> Section:
    """Method and limits."""
    results = record.study.manifest.results
    identity = record.study.manifest.identity
    content: dict[str, Any] = {
        "n": len(record.acute),
        "open": len(record.template.specs),
        "mechanisms": list(register.MECHANISMS.values()),
        "design": {"lhs": "a nested Latin hypercube", "sobol": "a scrambled Sobol' sequence"}[identity.design],
        "rejected": words.percent(results["rejected_share"]) if results else "",
        "candidates": f"{results['candidates']:,}" if results else "",
        "limits": answer.limits if answer else (),
        "gates": gates(record),
        "held": sum(gate.passes for gate in record.gates),
        "failed": record.study.counts()["failed"],
        "months": record.months,
        "without": identity.without,
        "set": identity.set,
        "input_like": [cover.name for cover in record.coverage if cover.input_like],
        "shocks": [shock.name for shock in record.scenario.shocks.values() if shock.kind == "outside"],
    }
    return Section("method", "Method and limits", "method.html.j2", content)


def gates(record: Record) -> Table:
    """Bounds of sensible behaviour, held or not."""
    return Table.of(
        ("behaviour", "among", "share of runs", "bounds", "held"),
        [
            [gate.name, gate.given, words.share(gate.share), words.interval(gate.low, gate.high),
             "yes" if gate.passes else "no"]
            for gate in record.gates
        ],
        2,
    )  # fmt: skip


def provenance(record: Record, answer: Answer | None) -> Section:
    """What produced the study, and the commands that make it again."""
    manifest = record.study.manifest
    identity = manifest.identity
    command = ["multivector", "run", identity.scenario, "-n", str(identity.n), "--seed", str(identity.seed)]
    if identity.replications != 1:
        command += ["--replications", str(identity.replications)]
    if identity.design != "lhs":
        command += ["--design", identity.design]
    for switch in identity.without:
        command += ["--without", switch]
    for path, value in identity.set.items():
        command += ["--set", f"{path}={value!r}"]
    facts = [
        ("study", identity.id),
        ("crisis", identity.scenario),
        ("SHA-256 of the scenario", identity.sha256),
        *((f"SHA-256 of {name}", digest) for name, digest in manifest.sources.items()),
        ("multivector", identity.code["version"]),
        ("SHA-256 of the code", identity.code["sha256"]),
        ("runs", f"{identity.n * identity.replications:,} ({identity.n:,} rows, {identity.replications} on each)"),
        ("seed", str(identity.seed)),
        ("design", identity.design),
        *((key, value) for key, value in identity.surroundings.items()),
        ("finished", str(manifest.made.get("finished", "not yet"))),
    ]
    if answer is not None:
        facts += [
            ("assessed", answer.provenance.made),
            ("draws an arm", f"{answer.provenance.n:,}"),
            ("seed of the arms", str(answer.provenance.seed)),
        ]
    content = {"facts": facts, "command": " ".join(command), "folder": record.study.folder.name}
    return Section("provenance", "Provenance", "provenance.html.j2", content)
