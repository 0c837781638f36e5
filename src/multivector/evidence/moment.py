"""Dates in a sentence, resolved against the story's own date and kept at their own granularity.

"On Monday" in a story that was copied two weeks later means the Monday of the story, so everything relative
is read from the *origin date*: what the document states as its date of publication, else the latest full
date in its text, else the date of the page, else the usual date of the other documents on the same crisis. A date
without its year, or "the 18th", may also belong to the days that the story was last speaking of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest
from statistics import median_low

from multivector.evidence.number import FEW, SMALL_WORDS
from multivector.sources import Document, Moment
from multivector.sources.calendar import (
    FULL_DATE,
    MONTH,
    YEAR,
    day,
    full_date,
    full_dates,
    month,
    month_number,
    near_years,
    year,
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date found in a sentence.

    Attributes:
        start, end: Its span in the sentence.
        moment: The days it names, or None if no year could be given to it.
        form: ``full``, ``day``, ``month``, ``part``, ``relative``, ``ago`` or ``year``.
        approx: Whether it is vague ("the first days of").
    """

    start: int
    end: int
    moment: Moment | None
    form: str
    approx: bool = False


_WEEKDAYS = {
    name: number
    for number, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
_EN_MONTH = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_PART = (
    r"(?P<part>end|close|beginning|start|middle|mid|early|late|first\s(?:few\s)?days|last\s(?:few\s)?days"
    r"|first\shalf|second\shalf|first\sweek|second\sweek|third\sweek|last\sweek)"
)
_OF = r"(?:\.?\s(?:of\s)?|-)(?:the\s)?"
_UNIT = r"(?:days?|weeks?|months?|years?)"
_N = r"\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"

_PARTS = re.compile(
    rf"\b{_PART}{_OF}(?:(?P<month>{_EN_MONTH})(?:,?\s(?P<y1>{YEAR}))?|(?P<y2>{YEAR})\b|(?P<new>new\syear)\b"
    r"|(?P<this>(?:this\s)?(?:month|year))\b)"
    rf"|\b(?P<season>spring|summer|autumn|fall|winter)(?:time)?\s(?:of\s)?(?P<y3>{YEAR})\b",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"\b(?P<m1>{_EN_MONTH})\s(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\s(?:{YEAR})|[,.]\d|\s?%)"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m2>{_EN_MONTH})(?!,?\s(?:{YEAR}))"
)
_DAY_RANGE = re.compile(
    rf"\b(?P<a>\d{{1,2}})(?:st|nd|rd|th)?\s?(?:-|–|—|\sto\s|\sand\s)\s?(?P<b>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<m1>{_EN_MONTH})(?:,?\s(?P<y1>{YEAR}))?\b"
    rf"|\b(?P<m2>{_EN_MONTH})\s(?P<c>\d{{1,2}})\s?(?:-|–|—)\s?(?P<d>\d{{1,2}})(?:,?\s(?P<y2>{YEAR}))?\b"
)
_MONTH_YEAR = re.compile(rf"\b(?P<month>{MONTH})(?:,?\s(?:of\s)?)(?P<year>{YEAR})\b", re.IGNORECASE)
_MONTH_ALONE = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring|[Ll]ast|[Tt]his|[Nn]ext|by|from|of|to)\s"
    rf"(?P<month>{_EN_MONTH})(?!\s\d)"
    rf"|\brecently\sas\s(?P<recent>{_EN_MONTH})(?!\s\d)"
)
_EVE = re.compile(
    rf"\b(?P<few>(?:an?\s)?(?:couple\sof|few)|several|a|{_N})\s(?P<unit>days?|weeks?)\s"
    r"(?P<side>before|prior\sto|ahead\sof|after)\s(?:the\s)?(?P<feast>New\sYear"
    r"|Christmas)(?:[’']s)?(?:\s(?:Day|Eve))?\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?P<day>yesterday)\b"
    r"|\b(?:(?P<which>on|last|next|this|since|by|until|late|early)\s)(?P<weekday>Monday|Tuesday|Wednesday"
    r"|Thursday|Friday"
    r"|Saturday|Sunday)\b"
    r"|\b(?P<way>last|next|previous)\s(?P<span>week|month|year)\b(?!\sof\b)"
    rf"|\b(?P<n>{_N}|a|an)\s(?P<unit>{_UNIT})\s(?P<ago>ago)\b",
    re.IGNORECASE,
)
_COPIED_WITHIN = 45  # days: a page later than that does not copy the news of its last date, it looks back
_YEAR_CUE = re.compile(
    r"(?:\b(?:in|since|until|till|by|of|from|before|after|during|through|around|between|and|to|late|early"
    r"|mid|year)[\s-]"
    r"|\(|\b(?:the|its|their|his|her|a|an)\s)$",
    re.IGNORECASE,
)
_YEAR = re.compile(rf"(?<![\w.,$€£#/\-])(?P<year>{YEAR})(?![\w%]|[.,]\d|-\d|/\d|\s(?:percent|people|troops|dead))")
_FOUR_DIGITS = re.compile(r"\d{4}")
_DIGIT = re.compile(r"\d")
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_BARE_WEEKDAY = re.compile(
    rf"(?<=[a-z,]\s)(?<!\b[Oo]n\s)(?<!\bevery\s)(?<!\beach\s)(?<!\ba\s)(?<!\bthe\s)(?P<weekday>{_WEEKDAY})\b(?![’'\-]|\sthe\b|\s[A-Z]|s\b)"
)
_DAY_OF = re.compile(
    rf"\b(?:(?P<weekday>{_WEEKDAY})\s|(?<=\b[Oo]n\s)|(?<=\b[Bb]y\s)|(?<=\b[Uu]ntil\s)|(?<=\b[Bb]efore\s)|(?<=\b[Ss]ince\s)"
    r"|(?<=\b[Ff]rom\s)|(?<=\bof\s))the\s(?P<day>\d{1,2})(?:(?:st|nd|rd|th)\b(?:\sof\s(?:this|the|that)\smonth\b)?|\sof\sthis\smonth\b)"
    r"(?=[,.;:?!)]|$|\s(?:the|a|an|he|she|they|it|we|and|but|when|at|in|that|more|some|police|troops)\b)"
)
_NEXT_DAY = re.compile(
    r"\b[Tt]he\s(?:(?P<after>next|following)\s(?:day|morning|afternoon|evening|night)|day\s(?P<later>after)(?=[,.])"
    r"|(?P<before>previous|preceding)\s(?:day|evening|night)|day\s(?P<earlier>before)(?=[,.]))\b|\b[Tt]he\sday\sbefore(?=[,.])"
)
_DECADE = re.compile(r"\b(?:the\s)?(?P<part>early\s|late\s|mid-)?(?P<decade>(?:1[5-9]|20)\d0)s\b")
_FEAST = re.compile(
    r"\b(?:(?<=\b[Oo]n\s)|(?<=\b[Bb]y\s)|(?<=\b[Bb]efore\s)|(?<=\b[Aa]fter\s)|(?<=\b[Ss]ince\s)|(?<=\b[Uu]ntil\s))"
    r"(?:(?P<christmas>Christmas)(?:\s(?:Day|(?P<eve>Eve)))?|New\sYear(?:[’']s)?\s(?:Day|(?P<last>Eve)))\b(?!\s[a-z]{4,}s?\b(?<!when))"
)
_AHEAD = re.compile(
    r"\b(?:will|shall|won[’']t|due|this\syear|next|upcoming|scheduled|set\s(?:for|to)|plan(?:s|ned)?\s(?:to|for)"
    r"|expect(?:s|ed)|going\sto|ahead\sof|(?:is|are)\sto|(?:offered|agreed|vowed|promised|pledged|ready|called)\s(?:to|for))\b"
)
_SPOKE = re.compile(r"\b(?:said|told|announced|reported|wrote|estimated)\s(?:[\w’']{1,20}\s){0,3}(?:in|on)\s$")
_DATED = re.compile(rf",?\s(?:\d{{1,2}}(?:st|nd|rd|th)?\s)?{_EN_MONTH}")
_UP_TO = re.compile(r"^\s?(?:to|until|till|and|or|–|—|-)\s(?:the\s)?$")
_TRIGGER = re.compile(
    r"\d|day\b|morning\b|night\b|evening\b|[Ll]ast\s|[Nn]ext\s|previous|[Nn]ew\s[Yy]ear|\bago\b|Christmas|(?:Jan|Febr)uary|March|April"
    r"|May\b"
    r"|June|July|August|(?:Sept|Nov|Dec)ember|October|month\b|year\b"
)


