"""Figures, shares, money, durations, ratios and orders in a sentence: a sparse grammar.

One pattern finds the places where a number may stand; small patterns anchored there read what is to its left
(bounds, "between") and to its right (scale, percent, currency, unit of time, the end of a range).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from multivector.evidence.number import DIGITS, FEW, SCALE, SCALES, SMALL_WORDS, VAGUE, WORDS, parse_digits, parse_words


class Kind(StrEnum):
    """What sort of value a claim makes."""

    FIGURE = "figure"
    SHARE = "share"
    MONEY = "money"
    DURATION = "duration"
    DATE = "date"
    RATIO = "ratio"
    ORDINAL = "ordinal"
    QUANTIFIER = "quantifier"
    WORDING = "wording"


class Bound(StrEnum):
    """How a value bounds the quantity it speaks of."""

    EXACT = "exact"
    ABOVE = "above"
    AT_LEAST = "at_least"
    BELOW = "below"
    AT_MOST = "at_most"
    RANGE = "range"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class Figure:
    """One value found in a sentence.

    Attributes:
        start, end: Span in the sentence, with the words that bound it.
        core: Where the number itself starts.
        kind: What sort of value.
        value: The number as stated, in ``unit``; None where only an interval is stated.
        low, high: The interval it allows; None where it is open.
        bound: How it bounds.
        approx: Whether it is hedged ("about", "roughly", "nearly").
        unit: ``count``, ``percent``, ``fraction``, ``ratio``, ``ordinal``, a currency, a time or a measure.
        earlier: Whether the sentence says that it has become another: the 164 of "rose from 164 to 225".
    """

    start: int
    end: int
    core: int
    kind: Kind
    value: float | None
    low: float | None
    high: float | None
    bound: Bound = Bound.EXACT
    approx: bool = False
    unit: str = "count"
    earlier: bool = False


_NO_FIGURES = re.compile(
    r"\+\d{1,3}(?:[\s\-]\(?\d{1,6}\)?){2,6}|(?<![\w.,$€£])0\d{2,5}(?:[\s\-]\d{3,6}){1,3}(?!\w)"  # telephone numbers
    r"|\b\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\b\.?|\s(?:[A-Z]{2,4}\b|hrs\b|hours\b|o[’']clock))|^\d{1,2}[:.]\d\d(?=\s|$)|\b\d{1,2}:\d\d\b"
    r"|\bhalf\s(?:past\s)?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
    r"|^\(?\d{1,2}[.)]\s(?=\W{0,2}[A-Z])"  # the numbers of a list
    r"|\b(?:pp?\.|pages?)\s[A-Z]?\d{1,4}|\(\d{1,4}\s(?:pages|pp)\.?\)"
    r"|\b(?:a|one)\s(?:hundred|thousand|million)\stimes\b"
)
_CHANGE = (
    r"(?:r[oi]s(?:es?|en|ing)|rose|f[ae]ll(?:s|en|ing)?|gr[eo]w(?:n|s|ing|th)?|pass(?:ed)?|went|gone|increas(?:e[sd]?|ing)|drop(?:s|ped|ping)?"
    r"|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?|soar(?:s|ed|ing)?|slip(?:s|ped)?|slid|sank|sunk|plung(?:ed|es|ing)|surg(?:ed|es|ing)|swell(?:ed|s)"
    r"|swollen|dwindl(?:ed|es)|declin(?:e[sd]?|ing)|decreas(?:e[sd]?|ing)|tumbl(?:ed|es)|doubled|tripled|quadrupled|cut|rais(?:ed|ing)|lower(?:ed|ing)"
    r"|reduc(?:ed|es|ing)|shrank|shrunk|moved|chang(?:ed|es)|revis(?:ed|es)|updat(?:ed|es)|up|down|upwards?|downwards?)"
)
_CHANGES = re.compile(
    rf"\b{_CHANGE}\s(?:(?!to\b)[^\s,;:.()“”\"]{{1,15}}\s){{0,4}}?from\s(?:about\s|around\s|nearly\s|some\s|just\s|over\s|under\s|more\sthan\s"
    r"|less\sthan\s|at\sleast\s|an?\s|estimated\s){0,2}$"
)
_CHANGED_FROM = re.compile(
    rf"\b(?:{_CHANGE}\s(?:up\s|down\s|sharply\s)?)?to\s[^,;:.()“”\"]{{1,40}}?,?\s(?:(?:up|down)\s)?from\s(?:about\s|around\s|just\s|some\s)?$"
    r"|\d(?:\s[\w’'\-]{1,20}){0,5},?\s(?:up|down)\sfrom\s(?:about\s|around\s|just\s|some\s)?$"
)
_BECOMES = re.compile(r"[^;:.()“”\"]{0,60}?\bto\s(?:[a-z]+\s){0,3}?[$€£¥₽₸₹]?\d")
_NAMED = re.compile(
    r"(?<=\w\s)(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|Some|About)\b)[A-Z][a-z]{2,15}\s$"
)
_HYPHENED = re.compile(
    r"-(?!(?:second|minute|hour|day|week|month|year|decade|member|seat|strong|man|nation|party|person|point|mile|met(?:er|re)|kilomet"
    r"|km|page|percent|per|foot|feet|ton|acre|hectare|bed|room|storey|story|million|billion|thousand|hundred|dozen|odd|plus|unit|vehicle"
    r"|truck|dollar|euro|pound)|(?:one|two|three|four|five|six|seven|eight|nine|and|to)\b)[a-z]"
)
_ATOM = re.compile(
    rf"(?<![\w.,\-–$€£¥₽₸])(?<!\d[/:])(?P<digits>{DIGITS})(?![\d/])"
    rf"|\b(?P<words>{WORDS})\b"
    r"|\b(?P<few>half\san?|an?\scouple\sof|an?\sfew|several|few|couple\sof|an?)\s"
    rf"(?:\w{{3,12}}\s)?(?P<fewscale>hundred|thousand|million|billion|dozen)\b(?!\sof\sthousands)"
    r"|\b(?P<vaguer>(?:tens|hundreds)\sof\s(?:thousands|millions))\b(?:\sof\b)?|\b(?P<vague>loads|dozens|scores|hundreds|thousands"
    r"|millions"
    r"|lakhs|crores|billions)(?:\sof\b|(?=\s(?:(?:more|were|are|have\sbeen)\s)?(?:dead|killed|injured|wounded|hurt|arrested|detained|missing|feared)\b))",
    re.IGNORECASE,
)
_MONEY_ATOM = re.compile(
    rf"(?P<currency>US\$|[$€£¥₽₸₹]|\b(?:Rs\.?|USD|EUR|GBP|LKR|INR|PKR|RUB|KZT|UAH|TRY|CHF|CNY|NGN|KES|ZAR)(?=\s?\d))\s?(?P<digits>{DIGITS})(?![\d/])"
)
_TIME = r"(?P<time>seconds?|minutes?|hours?|days?|fortnights?|weeks?|months?|years?|decades?|centur(?:y|ies))\b"
_FEW_TIME = re.compile(
    r"\b(?P<few>half\san?|(?:(?:an?|the|last|past|next)\s){0,2}(?:couple\sof|few)|several|an?)\s"
    rf"(?:full\s|whole\s|more\s)?{_TIME}",
    re.IGNORECASE,
)
_ANNIVERSARY = re.compile(r"\b(?P<n>\d{1,3})(?:st|nd|rd|th)[-\s](?:birthday|anniversary)\b", re.IGNORECASE)
_TIMES = re.compile(
    r"\b(?P<twice>twice|double)\s(?:as|the)\b"
    rf"|\b(?P<n>{DIGITS}|{WORDS})\stimes\s(?:as|more|higher|larger|greater|bigger|the)\b"
    rf"|\b(?P<to>{WORDS}|\d{{1,3}})[-\s]to[-\s]one\b",
    re.IGNORECASE,
)
_PART = r"(?:thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|twentieths?)"
_FRACTION = re.compile(
    rf"\b(?:(?P<half>(?:one\s)?half)\sof|(?P<n>a|one|two|three|four)[-\s](?P<d>{_PART})\sof)\b(?!\sa\s(?:million|billion))"
    rf"|(?<=\bby\s)(?:(?P<byhalf>half)|(?P<byn>a|one|two|three)[-\s](?P<byd>{_PART}))\b(?!\sof)"
    rf"|\b(?P<plainn>two|three|four|five|seven|nine)[-\s](?P<plaind>thirds|quarters|fifths|sixths|eighths|tenths)\b"
    rf"|\bone-(?P<oned>{_PART})\b"
    r"|\b(?:a\s(?P<boundd>third|quarter|fifth|tenth)|(?P<boundhalf>half))"
    r"(?=[.,;:)]|$|\s(?:in|after|since|to|and|but|were|are|have|had|was|is)\b)",
    re.IGNORECASE,
)
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten"
_OUT_OF = re.compile(
    rf"\b(?P<n>{_SMALL}|\d{{1,2}})\s(?:in|out\sof)\s(?:every\s)?(?P<m>{_SMALL}|\d{{1,3}})\b"
    r"(?!\s(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|percent|per\scent|[Cc]ities|towns|regions)|[-%,.]\d)",
    re.IGNORECASE,
)
_MULTIPLIED = re.compile(
    r"\b(?:(?P<verb>doubl|tripl|trebl|quadrupl|quintupl|halv)(?:ed|ing)\b|(?P<fold>two|three|four|five|six|seven|eight|nine|ten|\d{1,3})-?fold\b)",
    re.IGNORECASE,
)
_MULTIPLIERS = {"doubl": 2.0, "tripl": 3.0, "trebl": 3.0, "quadrupl": 4.0, "quintupl": 5.0, "halv": 0.5}
_SCALE_PART = re.compile(
    r"\b(?:(?P<half>half)|(?P<n>a|one|two|three)[-\s](?P<d>third|quarter)s?\sof)\sa\s(?P<scale>million|billion"
    r"|thousand)\b", re.IGNORECASE
)
_AGED = re.compile(
    r"\b(?P<n>\d{1,3}|[a-z]{3,9})(?:-years?-old|\syears?\sold)\b|\baged\s(?P<aged>\d{1,3})\b", re.IGNORECASE
)
_FRACTION_PARTS = {
    "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "twentieth": 20,
}  # fmt: skip
_MOST = re.compile(
    r"(?:(?:^|(?<=[.;,“\"]\s))Most\s(?:of\s)?(?=(?:[\w’'\-]{2,20}\s){1,6}?(?:are|were|is|was|have|had"
    r"|will)\b)"
    r"|\bmost\sof\b(?!\s(?:an?|the)\s(?:hour|day|week|month|year|decade|time|way)\b)|\bthe\s(?:overwhelming\s|vast\s|great\s)?(?:bulk|majority)\b(?=\sof))"
)
_FIRST = re.compile(
    r"\b(?P<order>first|initial|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
    r"[-\s](?:ever\s)?(?:(?!(?:was|is|were|of|the|in|to|and)\b)\w{2,12}\s){0,2}?"
    r"(?P<event>operation|intervention|involvement|deployment|mission|invocation|time|term|death|fatality|coup|strike|uprising|revolution"
    r"|mandate|straight\s\w+|change|ceasefire|truce|referendum)\b(?!\sin\b)",
    re.IGNORECASE,
)
_NTH_DAY = re.compile(
    r"\b(?:enter(?:s|ed|ing)?\s(?:an?\s|its\s|their\s|the\s)?|in\s(?:its|their)\s)(?P<order>first|second|third|fourth|fifth|sixth|seventh|eighth"
    r"|ninth|tenth)\s(?:straight\s|consecutive\s|full\s)?(?:day|week|month|year)\b",
    re.IGNORECASE,
)
_ORDERS = {
    "first": 1, "initial": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip

_NO = re.compile(
    r"(?:\b(?:not|never|nor|cannot|without|hardly)|n[’']t)\s(?:(?:be|been|have|had|ever|to|number(?:ed)?|involved?|total|count|contain|include"
    r"|last(?:ed)?|take|taken|killed?|lost|lose|sen[dt]|rise|risen|go|gone|seen|reach(?:ed)?|cost|detain(?:ed)?|hold|held|br(?:ing|ought)|deploy(?:ed)?"
    r"|arrest(?:ed)?|likely|expected|allowed|come|comes?\sto|employ(?:ed)?|climb(?:ed)?)\s){0,2}$",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"(?<![A-Za-z])(?:(?P<above>more\sthan|over|above|exceed(?:s|ed|ing)?|in\sexcess\sof|upwards?\sof|greater\sthan)"
    r"|(?P<least>at\sleast|no\s(?:fewer|less)\sthan|not\sless\sthan|a\sminimum\sof)"
    r"|(?P<short>(?<=t\s)reach|(?<=never\s)reach(?:ed)?)"
    r"|(?P<below>less\sthan|fewer\sthan|under|below|nearly|almost|close\sto|just\sshort\sof|not\squite)"
    r"|(?P<most>up\sto|as\smany\sas|as\smuch\sas|at\smost|no\smore\sthan|a\smaximum\sof|within)"
    r"|(?P<about>about|around|approximately|roughly|some|an\sestimated|estimated|circa|approx\.?|~))"
    r"\s?(?:an?\s|the\s|just\s|only\s|about\s|around\s)?$",
    re.IGNORECASE,
)
_NEARLY = frozenset({"nearly", "almost", "close to", "just short of", "not quite"})
_BETWEEN = re.compile(r"\b(?P<word>(?:in\s)?between|from)\s(?:about\s|around\s)?$", re.IGNORECASE)
_NOT_A_FIGURE = re.compile(
    r"(?:\b(?:no|nos|n|number|article|section|chapter|figure|page|room|flight|boeing|airbus|resolution|route"
    r"|highway"
    r"|channel|version|phase|g|f|mig|su|type|group\sof|covid|(?:people|those|children|men|women|aged|anyone)\s(?:under|over|above|below)|unit|office|studio|gate|line|psalm|verse|catch|big|iphone"
    r"|windows"
    r"|part|volume|level|stage|grade|hall|pier|sector|bus|tram|platform)\.?[\s\-]?|#|\bA\.D\.\s)$",
    re.IGNORECASE,
)
_RIGHT_NOT = re.compile(
    r"\s(?:\w{2,15}\s){1,2}ago\b(?<!days\sago)(?<!weeks\sago)(?<!months\sago)(?<!years\sago)(?<!hours\sago)"
    r"|\s?(?:[ap]\.?m\b|o[’']clock|:\d\d|(?:st|nd|rd|th)\b|°|x\d|-\d{1,3}\s(?:win|loss|defeat|victory))", re.I
)
_RANGE = re.compile(
    rf"\s?(?P<join>–|—|-|\bto\b|\band\b(?:\salso)?|\bor\b)\s?(?P<currency>US\$|[$€£¥])?(?P<second>"
    rf"(?:{DIGITS})(?!\d|\.\d)|{WORDS}\b)",
    re.IGNORECASE,
)
_SCALE = re.compile(rf"[\s-]?(?P<scale>{SCALE})", re.IGNORECASE)
_PERCENT = re.compile(r"\s?(?:%|percent\b|per\scent\b|pct\b|percentage\spoints?\b)", re.IGNORECASE)
_CURRENCY = re.compile(
    r"\s(?:of\s)?(?:U\.?S\.?\s|[A-Z][a-z]{2,12}\s)?(?P<name>dollars?|euros?|pounds?|tenge|rubles?|roubles?|yuan|yen|lira"
    r"|pesos?|rupees?|dinars?|dirhams?|rials?|riyals?|naira|rand|shillings?|hryvnias?|zloty|z[lł]oty|kronor|krone|krona|won|baht"
    r"|francs?"
    r"|USD|EUR|GBP|KZT|RUB)\b"
)
_UNIT = re.compile(
    r"[\s-]?(?:square\s)?(?P<unit>km²?|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|tonnes?|tons?|hectares?"
    r"|acres?|barrels?"
    r"|kilograms?|kg|litres?|liters?|gallons?|megawatts?|MW|GW|degrees?|feet|foot|inch(?:es)?|mph|km/h|kph"
    r"|rpm|cents?)\b"
)
_DURATION = re.compile(rf"[\s-](?:long\s|full\s|straight\s|consecutive\s|more\s)?{_TIME}", re.IGNORECASE)
_OR_MORE = re.compile(r"\s(?:or\s(?P<more>more|higher|less|fewer|so)|plus\b)|\+", re.IGNORECASE)
_DEFINITE = re.compile(r"\b(?:the|these|those|all|its|their|his|her|our|both|other)\s$", re.IGNORECASE)
_A_TIME_CUE = re.compile(
    r"\b(?:for|within|after|almost|nearly|over|about|than|lasted|last|of|least|roughly|in|than|just|only|spent|took|waited|another)\s$",
    re.IGNORECASE,
)
_AND_MORE = re.compile(rf"\sand\s(?P<rest>{WORDS})\b", re.IGNORECASE)
_ONE_VICTIM = re.compile(
    r"\s(?:[a-z]{3,12}\s)?(?:person|man|woman|child|boy|girl|soldier|(?:police\s)?officer|policeman|guard|civilian|protester|demonstrator|student"
    r"|worker|journalist|bystander)\s(?:(?:was|has|had|been|reportedly|also|later|is)\s){0,3}(?:killed|dead|died|injured|wounded|shot|hurt|arrested|detained|missing|drowned)\b"
)
_JUST_ONE = re.compile(r"\b(?:just|only|at\sleast)\s$", re.IGNORECASE)
_PEOPLE = re.compile(
    r"\s(?:\w{2,15}\s)?(?:people|persons|troops|soldiers|men|women|police|protesters|dead|deaths|arrests"
    r"|homes)\b"
)
_NEXT_GROUP = re.compile(r"\s{1,2}\d{3}(?![\d.:/-])")
_GROUP_BEFORE = re.compile(r"(?:^|[^\d])\d{1,3}\s{1,2}$")
_THREE_AFTER_DOT = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_WHOLE_THINGS = re.compile(
    r"(?:\s?(?:–|—|-|\bto\b|\bor\b|\band\b)\s?[\d.,]{1,12})?\s(?:or\smore\s|of\s(?:the\s|its\s|our\s|their\s)?)?(?:(?!(?:and|or|to|of|in)\b)[\w’'\-]{2,20}\s){0,3}?"
    r"(?:people|persons|troops|soldiers|men|women|children|police|policemen|officers|protest[eo]rs|demonstrators|fighters|militants|civilians"
    r"|residents|citizens|inhabitants|refugees|migrants|workers|miners|students|voters|votes|families|households|prisoners|detainees|victims"
    r"|casualties|deaths|dead|injured|wounded|killed|arrested|detained|missing|arrests|homes|houses|buildings|vehicles|cars|tanks|trucks"
    r"|shops|members|personnel|peacekeepers|guards|rioters|attackers|terrorists|bandits|foreigners|jobs|cases|rounds|weapons|rifles)\b"
)
_DECIMAL_NEXT = re.compile(
    r"[\s-]?(?:million|billion|trillion|mln|bn|tn|percent\b|per\scent\b|pct\b|percentage\b|%)", re.IGNORECASE
)
_LATER = re.compile(r"\s(?:later|before|after|earlier|long|of|ago)\b", re.IGNORECASE)
_AND_A_HALF = re.compile(r"[\s-]and[\s-]a[\s-](?P<part>half|quarter)\b", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:the|this|over|in)\s(?P<past>past|last|coming|next)\s(?P<time>decade|century|fortnight)\b", re.IGNORECASE
)
_PLURAL_TIME = re.compile(
    r"(?:\bwithin\s(?P<within>hours|days|weeks|months|years)\b|\b(?P<later>hours|days|weeks|months|years|decades)\s(?:later|earlier|ago)\b)",
    re.IGNORECASE,
)

_CURRENCY_CODES = {
    "$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₽": "RUB", "₸": "KZT", "dollar": "USD",
    "euro": "EUR", "pound": "GBP", "tenge": "KZT", "ruble": "RUB", "rouble": "RUB", "yuan": "CNY",
    "yen": "JPY", "lira": "TRY", "franc": "CHF", "usd": "USD",
    "eur": "EUR", "gbp": "GBP", "kzt": "KZT", "rub": "RUB", "₹": "INR",
}  # fmt: skip
_TIME_UNITS = {
    "second": ("seconds", 1), "minute": ("minutes", 1), "hour": ("hours", 1), "day": ("days", 1),
    "week": ("days", 7), "fortnight": ("days", 14),
    "month": ("months", 1), "year": ("years", 1), "decade": ("years", 10), "century": ("years", 100),
    "centurie": ("years", 100),
}  # fmt: skip
_TIME_STEMS = ("second", "minute", "hour", "day", "night", "week", "month", "year", "decade", "centur")
_MEASURES = {"kilometer": "km", "kilometre": "km", "metre": "m", "meter": "m", "tonne": "t", "kilogram": "kg"}

_DIGIT = re.compile(r"\d")
_TRIGGER = re.compile(
    r"\b(?:(?:just|only|least)\sone|one\s\w{3,12}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen|twenty|thirty|forty"
    r"|fifty|sixty"
    r"|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|lakhs?|crores?|fortnight|fold|tripl|doubl|quadrupl|dozens?|scores|loads|half|third"
    r"|quarter|twice"
    r"|double|most|bulk|majority|first|initial|second|weeks?|days?|months?|years?|decades?|hours?|centur)",
    re.IGNORECASE,
)


def figures(sentence: str, taken: Sequence[tuple[int, int]] = ()) -> list[Figure]:
    """Every value in a sentence that is not a date.

    Args:
        sentence: The text, without invisible characters; at most some thousands of characters.
        taken: Spans that other expressions hold (dates); a value that touches one is left out.
    """
    has_digit = _DIGIT.search(sentence) is not None
    if not has_digit and _TRIGGER.search(sentence) is None:
        return []
    found: list[Figure] = []
    if _NO_FIGURES.search(sentence) is not None:
        taken = [*taken, *((m.start(), m.end()) for m in _NO_FIGURES.finditer(sentence))]
    for reader in (_phrases, _atoms, _few_times):
        held = [*taken, *((one.start, one.end) for one in found)]
        own: list[Figure] = []
        for figure in reader(sentence):
            near = own[-1:] if reader is _atoms else own  # atoms come in order
            if not _touches(figure, held) and not _touches(figure, [(one.start, one.end) for one in near]):
                own.append(figure)
        found += own
    return sorted(found, key=lambda figure: figure.start)


def _touches(figure: Figure, spans: Sequence[tuple[int, int]]) -> bool:
    return any(figure.start < end and start < figure.end for start, end in spans)


def _phrases(sentence: str) -> list[Figure]:
    """Ratios, fractions, "most", orders, anniversaries: fixed phrases that hold a number word."""
    found: list[Figure] = []
    low = sentence.lower()
    for readers, triggers in _PHRASES:
        if any(trigger in low for trigger in triggers):
            found.extend(readers(sentence))
    return found


def _times(sentence: str) -> Iterator[Figure]:
    for m in _TIMES.finditer(sentence):
        value = 2.0 if m["twice"] else _number(m["n"] or m["to"])[0]
        yield Figure(m.start(), m.end(), m.start(), Kind.RATIO, value, value, value, unit="ratio")


def _fractions(sentence: str) -> Iterator[Figure]:
    parts = {"a": 1, "one": 1} | SMALL_WORDS
    for m in _FRACTION.finditer(sentence):
        found = {name: text.lower().removesuffix("s") for name, text in m.groupdict().items() if text}
        halves = "half" in found or "byhalf" in found or "boundhalf" in found
        below = next((_FRACTION_PARTS[text] for name, text in found.items() if name.endswith("d")), 2)
        above = next((parts[text] for name, text in found.items() if name.endswith("n")), 1)
        value = 0.5 if halves else above / below
        alone = "boundd" in found or "boundhalf" in found
        if alone and not _LEFT.search(sentence[max(0, m.start() - 48) : m.start()]):
            continue  # "a quarter" alone may be a time or a coin
        end = m.end() - 3 if m.group().endswith(" of") else m.end()
        yield _fraction(sentence, m.start(), end, value)


def _out_of(sentence: str) -> Iterator[Figure]:
    for m in _OUT_OF.finditer(sentence):
        n, whole = (_count(m[name]) for name in ("n", "m"))
        if 0 < n < whole and whole >= 2:
            yield _fraction(sentence, m.start(), m.end(), n / whole)


def _fraction(sentence: str, start: int, end: int, value: float) -> Figure:
    left = sentence[max(0, start - 48) : start]
    bound, low, high, approx, begin = _bounded(left, start, value, value, value, whole=False)
    return Figure(begin, end, start, Kind.SHARE, value, low, high, bound, approx, "fraction")


def _count(text: str) -> int:
    return int(text) if text.isdigit() else SMALL_WORDS.get(text.lower(), 0)


def _multiplied(sentence: str) -> Iterator[Figure]:
    for m in _MULTIPLIED.finditer(sentence):
        value = _MULTIPLIERS[m["verb"].lower()] if m["verb"] else float(_count(m["fold"]))
        left = sentence[max(0, m.start() - 48) : m.start()]
        bound, low, high, approx, begin = _bounded(left, m.start(), value, value, value, whole=False)
        yield Figure(begin, m.end(), m.start(), Kind.RATIO, value, low, high, bound, approx, "ratio")


def _scale_parts(sentence: str) -> Iterator[Figure]:
    """Parts of a scale: "a quarter of a million", "half a million"."""
    for m in _SCALE_PART.finditer(sentence):
        share = 0.5 if m["half"] else (_count(m["n"]) or 1) / _FRACTION_PARTS[m["d"].lower()]
        value = share * SCALES[m["scale"].lower()]
        left = sentence[max(0, m.start() - 48) : m.start()]
        bound, low, high, approx, begin = _bounded(left, m.start(), value, value, value, whole=True)
        yield Figure(begin, m.end(), m.start(), Kind.FIGURE, value, low, high, bound, approx)


def _ages(sentence: str) -> Iterator[Figure]:
    for m in _AGED.finditer(sentence):
        value = float(_count(m["n"] or m["aged"]))
        if value:
            start = m.start("n") if m["n"] else m.start("aged")
            yield Figure(start, m.end(), start, Kind.FIGURE, value, value, value, unit="years")


def _most(sentence: str) -> Iterator[Figure]:
    for m in _MOST.finditer(sentence):
        end = m.start() + len(m.group().rstrip())
        kind = Kind.QUANTIFIER
        yield Figure(m.start(), end, m.start(), kind, None, 0.5, 1.0, Bound.VAGUE, True, "fraction")


def _orders(sentence: str) -> Iterator[Figure]:
    for m in [*_FIRST.finditer(sentence), *_NTH_DAY.finditer(sentence)]:
        value = float(_ORDERS[m["order"].lower()])
        span = (m.start("order"), m.end("order"), m.start("order"))
        yield Figure(*span, Kind.ORDINAL, value, value, value, unit="ordinal")


def _anniversaries(sentence: str) -> Iterator[Figure]:
    for m in _ANNIVERSARY.finditer(sentence):
        value = float(m["n"])
        end = m.end("n") + 2
        yield Figure(m.start(), end, m.start(), Kind.DURATION, value, value, value, unit="years")


_PHRASES: tuple[tuple[Callable[[str], Iterator[Figure]], tuple[str, ...]], ...] = (
    (_times, ("times", "twice", "double", "to one", "to-one")),
    (_scale_parts, ("million", "billion", "thousand")),
    (_fractions, ("half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "twentieth")),
    (_out_of, (" in ", " out of ")),
    (_multiplied, ("doubl", "tripl", "trebl", "quadrupl", "quintupl", "halv", "fold")),
    (_ages, ("old", "aged")),
    (_most, ("most", "bulk", "majority")),
    (_orders, tuple(_ORDERS)),
    (_anniversaries, ("anniversary", "birthday")),
)


def _atoms(sentence: str) -> list[Figure]:
    found: list[Figure] = []
    position = 0
    money = _MONEY_ATOM.search(sentence)
    while True:
        m = _ATOM.search(sentence, position)
        if money is not None and money.start() < position:
            money = _MONEY_ATOM.search(sentence, position)
        if money is not None and (m is None or money.start() <= m.start()):
            m = money
        if m is None:
            return found
        figure = _read_atom(sentence, m)
        position = max(m.end(), figure.end if figure else m.start() + 1)
        if figure is not None:
            found.append(figure)


def _number(text: str, *, dotted: bool = False) -> tuple[float, int]:
    """Value and used length of a number in digits or words."""
    if text[0].isdigit():
        return parse_digits(text, dotted=dotted), len(text)
    return parse_words(text)


def _in_pieces(sentence: str, start: int, digits: str) -> bool:
    """Whether digits are a piece of a longer number written apart that cannot be put together."""
    if re.fullmatch(r"0\d+", digits):
        return True
    after = len(digits) <= 3 and digits.isdigit() and _NEXT_GROUP.match(sentence, start + len(digits))
    return bool(after) or _GROUP_BEFORE.search(sentence[max(0, start - 6) : start]) is not None


def _dotted(sentence: str, end: int, digits: str) -> bool | None:
    """Whether a dot parts thousands ("2.500 troops") or decimals ("2.512 million"); None where it can't be told."""
    several = digits.count(".") > 1
    if not several and not _THREE_AFTER_DOT.fullmatch(digits):
        return False
    if not several and _DECIMAL_NEXT.match(sentence, end):
        return False
    return True if _WHOLE_THINGS.match(sentence, end) else None


