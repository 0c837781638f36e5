"""Bylines, issuers and signatures, on pages written for the purpose: who is found, and who must not be."""

from __future__ import annotations

import pytest

from multivector.sources.byline import find_byline, is_byline, is_person, read_byline
from multivector.sources.statement import read_statements

TITLE = "Flood closes the road to Marn"
BODY = "The river left its banks on Sunday and closed the only road to the village, the council said in the evening."


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ana Ruiz", "Ana Ruiz"),
        ("BY ANA RUIZ", "ANA RUIZ"),
        ("By Ana Ruiz and Tom Ost", "Ana Ruiz and Tom Ost"),
        ("By Ana Ruiz, Tom Ost and Lena de la Cruz", "Ana Ruiz, Tom Ost and Lena de la Cruz"),
        ("By Ana Ruiz in Marn and Tom Ost in Sartau", "Ana Ruiz and Tom Ost"),
        ("By Ana Ruiz in Marn", "Ana Ruiz"),
        ("By Ana Ruiz | Marn Post", "Ana Ruiz"),
        ("By Ana Ruiz, Marn Post", "Ana Ruiz"),
        ("By Ana Ruiz, Chief Correspondent", "Ana Ruiz"),
        ("By Ana Ruiz and Staff Reporters", "Ana Ruiz"),
        ("Ana Ruiz reports from Marn", "Ana Ruiz"),
        ("From Ana Ruiz in Marn", "Ana Ruiz"),
        ("From our correspondent Ana Ruiz, Marn", "Ana Ruiz"),
        ("Words by Ana Ruiz", "Ana Ruiz"),
        ("Story by Ana Ruiz", "Ana Ruiz"),
        ("Text: Ana Ruiz", "Ana Ruiz"),
        ("Analysis by Ana Ruiz", "Ana Ruiz"),
        ("Opinion by Ana Ruiz", "Ana Ruiz"),
        ("Opinion | Ana Ruiz", "Ana Ruiz"),
        ("Author: Ana M. Ruiz", "Ana M. Ruiz"),
        ("Reporting by Ana Ruiz; editing by Tom Ost", "Ana Ruiz"),
    ],
)
def test_a_line_that_names_its_author(line: str, author: str) -> None:
    assert read_byline(line).author == author
    assert is_byline(line)
    assert read_statements([TITLE, line, BODY]).author == author


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Ana Ruiz", "Ana Ruiz"),
        ("ANA RUIZ", "ANA RUIZ"),
        ("Ana Ruiz and Tom Ost", "Ana Ruiz and Tom Ost"),
        ("Ana Ruiz, Chief Correspondent", "Ana Ruiz"),
        ("Ana Ruiz, Correspondent", "Ana Ruiz"),
        ("Ana Ruiz | Diplomatic Editor", "Ana Ruiz"),
        ("Ana Ruiz in Marn", "Ana Ruiz"),
        ("Ana Ruiz in Marn and Tom Ost in Sartau", "Ana Ruiz and Tom Ost"),
    ],
)
def test_a_name_under_the_title(line: str, author: str) -> None:
    standfirst = "The council shut the only road to the village after the river rose by two metres in a night"
    assert find_byline([TITLE, line, BODY, BODY]).author == author
    assert read_statements([TITLE, standfirst, line, "12 March 2015", BODY, BODY]).author == author


@pytest.mark.parametrize(
    "line",
    [
        "Breaking News", "Read More", "Middle East", "Sri Lanka", "New York", "Human Rights", "Photo Gallery",
        "Marn Post",
        "Continental Press", "South Kestovia", "Port Louis", "Opinion | Stop The War",
        "Analysis: Protest Leaders Regroup",
        "By Popular Demand", "By Next Monday", "SARTAU, Kestovia", "Latest Updates", "Ministry of Justice",
        "Press Release", "Text: Read More", "From Russia With Love in Mind", "Viktor Saran spoke in Marn.",
        "5 min read",
    ],
)  # fmt: skip
def test_what_is_nobody(line: str) -> None:
    assert read_statements([TITLE, line, BODY, BODY]).author == ""


def test_a_person_of_the_story_is_no_author() -> None:
    assert find_byline([TITLE, "Viktor Saran", f"{BODY} Viktor Saran resigned.", BODY]).author == ""
    assert find_byline([TITLE, BODY, BODY, "Viktor Saran", BODY, BODY, BODY, BODY]).author == ""
    assert find_byline(["Viktor Saran, editor and minister", "Viktor Saran", BODY]).author == ""
    ending = "Viktor Saran is a former journalist."
    assert find_byline([TITLE, BODY, f"{BODY} Viktor Saran resigned.", BODY, ending]).author == ""


@pytest.mark.parametrize(
    ("line", "outlet"),
    [("By Staff", "Staff"), ("By Online Desk", "Online Desk"), ("By the Newsroom", "Newsroom"), ("By AFP", "AFP")],
)
def test_a_desk_is_an_outlet(line: str, outlet: str) -> None:
    said = read_statements([TITLE, line, BODY])
    assert (said.author, said.outlet) == ("", outlet)
    assert is_byline(line)


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        (["PRESS RELEASE", "Blue Valley Monitor"], "Blue Valley Monitor"),
        (["Ministry of the Interior", "PRESS STATEMENT"], "Ministry of the Interior"),
        (["REPUBLIC OF KESTOVIA", "MINISTRY OF JUSTICE", "COMMUNIQUÉ No. 12"], "MINISTRY OF JUSTICE"),
        (["Issued by the Marn City Council"], "Marn City Council"),
        (["Statement by the Ministry of Foreign Affairs of Kestovia"], "Ministry of Foreign Affairs of Kestovia"),
    ],
)
def test_whoever_issues_a_release_speaks_in_it(lines: list[str], issuer: str) -> None:
    said = read_statements([TITLE, *lines, BODY, BODY])
    assert (said.author, said.outlet) == (issuer, issuer)


@pytest.mark.parametrize(
    "line",
    [
        "— Ana Ruiz", "– Ana Ruiz, Marn", "Ana Ruiz is a lecturer at the University of Marn.",
        "Ana Ruiz writes on rivers.",
    ],
)
def test_a_name_at_the_end(line: str) -> None:
    assert read_statements([TITLE, BODY, BODY, BODY, line]).author == "Ana Ruiz"


def test_persons() -> None:
    assert all(is_person(name) for name in ("Ana Ruiz", "Grace March", "April Stone"))
    assert not any(is_person(words) for words in ("Late March", "Next May", "May Day Strike"))
    assert not is_person("Breaking News")
