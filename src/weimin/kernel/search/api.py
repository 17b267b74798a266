"""The front door of search: fill the index, ask it."""

from weimin.kernel.search.selectors import Answer, Hit, ask, search
from weimin.kernel.search.services import Document, replace_documents

__all__ = ["Answer", "Document", "Hit", "ask", "replace_documents", "search"]