def _read_atom(sentence: str, m: re.Match[str]) -> Figure | None:
    groups = m.groupdict()
    start, left = m.start(), sentence[max(0, m.start() - 48) : m.start()]
    if groups.get("vague") or groups.get("vaguer"):
        low, high = VAGUE[re.sub(r"\s+", " ", (m["vague"] or m["vaguer"]).lower())]
        kind = Kind.QUANTIFIER
        return Figure(start, m.end(), start, kind, None, low, high, Bound.VAGUE, True)
    if groups.get("few"):
        return _few_scale(sentence, left, m)
    words = bool(groups.get("words"))
    if not words and _in_pieces(sentence, m.start("digits"), m["digits"]):
        return None
    dotted = not words and _dotted(sentence, m.end("digits"), m["digits"])
    if dotted is None:
        return None
    value, used = _number(groups.get("digits") or m["words"], dotted=dotted)
    end = (m.start("words") if words else m.start("digits")) + used
    if _NOT_A_FIGURE.search(left) or _RIGHT_NOT.match(sentence, end):
        return None
    if (words or value < 10) and _HYPHENED.match(sentence, end):
        return None
    if words and start and m["words"][0].isupper() and re.match(r"\s[A-Z]", sentence[end:]):
        return None  # a title: "Six Capitals"
    if not words and value < 1000 and _NAMED.search(left) and not re.match(r"[\s%-]\s?\w|[,.]\d|%", sentence[end:]):
        return None  # a name: "Studio 4."
    return _complete(sentence, left, start, end, value, groups.get("currency") or "", words=words)


