"""What a reform carries of instructions: those that still wait for an answer follow the post."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from weimin.blueprint.api import Reform
from weimin.kernel.organisations.api import Carried, Mover
from weimin.lib.bilingual import Bilingual
from weimin.modules.instructions.models import Instruction

__all__ = ["INSTRUCTIONS"]


def _waiting(reform: Reform) -> QuerySet[Instruction]:
    where = Q(department__in=reform.ended)
    for ref in reform.posts:
        department, _, code = ref.partition("/")
        where |= Q(department=department, post=code)
    return Instruction.objects.filter(where, answered_at=None, due_on__isnull=False).order_by("pk")


def count(reform: Reform) -> Mapping[Bilingual, int]:
    return {Bilingual("待反馈的批示", "instructions that wait"): _waiting(reform).count()}


def move(reform: Reform, *, after: int, limit: int, revision_id: int, now: datetime) -> Carried:
    rows = list(_waiting(reform).filter(pk__gt=after)[:limit])
    moved = 0
    for row in rows:
        target = reform.post_after(f"{row.department}/{row.post}")
        if target is not None and target != f"{row.department}/{row.post}":
            row.department, _, row.post = target.partition("/")
            row.save(update_fields=["department", "post"])
            moved += 1
    return Carried(rows[-1].pk if rows else None, {"instructions": moved} if moved else {})


INSTRUCTIONS: Final = Mover("instructions", count, move, order=60)
