"""What an official keeps at the own desk: views of the list, phrases, and text that is not sent yet."""

import uuid
from typing import ClassVar

from django.db import models

from weimin.kernel.identity.api import EncryptedJSON

__all__ = ["Phrase", "SavedView", "TextDraft"]


class SavedView(models.Model):
    """A narrowing of the list under a name. ``query`` is what stands behind the address, checked when it is saved."""

    personal_data: ClassVar[frozenset[str]] = frozenset({"user", "name"})

    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=30)
    query = models.CharField(max_length=300)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "name"], name="desk_view_once")]

    def __str__(self) -> str:
        return self.name


class Phrase(models.Model):
    """常用语: a text that an official writes often, offered wherever the act asks for one."""

    personal_data: ClassVar[frozenset[str]] = frozenset({"user"})

    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=500)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "text"], name="desk_phrase_once")]

    def __str__(self) -> str:
        return self.text


class TextDraft(models.Model):
    """What an official has begun to write for an act, kept until the act is done or the text thrown away."""

    personal_data: ClassVar[frozenset[str]] = frozenset({"user", "written"})

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    task = models.ForeignKey("cases.Task", on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=30)
    written = EncryptedJSON()
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "task", "outcome"], name="desk_text_draft_once")
        ]

    def __str__(self) -> str:
        return f"{self.task_id}/{self.outcome}"
