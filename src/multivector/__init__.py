"""Evidence-linked crisis modelling.

From contradictory reporting on a political crisis to what can, and what cannot, be concluded from it.
Importing the package is cheap; each room is imported where it is needed.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
