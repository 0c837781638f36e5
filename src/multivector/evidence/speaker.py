"""Who says it: the author, a person quoted or reported, a caption's credit, a claim quoted to be disputed.

Rules only, sentence by sentence, with a memory of who spoke last. The scope of a reporting verb is what
follows it (and its "that"); a date before the verb belongs to the author. A quotation without a name belongs
to the last speaker whom the pronoun fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multivector.evidence.parse import Parse


class Attribution(StrEnum):
    """How a claim reaches the reader."""

    AUTHOR = "author"
    DIRECT = "direct"
    INDIRECT = "indirect"
    REPORTED = "reported"
    DISPUTED = "disputed"
    CAPTION = "caption"
    METADATA = "metadata"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says a thing, and how; an empty speaker is an unnamed author or an unnamed report."""

    speaker: str
    attribution: Attribution


_BODIES = frozenset(
    [
        "Police",
        "Soldiers",
        "Officials",
        "Authorities",
        "Prosecutors",
        "Witnesses",
        "Residents",
        "Doctors",
        "Activists",
        "Experts",
        "Rescuers",
        "Organisers",
    ]
)
_NOT_NAMES = frozenset(
    """The A An In On At But And Yet This That These Those It He She They We I If When While As For From Of
    By With After Before Since Most Many Some Several Monday Tuesday Wednesday Thursday Friday Saturday
    Sunday January February March April May June July August September October November December Police
    Protesters Moreover However Meanwhile Indeed Nevertheless Also Still Critics""".split()  # noqa: SIM905
)
_PARTICLE = r"(?:al|bin|de|der|di|el|van|von)"
_NAME = (
    rf"(?!(?:{'|'.join(sorted(_NOT_NAMES - _BODIES))})\b)"
    rf"(?:[A-Z]\.\s)?[A-ZÀ-ÞА-Я][\w’'\-]{{1,24}}(?:\s(?:{_PARTICLE}\s)?[A-ZÀ-ÞА-Я][\w’'\-]{{1,24}}){{0,3}}"
)
_SAY = (
    r"(?:says?|said|saying|argues?|argued|notes?|noted|adds?|added|claims?|claimed|believes?|believed"
    r"|reports?|reported"
    r"|explains?|explained|writes?|wrote|tweet(?:s|ed)|states|stated|estimat(?:es?|ed)|warns?|warned"
    r"|insists?|insisted"
    r"|tells?|told|announc(?:es?|ed)|confirm(?:s|ed)?|declar(?:es?|ed)|acknowledg(?:es?|ed)|suggests?"
    r"|suggested"
    r"|concludes?|concluded|alleg(?:es?|ed)|agrees?|agreed|recalls?|recalled|puts?|shows?|showed|thinks?"
    r"|thought"
    r"|reckons?|reckoned|expects?|expected|points?\sout|pointed\sout|sp(?:eaks?|oke)\sof|maintains?|maintained|contends?|contended"
    r"|predicts?|predicted|acknowledges|asserts?|asserted|complains?|complained|promised|vowed|pledged"
    r"|lists?|listed|counts?|counted|recorded|registered|documented|tallied|calculat(?:es?|ed))"
)
_BODY = (
    r"(?:the|a|its|local|state|Kazakh|Russian|regional)?\s?(?:[\w’'\-]{2,20}\s){0,4}?"
    r"(?:government|ministry|ministries|police|officials?|authorities|spokes(?:man|woman|person)|department"
    r"|office|army"
    r"|military|polls?|surveys?|report|agency|company|union|council|court|prosecutors?|witness(?:es)?"
    r"|residents?"
    r"|observers|analysts|experts|doctors|hospital|mayor|governor|minister|president|embassy|statement"
    r"|organi[sz]ation"
    r"|group|commission|committee|soldiers|rebels|researchers?|activists?|rescuers|service|bank|head|opposition|organisers?"
    r"|bloc|institute|associations?|federation|fund|centre|center|leaders?|traders|lawmakers|aides|diplomats|campaigners|chambers"
    r"|laborator(?:y|ies)|agencies|media|television|newspaper|data|figures|records|statistics)"
)
_TITLE = (
    r"(?:(?:President|Prime\sMinister|Minister|Secretary(?:\sof\sState)?|Foreign\sMinister|General|Gen\."
    r"|Col\.|Dr\.|Mr\.|"
    r"Mrs\.|Ms\.|Prof\.|Sen\.|Governor|Mayor|Ambassador|Kazakh|Russian|American|U\.S\.)\s){0,4}"
)
_ACCORDING = re.compile(
    rf"\b[Aa]ccording\sto\s(?P<who>(?:the\s)?(?:{_BODY}(?:\sof\s[^,;.]{{2,60}}?)?|{_TITLE}{_NAME}"
    rf"|[^,;.“”]{{3,80}}?))(?=[,;.]|\s(?:and|who)\b|$)"
)
_WHO = (
    rf"(?:(?:\b[Tt]he\s)?{_TITLE}(?P<name>{_NAME})|(?P<body>\b[Tt]he\s{_BODY}|\b[Aa]\s{_BODY}|{_BODY})"
    r"|(?P<pronoun>[Hh]e|[Ss]he|[Tt]hey|[Ii]t)"
    r"|(?P<noun>(?:\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir)\s(?:[\w’'\-]{2,20}\s){0,3}?|^(?!(?:Our|My|One|All|No|Two|Three|Not|Each|Every|Nobody|Everybody)\b)(?:[A-Z][\w’'\-]{2,20}\s)(?:[a-z][\w’'\-]{2,20}\s)?)"
    r"[a-z][\w’'\-]{2,20}))"
)
_MODIFIER = (
    r"(?:(?P<part>\s(?:of|at|in|from|for|on)\s[^,.;“”\"]{2,50}?)|\swho\s[^,.;“”\"]{2,60}?)?"
    r"(?:\s[a-z]{3,12}ed\s[^,.;“”\"]{2,60}?\s(?:and|but))?"
)
_APPOSITION = r"(?:,\s[^.;]{3,200}?,)?"
_VERB_AFTER = re.compile(
    rf"(?<![\w’'])(?:{_WHO}){_MODIFIER}{_APPOSITION}\s(?:(?:has|have|had|also|later|recently|then|long"
    rf"|always|still|now|once|already|first|earlier|since|[a-z]{{3,12}}ly)\s){{0,3}}(?P<verb>{_SAY})\b(?!\sof\b)"
    r"(?P<that>\s(?:(?:reporters|us|me|journalists|(?:the|this|a)\s\w{3,20}|[A-Z][\w’'\-]{1,20}(?:\s[A-Z][\w’'\-]{1,20}){0,2})\s)?that\b|\s(?:on|in|at|late|last)\s[\w\s]{2,30}?\sthat\b"
    r"|[,:]?\s?[“\"«]|,|\s)"
)
_VERB_BEFORE = re.compile(
    rf"[,”\"»]\s?(?P<verb>{_SAY})\s(?:{_TITLE}(?P<name>{_NAME})|(?P<body>[Tt]he\s{_BODY}|{_BODY}))"
)
_TAIL = re.compile(
    rf"[,”\"»]\s?[”\"»]?\s?(?:{_WHO}|(?P<nouns>(?:[a-z][\w’'\-]{{2,20}}\s){{0,3}}[a-z][\w’'\-]{{1,20}}s)){_MODIFIER}{_APPOSITION}"
    rf"\s(?:(?:has|have|had|also|later)\s){{0,2}}(?P<verb>{_SAY})\b(?=\s?(?:[.,;:”\"“]|$|on\b|in\b|at\b|during\b|(?<=told)\s|this,))"
)
_ANY_SAY = re.compile(rf"\b{_SAY}\b")
_SAYS = re.compile(_SAY)
_NEEDS_CLAUSE = re.compile(r"(?!list|count|record|register|document|tall|calculat|estimat|put|report)")
_ORGANS = frozenset(
    """Ministry Department Office Council Committee Commission Bank Institute University Party""".split()  # noqa: SIM905
)
_NO_SPEAKERS = frozenset(
    """number numbers toll thing things fact facts way ways time times day days week weeks month months year years
    case cases country countries city cities law laws money war wars price prices rate rates it he she they one ones
    what that this those these who which not have has had was were is are been also and but more less
    than""".split()  # noqa: SIM905
)
_NOBODY = frozenset(
    """i you we it this that these those which who what one some many""".split()  # noqa: SIM905
)
_CITING = re.compile(
    rf",\s(?:citing|quoting)\s(?:{_TITLE}(?P<name>{_NAME})|(?P<words>(?:an?\s|the\s|its\s)?[^,.;“”\"]{{3,60}}?)),"
)
_BY_COUNT = re.compile(
    r"\b(?:by|on|if)\s(?P<who>(?:the\s|its\s)?(?:[\w’'\-]{2,20}\s){0,3}[\w\-]{2,20})[’']s?\s(?:own\s)?"
    r"(?:count|estimate|estimates|account|reckoning|figures?|tally|data|admission)\b"
)
_OWN_COUNT = re.compile(
    r"\bby\s(?P<who>his|her|their|its)\sown\s(?:count|estimate|account|reckoning|figures|tally|admission)\b"
)
_COUNTS = ("count", "estimate", "account", "reckoning", "figure", "tally", "data", "admission")
_TURN = re.compile(r",\s(?:though|but|while|whereas|although)\s")
_SUBJECT_NAME = re.compile(
    r"^(?P<name>[A-ZÀ-Þ][\w’'\-]{2,20}(?:\s[A-ZÀ-Þ][\w’'\-]{2,20}){0,2})(?=,|\s(?:who|has|had|was|is|said|says|left|joined|told|ran)\b)"
)
_SUBJECT_BODY = re.compile(
    r"^(?:[Tt]he|[Aa]n?)\s(?P<body>(?:[\w’'\-]{2,20}\s){0,3}?(?:[Mm]inistry|[Gg]overnment|[Dd]epartment|[Aa]rmy|[Aa]gency|[Cc]ompany|[Uu]nion"
    r"|[Cc]ouncil|[Cc]ourt|[Hh]ospital|[Ee]mbassy|[Oo]rgani[sz]ation|[Gg]roup|[Cc]ommission|[Cc]ommittee|[Bb]ank|[Ii]nstitute|[Aa]ssociation"
    r"|[Ff]ederation|[Oo]ffice|[Pp]arty)(?:\sof\s[A-Z]\w{2,20}(?:\s[A-Z]\w{2,20})?)?)\b"
)
_TITLED = re.compile(
    rf"\b(?P<title>[Pp]resident|[Pp]rime\s[Mm]inister|[Mm]ayor|[Gg]overnor|[Cc]hancellor|[Kk]ing|[Pp]remier)\s(?P<name>{_NAME})"
)
_ROLES = frozenset(["president", "prime minister", "mayor", "governor", "chancellor", "king", "premier"])
_NEEDS_THAT = re.compile(
    r"^(?:announc|puts?|shows?|agree|tell|told|claims?$|estimat|confirm|declar|acknowledg|conclud|recall"
    r"|report|suggest|warn|list|count|record|register|document|tall|calculat)"
)
_TO_ME = re.compile(r"\s(?:me|us|him|her|reporters|journalists|this\s\w{3,15})\b")
_PUT_AT = re.compile(r"[^.;“”]{2,70}\s(?:at|between)\s(?:[a-z]+\s){0,3}[$€£]?\d")
_FIGURE_NEXT = re.compile(
    r"\s(?:(?:at|least|more|less|fewer|than|about|some|nearly|almost|another|over|up|to|around|roughly|the|death|toll"
    r"|deaths|number|figure|damage|losses|of|between)\s){0,6}[$€£]?\d"
)
_REPORTED = re.compile(
    r"\b(?:are|is|was|were|been|have\sbeen|has\sbeen)\s(?:reported|said|believed|thought|estimated"
    r"|understood|alleged|rumou?red)"
    r"(?:ly)?\s(?:to|that)\b|\b(?:reportedly|allegedly|[Oo]fficially)\b|\breports?\s(?:say|said|suggest|suggested|that)\b"
)
_DISPUTE = re.compile(
    r"\b(?:unbelievable|implausible|incredible|not\scredible|hard\sto\sbelieve|false\sclaim|dubious|untrue"
    r"|no\sevidence)\b"
    r"|\b(?:disput|den(?:y|ied|ies)|dismiss|reject|refut|debunk|doubt|question|contest|ridicul)(?:e[sd]?|ing"
    r"|ed|s|es|ied)?\b"
    r"|\b(?:does|do|did)\s(?:not|n[’']t)\s(?:accept|believe)\b|\bcould\s(?:not|hardly)\shave\b|\bso-called\b"
)
_REPORTS = (
    r"(?:claims?|reports?|rumou?rs?|allegations?|assertions?|suggestions?|accusations?|news|stories|statements?"
    r"|figures?|estimates?)"
)
_FALSE = (
    r"(?:untrue|false|fake|wrong|incorrect|baseless|groundless|unfounded|bogus|fabricated|invented|nonsense|a\slie"
    r"|not\s(?:true|correct|accurate|the\scase))"
)
_DENIES = re.compile(
    rf"\b(?:it|this)(?:\s(?:is|was)|[’']s)\s(?:\w{{4,12}}\s)?{_FALSE}\s(?:to\s(?:say|claim|suggest)\s)?that\b"
    rf"|\b(?:isn[’']t|wasn[’']t)\strue\sthat\b"
    r"|\b(?:den(?:y|ies|ied|ying)|(?:reject|dismiss|refut|disput|debunk|contradict|doubt|rubbish)(?:e[sd]?|ing|ed|s|es)?"
    r"|(?:scoff|laugh)(?:s|ed)\sat)\s(?:as\s\w{3,12}\s)?"
    rf"(?:(?:that|having|whether|killing|detaining|arresting|shooting|losing|sending)\b|(?:(?!to\b|for\b)[\w’'\-]{{1,20}}\s){{0,5}}?{_REPORTS}\s(?:by\s[^,;.]{{2,40}}?\s)?(?:that|of)\b)"
    rf"|\b(?:false|fake|untrue|bogus|baseless|groundless|unfounded|fabricated|invented|discredited|debunked)\s{_REPORTS}\s(?:that|of)\b"
    r"|\b(?:falsely|wrongly)\s(?:claim|report|sa|stat|suggest|alleg)\w{0,4}\s(?:that\b)?"
    r"|\bno\s(?:evidence|proof|truth|sign)\s(?:whatever\s|at\sall\s)?(?:that|(?:in|to|of|for)\s(?:the\s)?(?:[\w’'\-]{1,20}\s){0,3}?(?:that|of))\b"
    r"|\b(?:do|does|did)(?:\snot|n[’']t)\s(?:accept|believe)\sthat\b",
    re.IGNORECASE,
)
"""What denies the words after it, up to a turn of the sentence."""