def _few_scale(sentence: str, left: str, m: re.Match[str]) -> Figure | None:
    """Read such as "a couple of hundred" or "half a million"."""
    few = re.sub(r"\s+", " ", m["few"].lower()).replace("an ", "a ") if m["few"].lower() != "an" else "a"
    stated, low, high = FEW[few]
    scale = SCALES[m["fewscale"].lower()]
    value = None if stated is None else stated * scale
    rest = _AND_MORE.match(sentence, m.end()) if stated == 1 else None
    if rest is not None:
        scale += parse_words(rest["rest"])[0]
    if stated == 1:
        bound, low_, high_, approx, begin = _bounded(left, m.start(), scale, scale, scale, whole=True)
        return Figure(begin, rest.end() if rest else m.end(), m.start(), Kind.FIGURE, scale, low_, high_, bound, approx)
    exact = low == high
    kind = Kind.FIGURE
    bound = Bound.EXACT if exact else Bound.VAGUE
    approx = not exact or bool(_LEFT.search(left))
    return Figure(m.start(), m.end(), m.start(), kind, value, low * scale, high * scale, bound, approx)


def _complete(
    sentence: str, left: str, start: int, end: int, value: float, currency: str, *, words: bool
) -> Figure | None:
    """Read what follows the number: scale, end of a range, percent, currency, time or measure."""
    scaled = _SCALE.match(sentence, end)
    if scaled:
        value *= SCALES[scaled["scale"].lower()]
        end = scaled.end()
    low = high = value
    second = _second(sentence, left, end, value, scaled=bool(scaled))
    if second is not None:
        low, high, end, other_currency = second
        currency = currency or other_currency
    part = _AND_A_HALF.match(sentence, end) if second is None else None
    if part is not None:
        value += {"half": 0.5, "quarter": 0.25}[part["part"].lower()]
        low = high = value
        end = part.end("part")
    percent = _PERCENT.match(sentence, end)
    named = None if percent else _CURRENCY.match(sentence, end)
    time = None if percent or named or currency else _DURATION.match(sentence, end)
    unit = None if percent or named or currency or time else _UNIT.match(sentence, end)
    kind, name, factor, end = _kind(percent, named, time, unit, currency, end)
    value, low, high = value * factor, low * factor, high * factor
    if not percent and not named and not currency and not time and not unit and second is None and not scaled:
        definite = words and _DEFINITE.search(left) and not (left.endswith("all ") and sentence.startswith(" of ", end))
        year_like = not words and 1500 <= value < 2100 and value == int(value) and "," not in sentence[start:end]
        few = _JUST_ONE.search(left) and re.match(r"\s[a-z]{3}", sentence[end:])
        one = value == 1 and (few or _ONE_VICTIM.match(sentence, end))
        alone = words and value < 2 and not one
        if alone or definite or (year_like and not _counts(sentence, left, end)):
            return None
    stated = value if second is None else None
    whole = kind is Kind.FIGURE and float(high).is_integer()
    if second is None:
        bound, low_, high_, approx, begin = _bounded(left, start, value, low, high, whole=whole)
    else:
        bound, low_, high_, approx, begin = _bounded_range(left, start, low, high, whole=whole)
    more = _OR_MORE.match(sentence, end) if bound in (Bound.EXACT, Bound.RANGE) else None
    if more is not None and (more["more"] or "plus").lower() in ("more", "higher", "plus"):
        bound, high_, end = Bound.AT_LEAST, None, more.end()
    elif more is not None and more["more"].lower() == "so":
        approx, end = True, more.end()
    earlier = second is None and _was(sentence, left, end)
    return Figure(begin, end, start, kind, stated, low_, high_, bound, approx, name, earlier)


