"""A view as an argument: its premises as the evidence room checks and draws them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from multivector.scenario.view import Premise as Written
from multivector.scenario.view import View

if TYPE_CHECKING:
    from multivector.evidence import Anchor, Premise
    from multivector.sources import Document


def premises(view: View, documents: Mapping[str, Document]) -> dict[str, Premise]:
    """The premises of a view, each at the place of its words where the text is at hand.

    The note of an imputed premise is its warrant.

    Args:
        view: The view.
        documents: Texts at hand, by the id that the scenario gives them.
    """
    from multivector.evidence import Fidelity, Premise

    return {
        key: Premise(
            one.sentence, Fidelity(one.fidelity), _anchor(one, documents),
            one.note if one.fidelity == "imputation" else "",
        )
        for key, one in view.premises.items()
    }  # fmt: skip


def argdown(view: View, documents: Mapping[str, Document] | None = None) -> str:
    """A view as Argdown: its premises with fidelity and words, then its conclusion."""
    from multivector.evidence import to_argdown

    return to_argdown(view.name, view.sentence, premises(view, documents or {}), whose=view.whose)


def _anchor(premise: Written, documents: Mapping[str, Document]) -> Anchor | None:
    """Where the words stand in the text; at its beginning if it is not at hand or does not have them."""
    from multivector.evidence import Anchor

    written = premise.anchor
    if written is None:
        return None
    text = documents[written.document].text if written.document in documents else ""
    spaced = r"\s+".join(map(re.escape, written.exact.split()))  # a line may end within the words
    found = re.search(spaced, text)
    if found is None:
        return Anchor.of(written.document, written.exact, 0, len(written.exact))
    return Anchor.of(written.document, text, *found.span())