_MAY_DENY = re.compile(
    r"den(?:y|ie)|reject|dismiss|refut|disput|debunk|contradict|doubt|rubbish|scoff|laugh|true|false|fake|wrong|n(?:o|[’'])t\s(?:correct|accurate|the\scase"
    r"|accept|believe)|incorrect|baseless|groundless|unfounded|bogus|fabricat|invented|nonsense|a\slie\b|discredit|disprov|no\s(?:evidence|proof|truth|sign)",
    re.IGNORECASE,
)
_NOT_DENIED = re.compile(
    r"(?:\b(?:not|never|nobody|no\sone|cannot|nor|neither|hardly|without|few)|n[’']t)\s(?:[\w’'\-]{1,15}\s){0,2}$",
    re.IGNORECASE,
)
_DENIAL_ENDS = re.compile(
    r";|,\s(?:but|saying|adding|insisting|noting|stressing|putting|instead|while|though|although|whereas|and\s(?:said|says|put|puts|insisted|added))\b"
    r"|\sbut\b|\sand\s(?:said|says|put|puts|insisted|added)\b|\s[—–]\s|[”»]"
)
_DENIED_AFTER = re.compile(
    rf"\b{_REPORTS}\s(?:by\s[^,;.]{{2,40}}?\s)?(?P<said>(?:that|of)\s[^;:]{{3,160}}?)\s(?:is|are|was|were|(?:has|have|had)\sbeen)\s(?:\w{{4,12}}\s)?"
    rf"(?:denied|rejected|dismissed|refuted|debunked|disproved|{_FALSE})\b"
    r"|^(?P<told>[^;:]{3,160}?),\s(?:which|an?\s(?:claim|figure|number|report|toll|account)(?:\s(?:that|which))?)\s(?:[\w’'\-]{1,20}\s){0,5}?"
    rf"(?:den(?:ies|ied)|reject(?:s|ed)|disput(?:es|ed)|dismiss(?:es|ed)|(?:is|was)\s{_FALSE})\b",
    re.IGNORECASE,
)
_DISPUTED_OF = re.compile(
    rf"\b(?:accept|believ\w{{0,3}}|disput\w{{0,3}}|reject\w{{0,3}}|question\w{{0,3}}|doubt\w{{0,3}}"
    rf"|den\w{{1,3}}|dismiss\w{{0,3}}|challeng\w{{0,3}})\s"
    rf"(?:{_TITLE}(?P<name>{_NAME})|the\s(?P<role>[a-z]{{4,15}}))[’']s?\s(?:statements?|claims?|versions?"
    rf"|assertions?|accounts?|figures?"
    rf"|numbers?|story|words?)"
)
_CREDIT = re.compile(
    r"\((?:(?:[Pp]hoto|[Ii]mage|[Cc]redit)s?(?:\sby)?:?\s)?(?P<paren>[^()]{3,60})\)\.?\s*$"
    r"|\b(?:taken|released|provided|issued|distributed)(?:\sand\s(?:released"
    r"|distributed))?\sby\s(?P<by>(?:the\s)?[A-Z][\w.’'\-]{1,20}(?:\s[A-Z][\w.’'\-]{1,20}){0,4})"
    r"|\b(?:[Pp]hoto|[Pp]hotograph|[Ii]mage|[Cc]redit)(?:\sby|(?<=graph):"
    r"|(?<=[Cc]redit):)\s(?P<credit>[A-Z][\w.’'\-/ ]{2,50})"
)
_QUOTED = re.compile(r"[“«\"](?P<inside>[^“”«»\"]{0,2000})(?:[”»\"]|$)")
_CLOSES = re.compile(r"[”»\"]")
_CARRIES = re.compile(
    r"^(?:(?:[Tt]he(?=\s[a-z])|[Tt]his|[Ii]ts?|[Tt]heir|[Tt]hey|[Tt]hose|[Tt]hese|[Aa]nother|[Ss]ome|[Aa]bout|[Aa]round"
    r"|[Nn]early|[Aa]lmost|"
    r"[Mm]ore\sthan|[Oo]ver|[Aa]t\sleast|[Uu]p\sto|[Ff]ewer|[Ll]ess|[Hh]undreds|[Tt]housands|[Dd]ozens)\b|\d)"
)
_FEMALE = frozenset(
    """jennifer anna maria elena olga natalia nargis aigul dana aliya jane mary susan ursula angela sarah
    kate emily laura julia irina svetlana marina galina ekaterina victoria elizabeth margaret fatima aisha
    leyla gulnara vaishali sophie emma hillary kamala liz theresa""".split()  # noqa: SIM905
)
_MALE = frozenset(
    """john william james robert michael david richard thomas vladimir dmitry sergei ivan antony anthony joe
    joseph george donald alexander nursultan kassym-jomart kassym-jomart askar mukhtar recep emmanuel olaf
    boris peter paul mark andrew daniel ali hassan mohammed ahmed karim erlan""".split()  # noqa: SIM905
)