def _was(sentence: str, left: str, end: int) -> bool:
    """Whether a number is what another has come from: "rose from 164 to 225", "225, up from 164"."""
    if "from" not in left:
        return False
    changed = _CHANGES.search(left) is not None and _BECOMES.match(sentence, end) is not None
    return changed or _CHANGED_FROM.search(left) is not None


def _counts(sentence: str, left: str, end: int) -> bool:
    """Whether a number that could be a year counts something: bounded from the left, or people after it."""
    return bool(_LEFT.search(left)) or bool(_PEOPLE.match(sentence, end, end + 40))


def _second(sentence: str, left: str, end: int, value: float, *, scaled: bool) -> tuple[float, float, int, str] | None:
    """The end of a range, if one follows: low, high, end, currency."""
    m = _RANGE.match(sentence, end)
    if m is None:
        percent = _PERCENT.match(sentence, end)
        m = _RANGE.match(sentence, percent.end()) if percent else None
        if m is not None and _PERCENT.match(sentence, m.end("second")) is None:
            return None  # "rose 12 percent to 340 dinars"
    if m is None:
        return None
    join = m["join"].lower()
    if join == "to" and "from" in left and _CHANGES.search(left):
        return None
    opened = _BETWEEN.search(left)
    if join.startswith("and") and not (opened and "between" in opened["word"].lower()):
        return None
    if join == "or" or (join == "to" and opened and opened["word"].lower() == "from" and " times" in left):
        return None
    dotted = _dotted(sentence, m.end("second"), m["second"]) if m["second"][0].isdigit() else False
    other, used = _number(m["second"], dotted=bool(dotted))
    stop = m.start("second") + used
    scale = _SCALE.match(sentence, stop)
    if scale:
        other *= SCALES[scale["scale"].lower()]
        value = value if scaled else value * SCALES[scale["scale"].lower()]
        stop = scale.end()
    if other <= value or (join in "–—-" and other > 1000 * max(value, 1)):
        return None
    return value, other, stop, m["currency"] or ""


