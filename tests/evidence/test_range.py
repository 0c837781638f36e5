"""The range rules, one by one, on claims made for the purpose; and the shipped disagreements."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multivector.evidence import (
    Anchor,
    Attribution,
    Bound,
    Claim,
    Conflict,
    Kind,
    Quantity,
    Range,
    Register,
    Source,
    Status,
    ranges,
)
from multivector.sources import Damage

REGISTER = Register(
    [
        Quantity(key="dead", unit="persons", window_days=10, growing=True),
        Quantity(key="held", unit="persons"),
        Quantity(key="onset", unit="date", kinds=(Kind.DATE,)),
        Quantity(key="leave", unit="date", kinds=(Kind.DATE,)),
        Quantity(
            key="stay",
            unit="days",
            follows_from=({"rule": "days", "terms": [{"quantity": "onset"}, {"quantity": "leave"}]},),
        ),
        Quantity(key="lead", unit="persons"),
        Quantity(key="each", unit="persons"),
        Quantity(
            key="total",
            unit="persons",
            follows_from=({"rule": "sum", "terms": [{"quantity": "lead"}, {"quantity": "each", "times": 4}]},),
        ),
        Quantity(
            key="share",
            unit="percent",
            cross_check=True,
            follows_from=({"rule": "share", "terms": [{"quantity": "lead"}, {"quantity": "total"}]},),
        ),
        Quantity(key="words", unit="words", kinds=(Kind.WORDING,)),
    ]
)
_NUMBER = count()


def claim(source: str, quantity: str, value: float | None = None, **fields: object) -> Claim:
    """A claim of a number; bounds fill low and high as the grammar does."""
    bound = fields.get("bound", Bound.EXACT)
    low, high = fields.pop("low", value), fields.pop("high", value)
    if value is not None:
        low = value + 1 if bound is Bound.ABOVE else 0 if bound is Bound.AT_MOST else low
        high = None if bound in (Bound.ABOVE, Bound.AT_LEAST) else high
    return Claim.model_validate(
        {"id": f"c{next(_NUMBER)}", "target": Anchor.of(source, "word", 0, 4), "kind": Kind.FIGURE, "quantity": quantity,  # noqa: E501
         "value": value, "low": low, "high": high, **fields}
    )  # fmt: skip


def day(source: str, quantity: str, low: str, high: str | None = None, **fields: object) -> Claim:
    high = high or low
    return claim(source, quantity, None, kind=Kind.DATE, low=low, high=high, unit="date", **fields)


def one(*claims: Claim, sources: dict[str, Source] | None = None) -> Range:
    (found,) = ranges(claims, REGISTER, sources)
    return found


def source(family: str = "", damage: Damage = Damage.NONE, taken: str = "") -> Source:
    return Source(id="sha256:0", family=family, damage=damage, taken=taken)


def test_agreement() -> None:
    found = one(claim("a", "held", 50), claim("b", "held", 50))
    assert (found.low, found.high, found.best, found.conflict) == (50, 50, 50, Conflict.AGREEMENT)


def test_a_bound_and_a_value_that_meets_it_are_compatible() -> None:
    """More than 160 and 164: not a conflict, although it looks like one."""
    found = one(claim("a", "dead", 160, bound=Bound.ABOVE), claim("b", "dead", 164))
    assert found.conflict is Conflict.COMPATIBLE
    assert (found.low, found.high, found.open_high, found.best) == (161, 164, True, 164)
    assert found.in_words() == "161 to 164+"


def test_bounds_are_intersected_before_a_conflict_is_called() -> None:
    found = one(
        claim("a", "held", None, low=100, high=300, bound=Bound.RANGE),
        claim("b", "held", None, low=200, high=500, bound=Bound.RANGE),
        claim("c", "held", 150, bound=Bound.ABOVE),
    )
    assert (found.low, found.high, found.conflict) == (200, 300, Conflict.COMPATIBLE)


def test_bounds_on_the_two_sides_of_a_round_number_are_a_soft_conflict() -> None:
    found = one(
        claim("a", "held", 10_000, bound=Bound.ABOVE),
        claim("b", "held", 10_000, low=9000, high=10_000, bound=Bound.BELOW, approx=True),
    )
    assert found.conflict is Conflict.SOFT
    assert (found.low, found.high, found.open_high) == (9000, 10_000, True)


def test_values_that_exclude_each_other_give_the_hull_and_no_mean() -> None:
    found = one(claim("a", "held", 2500), claim("b", "held", 3000))
    assert found.conflict is Conflict.CONFLICT
    assert (found.low, found.high, found.best) == (2500, 3000, None)


def test_a_hedged_value_alone_is_widened_and_says_so() -> None:
    found = one(claim("a", "held", 40, approx=True))
    assert (found.low, found.high, found.best) == (36, 44, 40)
    assert any("10%" in note for note in found.notes)


def test_hedged_values_that_exclude_each_other_give_the_hull_of_what_they_allow() -> None:
    found = one(claim("a", "held", 100, approx=True), claim("b", "held", 150, approx=True))
    assert (found.low, found.high, found.conflict) == (90, 165, Conflict.CONFLICT)
    assert sum("10%" in note for note in found.notes) == 2
    exact = one(claim("a", "held", 100, approx=True), claim("b", "held", 150))
    assert (exact.low, exact.high, exact.conflict) == (90, 150, Conflict.CONFLICT)


def test_a_hedged_value_gives_way_to_an_exact_one_inside_it() -> None:
    found = one(claim("a", "held", 2500, approx=True), claim("b", "held", 2450))
    assert (found.low, found.high, found.conflict) == (2450, 2450, Conflict.COMPATIBLE)


def test_a_family_has_one_vote_and_its_root_casts_it() -> None:
    sources = {"a": source("a"), "b": source("a", taken="rewrite"), "c": source("c")}
    found = one(
        claim("a", "held", 40, approx=True),
        claim("b", "held", 40),
        claim("c", "held", 42, approx=True),
        sources=sources,
    )
    assert found.voices == ("a", "c")
    assert found.n_documents == 3
    assert len(found.votes) == 2
    assert any("b, a copy of a, says 40 for about 40" in note for note in found.notes)


def test_a_copy_speaks_only_where_its_root_is_silent() -> None:
    sources = {"a": source("a"), "b": source("a", taken="rewrite")}
    found = one(claim("b", "held", 200), sources=sources)
    assert found.voices == ("a",)
    assert any("only in b" in note for note in found.notes)


def test_five_copies_of_a_lie_do_not_outvote_one_text() -> None:
    sources = {k: source("lie", taken="" if k == "lie" else "reprint") for k in ("lie", "l2", "l3", "l4", "l5")}
    sources["true"] = source("true")
    claims = [claim(k, "held", 900) for k in sources if k != "true"]
    found = one(*claims, claim("true", "held", 100), sources=sources)
    assert (found.low, found.high) == (100, 900)
    assert len(found.voices) == 2


def test_a_spun_copy_is_never_the_sole_support() -> None:
    sources = {"a": source("a", Damage.SPUN), "b": source("b")}
    alone = one(claim("a", "held", 7), sources=sources)
    assert not alone.supported
    assert any("spun" in note for note in alone.notes)
    assert one(claim("a", "held", 7), claim("b", "held", 7), sources=sources).supported


def test_an_end_that_rests_on_a_spun_copy_is_marked() -> None:
    sources = {"a": source("a", Damage.SPUN), "b": source("b")}
    found = one(claim("a", "held", 900), claim("b", "held", 100), sources=sources)
    assert found.high == 900
    assert any("upper end rests on a spun copy" in note for note in found.notes)


def test_a_disputed_figure_sets_only_an_upper_end() -> None:
    disputed = {"status": Status.DISPUTED, "attribution": Attribution.DISPUTED}
    alone = one(claim("a", "held", 20_000, **disputed))
    assert (alone.low, alone.high, alone.conflict) == (0, 20_000, Conflict.DISPUTED)
    beside = one(claim("a", "held", 20_000, **disputed), claim("b", "held", 45))
    assert (beside.low, beside.high, beside.best) == (45, 20_000, 45)
    assert beside.conflict is Conflict.DISPUTED
    assert any("20,000 raises the upper end from 45" in note for note in beside.notes)


def test_a_disputed_figure_sets_the_upper_end_where_sound_voices_conflict_too() -> None:
    conflicting = [claim("a", "held", 100), claim("b", "held", 200)]
    found = one(*conflicting, claim("c", "held", 500, status=Status.DISPUTED))
    assert (found.low, found.high, found.best, found.conflict) == (100, 500, None, Conflict.CONFLICT)
    assert any("500 raises the upper end from 200" in note for note in found.notes)
    below = one(*conflicting, claim("c", "held", 150, status=Status.DISPUTED))
    assert (below.low, below.high) == (100, 200)
    assert not any("disputed" in note for note in below.notes)


def test_a_text_that_only_disputes_a_figure_supports_no_other() -> None:
    sources = {"a": source("a", Damage.SPUN), "b": source("b")}
    found = one(claim("a", "held", 7), claim("b", "held", 9, status=Status.DISPUTED), sources=sources)
    assert (found.low, found.high, found.supported) == (7, 9, False)


@pytest.mark.parametrize("status", [Status.RETRACTED, Status.SUPERSEDED])
def test_dropped_claims_leave_a_note(status: Status) -> None:
    found = one(claim("a", "held", 164, status=status), claim("b", "held", 225))
    assert (found.low, found.high) == (225, 225)
    assert any(status in note and "164" in note for note in found.notes)


def test_a_later_figure_of_the_same_source_replaces_a_growing_count() -> None:
    found = one(claim("a", "dead", 18, event_date="2020-01-06"), claim("a", "dead", 160, event_date="2020-01-09"))
    assert (found.low, found.high) == (160, 160)
    assert any("gave way" in note for note in found.notes)


def test_states_of_affairs_are_kept_apart() -> None:
    found = ranges(
        [claim("a", "dead", 14, event_date="2011-12"), claim("b", "dead", 160, event_date="2022-01-09"),
         claim("c", "dead", 170, reported_date="2022-01-12")], REGISTER,
    )  # fmt: skip
    assert [(r.as_of, r.low, r.high) for r in found] == [("2011-12", 14, 14), ("2022-01-09", 160, 170)]


def test_undated_claims_join_the_part_whose_dates_are_nearest_whoever_joined_before() -> None:
    found = ranges(
        [claim("a", "dead", 14, event_date="2011-12"), claim("b", "dead", 160, event_date="2022-01-07"),
         claim("c", "dead", 170, reported_date="2022-01-12"), claim("d", "dead", 180, reported_date="2022-01-12"),
         claim("e", "dead", 15, reported_date="2012-01-03"), claim("f", "dead", 16, reported_date="2012-01-04")],
        REGISTER,
    )  # fmt: skip
    assert [(r.as_of, r.low, r.high) for r in found] == [("2011-12", 14, 16), ("2022-01-07", 160, 180)]


def test_groups_are_kept_apart() -> None:
    found = ranges([claim("a", "held", 5, group="north"), claim("a", "held", 9, group="south")], REGISTER)
    assert [(r.group, r.low) for r in found] == [("north", 5), ("south", 9)]


def test_dates() -> None:
    found = one(day("a", "onset", "2022-01-02"), day("b", "onset", "2022-01-01", "2022-01-05", bound=Bound.VAGUE))
    assert (found.low, found.high, found.best) == ("2022-01-01", "2022-01-05", "2022-01-02")
    by = one(day("a", "leave", "2022-01-31", bound=Bound.AT_MOST))
    assert (by.high, by.open_low, by.in_words()) == ("2022-01-31", True, "up to 2022-01-31")


def test_what_follows_from_other_quantities_is_set_against_the_claim() -> None:
    """A part of 3,000 and four of 70 to 500 cannot make a total of 2,500."""
    claims = [
        claim("a", "total", 2500, approx=True), claim("b", "total", 2500), claim("c", "lead", 3000),
        claim("c", "each", None, low=70, high=500, bound=Bound.RANGE),
    ]  # fmt: skip
    total = next(r for r in ranges(claims, REGISTER) if r.quantity.key == "total")
    assert total.conflict is Conflict.CONFLICT
    assert (total.low, total.high) == (2500, 5000)
    assert any("3,280 to 5,000 follows from" in note for note in total.notes)
    assert total.voices == ("a", "b")


def test_days_between_two_dates() -> None:
    claims = [
        day("a", "onset", "2022-01-06"),
        day("b", "leave", "2022-01-11"),
        claim("c", "stay", 7, unit="days", approx=True),
    ]
    stay = next(r for r in ranges(claims, REGISTER) if r.quantity.key == "stay")
    assert (stay.low, stay.high, stay.conflict) == (5, 7.7, Conflict.CONFLICT)  # "about 7" with its tenth


def test_a_cross_check_never_widens() -> None:
    claims = [claim("a", "lead", 50), claim("b", "total", 200), claim("c", "share", 70)]
    share = next(r for r in ranges(claims, REGISTER) if r.quantity.key == "share")
    assert (share.low, share.high) == (70, 70)
    assert any("cross-check: 25" in note for note in share.notes)


def test_wordings_are_listed_and_never_verbatim() -> None:
    def said(source: str, words: str) -> Claim:
        return Claim(
            id=f"w{next(_NUMBER)}", target=Anchor.of(source, words, 0, len(words)), kind=Kind.WORDING,
            quantity="words", unit="words",
        )  # fmt: skip

    found = one(said("a", "a known nationalist"), said("b", "an open Russophobe"))
    assert found.conflict is Conflict.WORDING
    assert found.variants == (("a known nationalist", "a"), ("an open Russophobe", "b"))
    assert (found.low, found.high) == (None, None)


def test_metadata_and_nameless_claims_have_no_range() -> None:
    assert ranges([claim("a", "", 5), claim("a", "published", 5, attribution=Attribution.METADATA)], REGISTER) == []


SOURCES = {"s0": source("s0"), "s1": source("s1", Damage.MANGLED), "s2": source("s0", taken="rewrite"),
           "s3": source("s3", Damage.SPUN)}  # fmt: skip


@st.composite
def any_claim(draw: st.DrawFn) -> Claim:
    value = draw(st.integers(13, 500))
    bound = draw(st.sampled_from([Bound.EXACT, Bound.ABOVE, Bound.AT_LEAST, Bound.AT_MOST, Bound.BELOW]))
    fields: dict[str, object] = {"bound": bound, "approx": draw(st.booleans())}
    if bound is Bound.BELOW:
        fields |= {"low": 0.9 * value, "high": value}
    if draw(st.integers(0, 5)) == 0:
        fields["status"] = Status.DISPUTED
    return claim(draw(st.sampled_from(sorted(SOURCES))), "held", value, **fields)


@settings(deadline=None)
@given(st.lists(any_claim(), min_size=1, max_size=7))
def test_every_exact_undisputed_root_value_lies_in_the_range(claims: list[Claim]) -> None:
    found = one(*claims, sources=SOURCES)
    assert found.low is not None
    assert found.high is not None
    assert float(found.low) <= float(found.high) + 1e-9
    for vote in found.votes:
        if vote.exact and not vote.disputed and vote.value is not None:
            assert float(found.low) - 1e-9 <= vote.value <= float(found.high) + 1e-9


@settings(deadline=None)
@given(st.lists(any_claim(), min_size=1, max_size=6), st.randoms())
def test_the_order_of_claims_from_different_voices_does_not_matter(claims: list[Claim], rng) -> None:  # type: ignore[no-untyped-def]
    by_source = {c.source: c for c in claims}
    listed = list(by_source.values())
    shuffled = list(listed)
    rng.shuffle(shuffled)
    first, second = one(*listed, sources=SOURCES), one(*shuffled, sources=SOURCES)
    assert (first.low, first.high, first.best, first.conflict) == (
        second.low,
        second.high,
        second.best,
        second.conflict,
    )


@settings(deadline=None)
@given(st.lists(any_claim(), min_size=1, max_size=5))
def test_a_reprint_of_what_a_root_says_changes_nothing(claims: list[Claim]) -> None:
    sources = {**SOURCES, "copy": source("s0", taken="reprint")}
    roots = [c for c in claims if c.source == "s0"]
    copies = [c.model_copy(update={"id": c.id + "r", "target": Anchor.of("copy", "word", 0, 4)}) for c in roots]
    without, with_copies = one(*claims, sources=sources), one(*claims, *copies, sources=sources)
    assert (without.low, without.high, without.conflict) == (with_copies.low, with_copies.high, with_copies.conflict)
    assert without.voices == with_copies.voices


def derived(*claims: Claim, relations: list[dict[str, object]], unit: str = "days") -> Range | None:
    """The range of a quantity that nobody states."""
    terms = [Quantity(key=key, unit="date", kinds=(Kind.DATE,)) for key in ("sent", "begun", "gone")]
    parts = [Quantity(key=key, unit="persons") for key in ("part", "whole")]
    wanted = Quantity.model_validate({"key": "wanted", "unit": unit, "follows_from": relations})
    found = [one for one in ranges(claims, Register([*terms, *parts, wanted])) if one.quantity.key == "wanted"]
    return found[0] if found else None


def days(first: str, second: str, bound: str = "exact") -> dict[str, object]:
    return {"rule": "days", "terms": [{"quantity": first}, {"quantity": second}], "bound": bound}


def test_what_nobody_states_follows_with_its_arithmetic() -> None:
    sent, begun = day("a", "sent", "2022-01-06"), day("b", "begun", "2022-01-13")
    found = derived(sent, begun, relations=[days("sent", "begun")])
    assert found is not None
    assert (found.low, found.high, found.best, found.derived) == (7, 7, 7, True)
    assert found.voices == ("a", "b")
    assert found.claims == (sent.id, begun.id)
    assert found.notes == ("7 follows from sent (2022-01-06) to begun (2022-01-13)",)
    assert derived(sent, relations=[days("sent", "begun")]) is None
    assert derived(claim("a", "dead", 3), relations=[days("sent", "begun")]) is None


def test_ends_that_are_open_stay_open() -> None:
    sent, begun = day("a", "sent", "2022-01-06", "2022-01-08"), day("b", "begun", "2022-01-13")
    gone = day("c", "gone", "2022-01-31", bound=Bound.AT_MOST)
    found = derived(sent, begun, gone, relations=[days("sent", "begun", "at_least"), days("sent", "gone")])
    assert found is not None
    assert (found.low, found.high) == (5, 25)
    assert set(found.voices) == {"a", "b", "c"}
    least = derived(sent, begun, relations=[days("sent", "begun", "at_least")])
    assert least is not None
    assert (least.low, least.open_high, least.notes[0][:10]) == (5, True, "at least 5")


def test_a_share_of_two_ranges_is_as_wide_as_they_allow() -> None:
    part, whole = claim("a", "part", None, low=70, high=500), claim("b", "whole", None, low=2500, high=5000)
    share = {"rule": "share", "terms": [{"quantity": "part"}, {"quantity": "whole"}]}
    found = derived(part, whole, relations=[share], unit="percent")
    assert found is not None
    assert (found.low, found.high) == (pytest.approx(1.4), pytest.approx(20))


def test_what_is_stated_stands_before_what_follows() -> None:
    sent, begun = day("a", "sent", "2022-01-06"), day("b", "begun", "2022-01-13")
    stated = claim("c", "wanted", 9)
    found = derived(sent, begun, stated, relations=[days("sent", "begun")])
    assert found is not None
    assert not found.derived
    assert (found.low, found.high, found.conflict) == (7, 9, Conflict.CONFLICT)
