"""Premises of an argument: are they anchored, how close to the text, and what was cut away from a quotation.

The levels of fidelity and the rule that an absent quotation is a fabrication and not a slip follow Ipsissima's
idea; the map of an argument is written as Argdown (Voigt 2018), which has free viewers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from multivector.errors import Fault
from multivector.evidence.claim import Anchor, Fidelity
from multivector.sources import Document, Role
from multivector.sources.sentence import sentences

_CUE = re.compile(
    r"\b(?:because|therefore|thus|hence|since|so that|which means|will (?:not )?(?:be|have|need|lead|likely|probably)"
    r"|would|could|should|must|cannot|likely|unlikely|probably|perhaps|appears? to|seems? to|suggests?|argues?"
    r"|expects?|concludes?|good reasons? to|if\b.{3,120}\bthen|to the extent)\b",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\b(?:because|therefore|thus|hence|will not be|good reasons? to|argues?|concludes?|likely)\b", re.I
)
_HEDGE = re.compile(
    r"\b(?:about|around|perhaps|maybe|possibly|roughly|nearly|almost|some|likely|reportedly|allegedly|appears? to"
    r"|seems? to|not|never|hardly|if|unless|may|might|could)\b",
    re.IGNORECASE,
)
_LOST = 60  # characters before a quotation in which a hedge counts as cut away


@dataclass(frozen=True, slots=True)
class Premise:
    """One premise of an argument.

    Attributes:
        sentence: What it says.
        fidelity: How close it stays to the words.
        anchor: The words it rests on; None for an imputation.
        warrant: Why the argument needs it; required of an imputation.
    """

    sentence: str
    fidelity: Fidelity
    anchor: Anchor | None = None
    warrant: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sentence that may hold a premise or a conclusion; the analyst decides.

    Attributes:
        source: Id of the document.
        start, end: Its span in the document's text.
        sentence: The sentence.
        cues: The words that made it a proposal.
    """

    source: str
    start: int
    end: int
    sentence: str
    cues: tuple[str, ...]


def propose_premises(documents: Iterable[Document], *, limit: int = 40) -> list[Proposal]:
    """Sentences that argue: causal and modal cue words, the strongest first, at most ``limit`` a document."""
    found = []
    for document in documents:
        here = []
        for line in document.content():
            if line.role is not Role.BODY:
                continue
            seen = document.view(line)
            for start, end in sentences(seen.text):
                text = seen.text[start:end]
                cues = tuple(dict.fromkeys(m.group().lower() for m in _CUE.finditer(text[:2000])))
                if cues and len(text.split()) >= 6:
                    here.append(Proposal(document.id, *seen.span(start, end), text, cues))
        here.sort(key=lambda p: (-len(_STRONG.findall(p.sentence)), -len(p.cues), p.start))
        found += here[:limit]
    return found


def check_premises(premises: Mapping[str, Premise], documents: Mapping[str, Document]) -> list[Fault]:
    """Check each premise against its text.

    A quotation must stand in the document word for word, and what was cut away just before it is looked at for a
    hedge; a paraphrase and an interpretation need an anchor; an imputation needs a warrant instead.

    Args:
        premises: By name.
        documents: The texts at hand, by the key that the anchors use.
    """
    faults = []
    for name, premise in premises.items():
        anchor = premise.anchor
        if premise.fidelity is Fidelity.IMPUTATION:
            if not premise.warrant:
                faults.append(Fault("an imputed premise without a warrant", "why the argument needs it", path=name))
            continue
        if anchor is None:
            faults.append(
                Fault(
                    f"a {premise.fidelity} without an anchor",
                    "the words it rests on",
                    "Or call it an imputation",
                    path=name,
                )
            )
            continue
        document = documents.get(anchor.source)
        if document is not None:
            faults += _in_text(name, premise, anchor, document)
    return faults


def _in_text(name: str, premise: Premise, anchor: Anchor, document: Document) -> list[Fault]:
    if document.text[anchor.start : anchor.end] != anchor.exact:
        at = document.text.find(anchor.exact)
        if at < 0:
            found = f"these words are not in {document.name}: {anchor.exact!r}"
            return [Fault(found, "words that the author wrote", "A quotation that is absent is made up", path=name)]
        return [Fault(f"the words stand at {at}, not at {anchor.start}", "their position", path=name)]
    if premise.fidelity is not Fidelity.QUOTATION:
        return []
    before = document.text[max(0, anchor.start - _LOST) : anchor.start]
    before = re.split(r"[.!?;:,]\s", before)[-1]
    lost = [m.group() for m in _HEDGE.finditer(before)]
    if not lost:
        return []
    advice = "Widen the quotation, or call it an interpretation"
    return [Fault(f"cut away before the quotation: {', '.join(lost)!r}", "the hedge with its words", advice, path=name)]


def to_argdown(title: str, conclusion: str, premises: Mapping[str, Premise], *, whose: str = "") -> str:
    """Write a view as Argdown: premises, then the conclusion.

    Args:
        title: Name of the argument.
        conclusion: What it concludes.
        premises: By name.
        whose: Who holds it.
    """
    lines = [f"# {_line(title)}", ""]
    lines += [f"<{_line(title)}>" + (f": held by {_line(whose)}" if whose else ""), ""]
    for number, (name, premise) in enumerate(premises.items(), 1):
        lines.append(f"({number}) [{_name(name)}]: {_line(premise.sentence)} {{{_data(premise)}}}")
    lines += ["----", f"({len(premises) + 1}) [{_name(title)} - conclusion]: {_line(conclusion)}", ""]
    return "\n".join(lines)


def _data(premise: Premise) -> str:
    parts = [f"fidelity: {premise.fidelity}"]
    if premise.anchor is not None:
        parts += [f"source: {_quote(premise.anchor.source)}", f"exact: {_quote(premise.anchor.exact)}"]
    if premise.warrant:
        parts.append(f"warrant: {_quote(premise.warrant)}")
    return ", ".join(parts)


def _quote(text: str) -> str:
    return '"' + _line(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _line(text: str) -> str:
    """One line, without the characters that Argdown gives a meaning to."""
    return re.sub(r"[\[\]<>{}#]", "", " ".join(text.split()))


def _name(text: str) -> str:
    return re.sub(r"[^\w \-]", "", text)


__all__: Sequence[str] = ("Premise", "Proposal", "check_premises", "propose_premises", "to_argdown")