def _kind(
    percent: re.Match[str] | None,
    named: re.Match[str] | None,
    time: re.Match[str] | None,
    unit: re.Match[str] | None,
    currency: str,
    end: int,
) -> tuple[Kind, str, float, int]:
    if percent:
        return Kind.SHARE, "percent", 1.0, percent.end()
    if named:
        return Kind.MONEY, _currency(named["name"]), 1.0, named.end()
    if currency:
        return Kind.MONEY, _currency(currency), 1.0, end
    if time:
        name, factor = _TIME_UNITS[time["time"].lower().rstrip("s").replace("centurie", "century")]
        return Kind.DURATION, name, float(factor), time.end()
    if unit:
        name = unit["unit"].lower()
        name = name.rstrip("s") if len(name) > 3 else name
        return Kind.FIGURE, _MEASURES.get(name, name), 1.0, unit.end()
    return Kind.FIGURE, "count", 1.0, end


def _currency(name: str) -> str:
    """Its code; the name itself where several currencies share it (pesos, rupees, dinars)."""
    low = name.lower().rstrip(".")
    if low == "rs":
        return "rupee"
    known = _CURRENCY_CODES.get(low) or _CURRENCY_CODES.get(low.rstrip("s"))
    return known or (name if name.isupper() else low.rstrip("s"))


