"""值班与出勤: who is away when, recorded by oneself or the head; a department's week; lists from a spreadsheet."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from weimin.blueprint.importing.api import AbsenceRow
from weimin.kernel.identity.actors import Actor
from weimin.kernel.identity.duty import Absence, AbsenceKind
from weimin.kernel.identity.errors import AlreadyEnded, NoSuchDuty, NotTheHead, Overlap
from weimin.kernel.identity.models import Appointment, User
from weimin.kernel.identity.presence import half_of
from weimin.kernel.identity.rights import check_period, someone
from weimin.kernel.identity.selectors import posts_of
from weimin.kernel.journal import api as journal
from weimin.kernel.organisations.api import living
from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError
from weimin.lib.lawtime import law_date

__all__ = ["RosterRow", "absences_of", "end_absence", "record_absence", "record_list", "week_of"]

BACKDATED: Final = timedelta(days=31)
LONGEST: Final = timedelta(days=366)


@transaction.atomic
def record_absence(
    actor: Actor,
    *,
    user_id: int,
    kind: AbsenceKind,
    since: date,
    until: date,
    now: datetime,
    from_noon: bool = False,
    until_noon: bool = False,
) -> Absence:
    """Somebody is away from a day to a day, both included; from noon or until noon of them. One's own, or as the head.

    The journal tells when, not why: an illness is nobody's business but the head's.
    Raises ``NotTheHead``, ``BadPeriod``, ``Overlap``.
    """
    today = law_date(now)
    _need_authority(actor, user_id, today)
    check_period(since, until, earliest=today - BACKDATED, longest=LONGEST)
    if since == until and from_noon and until_noon:
        from_noon = until_noon = False
    row = Absence(
        user_id=user_id, kind=kind, since=since, from_noon=from_noon, until=until, until_noon=until_noon,
        recorded_by_id=someone(actor), recorded_at=now,
    )  # fmt: skip
    User.objects.select_for_update().get(pk=user_id)  # two records of one person's absence do not pass each other
    standing = Absence.objects.filter(user_id=user_id, cancelled_at=None, since__lte=until, until__gte=since)
    if any(_meet(row, other) for other in standing):
        raise Overlap(what=f"{since}–{until}")
    row.save()
    payload = {"user": user_id, "since": since, "until": until, "from_noon": from_noon, "until_noon": until_noon}
    journal.append(actor=actor.ref, action="identity.absent", payload=payload, now=now)
    return row


def _meet(one: Absence, other: Absence) -> bool:
    """Whether two absences share a half-day: counted in half-days, noon being one."""
    return _first(one) <= _last(other) and _first(other) <= _last(one)


def _first(row: Absence) -> int:
    return row.since.toordinal() * 2 + row.from_noon


def _last(row: Absence) -> int:
    return row.until.toordinal() * 2 + (not row.until_noon)


def _need_authority(actor: Actor, user_id: int, today: date) -> None:
    if user_id == actor.user_id and actor.own_posts:
        return
    if not any(actor.heads(post.department) for post in posts_of(user_id, on=today)):
        raise NotTheHead


@transaction.atomic
def end_absence(absence_id: int, *, actor: Actor, now: datetime) -> Absence:
    """Back at work: what has not begun is cancelled, what runs ends with the half-day before. Raises ``NoSuchDuty``."""
    row = Absence.objects.select_for_update().filter(pk=absence_id).first()
    if row is None:
        raise NoSuchDuty
    try:
        _need_authority(actor, row.user_id, law_date(now))
    except NotTheHead:
        raise NoSuchDuty from None
    slot = half_of(now)
    here = slot.on.toordinal() * 2 + (slot.half == "pm")
    if row.cancelled_at is not None or _last(row) < here:
        raise AlreadyEnded
    if _first(row) >= here:
        row.cancelled_at = now
    else:
        row.until, row.until_noon = (slot.on, True) if slot.half == "pm" else (slot.on - timedelta(days=1), False)
    row.save(update_fields=["cancelled_at", "until", "until_noon"])
    payload = {"user": row.user_id, "since": row.since, "until": row.until, "cancelled": row.cancelled_at is not None}
    journal.append(actor=actor.ref, action="identity.absence-ended", payload=payload, now=now)
    return row


def absences_of(user_ids: Collection[int], *, since: date, until: date | None = None) -> Sequence[Absence]:
    """Absences that reach into these days, the earliest first. One query."""
    rows = Absence.objects.filter(user_id__in=user_ids, cancelled_at=None, until__gte=since)
    if until is not None:
        rows = rows.filter(since__lte=until)
    return list(rows.select_related("user").order_by("since", "pk"))


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person at one post in one week: for each day the absence of the morning and of the afternoon, if any."""

    department: str
    post: str
    title: Bilingual
    user: User
    days: tuple[tuple[Absence | None, Absence | None], ...]


