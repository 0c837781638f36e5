"""Signs in a text's style that a machine rewrote or mangled it.

Spinning programs replace words by synonyms and put in doublets ("as well as", "and also") and adverbs; bad
translation leaves sentences that start small, stops inside phrases, blanks before stops, unpaired quotation
marks and doubled captions. The rates at which a text counts as damaged lie above the largest seen in 84
American newspaper articles (PolNeAR development set): 2.5 doublets and 5 adverbs per thousand words, no
small starts, one unpaired mark. The word lists were written after seeing one spun article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from multivector.sources.document import Document, Role
from multivector.sources.sentence import sentences


class Damage(StrEnum):
    """What seems to have been done to a text."""

    NONE = "none"
    SPUN = "spun"
    MANGLED = "mangled"


@dataclass(frozen=True, slots=True)
class Style:
    """The counts behind a judgement of damage; rates are per thousand words.

    Attributes:
        damage: The judgement.
        doublets: "as well as", "and also", "or perhaps".
        adverbs: Adverbs that spinning programs put in.
        set_phrases: Set phrases with a word replaced.
        small_starts: Share of sentences that start with a small letter.
        stray_stops: Stops inside phrases and blanks before stops.
        unpaired: Paragraphs in which quotation marks do not pair.
        doubled: Captions and paragraphs that stand twice.
    """

    damage: Damage
    doublets: float
    adverbs: float
    set_phrases: int
    small_starts: float
    stray_stops: int
    unpaired: int
    doubled: int

    def reasons(self) -> list[str]:
        """The counts that speak for damage, in words."""
        said = [
            (self.doublets > 2.5, f"{self.doublets:.0f} doublets per thousand words"),
            (self.adverbs > 5, f"{self.adverbs:.0f} put-in adverbs per thousand words"),
            (self.set_phrases > 0, f"{self.set_phrases} broken set phrases"),
            (self.small_starts > 0.01, f"{self.small_starts:.0%} of sentences start small"),
            (self.stray_stops > 1, f"{self.stray_stops} stray stops"),
            (self.unpaired > 1, f"{self.unpaired} paragraphs with unpaired quotation marks"),
            (self.doubled > 0, f"{self.doubled} doubled captions or paragraphs"),
        ]
        return [words for holds, words in said if holds]


_DOUBLET = re.compile(r"\b(?:as well as|and also|and likewise|or perhaps|or even)\b", re.IGNORECASE)
_ADVERB = re.compile(
    r"\b(?:actually|additionally|basically|essentially|nonetheless|likewise|subsequently|truly|really"
    r"|certainly"
    r"|undoubtedly|presently|currently|extremely|incredibly|simply|finally|lately"
    r"|commonly|straight-out|plain)\b",
    re.IGNORECASE,
)
_SET_PHRASE = re.compile(
    r"\bno (?:faster|quicker|earlier) had\b|\bnever ever\b|\bvery first\b|\bbecause its (?:start|found"
    r"|birth)\w*\b"
    r"|\btwo times as (?:lots|many)\b|\bas lots of\b|\bhead of state was\b|\bsquad cars? had\b"
    r"|\bcomply(?:ing)? with at\b"
    r"|\bflight terminal\b|\bprior to new year\b|\bwell being of the state\b|\bcame down into\b"
    r"|\bcharm quickly\b"
    r"|\bbrand-?new (?:minister|government|law|order)\b|\bpassed away in the (?:clash|protest)\w*\b",
    re.IGNORECASE,
)
_STRAY_STOP = re.compile(r"[a-z]{2,}\.\s(?=[a-z]{1,3}\s)|\s[,.;:](?=\s|$)|,\s?,")
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"))


def style_of(document: Document) -> Style:
    """Judge the style of a document's clean text."""
    lines = [(line, document.view(line).text) for line in document.content()]
    text = "\n".join(content for _, content in lines)
    n_words = max(1, len(text.split()))
    doublets = 1000 * len(_DOUBLET.findall(text)) / n_words
    adverbs = 1000 * len(_ADVERB.findall(text)) / n_words
    phrases = len(_SET_PHRASE.findall(text))
    bodies = [content for line, content in lines if line.role is Role.BODY]
    starts = [content[start] for content in bodies for start, _ in _split(content)]
    small = sum(start.islower() for start in starts) / max(1, len(starts))
    stray = len(_STRAY_STOP.findall(text))
    unpaired = sum(any(c.count(left) != c.count(right) for left, right in _PAIRS) for _, c in lines)
    long = [content.strip() for line, content in lines if line.role is not Role.TITLE and len(content) > 40]
    doubled = len(long) - len(set(long))
    damage = _judge(n_words, doublets, adverbs, phrases, [small > 0.01, stray > 1, unpaired > 1, doubled > 0])
    return Style(damage, doublets, adverbs, phrases, small, stray, unpaired, doubled)


def _split(text: str) -> list[tuple[int, int]]:
    """Sentences, a stop before a small letter counted as an end only after a space and a long word."""
    spans = sentences(text)
    extra = [(m.end(), m.end() + 1) for m in re.finditer(r"[a-z]{3,20}\.\s(?=[a-z]{4,20}\s)", text)]
    return spans + extra


def _judge(n_words: int, doublets: float, adverbs: float, phrases: int, mangles: list[bool]) -> Damage:
    """Spun: doublets far above any newspaper's, with a second sign. Mangled: three of four signs."""
    if n_words >= 120 and doublets > 5 and (adverbs > 5 or phrases >= 2):
        return Damage.SPUN
    if sum(mangles) >= 3:
        return Damage.MANGLED
    return Damage.NONE