def _bounded(
    left: str, start: int, value: float, low: float, high: float, *, whole: bool
) -> tuple[Bound, float | None, float | None, bool, int]:
    """Apply the words before a number: the bound, the interval, the hedge, and where the phrase starts.

    "nearly 10,000" is read as nine tenths of it up to it; "more than 160 people" as 161 and more.
    """
    m = _LEFT.search(left)
    if m is None:
        return Bound.EXACT, low, high, False, start
    no = None if m["about"] else _NO.search(left[: m.start()])
    begin = start - (len(left) - (no or m).start())
    hedged = bool(re.search(r"\b(?:about|around|some)\s$", left, re.IGNORECASE))
    if no is not None:
        return *_denied(m, value, whole=whole), hedged, begin
    if m["short"]:  # only read after a negation
        return Bound.EXACT, low, high, False, start
    if m["above"]:
        return Bound.ABOVE, value + 1 if whole else value, None, hedged, begin
    if m["least"]:
        return Bound.AT_LEAST, value, None, hedged, begin
    if m["below"]:
        nearly = re.sub(r"\s+", " ", m["below"].lower()) in _NEARLY
        floor = 0.9 * value if nearly else 0.0
        return Bound.BELOW, floor, value if nearly or not whole else value - 1, nearly, begin
    if m["most"]:
        return Bound.AT_MOST, 0.0, value, hedged, begin
    return Bound.EXACT, low, high, True, begin