def speaks(text: str) -> bool:
    """Whether a sentence holds a verb of saying."""
    return _ANY_SAY.search(text) is not None


@dataclass(slots=True)
class Listener:
    """Follows a document sentence by sentence and says whose voice a span of it is.

    Args:
        author: The document's author, if known.
    """

    author: str = ""
    _full: dict[str, str] = field(default_factory=dict)
    _spoke: list[str] = field(default_factory=list)
    _disputed: str = ""
    _carried: Voice | None = None
    _open_quote: bool = False
    _body: str = ""
    _subject_name: str = ""
    _titled: dict[str, set[str]] = field(default_factory=dict)
    _speaking: Voice | None = None
    _talking: Voice | None = None

    def learn_names(self, texts: Iterable[str]) -> None:
        """Collect full names, so that a surname alone can be completed."""
        pattern = re.compile(rf"\b[A-ZÀ-Þ][\w’'\-]{{1,24}}\s(?:{_PARTICLE}\s)?[A-ZÀ-Þ][\w’'\-]{{1,24}}")
        for text in texts:
            for m in pattern.finditer(text):
                words = m.group().split()
                if words[0] not in _NOT_NAMES and "’" not in words[0] and "'" not in words[0]:
                    self._full.setdefault(_bare(words[-1]), _bare(m.group()))
            for m in _TITLED.finditer(text):
                title = re.sub(r"\s", " ", m["title"].lower())
                name = _bare(m["name"])
                self._titled.setdefault(title, set()).add(name.split()[-1])
                if " " in name:
                    self._full[name.split()[-1]] = name

    def start_paragraph(self, answer: str = "") -> None:
        """A carried attribution does not pass the end of a paragraph.

        Args:
            answer: Who speaks in it, where it is an answer in an interview.
        """
        self._carried = None
        self._open_quote = False
        self._talking = None
        self._speaking = Voice(answer, Attribution.DIRECT) if answer else None

    def caption(self, sentence: str) -> Voice:
        """The voice of a caption: its credit, if there is one."""
        m = _CREDIT.search(sentence)
        who = next((group for group in m.groups() if group), "") if m else ""
        return Voice(re.sub(r"^the\s", "", who.strip(" .")), Attribution.CAPTION)

    def sentence(self, text: str, parse: Parse | None = None) -> Sentence:
        """Take in the next sentence of the text and return what is said in it by whom.

        Args:
            text: The sentence.
            parse: The same, parsed: asked for the subjects of verbs of saying.
        """
        spans = self._quoted(text)
        subject = _SUBJECT_NAME.match(text)
        if subject and subject["name"].split()[0] not in _NOT_NAMES:
            name = subject["name"]
            self._subject_name = self._complete(name) if " " in name or name in self._full else self._subject_name
        body = _SUBJECT_BODY.match(text)
        before = self._body
        self._body = body["body"] if body else self._body
        m = _DISPUTED_OF.search(text) if "’s" in text or "'s" in text else None
        if m:
            self._disputed = self._complete(m["name"]) if m["name"] else m["role"]
        heard = self._clauses(text, spans, parse)
        if not heard.scopes and not spans and self._carried and _CARRIES.match(text):
            heard.scopes.append((0, len(text), self._carried))
            self._body = self._body or before
        else:
            indirect = [scope[2] for scope in heard.scopes if scope[2].attribution is Attribution.INDIRECT]
            self._carried = indirect[0] if indirect and heard.carries else None
        heard.speaking = self._speaking
        return heard

    def _quoted(self, text: str) -> list[tuple[int, int]]:
        """Spans of the words between quotation marks; a quotation may have begun sentences before."""
        spans = []
        start = 0
        if self._open_quote:
            close = _CLOSES.search(text)
            spans.append((0, close.start() if close else len(text)))
            start = close.end() if close else len(text)
            self._open_quote = close is None
        for m in _QUOTED.finditer(text, start):
            spans.append((m.start("inside"), m.end("inside")))
            self._open_quote = m.end() == m.end("inside")
        return spans

    def _clauses(self, text: str, quotes: list[tuple[int, int]], parse: Parse | None) -> Sentence:
        """Hear the clauses that a semicolon parts each for itself: two speakers may share a sentence."""
        cut = next((m.start() for m in re.finditer(";", text) if not any(s <= m.start() < e for s, e in quotes)), None)
        if cut is None or (not _ANY_SAY.search(text) and "ccording to" not in text):
            return self._hear(text, quotes, parse)
        first = self._hear(text[:cut], [(s, e) for s, e in quotes if e <= cut], parse)
        rest = self._hear(text[cut + 1 :], [(s - cut - 1, e - cut - 1) for s, e in quotes if s > cut], parse, cut + 1)
        whole = Sentence(text, self.author, quotes)
        shift = cut + 1
        whole.scopes = first.scopes + [(s + shift, e + shift, v) for s, e, v in rest.scopes]
        whole.direct = first.direct + [(s + shift, e + shift, v) for s, e, v in rest.direct]
        whole.carries, whole.claimant = rest.carries, self._disputed
        return whole

    def _hear(self, text: str, quotes: list[tuple[int, int]], parse: Parse | None = None, offset: int = 0) -> Sentence:
        heard = Sentence(text, self.author, quotes)
        according = _ACCORDING.search(text) if "ccording to" in text else None
        counted = not according and any(word in text for word in _COUNTS)
        count = (_BY_COUNT.search(text) or _OWN_COUNT.search(text)) if counted else None
        if according:
            self._according(text, heard, according, parse, offset)
        elif _ANY_SAY.search(text):
            self._verbs(text, heard)
            if parse is not None and not heard.scopes:
                self._parsed(parse, heard, offset)
        if count is not None and not heard.scopes:
            own = count["who"] in ("his", "her", "their", "its")
            who = (self._subject_name or self._by_pronoun("he")) if own else self._named(count["who"])
            if who:
                start = max(text.rfind(";", 0, count.start()), text.rfind(" and ", 0, count.start()) if own else -1) + 1
                heard.scopes.append((start, len(text), Voice(who, Attribution.INDIRECT)))
        speaker = heard.scopes[-1][2].speaker if heard.scopes else ""
        for start, end in quotes:
            if start <= 1 and self._talking is not None and not heard.scopes:
                heard.direct.append((start, end, self._talking))
                continue
            if end - start < 25 and text.count(" ", start, end) < 4 and not heard.scopes:
                continue
            who = speaker or self._last_speaker(text)
            alone = start <= 1 or bool(heard.scopes)
            if who and alone and (end - start >= 25):
                heard.direct.append((start, end, Voice(who, Attribution.DIRECT)))
        if speaker and any(start <= 1 or end >= len(text) - 2 for start, end in quotes):
            self._talking = Voice(speaker, Attribution.DIRECT)
        heard.claimant = self._disputed
        return heard

    def _according(
        self, text: str, heard: Sentence, according: re.Match[str], parse: Parse | None, offset: int
    ) -> None:
        """Hear "according to X", which covers its sentence, but not what another is said to say after it."""
        who = self._named(according["who"])
        turn = _TURN.search(text, according.end())
        clause = text.rfind(" which ", 0, according.start())
        start = clause if clause > 0 and according.end() < len(text) - 20 and according.start() > 0 else 0
        heard.scopes.append((start, turn.start() if turn else len(text), Voice(who, Attribution.INDIRECT)))
        heard.carries = True
        self._remember(who)
        if turn is not None:
            rest = Sentence(text[turn.end() :], self.author, [])
            self._verbs(rest.text, rest)
            if parse is not None and not rest.scopes:
                self._parsed(parse, rest, offset + turn.end())
            heard.scopes += [(s + turn.end(), e + turn.end(), voice) for s, e, voice in rest.scopes]

    def _parsed(self, parse: Parse, heard: Sentence, offset: int) -> None:
        """Hear what the parse says is said, the innermost speaker first: asked where the rules hear nobody."""
        length = len(heard.text)
        for speech in parse.speeches(_SAYS):
            inside = offset <= speech.at < offset + length
            if not inside or (not speech.clause and _NEEDS_CLAUSE.match(speech.verb)):
                continue
            who = self._subject(speech.who, speech.is_name)
            if who:
                start, end = max(0, speech.start - offset), min(length, speech.end - offset)
                heard.scopes.append((start, end, Voice(who, Attribution.INDIRECT)))
                self._remember(who)
        heard.scopes.sort(key=lambda scope: scope[1] - scope[0])

    def _subject(self, who: str, is_name: bool) -> str:
        if is_name:
            return self._complete(who)
        if who.lower() in ("he", "she", "they"):
            return self._by_pronoun(who.lower())
        return _strip_article(who) if who.lower() not in _NOBODY else ""

    def _verbs(self, text: str, heard: Sentence) -> None:
        cited = _CITING.search(text)
        if cited:
            who = self._complete(cited["name"]) if cited["name"] else _strip_article(cited["words"])
            heard.scopes.append((cited.end(), len(text), Voice(who, Attribution.INDIRECT)))
            return
        tail = _TAIL.search(text) or _VERB_BEFORE.search(text)
        for after in _VERB_AFTER.finditer(text):
            if tail and tail.start() < after.start():
                break
            who = self._who(after) if self._says(after, text) else ""
            if who:
                if heard.scopes:
                    start, _, voice = heard.scopes.pop()
                    heard.scopes.append((start, after.start(), voice))
                heard.scopes.append((after.end("verb"), len(text), Voice(who, Attribution.INDIRECT)))
                self._remember(who)
        if tail and not heard.scopes:
            who = self._who(tail)
            if who:
                heard.scopes.append((0, tail.start() + 1, Voice(who, Attribution.INDIRECT)))
                self._remember(who)

    @staticmethod
    def _says(after: re.Match[str], text: str) -> bool:
        """Whether a verb is one of saying here: "announced that", "counted 40", and not "announced a plan"."""
        if after["name"] in _NOT_NAMES and after["name"] not in _BODIES:
            return False
        end = after.end("verb")
        before = text[max(0, after.start("verb") - 60) : after.start("verb")]
        if _MAY_DENY.search(before) and any(m.start() <= after.start("verb") < m.end() for m in _DENIES.finditer(text)):
            return False  # "rejected claims that": a noun
        that = "that" in after["that"] or any(c in after["that"] for c in '“"«')
        that = that or _FIGURE_NEXT.match(text, end) is not None or _TO_ME.match(text, end) is not None
        that = that or (after["verb"].startswith("put") and _PUT_AT.match(text, end) is not None)
        return that or not _NEEDS_THAT.match(after["verb"]) or "poll" in (after["body"] or "")

    def _who(self, m: re.Match[str]) -> str:
        groups = m.groupdict()
        part = groups.get("part") or ""
        if groups.get("name"):
            if groups["name"] in _BODIES:
                return groups["name"].lower()
            words = groups["name"].split()
            while words and words[0] in _NOT_NAMES:
                words.pop(0)
            if words and words[-1] in _ORGANS:
                self._body = " ".join(words) + part
                return self._body
            return self._complete(" ".join(words)) if words else ""
        if groups.get("body"):
            body = _strip_article(groups["body"])
            if not body.endswith("s"):
                self._body = body + part
            return self._office(body) if body.lower() in _ROLES else body + part
        if groups.get("noun") or groups.get("nouns"):
            found = _strip_article(groups.get("noun") or groups.get("nouns") or "")
            return found + part if found.split()[-1].lower() not in _NO_SPEAKERS else ""
        return self._by_pronoun((groups.get("pronoun") or "").lower())

    def _office(self, body: str) -> str:
        """The name of "the president" where the text gives the title to one person only."""
        names = self._titled.get(body.lower(), set()) if body.lower() in _ROLES else set()
        return self._complete(next(iter(names))) if len(names) == 1 else body

    def _named(self, who: str) -> str:
        who = re.sub(rf"^(?:the\s)?{_TITLE}(?=[A-Z])", "", who) if who[:1].isupper() else who
        return self._complete(who) if re.fullmatch(_NAME, who) else _strip_article(who)

    def _complete(self, name: str) -> str:
        name = _bare(name)
        return self._full.get(name, name) if " " not in name else name

    def _remember(self, who: str) -> None:
        if who and who[:1].isupper():
            self._spoke.append(who)

    def _by_pronoun(self, pronoun: str) -> str:
        if pronoun == "it":
            return self._body
        for who in reversed(self._spoke):
            if pronoun in ("he", "she") and (who.isupper() or who.split()[-1] in _BODIES):
                continue
            first = who.split()[0].lower()
            if (pronoun == "he" and first in _FEMALE) or (pronoun == "she" and first in _MALE):
                continue
            return who
        return self._subject_name if pronoun in ("he", "she") else ""

    def _last_speaker(self, text: str) -> str:
        m = re.search(r"[,”\"»]\s?[”\"»]?\s?(?P<pronoun>[Hh]e|[Ss]he|[Tt]hey)\s", text)
        return self._by_pronoun(m["pronoun"].lower() if m else "")


