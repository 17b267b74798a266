"""Giving and answering an instruction. One function per act: check, change, journal."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from weimin.kernel.cases import api as cases
from weimin.kernel.identity.api import Actor, ActorPost
from weimin.kernel.journal import api as journal
from weimin.kernel.organisations import api as organisations
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.instructions.errors import AlreadyAnswered, NotALeader, NotYoursToAnswer, Unwritten
from weimin.modules.instructions.models import ASKING, Instruction, Kind

__all__ = ["answer", "give", "leading_post", "of_case", "waiting_for"]

LEADING: Final = frozenset({"head", "decider"})
FARTHEST: Final = timedelta(days=366)
LEVELS: Final = 5


def departments_of(case: cases.Case) -> set[str]:
    return {case.collects, case.accepts, case.decides, case.regulates}


def leading_post(case: cases.Case, actor: Actor) -> ActorPost | None:
    """The actor's own leading post in a department of the case, or the head's post of one above; None: no leader here.

    No query for those who lead a department of the case or lead nothing; one for each level above else.
    """
    leads = [post for post in actor.own_posts if LEADING & post.roles]
    wanted = departments_of(case)
    here = next((post for post in leads if post.department in wanted), None)
    heads = [post for post in leads if "head" in post.roles]
    for _ in range(LEVELS):
        if here is not None or not heads or not wanted:
            break
        wanted = {row.parent_code for row in organisations.departments(wanted).values() if row.parent_code}
        here = next((post for post in heads if post.department in wanted), None)
    return here


@transaction.atomic
def give(
    case_id: int, *, kind: Kind, text: str, actor: Actor, now: datetime, post: str = "", due_on: date | None = None
) -> Instruction:
    """A leader writes on a case. What asks for something names a post (``department/post``) and a day.

    Raises ``NoSuchCase`` for who may not see it, ``NotALeader``, ``Unwritten``.
    """
    case = cases.open_case_page(case_id, actor=actor, now=now).case
    lead = leading_post(case, actor)
    if lead is None or actor.user_id is None:
        raise NotALeader
    text = text.strip()
    if (not text and kind in ASKING) or len(text) > 1000:
        raise Unwritten(what=Bilingual("内容（不超过 1000 字）", "the text, at most 1000 characters"))
    department, code = _responsible(case, post, due_on, law_date(now)) if kind in ASKING else ("", "")
    row = Instruction.objects.create(
        case=case, kind=kind, text=text or Instruction(kind=kind).name.zh, author_id=actor.user_id, author_post=lead.ref,
        given_at=now, department=department, post=code, due_on=due_on if kind in ASKING else None,
    )  # fmt: skip
    payload = {
        "instruction": f"{row.name.zh}：{row.text}" if text else row.name.zh,
        "post": post if kind in ASKING else "",
        "due": row.due_on,
        "number": case.number,
    }
    journal.append(actor=actor.ref, action="instruction.given", case=cases.case_ref(case), payload=payload, now=now)
    return row


def _responsible(case: cases.Case, post: str, due_on: date | None, today: date) -> tuple[str, str]:
    department, _, code = post.partition("/")
    if department not in departments_of(case) or post not in organisations.posts([post], on=today):
        raise Unwritten(what=Bilingual("责任岗位", "the post that must do it"))
    if due_on is None or not today <= due_on <= today + FARTHEST:
        raise Unwritten(what=Bilingual("办理期限（今天起一年内）", "the day, within a year from today"))
    return department, code


@transaction.atomic
def answer(instruction_id: int, *, text: str, actor: Actor, now: datetime) -> Instruction:
    """Who fills the post, or acts for it, says what was done. Raises ``NotYoursToAnswer``, ``AlreadyAnswered``, ``Unwritten``."""
    row = Instruction.objects.select_for_update(of=("self",)).select_related("case").filter(pk=instruction_id).first()
    posts = (
        []
        if row is None
        else [post for post in actor.posts if (post.department, post.post) == (row.department, row.post)]
    )
    posts = [post for post in posts if row is not None and post.covers(item=row.case.item)]
    if row is None or not posts:
        raise NotYoursToAnswer
    if row.answered_at is not None:
        raise AlreadyAnswered
    text = text.strip()
    if not text or len(text) > 2000:
        raise Unwritten(what=Bilingual("办理情况（不超过 2000 字）", "what was done, at most 2000 characters"))
    acting = posts[0].acting
    row.answer, row.answered_by_id, row.answered_at = text, actor.user_id, now
    row.answered_for = acting.name if acting else ""
    row.save(update_fields=["answer", "answered_by", "answered_at", "answered_for"])
    payload = {"answer": text, "number": row.case.number}
    if acting:
        payload["acting"] = {"for": acting.user_id, "name": acting.name, "way": acting.way, "post": posts[0].ref}  # type: ignore[assignment]
    journal.append(
        actor=actor.ref, action="instruction.answered", case=cases.case_ref(row.case), payload=payload, now=now
    )
    return row


def of_case(case: cases.Case) -> Sequence[Instruction]:
    """What leaders wrote on a case, the latest first. One query."""
    rows = Instruction.objects.filter(case=case).select_related("author", "answered_by")
    return list(rows.order_by("-given_at", "-pk")[:50])


def waiting_for(actor: Actor, *, page: int = 1, per_page: int = 30) -> tuple[Sequence[Instruction], int]:
    """What waits for an answer of the actor's posts, the most urgent first, and how many in all. Two queries."""
    mine = Q(pk__in=[])
    for post in actor.posts:
        here = Q(department=post.department, post=post.post)
        if post.acting and post.acting.items is not None:
            here &= Q(case__item__in=sorted(post.acting.items))
        mine |= here
    rows = Instruction.objects.filter(mine, answered_at=None, due_on__isnull=False).select_related("case", "author")
    return list(rows.order_by(F("due_on"), "pk")[(page - 1) * per_page : page * per_page]), rows.count()
