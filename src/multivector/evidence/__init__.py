"""From documents to claims with exact anchors, source families, and ranges."""

from multivector.evidence.claim import Anchor, Claim, Fidelity, Status
from multivector.evidence.propose import propose_claims
from multivector.evidence.register import Quantity, Register, default_register

__all__ = [
    "Anchor",
    "Claim",
    "Fidelity",
    "Quantity",
    "Register",
    "Status",
    "default_register",
    "propose_claims",
]