@dataclass(frozen=True, slots=True)
class _Clock:
    """What the dates of a sentence are read from.

    Attributes:
        reference: The origin date.
        told: What the story was speaking of last.
        ahead: Whether the sentence speaks of what is to come.
    """

    reference: date | None
    told: Moment | None
    ahead: bool

    def year(self, number: int, of_month: int, before: str = "") -> int | None:
        """The year of a day and month: that which puts it nearest to the reference, or to what the story speaks of.

        The story's own time is taken where it lies in another year and either the reference would put the day into
        the future, though nothing in the sentence does, or the day lies within a month of what was told last. What
        comes before the date may say that it is not the story's own: people speak ("said in May") in the present.
        """
        usual = _nearest_year(number, of_month, self.reference)
        if self.told is None or self.ahead or self.reference is None or usual is None or _SPOKE.search(before):
            return usual
        told = date.fromisoformat(self.told.low)
        there = _nearest_year(number, of_month, told)
        if there is None or abs((told - self.reference).days) < 300:
            return usual
        at, then = day(usual, number, of_month), day(there, number, of_month)
        near = then is not None and abs((date.fromisoformat(then.low) - told).days) <= 31
        future = at is not None and at.low > self.reference.isoformat()
        return there if near or future else usual


def dates(sentence: str, reference: date | None, told: Moment | None = None) -> list[DateMention]:
    """Every date in a sentence.

    Args:
        sentence: The text, without invisible characters.
        reference: The origin date that relative and yearless dates are read from; None if it is not known.
        told: What the story was speaking of last: the latest day or month in it before the sentence.
    """
    if _TRIGGER.search(sentence) is None:
        return []
    clock = _Clock(reference, told, _AHEAD.search(sentence) is not None)
    found: list[DateMention] = []
    readers = _READERS if _FOUR_DIGITS.search(sentence) else _SHORT_READERS
    for reader, triggers in readers if _DIGIT.search(sentence) else _WORD_READERS:
        if not any(trigger in sentence for trigger in triggers):
            continue
        for mention in reader(sentence, clock):
            if not any(mention.start < other.end and other.start < mention.end for other in found):
                found.append(mention)
    found.sort(key=lambda mention: mention.start)
    for step in _next_days(sentence, found, told):
        if not any(step.start < other.end and other.start < step.end for other in found):
            found = sorted([*found, step], key=lambda mention: mention.start)
    return [_same_year(sentence, one, after) for one, after in zip_longest(found, found[1:])]


