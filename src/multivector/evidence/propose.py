"""Documents become proposed claims: one pass over the clean text, by rules that may ask a parser.

Anything else that proposes claims (a language model, say) comes through the same door: what it proposes
must pass :func:`multivector.evidence.check.check_claims`, which re-reads the anchor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from multivector.evidence.claim import Anchor, Claim, Fidelity, Status
from multivector.evidence.counted import counted_noun
from multivector.evidence.figure import Bound, Figure, Kind
from multivector.evidence.moment import DateMention, origin_dates
from multivector.evidence.parse import Parse, Parser
from multivector.evidence.passage import Passage, passages
from multivector.evidence.register import Register, default_register
from multivector.evidence.speaker import Attribution, Listener, Sentence, Voice, answers, speaks
from multivector.sources import Document, Line, Moment, Role
from multivector.sources.calendar import full_dates

_NOW = re.compile(r"\b(?:today|now|nowadays|currently|at\spresent|at\sthe\spresent\stime|so\sfar)\b", re.IGNORECASE)
_FRONT_YEAR = re.compile(
    r"^,?\s(?:there\b|(?:(?:the|it|they|he|she|we|some|only|just|an?|about|around|nearly|almost|over|more|than|at|least|up|to|was|were|had"
    r"|has|stood|numbered|totall?ed|came|reached|cost|counted)\s){0,6}[$€£]?\d)"
)
_BY = re.compile(r"\b(?:by|before|no\slater\sthan)\s(?:the\s)?$", re.IGNORECASE)
_OWN_DATE = re.compile(
    r"\b(?:story|article|column|piece|version|report)\s(?:\w+\s){0,3}(?:published|updated|posted)\s(?:on\s)?$"
)
_NAME_WORD = re.compile(r"\b(?!(?:the|a|an|of|in|on|to|and|for)\b)[^\W_]{2,20}", re.IGNORECASE)
_PASSIVE = re.compile(
    r"^[^.,;:()]{0,45}?\b(?:have|has|had|were|was|are|is|be)\s(?:also\s|already\s|reported(?:ly)?\s|to\s|have\s)?"
    r"(?:been\s|being\s)?(?P<verb>[a-z]{1,15}(?:ed|ead|urt|eld|ilt|one))\b"
)
_WORDS_BEFORE = re.compile(r"[^\W\d_]{3,20}(?=\s)")
_DATELINE = re.compile(r"^[A-Z][A-Z .’'\-]{2,30}(?:,\s[A-Z][\w.]{1,20})?,\s$")
_MAX_WORDS = 8


def propose_claims(
    documents: Sequence[Document],
    register: Register | None = None,
    keys: Mapping[str, str] | None = None,
    parser: Parser | None = None,
) -> list[Claim]:
    """Propose a claim for every figure, share, amount, duration, date, ratio and order in the clean text.

    Args:
        documents: On one crisis: a story without a date takes the usual date of the others.
        register: The quantities that may be recognised; the built-in one by default.
        keys: Names of the documents in the claims file, by document id; made from author or title by default.
        parser: Asked what figures count and who says what, where given; the claims name it.
    """
    register = register or default_register()
    origins = origin_dates(documents)
    names = document_keys(documents, keys)
    claims: list[Claim] = []
    for document in documents:
        origin = origins[document.id]
        reader = _Reader(document, names[document.id], origin[0] if origin else None, register, parser)
        claims.extend(reader.claims())
    return claims


def document_keys(documents: Sequence[Document], taken: Mapping[str, str] | None = None) -> dict[str, str]:
    """Short names for documents, by id: the author's last name, else the first words of the title.

    Args:
        documents: The documents.
        taken: Names that are given already, by id; they stay.
    """
    keys = dict(taken or {})
    for document in documents:
        if document.id in keys:
            continue
        author = [document.author.split()[-1]] if document.author else []
        stem = "-".join(author or _NAME_WORD.findall(document.title)[:3]) or document.name.partition(".")[0]
        name = stem = re.sub(r"[^\w\-]", "", stem).lower() or "document"
        number = 1
        while name in keys.values():
            number += 1
            name = f"{stem}-{number}"
        keys[document.id] = name
    return keys


class _Reader:
    """Reads one document from top to bottom."""

    def __init__(
        self, document: Document, key: str, origin: date | None, register: Register, parser: Parser | None
    ) -> None:
        self._document = document
        self._key = key
        self._origin = origin
        self._register = register
        self._listener = Listener(document.author)
        self._previous = self._here = ""
        self._count = 0
        self._parser = parser
        self._parses: dict[str, Parse] = {}
        self._by = f"rules, {parser.name}" if parser is not None else "rules"

    def claims(self) -> Iterator[Claim]:
        document = self._document
        self._listener.learn_names(document.view(line).text for line in document.content())
        found = list(passages(document, self._origin))
        if self._parser is not None:
            self._parses = self._parser.read(one.text for one in found if one.figures or speaks(one.text))
        prose = [line for line in document.lines if line.role in (Role.TITLE, Role.BODY, Role.QUOTE)]
        who, answered = answers(document.title, [document.view(line).text.strip() for line in prose])
        answering = {prose[index] for index in answered}
        of_line = {line: list(held) for line, held in groupby(found, key=lambda one: one.line)}
        for line in document.lines:
            if line.role is Role.METADATA:
                yield from self._metadata(line)
            elif not (line.role is Role.QUOTE and line.why == "repeated"):
                self._listener.start_paragraph(who if line in answering else "")
                self._previous = ""
                for passage in of_line.get(line, []):
                    yield from self._passage(passage)

    def _metadata(self, line: Line) -> Iterator[Claim]:
        seen = self._document.view(line)
        for start, end, moment in full_dates(seen.text[:300]):
            quantity = "published" if moment.iso == self._document.published else "page_date"
            mention = DateMention(start, end, moment, "full")
            voice = Voice("", Attribution.METADATA)
            yield self._date_claim(seen.span(start, end), seen.text, mention, voice, quantity)

    def _passage(self, passage: Passage) -> Iterator[Claim]:
        text, mentions, found = passage.text, list(passage.dates), passage.figures
        caption = passage.line.role is Role.CAPTION
        heard = None if caption else self._listener.sentence(text, self._parses.get(text))
        if passage.start == 0 and mentions and _DATELINE.match(text[: mentions[0].start]):
            own = mentions.pop(0)
            yield self._date_claim(
                passage.span(own.start, own.end), text, own, Voice("", Attribution.METADATA), "published"
            )
        voice_of = _VoiceOf(heard, self._listener.caption(text) if caption else None)
        attached = {m for m in mentions for f in found if _belongs(text, m, f)}
        self._here = ""
        said: set[str] = set()  # of two dates in a sentence the first is the event's
        items: list[DateMention | Figure] = [*mentions, *found]
        for item in sorted(items, key=lambda item: item.start):
            span = passage.span(item.start, item.end)
            voice = voice_of(item.start, item.end)
            if isinstance(item, DateMention):
                if _OWN_DATE.search(text[: item.start]) and passage.line is self._document.lines[-1]:
                    voice = Voice("", Attribution.METADATA)
                if item not in attached and item.moment is not None and item.form != "ago":
                    quantity = self._register.recognise(Kind.DATE, "", text, item.start)
                    quantity = "" if quantity in said else quantity
                    said.add(quantity)
                    yield self._date_claim(span, text, item, voice, self._if_near(quantity, item.moment))
            else:
                yield self._figure_claim(passage, item, mentions, voice)

    def _if_near(self, quantity: str, moment: Moment) -> str:
        """Drop a quantity that is about this crisis when the date is not."""
        reach = self._register.get(quantity).within_days
        if reach is None or self._origin is None:
            return quantity
        distance = abs((date.fromisoformat(moment.low) - self._origin).days)
        return quantity if distance <= reach else ""

    def _figure_claim(
        self, passage: Passage, figure: Figure, mentions: Iterable[DateMention], voice: Voice
    ) -> Claim:
        text = passage.text
        counted = counted_noun(text, figure, self._previous, self._here, self._parses.get(text))
        self._previous = self._here = counted or self._previous
        begin, end = _phrase(text, figure, counted)
        span = passage.span(begin, end)
        at = _event(text, figure, mentions) if figure.kind is not Kind.ORDINAL else None
        event = at.moment.iso if at and at.moment else ""
        now = _NOW.search(text, figure.end, figure.end + 30) or (not event and _NOW.search(text[: figure.end]))
        if now and self._origin:
            event = f"{self._origin:%Y-%m}"
        return self._claim(
            span, voice, kind=figure.kind, counted=counted, value=figure.value, low=figure.low,
            high=figure.high, bound=figure.bound, approx=figure.approx, unit=figure.unit, event_date=event,
            quantity=self._quantity(text, figure, counted), earlier=figure.earlier,
        )  # fmt: skip

    def _quantity(self, text: str, figure: Figure, counted: str) -> str:
        """What the counted noun says it is; if that says nothing ("people"), what the verb says."""
        for words in (counted, f"{counted} {_predicate(text, figure)}"):
            found = self._register.recognise(figure.kind, words, text, figure.start, figure.unit)
            if found:
                return found
        return ""

    def _date_claim(self, span: tuple[int, int], text: str, mention: DateMention, voice: Voice, quantity: str) -> Claim:
        moment = mention.moment
        assert moment is not None
        vague = mention.approx or moment.grain == "span"
        by = bool(_BY.search(text[max(0, mention.start - 16) : mention.start]))
        return self._claim(
            span, voice, kind=Kind.DATE, quantity=quantity, low=moment.low, high=moment.high, unit="date",
            value=None if moment.grain == "span" else moment.iso, approx=mention.approx,
            bound=Bound.VAGUE if vague else Bound.AT_MOST if by else Bound.EXACT, event_date=moment.iso,
            note="year inferred" if moment.year_inferred else "",
        )  # fmt: skip

    def _claim(self, span: tuple[int, int], voice: Voice, *, earlier: bool = False, **fields: object) -> Claim:
        self._count += 1
        disputed = voice.attribution is Attribution.DISPUTED
        direct = voice.attribution is Attribution.DIRECT
        return Claim.model_validate(
            {
                "id": f"{self._key}-{self._count:02d}",
                "target": Anchor.of(self._key, self._document.text, *span),
                "speaker": voice.speaker,
                "attribution": voice.attribution,
                "status": Status.DISPUTED if disputed else Status.SUPERSEDED if earlier else Status.CURRENT,
                "fidelity": Fidelity.QUOTATION if direct or disputed else Fidelity.PARAPHRASE,
                "by": self._by,
                "reported_date": self._origin.isoformat() if self._origin else "",
                **fields,
            }
        )


class _VoiceOf:
    """Who speaks in a span of a sentence, or of a caption."""

    def __init__(self, heard: Sentence | None, caption: Voice | None) -> None:
        self._heard, self._caption = heard, caption

    def __call__(self, start: int, end: int) -> Voice:
        if self._heard is None:
            return self._caption or Voice("", Attribution.CAPTION)
        return self._heard.voice(start, end)


def _predicate(text: str, figure: Figure) -> str:
    """The verbs of which a figure is subject or object: "120 people were *arrested*", "police *killed* 12"."""
    m = _PASSIVE.match(text[figure.end : figure.end + 70])
    said = [m["verb"]] if m else []
    after = re.split(r"[,;:.()“”\"]|\band\b", text[figure.end : figure.end + 60])[0]
    said += after.split()[:5]
    before = re.split(
        r"[,;:]|\b(?:and|in|of|at|for|from|by|on|with|to)\b", text[max(0, figure.start - 40) : figure.start]
    )[-1]
    said += _WORDS_BEFORE.findall(before)[-2:]
    return " ".join(said)


def _belongs(text: str, mention: DateMention, figure: Figure) -> bool:
    """Whether a bare year only says when a figure beside it was so: "40% in 1991", "in 2018, there were"."""
    if mention.form != "year" or figure.kind in (Kind.DURATION, Kind.ORDINAL):
        return False
    before = text[max(0, mention.start - 4) : mention.start].lower()
    if not before.endswith(("in ", "by ", "of ")):
        return False
    follows = 0 <= mention.start - figure.end <= 12
    fronts = mention.end <= figure.start and bool(_FRONT_YEAR.match(text[mention.end : mention.end + 60]))
    return follows or fronts


def _event(text: str, figure: Figure, mentions: Iterable[DateMention]) -> DateMention | None:
    """The date in the sentence that stands nearest to a figure, without a semicolon between them."""
    best: tuple[int, DateMention] | None = None
    for mention in mentions:
        gap = text[min(mention.end, figure.end) : max(mention.start, figure.start)]
        distance = len(gap) + (15 if mention.start > figure.end and " from " in text[max(0, figure.start - 8) :] else 0)
        far = mention.form == "year" and (len(gap) > 25 or "," in gap)
        if ";" not in gap and not far and not re.search(r"\d", gap) and (best is None or distance < best[0]):
            best = (distance, mention)
    return best[1] if best else None


def _phrase(text: str, figure: Figure, counted: str) -> tuple[int, int]:
    """Span of an anchor: the figure and, if it follows at once, what it counts; eight words at most."""
    start, end = figure.start, figure.end
    if counted:
        at = text.find(counted, figure.end, figure.end + len(counted) + 30)
        if at >= 0 and not re.search(r"[.;:()]", text[figure.end : at]):
            wider = at + len(counted)
            if len(text[start:wider].split()) <= _MAX_WORDS:
                end = wider
    while len(text[start:end].split()) > _MAX_WORDS and end > figure.end:
        end = text.rindex(" ", start, end)
    return start, end
