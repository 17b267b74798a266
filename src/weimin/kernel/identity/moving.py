"""What a reform of departments carries of people: appointments, delegations and named substitutes follow the post."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from weimin.blueprint.api import Reform
from weimin.kernel.identity.models import Appointment, Delegation, Substitute
from weimin.kernel.organisations.api import Carried, Mover, Post, posts
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date

__all__ = ["APPOINTMENTS", "POWERS"]


def _appointments(reform: Reform) -> QuerySet[Appointment]:
    """Open appointments to posts that the reform moves."""
    return Appointment.objects.filter(_at(reform), valid_to=None)


def _at(reform: Reform) -> Q:
    """Every post of a department that ends; of one that goes on, the posts that are named."""
    where = Q(post__department__code__in=reform.ended)
    for ref in reform.posts:
        department, _, code = ref.partition("/")
        where |= Q(post__department__code=department, post__code=code)
    return where


def count_appointments(reform: Reform) -> Mapping[Bilingual, int]:
    return {Bilingual("任职", "appointments"): _appointments(reform).count()}


def move_appointments(reform: Reform, *, after: int, limit: int, revision_id: int, now: datetime) -> Carried:
    """The old appointment ends today, the same person is appointed to the post that carries on.

    Who has no post to go to is told (``left``): the reform names none, and a head must appoint them anew.
    """
    today = law_date(now)
    rows = list(
        _appointments(reform).filter(pk__gt=after).select_related("post__department", "user").order_by("pk")[:limit]
    )
    targets = _targets(reform, [row.post for row in rows])
    left, moved = [], 0
    for row in rows:
        target = targets.get(_ref(row.post))
        Appointment.objects.filter(pk=row.pk).update(valid_to=max(today, row.valid_from))
        if target is None:
            left.append(f"{row.user.login} {_ref(row.post)}")
            continue
        Appointment.objects.update_or_create(
            user_id=row.user_id, post=target, valid_from=today, defaults={"valid_to": None}
        )
        moved += 1
    return Carried(rows[-1].pk if rows else None, {"appointments": moved} if moved else {}, tuple(left))


def _ref(post: Post) -> str:
    return f"{post.department.code}/{post.code}"


def _targets(reform: Reform, before: Iterable[Post]) -> dict[str, Post]:
    """The post after, by the ref of the post before; one query."""
    after = {ref: reform.post_after(ref) for ref in {_ref(post) for post in before}}
    living = {ref: post for ref, post in posts([ref for ref in after.values() if ref]).items() if post.valid_to is None}
    return {ref: living[target] for ref, target in after.items() if target in living}


def _delegations(reform: Reform) -> QuerySet[Delegation]:
    return Delegation.objects.filter(_at(reform), revoked_at=None).select_related("post__department").order_by("pk")


def _substitutes(reform: Reform) -> QuerySet[Substitute]:
    return Substitute.objects.filter(_at(reform), ended_at=None).select_related("post__department").order_by("pk")


def count_powers(reform: Reform) -> Mapping[Bilingual, int]:
    return {
        Bilingual("委托", "delegations"): _delegations(reform).count(),
        Bilingual("B 岗", "substitutes"): _substitutes(reform).count(),
    }


def move_powers(reform: Reform, *, after: int, limit: int, revision_id: int, now: datetime) -> Carried:
    """Delegations and named substitutes point at the post that carries on. All at once: they are few."""
    counts: Counter[str] = Counter()
    delegations, substitutes = list(_delegations(reform)), list(_substitutes(reform))
    targets = _targets(reform, [*(row.post for row in delegations), *(row.post for row in substitutes)])
    for given in delegations:
        if (target := targets.get(_ref(given.post))) is not None:
            counts["delegations"] += Delegation.objects.filter(pk=given.pk).exclude(post=target).update(post=target)
    for named in substitutes:
        if (target := targets.get(_ref(named.post))) is not None:
            counts["substitutes"] += Substitute.objects.filter(pk=named.pk).exclude(post=target).update(post=target)
    return Carried(None, {name: n for name, n in counts.items() if n})


APPOINTMENTS: Final = Mover("appointments", count_appointments, move_appointments, order=10)
POWERS: Final = Mover("powers", count_powers, move_powers, order=20)