def _denied(m: re.Match[str], value: float, *, whole: bool) -> tuple[Bound, float | None, float | None]:
    """The other side of a bound that is denied: "did not exceed 200" is at most 200, "not under 40" at least 40."""
    words = re.sub(r"\s+", " ", (m["most"] or m["below"] or "").lower())
    if m["above"]:
        return Bound.AT_MOST, 0.0, value
    if m["below"] and words not in _NEARLY:
        return Bound.AT_LEAST, value, None
    if words in ("at most", "no more than", "a maximum of", "within"):
        return Bound.ABOVE, value + 1 if whole else value, None
    return Bound.BELOW, 0.0, value - 1 if whole else value  # not at least, not as many as, did not reach


def _bounded_range(
    left: str, start: int, low: float, high: float, *, whole: bool
) -> tuple[Bound, float | None, float | None, bool, int]:
    """Apply the words before a range: "at least 10-15" is open above from 10, "up to 10-15" goes from nothing to 15."""
    between = _BETWEEN.search(left)
    words = left[: between.start("word")] if between else left
    floor, least, _, approx, begin = _bounded(words, start - (len(left) - len(words)), low, low, low, whole=whole)
    if floor in (Bound.ABOVE, Bound.AT_LEAST):
        return floor, least, None, approx, begin
    top, _, most, _, _ = _bounded(words, start, high, high, high, whole=whole)
    if top in (Bound.BELOW, Bound.AT_MOST) and not approx:
        return top, 0.0, most, approx, begin
    return Bound.RANGE, low, high, approx, start if floor is Bound.EXACT and not approx else begin


