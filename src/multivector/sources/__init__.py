"""From files to documents: clean text with roles and offsets, and who copies whom."""

from multivector.sources.calendar import Moment
from multivector.sources.document import CONTENT_ROLES, Document, Line, Role
from multivector.sources.limits import Limits
from multivector.sources.reading import Reading, iter_documents, read_documents

__all__ = [
    "CONTENT_ROLES",
    "Document",
    "Limits",
    "Line",
    "Moment",
    "Reading",
    "Role",
    "iter_documents",
    "read_documents",
]
