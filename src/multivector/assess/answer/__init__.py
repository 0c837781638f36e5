"""The answer of a study: what can be concluded, view by view, and what it hangs on.

Everything here is plain data, written beside the study's manifest as ``answer.json`` and read back to the same
objects. No number is computed here. A share that could not be computed is None in JSON and NaN in Python.
"""

from multivector.assess.answer.cause import RivalPair, Rivals, Shift
from multivector.assess.answer.estimate import Difference, Estimate
from multivector.assess.answer.finding import Box, Consensus, Decides, Divergence, Limit, Watch
from multivector.assess.answer.score import Score
from multivector.assess.answer.verdict import (
    Arm,
    Deadband,
    Label,
    PremiseCard,
    Setting,
    TestName,
    TestVerdict,
    ViewVerdict,
    Word,
)
from multivector.assess.answer.whole import FORMAT, NAME, Answer, Provenance

__all__ = [
    "FORMAT",
    "NAME",
    "Answer",
    "Arm",
    "Box",
    "Consensus",
    "Deadband",
    "Decides",
    "Difference",
    "Divergence",
    "Estimate",
    "Label",
    "Limit",
    "PremiseCard",
    "Provenance",
    "RivalPair",
    "Rivals",
    "Score",
    "Setting",
    "Shift",
    "TestName",
    "TestVerdict",
    "ViewVerdict",
    "Watch",
    "Word",
]
