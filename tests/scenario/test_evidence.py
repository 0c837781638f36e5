"""Numbers that rest on claims: their range is what the claims allow, and it follows them."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from multivector.cli import main
from multivector.commands.scenario import check as command
from multivector.engine import register
from multivector.errors import ScenarioError
from multivector.evidence import Anchor, Claim, Kind, Ledger, Link, Quantity, Source, dump_claims, load_claims
from multivector.report import evidence as report
from multivector.scenario import check, compile, load
from multivector.scenario.shelf import LIBRARY, begin
from multivector.sources import Damage

FORCE = "organisations.csto.force"


def claim(name: str, what: str, low: float | str | None, high: float | str | None = None, **fields: object) -> Claim:
    """A claim on a quantity; one value if only one end is given."""
    single = high is None
    made = {
        "id": name, "target": Anchor.of(name[0], "so many", 0, 7), "kind": Kind.FIGURE, "quantity": what,
        "value": low if single else None, "low": low, "high": low if single else high, "unit": "count",
    }  # fmt: skip
    return Claim.model_validate(made | fields)


QUANTITIES = (
    Quantity(key="ready", unit="persons"),
    Quantity(key="part", unit="percent"),
    Quantity(key="came", unit="date", kinds=(Kind.DATE,), parameter="observations.arrival"),
    Quantity(key="gunmen", unit="persons", parameter="parameters.riot.armed_men"),
)


def study(folder: Path, claims: tuple[Claim, ...], *, links: tuple[Link, ...] = (), **lines: str) -> Path:
    """The small fictional crisis with claims beside it, and some of its lines replaced."""
    begin(folder)
    path = folder / "scenario.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in lines.items():
        head = f"    {old}: "
        before, found, after = text.partition(head)
        assert found, old
        text = f"{before}{head}{new}\n{after.partition(chr(10))[2]}"
    path.write_text(text, encoding="utf-8")
    documents = {key: Source(id=f"sha256:{key * 64}", family=key) for key in sorted({one.source for one in claims})}
    dump_claims(Ledger(documents=documents, quantities=QUANTITIES, claims=claims, links=links), folder / "claims.yaml")
    return path


def spec(path: Path, name: str):  # type: ignore[no-untyped-def]
    return compile(load(path)).spec(name)


@pytest.fixture
def kazakhstan(tmp_path: Path) -> Path:
    begin(tmp_path / "study", "kazakhstan-2022")
    return tmp_path / "study"


def test_a_crisis_is_begun_with_its_claims(kazakhstan: Path) -> None:
    assert (kazakhstan / "claims.yaml").read_bytes() == (LIBRARY / "kazakhstan-2022" / "claims.yaml").read_bytes()
    assert load(kazakhstan).digest == load("kazakhstan-2022").digest
    (kazakhstan / "scenario.yaml").unlink()
    with pytest.raises(ScenarioError, match=r"claims.yaml is there already"):
        begin(kazakhstan, "kazakhstan-2022")


def test_changing_one_claim_changes_range_digest_and_check(kazakhstan: Path) -> None:
    before, told = load(kazakhstan), CliRunner().invoke(command, [str(kazakhstan)]).output
    assert (spec(kazakhstan, FORCE).low, spec(kazakhstan, FORCE).high) == (2500, 5000)
    assert spec(kazakhstan, FORCE).kind == "claims"
    assert "2,500 to 5,000, 3 voices (000, 002, 003), conflict" in told

    file = kazakhstan / "claims.yaml"
    head, mark, rest = file.read_text(encoding="utf-8").partition('- id: "003-12"')
    file.write_text(head + mark + rest.replace("high: 500", "high: 800", 1), encoding="utf-8")

    after, told = load(kazakhstan), CliRunner().invoke(command, [str(kazakhstan)]).output
    assert spec(kazakhstan, FORCE).high == 3000 + 4 * 800
    assert after.digest != before.digest
    assert "2,500 to 6,200" in told
    assert after.digest[:12] in told
    drawn = [compile(one).quantile([[0.999] * len(compile(one).paths)])[0] for one in (before, after)]
    index = compile(after).index(FORCE)
    assert drawn[1][index] > 5000 > drawn[0][index]


def test_the_report_follows_the_claims_of_the_study_without_linking_again(kazakhstan: Path) -> None:
    file = kazakhstan / "claims.yaml"
    head, mark, rest = file.read_text(encoding="utf-8").partition('- id: "003-12"')
    file.write_text(head + mark + rest.replace("high: 500", "high: 800", 1), encoding="utf-8")
    record = SimpleNamespace(study=SimpleNamespace(folder=kazakhstan), scenario=load(kazakhstan))
    ledger = report.ledger(record)  # type: ignore[arg-type]
    assert ledger is not None
    assert next(one for one in ledger.links if one.parameter == FORCE).range == (2500, 6200)


def test_a_note_on_a_claim_changes_no_digest(kazakhstan: Path) -> None:
    before = load(kazakhstan).digest
    file = kazakhstan / "claims.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# seen by two of us\n", encoding="utf-8")
    assert load(kazakhstan).digest == before


def test_a_retracted_claim_is_dropped_and_check_says_so(kazakhstan: Path) -> None:
    file = kazakhstan / "claims.yaml"
    head, mark, rest = file.read_text(encoding="utf-8").partition('- id: "003-10"')
    file.write_text(head + mark + rest.replace("  kind: figure", "  status: retracted\n  kind: figure", 1))
    # Without the paratroopers nothing follows for the sum; "roughly 2,500" and 2,500 are compatible.
    assert (spec(kazakhstan, FORCE).low, spec(kazakhstan, FORCE).high) == (2500, 2500)
    force = next(one for one in check(load(kazakhstan)).backing if one.path == FORCE)
    assert force.voices == ("000", "002")


def test_the_scenario_survives_a_trip_to_another_process(kazakhstan: Path) -> None:
    scenario = load(kazakhstan)
    again = pickle.loads(pickle.dumps(scenario))
    assert again.digest == scenario.digest
    assert compile(again).specs == compile(scenario).specs


def test_conflict_widens_and_a_family_has_one_vote(tmp_path: Path) -> None:
    claims = (claim("a-1", "ready", 900), claim("b-1", "ready", 1500), claim("a-2", "ready", 900))
    path = study(tmp_path, claims, force='{claims: ["a-1", "a-2", "b-1"]}')
    name = next(name for name in compile(load(path)).every if name.endswith(".force"))
    assert (spec(path, name).low, spec(path, name).high) == (900, 1500)
    (backing,) = check(load(path)).backing
    assert (backing.voices, backing.conflict, backing.own) == (("a", "b"), "conflict", False)


def test_percent_becomes_a_share_and_a_value_stays_in_the_middle(tmp_path: Path) -> None:
    path = study(tmp_path, (claim("a-1", "part", 20, 60, unit="percent"),), urban_share='{value: 0.5, claims: ["a-1"]}')
    name = next(one.path for one in check(load(path)).backing)
    assert (spec(path, name).low, spec(path, name).central, spec(path, name).high) == (0.2, 0.5, 0.6)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ('{claims: ["a-9"]}', "no claim is called 'a-9'"),
        ('{claims: ["b-1"]}', "measure ready in persons"),
        ('{value: 0.9, claims: ["a-1"]}', "outside"),
        ('{claims: ["a-1", "b-1"]}', "the claims speak of ready, part"),
        ('{claims: ["c-1"]}', "nothing of c-1 stands any more"),
    ],
)
def test_faults_say_what_the_claims_lack(tmp_path: Path, written: str, words: str) -> None:
    claims = (
        claim("a-1", "part", 20, 60, unit="percent"), claim("b-1", "ready", 7),
        claim("c-1", "part", 20, unit="percent", status="retracted"),
    )  # fmt: skip
    path = study(tmp_path, claims, urban_share=written)
    with pytest.raises(ScenarioError) as caught:
        load(path)
    told = [fault for fault in caught.value.faults if words in fault.found]
    assert told, str(caught.value)
    assert told[0].line is not None
    assert "urban_share" in path.read_text(encoding="utf-8").splitlines()[told[0].line - 1]


def test_without_a_claims_file(tmp_path: Path) -> None:
    path = study(tmp_path, (claim("a-1", "part", 20),), urban_share='{claims: ["a-1"]}')
    (tmp_path / "claims.yaml").unlink()
    with pytest.raises(ScenarioError, match="cannot be looked up"):
        load(path)
    path.write_text(path.read_text().replace('{claims: ["a-1"]}', '{range: [0.4, 0.6], claims: ["a-1"]}'))
    assert any("cannot be looked up" in str(one) for one in check(load(path)).warnings)


def test_a_broken_claims_file_is_told_with_its_lines(tmp_path: Path) -> None:
    path = study(tmp_path, (claim("a-1", "part", 20),), urban_share='{claims: ["a-1"]}')
    file = tmp_path / "claims.yaml"
    file.write_text(file.read_text().replace("kind: figure", "kind: figger"))
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert caught.value.faults[0].line is not None


@pytest.mark.parametrize(("own", "holds"), [("[0.2, 0.6]", True), ("[0.1, 0.7]", True), ("[0.3, 0.7]", False)])
def test_an_own_range_wins_and_is_compared(tmp_path: Path, own: str, holds: bool) -> None:
    claims = (claim("a-1", "part", 20, 60, unit="percent"),)
    path = study(tmp_path, claims, urban_share=f'{{range: {own}, claims: ["a-1"]}}')
    review = check(load(path))
    (backing,) = review.backing
    assert [backing.low, backing.high] == json.loads(own)
    assert backing.holds is holds
    said = [one for one in review.warnings if "leaves out what its claims say" in one.found]
    assert len(said) == (not holds)
    path.write_text(path.read_text().replace('claims: ["a-1"]}', 'claims: ["a-1"], note: the old count}'))
    assert not [one for one in check(load(path)).warnings if "leaves out" in one.found]


def test_claims_on_the_same_that_are_not_named(tmp_path: Path) -> None:
    claims = (claim("a-1", "part", 20, 60, unit="percent"), claim("b-1", "part", 70, unit="percent"))
    path = study(tmp_path, claims, urban_share='{claims: ["a-1"]}')
    assert any("b-1 of claims.yaml speak" in one.found for one in check(load(path)).warnings)


def test_what_is_disputed_sets_only_the_upper_end(tmp_path: Path) -> None:
    path = study(tmp_path, (claim("a-1", "gunmen", 9000, attribution="disputed"),))
    text = path.read_text()
    assert "\nparameters:\n" in text
    path.write_text(text.replace("\nparameters:\n", '\nparameters:\n  riot:\n    armed_men: {claims: ["a-1"]}\n', 1))
    men = register.PATHS["parameters.riot.armed_men"]
    found = spec(path, "parameters.riot.armed_men")
    assert (found.low, found.high, found.scale) == (men.low, 9000, men.scale)


def test_what_an_analyst_decided_in_the_links(tmp_path: Path) -> None:
    claims = (claim("a-1", "part", 20, 60, unit="percent"),)
    name = "regions.capital.urban_share"

    def linked(status: str) -> Path:
        one = Link(quantity="part", parameter=name, range=(0.3, 0.4), claims=("a-1",), status=status)  # type: ignore[arg-type]
        return study(tmp_path / status, claims, links=(one,), urban_share='{claims: ["a-1"]}')

    assert (spec(linked("accepted"), name).low, spec(tmp_path / "accepted", name).high) == (0.2, 0.6)
    assert (spec(linked("edited"), name).low, spec(tmp_path / "edited", name).high) == (0.3, 0.4)
    with pytest.raises(ScenarioError, match="rejects the link"):
        load(linked("rejected"))


def test_a_spun_copy_alone_gives_no_range_until_an_analyst_accepts_it(tmp_path: Path) -> None:
    name = "regions.capital.urban_share"
    claims = (claim("a-1", "part", 20, 60, unit="percent"), claim("b-1", "part", 30, 60, unit="percent"))

    def spun(folder: str, status: str = "", named: str = '"a-1"', own: str = "") -> Path:
        given = Link(quantity="part", parameter=name, range=(0.3, 0.4), claims=("a-1",), status=status or "proposed")
        path = study(tmp_path / folder, claims, links=(given,), urban_share=f"{{{own}claims: [{named}]}}")
        ledger = load_claims(path.with_name("claims.yaml"))
        ledger.documents["a"] = ledger.documents["a"].model_copy(update={"damage": Damage.SPUN})
        dump_claims(ledger, path.with_name("claims.yaml"))
        return path

    for status in ("", "proposed"):
        with pytest.raises(ScenarioError) as caught:
            load(spun(f"alone{status}", status))
        (told,) = caught.value.faults
        assert "rest on a spun copy alone (a)" in told.found
        assert told.path == name
        assert f"`status: accepted` on the link to {name}" in told.advice
    assert (spec(spun("kept", "accepted"), name).low, spec(tmp_path / "kept", name).high) == (0.2, 0.6)
    assert (spec(spun("edited", "edited"), name).low, spec(tmp_path / "edited", name).high) == (0.3, 0.4)
    assert (spec(spun("beside", named='"a-1", "b-1"'), name).low, spec(tmp_path / "beside", name).high) == (0.3, 0.6)
    (backing,) = check(load(spun("own", own="range: [0.1, 0.7], "))).backing
    assert (backing.supported, backing.own, backing.holds) == (False, True, True)


def test_an_observation_takes_a_day_from_its_claim(kazakhstan: Path) -> None:
    seen = load(kazakhstan).observations
    assert seen["arrival_day"].interval() == (4.0, 5.0)  # 6 January, the fifth day
    assert seen["exit_day"].interval() == (11.0, 12.0)
    assert seen["arrival_day"].source == "claims: 003-11"
    assert seen["detained"].interval() == (8000, 12000)


@pytest.mark.slow
def test_a_study_made_after_a_claim_has_changed_is_another_study(
    kazakhstan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(kazakhstan.parent)
    ids = []
    for old, new in (("high: 500", "high: 500"), ("high: 500", "high: 800")):
        file = kazakhstan / "claims.yaml"
        head, mark, rest = file.read_text(encoding="utf-8").partition('- id: "003-12"')
        file.write_text(head + mark + rest.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(SystemExit) as left:
            main(["run", str(kazakhstan), "-n", "2", "--seed", "1"])
        assert left.value.code == 0
        ids.append({path.parent.name for path in kazakhstan.parent.rglob("manifest.json")})
    assert len(ids[0]) == 1
    assert len(ids[1] - ids[0]) == 1
