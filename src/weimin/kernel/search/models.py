"""What can be found. The words lie beside it in an index of the database's own (``index.py``)."""

from typing import ClassVar

from django.db import models

__all__ = ["SearchDocument", "SearchTerm"]


class SearchDocument(models.Model):
    """One thing that can be found. ``kind`` and ``code`` say what; the texts are the ones that were indexed.

    ``words`` are its terms as ranking reads them: four lines, for name, aliases, summary, and marked terms.
    """

    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=100)
    name = models.TextField()
    aliases = models.JSONField(default=list)
    summary = models.TextField(blank=True)
    words = models.TextField(default="")

    personal_data: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="search_document_once")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


class SearchTerm(models.Model):
    """In how many documents a term stands; the empty term stands in all of them."""

    term = models.TextField(primary_key=True)
    documents = models.IntegerField()

    personal_data: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return f"{self.term}: {self.documents}"
