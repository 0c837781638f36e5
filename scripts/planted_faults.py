"""The zoo of planted faults: spoil a copy of the package in one place, and see which check notices.

``python scripts/planted_faults.py`` plants every fault and writes docs/reference/planted-faults.md (half an hour on
two cores: most faults mean compiling the engine afresh); with names, only those, without writing. A fault that nobody
catches means that a check is missing; exit code 1.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "planted-faults.md"

STREET = "verify street:streets"
GRID = "verify grid:rules"
GAME = "verify loyalty:games"
ELECTION = "verify election:elections"
INFLUENCE = "verify opinion:opinions"
ALIGNMENT = "verify alignment:alignments"
SCORES = "verify statistics:scores"
ACUTE = "tests/engine/test_acute.py"
EPSTEIN = "tests/engine/test_epstein.py"
BARGAINING = "tests/engine/test_bargaining.py"
AFTERMATH = "tests/engine/test_aftermath.py"
DICE = "tests/test_rng.py"


@dataclass(frozen=True)
class Fault:
    """A fault and where it should be noticed.

    Attributes:
        name: Short name.
        what: The fault in a phrase.
        file: File under src/multivector.
        old: Text that stands there exactly once.
        new: What is put in its place.
        checks: Targets of `verify` (file:function) or tests that are run on the spoilt copy.
    """

    name: str
    what: str
    file: str
    old: str
    new: str
    checks: tuple[str, ...]


FAULTS = (
    Fault(
        "risk-attracts", "sign flipped: risk draws people to the street", "engine/mobilization.py",
        "r.standing - r.risk", "r.standing + r.risk", (STREET,),
    ),
    Fault(
        "stale-exposure", "what people see is brought up to date only every other tick", "engine/news.py",
        "r.perceived += p.news_rate *", "r.perceived += (n.tick % 2.0) * p.news_rate *", (STREET,),
    ),
    Fault(
        "top-slice", "one in 65,536 is arrested where nobody should be", "engine/kernels.py",
        "row[4], row[5], row[6] = 65535 - rule[3]", "row[4], row[5], row[6] = 65534 - rule[3]",
        ("tests/engine/test_kernels.py::test_nobody_is_arrested_where_nobody_should_be_whatever_the_dice",),
    ),
    Fault(
        "threads-count", "dice hang on the chunk of work a block is dealt in", "engine/kernels.py",
        "random_words(dice, k0, k1, uint64(b), uint64(tick)",
        "random_words(dice, k0, k1, uint64(b - chunk * n // chunks), uint64(tick)",
        (f"{ACUTE}::test_same_bytes_for_one_and_two_threads_and_without_skipping",),
    ),
    Fault(
        "skips-too-much", "blocks are skipped in which somebody wants to be out", "engine/kernels.py",
        "lowest[b] >= willing[b]", "lowest[b] + 40 >= willing[b]",
        (f"{ACUTE}::test_same_bytes_for_one_and_two_threads_and_without_skipping", STREET),
    ),
    Fault(
        "lost-people", "those let go from detention are written down as dead", "engine/kernels.py",
        "protesting | detained | (gone & s0)", "protesting | detained | (gone & s0) | freed",
        (f"{ACUTE}::test_people_are_conserved",),
    ),
    Fault(
        "double-troops", "troops land twice over while they grow", "engine/deployment.py",
        "n.troops = n.troops_due * min(1.0,", "n.troops = n.troops_due * min(2.0,",
        (f"{ACUTE}::test_troops_are_conserved",),
    ),
    Fault(
        "shared-dice", "every member of a study throws the same dice", "rng.py",
        "spawn_key=(member,)", "spawn_key=(0,)", (DICE, f"{ACUTE}::test_members_differ"),
    ),
    Fault(
        "nine-rounds", "Philox with nine rounds", "rng.py", "for _ in range(10):", "for _ in range(9):", (DICE,),
    ),
    Fault(
        "swapped-signal", "sign flipped in the equation of the critical strength", "engine/loyalty.py",
        "if alpha * (middle - z) - root", "if alpha * (z - middle) - root", (GAME,),
    ),
    Fault(
        "own-salience", "an actor's own salience for its rival's", "engine/bargaining.py",
        "return gain(odds, salience[None, :]), gain(odds.T, salience[:, None])",
        "return gain(odds, salience[:, None]), gain(odds.T, salience[None, :])", (ELECTION, BARGAINING),
    ),
    Fault(
        "one-sided-vote", "votes against an option are not counted", "engine/bargaining.py",
        "            lose -= gain", "            lose -= 0.0 * gain", (ELECTION, BARGAINING),
    ),
    Fault(
        "swapped-anchor", "anchor and hearsay change places in the influence step", "engine/opinion.py",
        "return anchor + susceptibility * (heard - anchor)", "return heard + susceptibility * (anchor - heard)",
        (INFLUENCE,),
    ),
    Fault(
        "no-curvature", "shares of the optimum without their curvature", "engine/posture.py",
        "shares[i] = (pull[i] - level) / curvature[i]", "shares[i] = pull[i] - level", (ALIGNMENT,),
    ),
    Fault(
        "event-early", "off by one: an event abroad strikes a month early", "engine/world.py",
        "month_of(k.day) != s.month:", "month_of(k.day) != s.month + 1:",
        (f"{AFTERMATH}::test_before_an_event_the_series_agree",),
    ),
    Fault(
        "not-strict", "rule A with ≥ for >", "engine/epstein.py",
        "arrest_probability(k, ratio(cops, active, rule), 1.0) > threshold",
        "arrest_probability(k, ratio(cops, active, rule), 1.0) >= threshold", (GRID, EPSTEIN),
    ),
    Fault(
        "self-twice", "an agent counts itself twice among the active", "engine/epstein.py",
        "seen_cops, active + 1, legitimacy", "seen_cops, active + 2, legitimacy", (EPSTEIN,),
    ),
    Fault(
        "term-late", "off by one: a jail term is a period longer", "engine/epstein.py",
        "term[i] > 0:", "term[i] > -1:", (EPSTEIN,),
    ),
    Fault(
        "unseeded-draw", "a draw outside the counted dice", "engine/epstein.py",
        "pick = int(uniform(key, ARREST, tick, i, 0.0) * active)", "pick = int(np.random.random() * active)",
        (EPSTEIN,),
    ),
    Fault(
        "torn-torus", "the halo across the left edge lies one site off", "engine/epstein.py",
        "ex = x + side + HALO", "ex = x + side + HALO - 1", (EPSTEIN,),
    ),
    Fault(
        "wrong-way", "resolution added to the Brier score instead of taken off", "assess/scores.py",
        "self.reliability - self.resolution +", "self.reliability + self.resolution +",
        (SCORES,),
    ),
)  # fmt: skip

VERIFY = """
import json, sys
from importlib import import_module
from multivector.assess.verification import Verdict
found = []
for name in sys.argv[1:]:
    file, function = name.split(":")
    try:
        for target in getattr(import_module("multivector.assess.verification." + file), function)():
            if target.verdict is Verdict.FAIL:
                found.append("target %d, %s: %s" % (target.number, target.model, target.setting))
    except Exception as error:
        found.append("%s: %s" % (name, type(error).__name__))
