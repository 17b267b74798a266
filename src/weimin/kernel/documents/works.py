"""One act on many certificates: asked for once, done by the worker in chunks of 200, each its own transaction.

Whatever is stopped goes on where it stopped: a row is done or not, and what is not is taken up by the next round. Memory
holds one chunk at a time.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from time import sleep
from typing import Final

from django.db import transaction

from weimin.kernel.documents.certificate_acts import apply_rule, check_reason, why_not
from weimin.kernel.documents.certificate_words import ACTS
from weimin.kernel.documents.errors import CertificateActRefused
from weimin.kernel.documents.models import Certificate, CertificateWork, CertificateWorkRow
from weimin.kernel.identity.api import Actor
from weimin.kernel.journal import api as journal
from weimin.lib.bilingual import Bilingual

__all__ = ["CHUNK", "ask_for_work", "finish_work", "work_on_certificates"]

CHUNK: Final = 200
UNKNOWN: Final = "没有这张证照，或者不是本机关签发的 / no such certificate of this department"


def ask_for_work(
    *, act: str, department: str, ground: str, reason: str, numbers: Iterable[str], actor: Actor, now: datetime
) -> CertificateWork:
    """Note down what is to be done to which certificates; the worker does it.

    ``numbers`` may be as many as one likes and is read once. Raises ``CertificateActRefused``.
    """
    if act not in ACTS or not actor.has_role("head", department):
        raise CertificateActRefused(
            why=Bilingual("只有发证机关负责人能办。", "Only the head of the issuing department may do this.")
        )
    check_reason(act, ground, reason)
    with transaction.atomic():
        work = CertificateWork.objects.create(
            act=act, department=department, ground=ground, reason=reason, actor_id=actor.user_id, asked_at=now
        )
        for chunk in _chunks(number.strip().upper() for number in numbers):
            _note(work, [number for number in dict.fromkeys(chunk) if number])
        work.total = work.rows.count()
        if not work.total:
            raise CertificateActRefused(why=Bilingual("没有写证照编号。", "No certificate is named."))
        work.save(update_fields=["total"])
        journal.append(
            actor=actor.ref,
            action="certificate.work-asked",
            resource=f"certificate-work:{work.pk}",
            payload={"act": act, "ground": ground, "reason": reason, "total": work.total},
            now=now,
        )
    return work


def _note(work: CertificateWork, numbers: list[str]) -> None:
    found = dict(Certificate.objects.filter(number__in=numbers, department=work.department).values_list("number", "pk"))
    CertificateWorkRow.objects.bulk_create(
        [CertificateWorkRow(work=work, number=number[:120], certificate_id=found.get(number)) for number in numbers],
        ignore_conflicts=True,
    )


def _chunks(numbers: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(numbers)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def work_on_certificates(*, now: datetime, work_id: int | None = None) -> int:
    """One chunk of the oldest work that is not finished; how many rows it did. A job of the worker."""
    with transaction.atomic():
        works = CertificateWork.objects.filter(finished_at=None).order_by("pk")
        if work_id is not None:
            works = works.filter(pk=work_id)
        if not works.exists():
            return 0
        work = works.select_for_update(skip_locked=True).first()
        if work is None:
            return 0
        todo = work.rows.filter(state=CertificateWorkRow.State.TODO).order_by("pk")
        rows = list(todo.select_for_update(of=("self",), skip_locked=True)[:CHUNK])
        done, failed = _do(work, rows, now)
        work.done, work.failed = work.done + done, work.failed + failed
        if len(rows) < CHUNK:
            work.finished_at = now
        work.save(update_fields=["done", "failed", "finished_at"])
        return len(rows)


def _do(work: CertificateWork, rows: list[CertificateWorkRow], now: datetime) -> tuple[int, int]:
    ids = [row.certificate_id for row in rows if row.certificate_id]
    certificates = {
        each.pk: each for each in Certificate.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    }
    able: list[Certificate] = []
    done, failed = CertificateWorkRow.State.DONE, CertificateWorkRow.State.FAILED
    for row in rows:
        certificate = certificates.get(row.certificate_id or 0)
        problem = why_not(certificate, work.act) if certificate else None
        if certificate is None or problem is not None:
            row.state, row.problem = failed, f"{problem.zh} / {problem.en}"[:300] if problem else UNKNOWN
        else:
            row.state = done
            able.append(certificate)
    if able:
        apply_rule(
            able, act=work.act, ground=work.ground, reason=work.reason, actor_ref=f"user:{work.actor_id}", now=now
        )
    CertificateWorkRow.objects.filter(pk__in=[row.pk for row in rows if row.state == done]).update(state=done)
    CertificateWorkRow.objects.bulk_update([row for row in rows if row.state == failed], ["state", "problem"])
    return len(able), len(rows) - len(able)


def finish_work(work_id: int, *, now: datetime, progress: Callable[[CertificateWork], None]) -> CertificateWork:
    """Do a work to its end here and now, telling after each chunk how far it is."""
    while True:
        did = work_on_certificates(now=now, work_id=work_id)
        work = CertificateWork.objects.get(pk=work_id)
        progress(work)
        if work.finished_at is not None:
            return work
        if not did:  # the worker has it in hand
            sleep(0.2)
