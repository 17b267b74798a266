"""Who may see a case and do its steps: by post, by mandate, or acting for another within what was given."""

from typing import Any

from django.db.models import Q

from weimin.kernel.cases.definition import SideAct
from weimin.kernel.cases.departments import department_title, vanished
from weimin.kernel.cases.errors import NoSuchCase, TaskNotYours
from weimin.kernel.cases.models import Case, Task
from weimin.kernel.cases.words import ROLE_NAMES
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import Actor, ActorPost
from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

__all__ = [
    "acting_payload",
    "free_for",
    "handled_by",
    "may_do",
    "may_see",
    "may_side",
    "refusal",
    "side_posts",
    "task_posts",
    "waiting_for",
    "within",
]


def may_do(task: Task, case: Case, actor: Actor) -> bool:
    """Whether the actor fills the task's post, or is the applicant whose turn it is."""
    if task.department == "applicant":
        return actor.party_id == case.applicant_id and actor.may_handle(case.item)
    return bool(task_posts(task, case, actor))


def free_for(task: Task, actor: Actor) -> bool:
    """Whether nobody else has the task in hand."""
    return task.assignee_id in {None, actor.user_id}


def waiting_for(actor: Actor) -> Q:
    """``may_do`` and ``free_for`` as a condition on open tasks: what an official's lists, figures and exports hold."""
    mine = Q(pk__in=[])
    for post in actor.posts:
        mine |= within(post, department="department", item="case__item") & Q(role__in=sorted(post.roles))
    return mine & (Q(assignee=None) | Q(assignee=actor.user_id))


def within(post: ActorPost, *, department: str, item: str) -> Q:
    """Rows of the post's department, of the items for which it was given where it was; both columns are named."""
    here = Q(**{department: post.department})
    if post.acting and post.acting.items is not None:
        here &= Q(**{f"{item}__in": sorted(post.acting.items)})
    return here


def task_posts(task: Task, case: Case, actor: Actor, act: str | None = None) -> tuple[ActorPost, ...]:
    """The actor's posts that let the task be done, own ones first; also those of a department that a reform ended."""
    departments = {task.department} | vanished(case, task.department)
    return actor.posts_for(role=task.role, department=departments, item=case.item, act=act)


def acting_payload(post: ActorPost | None) -> dict[str, Any]:
    """What the journal says of an act that was done for another."""
    if post is None or post.acting is None:
        return {}
    acting = post.acting
    return {"acting": {"for": acting.user_id, "name": acting.name, "way": acting.way, "post": post.ref}}


def handled_by(post: ActorPost | None, actor: Actor) -> str:
    """As papers write it, in Chinese; empty where one acts at one's own post."""
    return f"{actor.name}（代{post.acting.name or '空缺岗位'}）" if post and post.acting else ""


def may_side(side: SideAct, case: Case, actor: Actor) -> bool:
    if side.department == "applicant":
        return actor.party_id == case.applicant_id and actor.may_handle(case.item)
    return bool(side_posts(side, case, actor))


def side_posts(side: SideAct, case: Case, actor: Actor) -> tuple[ActorPost, ...]:
    """The posts that let the act be done; what the law gives the head alone, nobody does for the head."""
    if side.role is None or side.department == "applicant":
        return ()
    posts = actor.posts_for(
        role=side.role, department=getattr(case, side.department), item=case.item, act=side.act.code
    )
    return tuple(post for post in posts if side.delegable or post.acting is None)


def may_see(case: Case, actor: Actor) -> bool:
    """Whether a case is the actor's to know: its applicant within the mandate, or an official of one of its departments."""
    if actor.party_id is not None:
        return actor.party_id == case.applicant_id and actor.may_handle(case.item)
    departments = {case.collects, case.accepts, case.decides, case.regulates}
    return bool(actor.posts_for(department=departments, item=case.item)) or _inherited(departments, actor, case)


def _inherited(departments: set[str], actor: Actor, case: Case) -> bool:
    """Whether the actor's department keeps the history of one that ended: asked only when nothing else lets them see."""
    if not actor.posts:
        return False
    now = frozenset().union(*(catalogue.heirs_of(code) for code in departments)) - departments
    return bool(now and actor.posts_for(department=now, item=case.item))


def refusal(task: Task, case: Case, actor: Actor) -> WeiminError:
    """Who has nothing to do with the case does not even learn that it exists."""
    if not may_see(case, actor):
        return NoSuchCase()
    if task.department == "applicant":
        return TaskNotYours(
            department=Bilingual("申请人", "the applicant"), role=Bilingual("本人或代理人", "the person or agent")
        )
    name = department_title(case, task.department)
    return TaskNotYours(department=name, role=ROLE_NAMES.get(task.role, Bilingual(task.role, task.role)))
