"""Words in their sentence: exact, cleaned, and never from text that a page hides."""

from __future__ import annotations

from pathlib import Path

from tests.evidence.test_claims import STORY, document

from multivector.evidence import Anchor, Ledger, Source, in_context, propose_claims, texts_at_hand


def test_the_sentence_around_the_words() -> None:
    text = document(STORY)
    at = text.text.index("140 dock workers")
    found = in_context(Anchor.of("a", text.text, at, at + 16), text)
    assert found is not None
    assert (found.before, found.words) == ("More than ", "140 dock workers")
    assert found.after == " were arrested on Monday, Mayor Lena Ost said."


def test_every_proposed_claim_has_its_sentence() -> None:
    text = document(STORY)
    for claim in propose_claims([text], keys={text.id: "a"}):
        found = in_context(claim.target, text)
        assert found is not None
        assert found.words == claim.target.exact
        assert found.before + found.words + found.after in text.text


def test_a_long_sentence_is_cut_at_words() -> None:
    text = document("A title of some story\n\n" + "word " * 200 + "held 140 men " + "more " * 200 + ".")
    at = text.text.index("140 men")
    found = in_context(Anchor.of("a", text.text, at, at + 7), text)
    assert found is not None
    assert found.before.startswith("… word")
    assert found.before.endswith("held ")
    assert found.after.endswith("more …")
    assert len(found.before) < 260 > len(found.after)


def test_what_is_hidden_or_elsewhere_is_not_shown() -> None:
    page = document("<html><body><p>Quiet day.</p><p hidden>99 people died here.</p></body></html>", "text/html")
    at = page.text.index("99 people")
    assert in_context(Anchor.of("a", page.text, at, at + 9), page) is None
    text = document(STORY)
    assert in_context(Anchor.of("a", "x" * 30, 3, 9), text) is None


def test_texts_are_known_by_their_hash(tmp_path: Path) -> None:
    (tmp_path / "renamed.txt").write_text(STORY)
    (tmp_path / "other.txt").write_text(STORY + "More.\n")
    ledger = Ledger(documents={"ruiz": Source(id=document(STORY).id)})
    assert list(texts_at_hand(ledger, [tmp_path])) == ["ruiz"]
    assert not texts_at_hand(ledger, [])
