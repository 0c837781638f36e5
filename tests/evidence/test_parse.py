"""The parser that the rules may ask: what it answers, that its claims name it, and that nothing changes without it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.evidence.test_claims import STORY, document

from multivector.commands.evidence import read
from multivector.errors import EvidenceError
from multivector.evidence import Attribution, check_claims, propose_claims
from multivector.evidence import parse as parse_module
from multivector.evidence.counted import counted_noun
from multivector.evidence.figure import figures
from multivector.evidence.parse import Parser, load_parser
from multivector.evidence.speaker import Listener


@pytest.fixture(scope="module")
def parser() -> Parser:
    try:
        return load_parser()
    except EvidenceError as error:
        pytest.skip(f"the nlp extra is not installed: {error}")


@pytest.mark.parametrize(
    ("sentence", "counted"),
    [
        ("The mission lost 9 of its 40 observers.", ["observers", "observers"]),
        ("Two out of three voters backed the plan.", ["voters"]),
        ("Fuel prices went up by 180 percent overnight.", ["Fuel prices"]),
        ("The president promised to raise pensions by 15 percent.", ["pensions"]),
        ("The number of displaced had risen to 80,000, the agency said.", ["displaced"]),
        ("The company lost $30 million in revenue.", ["revenue"]),
        ("Police fired 40 rounds at the crowd of 5,000.", ["rounds", "crowd"]),
        ("Losses were estimated at between $200 million and $300 million.", ["Losses"]),
        ("Of the 88 detainees, 30 were minors.", ["detainees", "minors"]),
    ],
)
def test_what_a_figure_counts(parser: Parser, sentence: str, counted: list[str]) -> None:
    parsed = parser.read([sentence])[sentence]
    assert [parsed.counted(figure) for figure in figures(sentence)] == counted


def test_a_head_noun_of_events_is_left_to_the_rules(parser: Parser) -> None:
    sentence = "They are blamed for the deaths of more than 160 people."
    parsed = parser.read([sentence])[sentence]
    assert [counted_noun(sentence, f, parse=parsed) for f in figures(sentence)] == ["deaths of people"]


@pytest.mark.parametrize(
    ("sentence", "place", "speaker"),
    [
        ("Amal Reza, a surgeon at the clinic, counted 63 dead.", "63", "Amal Reza"),
        ("The health ministry lists 88 deaths; the Doctors' Union has counted 130.", "88", "health ministry"),
        ("The health ministry lists 88 deaths; the Doctors' Union has counted 130.", "130", "Doctors' Union"),
        ("Turnout reached 71 percent, the electoral commission said.", "71", "electoral commission"),
    ],
)
def test_who_says_it(parser: Parser, sentence: str, place: str, speaker: str) -> None:
    parsed = parser.read([sentence])[sentence]
    start = sentence.index(place)
    voice = Listener("Ana Ruiz").sentence(sentence, parsed).voice(start, start + len(place))
    assert (voice.speaker, voice.attribution) == (speaker, Attribution.INDIRECT)


def test_claims_name_the_parser_and_pass_the_door(parser: Parser) -> None:
    text = document(STORY)
    plain = propose_claims([text], keys={text.id: "ruiz"})
    asked = propose_claims([text], keys={text.id: "ruiz"}, parser=parser)
    assert {claim.by for claim in plain} == {"rules"}
    assert {claim.by for claim in asked} == {f"rules, {parser.name}"}
    assert "spaCy 3." in parser.name
    assert [(c.kind, c.value, c.low, c.high) for c in plain] == [(c.kind, c.value, c.low, c.high) for c in asked]
    assert check_claims(asked, {"ruiz": text}).faults == ()


def test_read_asks_only_when_told(parser: Parser, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    plain, asked = (
        json.loads(CliRunner().invoke(read, [str(tmp_path), "--json", *more], catch_exceptions=False).stdout)
        for more in ([], ["--nlp"])
    )
    assert plain["parser"] == ""
    assert {claim["by"] for claim in plain["claims"]} == {"rules"}
    assert asked["parser"] == parser.name
    assert all(parser.name in claim["by"] for claim in asked["claims"])


def test_without_the_extra_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(parse_module, "MODEL", "no_such_model_package")
    (tmp_path / "a.txt").write_text(STORY)
    with pytest.raises(EvidenceError, match=r"multivector\[nlp\]"):
        CliRunner().invoke(read, [str(tmp_path), "--nlp"], catch_exceptions=False)
