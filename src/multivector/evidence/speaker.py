"""Who says it: the author, a person quoted or reported, a caption's credit, a claim quoted to be disputed.

Rules only, sentence by sentence, with a memory of who spoke last. The scope of a reporting verb is what
follows it (and its "that"); a date before the verb belongs to the author. A quotation without a name belongs
to the last speaker whom the pronoun fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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
    rf"[A-ZÀ-ÞА-Я][\w’'\-]{{1,24}}(?:\s(?:{_PARTICLE}\s)?[A-ZÀ-ÞА-Я][\w’'\-]{{1,24}}){{0,3}}"
)
_SAY = (
    r"(?:says?|said|saying|argues?|argued|notes?|noted|adds?|added|claims?|claimed|believes?|believed"
    r"|reports?|reported"
    r"|explains?|explained|writes?|wrote|tweet(?:s|ed)|states?|stated|estimat(?:es?|ed)|warns?|warned"
    r"|insists?|insisted"
    r"|tells?|told|announc(?:es?|ed)|confirm(?:s|ed)?|declar(?:es?|ed)|acknowledg(?:es?|ed)|suggests?"
    r"|suggested"
    r"|concludes?|concluded|alleg(?:es?|ed)|agrees?|agreed|recalls?|recalled|puts?|shows?|showed|thinks?"
    r"|thought"
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
    r"|bloc)"
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
    rf"(?:{_TITLE}(?P<name>{_NAME})|(?P<body>\b[Tt]he\s{_BODY}|\b[Aa]\s{_BODY}|{_BODY})"
    r"|(?P<pronoun>[Hh]e|[Ss]he|[Tt]hey))"
)
_MODIFIER = r"(?:\s(?:of|at|in|from|for)\s[^,.;“”\"]{2,50}?)?"
_APPOSITION = r"(?:,\s[^.;]{3,200}?,)?"
_VERB_AFTER = re.compile(
    rf"(?<![\w’'])(?:{_WHO}){_MODIFIER}{_APPOSITION}\s(?:has\s|have\s|had\s|also\s|later\s|recently\s"
    rf"|then\s){{0,2}}(?P<verb>{_SAY})\b"
    r"(?P<that>\s(?:reporters\s|us\s|journalists\s)?that\b|\s(?:on|in|at|late|last)\s[\w\s]{2,30}?\sthat\b"
    r"|[,:]?\s?[“\"«]|,|\s)"
)
_VERB_BEFORE = re.compile(rf"[,”\"»]\s?(?P<verb>{_SAY})\s(?:{_TITLE}(?P<name>{_NAME})|(?P<body>the\s{_BODY}|{_BODY}))")
_TAIL = re.compile(
    rf"[,”\"»]\s?[”\"»]?\s?(?:{_WHO}){_APPOSITION}\s(?P<verb>{_SAY})\b(?=\s?(?:[.,;:”\"“]|$|on\b|in\b|at\b"
    rf"|during\b|(?<=told)\s"
    rf"|this,))"
)
_ANY_SAY = re.compile(rf"\b{_SAY}\b")
_SAYS = re.compile(_SAY)
_NEEDS_CLAUSE = re.compile(r"(?!list|count|record|register|document|tall|calculat|estimat|put|report)")
_NOBODY = frozenset(
    """i you we it this that these those which who what one some many""".split()  # noqa: SIM905
)
_AS_WRITES = re.compile(rf"\b[Aa]s\s(?P<name>{_NAME})\s(?:writes|wrote|notes|noted|says|said|argues|put\sit)\b")
_NEEDS_THAT = re.compile(
    r"^(?:announc|puts?|shows?|agree|tell|told|claims?$|estimat|confirm|declar|acknowledg|conclud|recall"
    r"|report|suggest|warn|list|count|record|register|document|tall|calculat)"
)
_FIGURE_NEXT = re.compile(
    r"\s(?:(?:at|least|more|less|fewer|than|about|some|nearly|almost|another|over|up|to|around|roughly|the|death|toll"
    r"|deaths|number|figure|damage|losses|of|between)\s){0,6}[$€£]?\d"
)
_REPORTED = re.compile(
    r"\b(?:are|is|was|were|been|have\sbeen|has\sbeen)\s(?:reported|said|believed|thought|estimated"
    r"|understood|alleged|rumou?red)"
    r"(?:ly)?\s(?:to|that)\b|\b(?:reportedly|allegedly)\b|\breports?\s(?:say|said|suggest|suggested|that)\b"
)
_DISPUTE = re.compile(
    r"\b(?:unbelievable|implausible|incredible|not\scredible|hard\sto\sbelieve|false\sclaim|dubious|untrue"
    r"|no\sevidence)\b"
    r"|\b(?:disput|den(?:y|ied|ies)|dismiss|reject|refut|debunk|doubt|question|contest|ridicul)(?:e[sd]?|ing"
    r"|ed|s|es|ied)?\b"
    r"|\b(?:does|do|did)\s(?:not|n[’']t)\s(?:accept|believe)\b|\bcould\s(?:not|hardly)\shave\b|\bso-called\b"
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
    r"|\b(?:[Pp]hoto|[Ii]mage|[Cc]redit)(?:\sby|:)\s(?P<credit>[A-Z][\w.’'\-/ ]{2,50})"
)
_QUOTED = re.compile(r"[“«\"](?P<inside>[^“”«»\"]{0,2000})(?:[”»\"]|$)")
_CARRIES = re.compile(
    r"^(?:(?:[Tt]he|[Tt]his|[Ii]ts?|[Tt]heir|[Tt]hey|[Tt]hose|[Tt]hese|[Aa]nother|[Ss]ome|[Aa]bout|[Aa]round"
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

    def learn_names(self, texts: Iterable[str]) -> None:
        """Collect full names, so that a surname alone can be completed."""
        pattern = re.compile(rf"\b[A-ZÀ-Þ][\w’'\-]{{1,24}}\s(?:{_PARTICLE}\s)?[A-ZÀ-Þ][\w’'\-]{{1,24}}")
        for text in texts:
            for m in pattern.finditer(text):
                words = m.group().split()
                if words[0] not in _NOT_NAMES and "’" not in words[0] and "'" not in words[0]:
                    self._full.setdefault(_bare(words[-1]), _bare(m.group()))

    def start_paragraph(self) -> None:
        """A carried attribution does not pass the end of a paragraph."""
        self._carried = None
        self._open_quote = False

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
        spans = [(m.start("inside"), m.end("inside")) for m in _QUOTED.finditer(text)]
        m = _DISPUTED_OF.search(text) if "’s" in text or "'s" in text else None
        if m:
            self._disputed = self._complete(m["name"]) if m["name"] else m["role"]
        heard = self._clauses(text, spans, parse)
        if not heard.scopes and not spans and self._carried and _CARRIES.match(text):
            heard.scopes.append((0, len(text), self._carried))
        else:
            indirect = [scope[2] for scope in heard.scopes if scope[2].attribution is Attribution.INDIRECT]
            self._carried = indirect[0] if indirect and heard.carries else None
        return heard

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
        if according:
            who = self._named(according["who"])
            heard.scopes.append((0, len(text), Voice(who, Attribution.INDIRECT)))
            heard.carries = True
            self._remember(who)
        elif _ANY_SAY.search(text) and not (parse and self._parsed(parse, heard, offset)):
            self._verbs(text, heard)
        speaker = heard.scopes[-1][2].speaker if heard.scopes else ""
        for start, end in quotes:
            if end - start < 25 and text.count(" ", start, end) < 4 and not heard.scopes:
                continue
            who = speaker or self._last_speaker(text)
            alone = start <= 1 or bool(heard.scopes)
            if who and alone and (end - start >= 25):
                heard.direct.append((start, end, Voice(who, Attribution.DIRECT)))
        heard.claimant = self._disputed
        return heard

    def _parsed(self, parse: Parse, heard: Sentence, offset: int) -> bool:
        """Hear what the parse says is said, the innermost speaker first; whether it says anything."""
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
        return bool(heard.scopes)

    def _subject(self, who: str, is_name: bool) -> str:
        if is_name:
            return self._complete(who)
        if who.lower() in ("he", "she", "they"):
            return self._by_pronoun(who.lower())
        return _strip_article(who) if who.lower() not in _NOBODY else ""

    def _verbs(self, text: str, heard: Sentence) -> None:
        tail = _TAIL.search(text) or _VERB_BEFORE.search(text)
        after = _VERB_AFTER.search(text)
        if after and after["name"] in _NOT_NAMES and after["name"] not in _BODIES:
            after = None
        if after and not (tail and tail.start() < after.start()):
            that = "that" in after["that"] or any(c in after["that"] for c in '“"«')
            that = that or bool(_FIGURE_NEXT.match(text, after.end("verb")))
            if not _NEEDS_THAT.match(after["verb"]) or that or "poll" in (after["body"] or ""):
                who = self._who(after, text)
                if who:
                    start = after.end("verb")
                    heard.scopes.append((start, len(text), Voice(who, Attribution.INDIRECT)))
                    self._remember(who)
                    return
        if tail:
            who = self._who(tail, text)
            if who:
                heard.scopes.append((0, tail.start() + 1, Voice(who, Attribution.INDIRECT)))
                self._remember(who)

    def _who(self, m: re.Match[str], text: str) -> str:
        groups = m.groupdict()
        if groups.get("name"):
            if groups["name"] in _BODIES:
                return groups["name"].lower()
            words = groups["name"].split()
            while words and words[0] in _NOT_NAMES:
                words.pop(0)
            return self._complete(" ".join(words)) if words else ""
        if groups.get("body"):
            return _strip_article(groups["body"])
        return self._by_pronoun((groups.get("pronoun") or "").lower())

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
        for who in reversed(self._spoke):
            first = who.split()[0].lower()
            if (pronoun == "he" and first in _FEMALE) or (pronoun == "she" and first in _MALE):
                continue
            return who
        return ""

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

    def voice(self, start: int, end: int) -> Voice:
        """The voice of a span: disputed, direct, indirect, a report, or the author."""
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
        return Voice(self.author, Attribution.AUTHOR)


def _bare(name: str) -> str:
    return re.sub(r"[’']s?$", "", name.strip(" .,;:"))


def _strip_article(words: str) -> str:
    words = re.sub(r"^.{0,80}\b(?:where|that|which|and|but|while|in|as|when)\s(?=\w)", "", words.strip())
    return re.sub(r"^(?:the|a|an|its|very)\s", "", words, flags=re.IGNORECASE)
