"""The example city in force for a whole module of tests, rolled back at its end; its people by login."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction

from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.requests import _applicant
from weimin.kernel.identity.selectors import mandates
from weimin.lib.lawtime import law_date

FOLDER: Final = Path(__file__).resolve().parents[2] / "cities" / "qingdao"
BEIJING: Final = ZoneInfo("Asia/Shanghai")
PDF: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n"
)


def at(text: str) -> datetime:
    """A Beijing instant: ``at("2026-09-21 09:00")``."""
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@contextmanager
def in_force(now: datetime) -> Iterator[catalogue.Applied]:
    """The city applied inside a transaction that is rolled back: tests inside nest in it."""
    outer = transaction.atomic()
    outer._from_testcase = True  # type: ignore[attr-defined]
    with outer:
        yield catalogue.apply_city(FOLDER, actor="system", now=now)
        transaction.set_rollback(True)


def official(login: str, now: datetime) -> identity.Actor:
    user = identity.User.objects.get(login=login)
    posts = identity.all_posts_of(user.pk, now=now)
    assert posts, f"{login} fills no post"
    return identity.Actor(kind="official", user_id=user.pk, name=user.name, posts=posts)


def applicant(login: str, now: datetime) -> identity.Actor:
    """The applicant, speaking for the last party in its mandates: its business, if it has one."""
    user = identity.User.objects.get(login=login)
    given = mandates(user.pk, on=law_date(now))
    business = [mandate for mandate in given if mandate.kind != "person"]
    return _applicant(user, (business or list(given))[0])


RESTAURANT: Final[dict[str, Any]] = {
    "premises": "市南区香港中路 18 号 1 层",
    "area": "86",
    "kitchen-area": "22",
    "seats": 40,
    "manager": "纪禾生",
    "phone": "13800138000",
}


def draft_restaurant(actor: identity.Actor, now: datetime, *, papers: tuple[str, ...]) -> cases.Draft:
    """A restaurant's licence filled in, with these papers handed in."""
    draft = cases.start_draft(
        item="food-business-licence",
        handling="new",
        division="370202",
        situations={"outlet": "restaurant", "online": "no"},
        actor=actor,
        now=now,
    )
    cases.save_answers(draft.pk, answers=RESTAURANT, actor=actor, now=now)
    for material in papers:
        hand_in(material, actor, now, draft_id=draft.pk)
    cases.declare(draft_id=draft.pk, material="staff-health", actor=actor, now=now)
    return draft


def hand_in(material: str, actor: identity.Actor, now: datetime, **owner: int) -> None:
    cases.add_paper(
        material=material, chunks=[PDF], name=f"{material}.pdf", size=len(PDF), actor=actor, now=now, **owner
    )  # type: ignore[arg-type]


def task_of(case: cases.Case, step: str) -> cases.Task:
    """The open task of a step."""
    return cases.Task.objects.get(case=case, step=step, state="open")


def do(case: cases.Case, step: str, outcome: str, actor: identity.Actor, now: datetime, **data: Any) -> cases.Case:
    return cases.complete_task(task_of(case, step).pk, outcome=outcome, data=data, actor=actor, now=now)
