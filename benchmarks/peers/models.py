"""SpiffWorkflow beside Django: an instance's serialized workflow in a row, and a row for each task of a person."""

from typing import ClassVar

from django.db import models


class Instance(models.Model):
    state = models.TextField()
    closed_at = models.DateTimeField(null=True)

    personal_data: ClassVar[frozenset[str]] = frozenset()


class TaskRow(models.Model):
    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="tasks")
    task = models.UUIDField(unique=True)
    name = models.CharField(max_length=100)
    outcome = models.CharField(max_length=30, blank=True)
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    personal_data: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["name"], condition=models.Q(done_at=None), name="peers_open")]
