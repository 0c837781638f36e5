"""What needs more than its own sentence: dates the story was telling, speakers named before, interviews, releases."""

from __future__ import annotations

from datetime import date

import pytest
from tests.evidence.test_claims import document

from multivector.evidence import Attribution, Claim, Kind, check_claims, propose_claims
from multivector.evidence.moment import dates
from multivector.evidence.speaker import Listener
from multivector.sources.calendar import day

TODAY = date(2021, 10, 18)  # a Monday
THEN = day(2019, 10, 6)


def claims(body: str) -> list[Claim]:
    text = document(body)
    found = propose_claims([text], keys={text.id: "text"})
    assert check_claims(found, {"text": text}).faults == ()
    return found


@pytest.mark.parametrize(
    ("sentence", "iso"),
    [
        ("On Friday the 18th the company shut all its lines.", ["2019-10-18"]),
        ("On 25 October a million people came.", ["2019-10-25"]),
        ("In the early hours of 15 November they signed.", ["2019-11-15"]),
        ("The vote moved from April to 25 October 2020.", ["2020-04", "2020-10-25"]),
        ("The convention opened on 4 July this year.", ["2021-07-04"]),
        ("An election is due on 21 November.", ["2021-11-21"]),
        ("Prosecutors said in September that he had lied.", ["2021-09"]),
        ("On 7 October shops were looted; by the following morning they had burned.", ["2019-10-07", "2019-10-08"]),
        ("On Christmas Day it ended.", ["2019-12-25"]),
        ("The plants were built in the 1960s.", ["1960-01-01/1969-12-31"]),
        ("The president left Thursday after the vote.", ["2021-10-14"]),
        ("He offered to meet them on Friday.", ["2021-10-22"]),
        ("He met them on Friday.", ["2021-10-15"]),
        ("He won his third term last October.", ["2020-10"]),
        ("On Tuesday, 5 October 2021, it rained.", ["2021-10-05"]),
        ("It rained on 3-5 July 2021.", ["2021-07-03/2021-07-05"]),
        ("It rained between July 3 and July 5, 2021.", ["2021-07-03", "2021-07-05"]),
        ("It rained July 3–5, 2021.", ["2021-07-03/2021-07-05"]),
    ],
)
def test_a_date_belongs_to_the_days_that_the_story_tells(sentence: str, iso: list[str]) -> None:
    assert [one.moment.iso for one in dates(sentence, TODAY, THEN) if one.moment] == iso


def test_news_of_the_day_stays_with_its_day() -> None:
    told = day(2021, 9, 30)
    assert [one.moment.iso for one in dates("On 25 October it opens.", TODAY, told) if one.moment] == ["2021-10-25"]
    assert [one.moment.iso for one in dates("In April it closed.", TODAY, told) if one.moment] == ["2021-04"]


@pytest.mark.parametrize(
    ("sentences", "figure", "speaker", "attribution"),
    [
        (
            ["The Water Ministry gave a lower toll.", "It said 12 people had been killed."],
            "12",
            "Water Ministry",
            "indirect",
        ),
        (["Police have put the attendance at 35,000."], "35,000", "police", "indirect"),
        (
            ["State television, citing the port's director, said two ships had left."],
            "two",
            "port's director",
            "indirect",
        ),
        (["On Monday 900 marched, by the union's count."], "900", "union", "indirect"),
        (
            ["The price rose by 40 percent, officials and traders on both sides said."],
            "40",
            "traders on both sides",
            "indirect",
        ),
        (["A clerk in the harbour office told me 50 had drowned."], "50", "clerk in the harbour office", "indirect"),
        (
            ["Rice fell by 30 per cent, according to the farmers, though the bank insisted it was 14 per cent."],
            "14",
            "bank",
            "indirect",
        ),
        (
            ["Rice fell by 30 per cent, according to the farmers, though the bank insisted it was 14 per cent."],
            "30",
            "farmers",
            "indirect",
        ),
        (
            ["“We had 11 beds,” said Ana Ruiz.", "“I slept on one of 40 chairs.", "There were 60 of us.”"],
            "60",
            "Ana Ruiz",
            "direct",
        ),
        (
            ["Amal Reza, a nurse, reckons that 300 were hurt.", "He points out that 40 died."],
            "40",
            "Amal Reza",
            "indirect",
        ),
    ],
)
def test_whose_figure_it_is(sentences: list[str], figure: str, speaker: str, attribution: str) -> None:
    listener = Listener("Tom Author")
    listener.learn_names(sentences)
    listener.start_paragraph()
    for sentence in sentences:
        heard = listener.sentence(sentence)
        if figure in sentence:
            at = sentence.index(figure)
    voice = heard.voice(at, at + len(figure))
    assert (voice.speaker, voice.attribution) == (speaker, attribution)


def test_the_president_has_a_name_where_the_text_gives_one() -> None:
    listener = Listener("Tom Author")
    listener.learn_names(["President Mara Olin fled. Olin, 58, was alone.", "The president said 40 had died."])
    voice = listener.sentence("The president said 40 had died.").voice(19, 21)
    assert voice.speaker == "Mara Olin"
    two = Listener("Tom Author")
    two.learn_names(["President Mara Olin met President Karl Moth."])
    assert two.sentence("The president said 40 had died.").voice(19, 21).speaker == "president"


INTERVIEW = """Three coups in a life: interview with Karl Moth

Interview by Ana Ruiz. Published on 12 November 2014.

Karl Moth, 47, leads the miners.

What happened in the capital?

There were 127 deputies and we were a million.

How many died?

We have 33 names. The ministry says 19 people died.

And what now?

We gave them two weeks.
"""


def test_an_interview_is_in_the_voice_of_who_answers() -> None:
    voices = {claim.target.exact: (claim.speaker, claim.attribution) for claim in claims(INTERVIEW)}
    assert voices["127 deputies"] == ("Karl Moth", Attribution.DIRECT)
    assert voices["two weeks"] == ("Karl Moth", Attribution.DIRECT)
    assert voices["19 people died"][0] == "ministry"
    assert voices["47"][0] == "Ana Ruiz"


RELEASE = """One month after the fire, no answers

PRESS RELEASE
Harbour Rights Watch
Port Selm, 3 July 2019

The report rests on 87 interviews. 12 people died on 3 June.
"""


def test_a_release_is_in_the_voice_of_who_issues_it() -> None:
    found = claims(RELEASE)
    assert {claim.speaker for claim in found if claim.kind is Kind.FIGURE} == {"Harbour Rights Watch"}
    assert {claim.value for claim in found if claim.kind is Kind.DATE} == {"2019-07-03", "2019-06-03"}


WIRE = """Ferry sinks

SARTAU, Velmistan, March 12, 2015 (CP) — A ferry sank Tuesday and at least 31 people died.
"""


def test_a_wire_story_is_dated_by_its_dateline() -> None:
    found = claims(WIRE)
    assert [(c.value, c.attribution, c.quantity) for c in found if c.kind is Kind.DATE] == [
        ("2015-03-12", Attribution.METADATA, "published"),
        ("2015-03-10", Attribution.AUTHOR, ""),
    ]
    assert {claim.reported_date for claim in found} == {"2015-03-12"}
