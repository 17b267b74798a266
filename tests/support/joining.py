"""Joint applications filled in by their own questions, and offices that handle their parts."""

from datetime import datetime
from typing import Any

from support.filling import answer_to, walk
from support.qingdao import PDF
from weimin.blueprint.items import FormField, Material, Situation
from weimin.kernel.cases import api as cases
from weimin.kernel.identity import api as identity
from weimin.kernel.journal import api as journal
from weimin.lib.lawtime import law_date
from weimin.modules.joint import applications, opening
from weimin.modules.joint.models import Application, Part

RESTAURANT = {"besides": "no", "advert": "yes", "registered": "no"}


def fill(
    actor: identity.Actor,
    now: datetime,
    *,
    code: str = "open-restaurant",
    division: str = "370202",
    situations: dict[str, str] | None = None,
    wanted: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
) -> Application:
    """A joint application with every question answered and every paper but ``without``, page after page."""
    chosen = RESTAURANT if situations is None else situations
    application = applications.start(code=code, division=division, situations=chosen, actor=actor, now=now)
    for _ in range(80):
        form = applications.form_of(application, now)
        problems = form.problems()
        question = next((each for each in form.questions if each.slug in problems), None)
        if question is None:
            break
        if isinstance(question.subject, Situation):
            answer = {question.id: next(iter(question.subject.choices))}
            application = applications.save(application.pk, situations=answer, actor=actor, now=now)
        else:
            assert isinstance(question.subject, FormField)
            value = form.read(question, answer_to(question.subject, law_date(now)))
            application = applications.save(application.pk, answers={question.id: value}, actor=actor, now=now)
    application = applications.save(application.pk, wanted=wanted, actor=actor, now=now)
    hand_in(application, actor, now, without)
    return application


def hand_in(application: Application, actor: identity.Actor, now: datetime, without: tuple[str, ...] = ()) -> None:
    for question in applications.form_of(application, now).questions:
        if not isinstance(question.subject, Material) or question.id in without:
            continue
        if question.subject.supply == "declare":
            applications.declare(application.pk, material=question.id, actor=actor, now=now)
        else:
            applications.add_paper(
                application.pk, material=question.id, chunks=[PDF], name=f"{question.id}.pdf", size=len(PDF),
                actor=actor, now=now,
            )  # fmt: skip


def file(actor: identity.Actor, now: datetime, **wishes: Any) -> cases.Case:
    return opening.file_application(fill(actor, now, **wishes).pk, actor=actor, now=now)


def part(parent: cases.Case, item: str) -> Part:
    return Part.objects.select_related("case").get(parent=parent, item=item)


def states(parent: cases.Case) -> dict[str, str]:
    return dict(Part.objects.filter(parent=parent).order_by("position").values_list("item", "state"))


def handle(parent: cases.Case, item: str, now: datetime, **wishes: list[str]) -> cases.Case:
    """The office takes its part to the end, wishing for these outcomes, and the whole follows."""
    case = part(parent, item).case
    assert case is not None, f"{item} is not open"
    walk(case, {"visit": ["pass"], "review": ["approve"], **wishes}, now)
    catch_up(now)
    case.refresh_from_db()
    return case


def catch_up(now: datetime) -> None:
    """What the worker does within two seconds."""
    passed = 1
    while passed:
        journal.sequence(now=now)
        passed = journal.run_consumers(now=now)
    failing = [(each.name, each.error) for each in journal.failing_consumers()]
    assert not failing, failing
