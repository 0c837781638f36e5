"""Premises: fidelity, warrants, what was cut away, Argdown."""

from __future__ import annotations

from multivector.evidence import Anchor, Fidelity, Premise, check_premises, propose_premises, to_argdown
from multivector.sources.intake import Intake
from multivector.sources.parse import parse

TEXT = (
    "Why the harbour will stay open\n\n"
    "The union is perhaps stronger than before, because it has shown that it can wait. The company will not be able to\n"  # noqa: E501
    "hire others. It rained on Monday in the whole of the valley and the roads were wet.\n"
)
STORY = parse(Intake("story.txt", TEXT.encode(), "text/plain"))


def premise(exact: str, fidelity: str = "quotation", shift: int = 0) -> Premise:
    start = STORY.text.index(exact) + shift
    return Premise(
        "The union is strong.", Fidelity(fidelity), Anchor.of("s", " " * start + exact, start, start + len(exact))
    )


def faults(one: Premise) -> list[str]:
    return [str(fault) for fault in check_premises({"p": one}, {"s": STORY})]


def test_a_sound_quotation() -> None:
    assert faults(premise("it has shown that it can wait")) == []


def test_a_quotation_whose_hedge_was_cut_away() -> None:
    (words,) = faults(premise("stronger than before"))
    assert "perhaps" in words
    assert faults(premise("perhaps stronger than before")) == []
    assert faults(premise("stronger than before", "interpretation")) == []


def test_an_absent_quotation_is_made_up() -> None:
    anchor = Anchor.of("s", "it has won", 0, 10)
    (words,) = faults(Premise("It won.", Fidelity.QUOTATION, anchor))
    assert "made up" in words


def test_a_misplaced_quotation() -> None:
    (words,) = faults(premise("it can wait", shift=2))
    assert "stand at" in words


def test_anchors_and_warrants_are_required() -> None:
    assert "without an anchor" in faults(Premise("x", Fidelity.PARAPHRASE))[0]
    assert "without a warrant" in faults(Premise("x", Fidelity.IMPUTATION))[0]
    assert faults(Premise("x", Fidelity.IMPUTATION, warrant="the conclusion needs it")) == []


def test_proposed_sentences_argue_and_stand_in_the_text() -> None:
    found = propose_premises([STORY])
    assert "because" in found[0].cues
    assert all(STORY.text[p.start : p.end].split() == p.sentence.split() for p in found)
    assert not any("rained" in p.sentence for p in found)


def test_argdown() -> None:
    premises = {
        "strong": premise("it can wait"),
        "gap": Premise("Nobody [else] can.", Fidelity.IMPUTATION, warrant='so "it" follows'),
    }
    text = to_argdown("Open", "The harbour\nstays open.", premises, whose="Ana Ruiz")
    assert text.splitlines() == [
        "# Open", "", "<Open>: held by Ana Ruiz", "",
        '(1) [strong]: The union is strong. {fidelity: quotation, source: "s", exact: "it can wait"}',
        '(2) [gap]: Nobody else can. {fidelity: imputation, warrant: "so \\"it\\" follows"}',
        "----", "(3) [Open - conclusion]: The harbour stays open.",
    ]  # fmt: skip
