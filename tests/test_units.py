from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multivector import units
from multivector.engine.vocabulary import UNITS

START = date(2022, 1, 2)


def test_every_unit_of_the_engine_is_known():
    assert set(UNITS) <= set(units.KNOWN)


@pytest.mark.parametrize(
    ("written", "unit", "value"),
    [
        ("2 weeks", "days", 14),
        ("2 weeks", "hours", 336),
        ("1 year", "months", 12),
        ("90 minutes", "hours", 1.5),
        ("12 %", "share", 0.12),
        ("12%", "probability", 0.12),
        ("3 per thousand", "share", 0.003),
        ("1500 persons", "persons", 1500),
        ("1,500 people", "persons", 1500),
        ("19 503 159 persons", "persons", 19503159),
        ("1.2 million persons", "persons", 1.2e6),
        ("2.5 per thousand", "persons per thousand", 2.5),
        ("0.3 %", "persons per thousand", 3),
        ("5 percentage points", "share points", 0.05),
        ("0.4 percentage points per year", "share points per year", 0.004),
        ("2 % per year", "per year", 0.02),
        ("1 per month", "per year", 12),
        ("0.1", "per 6 hours", 0.1),
        ("10 % per 6 hours", "per 6 hours", 0.1),
        ("30 miles", "km", 48.28032),
        ("2022-01-05", "date", 3),
        ("2022-01-05T18:00", "date", 3.75),
        ("3 days", "date", 3),
        (True, "flag", 1),
        ("no", "flag", 0),
        ("-0.5", "attitude", -0.5),
        ("1e-4", "share", 1e-4),
        ("40 %", "portion", 0.4),
        ("40000 persons", "portion", 40000),
    ],
)
def test_texts_become_numbers_of_the_engine(written, unit, value):
    assert units.convert(written, unit, start=START) == pytest.approx(value, rel=1e-9)


def test_a_share_of_those_concerned_compounds_over_its_period():
    # Whoever is taken at 10 % in six hours, four times a day: 1 - .9^4 a day.
    assert units.convert("34.39 % per day", "per 6 hours") == pytest.approx(0.1, abs=1e-9)


@pytest.mark.parametrize(
    ("written", "unit", "words"),
    [
        ("2 weeks", "persons", "measures days"),
        ("2 wekes", "days", "Did you mean 'week'"),
        ("3 km", "months", "measures km"),
        ("many", "persons", "not a number"),
        ("2022-02-30", "date", "no day of the calendar"),
        ("2022-01-05T10:00+06:00", "date", "time zone"),
        (float("nan"), "share", "finite"),
        ("1e999", "persons", "finite"),
        (True, "persons", "people"),
        ("5 per day", "per 6 hours", "between 0 and 1"),
        ("5 persons", "per year", "period"),
        ("", "share", "not a number"),
    ],
)
def test_wrong_dimensions_say_what_was_expected(written, unit, words):
    with pytest.raises(units.UnitError) as error:
        units.convert(written, unit, start=START)
    assert words in str(error.value)
    assert "expected" in str(error.value)


@given(
    st.sampled_from([unit for unit in UNITS if unit not in ("flag", "index", "date")]),
    st.floats(1e-6, 1, allow_nan=False),
)
def test_what_is_said_reads_back(unit, value):
    assert units.convert(units.say(value, unit), unit) == pytest.approx(value, rel=1e-9)


@given(st.integers(0, 60 * 24 * 60))
def test_dates_read_back_to_the_minute(minutes):
    day = minutes / 1440
    assert units.convert(units.say(day, "date", start=START), "date", start=START) == pytest.approx(day, abs=1e-9)
