"""The front door of search: fill the index, ask it."""

from weimin.kernel.search.selectors import Hit, search
from weimin.kernel.search.services import Document, replace_documents

__all__ = ["Document", "Hit", "replace_documents", "search"]