def _few_times(sentence: str) -> list[Figure]:
    """Durations without a number: "a few days", "almost a week", "the last few years"."""
    found: list[Figure] = []
    low_text = sentence.lower()
    if not any(unit in low_text for unit in _TIME_STEMS):
        return found
    for m in _PAST.finditer(sentence):
        name, factor = _TIME_UNITS[m["time"].lower()]
        span = (m.start("past"), m.end(), m.start("time"))
        found.append(Figure(*span, Kind.DURATION, factor, factor, factor, unit=name))
    for m in _PLURAL_TIME.finditer(sentence):
        text = (m["within"] or m["later"]).lower()
        name, factor = _TIME_UNITS[text.rstrip("s")]
        start = m.start("within") if m["within"] else m.start()
        high = None if m["later"] else 9.0 * factor
        found.append(Figure(start, m.end(), start, Kind.DURATION, None, 2.0 * factor, high, Bound.VAGUE, True, name))
    for m in _FEW_TIME.finditer(sentence):
        words = re.sub(r"\b(?:the|last|past|next)\s", "", re.sub(r"\s+", " ", m["few"].lower()))
        words = {"an": "a", "an few": "a few", "an couple of": "a couple of", "half an": "half a"}.get(words, words)
        stated, low, high = FEW[words]
        name, factor = _TIME_UNITS[m["time"].lower().rstrip("s").replace("centurie", "century")]
        left = sentence[max(0, m.start() - 30) : m.start()]
        part = _AND_A_HALF.match(sentence, m.end()) if words == "a" else None
        if part is not None:
            longer = factor * (1.5 if part["part"].lower() == "half" else 1.25)
            found.append(Figure(m.start(), part.end(), m.start(), Kind.DURATION, longer, longer, longer, unit=name))
            continue
        if words == "a" and not (_A_TIME_CUE.search(left) or _LATER.match(sentence, m.end())):
            continue
        if stated == 1:
            bound, low_, high_, approx, begin = _bounded(left, m.start(), factor, factor, factor, whole=False)
            if bound is Bound.BELOW and approx:
                low_ = max(1.0, round(0.75 * factor)) if factor > 1 else 0.75
            later = _LATER.match(sentence, m.end())
            end = later.end() if later and later.group().strip() == "later" else m.end()
            found.append(
                Figure(
                    begin,
                    end,
                    m.start(),
                    Kind.DURATION,
                    factor,
                    low_,
                    high_,
                    bound,
                    approx or bool(later),
                    name,
                )
            )
            continue
        value = None if stated is None else stated * factor
        low, high = low * factor, high * factor
        kind = Kind.DURATION
        found.append(Figure(m.start(), m.end(), m.start(), kind, value, low, high, Bound.VAGUE, True, name))
    return found