def week_of(departments: Collection[str], *, monday: date, days: int = 7) -> list[RosterRow]:
    """Who is there in the week, post by post, with those who come or go in it; a post that nobody fills is absent.

    Two queries.
    """
    span = [monday + timedelta(days=n) for n in range(days)]
    stays = Q(valid_to=None) | Q(valid_to__gt=monday)
    rows = (
        Appointment.objects.filter(stays, valid_from__lte=span[-1], user__is_active=True)
        .filter(Q(post__valid_to=None) | Q(post__valid_to__gt=monday))
        .filter(post__department__code__in=departments)
        .select_related("user", "post__department")
        .order_by("post__department__code", "post__pk", "user__login")
    )
    people = list(rows)
    away = absences_of({row.user_id for row in people}, since=span[0], until=span[-1])
    by_user: dict[int, list[Absence]] = {}
    for each in away:
        by_user.setdefault(each.user_id, []).append(each)
    return [
        RosterRow(
            row.post.department.code,
            row.post.code,
            row.post.name,
            row.user,
            tuple(tuple(_halves(by_user.get(row.user_id, []), day)) for day in span),  # type: ignore[misc]
        )
        for row in people
    ]


def _halves(absences: Sequence[Absence], day: date) -> Iterator[Absence | None]:
    for half in (0, 1):
        here = day.toordinal() * 2 + half
        yield next((each for each in absences if _first(each) <= here <= _last(each)), None)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of a list: how many rows were recorded, which stood already, and which could not be, with the reason."""

    recorded: int
    same: int
    refused: tuple[tuple[int, str, Bilingual], ...]


@transaction.atomic
def record_list(
    actor: Actor, rows: Sequence[AbsenceRow], *, departments: Collection[str], now: datetime, dry_run: bool = False
) -> Recorded:
    """Record a department's list of absences; only the people of these departments, by login or by a name that is unique.

    A row that stands already is left as it is, so that a longer list can be given again. ``dry_run``: only tells.
    """
    people = _people(departments, law_date(now))
    recorded, same, refused = 0, 0, []
    for row in rows:
        found = people.get(row.person, [])
        if len(found) != 1:
            several = Bilingual("有重名，请写登录名", "several of this name: write the login")
            nobody = Bilingual("本部门没有这个人", "nobody of this name in the department")
            refused.append((row.spot.row, row.person, several if found else nobody))
            continue
        where = {"since": row.since, "from_noon": row.from_noon, "until": row.until, "until_noon": row.until_noon}
        if Absence.objects.filter(user_id=found[0], cancelled_at=None, **where).exists():
            same += 1
            continue
        try:
            with transaction.atomic():
                record_absence(actor, user_id=found[0], kind=AbsenceKind(row.kind), now=now, **where)  # type: ignore[arg-type]
            recorded += 1
        except WeiminError as error:
            refused.append((row.spot.row, row.person, error.message))
    if dry_run:
        transaction.set_rollback(True)
    return Recorded(recorded, same, tuple(refused))


def _people(departments: Collection[str], today: date) -> dict[str, list[int]]:
    """Ids by login and by name. One query."""
    rows = Appointment.objects.filter(living(today), living(today, "post__"), post__department__code__in=departments)
    found: dict[str, list[int]] = {}
    for pk, login, name in set(rows.values_list("user_id", "user__login", "user__name")):
        found.setdefault(login, []).append(pk)
        if name != login:
            found.setdefault(name, []).append(pk)
    return found
