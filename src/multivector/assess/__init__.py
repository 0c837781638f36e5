"""What can be concluded from a study: the experts' views tested, what decides, what to watch, what is agreed."""

from multivector.assess.answer import Answer
from multivector.assess.whole import assess, code_now

__all__ = ["Answer", "assess", "code_now"]
