"""From documents to claims with exact anchors, to ranges, to the parameters they inform."""

from multivector.evidence.check import Check, check_claims
from multivector.evidence.claim import Anchor, Claim, Fidelity, Status
from multivector.evidence.context import Context, in_context, texts_at_hand
from multivector.evidence.figure import Bound, Kind
from multivector.evidence.ledger import (
    Ledger,
    Link,
    Source,
    dump_claims,
    load_claims,
    merge_claims,
    sources_of,
)
from multivector.evidence.link import ledger_ranges, link, linked, unlinked
from multivector.evidence.premise import Premise, check_premises, propose_premises, to_argdown
from multivector.evidence.propose import document_keys, propose_claims
from multivector.evidence.range import Conflict, Range, Vote, ranges
from multivector.evidence.register import Quantity, Register, default_register
from multivector.evidence.speaker import Attribution
from multivector.evidence.table import Row, claims_table
from multivector.sources.family import Families, find_families

families = find_families
"""Who copies whom among documents; see :func:`multivector.sources.family.find_families`."""

__all__ = [
    "Anchor",
    "Attribution",
    "Bound",
    "Check",
    "Claim",
    "Conflict",
    "Context",
    "Families",
    "Fidelity",
    "Kind",
    "Ledger",
    "Link",
    "Premise",
    "Quantity",
    "Range",
    "Register",
    "Row",
    "Source",
    "Status",
    "Vote",
    "check_claims",
    "check_premises",
    "claims_table",
    "default_register",
    "document_keys",
    "dump_claims",
    "families",
    "find_families",
    "in_context",
    "ledger_ranges",
    "link",
    "linked",
    "load_claims",
    "merge_claims",
    "propose_claims",
    "propose_premises",
    "ranges",
    "sources_of",
    "texts_at_hand",
    "to_argdown",
    "unlinked",
]
