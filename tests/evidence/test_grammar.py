"""Figures, dates, counted nouns and voices, on sentences written for the purpose (no article's text)."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multivector.evidence.counted import counted_noun
from multivector.evidence.figure import Bound, Kind, figures
from multivector.evidence.moment import dates
from multivector.evidence.number import parse_words
from multivector.evidence.speaker import Attribution, Listener

STORY = date(2019, 3, 14)  # a Thursday


@pytest.mark.parametrize(
    ("text", "kind", "value", "low", "high", "unit"),
    [
        ("the roughly 1,200 soldiers", "figure", 1200, 1200, 1200, "count"),
        ("more than 45 people", "figure", 45, 46, None, "count"),
        ("at least 45 people", "figure", 45, 45, None, "count"),
        ("fewer than 45 people", "figure", 45, 0, 44, "count"),
        ("nearly 8,000 people", "figure", 8000, 7200, 8000, "count"),
        ("up to 300 people", "figure", 300, 0, 300, "count"),
        ("no more than 300 people", "figure", 300, 0, 300, "count"),
        ("between 40 and 60 people", "figure", None, 40, 60, "count"),
        ("40 to 60 people", "figure", None, 40, 60, "count"),
        ("40–60 people", "figure", None, 40, 60, "count"),
        ("from 5 to 10 percent", "share", None, 5, 10, "percent"),
        ("3.5 per cent of voters", "share", 3.5, 3.5, 3.5, "percent"),
        ("a loss of $1.2 billion", "money", 1.2e9, 1.2e9, 1.2e9, "USD"),
        ("$2-$3 million", "money", None, 2e6, 3e6, "USD"),
        ("€40m for roads", "money", 4e7, 4e7, 4e7, "EUR"),
        ("400 million tenge", "money", 4e8, 4e8, 4e8, "KZT"),
        ("two million people", "figure", 2e6, 2e6, 2e6, "count"),
        ("two hundred and six people", "figure", 206, 206, 206, "count"),
        ("half a million people", "figure", 5e5, 5e5, 5e5, "count"),
        ("a couple of hundred people", "figure", 200, 150, 300, "count"),
        ("dozens of people", "quantifier", None, 20, 99, "count"),
        ("tens of thousands of people", "quantifier", None, 1e4, 99_999, "count"),
        ("more than a dozen people", "figure", 12, 13, None, "count"),
        ("two-thirds of voters", "share", 2 / 3, 2 / 3, 2 / 3, "fraction"),
        ("a quarter of voters", "share", 0.25, 0.25, 0.25, "fraction"),
        ("three times as many", "ratio", 3, 3, 3, "ratio"),
        ("twice as many people", "ratio", 2, 2, 2, "ratio"),
        ("two to one against it", "ratio", 2, 2, 2, "ratio"),
        ("within 3 days", "duration", 3, 0, 3, "days"),
        ("for almost a week", "duration", 7, 5, 7, "days"),
        ("two weeks later", "duration", 14, 14, 14, "days"),
        ("a 20-year war", "duration", 20, 20, 20, "years"),
        ("three decades of work", "duration", 30, 30, 30, "years"),
        ("after a few days", "duration", None, 2, 7, "days"),
        ("its first deployment abroad", "ordinal", 1, 1, 1, "ordinal"),
        ("the 10th anniversary of", "duration", 10, 10, 10, "years"),
        ("a border of 7,500 kilometers", "figure", 7500, 7500, 7500, "km"),
        ("100 or more people", "figure", 100, 100, None, "count"),
        ("some 2000 people", "figure", 2000, 2000, 2000, "count"),
        ("١٢٣ people", "figure", 123, 123, 123, "count"),
        ("a 35-year-old man", "figure", 35, 35, 35, "years"),
        ("all three of the brothers", "figure", 3, 3, 3, "count"),
        ("a crowd of 100 000 people", "figure", 1e5, 1e5, 1e5, "count"),
        ("1,5 million voters", "figure", 1.5e6, 1.5e6, 1.5e6, "count"),
        ("10 lakh farmers", "figure", 1e6, 1e6, 1e6, "count"),
        ("1,00,000 farmers", "figure", 1e5, 1e5, 1e5, "count"),
        ("Rs 2.7 crore for rice", "money", 2.7e7, 2.7e7, 2.7e7, "rupee"),
        ("LKR 470 a litre", "money", 470, 470, 470, "LKR"),
        ("420,000 pesos", "money", 420_000, 420_000, 420_000, "peso"),
        ("four in five of the guards", "share", 0.8, 0.8, 0.8, "fraction"),
        ("more than a third.", "share", 1 / 3, 1 / 3, None, "fraction"),
        ("three-fifths had left", "share", 0.6, 0.6, 0.6, "fraction"),
        ("a quarter of a million people", "figure", 250_000, 250_000, 250_000, "count"),
        ("the price has tripled", "ratio", 3, 3, 3, "ratio"),
        ("a fivefold rise", "ratio", 5, 5, 5, "ratio"),
        ("waited a year and a half", "duration", 1.5, 1.5, 1.5, "years"),
        ("in two and a half years", "duration", 2.5, 2.5, 2.5, "years"),
        ("over the past decade", "duration", 10, 10, 10, "years"),
        ("in a fortnight", "duration", 14, 14, 14, "days"),
        ("just one seat", "figure", 1, 1, 1, "count"),
        ("one guard was shot", "figure", 1, 1, 1, "count"),
        ("a hundred and twenty soldiers", "figure", 120, 120, 120, "count"),
        ("hundreds of thousands marched", "quantifier", None, 1e5, 999_999, "count"),
        ("$1.2-1.4bn", "money", None, 1.2e9, 1.4e9, "USD"),
        ("its third term", "ordinal", 3, 3, 3, "ordinal"),
        ("a 17-member cabinet", "figure", 17, 17, 17, "count"),
    ],
)
def test_values(text: str, kind: str, value: float | None, low: float, high: float | None, unit: str) -> None:
    (figure,) = figures(text)
    assert (figure.kind, figure.value, figure.low, figure.high, figure.unit) == (kind, value, low, high, unit)


@pytest.mark.parametrize(
    "text",
    [
        "one of the oldest towns", "the two sides met", "Flight 370 was late", "at 11 a.m. on the pier", "at 14:30 local time",  # noqa: E501
        "COVID-19 spread", "Article 5 of the charter", "a 4-3 win", "the G7 met", "No. 126",
        "since 1999", "in 2018", "Resolution 1973", "all three brothers", "the 22nd amendment", "Boeing 737 jets",
        "call +44 20 5550 1234 now", "text 07700 900461", "at 21.40 BST", "18.50", "half past nine",
        "p. 34", "(74 pages)",
        "1. The report is out", "a three-wheeler driver", "the author of “Six Capitals”", "Two governments ago",
        "Studio 4.",
        "I heard it a thousand times",
    ],
)  # fmt: skip
def test_what_is_not_a_value(text: str) -> None:
    spans = [(m.start, m.end) for m in dates(text, STORY)]
    assert figures(text, spans) == []


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "bound"),
    [
        ("Some 12 000 people were detained.", 12_000, 12_000, 12_000, "exact"),
        ("Nearly 1 200 000 residents fled.", 1.2e6, 1.08e6, 1.2e6, "below"),
        ("From 12 000 to 15 000 people came.", None, 12_000, 15_000, "range"),
        ("No more than 2.500 foreign troops came.", 2500, 0, 2500, "at_most"),
        ("Over 1.200.000 people fled.", 1.2e6, 1.2e6 + 1, None, "above"),
        ("Between 10.000 and 12.000 people came.", None, 10_000, 12_000, "range"),
        ("The toll did not exceed 200.", 200, 0, 200, "at_most"),
        ("The toll didn’t exceed 200.", 200, 0, 200, "at_most"),
        ("The force will never exceed 2,500 troops.", 2500, 0, 2500, "at_most"),
        ("There were never more than 30 guards.", 30, 0, 30, "at_most"),
        ("The army did not lose more than 20 men.", 20, 0, 20, "at_most"),
        ("Not less than 40 people died.", 40, 40, None, "at_least"),
        ("Not under 40 people died.", 40, 40, None, "at_least"),
        ("Not fewer than 40 people died.", 40, 40, None, "at_least"),
        ("No fewer than 40 people died.", 40, 40, None, "at_least"),
        ("Not as many as 200 people died.", 200, 0, 199, "below"),
        ("The dead did not reach 200.", 200, 0, 199, "below"),
        ("He did not say that more than 300 died.", 300, 301, None, "above"),
        ("At least 10-15 people died.", None, 10, None, "at_least"),
        ("At least between 10 and 15 people died.", None, 10, None, "at_least"),
        ("More than 10 to 15 people died.", None, 11, None, "above"),
        ("Up to 10-15 people died.", None, 0, 15, "at_most"),
        ("About 10-15 people died.", None, 10, 15, "range"),
        ("Some 10-15 or more people died.", None, 10, None, "at_least"),
    ],
)
def test_bounds(text: str, value: float | None, low: float, high: float | None, bound: str) -> None:
    (figure,) = figures(text)
    assert (figure.value, figure.low, figure.high, figure.bound) == (value, low, high, bound)


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from([" ", "\N{NO-BREAK SPACE}", ".", ","]))
def test_thousands_before_people_are_whole_however_parted(high: int, low: int, parted: str) -> None:
    (figure,) = figures(f"Police held {high}{parted}{low:03d} people.")
    assert figure.value == 1000 * high + low


@pytest.mark.parametrize(
    "text", ["The 12 000 14 000 people.", "It is 2.500 in all.", "It cost 2.500 dollars.", "000 men", "1  000 men"]
)
def test_a_number_that_cannot_be_told_is_not_claimed(text: str) -> None:
    assert figures(text) == []


def test_decimals_stay_decimals() -> None:
    assert [figures(text)[0].value for text in ("It grew by 3.125 percent.", "2.512 million men", "0.125 of us")] == [
        3.125, 2_512_000, 0.125,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "The toll rose from 164 to 225.", "The toll had risen sharply from 164 to 225.",
        "Deaths grew last week from 164 to 225.",
        "The number dropped from 225 to around 164 people.", "The rise from 164 to 225 came late.",
        "It climbed to 225 from 164.", "The toll is now 225, up from 164.",
    ],
)  # fmt: skip
def test_what_has_changed_is_no_range(text: str) -> None:
    earlier = [one.value for one in figures(text) if one.earlier]
    now = [one.value for one in figures(text) if not one.earlier]
    assert (earlier, now) == (([225], [164]) if "dropped" in text else ([164], [225]))


@settings(deadline=None)
@given(st.integers(21, 999_999), st.sampled_from(["more than ", "at least ", "nearly ", "up to ", "about ", ""]))
def test_a_number_written_is_the_number_read(n: int, words: str) -> None:
    (figure,) = figures(f"It was said that {words}{n:,} people came.")
    assert figure.value == n
    low = 0.0 if figure.low is None else figure.low
    high = float("inf") if figure.high is None else figure.high
    assert low <= high
    if words == "more than ":
        assert (figure.bound, figure.low) == (Bound.ABOVE, n + 1)
    else:
        assert low <= n <= high


def in_words(n: int) -> str:
    ones = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"  # noqa: E501
    small = [*ones.split(), "eighteen", "nineteen"]
    tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    if n < 20:
        return small[n]
    if n < 100:
        return tens[n // 10] + ("-" + small[n % 10] if n % 10 else "")
    if n < 1000:
        return small[n // 100] + " hundred" + (" and " + in_words(n % 100) if n % 100 else "")
    return in_words(n // 1000) + " thousand" + (" " + in_words(n % 1000) if n % 1000 else "")


@settings(deadline=None)
@given(st.integers(2, 999_999))
def test_number_words(n: int) -> None:
    assert parse_words(in_words(n)) == (n, len(in_words(n)))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("On March 9, 2018, they", "2018-03-09"),
        ("on 9 March 2018 they", "2018-03-09"),
        ("On Mar. 9, the mayor", "2019-03-09"),
        ("on 28 December the mayor", "2018-12-28"),
        ("in December 1991, when", "1991-12"),
        ("in 2006 they", "2006"),
        ("the 2016 election", "2016"),
        ("by the end of April", "2019-04-30"),
        ("Until the end of 2018, it", "2018-12-31"),
        ("in the first days of the new year", "2019-01-01/2019-01-05"),
        ("in early March the", "2019-03-01/2019-03-10"),
        ("in the summer of 2017", "2017-06-01/2017-08-31"),
        ("On Monday, the", "2019-03-11"),
        ("on Thursday the", "2019-03-14"),
        ("last week the", "2019-03-04/2019-03-10"),
        ("last month the", "2019-02"),
        ("three days ago the", "2019-03-11"),
        ("yesterday the", "2019-03-13"),
        ("two days before New Year the", "2018-12-30/2018-12-30"),
        ("13 gennaio 2022", "2022-01-13"),
        ("3 марта 2019 года", "2019-03-03"),
        ("2019-03-01 was", "2019-03-01"),
    ],
)
def test_dates(text: str, iso: str) -> None:
    (mention,) = dates(text, STORY)
    assert mention.moment is not None
    assert mention.moment.iso == iso


@pytest.mark.parametrize("text", ["They may march on.", "about 2000 people", "in 12,019 cases", "$2018"])
def test_what_is_not_a_date(text: str) -> None:
    assert [m for m in dates(text, STORY) if m.form != "day" or m.moment is not None] == []


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_date_written_is_the_date_read(at: date) -> None:
    for text in (
        f"On {at:%B} {at.day}, {at.year}, it",
        f"on {at.day} {at:%B} {at.year} it",
        f"on {at.isoformat()} it",
    ):
        (mention,) = dates(text, STORY)
        assert mention.moment is not None
        assert mention.moment.iso == at.isoformat()


@settings(deadline=None)
@given(st.dates(date(2018, 10, 1), date(2019, 8, 31)))
def test_a_yearless_date_is_the_nearest(at: date) -> None:
    (mention,) = dates(f"On {at:%B} {at.day} it rained.", STORY)
    assert mention.moment is not None
    assert mention.moment.iso == at.isoformat()
    assert mention.moment.year_inferred


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("The union said 140 dock workers were held.", "dock workers"),
        ("More than 300 have been arrested.", "arrested"),
        ("the deaths of 12 people", "deaths"),
        ("It left 12 people dead and nearly 40 injured.", "people dead"),
        ("Russian-speakers make up around 30 percent of the population.", "Russian-speakers"),
        ("the share of young voters has grown from 10% to 20%", "young voters"),
        ("The damage could reach $3 billion.", "damage"),
        ("40 percent of households have no water", "households"),
        ("its coast (1,200 kilometers) is open", "coast"),
        ("the army sent 900 heavily armed marines to the island", "marines"),
        ("“500 bandits” came over the hills", "bandits"),
        ("3 million are migrants", "migrants"),
    ],
)
def test_counted_noun(text: str, counted: str) -> None:
    figure = figures(text)[0]
    found = counted_noun(text, figure)
    assert set(counted.split()) & set(found.split()), found


def voice(paragraphs: list[str], phrase: str, author: str = "") -> tuple[str, Attribution]:
    """Who says a phrase in a text of paragraphs of sentences parted by |."""
    listener = Listener(author)
    listener.learn_names(p.replace("|", " ") for p in paragraphs)
    for paragraph in paragraphs:
        listener.start_paragraph()
        for sentence in paragraph.split("|"):
            heard = listener.sentence(sentence)
            if phrase in sentence:
                at = sentence.index(phrase)
                found = heard.voice(at, at + len(phrase))
                return found.speaker, found.attribution
    raise AssertionError


@pytest.mark.parametrize(
    ("paragraphs", "phrase", "speaker", "attribution"),
    [
        (["The harbour was shut for 3 days."], "3 days", "Ana Ruiz", "author"),
        (["Mayor Lena Ost said 140 people had been held."], "140", "Lena Ost", "indirect"),
        (["Lena Ost, who leads the council, said that 140 people were held."], "140", "Lena Ost", "indirect"),
        (["According to the interior ministry, 140 were held."], "140", "interior ministry", "indirect"),
        (["About 140 people were held, police said."], "140", "police", "indirect"),
        (["Some 140 were held, said Lena Ost, the mayor."], "140", "Lena Ost", "indirect"),
        (["On March 3, Lena Ost said that 140 were held."], "March 3", "Ana Ruiz", "author"),
        (["Lena Ost of the union spoke.", "“We have 140 people in the cells tonight,” Ost said."], "140", "Lena Ost", "direct"),  # noqa: E501
        (["John Marsh said it rained.", "Lena Ost agreed.", "“We have 30 years of work behind us here,” he said."], "30", "John Marsh", "direct"),  # noqa: E501
        (["According to the ministry, 5 died.|More than 40 have been injured."], "40", "ministry", "indirect"),
        (["According to the ministry, 5 died.", "More than 40 have been injured."], "40", "Ana Ruiz", "author"),
        (["Some 40 are reported to have died."], "40", "", "reported"),
        (["Marsh does not accept President Karl Brandt’s claims.", "It is unbelievable that “9,000 bandits” came."], "9,000", "Karl Brandt", "disputed"),  # noqa: E501
        (["The first polls suggest that 60 percent oppose it."], "60", "first polls", "indirect"),
        (["Karl Brandt announced a deadline for the 900 soldiers."], "900", "Ana Ruiz", "author"),
    ],
)  # fmt: skip
def test_who_says_it(paragraphs: list[str], phrase: str, speaker: str, attribution: str) -> None:
    assert voice(paragraphs, phrase, "Ana Ruiz") == (speaker, attribution)


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("It is not true that more than 300 people were killed.", True),
        ("The ministry denied that 300 people were killed.", True),
        ("She rejected claims that 300 people were killed.", True),
        ("The minister dismissed as absurd the union’s claim that 300 died.", True),
        ("There were false reports that 300 people were killed.", True),
        ("Claims that 300 people were killed are false.", True),
        ("Reports of 300 deaths were denied by the ministry.", True),
        ("More than 300 died, a figure the ministry denies.", True),
        ("There is no evidence that 300 people died.", True),
        ("Nobody denied that 300 people died.", False),
        ("The army did not deny that 300 people died.", False),
        ("The state denied visas to 300 people.", False),
        ("She denied claims of torture, saying only 300 had been held.", False),
    ],
)
def test_what_is_denied_is_disputed(text: str, denied: bool) -> None:
    assert (voice([text], "300", "Ana Ruiz")[1] is Attribution.DISPUTED) is denied


def test_caption_credit() -> None:
    found = Listener().caption("A boat burns in the harbour, March 9, 2018. (Ada Moth/Wire Photos)")
    assert (found.speaker, found.attribution) == ("Ada Moth/Wire Photos", Attribution.CAPTION)


HOSTILE = [
    "1," * 250_000, "1 " * 250_000, "1.1" * 200_000, "a " * 250_000, "“" * 100_000, "Aa " * 150_000, "(" * 100_000,
    "said " * 100_000, "the " * 150_000, "one " * 120_000, "January " * 60_000, "," * 300_000, "$" * 200_000,
    "Aa Bb, " * 60_000, "two hundred " * 40_000, "between 1 and " * 30_000, "of the " * 60_000, "’s " * 150_000,
    "according to the " * 30_000, "A" * 300_000, "12345678901234567890" * 20_000, "{x}" * 100_000, "https://" * 40_000,
    "1 000 " * 80_000, "The group of xed y and, " * 20_000, "A B of C who ded e but, " * 20_000,
    "two in three of " * 30_000,
    "by the a b c d’s own " * 20_000, "the 18th Friday the " * 20_000, "of them which has had more than " * 15_000,
    "1 and a half " * 40_000, ", citing a b c d e " * 25_000, "+1 22 33 44 " * 40_000,
    "not to be to be over " * 20_000, "rose from a b c d from " * 20_000, "denied claims by a b c " * 20_000,
    "reports that false of " * 20_000, "1.200.300 " * 50_000, "It was, which a b c d e " * 20_000,
    "By Aa " * 60_000, "published from " * 30_000, "Photo by Aa " * 30_000,
]  # fmt: skip


def test_no_text_makes_the_rules_slow() -> None:
    """Half a megabyte of the worst of each rule; each has ten seconds of processor time, and needs less than one.

    In a process of its own, whose limit a slow rule would pass.
    """
    code = (
        "import json, resource, sys\n"
        "from multivector.sources.intake import Intake\n"
        "from multivector.sources.parse import parse\n"
        "from multivector.evidence import propose_claims\n"
        "for body in json.load(sys.stdin):\n"
        "    spent = resource.getrusage(resource.RUSAGE_SELF)\n"
        "    limit = int(spent.ru_utime + spent.ru_stime) + 11\n"
        "    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))\n"
        "    print(repr(body[19:40]), flush=True)\n"
        "    propose_claims([parse(Intake('x.txt', body.encode(), 'text/plain'))])\n"
    )
    last = "\nA last line that says that 12 people came on 3 March 2019.\n"
    bodies = json.dumps(["A title of a story\n" + text + last for text in HOSTILE])
    done = subprocess.run([sys.executable, "-c", code], input=bodies, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout.splitlines()[-1] + done.stderr[-500:]
    assert len(done.stdout.splitlines()) == len(HOSTILE)


def test_kinds_are_words() -> None:
    assert Kind("figure") is Kind.FIGURE
