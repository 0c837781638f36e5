"""From claims to a study: proposals, the analyst's word on them, and the scenario that follows; plain text, kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from multivector.commands.evidence import claims
from multivector.evidence import Anchor, Claim, Kind, Ledger, Source, dump_claims, load_claims
from multivector.scenario import check, compile, load
from multivector.scenario.linking import informs
from multivector.scenario.shelf import begin

FORCE = "organisations.pact.force"


def claim(name: str, what: str, low: float, high: float) -> Claim:
    return Claim.model_validate({
        "id": name, "target": Anchor.of(name[0], "so many", 0, 7), "kind": Kind.FIGURE, "quantity": what,
        "value": low if low == high else None, "low": low, "high": high,
    })  # fmt: skip


@pytest.fixture
def study(tmp_path: Path) -> Path:
    begin(tmp_path)
    made = (
        claim("a-1", "foreign_troops", 800, 800), claim("b-1", "foreign_troops", 1500, 1500),
        claim("a-2", "deaths", 22, 30), claim("b-2", "injured", 90, 90),
    )  # fmt: skip
    documents = {key: Source(id=f"sha256:{key * 64}", family=key) for key in "ab"}
    dump_claims(Ledger(documents=documents, claims=made), tmp_path / "claims.yaml")
    file = tmp_path / "claims.yaml"
    file.write_text("# Read on Monday.\n" + file.read_text().replace("- id: b-1", "# the ministry's count\n- id: b-1"))
    return tmp_path


def call(*words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(claims, [str(word) for word in words], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def decide(study: Path, parameter: str, status: str, **changes: str) -> None:
    """What an analyst does with an editor."""
    file = study / "claims.yaml"
    head, mark, rest = file.read_text().partition(f"  parameter: {parameter}\n")
    assert mark
    entry, following, tail = rest.partition("\n- quantity:")
    for old, new in changes.items():
        key = f"  {old}: "
        before, _, after = entry.partition(key)
        entry = f"{before}{key}{new}\n{after.partition(chr(10))[2]}"
    file.write_text(f"{head}{mark}{entry.rstrip(chr(10))}\n  status: {status}  # we asked{following or chr(10)}{tail}")


def test_quantities_find_their_place_in_a_crisis() -> None:
    found = informs(load("velmora"))
    assert found["foreign_troops"] == FORCE
    assert found["deaths"] == "observations.dead"
    assert found["lead_share"] == "organisations.pact.members.karth.contingent"
    kazakhstan = informs(load("kazakhstan-2022"))
    assert "foreign_troops" not in kazakhstan  # two organisations: only the analyst knows which
    assert kazakhstan["withdrawal_start"] == "observations.exit_day"
    every = compile(load("kazakhstan-2022")).every
    seen = load("kazakhstan-2022").observations
    assert all(path in every or path.removeprefix("observations.") in seen for path in kazakhstan.values())


def test_proposals_are_written_and_comments_kept(study: Path) -> None:
    before = load(study).digest
    result = call("-f", study, "link")
    assert f"{FORCE}: 800.0 to 1500.0  (conflict, 2 voices, proposed)" in result.output
    assert "injured" in result.output.splitlines()[-1]
    text = (study / "claims.yaml").read_text()
    assert text.startswith("# Read on Monday.\n")
    assert "# the ministry's count\n- id: b-1" in text
    assert {one.parameter for one in load_claims(study / "claims.yaml").links} == {FORCE, "observations.dead"}
    call("-f", study, "link")
    assert (study / "claims.yaml").read_text() == text
    assert load(study).digest == before  # a proposal changes nothing


def test_only_what_is_accepted_reaches_the_scenario(study: Path) -> None:
    call("-f", study, "link")
    decide(study, FORCE, "accepted")
    decide(study, "observations.dead", "rejected")
    before = (study / "scenario.yaml").read_text()
    result = call("-f", study, "link", "--apply")
    assert f"{FORCE} takes its range from the claims" in result.output
    assert "# we asked" in (study / "claims.yaml").read_text()
    after = (study / "scenario.yaml").read_text()
    changed = [pair for pair in zip(before.splitlines(), after.splitlines(), strict=True) if pair[0] != pair[1]]
    assert changed == [
        ("    force: {range: [600, 2000], scale: log}", '    force: {claims: ["a-1", "b-1"], scale: log}')
    ]
    spec = compile(load(study)).spec(FORCE)
    assert (spec.low, spec.high, spec.scale, spec.kind) == (800, 1500, "log", "claims")
    call("-f", study, "link", "--apply")
    assert (study / "scenario.yaml").read_text() == after


def test_an_edited_range_is_kept_whatever_the_claims_say(study: Path) -> None:
    call("-f", study, "link")
    decide(study, FORCE, "edited", range="[700, 1600]")
    call("-f", study, "link", "--apply")
    file = study / "claims.yaml"
    file.write_text(file.read_text().replace("value: 1500", "value: 1900").replace("low: 1500", "low: 1900").replace(
        "high: 1500", "high: 1900"))  # fmt: skip
    call("-f", study, "link")
    spec = compile(load(study)).spec(FORCE)
    assert (spec.low, spec.high) == (700, 1600)
    assert any("edited" in one.range for one in check(load(study)).backing)


def test_an_observation_in_a_block_keeps_its_other_lines(study: Path) -> None:
    call("-f", study, "link")
    scenario = study / "scenario.yaml"
    scenario.write_text(scenario.read_text().replace("    low: 20\n", "    low: 20  # graves\n"))
    decide(study, "observations.dead", "accepted")
    call("-f", study, "link", "--apply")
    seen = load(study).observations["dead"]
    assert (seen.interval(), seen.interval(wide=True)) == ((22, 30), (10, 70))
    text = scenario.read_text()
    assert '    claims: ["a-2"]  # graves\n    wide_low: 10\n' in text
    assert seen.anchor is not None


def test_a_link_to_nothing_is_a_finding(study: Path) -> None:
    call("-f", study, "link")
    file = study / "claims.yaml"
    file.write_text(file.read_text().replace(f"parameter: {FORCE}", "parameter: organisations.pact.forse"))
    result = call("-f", study, "link", code=1)
    assert "no number or observation 'organisations.pact.forse'. Did you mean 'organisations.pact.force'?" in (
        result.stderr
    )


def test_links_that_ship_name_numbers_that_are_there() -> None:
    result = call("-f", "kazakhstan-2022", "link", "--dry-run")
    assert "organisations.csto.force: 2500.0 to 5000.0" in result.output