def latest(mentions: Iterable[DateMention], told: Moment | None) -> Moment | None:
    """What the story speaks of after a sentence with these dates: its last day or month, else what it was."""
    for mention in mentions:
        if mention.moment is not None and mention.moment.grain in ("day", "month"):
            told = mention.moment
    return told


def _same_year(sentence: str, one: DateMention, after: DateMention | None) -> DateMention:
    """Give the first end of "from April to 25 October 2020" the year of the second."""
    if after is None or one.moment is None or after.moment is None or not one.moment.year_inferred:
        return one
    stated = after.form in ("full", "month") and not after.moment.year_inferred
    if one.form not in ("day", "month") or not stated or not _UP_TO.match(sentence[one.end : after.start]):
        return one
    low, until = date.fromisoformat(one.moment.low), after.moment.low
    number = int(until[:4]) - (f"{low:%m-%d}" > until[5:])
    moment = month(number, low.month) if one.form == "month" else day(number, low.month, low.day)
    return replace(one, moment=moment) if moment is not None else one


def _full(sentence: str, _: _Clock) -> Iterable[DateMention]:
    for m in near_years(FULL_DATE, sentence):
        moment = full_date(m)
        if moment is not None:
            yield DateMention(m.start(), m.end(), moment, "full")


def _parts(sentence: str, clock: _Clock) -> Iterable[DateMention]:
    for m in _PARTS.finditer(sentence):
        if m["season"]:
            first, last = _SEASONS[m["season"].lower()]
            number = int(m["y3"])
            low = month(number, first)
            high = month(number + (last < first), last)
            yield DateMention(m.start(), m.end(), Moment(low.low, high.high, "span"), "part")
        else:
            yield _part(m, clock)