@dataclass(slots=True)
class Sentence:
    """Whose voices are heard in one sentence; ask :meth:`voice` for a span of it."""

    text: str
    author: str
    quotes: list[tuple[int, int]]
    scopes: list[tuple[int, int, Voice]] = field(default_factory=list)
    direct: list[tuple[int, int, Voice]] = field(default_factory=list)
    carries: bool = False
    claimant: str = ""
    speaking: Voice | None = None
    denied: list[tuple[int, int]] | None = None

    def voice(self, start: int, end: int) -> Voice:
        """The voice of a span: disputed, direct, indirect, a report, or the author."""
        if self.denied is None:
            self.denied = _denied(self.text)
        if any(s <= start and end <= e for s, e in self.denied):
            return Voice(self.claimant if _DISPUTED_OF.search(self.text) else "", Attribution.DISPUTED)
        quoted = any(s <= start and end <= e for s, e in self.quotes)
        if quoted and _DISPUTE.search(self.text):
            return Voice(self.claimant, Attribution.DISPUTED)
        for s, e, voice in self.direct:
            if s <= start and end <= e:
                return voice
        for s, e, voice in self.scopes:
            if s <= start and end <= e:
                return voice
        if _REPORTED.search(self.text):
            return Voice("", Attribution.REPORTED)
        return self.speaking or Voice(self.author, Attribution.AUTHOR)


