"""One invitation for each encounter: a consumer of the journal, so that none is missed and none is sent twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Appointment
from weimin.kernel.journal import api as journal
from weimin.kernel.notices import api as notices
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.lib.workdays import due_on
from weimin.modules.ratings.models import Invitation, Rated
from weimin.modules.ratings.rules import rules_of

__all__ = ["invite", "reference"]

FACE_TO_FACE: Final = frozenset({"window", "mail", "phone"})
TITLE: Final = Bilingual("请您评价", "How was it?")
BODY: Final = Bilingual(
    "{n} {what}，您满意吗？评不评由您，{d} 以前都可以；不评不会算成好评。",
    "Were you satisfied with {n} ({what})? You may say so until {d}, or not at all: silence is never counted as praise.",
)
WHAT: Final = {
    "visit": Bilingual("已收件", "the papers were taken in"),
    "matter": Bilingual("已办完", "the matter is closed"),
}


@dataclass(frozen=True)
class Encounter:
    source: str
    kind: str
    case: cases.Case
    department: str
    on: date
    officials: frozenset[int]


def reference(invitation_id: int) -> str:
    """How the journal knows an invitation. Never by its case: the rated officials read the case's story."""
    return f"rating:{invitation_id}"


def invite(entries: Sequence[journal.Entry], *, now: datetime) -> None:
    """Consume journal entries about cases. Whose time to answer is over already (a journal read late) is not asked."""
    ids = {int(entry.case.removeprefix("case:")) for entry in entries if entry.case.startswith("case:")}
    known = cases.Case.objects.in_bulk(list(ids))
    met = {each.source: each for each in _encounters(entries, known)}
    done = Invitation.objects.filter(source__in=list(met)).values_list("source", flat=True) if met else ()
    for source in done:
        del met[source]
    rows = [row for each in met.values() if (row := _row(each, now)).expires_on >= law_date(now)]
    Invitation.objects.bulk_create(rows)
    Rated.objects.bulk_create(
        [Rated(invitation=row, user_id=user_id) for row in rows for user_id in sorted(met[row.source].officials)]
    )
    for row in rows:
        _tell(row, now)


def _encounters(entries: Iterable[journal.Entry], known: Mapping[int, cases.Case]) -> list[Encounter]:
    found = []
    closed = {case.pk for case in known.values() if case.closed_at}
    workers = _officials(closed)
    clerks = _clerks(entries)
    for entry in entries:
        case = known.get(int(entry.case.removeprefix("case:") or 0))
        if case is None:
            continue
        if entry.action == "case.filed" and case.channel in FACE_TO_FACE:
            clerk = frozenset({clerks[entry.actor]}) if entry.actor in clerks else frozenset()
            source, on = f"visit:{entry.pk}", law_date(entry.instant)
            found.append(Encounter(source, "visit", case, case.collects, on, clerk))
        if case.closed_at:
            department = case.decides if case.accepted_on else case.accepts
            on, did = law_date(case.closed_at), workers.get(case.pk, frozenset())
            found.append(Encounter(f"matter:{case.pk}", "matter", case, department, on, did))
    return found


def _clerks(entries: Iterable[journal.Entry]) -> dict[str, int]:
    """Those of the acting users who are, or were, officials: ``user:7`` → 7. At most one query."""
    filed = [entry.actor for entry in entries if entry.action == "case.filed" and entry.actor.startswith("user:")]
    if not filed:
        return {}
    ids = {int(actor.removeprefix("user:")) for actor in filed}
    posted = Appointment.objects.filter(user__in=ids).values_list("user_id", flat=True).distinct()
    return {f"user:{user_id}": user_id for user_id in posted}


def _officials(case_ids: set[int]) -> dict[int, frozenset[int]]:
    """Who did the steps of these cases, the applicants' own left out. One query."""
    done = cases.Task.objects.filter(case__in=case_ids, done_by__isnull=False).exclude(department="applicant")
    found: dict[int, frozenset[int]] = {}
    for case_id, user_id in done.values_list("case_id", "done_by_id") if case_ids else ():
        found[case_id] = found.get(case_id, frozenset()) | {user_id}
    return found


def _row(each: Encounter, now: datetime) -> Invitation:
    clock = rules_of(each.case.revision_id).open_for
    due = due_on(
        each.on, clock.length.count, clock.length.unit.counted, roll=bool(clock.roll), calendar=cases.calendar()
    )
    return Invitation(
        source=each.source,
        kind=each.kind,
        case=each.case,
        department=each.department,
        item=each.case.item,
        happened_on=each.on,
        expires_on=due.date,
        sent_at=now,
    )


def _tell(row: Invitation, now: datetime) -> None:
    notices.send(
        party_id=row.case.applicant_id,
        source=f"rating-invitation:{row.source}",
        subject=cases.case_ref(row.case),
        title=TITLE,
        body=BODY.format(n=row.case.number, what=WHAT[row.kind], d=row.expires_on.isoformat()),
        needs_action=False,
        now=now,
    )
    journal.append(
        actor="system",
        action="rating.invited",
        resource=reference(row.pk),
        payload={"day": row.happened_on.isoformat(), "department": row.department, "item": row.item},
        now=now,
    )
