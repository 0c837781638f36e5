"""The answer as data: what is written is what is read back."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from multivector.assess.answer import FORMAT, Answer, Estimate
from multivector.errors import AssessError

finite = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.builds(Answer))
def test_an_answer_survives_the_file(answer: Answer) -> None:
    def known(content: object) -> object:
        """What is not a number is written as null, so infinities come back as NaN; compare what is written."""
        return json.loads(json.dumps(content))

    written = known(answer.to_dict())
    assert known(Answer.from_dict(written).to_dict()) == written  # type: ignore[arg-type]


@given(st.builds(Estimate, finite, finite, finite, st.integers(0, 10**9), st.integers(0, 10**6), finite))
def test_numbers_come_back_as_they_were(estimate: Estimate) -> None:
    from multivector.assess.answer.plain import made, plain

    assert made(Estimate, json.loads(json.dumps(plain(estimate.__dict__)))) == estimate


def test_what_is_not_a_number_is_null() -> None:
    from multivector.assess.answer.plain import made, plain

    written = plain(Estimate(math.nan, 0.0, 1.0, 0, 0, 0.0).__dict__)
    assert written["value"] is None
    assert math.isnan(made(Estimate, written).value)


LAYOUTS = (
    {}, [], {"format": 1}, {"format": FORMAT}, {"format": FORMAT, "title": "x"},
    {"format": FORMAT, "title": "x", "conclusions": 3},
)  # fmt: skip


@pytest.mark.parametrize("content", LAYOUTS)
def test_another_layout_is_refused_in_plain_words(content: object, tmp_path: Path) -> None:
    (tmp_path / "answer.json").write_text(json.dumps(content))
    with pytest.raises(AssessError) as told:
        Answer.read(tmp_path)
    assert str(tmp_path) in str(told.value)
    assert "Make it again" in str(told.value)
    assert "Error" not in str(told.value)


def test_a_folder_without_an_answer_says_what_to_do(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(AssessError, match="multivector assess"):
        Answer.read(tmp_path)
    (tmp_path / "answer.json").write_text("{")
    with pytest.raises(AssessError, match="not JSON"):
        Answer.read(tmp_path)
