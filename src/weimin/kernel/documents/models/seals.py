"""用印: one row each time a seal was put on something."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

__all__ = ["SealUse"]


class SealUse(models.Model):
    """A seal put on the text with this digest. The database refuses a digest other than the one approved, and keeps the row.

    ``file_digest`` is of the signed file; empty where the seal was pressed by hand on the print. ``used_by`` is who
    approved the text or pressed the seal; ``custodian`` the post that kept it then.
    """

    personal_data: ClassVar[frozenset[str]] = frozenset({"used_by"})

    seal = models.CharField(max_length=60)
    department = models.CharField(max_length=60)
    custodian = models.CharField(max_length=121)
    paper = models.ForeignKey("documents.Paper", on_delete=models.PROTECT, null=True, related_name="+")
    certificate = models.ForeignKey("documents.Certificate", on_delete=models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    text_digest = models.CharField(max_length=64)
    file_digest = models.CharField(max_length=64, blank=True)
    signature = models.CharField(max_length=20, blank=True)
    why = models.CharField(max_length=200)
    used_by = models.CharField(max_length=100)
    used_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(paper__isnull=False, certificate__isnull=True)
                | Q(paper__isnull=True, certificate__isnull=False),
                name="seal_on_one_thing",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["seal", "-id"], name="seal_uses")]

    def __str__(self) -> str:
        return f"{self.seal} {self.number}"
