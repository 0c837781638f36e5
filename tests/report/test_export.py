"""Other tools' conventions: read back as those tools read them."""

from __future__ import annotations

import csv
import io
import json
import tarfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hostile import NAMES
from hypothesis import given
from hypothesis import strategies as st
from SALib.sample import latin

from multivector.engine.outcome import POWER_SERIES
from multivector.ensemble import Study
from multivector.errors import EnsembleError
from multivector.report import export, salib_problem, to_ema, to_xarray
from multivector.report.export import guarded


def test_csv_holds_every_row_and_number(study: Study, tmp_path: Path) -> None:
    written = {path.name: path for path in export(study.folder, "csv", tmp_path)}
    for table in ("outcomes", "draws", "nation", "months", "powers", "events"):
        frame = pd.read_csv(written[f"{table}.csv"])
        assert len(frame) == study.query(f"SELECT count(*) AS n FROM {table}")["n"][0]
    outcomes = pd.read_csv(written["outcomes.csv"])
    assert np.array_equal(outcomes["peak_street"], study.outcomes()["peak_street"])
    told = pd.read_csv(written["columns.csv"])
    assert told["meaning"].notna().all()
    assert set(told[told["table"] == "outcomes"]["column"]) == set(outcomes.columns)


def test_no_text_cell_is_a_formula(study: Study, tmp_path: Path) -> None:
    """The sentences of events name regions whose names are formulas."""
    for path in export(study.folder, "csv", tmp_path):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    assert not cell.startswith(("=", "@", "\t", "\r")), (path.name, cell)
                    if cell.startswith(("+", "-")):
                        float(cell)
    assert any(name.startswith("=") for name in NAMES)


@given(st.text())
def test_a_guarded_text_is_no_formula_and_is_not_lost(text: str) -> None:
    cell = guarded(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text.removeprefix("'")


def test_behaviorspace_has_six_lines_of_heading_and_a_row_a_run(study: Study, tmp_path: Path) -> None:
    (path,) = export(study.folder, "behaviorspace", tmp_path)
    lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert lines[0][0].startswith("BehaviorSpace results")
    assert lines[0][1] == "Table version 2.0"
    frame = pd.read_csv(path, skiprows=6)
    assert list(frame["[run number]"]) == list(range(1, len(study.acute()) + 1))
    assert np.array_equal(frame["peak_street"], study.acute()["peak_street"])
    assert (frame["[step]"] > 0).all()


def test_ema_is_aligned_and_its_archive_reads_back(study: Study, tmp_path: Path) -> None:
    experiments, outcomes = to_ema(study)
    assert len(experiments) == len(study.acute())
    assert all(values.shape == (len(experiments),) for values in outcomes.values())
    assert np.array_equal(outcomes["peak_street"], study.acute()["peak_street"])
    (path,) = export(study.folder, "ema", tmp_path)
    with tarfile.open(path) as archive:

        def read(name: str) -> bytes:
            member = archive.extractfile(name)
            assert member is not None
            return member.read()

        metadata = json.loads(read("metadata.json"))
        table = pd.read_csv(io.BytesIO(read("experiments.csv")))
        assert list(metadata["experiments"]) == list(table.columns) == list(experiments.columns)
        for kind, name, file in metadata["outcomes"]:
            assert kind == "ScalarOutcome"
            values = pd.read_csv(io.BytesIO(read(file)), index_col=False, header=None).values.ravel()
            assert np.array_equal(values, outcomes[name])
    (again,) = export(study.folder, "ema", tmp_path / "again")
    assert again.read_bytes() == path.read_bytes()


def test_salib_takes_the_problem_and_samples_within_the_ranges(study: Study, tmp_path: Path) -> None:
    problem = salib_problem(study)
    assert problem["names"] == list(study.paths)
    sampled = latin.sample(problem, 64, seed=1)
    low, high = np.array(problem["bounds"]).T
    assert ((sampled >= low) & (sampled <= high)).all()
    logs = [i for i, kind in enumerate(problem["dists"]) if kind == "logunif"]
    middle = np.sqrt(low[logs] * high[logs])
    assert np.allclose((sampled[:, logs] < middle).mean(axis=0), 0.5)  # a Latin hypercube halves at the median
    paths = {path.name: path for path in export(study.folder, "salib", tmp_path)}
    x, y = pd.read_csv(paths["X.csv"]), pd.read_csv(paths["Y.csv"])
    assert len(x) == len(y) == len(study.acute())
    assert ((x.to_numpy() >= low - 1e-12) & (x.to_numpy() <= high + 1e-12)).all()
    assert len(set(salib_problem(study, grouped=True)["groups"])) < len(problem["names"])


def test_xarray_is_labelled_and_equal(study: Study) -> None:
    powers = to_xarray(study, "powers")
    assert powers["alignment"].dims == ("member", "arm", "month", "power")
    member = int(powers["member"][0])
    power = str(powers["power"][0].item())
    wanted = study.query(
        "SELECT alignment FROM powers WHERE member = ? AND arm = 'twin' AND power = ? ORDER BY month", [member, power]
    )["alignment"].to_numpy()
    assert np.array_equal(powers["alignment"].sel(member=member, arm="twin", power=power), wanted)
    assert all(powers[field.name].attrs["units"] == field.unit for field in POWER_SERIES)
    assert to_xarray(study, "outcomes").sizes == {"member": len(study.acute())}
    with pytest.raises(EnsembleError, match="unknown"):
        to_xarray(study, "nonsense")


def test_an_unknown_form_is_refused(study: Study, tmp_path: Path) -> None:
    with pytest.raises(EnsembleError, match="unknown"):
        export(study.folder, "spss", tmp_path)
