"""The rows of the record: entries, the tree over them, and how far each consumer has read."""

import json
from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Q

from weimin.kernel.journal.registry import action_name
from weimin.lib.bilingual import Bilingual

__all__ = ["REFERENCE_LENGTH", "Cursor", "Entry", "Head", "Tile"]

REFERENCE_LENGTH: Final = 100


class Entry(models.Model):
    """One act. Never changed and never deleted (guard.py): the index is given once, the payload may be erased.

    ``index`` is empty until the sequencer has put the row in the tree. ``case``, ``person`` and ``resource``
    are opaque references. ``leaf`` commits to all of it; record.py says how.
    """

    index = models.BigIntegerField(null=True, unique=True)
    instant = models.DateTimeField()
    actor = models.CharField(max_length=REFERENCE_LENGTH)
    action = models.CharField(max_length=REFERENCE_LENGTH)
    case = models.CharField(max_length=REFERENCE_LENGTH, blank=True)
    person = models.CharField(max_length=REFERENCE_LENGTH, blank=True)
    resource = models.CharField(max_length=REFERENCE_LENGTH, blank=True)
    payload_text = models.TextField(null=True, db_column="payload")  # noqa: DJ001 -- empty means erased, "{}" nothing told
    payload_salt = models.BinaryField(null=True)
    payload_digest = models.BinaryField()
    salt = models.BinaryField()
    leaf = models.BinaryField()

    personal_data: ClassVar[frozenset[str]] = frozenset({"actor", "person", "payload_text"})

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="journal_entry_case"),
            models.Index(fields=["person", "id"], name="journal_entry_person"),
            models.Index(fields=["resource", "id"], name="journal_entry_resource"),
            models.Index(fields=["id"], condition=Q(index=None), name="journal_entry_waiting"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(index=None) | Q(index__gte=0), name="journal_entry_index_counts"),
            models.CheckConstraint(
                condition=Q(payload_text=None, payload_salt=None)
                | Q(payload_text__isnull=False, payload_salt__isnull=False),
                name="journal_entry_erased_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} #{self.pk}"

    @property
    def payload(self) -> dict[str, Any]:
        """What the act told, numbers and dates as strings; empty when erased (``is_erased``)."""
        return dict(json.loads(self.payload_text)) if self.payload_text else {}

    @property
    def is_erased(self) -> bool:
        return self.payload_text is None

    @property
    def action_name(self) -> Bilingual:
        """The act in the words of its registration; its code if no room registers it any more."""
        return action_name(self.action)

    @property
    def name(self) -> str:
        """How other entries refer to this one: by its leaf, which no one can reassign."""
        return f"entry:{bytes(self.leaf).hex()}"


class Tile(models.Model):
    """Up to 256 consecutive hashes of one level. The last of a level grows in place: its beginning never changes,
    so every partial tile that was ever published is a prefix of what stands here."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()

    personal_data: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="journal_tile_once")]

    def __str__(self) -> str:
        return f"tile {self.level}/{self.index}"


class Head(models.Model):
    """The one row with the size of the tree and the signed checkpoint; its lock makes the sequencer single."""

    THE_ONE: Final = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE)
    size = models.BigIntegerField(default=0)
    note = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True)

    personal_data: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="journal_head_is_one")]

    def __str__(self) -> str:
        return f"journal of {self.size}"


class Cursor(models.Model):
    """How far a consumer has read: ``position`` is the index of the next entry that it gets.

    After a batch failed, entries come one at a time up to ``careful_until``, to find the one that cannot be taken.
    """

    name = models.CharField(max_length=REFERENCE_LENGTH, unique=True)
    position = models.BigIntegerField(default=0)
    careful_until = models.BigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    failed_at = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)

    personal_data: ClassVar[frozenset[str]] = frozenset({"error"})

    def __str__(self) -> str:
        return f"{self.name} at {self.position}"
