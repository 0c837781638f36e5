"""Run a study: make its design, simulate it part by part, leave it whole on the disk.

1. The folder is made and held; what a killed process left unfinished in it is swept away.
2. The manifest is written, or compared with the one found there.
3. The design is made (draws whose calm is unstable are passed over) and written, or read.
4. Every part not yet there is simulated and written as it finishes.
5. The manifest is completed.

A process may be killed at any point; the same call with ``resume`` goes on, and the finished folder is the
same, byte for byte, but for the times in the manifest.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from multivector.ensemble import design as designs
from multivector.ensemble import disk, part
from multivector.ensemble.design import Design
from multivector.ensemble.execute import Executor, executor
from multivector.ensemble.manifest import NAME, Identity, Manifest, now
from multivector.ensemble.part import CalmTask, Case, Task
from multivector.ensemble.results import Study
from multivector.errors import EnsembleError

DRAWS = "draws.parquet"
"""File of the design."""

MOST_RUNS, FEWEST_RUNS, PARTS = 250, 4, 32
"""A part holds a 32nd of the runs, but no more and no fewer than these."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many steps of it are done, and how many there are (0 if not known)."""


def part_runs(total: int) -> int:
    """Number of runs in a part: a function of the study alone, never of the machine."""
    return max(FEWEST_RUNS, min(MOST_RUNS, -(-total // PARTS)))


def identity(case: Case, n: int) -> Identity:
    """What a study's bytes depend on."""
    return Identity(
        scenario=case.name,
        sha256=case.crisis.scenario.digest,
        n=n,
        replications=case.replications,
        seed=case.seed,
        design=case.kind,
        without=tuple(case.without),
        set=dict(case.set),
        part_runs=part_runs(n * case.replications),
    )


def run(
    case: Case,
    folder: Path,
    *,
    n: int,
    sources: Mapping[str, bytes] | None = None,
    work: Executor | None = None,
    resume: bool = False,
    progress: Progress = lambda what, done, total: None,
) -> Study:
    """Run a study, or the rest of it.

    Args:
        case: What its runs share. Studies with the same seed have common random numbers: rows and dice.
        folder: Folder of the study; made if it is not there.
        n: Rows of the design.
        sources: Files that the crisis was made from, kept beside the results so that a run can be replayed.
        work: Where to simulate; None for all cores of this machine.
        resume: Go on with a study that was stopped.
        progress: Told how far things are.

    Returns:
        The finished study. If the folder already holds this very study, finished, nothing is simulated.

    Raises:
        EnsembleError: If the folder holds something else, or the disk refuses; what is finished stays.
        ScenarioError: If the case names what the scenario doesn't know.
    """
    first = case.draw(designs.candidate(case.crisis, 0, kind=case.kind, seed=case.seed, fixed=case.set), 0)
    names = first.names
    case = replace(case, regions=tuple(names.rows["region"]), powers=tuple(names.rows["power"]))
    with disk.owned(folder), nullcontext(work) if work else closing(executor()) as work:
        begun = time.monotonic()
        manifest = _manifest(case, n, folder, resume, sources or {})
        if manifest.results:
            return Study(folder, manifest)
        progress("preparing the engine (the first time takes half a minute)", 0, 0)
        case.model.prepare()
        plan = _design(case, n, folder, work, progress)
        _simulate(case, plan, manifest.identity.part_runs, folder, work, progress)
        study = Study(folder, manifest)
        counts = study.counts()
        results = {"candidates": plan.tried, "rejected_share": plan.rejected_share, "status": counts}
        took = round(time.monotonic() - begun, 3)
        made = {**manifest.made, "finished": now(), "seconds_of_last_session": took}
        manifest = replace(manifest, results=results, made=made)
        manifest.write(folder)
        return Study(folder, manifest)


def _manifest(case: Case, n: int, folder: Path, resume: bool, sources: Mapping[str, bytes]) -> Manifest:
    """The manifest of the study: a new one, or the one found if it is of the same study."""
    wanted = identity(case, n)
    if not (folder / NAME).exists():
        foreign = [p.name for p in folder.iterdir() if p.name not in sources]
        if foreign:
            raise EnsembleError(
                f"{folder}: holds other things ({', '.join(sorted(foreign)[:3])}) and no study",
                expected="an empty or new folder",
                advice="Choose another with --out",
            )
        for file, data in sources.items():
            disk.write(folder / file, data)
        hashes = {file: hashlib.sha256(data).hexdigest() for file, data in sources.items()}
        manifest = Manifest(wanted, sources=hashes, made={"started": now()})
        manifest.write(folder)
        return manifest
    manifest = Manifest.read(folder)
    differences = manifest.identity.differences(wanted)
    if differences:
        raise EnsembleError(
            "\n  ".join([f"{folder}: holds another study, which can't be mixed with this one:", *differences]),
            advice="Choose another folder with --out, or run the command the study was begun with",
        )
    if not manifest.results and not resume:
        raise EnsembleError(
            f"{folder}: holds this study, unfinished",
            expected="an empty or new folder, or --resume",
            advice="Run the same command with --resume to go on where it stopped",
        )
    return manifest


def _design(case: Case, n: int, folder: Path, work: Executor, progress: Progress) -> Design:
    """The design of the study: read if it is there, else made and written."""
    path = folder / DRAWS
    if path.exists():
        table = pq.read_table(path)
        paths = table.column_names[1:]
        values = np.column_stack([table[p].to_numpy() for p in paths]) if paths else np.zeros((len(table), 0))
        return Design(tuple(paths), table["row"].to_numpy(), values, case.replications)

    looked = 0

    def tick(steps: int) -> None:
        nonlocal looked
        looked += steps
        progress("choosing draws", looked, 0)

    def calm(rows: designs.Integers, values: designs.Floats) -> list[bool]:
        size = 256
        starts = range(0, len(rows), size)
        tasks = [CalmTask(case, i, rows[i : i + size], values[i : i + size]) for i in starts]
        # a few candidates are not worth starting processes for
        doer = work if len(tasks) > 1 else executor(1)
        answers = dict(doer.map(part.calm, tasks, tick))
        return [mask for task in tasks for mask in answers[task.first]]

    made = designs.make(
        case.crisis,
        n,
        kind=case.kind,
        seed=case.seed,
        replications=case.replications,
        fixed=case.set,
        calm=calm,
    )
    columns = [pa.array(made.rows), *(pa.array(column) for column in made.values.T)]
    table = pa.table(columns, names=["row", *made.paths])
    disk.write(path, part.to_parquet(table))
    return made


def _simulate(case: Case, plan: Design, size: int, folder: Path, work: Executor, progress: Progress) -> None:
    """Simulate and write every part that is not there yet."""
    members = plan.members
    values = np.repeat(plan.values, plan.replications, axis=0)
    for table in part.TABLES:
        disk.make_folder(folder / table)
    spans = [slice(start, start + size) for start in range(0, len(members), size)]
    tasks = [
        Task(case, folder, number, members[span], values[span])
        for number, span in enumerate(spans)
        if not part.finished(folder, number)
    ]
    done = len(members) - sum(len(task.members) for task in tasks)
    progress("simulating", done, len(members))

    def tick(steps: int) -> None:
        nonlocal done
        done += steps
        progress("simulating", done, len(members))

    for _ in work.map(part.simulate, tasks, tick):
        pass
    progress("simulating", len(members), len(members))
