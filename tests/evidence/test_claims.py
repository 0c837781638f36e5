"""Proposed claims and the door they come through: anchors, re-reading, the five articles."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from multivector.errors import SourceError
from multivector.evidence import Anchor, Bound, Claim, Fidelity, Kind, check_claims, propose_claims
from multivector.sources import Document, Role, read_documents
from multivector.sources.intake import Intake
from multivector.sources.parse import parse

ROOT = Path(__file__).resolve().parents[2]

STORY = """Dockers of Port Selm walk out

By Ana Ruiz

Published: 14 March 2019

More than 140 dock workers were arrested on Monday, Mayor Lena Ost said. About 40 percent of the town's ships are idle.

According to the harbour office, the strike could cost $2-$3 million. Nearly 900 have been sent home.

“We have waited three years for a rise,” said Karl Brandt, who leads the union.
"""


def document(body: str, media_type: str = "text/plain") -> Document:
    return parse(Intake("story.txt", body.encode(), media_type))


def test_a_story() -> None:
    text = document(STORY)
    found = {c.target.exact: c for c in propose_claims([text], keys={text.id: "ruiz"})}
    held = (
        found["More than 140 dock workers were arrested"]
        if "More than 140 dock workers were arrested" in found
        else found["More than 140 dock workers"]
    )
    assert (held.value, held.low, held.high, held.bound) == (140, 141, None, Bound.ABOVE)
    assert held.speaker == "Lena Ost"
    assert held.event_date == "2019-03-11"
    assert held.reported_date == "2019-03-14"
    money = found["$2-$3 million"]
    assert (money.kind, money.low, money.high, money.unit) == (Kind.MONEY, 2e6, 3e6, "USD")
    assert (money.speaker, money.attribution) == ("harbour office", "indirect")
    sent = next(c for exact, c in found.items() if exact.startswith("Nearly 900"))
    assert sent.speaker == "harbour office"
    waited = found["three years"]
    assert (waited.speaker, waited.attribution, waited.fidelity) == ("Karl Brandt", "direct", Fidelity.QUOTATION)
    share = next(c for c in found.values() if c.kind is Kind.SHARE)
    assert (share.value, share.approx, share.speaker) == (40, True, "Ana Ruiz")
    assert all(c.source == "ruiz" for c in found.values())
    assert check_claims(found.values(), {"ruiz": text}).faults == ()


WORDS = st.sampled_from(
    ["more than 160 people", "on January 5", "“20,000 men”", "$2-$3 billion", "3.5 million", "said Ost", "According to the army,",  # noqa: E501
     "nearly a week", "1\u200b64 dead", "in 2019", "40 percent", "the", "was", "held", ".", "!", "\n", "\n\n", "—", "é\u00a0à", "(", ")",  # noqa: E501
     "\u202e1.5\u202c", "two hundred", "first operation", "«", "»", "a couple of days prior to New Year", "١٢٣"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=60))
def test_every_anchor_is_an_exact_substring_at_its_offsets(parts: list[str]) -> None:
    try:
        text = document("A title of some story\n" + " ".join(parts))
    except SourceError:
        return
    claims = propose_claims([text])
    for claim in claims:
        assert text.text[claim.target.start : claim.target.end] == claim.target.exact
        assert len(claim.target.exact.split()) <= 12
    (key,) = {claim.source for claim in claims} or {"x"}
    assert check_claims(claims, {key: text}).faults == ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_at_all(body: str) -> None:
    try:
        text = document("A title of some story\n" + body)
    except SourceError:
        return
    for claim in propose_claims([text]):
        assert text.text[claim.target.start : claim.target.end] == claim.target.exact


def test_html_anchors_are_into_the_text_content() -> None:
    body = "".join(f"<p>{line}</p>" for line in STORY.split("\n\n")[3:])
    page = f"<html><body><article><h1>Dockers walk out</h1>{body}{body.replace('140', '150')}</article></body></html>"
    text = document(page, "text/html")
    claims = propose_claims([text])
    assert claims
    assert check_claims(claims, {claims[0].source: text}).faults == ()


def claim(text: Document, exact: str, **fields: object) -> Claim:
    start = text.text.index(exact)
    made = {
        "id": "x",
        "target": Anchor.of("d", text.text, start, start + len(exact)),
        "kind": Kind.FIGURE,
        "by": "model",
    }
    return Claim.model_validate({**made, **fields})


def test_the_door_refuses_a_wrong_value() -> None:
    text = document(STORY)
    right = claim(text, "More than 140 dock workers", value=140, low=141)
    wrong = claim(text, "More than 140 dock workers", value=150, low=151, id="y")
    read_in = claim(text, "More than 140 dock workers", value=150, fidelity="interpretation", id="z")
    found = check_claims([right, wrong, read_in], {"d": text})
    assert [fault.path for fault in found.faults] == ["y"]
    assert "give 140" in found.faults[0].found


def test_the_door_refuses_words_that_are_not_there() -> None:
    text = document(STORY)
    good = claim(text, "Nearly 900", value=900, low=810, high=900, bound="below", approx=True)
    moved = good.model_copy(update={"target": Anchor.of("d", "." * 3 + "Nearly 900", 3, 13), "id": "y"})
    made_up = good.model_copy(update={"target": Anchor.of("d", "9,000 died", 0, 10), "id": "z"})
    found = check_claims([good, moved, made_up], {"d": text})
    assert [fault.path for fault in found.faults] == ["y", "z"]
    assert f"stand at {text.text.index('Nearly 900')}" in found.faults[0].advice
    assert "nowhere" in found.faults[1].advice


def test_the_door_refuses_hidden_words_and_double_ids() -> None:
    page = "# Dockers walk out\n\nSome 40 men came to the pier on Monday.\n\n<!-- 99,000 died on the pier -->\n"
    text = document(page, "text/markdown")
    assert any(line.role is Role.HIDDEN for line in text.lines)
    hidden = claim(text, "99,000 died", value=99_000, low=99_000, high=99_000)
    found = check_claims([hidden, hidden], {"d": text})
    assert any("hides" in fault.found for fault in found.faults)
    assert any("two claims" in fault.found for fault in found.faults)
    assert all("99,000" not in c.target.exact for c in propose_claims([text]))


def test_claims_without_their_text_are_counted_and_not_passed() -> None:
    text = document(STORY)
    found = check_claims([claim(text, "Nearly 900", value=900)], {})
    assert (found.n_checked, found.n_without_text, found.faults) == (0, 1, ())


def test_an_anchor_must_span_its_words() -> None:
    with pytest.raises(ValidationError, match="spans 3"):
        Anchor.model_validate({"source": "d", "selector": [{"exact": "four"}, {"start": 0, "end": 3}]})


def test_a_claim_is_a_web_annotation() -> None:
    made = claim(document(STORY), "Nearly 900", value=900).annotation()
    assert made["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert made["type"] == "Annotation"
    assert made["target"]["selector"][0] == {  # type: ignore[index]
        "type": "TextQuoteSelector", "exact": "Nearly 900", "prefix": "", "suffix": "",
    }  # fmt: skip
    assert made["target"]["selector"][1]["type"] == "TextPositionSelector"  # type: ignore[index]


def test_a_story_without_a_date_takes_the_others_date() -> None:
    dated = document(STORY)
    bare = document("Dockers walk out\n\nOn March 9 some 30 dockers marched to the town hall of Port Selm.\n")
    found = [c for c in propose_claims([dated, bare]) if c.kind is Kind.DATE and c.target.exact == "March 9"]
    assert [c.value for c in found] == ["2019-03-09"]
    assert propose_claims([bare])[0].value != "2019-03-09"


def shared() -> Path:
    return Path(os.environ.get("MULTIVECTOR_SHARED", ROOT.parent / "shared"))


def test_the_invented_article() -> None:
    """Annotated before the rules met it; first run .97, .97, .88, .71. The bounds are those of that run."""
    folder = ROOT / "tests" / "evidence" / "invented"
    command = [sys.executable, str(ROOT / "scripts" / "score_claims.py"), str(folder / "gold"), str(folder / "texts")]
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    assert report["annotated"] == 34
    assert report["precision"] >= 0.97
    assert report["recall"] >= 0.97
    assert report["speaker"] >= 0.88
    assert report["counted_noun"] >= 0.70
    assert report["exact_anchors"] == 1.0


@pytest.mark.skipif(not (shared() / "gold").is_dir(), reason="the annotated claims are not here")
def test_the_annotated_claims_of_the_five_articles() -> None:
    """In-sample: the rules were written with these texts at hand; the figure guards against regress only."""
    command = [
        sys.executable,
        str(ROOT / "scripts" / "score_claims.py"),
        str(shared() / "gold"),
        str(shared() / "seeds"),
    ]
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    assert report["precision"] >= 0.97
    assert report["recall"] >= 0.98
    assert report["speaker"] >= 0.95
    assert report["counted_noun"] >= 0.85
    assert report["traps_caught"] == 0
    assert report["exact_anchors"] == 1.0


@pytest.mark.skipif(not (shared() / "seeds").is_dir(), reason="the articles' full text is not here")
def test_the_documents_are_read_the_same_from_any_folder(tmp_path: Path) -> None:
    first = read_documents([shared() / "seeds"]).documents
    for path in (shared() / "seeds").iterdir():
        (tmp_path / ("x" + path.name)).write_bytes(path.read_bytes())
    second = read_documents([tmp_path]).documents
    assert [d.id for d in first] == [d.id for d in second]
    assert [c.target.start for c in propose_claims(first)] == [c.target.start for c in propose_claims(second)]
