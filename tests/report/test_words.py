"""Numbers in words."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multivector.ensemble.coverage import Share
from multivector.report import words

START = date(2030, 1, 2)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (12345.0, "persons", "12,300"), (0.4, "persons", "0"), (0.0031, "share", "0.31 %"), (0.042, "share", "4.2 %"),
        (0.437, "probability", "44 %"), (0.0, "share", "0 %"), (3.6, "date", "5 Jan"), (30.0, "date", "1 Feb"),
        (13.0, "days", "13 days"), (-0.0123, "share points", "−1.2 points"), (1.0, "flag", "yes"),
        (0.0001, "1", "0.0001"), (0.00001, "1", "0.0"), (math.nan, "persons", "–"), (-2.5, "1", "−2.5"),
    ],
)  # fmt: skip
def test_a_number_in_its_unit(value: float, unit: str, text: str) -> None:
    assert plain(words.in_unit(value, unit, START)).rstrip("0.") == text.rstrip("0.")


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (2.0, 5.0, "date", "4 – 7 Jan"), (2.0, 40.0, "date", "4 Jan – 11 Feb"),
        (0.002, 0.003, "share", "0.20 – 0.30 %"),
        (5.0, 5.0, "persons", "5"), (11.0, 15.0, "days", "11 – 15 days"), (math.nan, 1.0, "1", "–"),
    ],
)  # fmt: skip
def test_an_interval_says_its_unit_once(low: float, high: float, unit: str, text: str) -> None:
    assert plain(words.span(low, high, unit, START)) == text


def test_a_share_says_its_interval_and_nothing_of_no_run() -> None:
    assert plain(words.share(Share(50, 100))) == "50 % (40 – 60 %)"
    assert words.share(Share(0, 0)) == words.NONE


@given(st.floats(1, 1e9))
def test_a_count_is_off_by_half_a_percent_at_most(number: float) -> None:
    told = float(words.count(number).replace(",", ""))
    assert abs(told - number) <= max(0.5, 0.005 * number) + 1e-6


@given(st.floats(-1, 1, allow_nan=False))
def test_points_keep_the_sign(share: float) -> None:
    text = words.points(share)
    assert (text[0] == "+") == (round(100 * share, 1) > 0)
    assert (text[0] == "−") == (round(100 * share, 1) < 0)


def test_months_count_from_the_start() -> None:
    assert [words.month(START, months) for months in (0, 11, 12)] == ["January 2030", "December 2030", "January 2031"]


def test_lists_and_sentences() -> None:
    assert [words.listed(list("abc"[:n])) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert words.sentence("so it is") == "So it is."
    assert words.first("It grew by 1.5 %. Then it fell.") == "It grew by 1.5 %"
    assert words.first("It fell.") == "It fell"
