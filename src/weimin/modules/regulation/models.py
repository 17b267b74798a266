"""Which check looks at which grant: one each, held by the database."""

from typing import ClassVar

from django.db import models

__all__ = ["Check"]


class Check(models.Model):
    """A granted case, and the case of the department that regulates after it. ``declared`` names what was only declared."""

    personal_data: ClassVar[frozenset[str]] = frozenset()

    granted = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="+")
    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="+")
    declared = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"check of case {self.granted_id}"
