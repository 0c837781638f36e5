"""The claims file: written, read back, edited by hand, linked; faults with their lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multivector.errors import EvidenceError
from multivector.evidence import (
    Anchor,
    Claim,
    Conflict,
    Kind,
    Ledger,
    Quantity,
    Source,
    claims_table,
    dump_claims,
    ledger_ranges,
    link,
    linked,
    load_claims,
    merge_claims,
)

QUANTITY = Quantity(key="held", label="people held", unit="persons", parameter="observations.held")


def claim(number: int, value: float, source: str = "a", **fields: object) -> Claim:
    made = {"id": f"{source}-{number}", "target": Anchor.of(source, f"{value:g} held", 0, len(f"{value:g} held")),
            "kind": Kind.FIGURE, "quantity": "held", "value": value, "low": value, "high": value}  # fmt: skip
    return Claim.model_validate({**made, **fields})


def ledger(*claims: Claim) -> Ledger:
    documents = {key: Source(id=f"sha256:{key * 64}", citation=f"Paper {key}", family=key) for key in "ab"}
    return Ledger(documents=documents, quantities=(QUANTITY,), claims=claims)


def test_round_trip(tmp_path: Path) -> None:
    made = link(ledger(claim(1, 40), claim(1, 50, "b", approx=True, speaker="Ost: “mayor”", note="# 1")))
    dump_claims(made, tmp_path / "claims.yaml")
    assert load_claims(tmp_path / "claims.yaml") == made


@settings(max_examples=80, deadline=None)
@given(
    exact=st.text(min_size=1, max_size=40),
    speaker=st.text(max_size=20),
    value=st.one_of(st.none(), st.floats(-1e12, 1e12), st.integers(-(10**9), 10**9), st.dates().map(str)),
)
def test_any_words_survive_the_file(
    tmp_path_factory: pytest.TempPathFactory, exact: str, speaker: str, value: object
) -> None:
    made = claim(1, 1).model_copy(update={"target": Anchor.of("a", exact, 0, len(exact)), "speaker": speaker})
    made = Claim.model_validate({**made.model_dump(), "value": value})
    path = tmp_path_factory.mktemp("l") / "claims.yaml"
    dump_claims(ledger(made), path)
    assert load_claims(path).claims[0] == made


def test_comments_and_order_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "claims.yaml"
    dump_claims(ledger(claim(1, 40), claim(2, 41)), path)
    text = path.read_text()
    text = text.replace("claims:\n", "claims:  # from the first reading\n").replace(
        "- id: a-2", "# the second count\n- id: a-2"
    )
    path.write_text("# Mine\n" + text)
    again = load_claims(path)
    dump_claims(again.model_copy(update={"claims": (*again.claims, claim(3, 60))}), path)
    after = path.read_text()
    assert after.startswith("# Mine\n")
    assert "# from the first reading" in after
    assert "# the second count\n- id: a-2" in after
    assert [c.id for c in load_claims(path).claims] == ["a-1", "a-2", "a-3"]


def test_writing_what_was_read_changes_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "claims.yaml"
    dump_claims(link(ledger(claim(1, 40), claim(1, 45, "b"))), path)
    before = path.read_bytes()
    dump_claims(load_claims(path), path)
    assert path.read_bytes() == before


def test_all_faults_at_once_with_lines(tmp_path: Path) -> None:
    path = tmp_path / "claims.yaml"
    dump_claims(ledger(claim(1, 40), claim(2, 41)), path)
    path.write_text(path.read_text().replace("kind: figure", "kind: figger", 1).replace("value: 41", "valeu: 41"))
    with pytest.raises(EvidenceError) as caught:
        load_claims(path)
    lines = path.read_text().splitlines()
    assert len(caught.value.faults) == 2
    for fault, word in zip(caught.value.faults, ("figger", "valeu"), strict=True):
        assert fault.line is not None
        assert word in lines[fault.line - 1]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("source: b", "source: nobody", "document 'nobody'"),
        ("quantity: held", "quantity: hled", "quantity 'hled'"),
        ("id: b-1", "id: a-1", "used twice"),
        ("family: b", "family: zz", "family 'zz'"),
    ],
)
def test_what_does_not_hang_together(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "claims.yaml"
    dump_claims(ledger(claim(1, 40), claim(1, 45, "b")), path)
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(EvidenceError, match=words):
        load_claims(path)


@pytest.mark.parametrize("text", ["a: [", "- 1\n- 2\n", "format: other/9\n", "x: &a [1]\ny: *a\n", "\x00", ""])
def test_files_that_are_no_claims_files(tmp_path: Path, text: str) -> None:
    path = tmp_path / "claims.yaml"
    path.write_text(text)
    with pytest.raises(EvidenceError):
        load_claims(path)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="does not exist"):
        load_claims(tmp_path / "claims.yaml")


def test_merging_never_changes_what_an_analyst_wrote() -> None:
    mine = claim(1, 44, note="corrected by hand", by="hand")
    fresh = [claim(1, 40), claim(2, 7).model_copy(update={"target": Anchor.of("a", " " * 90 + "7 dead", 90, 96)})]
    merged = merge_claims([mine], fresh)
    assert merged == [mine, fresh[1]]
    assert merge_claims(merged, fresh) == merged


def test_linking_proposes_and_keeps_decisions() -> None:
    first = link(ledger(claim(1, 40), claim(1, 50, "b")))
    (proposal,) = first.links
    assert (proposal.parameter, proposal.range, proposal.voices) == ("observations.held", (40, 50), 2)
    assert (proposal.status, proposal.conflict) == ("proposed", Conflict.CONFLICT)
    for status, kept in (("accepted", (40, 60)), ("edited", (30, 70)), ("rejected", (30, 70))):
        decided = proposal.model_copy(update={"status": status, "range": (30, 70)})
        changed = first.model_copy(update={"claims": (claim(1, 40), claim(1, 60, "b")), "links": (decided,)})
        (again,) = link(changed).links
        assert (again.status, again.range) == (status, kept)
        assert ("observations.held" in linked(link(changed))) is (status != "rejected")


def test_a_changed_claim_changes_the_range() -> None:
    before, after = (ledger_ranges(ledger(claim(1, 40), claim(1, value, "b")))[0] for value in (50, 90))
    assert (before.high, after.high) == (50, 90)


def test_scale_and_shift_turn_the_range_into_the_parameters_unit() -> None:
    quantity = QUANTITY.model_copy(update={"scale": 0.01, "shift": -0.1})
    (one,) = link(ledger(claim(1, 40)).model_copy(update={"quantities": (quantity,)})).links
    assert one.range == pytest.approx((0.3, 0.3))


def test_the_table_puts_conflicts_first_and_names_the_copy() -> None:
    documents = {
        "a": Source(id="1", family="a"),
        "b": Source(id="2", family="a", taken="rewrite"),
        "c": Source(id="3", family="c"),
    }
    calm = claim(9, 3, "b", quantity="ngo_count")
    made = Ledger(documents=documents, quantities=(QUANTITY,), claims=(calm, claim(1, 40), claim(1, 50, "c")))
    rows = claims_table(made)
    assert [row.quantity for row in rows] == ["held", "ngo_count"]
    assert rows[0].values == {"a": "40 held", "c": "50 held"}
    assert list(rows[1].values) == ["a via b"]
    assert rows[0].to_json()["conflict"] == "conflict"
