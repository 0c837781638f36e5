"""A crisis written down: schema, reading, checking, and the template that runs are drawn from.

``load`` reads a file or a crisis of the library, ``check`` says what it rests on, ``compile`` makes it ready
to be drawn from. The crises that ship lie in ``library/``.
"""

from multivector.scenario.crisis import Scenario
from multivector.scenario.published import schema
from multivector.scenario.reading import load, loads
from multivector.scenario.review import Review, check
from multivector.scenario.shelf import library
from multivector.scenario.template import Spec, Template, compile

__all__ = [
    "Review",
    "Scenario",
    "Spec",
    "Template",
    "check",
    "compile",
    "library",
    "load",
    "loads",
    "schema",
]
