"""From files to documents: clean text with roles and offsets, and who copies whom."""

from multivector.sources.calendar import Moment
from multivector.sources.document import CONTENT_ROLES, Document, Line, Role
from multivector.sources.family import CopyEdge, Families, Family, find_families
from multivector.sources.limits import Limits
from multivector.sources.reading import Reading, iter_documents, read_documents
from multivector.sources.style import Damage, Style, style_of

__all__ = [
    "CONTENT_ROLES",
    "CopyEdge",
    "Damage",
    "Document",
    "Families",
    "Family",
    "Limits",
    "Line",
    "Moment",
    "Reading",
    "Role",
    "Style",
    "find_families",
    "iter_documents",
    "read_documents",
    "style_of",
]
