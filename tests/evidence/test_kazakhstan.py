"""The claims file that ships with the Kazakhstan crisis: every disagreement of the five articles comes out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from multivector.commands.evidence import claims
from multivector.evidence import (
    Conflict,
    Range,
    check_claims,
    dump_claims,
    ledger_ranges,
    link,
    load_claims,
    merge_claims,
    propose_claims,
)
from multivector.scenario.shelf import LIBRARY
from multivector.sources import read_documents

FILE = LIBRARY / "kazakhstan-2022" / "claims.yaml"


@pytest.fixture(scope="module")
def found() -> dict[str, Range]:
    return {f"{r.quantity.key} {r.as_of}".strip(): r for r in ledger_ranges(load_claims(FILE))}


def test_troops_conflict_decisively(found: dict[str, Range]) -> None:
    troops = found["foreign_troops 2022-01-11"]
    assert troops.conflict is Conflict.CONFLICT
    assert (troops.low, troops.high) == (2500, 5000)
    assert any("3,280 to 5,000 follows" in note for note in troops.notes)
    assert any("rests on a spun copy alone" in note for note in troops.notes)


def test_detained_in_soft_conflict(found: dict[str, Range]) -> None:
    detained = found["detained"]
    assert detained.conflict is Conflict.SOFT
    assert (detained.low, detained.high, detained.open_high) == (9000, 10_000, True)


def test_deaths_are_compatible(found: dict[str, Range]) -> None:
    deaths = found["deaths"]
    assert deaths.conflict is Conflict.COMPATIBLE
    assert (deaths.low, deaths.high, deaths.open_high) == (161, 164, True)
    assert found["deaths_security"].in_words() == "18"
    assert not found["deaths_security"].supported


def test_one_origin_for_the_article_and_its_rewrite(found: dict[str, Range]) -> None:
    share = found["group_share 1991-12"]
    assert (share.voices, share.n_documents) == (("000",), 2)
    assert any("001, a copy of 000, says 40 for about 40" in note for note in share.notes)
    assert found["group_share 2022-01"].best == 70
    assert any("cross-check: 18.42" in note for note in found["group_share 2022-01"].notes)


def test_attackers_are_disputed(found: dict[str, Range]) -> None:
    attackers = found["attackers"]
    assert attackers.conflict is Conflict.DISPUTED
    assert (attackers.low, attackers.high) == (0, 20_000)
    assert attackers.votes[0].speakers == ("Kassym-Jomart Tokayev",)


def test_stages_of_the_withdrawal(found: dict[str, Range]) -> None:
    assert (found["withdrawal_announced"].in_words(), found["withdrawal_announced"].conflict) == (
        "2022-01-11",
        Conflict.AGREEMENT,
    )
    assert found["withdrawal_start"].in_words() == "2022-01-13"
    assert found["withdrawal_end"].in_words() == "up to 2022-01-31"
    lag = found["days_to_withdrawal_request"]
    assert (lag.low, lag.high, lag.conflict) == (5, 7.7, Conflict.CONFLICT)


def test_lengths_of_time_and_shares_that_nobody_states(found: dict[str, Range]) -> None:
    assert (found["arrival_lag"].low, found["arrival_lag"].high) == (1, 1)
    stay = found["troops_stay"]
    assert (stay.low, stay.high, stay.derived) == (7, 25, True)
    share = found["armenia_share"]
    assert (share.in_parameter_unit(share.low), share.in_parameter_unit(share.high)) == (0.014, 0.2)
    assert not share.supported


def test_onset_and_duration(found: dict[str, Range]) -> None:
    onset = found["unrest_onset"]
    assert (onset.low, onset.high, onset.best) == ("2022-01-01", "2022-01-05", "2022-01-02")
    assert (found["unrest_duration"].low, found["unrest_duration"].high) == (5, 7)


def test_wordings_drift(found: dict[str, Range]) -> None:
    for key, first, second in (
        ("information_minister", "a known nationalist", "an open Russophobe"),
        ("request_to_leave", "announced a deadline for the departure", "asked them to leave"),
    ):
        assert found[key].conflict is Conflict.WORDING
        said = [words for words, _ in found[key].variants]
        assert first in said
        assert second in said
    assert len(found["framing"].variants) == 5


def test_single_and_unsupported_figures_say_so(found: dict[str, Range]) -> None:
    assert (found["damage"].low, found["damage"].high) == (2e9, 3e9)
    assert not found["founded"].supported
    assert any("only in 001" in note for note in found["ngo_count 2018"].notes)
    first = found["prior_interventions"]
    assert (first.conflict, len(first.voices)) == (Conflict.AGREEMENT, 3)
    assert first.in_parameter_unit(first.best) == 0


def test_nothing_of_the_articles_is_shipped_but_phrases() -> None:
    ledger = load_claims(FILE)
    assert max(len(c.target.exact.split()) for c in ledger.claims) <= 8
    assert all(s.prefix == s.suffix == "" for s in (c.target.selector[0] for c in ledger.claims))
    assert sum(len(c.target.exact) for c in ledger.claims) < 2500


def test_links_are_up_to_date_and_the_file_is_as_written(tmp_path: Path) -> None:
    ledger = load_claims(FILE)
    assert link(ledger) == ledger
    copy = tmp_path / "claims.yaml"
    copy.write_bytes(FILE.read_bytes())
    dump_claims(ledger, copy)
    assert copy.read_bytes() == FILE.read_bytes()


def shared() -> Path:
    return Path(os.environ.get("MULTIVECTOR_SHARED", Path(__file__).resolve().parents[3] / "shared"))


@pytest.mark.skipif(not (shared() / "seeds").is_dir(), reason="the articles' full text is not here")
def test_against_the_articles() -> None:
    """Every anchor and value stands, and reading the articles again proposes nothing that is not there."""
    ledger = load_claims(FILE)
    documents = read_documents([shared() / "seeds"]).documents
    keys = ledger.keys()
    checked = check_claims(ledger.claims, {keys[d.id]: d for d in documents})
    assert checked.faults == ()
    assert checked.n_without_text == 0
    again = merge_claims(ledger.claims, propose_claims(documents, ledger.register, keys))
    assert again == list(ledger.claims)


@pytest.mark.skipif(not (shared() / "seeds").is_dir(), reason="the articles' full text is not here")
def test_premises_of_the_views_stand_in_the_articles() -> None:
    words = ["views", "kazakhstan-2022", "--texts", str(shared() / "seeds")]
    result = CliRunner().invoke(claims, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert " at 594" in result.output  # “deadline for the departure” in 000