def _denied(text: str) -> list[tuple[int, int]]:
    """Spans of a sentence that it denies, whoever denies them."""
    spans: list[tuple[int, int]] = []
    if not _MAY_DENY.search(text):
        return spans
    for m in _DENIES.finditer(text):
        if not _NOT_DENIED.search(text[max(0, m.start() - 45) : m.start()]):
            turn = _DENIAL_ENDS.search(text, m.end())
            spans.append((m.start(), turn.start() if turn else len(text)))
    return spans + [m.span("said" if m["said"] else "told") for m in _DENIED_AFTER.finditer(text)]


_QUESTION = re.compile(r"\?[\"”’»)]{0,3}$")
_INTERVIEWED = re.compile(
    rf"(?:\b(?:[Ii]nterview|[Mm]eeting|[Cc]onversation|[Tt]alk|Q\s?&\s?A)\s?(?:with|:)\s|^)(?P<name>{_NAME})(?=$|[:,.])"
)


def answers(title: str, paragraphs: Sequence[str]) -> tuple[str, frozenset[int]]:
    """Who answers in an interview, and which paragraphs are the answers; empty if the text is none.

    A text is an interview if three short paragraphs or more are questions. Where questions and answers take turns
    throughout, a remark in a question's place is one of the interviewer's.

    Args:
        title: Its title, which names the person ("meeting with ...").
        paragraphs: Its paragraphs.
    """
    asked = [i for i, text in enumerate(paragraphs) if _QUESTION.search(text) and text.count(" ") < 40]
    named = _INTERVIEWED.search(title)
    if len(asked) < 3 or named is None:
        return "", frozenset()
    turns = range(asked[0], len(paragraphs), 2)
    if all((i - asked[0]) % 2 == 0 for i in asked) and all(paragraphs[i].count(" ") < 40 for i in list(turns)[:-1]):
        asked = list(turns)
    return named["name"], frozenset(i for i in range(asked[0], len(paragraphs)) if i not in asked)


def _bare(name: str) -> str:
    return re.sub(r"[’']s?$", "", name.strip(" .,;:"))


def _strip_article(words: str) -> str:
    words = re.sub(r"^.{0,80}\b(?:where|that|which|and|but|while|as|when)\s(?=\w)", "", words.strip())
    return re.sub(r"^(?:the|a|an|its|very)\s", "", words, flags=re.IGNORECASE)
