"""What a figure counts: the noun beside it, found without a parser.

The words after a number are read up to the first word that cannot belong to a noun phrase. Where that gives
nothing (a share, money, a number at the end of a phrase) the words before it are read instead: the subject of
the copula, the head of "deaths of more than 160 people", the phrase before a parenthesis.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from multivector.evidence.figure import Figure, Kind

if TYPE_CHECKING:
    from multivector.evidence.parse import Parse

_STOP = frozenset(
    """a about above after against all also although an and any are around as at be because been before being
    between both but by came can could did do does during each either every except for from had has have he
    her here hers him his how if in including into is it its itself just like made may might more most must
    near no nor not now of off on only or other others our out over own per rather said say says shall she
    should since so some such than that the their them then there these they this those through to today too
    toward towards under until up upon very was we were what when where whether which while who whom whose
    why will with within without would yet you your reported reportedly according along across account
    accounts accounted make makes account took take takes went go goes get gets got remain remained remains
    rose fell grew grown stands stood began begin begins became become becomes later ago earlier annually
    yearly monthly daily""".split()  # noqa: SIM905
)
_PARTICIPLE = re.compile(
    r"^(?:arrested|detained|killed|injured|wounded|dead|missing|displaced|hospitali[sz]ed|evacuated|infected"
    r"|hurt|held"
    r"|jailed|imprisoned|charged|burned|damaged|destroyed|homeless|unemployed|released|deployed|registered"
    r"|rescued"
    r"|convicted|sentenced|executed|dismissed|deported|affected|fled|died|died|strong)$",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"^\s?(?:of\s(?:them|whom|these|those)\s)?(?:have|has|had|are|were|was|is)\s(?:also\s|already\s"
    r"|reported(?:ly)?\s"
    r"|to\s)?(?:have\s)?(?:been\s|being\s)?(?P<word>[a-z]{3,20})\b"
)
_COPULA_NOUN = re.compile(r"^\s?(?:are|were|is|was)\s(?:ethnic\s)?(?P<noun>[A-Za-z’'\-]{3,25}(?:\s[A-Z][a-z]{2,20})?)")
_SAID_OF = (
    r"(?:is|are|was|were|be|been|made\sup|makes?\sup|accounts?\sfor|accounted\sfor|grew|grown|risen|rose"
    r"|fell|fallen|reached"
    r"|stood|stands|totall?ed|totals|amounted|amounts|cost|costs|estimated|put)"
    r"(?:\s(?:at|to|from|by|about|around|approximately|roughly|nearly|almost|over|up)){0,3}\s?$"
)
_SUBJECT_VERB = re.compile(_SAID_OF)
_SUBJECT = re.compile(
    r"(?P<subject>(?:[\w’'\-]{1,25}\s){1,6}?)(?:(?:has|have|had|will|would|could|can|may|might"
    r"|should)\s)?(?:been\s|be\s)?"
    + _SAID_OF
)
_OF_HEAD = re.compile(
    r"\b(?P<head>deaths?|killings?|arrests?|detentions?|injur(?:y|ies)|losses|loss|evacuation|displacement"
    r"|loss\sof\slife|casualt(?:y|ies)|population|populace)\s(?:to|of|at)\s(?:in\s)?(?:the\s|about\s"
    r"|some\s)?$",
    re.IGNORECASE,
)
_SHARE_OF = re.compile(
    r"\b(?:proportion|share|percentage|population|number|level|rate)\sof\s(?P<noun>(?:[\w’'\-]{2,25}\s){1,3})"
)
_OF_NOUN = re.compile(
    r"^\s?of\s(?:the\s|all\s|its\s|their\s|his\s|our\s|whose\s|those\s|these\s|registered\s)?"
    r"(?P<noun>[\w’'\-]{3,25}(?:\s[\w’'\-]{3,25})?)"
)
_BEFORE_PAREN = re.compile(r"(?P<noun>[\w’'\-]{2,25}(?:\s[\w’'\-]{2,25})?)\s?\($")
_STATE = re.compile(
    r"\s(?:(?:remain|are|were|still|people|held|have|been|stayed|sat|is)\s){1,3}"
    r"(?P<state>in\s(?:custody|detention|prison|jail|hospital)|behind\sbars|under\sarrest)\b"
)
_OF_WHOSE = re.compile(
    r"^\s?(?:of|in)\s(?:(?:the|her|his|its|their|our|my|those|these)\s)?(?:[\w\-]{2,20}[’']s?\s)?(?:\d[\d,.]{0,8}\s|(?:two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty)\s)?"
)
_OF_THEM = re.compile(
    r"^\s?of\s(?P<pronoun>them|whom|which|these|those)\b(?!\s(?:deaths|people|men|women))(?P<rest>.{0,60})"
)
_SPENT = re.compile(
    r"^\s(?:in|for)\s(?!(?:the|a|an|one|two|three|its|his|her|their|each|every|all|some|just|about)\b|\d|(?:January|February|March|April|May|June|July"
    r"|August|September|October|November|December)\b)(?P<noun>[a-z][\w’'\-]{2,20}(?:\s[a-z][\w’'\-]{2,20})?)"
)
_CHANGED = re.compile(
    r"(?:^|[,;:.“”]\s|\b(?:and|but|that|while|as)\s)(?P<subject>(?:[\w’'\-]{1,25}\s){1,6}?)(?:,\swhich\s)?"
    r"(?:(?:has|have|had|was|were|is|are|be|been|more|than|almost|nearly|roughly|about|risen|grown|gone|up|increased|rose|grew|also|since)\s){0,6}$"
)
_WHICH = re.compile(
    r"(?P<subject>(?:[\w’'\-]{1,25}\s){0,3}[\w’'\-]{1,25}),\s(?:which|who)\s(?:(?:has|have|had|is|was)\s)?(?:[a-z]+\s){0,2}$"
)
_REACH = 160  # characters before a figure that are read
_PRONOUNS = frozenset(["they", "it", "this", "those", "these"])
_WORD = re.compile(
    r"[“\"‘«]?(?P<word>[^\W\d_][\w’'\-]{0,30}|[A-Z]\.[A-Z]\.)(?P<tail>[”\"’»]?)(?P<stop>[,.;:!?)–—]?)\s?"
)
_OWNED = re.compile(r"[’']s$")


def counted_noun(
    sentence: str, figure: Figure, previous: str = "", here: str = "", parse: Parse | None = None
) -> str:
    """The words that say what a figure counts; empty if they cannot be found.

    Args:
        sentence: The sentence that holds the figure.
        figure: The value.
        previous: What the figure before it counted, used when the subject is a pronoun.
        here: What a figure before it in the same sentence counted, used when nothing else is found.
        parse: The sentence parsed: what it says stands before what the rules find.
    """
    if figure.kind in (Kind.DURATION, Kind.DATE):
        return ""
    before, after = sentence[: figure.start], sentence[figure.end :]
    if sentence[: figure.end].endswith(" of"):
        after = " of" + after
    head = _OF_HEAD.search(before) if figure.unit == "count" else None
    if parse is not None and head is None:
        found = parse.counted(figure)
        if found:
            return found
    spent = _SPENT.match(after) if figure.kind is Kind.MONEY else None
    if spent is not None:
        return " ".join(takewhile(lambda word: word.lower() not in _STOP, spent["noun"].split()))
    if figure.kind in (Kind.SHARE, Kind.MONEY) or figure.unit not in (
        "count",
        "ordinal",
        "ratio",
        "fraction",
    ):
        return _subject(before[-_REACH:], after, previous, here)
    of_them = _OF_THEM.match(after)
    if of_them:
        own = _phrase(of_them["rest"]) if of_them["pronoun"] == "them" else ""
        return own or here or previous
    if figure.kind in (Kind.RATIO, Kind.ORDINAL, Kind.QUANTIFIER):
        changed = _phrase(re.sub(r"^\s?(?:(?:of|as|lots|many|much|the)\b|\s){1,8}", " ", after))
        return changed or (_changed(before[-_REACH:]) if figure.kind is Kind.RATIO else "")
    if head:
        own = _phrase(after)
        return f"{head['head']} of {own}" if own else head["head"]
    auxiliary = _AUXILIARY.match(after)
    if auxiliary and _PARTICIPLE.match(auxiliary["word"]):
        return auxiliary["word"]
    phrase = _phrase(_OF_WHOSE.sub(" ", after))
    if phrase:
        return phrase
    state = _STATE.match(after)
    if state:
        return state["state"]
    copula = _COPULA_NOUN.match(after)
    if copula and copula["noun"].lower() not in _STOP:
        start = after.index(copula["noun"])
        ethnic = "ethnic " if "ethnic " in after[:start] else ""
        return ethnic + copula["noun"]
    return _subject(before[-_REACH:], after, previous, here, bare=True)


def _phrase(after: str) -> str:
    """The noun phrase at the start of a text: at most five words, up to a stop word or punctuation."""
    words: list[str] = []
    position = 0
    if after[:1] not in (" ", "-") and after[:1] not in '“"':
        return ""
    position = 1 if after[:1] in " -" else 0
    while len(words) < 5:
        m = _WORD.match(after, position)
        if m is None:
            break
        word = m["word"]
        low = word.lower()
        if words and _PARTICIPLE.match(word):
            words.append(word)
            break
        if low in _STOP and not (not words and low in ("other", "more")):
            break
        if words and (_looks_verbal(low) or (low.endswith("ly") and not word[0].isupper())):
            break
        if not (low in ("other", "more") and not words):
            words.append(_OWNED.sub("", word) if not m["tail"] else word)
        position = m.end()
        if m["stop"] or m["tail"] or _OWNED.search(word):
            break
    return " ".join(words)


def _looks_verbal(word: str) -> bool:
    return word in _VERBS or (word.endswith(("ing", "ed")) and len(word) > 5 and word not in _NOUNS_IN_ING)


_TOLD = frozenset(
    """told tells me us reporters spoke speaks put puts lists listed counted""".split()  # noqa: SIM905
)
_VERBS = frozenset(
    """operating died die live lived work worked took fled oppose opposed support supported voted marched
    gathered arrived left entered attended joined lost died say believe want think came come went go face
    faced tell told sent send told agree agreed""".split()  # noqa: SIM905
)
_NOUNS_IN_ING = frozenset(
    [
        "buildings",
        "building",
        "meeting",
        "meetings",
        "hearing",
        "hearings",
        "wounding",
        "united",
        "wedding",
        "hundred",
    ]
)


def _subject(before: str, after: str, previous: str, here: str, *, bare: bool = False) -> str:
    """What a share or an amount is a share or an amount of."""
    of = _OF_NOUN.match(after)
    share = _last(_SHARE_OF, before)
    subject = _SUBJECT.search(before) if _SUBJECT_VERB.search(before[-60:]) else None
    if share is not None and len(before) - share.end() < 60:
        return _trim(share["noun"])
    if subject is not None:
        words = _trim(subject["subject"])
        if words.lower() in _PRONOUNS or not words:
            return previous
        if not of or of["noun"].lower() in ("population", "people"):
            return words
    if of is not None and of["noun"].split()[0].lower() not in _STOP:
        return " ".join(takewhile(lambda word: word.lower() not in _STOP, of["noun"].split()))
    paren = _BEFORE_PAREN.search(before)
    if paren is not None:
        return _trim(paren["noun"])
    phrase = _phrase(after)
    if phrase:
        return phrase
    if here or (bare and previous and not re.search(r"\bof\s(?:\w+\s){0,3}$|\($", before)):
        return here or previous
    tail = re.findall(r"[\w’'\-]{2,25}", before[-60:])
    tail = [word for word in tail if word.lower() not in _STOP and word.lower() not in _TOLD]
    return " ".join(tail[-2:])


def _changed(before: str) -> str:
    """What a verb like "doubled" is said of: the subject of its clause."""
    m = _WHICH.search(before) or _CHANGED.search(before)
    return _trim(m["subject"]) if m else ""


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=lambda m: m.start(), default=None)


def _trim(words: str) -> str:
    kept: list[str] = []
    for word in words.split():
        low = word.lower()
        if low in _RESTART:
            kept.clear()
        elif low not in _STOP or low in _PRONOUNS:
            kept.append(word)
    return " ".join(kept[-4:])


_RESTART = frozenset(
    [
        "that",
        "which",
        "who",
        "and",
        "but",
        "because",
        "while",
        "as",
        "said",
        "says",
        "when",
        "where",
        "if",
        "though",
    ]
)