def _part(m: re.Match[str], clock: _Clock) -> DateMention:
    reference = clock.reference
    part = re.sub(r"\s", " ", m["part"].lower())
    inferred = False
    whole: Moment | None = None
    if m["month"]:
        number = month_number(m["month"])
        stated = int(m["y1"]) if m["y1"] else None
        inferred = stated is None
        chosen = stated or clock.year(number, 15)
        whole = month(chosen, number) if chosen else None
    elif m["y2"]:
        whole = year(int(m["y2"]))
    elif m["new"] and reference:
        turn = reference.year + (reference.month >= 11)
        whole, inferred = year(turn), True
    elif m["this"] and reference:
        is_month = m["this"].lower().endswith("month")
        whole, inferred = month(reference.year, reference.month) if is_month else year(reference.year), True
    if whole is None:
        return DateMention(m.start(), m.end(), None, "part")
    return DateMention(m.start(), m.end(), _portion(whole, part, inferred), "part", part not in ("end", "close"))


def _portion(whole: Moment, part: str, inferred: bool) -> Moment:
    """The stretch of a month or year that "end", "first days", "early" and the like name."""
    low, high = date.fromisoformat(whole.low), date.fromisoformat(whole.high)
    length = (high - low).days + 1
    if part in ("end", "close"):
        return Moment(whole.high, whole.high, "day", inferred)
    if part.endswith("days"):
        if part.startswith("first"):
            high = low + timedelta(days=4)
        else:
            low = high - timedelta(days=4)
    elif part.endswith("week"):
        weeks = {"first week": 0, "second week": 7, "third week": 14}
        low = low + timedelta(days=weeks[part]) if part in weeks else high - timedelta(days=6)
        high = low + timedelta(days=6)
    elif part in ("first half", "beginning", "start", "early"):
        share = 2 if part == "first half" else 3
        high = low + timedelta(days=length // share - 1)
    elif part in ("second half", "late"):
        share = 2 if part == "second half" else 3
        low = high - timedelta(days=length // share - 1)
    else:
        low, high = low + timedelta(days=length // 3), high - timedelta(days=length // 3)
    return Moment(low.isoformat(), high.isoformat(), "span", inferred)


def _eves(sentence: str, clock: _Clock) -> Iterable[DateMention]:
    reference = clock.reference
    for m in _EVE.finditer(sentence):
        if reference is None:
            yield DateMention(m.start(), m.end(), None, "relative", True)
            continue
        feast = (1, 1) if m["feast"].lower().startswith("new") else (12, 25)
        at = date(_nearest_year(*feast, reference) or reference.year, *feast)
        words = re.sub(r"\s", " ", m["few"].lower())
        if words.isdigit() or words in SMALL_WORDS:
            n = int(words) if words.isdigit() else SMALL_WORDS[words]
            low, high = n, n
        else:
            _, least, most = FEW.get(words, FEW["a few"])
            low, high = int(least + 0.5), int(most + 1) if words.endswith("couple of") else int(most)
        unit = 7 if m["unit"].lower().startswith("week") else 1
        sign = 1 if m["side"].lower() == "after" else -1
        ends = sorted([at + timedelta(days=sign * low * unit), at + timedelta(days=sign * high * unit)])
        moment = Moment(ends[0].isoformat(), ends[1].isoformat(), "span", True)
        yield DateMention(m.start(), m.end(), moment, "relative", True)


def _month_years(sentence: str, _: _Clock) -> Iterable[DateMention]:
    for m in near_years(_MONTH_YEAR, sentence):
        if m["month"][0].isupper() or m["month"][0].isdigit() or not m["month"].isascii():
            yield DateMention(m.start(), m.end(), month(int(m["year"]), month_number(m["month"])), "month")


def _month_days(sentence: str, clock: _Clock) -> Iterable[DateMention]:
    for m in _MONTH_DAY.finditer(sentence):
        number = month_number(m["m1"] or m["m2"])
        of_month = int(m["d1"] or m["d2"])
        chosen = clock.year(number, of_month, sentence[: m.start()])
        if chosen is None:
            if 1 <= of_month <= 31:
                yield DateMention(m.start(), m.end(), None, "day")
            continue
        moment = day(chosen, number, of_month, inferred=True)
        if moment is not None:
            yield DateMention(m.start(), m.end(), moment, "day")


def _day_ranges(sentence: str, clock: _Clock) -> Iterable[DateMention]:
    for m in _DAY_RANGE.finditer(sentence):
        number, first, last = month_number(m["m1"] or m["m2"]), int(m["a"] or m["c"]), int(m["b"] or m["d"])
        stated = m["y1"] or m["y2"]
        chosen = int(stated) if stated else clock.year(number, first, sentence[: m.start()])
        ends = [day(chosen, number, one) for one in (first, last)] if chosen and first < last else [None, None]
        if ends[0] is not None and ends[1] is not None:
            yield DateMention(m.start(), m.end(), Moment(ends[0].low, ends[1].high, "span", not stated), "day")


def _months(sentence: str, clock: _Clock) -> Iterable[DateMention]:
    for m in _MONTH_ALONE.finditer(sentence):
        name = "month" if m["month"] else "recent"
        number = month_number(m[name])
        cue = m.group().split()[0].lower()
        says_which = cue in ("last", "this", "next")
        before = sentence[: m.start(name)]
        chosen = _nearest_year(number, 15, clock.reference) if says_which else clock.year(number, 15, before)
        if chosen is not None and clock.reference is not None:
            past = cue in ("since", "last", "recently", "during") or (cue in ("in", "of") and not clock.ahead)
            start = date(chosen, number, 1)
            now = (start.year, start.month) == (clock.reference.year, clock.reference.month)
            if (past and start > clock.reference) or (cue == "last" and now):
                chosen -= 1
        moment = month(chosen, number, inferred=True) if chosen else None
        yield DateMention(m.start() if cue == "last" else m.start(name), m.end(name), moment, "month")


def _relatives(sentence: str, clock: _Clock) -> Iterable[DateMention]:
    for m in _RELATIVE.finditer(sentence):
        if m["weekday"] and _DATED.match(sentence, m.end()):
            continue  # "Tuesday, 5 October": the date says it
        start = m.start("weekday") if m["weekday"] else m.start()
        if m["weekday"] and (m["which"] or "").lower() in ("last", "next", "this"):
            start = m.start()
        moment = _relative(m, clock.reference) if clock.reference else None
        if m["weekday"] and (m["which"] or "").lower() == "on" and clock.reference and _planned(sentence[: m.start()]):
            ahead = (_WEEKDAYS[m["weekday"].lower()] - clock.reference.weekday()) % 7
            moment = _day_of(clock.reference + timedelta(days=ahead or 7))
        yield DateMention(start, m.end(), moment, "ago" if m["ago"] else "relative")


def _planned(before: str) -> bool:
    """Whether the clause before a weekday speaks of what is to come."""
    cues = list(_AHEAD.finditer(before))
    return bool(cues) and not re.search(r"\b(?:said|told|announced|reported)\b", before[cues[-1].end() :])


def _bare_weekdays(sentence: str, clock: _Clock) -> Iterable[DateMention]:
    for m in _BARE_WEEKDAY.finditer(sentence):
        if _DATED.match(sentence, m.end()):
            continue
        back = (clock.reference.weekday() - _WEEKDAYS[m["weekday"].lower()]) % 7 if clock.reference else 0
        moment = _day_of(clock.reference - timedelta(days=back)) if clock.reference else None
        yield DateMention(m.start(), m.end(), moment, "relative")


def _days_of(sentence: str, clock: _Clock) -> Iterable[DateMention]:
    """Days by their number ("the 18th"), of the month that the story speaks of or, where it says so, of this one."""
    for m in _DAY_OF.finditer(sentence):
        this = "this month" in m.group() or clock.told is None
        base = clock.reference if this else date.fromisoformat(clock.told.low) if clock.told else None
        moment = day(base.year, base.month, int(m["day"]), inferred=True) if base else None
        yield DateMention(m.start(), m.end(), moment, "day")


def _next_days(sentence: str, found: Sequence[DateMention], told: Moment | None) -> Iterable[DateMention]:
    """Days by their neighbour ("the next day"), which the sentence or the story names before them."""
    for m in _NEXT_DAY.finditer(sentence):
        told = latest([one for one in found if one.end <= m.start()], told)
        if told is not None and told.grain == "day":
            step = timedelta(days=1 if m["after"] or m["later"] else -1)
            yield DateMention(m.start(), m.end(), _day_of(date.fromisoformat(told.low) + step), "relative")


def _decades(sentence: str, _: _Clock) -> Iterable[DateMention]:
    for m in _DECADE.finditer(sentence):
        first = int(m["decade"])
        part = (m["part"] or "").strip(" -")
        low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(part, (0, 9))
        moment = Moment(year(first + low).low, year(first + high).high, "span")
        yield DateMention(m.start("part") if m["part"] else m.start("decade"), m.end(), moment, "part", bool(part))


def _feasts(sentence: str, clock: _Clock) -> Iterable[DateMention]:
    for m in _FEAST.finditer(sentence):
        number, of_month = (12, 24 if m["eve"] else 25) if m["christmas"] else (12, 31) if m["last"] else (1, 1)
        chosen = clock.year(number, of_month)
        yield DateMention(
            m.start(), m.end(), day(chosen, number, of_month, inferred=True) if chosen else None, "day"
        )


def _relative(m: re.Match[str], reference: date) -> Moment | None:
    if m["day"]:
        return _day_of(reference - timedelta(days=1))
    if m["weekday"]:
        number = _WEEKDAYS[m["weekday"].lower()]
        back = (reference.weekday() - number) % 7
        if (m["which"] or "").lower() == "next":
            return _day_of(reference + timedelta(days=(number - reference.weekday()) % 7 or 7))
        return _day_of(reference - timedelta(days=back))
    if m["way"]:
        sign = 1 if m["way"].lower() == "next" else -1
        return _shift_span(reference, m["span"].lower(), sign)
    n = 1 if m["n"].lower() in ("a", "an") else int(m["n"]) if m["n"].isdigit() else SMALL_WORDS[m["n"].lower()]
    unit = m["unit"].lower().rstrip("s")
    if unit in ("day", "week"):
        return _day_of(reference - timedelta(days=n * (7 if unit == "week" else 1)))
    return _shift_span(reference, unit, -n)


def _shift_span(reference: date, unit: str, n: int) -> Moment:
    if unit == "week":
        monday = reference - timedelta(days=reference.weekday()) + timedelta(weeks=n)
        return Moment(monday.isoformat(), (monday + timedelta(days=6)).isoformat(), "span", True)
    if unit == "year":
        return year(reference.year + n)
    index = reference.year * 12 + reference.month - 1 + n
    return month(index // 12, index % 12 + 1, inferred=True)


def _day_of(at: date) -> Moment:
    return Moment(at.isoformat(), at.isoformat(), "day", True)


def _years(sentence: str, _: _Clock) -> Iterable[DateMention]:
    for m in _YEAR.finditer(sentence):
        before = sentence[max(0, m.start() - 12) : m.start()]
        if _YEAR_CUE.search(before) or (not before.strip() and m.end() < len(sentence)):
            yield DateMention(m.start("year"), m.end("year"), year(int(m["year"])), "year")


def _nearest_year(number: int, of_month: int, reference: date | None) -> int | None:
    """The year that puts a day and month nearest to the reference date."""
    if reference is None:
        return None
    best: tuple[int, int] | None = None
    for candidate in (reference.year - 1, reference.year, reference.year + 1):
        moment = day(candidate, number, of_month)
        if moment is None:
            continue
        distance = abs((date.fromisoformat(moment.low) - reference).days)
        if best is None or distance < best[0]:
            best = (distance, candidate)
    return best[1] if best else None


_MONTHS_WRITTEN = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "month", "year", "new", "New",
)  # fmt: skip
_FEASTS = ("Christmas", "New Year", "christmas", "new year")
_SPANS = ("day", "week", "month", "year", "Day")
_SEASONAL = ("spring", "summer", "autumn", "fall", "winter", "Spring", "Summer", "Autumn", "Fall", "Winter")
# A reader with what must stand in a sentence for it to find anything: looking for that is quick.
_Reader = Callable[[str, _Clock], Iterable[DateMention]]
_WORD_READERS: tuple[tuple[_Reader, tuple[str, ...]], ...] = (
    (_parts, (*_MONTHS_WRITTEN, *_SEASONAL)),
    (_eves, _FEASTS),
    (_relatives, (*_SPANS, "ago")),
    (_months, _MONTHS_WRITTEN),
    (_feasts, _FEASTS),
    (_bare_weekdays, ("day",)),
)
_SHORT_READERS = (
    (_parts, (*_MONTHS_WRITTEN, *_SEASONAL, "1", "20")),
    _WORD_READERS[1],
    (_day_ranges, _MONTHS_WRITTEN),
    (_month_days, _MONTHS_WRITTEN),
    (_days_of, ("the ",)),
    *_WORD_READERS[2:],
)
_READERS = (
    _SHORT_READERS[2],
    *((reader, ("",)) for reader in (_full, _month_years, _decades)),
    *_SHORT_READERS,
    (_years, ("",)),
)


def origin_dates(documents: Sequence[Document]) -> dict[str, tuple[date, str] | None]:
    """The date each document's story was written, by document id, with how it is known.

    In order: stated publication date; latest full date in the clean text (in the weeks before the page's date); the
    page's date; the middle of the other documents' dates; otherwise None.
    """
    own = {document.id: _own_date(document) for document in documents}
    known = sorted(at for found in own.values() if found is not None for at in [found[0]])
    usual = median_low(known) if known else None
    return {
        key: found if found is not None else (usual, "usual date of the other documents") if usual else None
        for key, found in own.items()
    }


def _own_date(document: Document) -> tuple[date, str] | None:
    if len(document.published) >= 10:
        return date.fromisoformat(document.published[:10]), "stated"
    limit = document.page_date or "9999"
    in_text = [
        moment.low
        for line in document.content()
        for _, _, moment in full_dates(document.view(line).text)
        if moment.low <= limit
    ]
    if in_text and (not document.page_date or _days(max(in_text), document.page_date) <= _COPIED_WITHIN):
        return date.fromisoformat(max(in_text)), "latest date in the text"
    if document.page_date:
        return date.fromisoformat(document.page_date[:10]), "date of the page"
    return None


def _days(low: str, high: str) -> int:
    return (date.fromisoformat(high[:10]) - date.fromisoformat(low)).days if len(high) >= 10 else 0