print(json.dumps(found))
"""


def caught(fault: Fault | None, checks: tuple[str, ...]) -> list[str]:
    """Run checks on a copy of the package with one fault (or none), and say which do not hold.

    Args:
        fault: The fault to plant.
        checks: What to run.
    """
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        package = Path(folder) / "src" / "multivector"
        shutil.copytree(ROOT / "src" / "multivector", package, ignore=shutil.ignore_patterns("__pycache__"))
        if fault is not None:
            file = package / fault.file
            text = file.read_text(encoding="utf-8")
            if text.count(fault.old) != 1:
                raise SystemExit(f"{fault.name}: {fault.old!r} stands {text.count(fault.old)} times in {fault.file}")
            file.write_text(text.replace(fault.old, fault.new), encoding="utf-8")
        environment = os.environ | {
            "PYTHONPATH": str(package.parent),
            "NUMBA_CACHE_DIR": str(Path(folder) / "cache"),
        }
        found = []
        targets = [check.removeprefix("verify ") for check in checks if check.startswith("verify ")]
        if targets:
            answer = _run([sys.executable, "-c", VERIFY, *targets], environment)
            found += json.loads(answer.splitlines()[-1])
        tests = [check for check in checks if not check.startswith("verify ")]
        if tests:
            report = Path(folder) / "report.xml"
            options = ["-n0", "-q", "-p", "no:cacheprovider", "-m", "not slow and not nightly", f"--junitxml={report}"]
            _run([sys.executable, "-m", "pytest", *options, *tests], environment, may_fail=True)
            found += [
                f"{case.get('classname', '').rsplit('.', 1)[-1]}::{case.get('name')}"
                for case in ET.parse(report).iter("testcase")
                if case.find("failure") is not None or case.find("error") is not None
            ]
        return found


def _run(command: list[str], environment: dict[str, str], may_fail: bool = False) -> str:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode and not may_fail:
        raise SystemExit(done.stderr[-2000:])
    return done.stdout


def page(rows: list[tuple[Fault, list[str]]]) -> str:
    """The table of faults and of the checks that notice them."""
    lines = [
        "# Planted faults",
        "",
        "Generated by `python scripts/planted_faults.py`; do not edit. Each fault is planted in a copy of the package,",
        "in one place; the checks named are run on the copy and must not hold. All of them hold on the package itself.",
        "",
        f"{sum(bool(found) for _, found in rows)} of {len(rows)} faults are noticed.",
        "",
        "| fault | what is wrong | where | noticed by |",
        "| --- | --- | --- | --- |",
    ]
    for fault, found in rows:
        who = "; ".join(found[:4]) + (f"; {len(found) - 4} more" if len(found) > 4 else "")
        cells = (fault.name, fault.what, fault.file, who or "**nobody**")
        lines.append("| " + " | ".join(cell.replace("|", "·") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def main(names: list[str]) -> int:
    """Plant all faults, or those named."""
    chosen = [fault for fault in FAULTS if not names or fault.name in names]
    checks = tuple(sorted({check for fault in chosen for check in fault.checks}))
    wrong = caught(None, checks)
    if wrong:
        print("not even without a fault:", *wrong, sep="\n  ")
        return 1
    rows = []
    for fault in chosen:
        rows.append((fault, caught(fault, fault.checks)))
        print(f"{fault.name:16}", "; ".join(rows[-1][1]) or "NOBODY", flush=True)
    if not names:
        PAGE.write_text(page(rows), encoding="utf-8")
    return int(not all(found for _, found in rows))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
